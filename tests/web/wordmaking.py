"""Word files for the tests of letters, and what is read back from them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.report.reading import docx as reader
from gongkai.report.reading.document import Grid


def word(*blocks: object) -> bytes:
    """A Word file: a text is a paragraph; a list of texts one paragraph in runs; a list of lists a table; a callable gets the document."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        elif callable(block):
            block(document)
        elif isinstance(block, list) and block and isinstance(block[0], list):
            table = document.add_table(0, max(map(len, block)), style="Table Grid")
            for row in block:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif isinstance(block, list):
            paragraph = document.add_paragraph()
            for text in block:
                paragraph.add_run(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def xml(source: str) -> Callable[[object], None]:
    """A block of raw XML, ``w:`` known, put at the end of the body."""
    def add(document: object) -> None:
        document.element.body.insert(-1, parse_xml(source.replace("<w:", "<w:", 1).replace(">", f" {nsdecls('w')}>", 1)))  # type: ignore[attr-defined]
    return add


def texts(data: bytes) -> list[str]:
    """Paragraphs and cells as a person reads them, in order, by the reader of reports."""
    found: list[str] = []
    for block in reader.read(data).blocks:
        if isinstance(block, Grid):
            found += ["|".join(cell.text for cell in row) for row in block.rows]
        else:
            found.append(block.text)
    return found


def bare(text: str) -> str:
    """Without blanks of any kind."""
    return "".join(text.split())


def rewritten(data: bytes, changes: dict[str, bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """A Word file with parts changed (a function of the bytes would do the same), taken out (None) or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = changes.get(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return made.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
