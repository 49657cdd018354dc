"""Wrong expressions, from any list: each is looked up as it stands, which a long list and a long text bear alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.web.disclosure.screening.model import Remark, WrongWord
from gongkai.web.disclosure.screening.plain import Plain
from gongkai.web.disclosure.screening.remarks import Writer

_CODES = {"serious": "wrong.serious", "reason": "wrong.slip"}
_MOST = 1_000
"""Places of one expression that are looked at; past them the text is wrong throughout."""


def remarks(page: Plain, writer: Writer, words: Iterable[WrongWord]) -> Iterator[Remark]:
    """A remark for each wrong expression in a text, save inside one of the expressions in which it is right."""
    text = page.text
    for word in words:
        if not word.wrong:
            continue
        start = text.find(word.wrong)
        for _ in range(_MOST):
            if start < 0:
                break
            end = start + len(word.wrong)
            if not any(_inside(text, start, end, word.wrong, longer) for longer in word.unless):
                yield writer.at(_CODES[word.level], start, end, what=word.right, basis=word.ground)
            start = text.find(word.wrong, end)


def _inside(text: str, start: int, end: int, wrong: str, longer: str) -> bool:
    """Whether the wrong expression at a place is a piece of a longer one."""
    offset = longer.find(wrong)
    while offset >= 0:
        begin = start - offset
        if begin >= 0 and text.startswith(longer, begin):
            return True
        offset = longer.find(wrong, offset + 1)
    return False
