"""Files that can be redacted → their pages. Runs in a process of its own (../worker.py): what it opens is hostile.

    with opened(data) as pages:          # `Pages`
        pages.size(0), pages.letters(0), pages.painted(0, 1240, 1754, boxes)

pdf.py over pdfium, with objects.py (what is painted on a page) and letters.py (where its characters stand), fonts.py
(for those it does not bring); pictures.py over
Pillow; plain text is set in type first (setting.py) and then read as a PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gongkai.errors import UnreadableReport
from gongkai.report.reading import package, sniffing
from gongkai.web.applications.redaction.sources.pages import Pages
from gongkai.web.applications.redaction.vocabulary import Kind, refused, vocabulary

_OFFICE = frozenset(("docx", "doc", "wps", "wordxml", "odt", "rtf", "xls", "xlsx", "ppt", "ole", "ofd", "mht", "html", "locked"))
"""Kinds whose pages are made by the software that opens them."""


def kind_of(data: bytes) -> Kind:
    """What a file is, by its content.

    Raises:
        RedactionRefused: it cannot be redacted as it is, or is too large.
    """
    try:
        found = sniffing.detect(data)
    except (package.Oversized, package.Damaged, UnreadableReport):
        raise refused("damaged") from None
    if found == "empty":
        raise refused("empty")
    kind = next((kind for kind in vocabulary().kinds.values() if found in kind.found), None)
    if kind is None:
        what = {"docx": "Word 文档（.docx）", "html": "网页文件"}.get(found) or sniffing.what(found) or "无法识别的文件"
        raise refused("office" if found in _OFFICE else "kind", what)
    if len(data) > kind.megabytes << 20:
        raise refused("large", kind.name, kind.megabytes)
    return kind


@contextmanager
def opened(data: bytes) -> Iterator[Pages]:
    """A file's pages, let go whatever happens.

    Raises:
        RedactionRefused: not a file whose pages can be shown, damaged, locked, or past a bound.
    """
    kind = kind_of(data)
    pages: Pages
    if kind.key == "picture":
        from gongkai.web.applications.redaction.sources.pictures import PicturePages

        pages = PicturePages(data)
    else:
        from gongkai.web.applications.redaction.sources.fonts import lend
        from gongkai.web.applications.redaction.sources.pdf import PdfPages

        lend()
        if kind.key == "text":
            from gongkai.web.applications.redaction.sources.setting import set_in_type

            data = set_in_type(data)
        pages = PdfPages(data)
    try:
        bound = vocabulary().bounds.pages
        if len(pages) > bound:
            raise refused("pages", len(pages), bound)
        yield pages
    finally:
        pages.close()
