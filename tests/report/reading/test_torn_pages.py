"""Pages taken apart: one tear in a table's markup, and every cell is right, or null, or listed in a finding.

A tear is what editors and converters do to a table: a cell lost or slipped in, spans left out, a table cut in two, a row of
notes, a column more, two numbers in one cell. ``GONGKAI_SEEDS=20`` tries twenty times as many pages.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from layouts import reports
from layouts.catalogue import LAYOUTS
from layouts.judge import faults
from lxml import etree, html

from gongkai.report.reading import finish, read_bytes

PAGES = 12 * int(os.environ.get("GONGKAI_SEEDS", "1"))
KINDS = ("quiet", "light", "busy", "broken", "only_totals", "no_detail_totals", "sparse")
Tear = Callable[[Any, Random], None]
TEARS: dict[str, Tear] = {}


def tear(made: Tear) -> Tear:
    TEARS[made.__name__] = made
    return made


def rows(table: Any) -> list[Any]:
    return table.xpath(".//tr")


def said(cell: Any) -> str:
    return cell.text_content().strip()


def numbers(row: Any) -> list[Any]:
    return [cell for cell in row.xpath("./td|./th") if said(cell).isdigit()]


def data(table: Any) -> list[Any]:
    return [row for row in rows(table) if len(numbers(row)) > 1]


def say(cell: Any, text: str) -> None:
    for inner in list(cell):
        cell.remove(inner)
    cell.text = text


def new(text: str = "", **attributes: str) -> Any:
    cell = etree.Element("td", attributes)
    cell.text = text
    return cell


@tear
def a_row_is_printed_twice(table, rng):
    row = rng.choice(data(table))
    row.addnext(deepcopy(row))


@tear
def a_row_is_lost(table, rng):
    row = rng.choice(rows(table))
    row.getparent().remove(row)


@tear
def a_number_is_lost(table, rng):
    row = rng.choice(data(table))
    row.remove(rng.choice(numbers(row)))


@tear
def zeros_are_lost(table, rng):
    for row in data(table):
        for cell in numbers(row):
            if said(cell) == "0" and rng.random() < 0.2:
                row.remove(cell)


@tear
def zeros_are_left_blank(table, rng):
    for row in data(table):
        for cell in numbers(row):
            if said(cell) == "0":
                say(cell, "")


@tear
def an_empty_cell_slips_in(table, rng):
    row = rng.choice(data(table))
    row.insert(rng.randrange(len(row) + 1), new())


@tear
def a_span_across_is_lost(table, rng):
    if found := table.xpath(".//*[@colspan]"):
        rng.choice(found).attrib.pop("colspan")


@tear
def a_span_down_is_lost(table, rng):
    if found := table.xpath(".//*[@rowspan]"):
        rng.choice(found).attrib.pop("rowspan")


@tear
def all_spans_across_are_lost(table, rng):
    for cell in table.xpath(".//*[@colspan]"):
        cell.attrib.pop("colspan")


@tear
def all_spans_down_are_lost(table, rng):
    for cell in table.xpath(".//*[@rowspan]"):
        cell.attrib.pop("rowspan")


@tear
def rows_change_places(table, rng):
    found = data(table)
    at = rng.randrange(len(found))
    found[at].addnext(found[at - 1])


@tear
def the_table_is_cut_in_two(table, rng):
    rest = etree.Element("table")
    for row in rows(table)[rng.randrange(1, len(rows(table))):]:
        rest.append(row)
    table.addnext(rest)


@tear
def a_column_before(table, rng):
    for row in rows(table):
        row.insert(0, new())


@tear
def a_column_behind(table, rng):
    word = rng.choice(["", "件", "备注"])
    for row in rows(table):
        row.append(new(word if rng.random() < 0.7 else ""))


@tear
def rows_are_numbered(table, rng):
    for number, row in enumerate(rows(table), 1):
        row.append(new(str(number)))


@tear
def neighbours_run_together(table, rng):
    row = rng.choice(data(table))
    pairs = [(one, other) for one in numbers(row) if (other := one.getnext()) is not None and said(other).isdigit()]
    if pairs:
        one, other = rng.choice(pairs)
        say(one, said(one) + rng.choice(["", " ", "\n", "/"]) + said(other))
        row.remove(other)


@tear
def heads_are_lost(table, rng):
    for row in rows(table)[:rng.randrange(1, 4)]:
        if not numbers(row):
            row.getparent().remove(row)


@tear
def a_measure_above(table, rng):
    row = etree.Element("tr")
    row.append(new("（单位：件）", colspan="10"))
    rows(table)[0].addprevious(row)


@tear
def a_note_below(table, rng):
    row = etree.Element("tr")
    row.append(new(rng.choice(["注：本年新收3件，另有2件", "合计 3", "说明", "总计", "3"]), colspan=str(rng.randrange(1, 11))))
    rows(table)[-1].addnext(row)


@tear
def a_table_around_it(table, rng):
    outer, row, cell = etree.Element("table"), etree.Element("tr"), new()
    table.addprevious(outer)
    outer.append(row)
    row.append(cell)
    cell.append(table)


@tear
def a_label_is_lost(table, rng):
    row = rng.choice(data(table))
    for cell in row.xpath("./td|./th"):
        if not said(cell).isdigit():
            say(cell, "")


@tear
def a_label_is_cut(table, rng):
    row = rng.choice(data(table))
    if labels := [cell for cell in row.xpath("./td|./th") if said(cell) and not said(cell).isdigit()]:
        say(labels[-1], said(labels[-1])[:max(1, len(said(labels[-1])) // 2)])


@tear
def a_label_is_another(table, rng):
    row = rng.choice(data(table))
    if labels := [cell for cell in row.xpath("./td|./th") if said(cell) and not said(cell).isdigit()]:
        say(labels[-1], rng.choice(["其他", "1.", "合计", "小计", "甲项"]))


@pytest.mark.parametrize("name", TEARS)
def test_no_cell_of_a_torn_page_is_silently_wrong(name: str) -> None:
    for seed in range(PAGES):
        rng = Random(f"{name}{seed}")
        report = reports.make(rng.choice(KINDS), rng, form=rng.choice(["2019", "2021", "2021"]))
        sheet = LAYOUTS[rng.choice(["html-plain", "html-word"])](report, rng)
        page = html.document_fromstring(sheet.data.decode())
        tables = [table for table in page.xpath("//table") if not table.xpath(".//table") and data(table)]
        if not tables:
            continue
        TEARS[name](rng.choice(tables), rng)
        read = finish(read_bytes(html.tostring(page, encoding="utf-8"), "报告.html"))
        wrong = [str(fault) for fault in faults(sheet, read) if fault.kind == "silently wrong"]
        assert wrong == [], f"seed {seed}"
