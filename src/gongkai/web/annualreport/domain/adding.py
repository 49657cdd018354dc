"""The figures of many units added up, for any part of the tree and any years, each number opening to its units.

    totals = add_up(person, county, [2024, 2025])
    totals[2025].cells["3.received.total"]; totals[2025].missing; totals[2025].findings()
    units_of(person, county, 2025, "3.received.total")

The rules are those of gongkai.report.rollup: reports of one year and one edition are added, those in another edition are left out and
named; what no unit states stays without a number; who is missing or has left cells empty is named. The report of a whole area
(`Scope.AREA`) holds the numbers of its units already: it is added only where none of them has given its own, as where a city collects
its counties' reports. `parent_check` compares such a report with the sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.report.form import Form, edition_for
from gongkai.report.form import edition as form_of
from gongkai.report.model import Finding, Number
from gongkai.web.annualreport.domain.area import Area, Expected
from gongkai.web.annualreport.domain.figures import plain, unpack
from gongkai.web.annualreport.domain.packed import Added, Rows
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import Figures
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit


@dataclass(slots=True)
class Total:
    """The sum of a year.

    Attributes:
        edition: that of most reports, where equal many the one that the year must use.
        counted: ids of the units that were added, in the order of the tree.
        whole: those of them that were added by the report of their whole area, each with the ids of those that it holds.
        added: the sums.
        names: what the units that are named here were called at the end of the year.
        missing, exempt: who has to report and has not, and who need not, with the reason.
        unexpected: counted though not on the list.
        left_out: unit → the other edition in which it reported.
        doubtful: unit → how many cells it leaves empty, or nobody has confirmed, and one of them.
        faulty: unit → how many errors its report has.
        unseen: units of the area in that year whose figures the person may not see today: they are not in the sum.
    """

    year: int
    edition: str
    counted: list[int]
    added: Added
    expected: Expected
    names: dict[int, str] = field(default_factory=dict)
    whole: dict[int, set[int]] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    exempt: dict[int, str] = field(default_factory=dict)
    unexpected: list[int] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, tuple[int, str]] = field(default_factory=dict)
    faulty: dict[int, int] = field(default_factory=dict)
    unseen: list[int] = field(default_factory=list)

    @property
    def cells(self) -> dict[str, Number | None]:
        """Address → sum; None where no unit states it."""
        return self.added.cells

    @property
    def stated(self) -> dict[str, int]:
        """Address → how many units state it."""
        return self.added.stated

    def value(self, address: str) -> Number | None:
        """The sum at an address, None where there is none."""
        return self.cells.get(address)

    @property
    def absent(self) -> list[str]:
        """What the units are called that have to report and are not in the sum."""
        return [self.names[id] for id in (*self.missing, *self.left_out, *self.unseen)]

    @property
    def sentence(self) -> str:
        """Who is in the sum and who is not, in one sentence, as a report says it."""
        parts = [f"本年度汇总 {len(self.counted)} 个单位的报告"]
        if self.whole:
            parts.append(f"其中{_listed(self.names, list(self.whole))}按其全域报告计入")
        if self.missing:
            parts.append(f"{_listed(self.names, self.missing)}未报送，未计入")
        if self.left_out:
            parts.append(f"{_listed(self.names, list(self.left_out))}所用格式版本不同，未计入")
        return "，".join(parts) + "。"

    def findings(self) -> list[Finding]:
        """What is to be looked at, in the words of the core's roll-up."""
        form = form_of(self.edition)
        made = [] if self.counted else [Finding("rollup.none", "error", f"{self.year}年度还没有可以汇总的报告，请先收集或者接收报送。")]
        made += [Finding("rollup.missing", "error", f"缺{self.names[id]}的报告，请催报。") for id in self.missing]
        made += [Finding("rollup.unexpected", "warning", f"{self.names[id]}不在应报单位名单中，其数字已计入汇总，请核实。") for id in self.unexpected]
        made += [Finding("rollup.edition", "error", f"{self.names[id]}的报告用的是{other}年版格式，与本次汇总的{self.edition}年版不能相加，未计入，请该单位改用正确格式。",
                         expected=self.edition, found=other) for id, other in self.left_out.items()]
        made += [Finding("rollup.empty", "warning", f"{self.names[id]}的报告有 {count} 格未填数字或者未经核对（如{_label(form, first)}），请与该单位核实。", (first,))
                 for id, (count, first) in self.doubtful.items()]
        made += [Finding("rollup.member_errors", "warning", f"{self.names[id]}的报告经检查有 {count} 处错误，汇总数按其所填数字相加，请核实后重新汇总。")
                 for id, count in self.faulty.items()]
        for group, rows in self.added.grouped.items():
            table, row = group.split(".", 1)
            units = _listed(self.names, [self.counted[number] for number in rows])
            made.append(Finding("rollup.grouped", "notice", f"“{form.tables[table].row(row).label}”在{units}的报告中只有一行，汇总时各单位的分项并入该行。"))
        return made


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit gives to a sum: its number, its share of the sum of all, and whether it stands in doubt."""

    unit: int
    name: str
    value: Number | None
    share: Decimal | None
    doubtful: bool
    figures: int


def add_up(person: Any, unit: Unit, years: Iterable[int], *, kinds: Sequence[str] = ()) -> dict[int, Total]:
    """The sums of a unit and all below it, for each year.

    Args:
        kinds: of units to add, for example towns alone; all unless given.

    Raises:
        Refused: there is a unit among them whose figures the person may not see.
    """
    area = Area(unit, years)
    area.require(person)
    return totals(area, Figures.objects.restrict(person, "view"), kinds=kinds)


def add_public(unit: Unit, years: Iterable[int]) -> dict[int, Total]:
    """The sums of what is public, for anybody. Who is missing is not told: what a unit has not published yet is no reproach."""
    return totals(Area(unit, years), Figures.published.all(), name=False)


def totals(area: Area, rows: QuerySet[Figures], *, kinds: Sequence[str] = (), name: bool = True) -> dict[int, Total]:
    """The sums of the figures given, of those of the area's units."""
    taken: dict[int, dict[str, list[tuple[int, bytes]]]] = defaultdict(lambda: defaultdict(list))
    whole: dict[int, dict[int, tuple[str, bytes]]] = defaultdict(dict)
    found = rows.filter(year__in=area.years).order_by().values_list("unit_id", "year", "scope", "edition", "packed")
    for id, year, scope, edition, packed in found.iterator(chunk_size=5000):
        if id not in area.below[year]:
            continue
        if scope == Scope.AREA:
            whole[year][id] = edition, bytes(packed)
        elif not kinds or area.places[id].kind in kinds:
            taken[year][edition].append((id, bytes(packed)))
    held = {year: _whole(area, year, taken[year], areas) for year, areas in whole.items()} if not kinds else {}
    for year, areas in held.items():
        for id in areas:
            edition, packed = whole[year][id]
            taken[year][edition].append((id, packed))
    made = {}
    for year in area.years:
        chosen = _edition(year, {edition: len(some) for edition, some in taken[year].items()})
        order = {id: place for place, id in enumerate(area.places)}
        some = sorted(taken[year].pop(chosen, []), key=lambda row: order[row[0]])
        made[year] = Total(year, chosen, [id for id, _ in some], Rows(chosen, [packed for _, packed in some]).add(), area.expected(year),
                           left_out={id: edition for edition, others in taken[year].items() for id, _ in others})
        made[year].whole = {id: units for id, units in held.get(year, {}).items() if id not in made[year].left_out}
        if not name:
            made[year].names = area.names(made[year].whole, year)
    if name:
        _tell(area, rows, made, kinds)
    return made


