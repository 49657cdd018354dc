"""What the platform counts for a unit's report of a year, cell by cell, each with where it came from.

Tables 3 and 4 come from the cases and disputes, 规章 and 行政规范性文件 from the register, the other numbers of table 2 from what was
entered for the year. A cell that the platform counts and finds nothing for is 0; one that nobody has entered is empty, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.report.form import Form, edition, split_address
from gongkai.web.applications.domain import counting as cases
from gongkai.web.disclosure.domain import counting as register
from gongkai.web.disclosure.models import NormativeDocument
from gongkai.web.organs.models import Unit

TABLE = "2"
CASES, DISPUTES, REGISTER, DECISIONS = "cases", "disputes", "register", "decisions"
SOURCES = {CASES: "依申请公开办理记录", DISPUTES: "复议诉讼记录", REGISTER: "规范性文件登记", DECISIONS: "填报的行政行为数据"}
REGISTERED = {"issued": "issued", "repealed": "repealed", "in_force": "in_force", "made": "issued"}
"""Column of table 2 → the count of the register that it holds: 本年制发, 本年废止, 现行有效; in the older form 本年新制作."""


_OPENED = {"issued": "issued", "made": "issued", "repealed": "ended", "in_force": "in_force"}
"""Column of table 2 → the list of documents on the register's page of counts."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One cell: its number as text, None where there is none; where it comes from."""

    value: str | None
    source: str

    def as_json(self) -> dict[str, str | None]:
        """For `Snapshot.cells`."""
        return {"value": self.value, "source": self.source}


def counted_addresses(form: Form) -> dict[str, str]:
    """The cells that the platform counts itself → their source."""
    made = {}
    for address in form.addresses():
        table, row, column = split_address(address)
        if table == "3":
            made[address] = CASES
        elif table == "4":
            made[address] = DISPUTES
        elif row in ("rules", "normative_documents") and column in REGISTERED:
            made[address] = REGISTER
    return made


def count(unit: Unit, year: int, edition_name: str) -> dict[str, Counted]:
    """Every cell of a unit's own report of a year, in official order, as the rows say at this moment."""
    from gongkai.web.annualreport.domain.decisions import current, plain

    form = edition(edition_name)
    sources = counted_addresses(form)
    three, four = cases.table_3([unit.pk], year), cases.table_4([unit.pk], year)
    documents = register.count(NormativeDocument.objects.filter(unit=unit), year)
    entered = current(unit, year)
    made = {}
    for address in form.addresses():
        table, row, column = split_address(address)
        source = sources.get(address, DECISIONS)
        value: str | None
        if source in (CASES, DISPUTES):
            rows = three if table == "3" else four
            value = str(rows[row][column] if row in rows else 0)
        elif source == REGISTER:
            value = str(documents[row].numbers[REGISTERED[column]])
        else:
            value = plain(entered[address].value) if address in entered else None
        made[address] = Counted(value, source)
    return made


def opens_to(unit: Unit, year: int, address: str, source: str) -> str:
    """The page, behind its own gate, with what a cell counts."""
    table, row, column = split_address(address)
    if source in (CASES, DISPUTES):
        name = "applications:counted_cases" if table == "3" else "applications:counted_disputes"
        return f"{reverse(name, args=[row, column])}?{urlencode({'body': unit.pk, 'year': year, 'scope': 'own'})}"
    if source == REGISTER:
        return f"{reverse('disclosure:documents_counts')}?{urlencode({'unit': unit.pk, 'year': year, 'kind': row, 'open': _OPENED[column]})}#open"
    return f"{reverse('annualreport:decisions')}?{urlencode({'unit': unit.pk, 'year': year})}"
