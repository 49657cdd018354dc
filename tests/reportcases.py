"""Worked reports of ``tests/cases/reports``: narratives as offices write them, printed as files and read back.

A case gives a unit, a year, the rows of the tables that are not zero and the narrative. The rest is worked out: totals,
(七)总计, the balance of table 3 (a faultless case that does not balance is refused), the other sections.

    received: 4                     one applicant kind: 自然人
    received: [3, 1, 0, 0, 0, 2]    all six kinds, in the form's order
    review: [3, 1, 0, 2]            维持, 纠正, 其他, 尚未审结
    normative_documents: [3, 1, 17] the columns of that row in table 2; licensing: 12

`based_on` takes another case's report with `replace` (old words → new ones, each of which must occur), `rows` laid over
it before sums are worked out, `cells` after, `unit`, `year`, `headings`, `sections`, `signed` (the day below the text).
`layouts` names the files to print where not every layout can show the fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from layouts import text as printers
from layouts.grids import tables
from layouts.reports import Synthetic

from gongkai.engine import lawfile
from gongkai.report.form import edition, edition_for
from gongkai.report.model import Cell, Number, Report, Section
from gongkai.report.reading import finish, read_bytes
from gongkai.report.writing import write

FOLDER = Path(__file__).resolve().parent / "cases" / "reports"
PERSONS = ("person", "enterprise", "research", "welfare", "legal", "other")
NUMERALS = "〇一二三四五六"
PREAMBLE = ("根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第五十条的规定，由{unit}编制本报告。报告所列数据的统计期限自"
            "{year}年1月1日起至{year}年12月31日止。对报告内容如有疑问，可与{unit}联系，电话：0998-3300118。")
SECTIONS = {5: "一是部分栏目归类不够细；二是图表类解读偏少。下一步将按月自查栏目，充实解读形式。",
            6: "本年度未发出收费通知，未收取信息处理费。"}
OVERSIGHT = "本年度政府信息公开纳入绩效考核，社会评议总体满意，没有应当追究责任的情形。"
LAYOUTS = ("html", "md", "bars", "one_a_line_closed", "tabs", "one_a_line_kept", "bars_leading")


@dataclass(frozen=True)
class Told:
    """One report before it is printed."""

    title: str
    unit: str
    year: int
    edition: str
    cells: dict[str, Number | None]
    preamble: str
    sections: dict[int, str]
    headings: dict[int, str] = field(default_factory=dict)
    name: str | None = None
    kind: str | None = None
    signed: str | None = None

    def report(self) -> Report:
        """The report as the writing side knows it."""
        form = edition(self.edition)
        made = Report(self.edition, unit=self.unit, year=self.year, title=self.heading(), preamble=self.preamble,
                      period=(date(self.year, 1, 1), date(self.year, 12, 31)))
        made.cells = {address: Cell(value, "" if value is None else str(value)) for address, value in self.cells.items()}
        made.sections = [Section(section.number, self.headings.get(section.number, section.heading),
                                 self.sections.get(section.number, "")) for section in form.sections]
        return made

    def heading(self) -> str:
        return self.name or f"{self.unit}{self.year}年政府信息公开工作年度报告"

    def printed(self, layout: str) -> tuple[bytes, str]:
        """The file and its name's ending."""
        if layout in ("html", "md"):
            return write(self.report(), layout), layout
        sheet = Synthetic(self.unit, self.year, self.edition, self.cells)
        grids = tables(sheet)
        lines = [self.heading(), "", *self.preamble.split("\n")]
        for section in edition(self.edition).sections:
            lines.append(f"{NUMERALS[section.number]}、{self.headings.get(section.number, section.heading)}")
            lines += [line for line in self.sections.get(section.number, "").split("\n") if line]
            if str(section.number) in grids:
                lines += getattr(printers, layout)(grids[str(section.number)], Random(1))
        lines += [self.unit, self.signed or f"{self.year + 1}年1月12日"]
        return ("\n".join(lines) + "\n").encode(), "txt"

    def read(self, layout: str) -> Report:
        """The report as read back from the printed file, checked."""
        data, ending = self.printed(layout)
        report = read_bytes(data, f"report.{ending}")
        report.unit_kind = self.kind
        report = finish(report)
        wrong = {address: (value, report.value(address)) for address, value in self.cells.items() if report.value(address) != value}
        assert not wrong, f"the file itself was read wrongly: {wrong}"
        return report


