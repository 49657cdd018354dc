"""Marks of secrecy, of what is kept inside, and of drafts. A sentence that speaks of secrets bears no mark."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.web.disclosure.screening.model import Remark
from gongkai.web.disclosure.screening.plain import Plain
from gongkai.web.disclosure.screening.remarks import Writer
from gongkai.web.disclosure.screening.vocabulary import vocabulary

_NEAR = 30


def remarks(page: Plain, writer: Writer, *, on_application: bool = False) -> Iterator[Remark]:
    """The marks in a text; with `on_application` the text is one that is disclosed on application, and may say so."""
    marked = bytearray(len(page.text))
    for mark in vocabulary().marks:
        if mark.unless_on_application and on_application:
            continue
        for found in mark.pattern.finditer(page.text):
            start, end = found.span()
            if mark.unless is not None:
                near = max(0, start - _NEAR)
                if any(near + other.end() >= end for other in mark.unless.finditer(page.text[near:end])):
                    continue
            if any(marked[start:end]):
                continue
            marked[start:end] = b"\1" * (end - start)
            yield writer.at(mark.code, start, end)
