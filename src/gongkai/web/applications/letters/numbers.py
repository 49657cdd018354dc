"""文号: document numbers, unique by unit and year. Pure: told which are taken, it reads, writes and proposes.

    >>> pattern = Pattern("{word}公复〔{year}〕{serial}号")
    >>> pattern.parse("清教公复[2026]012号")
    Number(word='清教', year=2026, serial=12)
    >>> pattern.format(pattern.next("清教", 2026, ["清教公复〔2026〕12号"]))
    '清教公复〔2026〕13号'

A number comes from the office's own system, or is proposed here as the highest taken and one more: a gap is listed
(`Pattern.gaps`), never filled by itself, since the number may have been given on paper. Form: GB/T 9704-2012, 7.2.5
(年份 in 六角括号, no 第, no leading zero).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gongkai.errors import GongkaiError

STANDARD = "{word}〔{year}〕{serial}号"
"""The plain form: 机关代字, year in 六角括号, serial."""
HIGHEST = 99_999
"""A serial above this is a slip of the pen."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_BLANK = re.compile(r"\s+")
# However the brackets of the year were typed.
_OPEN, _CLOSE = "〔[【［({（〈<", "〕]】］)}）〉>"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "〔" * len(_OPEN) + "〕" * len(_CLOSE))


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One document number: 机关代字, year, serial."""

    word: str
    year: int
    serial: int


@dataclass(frozen=True)
class Pattern:
    """How a unit writes its document numbers: text with {word}, {year} and {serial}, each once.

    Raises:
        GongkaiError: a place is missing, repeated or unknown, two stand side by side, or the pattern is too long.
    """

    text: str = STANDARD

    def __post_init__(self) -> None:
        found = _PLACE.findall(self.text)
        if sorted(found) != ["serial", "word", "year"] or "{" in _PLACE.sub("", self.text) or "}" in _PLACE.sub("", self.text):
            raise GongkaiError(f"文号格式“{self.text[:60]}”应当含有{{word}}（机关代字）、{{year}}（年份）、{{serial}}（序号）各一次，请修改，例如“{STANDARD}”。")
        if len(self.text) > 60 or re.search(r"\}\{", self.text):
            raise GongkaiError(f"文号格式“{self.text[:60]}”过长，或者两项之间没有文字隔开，请修改，例如“{STANDARD}”。")

    @cached_property
    def _reading(self) -> re.Pattern[str]:
        pieces = _PLACE.split(_plain(self.text))
        kinds = {"word": r"(?P<word>[^\d〔〕]{1,20}?)", "year": r"(?P<year>\d{4})", "serial": r"第?0*(?P<serial>\d{1,5})"}
        return re.compile("".join(kinds[piece] if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)))

    def format(self, number: Number) -> str:
        """The number as the unit writes it.

        Raises:
            GongkaiError: it has no word, or a year or serial that cannot be.
        """
        if not number.word.strip() or not 1949 <= number.year <= 9999 or not 1 <= number.serial <= HIGHEST:
            raise GongkaiError(f"文号的机关代字“{number.word}”、年份{number.year}或者序号{number.serial}不对，请核对。")
        return self.text.format(word=number.word, year=number.year, serial=number.serial)

    def parse(self, text: str) -> Number:
        """The number in a text: any brackets around the year, full-width digits, blanks, 第 and leading zeros are let pass.

        Raises:
            GongkaiError: it is no number of this pattern.
        """
        match = self._reading.fullmatch(_plain(text))
        if not match or not int(match["serial"]) or int(match["year"]) < 1949:
            shown = self.text.format(word="某教", year=2026, serial=12)
            raise GongkaiError(f"文号“{text.strip()[:60]}”不符合本单位的格式，请按“{shown}”的样式填写。")
        return Number(match["word"], int(match["year"]), int(match["serial"]))

    def read(self, taken: Iterable[str | Number], word: str, year: int) -> set[int]:
        """The serials that are taken for a word and a year; texts of another pattern are somebody else's."""
        found = set()
        for each in taken:
            if isinstance(each, str):
                try:
                    each = self.parse(each)
                except GongkaiError:
                    continue
            if (each.word, each.year) == (word, year):
                found.add(each.serial)
        return found

    def next(self, word: str, year: int, taken: Iterable[str | Number]) -> Number:
        """The number to propose: one more than the highest taken, 1 in a new year.

        Raises:
            GongkaiError: the year's numbers are used up.
        """
        serial = max(self.read(taken, word, year), default=0) + 1
        if serial > HIGHEST:
            raise GongkaiError(f"{word}〔{year}〕的序号已用到{serial - 1}，请核对是否误录。")
        return Number(word, year, serial)

    def gaps(self, word: str, year: int, taken: Iterable[str | Number]) -> list[int]:
        """The serials below the highest taken that nobody has, in order: given on paper, void, or forgotten."""
        found = self.read(taken, word, year)
        return [serial for serial in range(1, max(found, default=0)) if serial not in found]


def ranges(serials: Iterable[int]) -> str:
    """Serials as a person lists them.

    >>> ranges([3, 4, 5, 8])
    '3—5、8'
    """
    runs: list[list[int]] = []
    for serial in sorted(set(serials)):
        if runs and serial == runs[-1][1] + 1:
            runs[-1][1] = serial
        else:
            runs.append([serial, serial])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in runs)


def _plain(text: str) -> str:
    """NFKC without blanks, the brackets around the year made one kind; the places of a pattern left alone."""
    pieces = re.split(r"(\{(?:word|year|serial)\})", text)
    return "".join(piece if index % 2 else _BLANK.sub("", unicodedata.normalize("NFKC", piece)).translate(_BRACKETS)
                   for index, piece in enumerate(pieces))