def _whole(area: Area, year: int, taken: dict[str, list[tuple[int, bytes]]], areas: Iterable[int]) -> dict[int, set[int]]:
    """The units whose report of the whole area stands for them and all below, each with these: of which none has given its own, the
    highest where one lies in another. That of the area itself is what the sum is held against."""
    own, made, covered = {id for some in taken.values() for id, _ in some}, {}, set()
    for id in sorted(areas, key=lambda id: area.places[id].path.count("/")):
        units = area.under(id, year)
        if id != area.unit.pk and id not in covered and not own & units:
            made[id] = units
            covered |= units
    return made


def units_of(person: Any, unit: Unit, year: int, address: str, *, kinds: Sequence[str] = ()) -> tuple[Total, list[Part]]:
    """What is behind one number of a sum: the units that were added, the largest number first, those without one last.

    Raises:
        Refused: as `add_up`.
        LookupError: the edition has no such cell.
    """
    area = Area(unit, [year])
    area.require(person)
    seen = Figures.objects.restrict(person, "view")
    total = totals(area, seen, kinds=kinds)[year]
    scopes = Q(scope=Scope.AREA, unit__in=list(total.whole)) | Q(scope=Scope.OWN, unit__in=[id for id in total.counted if id not in total.whole])
    rows = list(seen.filter(scopes, year=year).order_by("unit__place"))
    if address not in total.cells:
        raise LookupError(address)
    values = [plain(value) if value is not None else None for value in Rows(total.edition, [bytes(row.packed) for row in rows]).values(address)]
    whole = total.value(address)
    names = area.names(total.counted, year)
    parts = [Part(row.unit_id, names[row.unit_id] + (f"（{Scope.AREA.label}）" if row.unit_id in total.whole else ""), value, Decimal(value) / Decimal(whole) if value is not None and whole else None,
                  address in row.doubtful, row.pk) for row, value in zip(rows, values, strict=True)]
    return total, sorted(parts, key=lambda part: (part.value is None, -(part.value or 0)))


