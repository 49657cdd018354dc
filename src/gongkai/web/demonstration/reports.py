"""Annual reports: the year before written by some units, and what the clerks need to press for the year that is due.

Another step on a report's way (review, publication, handing in, collecting) has its own function at the end of this module.
"""

from __future__ import annotations

from datetime import date
from random import Random

from gongkai.report.form import edition
from gongkai.web.annualreport.domain import compiling, decisions, facts, writing
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.annualreport.taking import put
from gongkai.web.demonstration import clock
from gongkai.web.demonstration.county import County

WROTE = ("education", "civil", "land", "construction", "water", "shili", "beiyong")
"""Who has written a report of the year before."""
BEGUN = "water"
"""Who has begun with that of the year that is due, and made a mistake in it."""
NUMBERS = {"education": (28, 0, 0, "0"), "civil": (41, 2, 0, "0"), "land": (186, 14, 3, "12.6"), "construction": (233, 21, 5, "8.35"),
           "water": (37, 6, 1, "4.2"), "market": (1320, 164, 22, "0"), "shili": (0, 3, 0, "0"), "beiyong": (0, 0, 0, "0")}
"""Licences, penalties, coercion, fees (万元) of a year; last year's were a little fewer."""
ADDRESSES = ("2.licensing.decisions", "2.penalty.decisions", "2.coercion.decisions", "2.fees.amount")
OWN = {
    "oversight": "明确专人负责政府信息公开工作，全年组织培训{training}次、{people}人参加，每季度自查一次。",
    "town": "县政府将政府信息公开纳入年度工作考核，本单位考核结果为良好；在村（社区）开展社会评议{training}次，没有发生责任追究的情形。",
    "problems": "存在的主要问题：一是{short}部分政策文件的解读形式单一；二是个别公开栏更新不够及时。",
    "improvement": "改进情况：上年提出的栏目更新问题已经整改；下一步将增加图解和问答，公开栏按月检查。",
}


def due_year(now: date) -> int:
    """The year whose report is due next: this year's from November on, else last year's."""
    return now.year if now.month >= 11 else now.year - 1


def fill(county: County, now: date) -> list[AnnualReport]:
    """Numbers of decisions for two years, the reports of the earlier one as drafts that their clerks have finished writing.

    Returns:
        Those reports.
    """
    lots, year = Random(50), due_year(now)
    for key, numbers in NUMBERS.items():
        clerk = county.person(key, "clerk")
        for told, at in ((year - 1, date(year, 1, 8)), (year, now)):
            share = 1 if told == year else 0.9
            values = [int(number * share) for number in numbers[:3]]
            with clock.at(clock.moment(min(at, now), 9)):
                decisions.enter(clerk, county.units[key], told, dict(zip(ADDRESSES, [*values, decisions.number_in(edition("2021"), ADDRESSES[3], numbers[3])],
                                                                         strict=True)), "行政审批系统、法规科台账")
    made = [_written(county, key, year - 1, date(year, 1, 12), lots) for key in WROTE]
    _begun(county, year, now, lots)
    return made


def _written(county: County, key: str, year: int, day: date, lots: Random) -> AnnualReport:
    """A report with all of its text."""
    clerk, unit = county.person(key, "clerk"), county.units[key]
    with clock.at(clock.moment(day, 10)):
        row = compiling.compile_report(clerk, unit, year)
        return writing.save_report(clerk, row, row.version, texts=_texts(row, unit.called, key, lots), signature_day=day)


def _texts(row: AnnualReport, short: str, key: str, lots: Random) -> dict[str, str]:
    told = edition(row.edition)
    headings = {part.key: part.heading for section in told.sections for part in section.parts}
    made = dict(row.texts)
    for one in facts.offers(row):
        made[str(one.section)] = put(made[str(one.section)], one.text, headings.get(one.part, ""))
    known = {"short": short, "training": lots.randint(1, 4), "people": lots.randint(12, 60)}
    made["1"] = put(made["1"], OWN["oversight"].format(**known), headings["oversight"])
    if key in ("shili", "beiyong"):
        made["1"] = put(made["1"], OWN["town"].format(**known), headings["oversight"])
    made["5"] = "\n".join(OWN[name].format(**known) for name in ("problems", "improvement"))
    return made


def _begun(county: County, year: int, now: date, lots: Random) -> None:
    """A draft of the year that is due, whose text says another number of applications than its table."""
    clerk = county.person(BEGUN, "clerk")
    with clock.at(clock.moment(now, 9)):
        row = compiling.compile_report(clerk, county.units[BEGUN], year)
        texts = _texts(row, county.units[BEGUN].called, BEGUN, lots)
        texts["1"] = put(texts["1"], f"全年共收到政府信息公开申请{int(row.cells['3.received.total'] or 0) + 2}件。", "依申请公开")
        writing.save_report(clerk, row, row.version, texts=texts)
