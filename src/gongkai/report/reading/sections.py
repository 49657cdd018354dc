"""The narrative: preamble, six sections and their parts, also where headings are missing, renamed or restart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from gongkai.report.form import editions
from gongkai.report.model import Part, Place, Section
from gongkai.report.reading.document import Grid, Paragraph
from gongkai.report.reading.headings import Heading, part_heading, section_heading
from gongkai.report.reading.numbers import chinese, day
from gongkai.report.reading.rows import is_page_number
from gongkai.report.reading.words import is_frame, page_frame

_NUMERALS = "一二三四五六七八九十"
_SIGNED = re.compile(r"[（(]?\s*(20\d\d|二[〇○零Ｏ0Oo]二[〇○零一二三四五六七八九0Oo])\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日\s*[)）]?")
_CHINESE = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0", "零": "0", "Ｏ": "0", "O": "0", "o": "0"}
_CONTENTS = re.compile(r"(.{4,40}?)(?:[.…·．‥]{2,}|\t+|\s{2,})[.…·．\s]*[-—]?\s*\d{1,3}\s*[-—]?")
_LONGEST_ENTRY = 100
_SHORTEST_RUN = 40
_ENDS = ("。（", "。(", "。 （", "。 (")
_RUN_ON = re.compile(rf"(?<=。)(?= ?[（(][{_NUMERALS}]{{1,2}}[)）])")
_NUMBER_ENDS = frozenset("0123456789-—")
_UNIT_END = re.compile(r"(?:政府|局|委员会|委|办公室|办|办事处|街道|厅|部|署|院|中心|处|会|队|站|所|社|校|园|馆|公司|集团|行|镇|乡|县|区|市|旗|州|省)(?:[（(].{0,10}[)）])?$")


@dataclass(slots=True)
class Narrative:
    """The text of a report outside its tables. `lines`: (text, place, section number) in reading order."""

    preamble: str = ""
    sections: list[Section] = field(default_factory=list)
    headings: list[dict[str, object]] = field(default_factory=list)
    lines: list[tuple[str, Place | None, int]] = field(default_factory=list)
    before: list[Paragraph] = field(default_factory=list)
    """Everything before section one: title, frame and preamble."""
    signed_unit: str | None = None
    signed_date: date | None = None
    signed_place: Place | None = None
    restarted: bool = False


Item = tuple[str, Paragraph | str]
"""("line", paragraph) or ("table", number)."""


def narrative(items: list[Item], title_at: int | None) -> Narrative:
    """Cut what is outside the tables into preamble and sections.

    `items` are paragraphs and the numbers of the tables between them, in reading order; `title_at` is the index of
    the title among them.
    """
    cut = _Cut(items, _chosen(items))
    for index, (kind, item) in enumerate(items):
        if kind == "table":
            cut.table(int(str(item)))
            continue
        assert isinstance(item, Paragraph)
        bare = item.text.strip()
        if item.frame or not bare or is_page_number(bare) or _in_contents(bare):
            continue
        heading = cut.headings.get(index)
        if heading is None or not cut.heading(index, heading, item):
            cut.line(index, item)
    made, texts = cut.made, cut.texts
    kept = _preamble(cut.preamble, title_at)
    made.preamble = "\n".join(text for text, _ in kept)
    made.lines = [(text, place, 0) for text, place in kept]
    if made.sections:
        last = texts[made.sections[-1].number]
        _cut_tail(last)
        if made.sections[-1].number >= 5:
            _sign(last, made)
    for section in made.sections:
        section.text = "\n".join(text for text, _ in texts[section.number])
        section.parts = _parts(texts[section.number])
        made.lines.extend((text, place, section.number) for text, place in texts[section.number])
    return made


class _Cut:
    """The sections while they are cut: which of them is open, and the lines of each (`texts`, by its number)."""

    def __init__(self, items: list[Item], headings: dict[int, Heading]) -> None:
        self.items, self.headings = items, headings
        self.made = Narrative()
        self.texts: dict[int, list[tuple[str, Place | None]]] = {}
        self.preamble: list[tuple[int, Paragraph]] = []
        self._open: Section | None = None

    def table(self, number: int) -> None:
        """A table stands in the section of its number, also where that has no heading."""
        titles = {section.number: section.heading for form in editions().values() for section in form.sections}
        if number in titles and (self._open is None or number > self._open.number):
            self._begin(number, titles[number], None, None)

    def heading(self, index: int, heading: Heading, line: Paragraph) -> bool:
        """A heading opens its section, or begins it anew. False where it is of a section before the open one: a line like others."""
        number = heading.number or _NUMERALS.index(heading.numeral or "一") + 1
        if number == 1 and len(self.made.sections) > 1 and not any(self.texts[section.number] for section in self.made.sections[:-1]):
            self._forget_contents(index)
        if self._open is None or number > self._open.number or (number == self._open.number and not self.texts[number]):
            self._begin(number, heading.heading, line.place, heading.printed)
        elif number == self._open.number:
            self.made.restarted = True
        else:
            return False
        self.made.headings.append({"number": heading.number, "printed": heading.printed, "place": line.place})
        if heading.rest:
            self._add(heading.rest, line)
        return True

    def line(self, index: int, line: Paragraph) -> None:
        """A line of the open section, or what stands before the first."""
        if self._open is None:
            self.made.before.append(line)
            self.preamble.append((index, line))
        else:
            self._add(_tidy(line.text), line)

    def _add(self, text: str, line: Paragraph) -> None:
        assert self._open is not None
        self.texts[self._open.number].extend((piece, line.place) for piece in _unrun(text))

    def _begin(self, number: int, heading: str, place: Place | None, printed: str | None) -> None:
        section = next((section for section in self.made.sections if section.number == number), None)
        if section is None:
            section = Section(number, heading, "", [], place, printed)
            self.made.sections.append(section)
            self.texts[number] = []
        if section.printed is None:
            section.printed, section.heading, section.place = printed, heading, place
        self._open = section

    def _forget_contents(self, index: int) -> None:
        """What came before was a table of contents; what stands behind it is the preamble."""
        first = min(self.headings)
        behind = [(at, line) for at, (_, line) in enumerate(self.items[:index])
                  if isinstance(line, Paragraph) and at > first and at not in self.headings]
        self.preamble += behind
        self.made.before += [line for _, line in behind]
        self.made.sections.clear()
        self.texts.clear()
        self.made.headings.clear()
        self._open = None


def _in_contents(text: str) -> bool:
    """Whether a line without white space around is one of a table of contents: a heading, leaders, a page number."""
    match = _CONTENTS.fullmatch(text) if text[-1:] in _NUMBER_ENDS and len(text) <= _LONGEST_ENTRY else None
    heading = section_heading(match[1].strip()) if match else None
    return heading is not None and heading.known


def _unrun(text: str) -> list[str]:
    """A line, cut where the heading of a part stands behind a sentence's end (…总结如下。（一）主动公开。…)."""
    if len(text) < _SHORTEST_RUN or not any(mark in text for mark in _ENDS):
        return [text]
    made = [""]
    for piece in _RUN_ON.split(text):
        if made[-1] and part_heading(piece) is None:
            made[-1] += piece
        elif made[-1]:
            made.append(piece)
        else:
            made[-1] = piece
    return [piece.strip() for piece in made]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _chosen(items: list[Item]) -> dict[int, Heading]:
    """Which lines are section headings: those with Chinese numerals before those without or with Arabic ones."""
    found: dict[int, Heading] = {}
    for index, (kind, item) in enumerate(items):
        if kind == "line" and isinstance(item, Paragraph) and not item.frame and (
                heading := section_heading(item.text.strip())):
            found[index] = heading
    numbered = {heading.number for heading in found.values()
                if heading.known and (heading.numeral or "-") in _NUMERALS}
    known = {heading.number for heading in found.values() if heading.known}
    matching = {heading.number for heading in found.values() if heading.known and _numbered_as(heading) == heading.number}
    chosen: dict[int, Heading] = {}
    for index, heading in found.items():
        chinese = (heading.numeral or "-") in _NUMERALS
        if heading.known:
            if heading.number not in numbered and _arabic_in_place(index, heading, found):
                chosen[index] = heading  # 1. 总体情况, before 二、主动公开政府信息情况
                continue
            if heading.number in matching and _numbered_as(heading) == 1 and 1 not in known and not chosen:
                chosen[index] = replace(heading, number=1)  # 一、主动公开情况 in the place of 一、总体情况
                continue
            if heading.number in matching and _numbered_as(heading) not in (heading.number, None):
                continue  # 一、主动公开情况 within section one, where 二、主动公开政府信息情况 follows
            if chinese or (heading.number not in numbered and (not heading.numeral or not numbered)):
                chosen[index] = heading
        elif chinese:
            number = _NUMERALS.index(heading.numeral or "一") + 1
            if number <= 6 and number not in known and _fits(index, number, found):
                chosen[index] = heading
    return chosen


