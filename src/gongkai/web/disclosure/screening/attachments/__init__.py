"""Files that are to be published with a text: which may come in, and what is hidden in them.

`screen_file` finds the kind by the content (kinds.py), has its reader collect visible text, hidden text and remarks
(reading.py), and reads both texts as `screen_text` does. Readers: word.py, sheet.py, slides.py over office.py; old_office.py
over compound.py; pdf.py with pdf_covers.py; ofd.py, texts.py, pictures.py. Kinds, bounds, sentences: rules.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import PurePath

from gongkai.errors import UnreadableReport
from gongkai.report.reading import package
from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.attachments.kinds import ARCHIVES, found_in, kind_of
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import FileKind, Refused, rules
from gongkai.web.disclosure.screening.model import FileReport, Remark, WrongWord
from gongkai.web.disclosure.screening.plain import Plain
from gongkai.web.disclosure.screening.remarks import Writer
from gongkai.web.disclosure.screening.text import screen_page
from gongkai.web.disclosure.screening.vocabulary import wrong_words as starter

# reader of attachments.yaml → (module, function, whether it reads files inside the file). Imported late: each takes a
# library of its own.
_READERS = {"word": ("word", "read", True), "sheet": ("sheet", "read", True), "slides": ("slides", "read", True),
            "old_word": ("old_office", "read_word", False), "old_sheet": ("old_office", "read_sheet", False),
            "old_slides": ("old_office", "read_slides", False), "pdf": ("pdf", "read", False), "ofd": ("ofd", "read", False),
            "text": ("texts", "read_text", False), "csv": ("texts", "read_csv", False), "picture": ("pictures", "read", False)}


def screen_file(
    name: str,
    data: bytes,
    *,
    today: date,
    wrong_words: Iterable[WrongWord] | None = None,
    on_application: bool = False,
) -> FileReport:
    """Whether a file may come in, and what is found in it.

    Args:
        name: its name, as the person who uploads it has it.
        data: the whole file.
        today, wrong_words, on_application: as for `screen_text`.

    Never raises on what a file holds: what cannot be read is refused in one sentence. It runs in the caller's process;
    `screen_file_safely` bounds time and memory.
    """
    name = PurePath(name.replace("\\", "/")).name or "附件"
    known, words_to_find = rules(), starter() if wrong_words is None else tuple(wrong_words)
    kind = ""
    try:
        found = kind_of(name, data)
        kind = found.key
        reading = Reading(name)
        _read(found, data, reading)
        return _report(reading, kind, len(data), today, words_to_find, on_application)
    except Refused as refused:
        key, words = refused.key, refused.words
    except package.Oversized:
        key, words = "bomb", {}
    except package.Locked:
        key, words = "encrypted", {}
    except package.Unsafe:
        key, words = "unsafe_xml", {}
    except RecursionError:
        key, words = "deep", {}
    except MemoryError:
        key, words = "memory", {}
    except UnreadableReport:
        key, words = "damaged", {}
    except Exception:  # a library's own fault on a hostile file is the file's
        key, words = "damaged", {}
    return FileReport(name, kind or _kind(data), len(data), known.refusal(key, name, **words))


def _kind(data: bytes) -> str:
    try:
        return found_in(data)
    except Exception:
        return "binary"


def _read(kind: FileKind, data: bytes, reading: Reading) -> None:
    module, function, inside = _READERS[kind.reader]
    read = getattr(import_module(f"{__name__}.{module}"), function)
    if inside:
        read(data, reading, _inside)
    else:
        read(data, reading)


def _inside(reading: Reading, name: str, data: bytes) -> None:
    """A file inside a file: its text is hidden text of the outer one, its programs are the outer one's.

    Raises:
        Refused: macros or programs in it.
    """
    found = found_in(data)
    kind = next((kind for kind in rules().kinds if found in kind.found), None)
    if found == "ole":
        from gongkai.web.disclosure.screening.attachments.compound import opened

        with opened(data, Reading(name, reading.depth + 1)):
            return
    if kind is None:
        if found == "program":
            raise Refused("program", what=name)
        if found in ARCHIVES:
            raise Refused("inner_archive", what=name)
        return
    inner = Reading(name, reading.depth + 1)
    try:
        _read(kind, data, inner)
    except (Refused, UnreadableReport) as error:
        if isinstance(error, Refused) and error.key in ("macro", "program", "dde", "active_pdf", "bomb", "inner_archive"):
            raise
        reading.say("file.part_unread", place=f"嵌入的“{name}”")
    reading.hidden += [(f"嵌入的“{name}”{place}", page) for place, page in (*inner.visible, *inner.hidden)]


def _report(reading: Reading, kind: str, size: int, today: date, words: tuple[WrongWord, ...], on_application: bool) -> FileReport:
    left = rules().characters
    pages: list[Plain] = []
    places: list[tuple[int, str]] = []
    start = visible = 0
    cut = False
    seen: list[str] = []
    for number, (place, page) in enumerate((*reading.visible, *reading.hidden)):
        shown = reading.seen.get(number)
        if len(page.text) > left:
            cut, page = True, plain.of_text(page.text[:left])
            shown = None if shown is None else shown[:left]
        left -= len(page.text)
        pages.append(page)
        places.append((start, place))
        start += len(page.text) + 1
        if number < len(reading.visible):
            visible = start
            seen.append(page.text if shown is None else shown)
    whole = plain.joined(pages)
    writer = Writer(reading.name, reading.name, whole, places)
    remarks = screen_page(whole, writer, today=today, wrong_words=words, on_application=on_application)
    if cut:
        remarks.append(writer.whole("cut", count=rules().characters))
    text = "\n".join(seen).rstrip("\n")
    size_of_text = 0 if reading.seen else visible
    return FileReport(reading.name, kind, size, None, (*reading.remarks, *(_within(remark, size_of_text) for remark in remarks)),
                      text, cut, reading.unread)


def _within(remark: Remark, size: int) -> Remark:
    """A remark on hidden text has no place in the text that is searched; none has where the two differ in the midst of a page."""
    return remark if remark.end is None or remark.end <= size else replace(remark, start=None, end=None)