def table_cells(name: str, rows: Mapping[str, Any]) -> dict[str, Number | None]:
    """All cells of an edition from the rows that are not zero. Raises ValueError for rows the edition doesn't have."""
    form = edition(name)
    made: dict[str, Number | None] = {}
    known = {row.key: (number, row.key) for number, table in form.tables.items() for row in table.leaves()}
    if strange := set(rows) - set(known):
        raise ValueError(f"edition {name} has no rows {', '.join(sorted(strange))}")
    outcomes = [key for key, (number, _) in known.items() if number == "3" and key not in
                ("received", "carried_in", "processed", "carried_out")]
    for key, (number, _) in known.items():
        columns = [column.key for column in form.tables[number].block_of(key).columns]
        given = rows.get(key, 0)
        numbers = [_number(item) for item in (given if isinstance(given, list) else [given])]
        numbers += [0] * (len([column for column in columns if column != "total"]) - len(numbers))
        for column, value in zip([column for column in columns if column != "total"], numbers, strict=True):
            made[f"{number}.{key}.{column}"] = value
        if number == "4":
            made[f"4.{key}.total"] = sum(numbers)
    for person in PERSONS:
        made[f"3.processed.{person}"] = sum(made[f"3.{row}.{person}"] or 0 for row in outcomes)
    for key in (*outcomes, "received", "carried_in", "processed", "carried_out"):
        made[f"3.{key}.total"] = sum(made[f"3.{key}.{person}"] or 0 for person in PERSONS)
    return {address: made[address] for address in form.addresses()}


def _number(value: Any) -> Number:
    return value if isinstance(value, int) else Decimal(str(value))


@cache
def cases(folder: str) -> dict[str, dict[str, Any]]:
    """The cases of a folder by title."""
    made: dict[str, dict[str, Any]] = {}
    for path in sorted((FOLDER / folder).glob("*.yaml")):
        for case in lawfile.read(path)["cases"]:
            assert case["title"] not in made, f"{path}: {case['title']!r} twice"
            made[case["title"]] = case
    return made


def tell(case: Mapping[str, Any], *, balanced: bool = True) -> Told:
    """The report that a case describes."""
    if "based_on" in case:
        return _changed(tell(cases("faultless")[case["based_on"]]), case)
    form = case.get("form") or edition_for(case["year"]).edition  # type: ignore[union-attr]
    cells = table_cells(form, case.get("rows", {}))
    if balanced:
        for column in (*PERSONS, "total"):
            into = (cells[f"3.received.{column}"] or 0) + (cells[f"3.carried_in.{column}"] or 0)
            out = (cells[f"3.processed.{column}"] or 0) + (cells[f"3.carried_out.{column}"] or 0)
            assert into == out, f"{case['title']}: {column} does not balance, {into} and {out}"
    text = case["text"]
    sections = {**SECTIONS, **(text if isinstance(text, dict) else {1: text})}
    if case.get("government"):
        sections[6] += OVERSIGHT
    names = {"unit": case["unit"], "year": case["year"]}
    preamble = case.get("preamble", PREAMBLE).format(**names)
    return Told(case["title"], case["unit"], case["year"], form, cells, preamble.strip(),
                {number: words.strip() for number, words in sections.items()}, case.get("headings", {}), case.get("name"),
                case.get("kind"))


def _changed(told: Told, case: Mapping[str, Any]) -> Told:
    rows = {**cases("faultless")[case["based_on"]].get("rows", {}), **case.get("rows", {})}
    cells = {**table_cells(told.edition, rows), **case.get("cells", {})}
    texts = {0: told.preamble, -1: told.heading(), **told.sections, **case.get("sections", {})}
    for old, new in case.get("replace", {}).items():
        held = [number for number, words in texts.items() if old in words]
        assert held, f"{case['title']}: {old!r} stands nowhere in {case['based_on']}"
        for number in held:
            texts[number] = texts[number].replace(old, new)
    strange = set(case.get("cells", {})) - set(edition(told.edition).addresses())
    assert not strange, f"{case['title']}: edition {told.edition} has no cells {strange}"
    return Told(case["title"], case.get("unit", told.unit), case.get("year", told.year), told.edition, cells, texts[0],
                {number: words for number, words in texts.items() if number > 0}, {**told.headings, **case.get("headings", {})},
                case.get("name") or (texts[-1] if "unit" not in case and "year" not in case else None), told.kind, case.get("signed"))


def before(told: Told, last: Mapping[str, Any]) -> Told:
    """Last year's report of the same unit: `like` keeps the text with other figures in its preamble's years only."""
    year, unit = last["year"], last.get("unit", told.unit)
    form = edition_for(year).edition  # type: ignore[union-attr]
    names = {"unit": unit, "year": year}
    sections = {number: words.replace(str(told.year), str(year)) for number, words in told.sections.items()}
    if not last.get("like"):
        sections = {**SECTIONS, 1: last["text"]}
    return Told(f"{told.title}（上年）", unit, year, form, table_cells(form, last["rows"]), PREAMBLE.format(**names), sections)
