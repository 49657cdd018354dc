"""What the county published: each item written, reviewed and published by its own people, at its own time."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from gongkai.report.form import editions
from gongkai.report.frames import addresses
from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import write
from gongkai.web.demonstration import clock
from gongkai.web.demonstration.county import County, data
from gongkai.web.disclosure.domain import (
    interpreting,
    items,
    publishing,
    queries,
    register,
    reviewing,
    scheduling,
    submitting,
)
from gongkai.web.disclosure.domain.screen import findings
from gongkai.web.disclosure.enums import Attribute, NormativeAct, Verdict
from gongkai.web.disclosure.models import CatalogueNode, Item, ItemVersion

YEARS = (2025, 2026)
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
HALVES = ("上半年", "下半年")
_DRAWN = re.compile(r"\{(n\d+)(?::(\d+)-(\d+))?\}")
COLUMNS = {"ZD": "《条例》第四十五条", "NB": "《条例》第四十九条"}
"""The portal's fixed columns: the article under which what stands there is published."""
ROLES = {0: "secrecy", 1: "reviewer", 2: "head", 3: "signer"}


@dataclass(frozen=True)
class Plan:
    """One item to be written: whose, when, with what in the braces."""

    series: Any
    unit: str
    day: date
    words: dict[str, Any]


def plans(county: County, last: date) -> list[Plan]:
    """Every item up to a day, in the order of their days."""
    found: list[Plan] = []
    for series in data("items.yaml")["series"]:
        for key in _whose(county, series["of"]):
            for day, words in _days(series):
                if day < last:
                    found.append(Plan(series, key, day, words))
    return sorted(found, key=lambda plan: (plan.day, plan.unit, plan.series["key"]))


def fill(county: County, now: date) -> dict[tuple[str, int], Item]:
    """Write, review and publish everything, then leave some items under way.

    Returns:
        The items by the series' key and the year.
    """
    lots, numbers = random.Random(2026), Counter[tuple[str, int]]()
    made: dict[tuple[str, int], Item] = {}
    for plan in plans(county, now - timedelta(3)):
        values = _values(county, plan, lots, numbers)
        slow = lots.random() < 0.04
        published = min(plan.day + timedelta(lots.randint(34, 48) if slow else lots.randint(1, 12)), now - timedelta(1))
        with clock.at(clock.moment(plan.day, 10, lots.randint(0, 59))):
            item = items.create_item(county.person(plan.unit, "clerk"), county.units[plan.unit], values)
        item = through(county, plan.unit, item, published, lots)
        made[plan.series["key"], plan.day.year] = item
        if document := made.get((plan.series.get("explains", ""), plan.day.year)):
            interpreting.bind(county.person(plan.unit, "clerk"), document, item, plan.series["form"])
        _registered(county, plan, item, now)
    _under_way(county, now, lots)
    return made


def through(county: County, unit: str, item: Item, day: date, lots: random.Random) -> Item:
    """Take an item through its reviews and publish it, all on one day."""
    with clock.at(clock.moment(day, 14, lots.randint(0, 20))):
        version = _submitted(county, unit, item)
    for level in range(version.levels + 1):
        with clock.at(clock.moment(day, 15, 10 * level + lots.randint(0, 9))):
            _passed(county, unit, version, level)
    with clock.at(clock.moment(day, 16, lots.randint(0, 59))):
        publishing.publish_item(county.person(unit, "clerk"), item)
    return Item.objects.get(pk=item.pk)


def _submitted(county: County, unit: str, item: Item) -> ItemVersion:
    row = Item.objects.get(pk=item.pk)
    reasons = {finding.key: "经核对，属于应当公开的内容。" for finding in findings(row)}
    return submitting.submit_item(county.person(unit, "clerk"), row, row.version, reasons)


def _passed(county: County, unit: str, version: ItemVersion, level: int) -> None:
    conclusion = {"conclusion": version.content["attribute"], "basis": _basis(version.item.node.code)} if level == 0 else {}
    reviewing.take_step(county.person(unit, ROLES[level]), version, level, Verdict.PASSED, opinion="同意。" if level else "", **conclusion)


def _whose(county: County, of: Any) -> list[str]:
    wanted = [of] if isinstance(of, str) else of
    kinds = {key: unit.kind for key, unit in county.units.items()}
    return [key for key in county.units if "all" in wanted or key in wanted or kinds[key] in wanted]


def _days(series: Any) -> Iterator[tuple[date, dict[str, Any]]]:
    """The days on which a series has an item, each with its words."""
    for year in [series["once"]] if "once" in series else YEARS:
        words = {"year": year, "last": year - 1, "next": year + 1}
        on = series["day"]
        if series.get("each") == "quarter":
            # A quarter's figures come in the month after it.
            for number, quarter in enumerate(QUARTERS):
                month, later = (3 * number + 3) % 12 + 1, year + (number == 3)
                yield date(later, month, on[0]), {**words, "quarter": quarter}
        elif series.get("each") == "half":
            yield date(year, 7, on[0]), {**words, "half": HALVES[0]}
            yield date(year + 1, 1, on[0]), {**words, "half": HALVES[1]}
        else:
            yield date(year, *on), words


