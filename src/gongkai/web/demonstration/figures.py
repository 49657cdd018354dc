"""Seven years of annual reports of the county's units, as files that the 主管部门 has collected: each written by the core's own writer, read by
its reader, accepted. The numbers are made up, and add up."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from gongkai.report.checking import check
from gongkai.report.form import Form, edition_for
from gongkai.report.model import Number
from gongkai.report.reading import read_bytes
from gongkai.report.reading.typed import typed
from gongkai.report.writing import write
from gongkai.web.annualreport.domain import collecting
from gongkai.web.annualreport.enums import FileState, Scope
from gongkai.web.annualreport.models import AnnualReport, CollectBatch, CollectedFile
from gongkai.web.common import files
from gongkai.web.demonstration import clock
from gongkai.web.demonstration.county import County
from gongkai.web.organs.domain.queries import names_on
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

SPAN = 7
"""Years back from last year."""
ABSENT = "yunling"
"""The town that has not handed in last year's report."""
KINDS = ("person", "person", "person", "enterprise", "legal", "other")
OUTCOMES = ("granted", "granted", "granted", "partial", "denied.third_party", "denied.deliberative", "denied.internal_affairs", "unable.not_held",
            "unable.not_held", "unable.needs_creation", "declined.petition", "declined.repeat", "closed")


def fill(county: County, today: date) -> None:
    """A batch for each year; what has been collected by other ways (collected.py) is left as it is."""
    last = today.year - 1
    lots, boss = random.Random(59), county.person("office", "supervisor")
    assert boss.grants  # read now: in the years that are filled in nobody holds a role yet
    units = [unit for unit in Unit.objects.all() if unit.kind != UnitKind.GOVERNMENT]
    open_cases: dict[int, dict[str, int]] = {unit.pk: {} for unit in units}
    in_force = {unit.pk: lots.randint(4, 18) for unit in units}
    size = {unit.pk: lots.randint(5, 34) for unit in units}
    # A unit that writes its report here (reports.py) hands no file in: an invented one would contradict its next report.
    written = set(AnnualReport.objects.filter(scope=Scope.OWN).values_list("unit", "year"))
    there = written | set(CollectedFile.objects.filter(Q(state=FileState.ACCEPTED) | Q(year=last)).exclude(unit=None).values_list("unit", "year"))
    for year in range(last - SPAN + 1, last + 1):
        form = edition_for(year)
        if form is None:
            continue
        names = names_on(units, date(year, 12, 31))
        with clock.at(clock.moment(date(year + 1, 2, 20), 10)):
            batch = collecting.open_batch(boss, county.root, year=year, name=f"{year}年度各单位年度报告", public=True)
            for unit in units:
                cells = numbers(form, unit, size[unit.pk], open_cases[unit.pk], in_force, lots)
                if (unit.slug == ABSENT and year == last) or (unit.pk, year) in there:
                    continue
                _take_in(county, batch, unit, names[unit.pk], year, form, cells, lots)


def numbers(form: Form, unit: Unit, size: int, waiting: dict[str, int], in_force: dict[int, int], lots: random.Random) -> dict[str, Number | None]:
    """A year's cells of a unit. `waiting` holds the open applications by kind of applicant, and is left as the year leaves it."""
    cells: dict[str, Number | None] = dict.fromkeys(form.addresses(), 0)

    def add(address: str, number: Number = 1) -> None:
        cells[address] = (cells.get(address) or 0) + number

    def count(row: str, kind: str, number: int = 1) -> None:
        for column in (kind, "total"):
            add(f"3.{row}.{column}", number)

    carried = dict(waiting)
    waiting.clear()
    asked: list[str] = []
    for kind, number in carried.items():
        count("carried_in", kind, number)
        asked += [kind] * number
    for _ in range(max(1, size + lots.randint(-size // 3, size // 3))):
        kind = lots.choice(KINDS)
        count("received", kind)
        asked.append(kind)
    for kind in asked:
        if lots.random() < 0.08:
            waiting[kind] = waiting.get(kind, 0) + 1
            count("carried_out", kind)
            continue
        outcome = lots.choice(OUTCOMES)
        if outcome == "closed" and not form.tables["3"].row("closed").rows:
            count("closed", kind)
        else:
            count("closed.not_corrected" if outcome == "closed" else outcome, kind)
        count("processed", kind)
    for row in ("review", "litigation_direct", "litigation_after_review"):
        for column in lots.choices(("upheld", "upheld", "corrected", "other", "pending"), k=lots.randint(0, 3 if row == "review" else 1)):
            add(f"4.{row}.{column}")
            add(f"4.{row}.total")
    if "2.normative_documents.issued" in cells:
        issued, repealed = lots.randint(0, 4), lots.randint(0, min(3, in_force[unit.pk]))
        in_force[unit.pk] += issued - repealed
        cells |= {"2.normative_documents.issued": issued, "2.normative_documents.repealed": repealed, "2.normative_documents.in_force": in_force[unit.pk]}
    for row in ("licensing", "penalty", "coercion"):
        if unit.kind == UnitKind.DEPARTMENT and f"2.{row}.decisions" in cells:
            cells[f"2.{row}.decisions"] = lots.randint(0, 12 if row == "coercion" else 260)
    if "2.fees.amount" in cells and unit.kind == UnitKind.DEPARTMENT:
        cells["2.fees.amount"] = Decimal(lots.randint(0, 90000)) / 100
    return cells


def _take_in(county: County, batch: CollectBatch, unit: Unit, name: str, year: int, form: Form, cells: dict[str, Number | None], lots: random.Random) -> None:
    """A unit's report as a file, read and accepted."""
    day = date(year + 1, 1, 12) + timedelta(days=lots.randint(0, 18))
    made = typed(edition_name=form.edition, unit=name, year=year, title=f"{name}{year}年政府信息公开工作年度报告",
                 preamble=f"本报告依照《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
                 texts={1: f"{year}年，{name}按照《中华人民共和国政府信息公开条例》的要求开展政府信息公开工作，全年收到政府信息公开申请{cells['3.received.total']}件。",
                        5: "政策解读的形式还不够丰富，将继续改进。", 6: "本年度没有收取信息处理费。"},
                 cells=cells, signed=(name, day), scope="本级", check=False)
    data = write(made, "html")
    kept = files.keep(data, f"{name}{year}年度报告.html", unit=county.root, kind="html", media_type="text/html", by=batch.made_by)
    report = read_bytes(data, kept.name)
    report.findings += check(report)
    levels = [finding.level for finding in report.findings]
    row = CollectedFile.objects.create(
        batch=batch, area=county.root, file=kept, name=kept.name, sha256=kept.sha256, state=FileState.READY, unit=unit, matched_by="名称", year=report.year,
        edition=report.edition, reading=report.to_json(), errors=levels.count("error"), warnings=levels.count("warning"), read_at=timezone.now())
    collecting.accept(batch.made_by, row)
