"""A report in the order in which it is printed, before any format: title, preamble, six sections, signature.

Every format renders this and nothing else, so that all of them say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.errors import GongkaiError
from gongkai.report.form import Form
from gongkai.report.model import Report, Section
from gongkai.report.writing.layout import LaidTable, addresses, lay_out

# What XML 1.0 cannot hold, and control characters that no reader shows.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_PART = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；;！？]{1,30}")
_NOTE = re.compile(r"(备?注|说明)[：:]")
_TITLE_LINE = 20
"""Full-width characters of 二号 between the margins of an official page."""
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: ``body``, or the heading of a ``part`` such as （一）主动公开情况."""

    text: str
    kind: Literal["body", "part"] = "body"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section: its whole heading line (一、总体情况), then paragraphs and tables in order."""

    number: int
    heading: str
    blocks: tuple[Line | LaidTable, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The whole report. `title` may take several lines; `name` is the title that a file declares of itself."""

    title: tuple[str, ...]
    name: str
    unit: str | None
    published: date | None
    preamble: tuple[Line, ...]
    chapters: tuple[Chapter, ...]
    signature: tuple[str, ...]

    def tables(self) -> list[tuple[Chapter, LaidTable]]:
        """Every table with the section it stands in."""
        return [(chapter, block) for chapter in self.chapters for block in chapter.blocks
                if isinstance(block, LaidTable)]


def compose(report: Report, form: Form) -> Manuscript:
    """The report in print order.

    All sections of the form get their heading, also where the report has no such section; tables stand behind the
    text of their section, notes to them (注：) behind the tables.

    Raises:
        GongkaiError: the report has cells that this edition of the form does not print.
    """
    tables = lay_out(form, report.cells)
    strange = sorted(set(report.cells) - addresses(tables))
    if strange:
        raise GongkaiError(
            f"报告中有{len(strange)}个单元格不在{form.edition}年版格式的表格内（如 {strange[0]}），写出会丢失数据，"
            "请核对报告所用的格式版本。"
        )
    title = _title(report, form)
    chapters = _chapters(report, form, tables)
    return Manuscript(
        title=title, name="".join(title), unit=clean(report.unit) or None, published=report.published,
        preamble=_lines(report.preamble), chapters=chapters, signature=_signature(report, chapters),
    )


def clean(text: str | None) -> str:
    """The text without characters that cannot be printed, white space at its ends or line breaks within."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", text or "").replace("\t", " ")).strip()


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, as section headings count; up to 99."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _title(report: Report, form: Form) -> tuple[str, ...]:
    """The lines of the title. A title without the unit gets it on a line before, without the year one behind.

    So that the printed page alone says whose report it is, and of what year; unknown unit or year add nothing. A title
    too long for one line is broken behind the unit, where it reads well.
    """
    unit, year, own = clean(report.unit), report.year, clean(report.title)
    if not own:
        own = f"{unit}{year}年{form.title}" if year is not None else f"{unit}{form.title}"
    bare = re.sub(r"\s", "", own)
    lines = [own]
    if unit and re.sub(r"\s", "", unit) not in bare:
        lines.insert(0, unit)
    elif unit and _width(own) > _TITLE_LINE and own.startswith(unit) and own != unit:
        lines = [unit, clean(own[len(unit):])]
    if year is not None and not _names_year(bare, year):
        lines.append(f"（{year}年度）")
    return tuple(lines)


def _width(text: str) -> float:
    return sum(0.5 if mark.isascii() else 1 for mark in text)


def _names_year(text: str, year: int) -> bool:
    chinese = str(year).translate(_DIGITS)
    plain = text.replace("○", "〇").replace("零", "〇").replace("O", "〇")
    return chinese in plain or str(year) in plain.translate({ord("０") + n: str(n) for n in range(10)})


def _chapters(report: Report, form: Form, tables: list[LaidTable]) -> tuple[Chapter, ...]:
    made: list[Chapter] = []
    official = {section.number: section.heading for section in form.sections}
    others = sorted(({part.number for part in report.sections} | {table.section for table in tables}) - set(official))
    for number in (*official, *others):
        own = [section for section in report.sections if section.number == number]
        for index, section in enumerate(own or [None]):
            last = index == max(len(own) - 1, 0)
            laid = [table for table in tables if table.section == number] if last else []
            made.append(_chapter(number, section, official.get(number, ""), laid))
    return tuple(made)


def _chapter(number: int, section: Section | None, official: str, tables: list[LaidTable]) -> Chapter:
    heading = (clean(section.heading) if section else "") or official
    parts = [clean(part.heading) for part in section.parts] if section else []
    lines = _lines(section.text, frozenset(parts)) if section else ()
    cut = next((index for index, line in enumerate(lines) if _NOTE.match(line.text)), len(lines)) if tables else 0
    blocks: tuple[Line | LaidTable, ...] = (*lines[:cut], *tables, *lines[cut:])
    return Chapter(number, f"{numeral(number)}、{heading}" if number > 0 else heading, blocks)


def _lines(text: str, parts: frozenset[str] = frozenset()) -> tuple[Line, ...]:
    made = []
    for piece in _BREAKS.split(text):
        line = clean(piece)
        if line:
            made.append(Line(line, "part" if line in parts or _PART.fullmatch(line) else "body"))
    return tuple(made)


def _signature(report: Report, chapters: tuple[Chapter, ...]) -> tuple[str, ...]:
    """Unit and day at the end (落款) where the day is known and the text does not already end with it."""
    day = report.published
    if day is None:
        return ()
    printed = f"{day.year}年{day.month}月{day.day}日"
    ends = "".join(block.text for block in chapters[-1].blocks[-3:] if isinstance(block, Line)) if chapters else ""
    if re.sub(r"\s", "", ends).endswith(printed):
        return ()
    return tuple(line for line in (clean(report.unit), printed) if line)
