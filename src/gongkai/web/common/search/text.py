"""How a text is made comparable.

`squeeze` takes out what nobody sees; `fold` then gives each character one form: full width and half width, traditional and
simplified, capital and small are equal, and every mark is the same mark (·), so that 〔2024〕, [2024] and （2024） are one.
`fold` keeps the length, so a place in the folded text is the same place in the squeezed one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MARK = "·"
LONGEST = 200
"""Characters of a query that are looked at."""
MOST_WORDS = 10
END = 4
"""Characters of a number's end that are known with the neighbour there: a year has as many."""
LONGEST_RUN = 40
"""Characters of a number or Latin word that is known whole: an index takes no key of any length."""

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
_BREAK = re.compile(r"\s*[\n\r\u2028\u2029]\s*")
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])[^\S\n]+|[^\S\n]+(?=[{_CJK}])")
_SPACE = re.compile(r"[^\S\n]+")
_RUN = re.compile("[0-9a-z]+")
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|li|[uo]l|tr|td|th|h[1-6]|br|hr|caption|blockquote|pre|figcaption|table|section|article)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional character → simplified, one for one; asked of OpenCC once."""
    from opencc import OpenCC

    characters = [chr(code) for block in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00)) for code in range(*block)]
    told = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(old): new for old, new in zip(characters, told, strict=True) if old != new and len(new) == 1}


class _Forms(dict[int, str]):
    """Character → its one form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = unicodedata.normalize("NFKC", character)
        form = form if len(form) == 1 else character
        form = form.lower() if len(form.lower()) == 1 else form
        form = _simplified().get(ord(form), form)
        self[code] = form = form if unicodedata.category(form)[0] in "LNM" else MARK
        return form


_FORMS = _Forms()


def plain(body: str) -> str:
    """The text of an HTML body, each block on a line of its own.

    >>> plain("<p>甲<b>乙</b></p><p>丙 &amp; 丁</p>")
    '甲乙\\n丙&丁'
    """
    body = _BLOCK.sub("\n", _HIDDEN.sub("", body.replace("\n", " ")))
    return squeeze(html.unescape(_TAG.sub("", body)))


def squeeze(text: str) -> str:
    """A text without what nobody sees: no spaces beside Chinese characters, one elsewhere, one line break at a time."""
    text = _BREAK.sub("\n", _UNSEEN.sub("", text))
    if _SPACE.search(text):  # seldom in Chinese; the next two look at every character
        text = _SPACE.sub(" ", _SPACE_IN_CHINESE.sub("", text))
    return text.strip()


def fold(squeezed: str) -> str:
    """A squeezed text in comparable form, of the same length.

    >>> fold("教發〔2024〕12号")
    '教发·2024·12号'
    """
    return squeezed.translate(_FORMS)


def words(asked: str) -> tuple[str, ...]:
    """The words of a query in comparable form: parted by spaces, marks at their ends dropped, each once.

    >>> words(' "依申请公開"  [2024]12号 % ')
    ('依申请公开', '2024·12号')
    """
    found = (fold(squeeze(word)).strip(MARK) for word in asked[:LONGEST].split())
    return tuple(dict.fromkeys(word for word in found if word))[:MOST_WORDS]


def grams(folded: str) -> Iterator[str]:
    """The bigrams of a folded text in order.

    >>> list(grams("公开法"))
    ['公开', '开法']
    """
    return map(str.__add__, folded, folded[1:])


def numbers(folded: str) -> set[str]:
    """The numbers and Latin words of a folded text as the index knows them: each whole, and its ends with the neighbour there.

    Bigrams say little of them: every text has some 20 and 24. The neighbour tells a year in a document number from one in a date.

    >>> sorted(numbers("教发·2024·12号"))
    ['§12', '§12号', '§2024', '§2024·', '§·12', '§·2024']
    """
    found = set()
    for run in _RUN.finditer(folded):
        found |= _tokens(folded, run.start(), run.end(), whole=True)
    return found


def asked_numbers(word: str) -> list[str]:
    """Those of `numbers` that a text must have where a word stands in it. At the word's ends a number may go on in the text.

    >>> asked_numbers("发·2024·12")
    ['§2024', '§2024·', '§·2024']
    >>> asked_numbers("水发·2022")
    ['§·2022']
    """
    found: set[str] = set()
    for run in _RUN.finditer(word):
        found |= _tokens(word, run.start(), run.end(), whole=run.start() > 0 and run.end() < len(word))
    return sorted(found)


def _tokens(text: str, start: int, end: int, whole: bool) -> set[str]:
    """The tokens of one run of digits and letters; where it may go on beyond the text, those that hold all the same."""
    long = end - start >= END
    found = {f"§{text[start:end]}"} if whole and end - start <= LONGEST_RUN else set()
    if start > 0 and (whole or long):
        found.add(f"§{text[start - 1]}{text[start:min(end, start + END)]}")
    if end < len(text) and (whole or long):
        found.add(f"§{text[max(start, end - END):end]}{text[end]}")
    return found


def term(name: str, value: object) -> str:
    """How a filter's value stands in the index: one word without spaces or ASCII marks.

    >>> term("unit", 12)
    'unit·12'
    """
    return f"{name}{MARK}{''.join(c if c.isalnum() else f'{MARK}{ord(c):x}{MARK}' for c in str(value).lower())}"