def _arabic_in_place(index: int, heading: Heading, found: dict[int, Heading]) -> bool:
    """Whether a heading in Arabic numerals has its own number and stands between the Chinese ones where that number would."""
    if not (heading.numeral or "").isdigit() or int(heading.numeral or 0) != heading.number:
        return False
    chinese = {at: other for at, other in found.items() if other.known and other.number and _numbered_as(other) == other.number}
    return bool(chinese) and all((other.number or 0) < heading.number if at < index else (other.number or 0) > heading.number
                                 for at, other in chinese.items())


def _numbered_as(heading: Heading) -> int | None:
    """The number that a heading's numeral gives it, None without a Chinese numeral."""
    numeral = heading.numeral or "-"
    return _NUMERALS.index(numeral) + 1 if numeral in _NUMERALS else None


def _fits(index: int, number: int, found: dict[int, Heading]) -> bool:
    """Whether an unknown heading stands between the known ones where its number would."""
    before = [h.number for i, h in found.items() if i < index and h.known and h.number]
    after = [h.number for i, h in found.items() if i > index and h.known and h.number]
    return (not before or max(before) < number) and (not after or min(after) > number) and bool(before or after)


def _preamble(lines: list[tuple[int, Paragraph]], title_at: int | None) -> list[tuple[str, Place | None]]:
    """The report's own words before section one: what follows the title, less the page's frame."""
    kept: list[tuple[str, Place | None]] = []
    for index, paragraph in lines:
        if title_at is not None and index <= title_at:
            continue
        text = _tidy(paragraph.text)
        if is_frame(text) or (not kept and len(text) < 10 and not text.endswith(("。", "：", ":"))):
            continue
        kept.append((text, paragraph.place))
    if title_at is None:
        # Without a title the report begins with its first whole sentence.
        start = next((i for i, (text, _) in enumerate(kept) if len(text) >= 15 and re.search(r"[。：:]|条例", text)), None)
        kept = kept[start:] if start is not None else []
    return kept


