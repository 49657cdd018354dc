"""The ways through one file, from its bytes: the floor, ours in steps, what people use today."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable

import pypdfium2
from selectolax.lexbor import LexborHTMLParser

from gongkai.report.model import Report
from gongkai.report.reading import apply_manifest, finish, read_bytes

Way = Callable[[], object]


def html_floor(data: bytes) -> list[str]:
    """A parse by selectolax and the text of all cells: no reader of tables can do less."""
    return [cell.text() for cell in LexborHTMLParser(data).css("td,th")]


def pdf_floor(data: bytes) -> list[str]:
    """The text of all pages by pypdfium2."""
    document = pypdfium2.PdfDocument(data)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return texts


def read(data: bytes, name: str) -> Report:
    """Bytes to a report with its cells, sections and facts: `gongkai.read(…, check=False)`."""
    report = read_bytes(data, name)
    apply_manifest(report)
    return finish(report, check=False)


class Ours:
    """Our two steps through one file, to be taken by turns: `check` takes the report that `read` made last."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        self.report: Report | None = None

    def read(self) -> None:
        """Bytes to a report, unchecked."""
        self.report = read(self.data, self.name)

    def check(self) -> None:
        """All findings; a report is checked once, as it remembers what its narrative says."""
        assert self.report is not None
        finish(self.report)
        self.report = None


def html_today(data: bytes) -> object:
    """pandas.read_html; it gives tables of strings and guesses, nothing is checked."""
    import pandas

    try:
        return pandas.read_html(io.BytesIO(data), encoding="utf-8")
    except ValueError:  # it finds no table
        return []


def pdf_today(data: bytes) -> object:
    """pdfplumber's extract_tables on every page."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it complains of fonts, thousands of times
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def ways(data: bytes, name: str) -> dict[str, Way]:
    """All ways through a file in the order in which they take turns: ``floor``, ``read``, ``check``, ``today``."""
    pdf = data.startswith(b"%PDF-")
    floor, today = (pdf_floor, pdf_today) if pdf else (html_floor, html_today)
    ours = Ours(data, name)
    return {"floor": lambda: floor(data), "read": ours.read, "check": ours.check, "today": lambda: today(data)}
