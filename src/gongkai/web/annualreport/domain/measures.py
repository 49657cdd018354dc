"""What is compared between units and years: some numbers of the form and the indicators, each with its formula.

    columns = read(list of Figures)              # one pass over packed rows
    columns[figures.pk]["disclosure_rate"].value # Decimal of 1, with what it was divided by
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import Count, Q

from gongkai.report.form import editions
from gongkai.report.frames import addresses
from gongkai.report.indicators import Indicator, Values, vocabulary
from gongkai.report.model import Number
from gongkai.web.annualreport.domain.figures import plain
from gongkai.web.annualreport.domain.packed import Rows
from gongkai.web.annualreport.models import Figures
from gongkai.web.applications.enums import Phase
from gongkai.web.applications.models import Case
from gongkai.web.common import days


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the things compared. `rate` ones are shares of 1; `editions` of the form know it."""

    key: str
    label: str
    rate: bool
    editions: tuple[str, ...]
    basis: str
    unit: str = ""

    def formula(self, edition: str) -> str:
        """How it comes about, in the form's words."""
        indicator = vocabulary().indicators.get(self.key)
        if indicator is not None:
            return indicator.formula(edition)
        held = vocabulary().held.get(self.key)
        return held.formula if held is not None else editions()[edition].label(self.key)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report says of a measure: the number or share, and for a share what it was divided by; why there is none."""

    value: Number | None
    over: Number | None = None
    why: str = ""


@cache
def measures() -> Mapping[str, Measure]:
    """All measures by their keys: numbers first, then indicators, then those counted where cases are kept."""
    made: dict[str, Measure] = {}
    for address in vocabulary().watched:
        known = tuple(name for name in editions() if address in addresses(name))
        form = editions()[known[-1]]
        table, rest = address.split(".", 1)
        row, column = rest.rsplit(".", 1)
        cell = form.tables[table].column(row, column)
        label = form.label(address)
        made[address] = Measure(address, label, False, known, f"{form.title}（{form.edition}年版）{label}", cell.unit)
    for one in vocabulary().indicators.values():
        made[one.key] = Measure(one.key, one.label, True, one.editions, one.basis)
    for held in vocabulary().held.values():
        made[held.key] = Measure(held.key, held.label, True, tuple(editions()), held.basis)
    return made


def read(rows: Iterable[Figures]) -> dict[int, dict[str, Reading]]:
    """For each row of figures, by its id, what it says of each measure that its edition knows."""
    by_edition: dict[str, list[Figures]] = defaultdict(list)
    for row in rows:
        by_edition[row.edition].append(row)
    made: dict[int, dict[str, Reading]] = {}
    for edition, some in by_edition.items():
        columns = _Columns(edition, some)
        for number, row in enumerate(some):
            said = made[row.pk] = {}
            for key, one in measures().items():
                if edition in one.editions and key not in vocabulary().held:
                    said[key] = _reading(vocabulary().indicators[key], edition, columns.of(number)) if one.rate else Reading(columns.of(number)(key))
    return made


class _Columns:
    """The cells of some rows of one edition, each column taken out once, when it is asked for."""

    def __init__(self, edition: str, rows: list[Figures]) -> None:
        self.packed = Rows(edition, [bytes(row.packed) for row in rows])
        self.known: dict[str, list[int | None]] = {}

    def of(self, number: int) -> Values:
        """Gives the number that one row has at an address."""

        def value(address: str) -> Number | None:
            if address not in self.known:
                self.known[address] = self.packed.column(address)
            found = self.known[address][number]
            return None if found is None else plain(found)

        return value


def of_cells(edition: str, cells: Mapping[str, Number | None]) -> dict[str, Reading]:
    """What a sum of reports says of each measure."""
    return {key: _reading(vocabulary().indicators[key], edition, cells.get) if one.rate else Reading(cells.get(key))
            for key, one in measures().items() if edition in one.editions and key not in vocabulary().held}


def in_time(units: Iterable[int], years: Iterable[int]) -> dict[tuple[int, int], Reading]:
    """按期率 of units that keep their cases here: (unit, year) → the share answered in time; units without cases are missing."""
    made: dict[tuple[int, int], Reading] = {}
    wanted = list(units)
    for year in years:
        answered = Case.objects.filter(body__in=wanted, counted_on__range=(date(year, 1, 1), days.last_of(year)))
        for unit, whole, good in answered.exclude(phase=Phase.DIVIDED).order_by().values_list("body").annotate(
                whole=Count("pk"), good=Count("pk", filter=Q(late=0))):
            made[unit, year] = Reading(Decimal(good) / whole, whole)
    return made


def shown(measure: Measure, value: Number | None) -> str:
    """A value as screens show it: a share as 80.0%, a number plainly, none as —."""
    if value is None:
        return "—"
    if measure.rate:
        return shown_share(Decimal(value))
    return f"{value:,}"


def shown_share(share: Decimal | None) -> str:
    """A share as 80.0%, none as —."""
    return "—" if share is None else f"{share * 100:.1f}%"


def _reading(indicator: Indicator, edition: str, values: Values) -> Reading:
    found = indicator.of_cells(edition, values)
    assert found is not None
    return Reading(found.share, found.over, found.why_none)