def _cut_tail(lines: list[tuple[str, Place | None]]) -> None:
    """Drop the page's frame behind the report, in place."""
    tail = page_frame()["tail"]
    start = max(0, len(lines) - 60)
    for index in range(start, len(lines)):
        text = lines[index][0]
        if len(text) <= 40 and text.startswith(tail) and not text.endswith(("。", "；")):
            del lines[index:]
            return


def _sign(lines: list[tuple[str, Place | None]], made: Narrative) -> None:
    """Take the signature (unit and date on the last lines) off the last section, in place."""
    if not lines:
        return
    match = _SIGNED.fullmatch(lines[-1][0].strip())
    if match:
        made.signed_date = _day(match)
        made.signed_place = lines[-1][1]
        lines.pop()
        if lines and len(lines[-1][0]) <= 30 and _UNIT_END.search(lines[-1][0]) and not re.search(
                r"[，。；：]", lines[-1][0]):
            made.signed_unit = lines.pop()[0].replace(" ", "")
    elif match := re.fullmatch(r"(.{4,30}?)\s+(" + _SIGNED.pattern + ")", lines[-1][0].strip()):
        signed = _SIGNED.fullmatch(match[2])
        if signed and _UNIT_END.search(match[1].strip()) and not re.search(r"[，。；]", match[1]):
            made.signed_date, made.signed_unit, made.signed_place = _day(signed), match[1].strip(), lines[-1][1]
            lines.pop()


def _day(match: re.Match[str]) -> date | None:
    """The day of a signature, in Arabic or Chinese numerals."""
    year = match[1] if match[1].isdigit() else "".join(_CHINESE.get(char, char) for char in match[1])
    month, number = (int(part) if part.isdigit() else chinese(part) or 0 for part in (match[2], match[3]))
    return day(year, month, number)


def _parts(lines: list[tuple[str, Place | None]]) -> list[Part]:
    parts: list[Part] = []
    current: list[str] = []
    for text, place in lines:
        heading = part_heading(text)
        if heading is not None and (heading.key is not None or text.lstrip()[:1] in "（("):
            if parts:
                parts[-1].text = "\n".join(current)
            parts.append(Part(heading.key, heading.heading, "", place))
            current = [heading.rest] if heading.rest else []
        elif parts:
            current.append(text)
    if parts:
        parts[-1].text = "\n".join(current)
    return parts


def flattened(grid: Grid) -> list[Paragraph]:
    """A grid that is no table of the form, as paragraphs: its rows, or the lines within its cells."""
    made: list[Paragraph] = []
    for row in grid.rows:
        if any("\n" in cell.text for cell in row):
            for cell in row:
                made.extend(Paragraph(line, cell.place) for line in cell.text.split("\n") if line.strip())
        elif text := "\t".join(cell.text for cell in row if cell.text.strip()):
            made.append(Paragraph(text, row[0].place))
    return made
