"""Read and check one collected file, or picture one of its pages, in a worker process; what comes back is plain data.

Called by name through `gongkai.report.workers.Worker`; imports no Django.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from gongkai.engine.identity import is_credit_code
from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Grid, Paragraph

LOOK, PICTURE = f"{__name__}:look", f"{__name__}:picture"
CELLS, LINES, LETTERS = 3_000, 2_000, 200
"""What is kept of a source to be shown beside its cells: cells of tables, lines of a text, letters in each."""
DOTS_PER_POINT = 2.0
MOST_DOTS = 2_400
_CREDIT = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_BLANKS = re.compile(r"[\s-]+")


def look(path: str, *, name: str, known: dict[str, Any]) -> dict[str, Any]:
    """The report in a file with its findings, and its tables as they were printed.

    Args:
        name: what the file is called; helps to tell its kind.
        known: what a list says of it (keywords of `gongkai.report.reading.apply_manifest`).

    Returns:
        ``report``: the JSON of `Report.to_json` as text; ``source``: as `_source` or `_pages` says; ``kind``: which reader it was;
        ``codes``: the credit codes that are printed in it (`_codes`).

    Raises:
        UnreadableReport: the file cannot be read as an annual report.
    """
    from gongkai.report.reading import apply_manifest, finish, read_with_source

    report, document = read_with_source(Path(path).read_bytes(), name)
    apply_manifest(report, **known)
    finish(report)
    kind = report.source.format or "json"
    told = json.dumps(report.to_json(), ensure_ascii=False).replace("\\u0000", "")
    return {"report": told, "source": _pages(path) if kind == "pdf" else _source(document) if document is not None else {}, "kind": kind,
            "codes": _codes(document) if document is not None else []}


def _pages(path: str) -> dict[str, Any]:
    """Of a PDF the size of each page in points; the pages themselves are pictured when somebody looks."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as opened:
        return {"pages": [[round(edge, 2) for edge in opened.get_page_size(number)] for number in range(len(opened))]}


def _codes(document: Document) -> list[str]:
    """The unified social credit codes (GB 32100) in a document, check digit and all, each once; those in the page's frame are not its own."""
    found: dict[str, None] = {}
    for block in document.blocks:
        texts = [cell.text for row in block.rows for cell in row] if isinstance(block, Grid) else [] if block.frame else [block.text]
        for text in texts:
            even = unicodedata.normalize("NFKC", text).upper()
            if "信用代码" in even:  # written in groups
                even = _BLANKS.sub("", even)
            found.update((code, None) for code in _CREDIT.findall(even) if is_credit_code(code))
    return list(found)


def _source(document: Document) -> dict[str, Any]:
    """Tables as ``grids`` (rows of [text, rowspan, colspan, place]), lines as ``lines`` ([text, place]). `whole` is False where something
    was left out."""
    grids: list[list[list[list[Any]]]] = []
    lines: list[list[str]] = []
    cells = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            rows = [[[cell.text[:LETTERS], cell.rowspan, cell.colspan, key(cell.place)] for cell in row] for row in block.rows]
            cells += sum(map(len, rows))
            if cells <= CELLS:
                grids.append(rows)
        elif isinstance(block, Paragraph) and not block.frame and block.place is not None and block.place.line is not None:
            lines.append([block.text[:LETTERS], key(block.place)])
    return {"grids": grids, "lines": lines[:LINES], "whole": cells <= CELLS and len(lines) <= LINES}


def key(place: Place | None) -> str:
    """A place as one word, to be found again: a path, or the number of a line."""
    if place is None:
        return ""
    return place.path or (f"line {place.line}" if place.line is not None else "")


def picture(path: str, *, page: int) -> tuple[bytes, float, float]:
    """A page of a PDF (counted from 1) as PNG, and its size in points.

    Raises:
        UnreadableReport: there is no such page, or it cannot be drawn.
    """
    import pypdfium2

    from gongkai.errors import UnreadableReport

    try:
        with pypdfium2.PdfDocument(path) as opened:
            if not 1 <= page <= len(opened):
                raise UnreadableReport(f"该PDF文件没有第{page}页，请刷新页面后再看。")
            one = opened[page - 1]
            width, height = one.get_size()
            scale = min(DOTS_PER_POINT, MOST_DOTS / max(width, height, 1))
            stream = io.BytesIO()
            one.render(scale=scale).to_pil().convert("L").save(stream, "PNG", optimize=False)
            return stream.getvalue(), width, height
    except pypdfium2.PdfiumError as error:
        raise UnreadableReport("该PDF文件的这一页无法显示，请下载文件后用阅读软件打开。") from error