def parent_check(total: Total, printed: Figures) -> list[Finding]:
    """What the printed report of an area says otherwise than the sum of its units, cell by cell.

    Args:
        total: of the same year.
        printed: the figures of the area's own report.
    """
    if printed.edition != total.edition:
        return [Finding("rollup.edition", "error", f"{printed.unit.name}的全域报告用的是{printed.edition}年版格式，各单位的报告用的是{total.edition}年版，不能比较。",
                        expected=total.edition, found=printed.edition)]
    form, made = form_of(total.edition), []
    values = unpack(printed.edition, bytes(printed.packed))
    for address, value in total.cells.items():
        said = values.get(address)
        if said is not None and value is not None and said != value:
            made.append(Finding("rollup.parent", "warning", f"{printed.unit.name}全域报告的{form.label(address)}为 {written(said)}，各单位合计为 {written(value)}，"
                                f"相差 {written(abs(Decimal(said) - Decimal(value)))}，请核实是否有单位漏报或者重复统计。", (address,), expected=value, found=said))
    return made


def _edition(year: int, sizes: dict[str, int]) -> str:
    form = edition_for(year)
    legal = form.edition if form else "2019"
    return max(sizes, key=lambda name: (sizes[name], name == legal), default=legal)


def _tell(area: Area, rows: QuerySet[Figures], made: dict[int, Total], kinds: Sequence[str]) -> None:
    """Who is missing, who left cells empty, whose report has errors, and what all of these were called."""
    noted: dict[int, dict[int, tuple[int, list[str]]]] = defaultdict(dict)
    for year, id, scope, errors, doubtful in rows.filter(year__in=area.years).exclude(errors=0, doubtful=[]).order_by().values_list(
            "year", "unit_id", "scope", "errors", "doubtful"):
        if (scope == Scope.AREA) == (id in made[year].whole):
            noted[year][id] = (errors, doubtful)
    everywhere = set(Figures.objects.filter(scope=Scope.OWN, year__in=area.years).exclude(unit__in=area.today).order_by().values_list(
        "year", "unit_id")) if any(area.below[year] - area.today for year in area.years) else set()
    for year, total in made.items():
        counted = set(total.counted).union(*total.whole.values())
        wanted = [id for id in total.expected.units if not kinds or area.places[id].kind in kinds]
        total.unseen = sorted(id for at, id in everywhere if at == year and id in area.below[year] and id not in counted and id not in total.left_out)
        total.missing = [id for id in wanted if id not in counted and id not in total.left_out and id not in total.unseen]
        total.exempt = total.expected.exempt
        if total.expected.listed:
            known = {*total.expected.units, *total.exempt}
            total.unexpected = [id for id in total.counted if id not in known and area.places[id].kind != UnitKind.GOVERNMENT]
        for number, id in enumerate(total.counted):
            errors, doubtful = noted[year].get(id, (0, []))
            if errors:
                total.faulty[id] = errors
            if doubtful or number in total.added.empty:
                count, first = total.added.empty.get(number, (0, ""))
                total.doubtful[id] = (max(count, len(doubtful)), first or doubtful[0])
        grouped = [total.counted[row] for some in total.added.grouped.values() for row in some]
        total.names = area.names({*total.whole, *total.missing, *total.exempt, *total.unexpected, *total.left_out, *total.doubtful, *total.faulty,
                                  *total.unseen, *grouped}, year)


def written(number: Number) -> str:
    """A number as it is printed: no exponent, no thousands."""
    return str(number) if isinstance(number, int) else f"{number:f}"


def _label(form: Form, address: str) -> str:
    try:
        return form.label(address)
    except KeyError:
        return address


def _listed(names: dict[int, str], ids: Sequence[int], most: int = 5) -> str:
    told = "、".join(names[id] for id in ids[:most])
    return f"{told}等 {len(ids)} 个单位" if len(ids) > most else told

