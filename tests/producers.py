"""Programs that print a PDF, for tests that read what others printed: Chromium, LibreOffice, typst; and a PDF by hand.

Each takes HTML (typst its own source) and gives bytes. `statutory` fills a table of the form with numbers. A program that is not installed skips the test with
a sentence that says so.
"""

from __future__ import annotations

import html
import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from gongkai.report.form import Column, Head, Row, edition

FONT = "Noto Sans CJK SC"


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as handed to a producer: where it stands, how far it spans, what it says."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


def page(body: str, css: str = "", size: str = "A4", margin: str = "20mm") -> str:
    """A whole HTML page for printing."""
    return (f"<!doctype html><html lang=zh><head><meta charset=utf-8><style>@page{{size:{size};margin:{margin}}}"
            f"body{{font-family:'{FONT}',serif;font-size:11pt;margin:0}}{css}</style></head><body>{body}</body></html>")


def table(cells: Iterable[Printed], *, head: int = 0, attributes: str = "border=1", widths: Iterable[str] = ()) -> str:
    """An HTML table of the cells; the first `head` rows as thead."""
    rows: dict[int, list[Printed]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    columns = "".join(f"<col style='width:{width}'>" for width in widths)
    made = [f"<table {attributes}>{'<colgroup>' + columns + '</colgroup>' if columns else ''}"]
    for index in range(max(rows) + 1):
        if head and index == 0:
            made.append("<thead>")
        tag = "th" if index < head else "td"
        made.append("<tr>")
        for cell in sorted(rows.get(index, []), key=lambda cell: cell.column):
            spans = (f" rowspan={cell.rowspan}" if cell.rowspan > 1 else "") + (
                f" colspan={cell.colspan}" if cell.colspan > 1 else "")
            text = html.escape(cell.text).replace("\n", "<br>")
            made.append(f"<{tag}{spans}>{text}</{tag}>")
        made.append("</tr>")
        if head and index == head - 1:
            made.append("</thead>")
    made.append("</table>")
    return "".join(made)


def chromium(source: str) -> bytes:
    """The page as Chromium prints it."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("!! chromium is not installed: its PDF is NOT tested")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(source, encoding="utf-8")
        subprocess.run(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={folder}/page.pdf",
             path.as_uri()], check=True, capture_output=True, timeout=120)
        return (Path(folder) / "page.pdf").read_bytes()


def libreoffice(source: str) -> bytes:
    """The page as LibreOffice Writer prints it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("!! LibreOffice is not installed: its PDF is NOT tested")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(source, encoding="utf-8")
        subprocess.run(
            [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
             "pdf:writer_web_pdf_Export", "--outdir", folder, str(path)], check=True, capture_output=True, timeout=180)
        return (Path(folder) / "page.pdf").read_bytes()


def typst(source: str) -> bytes:
    """A typst source as typst prints it, with the fonts of pylopdf-fonts-zh-cn."""
    if importlib.util.find_spec("typst") is None:
        pytest.skip("!! typst is not installed: its PDF is NOT tested")
    import pylopdf_fonts_zh_cn
    import typst as compiler

    made = compiler.compile(source.encode(), font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)])
    assert isinstance(made, bytes)
    return made


def typst_page(cells: Iterable[Printed], columns: int, *, before: str = "", after: str = "", stroke: str = "0.5pt",
               widths: str | None = None, size: int = 10, flipped: bool = False, head: int = 0) -> str:
    """A typst source with one table."""
    cells = list(cells)

    def content(cell: Printed) -> str:
        return (f"table.cell(rowspan:{cell.rowspan},colspan:{cell.colspan},x:{cell.column},y:{cell.row})"
                f"[#{_quoted(cell.text)}]")

    top = [content(cell) for cell in cells if cell.row < head]
    heads = f"table.header({','.join(top)})," if top else ""
    return (f'#set page(paper:"a4",flipped:{str(flipped).lower()},numbering:"- 1 -")\n'
            f'#set text(font:"Noto Serif SC",size:{size}pt,lang:"zh")\n{before}\n\n'
            f"#table(columns:{widths or columns},stroke:{stroke},{heads}"
            + ",".join(content(cell) for cell in cells if cell.row >= head) + f")\n\n{after}\n")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def bare(*contents: str, page: str = "/MediaBox[0 0 595 842]", trailer: str = "") -> bytes:
    """A PDF by hand: one page for each content stream, font /F1 Helvetica; `page` and `trailer` take further entries."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for content in contents:
        stream = content.encode("latin-1")
        objects.append(f"<</Length {len(stream)}>>stream\n{content}\nendstream")
        objects.append(f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects)} 0 R{page}>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    made, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj{item}endobj\n".encode("latin-1")
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return made + (f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF").encode("latin-1")


def statutory(number: str, rng: Random, name: str = "2021") -> tuple[list[Printed], int, int]:
    """Table `number` of an edition filled with random numbers: its cells, its columns, the rows of its head."""
    form = edition(name).tables[number]
    cells: list[Printed] = []

    def value(row: int, column: int, colspan: int = 1) -> None:
        cells.append(Printed(row, column, 1, colspan, str(rng.choice([0, 0, 0, 1, 12, rng.randrange(3000)]))))

    if number == "2":
        row = 0
        for block in form.blocks:
            wide = 1 if len(block.columns) > 1 else 3
            cells += [Printed(row, 0, 1, 4, block.label or ""), Printed(row + 1, 0, 1, 1, block.stub or "")]
            cells += [Printed(row + 1, 1 + i, 1, wide, column.label) for i, column in enumerate(block.columns)]
            row += 2
            for line in block.rows:
                cells.append(Printed(row, 0, 1, 1, line.label))
                for i in range(len(block.columns)):
                    value(row, 1 + i, wide)
                row += 1
        return cells, 4, 0
    if number == "4":
        cells += [Printed(0, 0, 1, 5, "行政复议"), Printed(0, 5, 1, 10, "行政诉讼"),
                  Printed(1, 5, 1, 5, "未经复议直接起诉"), Printed(1, 10, 1, 5, "复议后起诉")]
        for i in range(15):
            label = form.columns[i % 5].label
            cells.append(Printed(1, i, 2, 1, label) if i < 5 else Printed(2, i, 1, 1, label))
            value(3, i)
        return cells, 15, 3
    block = form.blocks[0]
    depth = max(_depth(head) for head in block.heads)
    cells.append(Printed(0, 0, depth, 3, block.stub or ""))
    _heads(block.heads, 0, 3, depth, cells)

    def walk(line: Row, column: int, row: int) -> int:
        if not line.rows:
            cells.append(Printed(row, column, 1, 3 - column, line.label))
            for i in range(7):
                value(row, 3 + i)
            return row + 1
        cells.append(Printed(row, column, len(line.leaves()), 1, line.label))
        for child in line.rows:
            row = walk(child, column + 1, row)
        return row

    at = depth
    for line in block.rows:
        at = walk(line, 0, at)
    return cells, 10, depth


def _depth(head: Head | Column) -> int:
    return 1 if isinstance(head, Column) else 1 + max(_depth(child) for child in head.columns)


def _width(head: Head | Column) -> int:
    return 1 if isinstance(head, Column) else sum(_width(child) for child in head.columns)


def _heads(heads: Iterable[Head | Column], row: int, column: int, depth: int, cells: list[Printed]) -> None:
    for head in heads:
        if isinstance(head, Column):
            cells.append(Printed(row, column, depth, 1, head.label))
        else:
            cells.append(Printed(row, column, 1, _width(head), head.label))
            _heads(head.columns, row + 1, column, depth - 1, cells)
        column += _width(head)
