"""A case file as one PDF: cover, contents, then every part's pages with their numbers, and bookmarks to them.

Numbers begin with the first page of the first part, as in a bound file; cover and contents bear none. Equal parts give equal
bytes. A part that cannot be shown has one page that says so; nothing is left out silently.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from gongkai.errors import GongkaiError
from gongkai.web.applications.casefile.converting import SECONDS, Converter, chinese_day, printed
from gongkai.web.applications.casefile.model import Cover, Pages, Part
from gongkai.web.applications.casefile.pages import lay

MOST_PAGES = 10_000


def bind(parts: Sequence[Part], cover: Cover, *, seconds: float = SECONDS) -> bytes:
    """The case file as one PDF.

    Args:
        parts: in the order of the file.
        seconds: the time that the conversion of one part may take.

    Raises:
        GongkaiError: there are no parts, or more pages than a file can have.
    """
    if not parts:
        raise GongkaiError("案卷里没有文件，请先登记申请和办理文书再归档。")
    with Converter(seconds) as converter:
        return bound(parts, [converter.pages(part) for part in parts], cover)


def bound(parts: Sequence[Part], pages: Sequence[Pages], cover: Cover) -> bytes:
    """As `bind`, from parts that are pages already.

    Raises:
        GongkaiError: there are more pages than a file can have.
    """
    total = sum(each.count for each in pages)
    if total > MOST_PAGES:
        raise GongkaiError(f"案卷共{total}页，超过{MOST_PAGES}页，请分卷归档。")
    firsts = numbers(pages)
    front, _ = printed({
        "kind": "front", "cover": {"unit": cover.unit, "title": cover.title, "rows": [list(row) for row in cover.rows]},
        "contents": [[str(number), part.title, part.number, part.maker, chinese_day(part.day), span(first, each.count),
                      "；".join(filter(None, (part.note, each.remark)))]
                     for number, (part, each, first) in enumerate(zip(parts, pages, firsts, strict=True), 1)],
    })
    with pikepdf.new() as made, pikepdf.open(io.BytesIO(front)) as opening:
        made.pages.extend(opening.pages)
        before = len(opening.pages)
        for each in pages:
            with pikepdf.open(io.BytesIO(each.pdf)) as own:
                made.pages.extend(own.pages)
        _number(made, before, parts, pages)
        with made.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("封面", 0))
            outline.root.append(pikepdf.OutlineItem("卷内文件目录", 1))
            for number, (part, first) in enumerate(zip(parts, firsts, strict=True), 1):
                outline.root.append(pikepdf.OutlineItem(f"{number}．{part.title}", before + first - 1))
        made.Root.PageMode = pikepdf.Name.UseOutlines
        made.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([
            0, pikepdf.Dictionary(P=pikepdf.String("卷首"), S=pikepdf.Name.D), before, pikepdf.Dictionary(S=pikepdf.Name.D)]))
        for leftover in ("/Metadata", "/StructTreeRoot", "/MarkInfo", "/OutputIntents"):
            if leftover in made.Root:
                del made.Root[leftover]
        written = io.BytesIO()
        made.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return written.getvalue()


def numbers(pages: Sequence[Pages]) -> list[int]:
    """The number of each part's first page."""
    found, at = [], 1
    for each in pages:
        found.append(at)
        at += each.count
    return found


def span(first: int, count: int) -> str:
    """The numbers of a part's pages.

    >>> span(3, 1), span(3, 4)
    ('3', '3—6')
    """
    return str(first) if count == 1 else f"{first}—{first + count - 1}"


def _number(made: pikepdf.Pdf, before: int, parts: Sequence[Part], pages: Sequence[Pages]) -> None:
    """Print the numbers, and under pages that were made of another kind of file, of which."""
    feet = []
    for part, each in zip(parts, pages, strict=True):
        foot = f"本页{each.remark.split('，')[0]}，原件 SHA-256：{part.digest}" if each.shown and each.remark else ""
        feet += [foot] * each.count
    sheets = []
    for number, page in enumerate(made.pages[before:], 1):
        box = [float(side) for side in page.mediabox]
        sheets.append({"width": box[2] - box[0], "height": box[3] - box[1], "number": str(number), "foot": feet[number - 1]})
    stamps, _ = printed({"kind": "stamps", "sheets": sheets})
    with pikepdf.open(io.BytesIO(stamps)) as opened:
        for page, stamp in zip(made.pages[before:], opened.pages, strict=True):
            lay(made, page, stamp, "Number")
