"""Programs that print a PDF, for tests that read what others printed: Chromium, LibreOffice, typst, fpdf2.

Each takes HTML (typst and fpdf2: rows of cells) and gives bytes. A program that is not installed skips the test with
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

import pytest

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
