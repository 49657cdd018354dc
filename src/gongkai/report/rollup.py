"""Many units into one: a report whose cells are sums, and who is missing, counted twice or left out.

    made = rollup(read_many(paths), unit="某县", expected=["县司法局", "县财政局"])
    made.tables["3"]["received"]["total"]; made.missing; made.findings

The rules:
- Reports of one year and one edition are added; the others are left out and named. The editions don't add up: their
  table 2 counts other things.
- A cell's sum is over the units that state it. A cell that no unit states stays null; `stated` says how many did, and
  a finding names each unit that left cells empty or had them withheld by the reader.
- Where one unit prints a group as one row (六 其他处理), the items of the others are added into that row.
- A unit that comes twice is counted once, with its first report. Names are the same when they are equal or differ by
  the region in front alone (县司法局, 某县司法局) and no third name fits.

Reports are taken one by one and not kept, so any number can be added up.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from gongkai.report.batch import Result
from gongkai.report.form import Form, edition, edition_for, editions
from gongkai.report.frames import addresses
from gongkai.report.model import Cell, Finding, Level, Number, Report, Section
from gongkai.report.unitnames import plain, same_unit

Standing = Literal["counted", "doubled", "other_year", "other_edition", "nameless", "unreadable"]


@dataclass(frozen=True, slots=True)
class Member:
    """One report that was handed in: its file, unit, year, edition, and whether it was counted (`standing`)."""

    file: str | None
    unit: str | None
    year: int | None
    edition: str | None
    standing: Standing
    reason: str | None = None


@dataclass(slots=True)
class Rollup(Report):
    """The sum of many reports, itself a report (it can be written and checked).

    `members` lists every report handed in, in order; `stated` how many units gave a number to each address;
    `missing` the expected units without a counted report.
    """

    members: list[Member] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def counted(self) -> list[Member]:
        """The reports that were added."""
        return [member for member in self.members if member.standing == "counted"]

    def to_json(self) -> dict[str, object]:
        """The report's JSON with ``rollup``: members, missing, and how many units stated each cell."""
        members = [{"file": m.file, "unit": m.unit, "year": m.year, "edition": m.edition, "standing": m.standing,
                    "reason": m.reason} for m in self.members]
        return {**Report.to_json(self),
                "rollup": {"members": members, "missing": list(self.missing), "stated": dict(self.stated)}}


@cache
def _order(name: str) -> dict[str, int]:
    return {address: place for place, address in enumerate(addresses(name))}


class _Sum:
    """The running sum of the reports of one year and edition."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.sums: dict[str, Number] = {}
        self.stated: Counter[str] = Counter()
        self.grouped: dict[str, list[str]] = {}
        """Group address (3.closed) → units that print it as one row."""
        self.group_sums: dict[str, Number] = {}
        self.group_stated: Counter[str] = Counter()
        self.findings: list[Finding] = []
        self.cells: set[str] = set()

    def add(self, report: Report, name: str) -> None:
        for address, cell in report.cells.items():
            self.cells.add(address)
            if cell.value is not None:
                self.sums[address] = self.sums.get(address, 0) + cell.value
                self.stated[address] += 1
        for table in self.form.tables.values():
            for group in table.groups():
                self._add_group(report, name, f"{table.number}.{group.key}", [
                    f"{table.number}.{leaf.key}" for leaf in group.leaves()], [c.key for c in table.columns])
        self._tell(report, name)

    def _add_group(self, report: Report, name: str, group: str, items: list[str], columns: list[str]) -> None:
        own = any(f"{group}.{column}" in report.cells for column in columns)
        if own:
            self.grouped.setdefault(group, []).append(name)
        for column in columns:
            rows = [group] if own else items
            values = [value for row in rows if (value := report.value(f"{row}.{column}")) is not None]
            if values:
                address = f"{group}.{column}"
                self.group_sums[address] = self.group_sums.get(address, 0) + sum(values)
                self.group_stated[address] += 1

    def _tell(self, report: Report, name: str) -> None:
        withheld = {address for finding in report.findings if finding.code.startswith("read.")
                    for address in finding.cells if report.value(address) is None}
        empty = [address for address, cell in report.cells.items() if cell.value is None and address not in withheld]
        absent = sorted(set(_expected(self.form, report)) - set(report.cells) - withheld)
        if withheld:
            cells = tuple(sorted(withheld, key=self._order))
            self._find("rollup.withheld", "error", f"{name}的报告有 {len(cells)} 格未能读出（如{self._label(cells[0])}），"
                       "汇总数不含这些格，请查看该报告后再汇总。", cells)
        if empty or absent:
            cells = tuple(sorted([*empty, *absent], key=self._order))
            self._find("rollup.empty", "warning", f"{name}的报告有 {len(cells)} 格未填数字（如{self._label(cells[0])}），"
                       "汇总数不含这些格，请与该单位核实是否为 0。", cells)
        errors = sum(1 for finding in report.errors())
        if errors:
            self._find("rollup.member_errors", "warning",
                       f"{name}的报告经检查有 {errors} 处错误，汇总数按其所填数字相加，请核实后重新汇总。")
        if report.scope == "全域":
            self._find("rollup.scope", "warning",
                       f"{name}的报告统计口径为全域，与所属单位的报告相加可能重复计算，请核实。")

    def _find(self, code: str, level: Level, message: str, cells: tuple[str, ...] = ()) -> None:
        self.findings.append(Finding(code, level, message, cells))

    def _order(self, address: str) -> tuple[int, str]:
        order = _order(self.form.edition)
        return order.get(address, len(order)), address

    def _label(self, address: str) -> str:
        try:
            return self.form.label(address)
        except KeyError:
            return address

    def result(self) -> tuple[dict[str, Cell], dict[str, int]]:
        """The cells in the form's order, and how many units stated each."""
        sums, stated, cells = dict(self.sums), Counter(self.stated), set(self.cells) | set(self.form.addresses())
        for group, names in self.grouped.items():
            table, row = group.split(".", 1)
            taken = {address for address in cells if address.startswith(f"{group}.")}
            cells -= taken
            for address in taken:
                sums.pop(address, None)
                stated.pop(address, None)
            for column in self.form.tables[table].block_of(row).columns:
                address = f"{group}.{column.key}"
                cells.add(address)
                if address in self.group_sums:
                    sums[address], stated[address] = self.group_sums[address], self.group_stated[address]
            label = self.form.tables[table].row(row).label
            self._find("rollup.grouped", "notice", f"“{label}”在{_names(names)}的报告中只有一行，汇总时各单位的分项并入该行。",
                       tuple(f"{group}.{column.key}" for column in self.form.tables[table].block_of(row).columns))
        made = {address: Cell(sums.get(address)) for address in sorted(cells, key=self._order)}
        return made, {address: stated.get(address, 0) for address in made}


