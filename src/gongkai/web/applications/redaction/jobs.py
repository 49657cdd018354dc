"""What is asked of a process of its own (worker.py): each function takes bytes and gives values of model.py.

What only one of them needs is imported in it: a page is shown the sooner.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence

from gongkai.web.applications.redaction.model import Box, Hit, MadePage, Rectangle, Redacted, Source
from gongkai.web.applications.redaction.sources import kind_of, opened
from gongkai.web.applications.redaction.sources.pages import Pages
from gongkai.web.applications.redaction.vocabulary import refused, vocabulary

_LEAN = 15_000
"""Bytes a page: where a source has fewer, its pages are drawn with fewer dots, so that a result does not grow beyond measure."""
_LEAN_DOTS = 200.0
"""What archives ask of a scan at the least (DA/T 31-2017)."""
_WIDEST = 2_400
_QUALITY = 80


def inspected(_: str, *, data: bytes) -> Source:
    """What a file is and what has to be said of it."""
    kind = kind_of(data)
    known = vocabulary()
    with opened(data) as pages:
        sheets = tuple(pages.sheet(index) for index in range(len(pages)))
    remarks = []
    bare = [number for number, sheet in enumerate(sheets, 1) if sheet.scanned and not sheet.letters]
    recognised = [number for number, sheet in enumerate(sheets, 1) if sheet.recognised]
    if len(bare) == len(sheets):
        remarks.append(known.remark("no_text"))
    elif bare:
        remarks.append(known.remark("some_no_text", spans(bare)))
    if recognised:
        remarks.append(known.remark("recognised", spans(recognised)))
    if lent := [number for number, sheet in enumerate(sheets, 1) if sheet.lent]:
        remarks.append(known.remark("lent", spans(lent)))
    if kind.key == "text":
        remarks.append(known.remark("set_as_text"))
    return Source(kind.key, sheets, tuple(remarks))


def pictured(_: str, *, data: bytes, page: int, across: int) -> tuple[str, bytes]:
    """A page as a picture for the screen, so many pixels across: its media type and bytes."""
    with opened(data) as pages:
        index = _index(pages, page)
        width, height = pages.size(index)
        across = max(100, min(across, _WIDEST))
        picture = pages.painted(index, across, max(1, round(across * height / width)), ())
        scan = pages.scan(index)
    made = io.BytesIO()
    if scan is not None and not scan.bilevel:
        picture.save(made, "JPEG", quality=_QUALITY)
        return "image/jpeg", made.getvalue()
    picture.quantize(64).save(made, "PNG", optimize=False)
    return "image/png", made.getvalue()


def searched(_: str, *, data: bytes, words: Sequence[str], kinds: Collection[str]) -> tuple[Hit, ...]:
    """What is found in a file, no more of it than the bound on hits."""
    from gongkai.web.applications.redaction.finding import found_on

    most = vocabulary().bounds.hits
    made: list[Hit] = []
    with opened(data) as pages:
        for index in range(len(pages)):
            made += found_on(index + 1, pages.letters(index), words, kinds, pages.scan(index) is not None)
            if len(made) > most:
                break
    return tuple(made[:most])


def grown(_: str, *, data: bytes, boxes: Sequence[Rectangle]) -> tuple[tuple[float, float, float, float], ...]:
    """Boxes drawn by hand, kept on the page and grown over the letters they cover in good part."""
    from gongkai.web.applications.redaction.finding import snapped

    made = []
    with opened(data) as pages:
        for box in boxes:
            index = _index(pages, box.page)
            width, height = pages.size(index)
            left, top, right, bottom = snapped(box, pages.letters(index))
            left, top, right, bottom = max(0.0, left), max(0.0, top), min(width, right), min(height, bottom)
            if right - left < 1 or bottom - top < 1:
                raise refused("box", box.page)
            made.append((round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)))
    return tuple(made)


def remade_pages(_: str, *, data: bytes, first: int, last: int, boxes: Sequence[Box], labels: Mapping[str, str], text: bool,
                 ) -> tuple[MadePage, ...]:
    """The pages from the first to the last, both counted from 1, made anew."""
    from gongkai.web.applications.redaction.making import remade
    from gongkai.web.applications.redaction.making.remaking import DOTS

    made = []
    with opened(data) as pages:
        dots = DOTS if len(data) >= _LEAN * len(pages) else _LEAN_DOTS
        for number in range(first, min(last, len(pages)) + 1):
            width, height = pages.size(number - 1)
            here = [box for box in boxes if box.page == number]
            for box in here:
                if not (0 <= box.left < box.right <= width + 0.01 and 0 <= box.top < box.bottom <= height + 0.01):
                    raise refused("box", number)
            made.append(remade(pages, number - 1, here, labels, text=text, dots=dots))
    return tuple(made)


def finished(_: str, *, pages: Sequence[MadePage], boxes: Sequence[Box], labels: Mapping[str, str]) -> Redacted:
    """The file of remade pages, verified.

    Raises:
        RedactionRefused: it holds something that it must not.
    """
    from gongkai.web.applications.redaction.making import assembled
    from gongkai.web.applications.redaction.verifying import verify

    data = assembled(pages)
    kept = ["".join("".join(letter.text for letter in page.kept).split()) for page in pages]
    removed = [text for page in pages for text in page.removed]
    problems = verify(data, [(page.width, page.height) for page in pages], boxes, labels, kept, removed)
    if problems:
        raise refused("unsafe", "；".join(problems[:5]))
    return Redacted(data, tuple(page.dots for page in pages), _still(pages, removed))


def _still(pages: Sequence[MadePage], removed: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    """Texts that went and are still to be read: names, numbers, words of two characters or more."""
    told = {text for text in removed if len(text) >= 2 and (len(text) >= 6 or not text.isascii())}
    made = []
    for number, page in enumerate(pages, 1):
        text = "".join("".join(letter.text for letter in page.kept if not letter.label).split())
        made += [(each, number, count) for each in sorted(told) if (count := text.count(each))]
    return tuple(made[:200])


def _index(pages: Pages, number: int) -> int:
    if not 1 <= number <= len(pages):
        raise refused("no_page", number)
    return number - 1


def spans(numbers: Sequence[int]) -> str:
    """Page numbers in short.

        >>> spans([1, 2, 3, 7])
        '1至3、7'
    """
    made: list[list[int]] = []
    for number in numbers:
        if made and number == made[-1][1] + 1:
            made[-1][1] = number
        else:
            made.append([number, number])
    return "、".join(str(first) if first == last else f"{first}至{last}" for first, last in made)

