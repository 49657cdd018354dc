"""Headings of the report: the six sections and their parts, also where they are renamed or numbered otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.report.form import editions
from gongkai.report.reading.lexicon import bare, lexicon

_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"\s*(?:第\s*(?P<part>[{_NUMERALS}])\s*(?:部分|章|节)\s*[、:：]?|(?P<numeral>[{_NUMERALS}]{{1,2}})\s*[、.．,，:：]?|"
    r"(?P<arabic>\d{1,2})\s*[、.．])\s*(?P<words>.*)",
    re.DOTALL,
)
_PART = re.compile(
    rf"\s*(?:[（(]\s*(?:[{_NUMERALS}]{{1,2}}|\d{{1,2}})\s*[)）]|[{_NUMERALS}]{{1,2}}[是、]|\d{{1,2}}[.．、](?!\d)|[①-⑳⑴-⒇㈠-㈩])\s*、?\s*"
    r"(?P<words>.*)",
    re.DOTALL,
)
_INLINE = re.compile(r"[。.：:；;\s\u3000（(]")
_COMMA = re.compile("[，,]")
_BEGINS = re.compile(r"20\d\d年")
"""The year with which the text begins that ran into its heading (一、总体情况2023年，我局…)."""
_CURT = re.compile(r"六\s*[、.．]\s*其[他它]\s*[：:]?")
"""A curt heading of section six, which but for its numeral is also a label of table 3."""
_LONGEST = 45
_LOST_SPACES = "?？•·●▪■◆"
"""Before a heading: full-width spaces that a change of character set turned into these, the mark of a list."""
_DASH = re.compile("[-–]\\s+(?=[一-鿿])")
"""The mark of a list where a page was turned into plain text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading. `number` is the form's, None for a numbered heading that the form does not know.

    `heading` is printed words without the numeral, `printed` the whole, `rest` what follows on the same line.
    """

    number: int | None
    heading: str
    printed: str
    rest: str = ""
    numeral: str | None = None
    known: bool = True


@cache
def _headings() -> dict[str, int]:
    """Bare spelling → section number, all editions."""
    found: dict[str, int] = {}
    for form in editions().values():
        for section in form.sections:
            for words in (section.heading, *section.variants):
                found.setdefault(bare(words), section.number)
    return found


@cache
def _official() -> frozenset[str]:
    """The form's own headings that are too long to begin a sentence by accident."""
    return frozenset(section.heading for form in editions().values() for section in form.sections
                     if len(section.heading) >= 9)


@cache
def _longest() -> int:
    return max(map(len, _headings()))


@lru_cache(maxsize=4096)
def section_heading(text: str) -> Heading | None:
    """The section's heading that a line is or begins with, None where it is none.

    A heading without numeral must be one of the form's wordings; with a numeral, any short line counts. Rows of
    table 3 that are numbered like headings (三、本年度办理结果) are none.

        >>> section_heading("二、行政机关主动公开政府信息情况").number
        2
        >>> section_heading("三、本年度办理结果") is None
        True
    """
    text = text.lstrip(_LOST_SPACES)
    if text[:1] in "-–" and (dash := _DASH.match(text)):
        text = text[dash.end():]
    if len(text) > 400 and not text[:1].isspace() and text[:1] not in _NUMERALS and text[:1] not in "第123456":
        return None
    head = text[:120].strip()
    if not head or (head[0] not in _NUMERALS and head[0] != "第" and not head[0].isdigit() and len(head) > _LONGEST):
        return None
    known = _headings()
    match = _NUMBERED.match(head)
    if match is None:
        # （一）总体情况 is a part's heading; a section's heading without numeral stands alone.
        number = known.get(bare(head)) if len(head) <= _LONGEST and head[0] not in "（(" else None
        return Heading(number, head.strip(" ：:。\u3000"), head) if number else None
    words = match["words"].strip()
    numeral = match["part"] or match["numeral"] or match["arabic"]
    plain = head[: match.start("words")]
    if len(text.strip()) <= _LONGEST:
        if lexicon().find(text.strip()) and not _CURT.fullmatch(head):
            return None
        number = known.get(bare(words))
        if number:
            return Heading(number, words.rstrip("：:。 "), head, numeral=numeral)
    inline = _inline(words, known)
    if inline is not None:
        heading, number, length = inline
        if match["arabic"] is None or plain:
            rest = text.strip()[match.start("words") + length:].lstrip(" 。：:；\u3000") if length < len(words) or len(
                text.strip()) > len(head) else ""
            return Heading(number, heading, plain + heading, rest, numeral)
    separated = bool(re.search(r"[、.．,，:：]\s*$|部分|章|节", plain))
    if (match["arabic"] is None and separated and numeral and len(numeral) == 1 and words
            and len(text.strip()) <= 30 and not re.search(r"[。；，,;]", words) and not words.startswith(("是", "要"))):
        return Heading(None, words.rstrip("：: "), head, numeral=numeral, known=False)
    return None


def _inline(words: str, known: dict[str, int]) -> tuple[str, int, int] | None:
    """A known heading at the start of a longer line, closed by a mark: words, number, length in characters."""
    best = None
    for end in range(4, min(len(words), _longest() + 6) + 1):
        number = known.get(bare(words[:end]))
        # Without a mark behind it only the form's own long heading counts, as where a printer joined two lines.
        if number and (end == len(words) or _INLINE.match(words[end]) or _BEGINS.match(words, end) or words[:end] in _official()):
            best = (words[:end].strip(), number, end)
    return best


@dataclass(frozen=True, slots=True)
class PartHeading:
    """A part's heading: `key` is the form's name for it (proactive, …), None for any other numbered one."""

    key: str | None
    heading: str
    rest: str


@cache
def _parts() -> dict[str, str]:
    found: dict[str, str] = {}
    for form in editions().values():
        for section in form.sections:
            for part in section.parts:
                for words in (part.heading, *part.variants):
                    found.setdefault(bare(words), part.key)
    return found


@lru_cache(maxsize=4096)
def part_heading(text: str) -> PartHeading | None:
    """The part's heading at the start of a line such as （一）主动公开情况。…, None where there is none."""
    head = text[:80].strip().lstrip(_LOST_SPACES)
    match = _PART.match(head)
    if not match:
        key = _parts().get(bare(head)) if len(head) <= 30 else None
        return PartHeading(key, head, "") if key else None
    words = match["words"]
    end = _INLINE.search(words)
    heading = words[: end.start()].strip() if end else words.strip()
    if not heading or len(heading) > 40 or "；" in heading or (_COMMA.search(heading) and (end or len(text) > 80)):
        return None  # a comma only in a heading of known words on a line of its own: （二）规范依申请公开，保障知情权
    if not head.startswith(("（", "(")) and not _parts().get(bare(heading)):
        return None
    key = _parts().get(bare(heading))
    if key is None:
        spelling = bare(heading)
        key = next((known for words, known in _parts().items() if words in spelling), None)
    if key is None and _COMMA.search(heading):
        return None
    return PartHeading(key, heading, text.strip()[match.start("words") + len(heading):].strip(" 。：:"))