def _values(county: County, plan: Plan, lots: random.Random, numbers: Counter[tuple[str, int]]) -> dict[str, Any]:
    series, unit = plan.series, county.units[plan.unit]
    drawn: dict[str, int] = {}
    # The name of the day: what was published before a bureau took a new name says the old one.
    name = unit.names.on(plan.day).first()
    words = {**plan.words, "unit": name.name if name else unit.name, "short": (name.short_name if name else "") or unit.called,
             "n0": unit.called[-1]}

    def text(template: str) -> str:
        def draw(found: re.Match[str]) -> str:
            if found[2] is None:
                return str(words.get(found[1], drawn.get(found[1], "")))
            return str(drawn.setdefault(found[1], lots.randint(int(found[2]), int(found[3]))))

        return _DRAWN.sub(draw, template).format(**words)

    node = series["node"] if isinstance(series["node"], str) else series["node"][unit.kind]
    number = ""
    if series.get("number"):
        numbers[plan.unit, plan.day.year] += lots.randint(1, 4)
        number = f"{unit.document_word}〔{plan.day.year}〕{numbers[plan.unit, plan.day.year]}号"
    return {
        "title": text(series["title"]), "summary": text(series["summary"]), "made_on": plan.day, "document_number": number,
        "genre": series["genre"], "subject": series["subject"], "node": _node(unit, node), "attribute": Attribute.ACTIVE,
        "attribute_reason": f"属于{_basis(node)}规定应当主动公开的政府信息",
        "body": _report([text(part) for part in series["report"]], words["unit"], plan.day) if "report" in series
        else _html([text(line) for line in series["body"]], words["unit"], plan.day),
    }


def _node(unit: Any, code: str) -> CatalogueNode:
    return queries.nodes_for(unit).get(code=code)


def _basis(code: str) -> str:
    """The article that a row of the catalogue stands for."""
    if code in COLUMNS:
        return COLUMNS[code]
    if code.startswith("20"):
        digits = "一二三四五六七八九十"
        number = int(code[2:])
        return f"《条例》第二十条第（{digits[number - 1] if number <= 10 else '十' + digits[number - 11]}）项"
    return "《条例》第二十一条"


def _html(lines: list[str], unit: str, day: date) -> str:
    made: list[str] = []
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("| ").split("|")])
            continue
        if rows:
            made.append(_table(rows))
            rows = []
        if line.startswith("# "):
            made.append(f"<h2>{escape(line[2:])}</h2>")
        elif line:
            made.append(f"<p>{escape(line)}</p>")
    sign = f"{day.year}年{day.month}月{day.day}日"
    return "".join([*made, f'<p class="align-right">{escape(unit)}</p><p class="align-right">{sign}</p>'])


def _report(parts: list[str], unit: str, day: date) -> str:
    """An annual report in which all cells are 0: preamble, then the text of each section."""
    form = editions()["2021"]
    report = Report(edition=form.edition, unit=unit, year=day.year - 1, title="", preamble=parts[0], published=day)
    report.cells = {address: Cell(0, "0") for address in addresses(form.edition)}
    report.sections = [Section(told.number, told.heading, part) for told, part in zip(form.sections, parts[1:], strict=True)]
    return write(report, "html", fragment=True).decode().partition("</h2>")[2]  # the page has the title


def _table(rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><tbody><tr>{head}</tr>{body}</tbody></table>"


def _registered(county: County, plan: Plan, item: Item, now: date) -> None:
    """Enter a normative document into the register, and what became of it."""
    years = plan.series.get("normative")
    if not years:
        return
    clerk = county.person(plan.unit, "clerk")
    until = date(plan.day.year + years, plan.day.month, plan.day.day) - timedelta(1)
    document = register.register_document(
        clerk, county.units[plan.unit], kind="normative_documents", title=item.title, document_number=item.document_number,
        issued_on=plan.day, valid_until=until, item=item)
    if (repealed := plan.series.get("repealed")) and date.fromisoformat(repealed) <= now:
        register.record_act(clerk, document, NormativeAct.REPEALED, on=date.fromisoformat(repealed), note="清理决定")


def _under_way(county: County, now: date, lots: random.Random) -> None:
    """One item at each stage, so that everybody finds something to do."""
    for row in data("items.yaml")["under_way"]:
        key, upto = row["unit"], row["upto"]
        unit = county.units[key]
        withheld = upto == "withheld"
        day = now - timedelta(2)
        with clock.at(clock.moment(day, 9, lots.randint(0, 59))):
            item = items.create_item(county.person(key, "clerk"), unit, {
                "title": row["title"], "summary": "", "made_on": day, "genre": row["genre"], "subject": row["subject"],
                "node": _node(unit, row["node"]), "attribute": Attribute.WITHHELD if withheld else Attribute.ACTIVE,
                "attribute_reason": "行政执法案卷信息（《条例》第十六条第二款）" if withheld else f"属于{_basis(row['node'])}规定的内容",
                "reassess_on": now + timedelta(20) if withheld else None,
                "body": f"<p>{escape(row['title'])}的具体内容。</p>"})
            if upto == "draft":
                continue
            version = _submitted(county, key, item)
            if upto == "secrecy":
                continue
            if upto == "doubt":
                reviewing.take_step(county.person(key, "secrecy"), version, 0, Verdict.DOUBT, to_unit=county.units["office"],
                                    question="该材料涉及历史遗留矿山权属争议，是否属于应当主动公开的信息，请予明确。")
                continue
            _passed(county, key, version, 0)
            if upto == "review":
                continue
            for level in range(1, version.levels + 1):
                _passed(county, key, version, level)
            if upto == "scheduled":
                scheduling.schedule_item(county.person(key, "clerk"), item, clock.moment(now + timedelta(3), 9))