def _expected(form: Form, report: Report) -> list[str]:
    """The form's cells, a group printed as one row standing for its items."""
    printed = {address.rsplit(".", 1)[0] for address in report.cells}
    grouped = {f"{table.number}.{group.key}" for table in form.tables.values() for group in table.groups()} & printed
    return [address for address in form.addresses() if not any(address.startswith(f"{group}.") for group in grouped)]


def rollup(
    reports: Iterable[Report | Result],
    *,
    unit: str | None = None,
    year: int | None = None,
    expected: Iterable[str] | None = None,
) -> Rollup:
    """Add reports up.

    Args:
        reports: reports, or what `read_many` yields; unreadable files among them are named in the outcome.
        unit: the name of the whole.
        year: the report year; the year of most reports unless told.
        expected: the units that must report; those without a counted report are `missing`.

    The outcome's findings have codes ``rollup.*``; nothing raises on what reports contain.
    """
    sums: dict[tuple[int | None, str], _Sum] = {}
    taken: dict[tuple[int | None, str], dict[str, tuple[int, int]]] = {}
    members: list[Member] = []
    for item in reports:
        if isinstance(item, Result) and item.report is None:
            members.append(Member(item.path, None, None, None, "unreadable", item.error))
            continue
        report = item.report if isinstance(item, Result) else item
        assert report is not None
        file = report.source.file or (item.path if isinstance(item, Result) else None)
        if not report.unit:
            members.append(Member(file, None, report.year, report.edition, "nameless"))
            continue
        key = (report.year, report.edition)
        names = taken.setdefault(key, {})
        first = names.get(plain(report.unit))
        print_ = hash(tuple(sorted((address, cell.value) for address, cell in report.cells.items()
                                   if cell.value is not None)))
        if first is None:
            fitting = [name for name in names if same_unit(name, report.unit)]
            first = names[fitting[0]] if len(fitting) == 1 else None
        if first is not None:
            other = members[first[0]]
            same = "数字完全相同" if first[1] == print_ else "数字不同"
            members.append(Member(file, report.unit, report.year, report.edition, "doubled",
                                  f"与{_shown(other)}是同一单位，{same}"))
            continue
        names[plain(report.unit)] = (len(members), print_)
        sums.setdefault(key, _Sum(edition(report.edition))).add(report, report.unit)
        members.append(Member(file, report.unit, report.year, report.edition, "counted"))
    return _assemble(members, sums, unit, year, list(expected) if expected is not None else None)


def _assemble(members: list[Member], sums: dict[tuple[int | None, str], _Sum], unit: str | None, year: int | None,
              expected: list[str] | None) -> Rollup:
    sizes = Counter((m.year, m.edition) for m in members if m.standing == "counted")
    if year is None:
        years: Counter[int] = Counter()
        for (of, _), size in sizes.items():
            if of is not None:
                years[of] += size
        year = max(years, key=lambda of: (years[of], of), default=None)
    choice = _choice(sizes, year)
    form = edition(choice) if choice else (edition_for(year) if year else None)
    members = [_placed(member, year, choice) for member in members]
    made = Rollup(edition=choice or (form.edition if form else list(editions())[-1]), unit=unit, year=year)
    made.title = f"{unit or ''}{year or ''}{'年' if year else ''}政府信息公开工作年度报告（汇总）"
    made.members = members
    made.sections = [Section(section.number, section.heading, "") for section in edition(made.edition).sections]
    total = sums.get((year, choice)) if choice else None
    if total is None:
        made.findings.append(Finding("rollup.none", "error", "没有一份报告可以汇总，请核对所给文件和年度。"))
    else:
        made.cells, made.stated = total.result()
    made.findings += [finding for member in members if (finding := _about(member, made)) is not None]
    if expected is not None:
        _compare(made, expected)
    if total is not None:
        made.findings += total.findings
    return made


def _choice(sizes: Counter[tuple[int | None, str | None]], year: int | None) -> str | None:
    """The edition to add up: that of most reports of the year, where equal the one the year must use."""
    form = edition_for(year) if year else None
    legal = form.edition if form else None
    here = {name: size for (of, name), size in sizes.items() if of == year and name is not None}
    return max(here, key=lambda name: (here[name], name == legal), default=None)


def _placed(member: Member, year: int | None, choice: str | None) -> Member:
    if member.standing not in ("counted", "doubled"):
        return member
    standing: Standing = member.standing
    if member.year != year:
        standing = "other_year"
    elif member.edition != choice:
        standing = "other_edition"
    return replace(member, standing=standing)


def _about(member: Member, made: Rollup) -> Finding | None:
    shown = _shown(member)
    if member.standing == "unreadable":
        return Finding("rollup.unreadable", "error", f"文件“{member.file}”无法读取，未计入汇总：{(member.reason or '').removeprefix(f'{member.file}：')}")
    if member.standing == "nameless":
        return Finding("rollup.nameless", "error",
                       f"文件“{member.file}”看不出是哪个单位的报告，未计入汇总，请用清单（--manifest）写明单位。")
    if member.standing == "doubled":
        return Finding("rollup.doubled", "error", f"{shown}{member.reason}，只计前一份，请核实应以哪一份为准。")
    if member.standing == "other_year":
        of = f"{member.year}年度" if member.year else "不明年度"
        return Finding("rollup.year", "error", f"{shown}的报告为{of}，不是{made.year}年度，未计入汇总，请核实。",
                       expected=made.year, found=member.year)
    if member.standing == "other_edition":
        return Finding("rollup.edition", "error",
                       f"{shown}的报告用的是{member.edition}年版格式，与本次汇总的{made.edition}年版不能相加，未计入，请该单位改用正确格式。",
                       expected=made.edition, found=member.edition)
    return None


def _compare(made: Rollup, expected: list[str]) -> None:
    """Who is missing, and who was not asked for."""
    counted = [member.unit for member in made.counted if member.unit]
    exact = {plain(name) for name in counted}
    wanted = list(dict.fromkeys(plain(name) for name in expected if plain(name)))
    found: set[str] = set()
    for name in wanted:
        if name in exact:
            found.add(name)
            continue
        fitting = [other for other in exact - set(wanted) - found if same_unit(name, other)]
        if len(fitting) == 1:
            found.add(fitting[0])
            continue
        made.missing.append(name)
        made.findings.append(Finding("rollup.missing", "error", f"缺{name}的报告{_instead(name, made.members)}，请催报。"))
    for unit in counted:
        if plain(unit) not in found:
            made.findings.append(Finding("rollup.unexpected", "warning",
                                         f"{unit}不在应报单位名单中，其数字已计入汇总，请核实。"))


def _instead(name: str, members: list[Member]) -> str:
    """What was handed in for a missing unit but could not be counted."""
    for member in members:
        if member.standing == "unreadable" and name in plain(os.path.basename(member.file or "")):
            return f"（文件“{member.file}”可能是该单位的，但无法读取）"
        if member.standing in ("other_year", "other_edition") and member.unit and same_unit(name, member.unit):
            return "（所报为其他年度或其他格式，未计入）"
    return ""


def _shown(member: Member) -> str:
    file = f"（{os.path.basename(member.file)}）" if member.file else ""
    return f"{member.unit}{file}"


def _names(names: list[str]) -> str:
    return "、".join(names[:5]) + (f"等 {len(names)} 个单位" if len(names) > 5 else "")
