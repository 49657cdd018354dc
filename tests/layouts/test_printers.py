"""The printers themselves: what they print is what they say they printed."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from gongkai.report.form import edition
from layouts import KINDS, LAYOUTS, make
from layouts.grids import laid_out, tables, width


@pytest.mark.parametrize("name", ["bars", "bars-leading", "markdown", "one-a-line", "tabs", "spaces", "wrapped", "html-plain"])
def test_every_number_of_the_truth_is_printed(name: str) -> None:
    report = make("busy", Random(name))
    sheet = LAYOUTS[name](report, Random(1))
    words = Counter(re.findall(r"(?<![\d.])-?\d+(?:\.\d+)?(?![\d.])", sheet.data.decode()))
    assert not Counter(str(value) for value in sheet.truth.values()) - words


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_the_same_for_the_same_seed(name: str) -> None:
    report = make("sparse", Random(2))
    first, second = (LAYOUTS[name](report, Random(4)) for _ in range(2))
    assert first == second
    assert first.doubtful <= set(first.truth)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("kind", sorted({*KINDS} - {"broken", "empty", "only_totals", "no_detail_totals", "sparse"}))
def test_a_report_without_planted_faults_meets_every_declared_sum(kind: str, form: str) -> None:
    report = make(kind, Random(9), form=form)
    for check in edition(form).sums:
        table = edition(form).tables[check.table]
        if check.per == "row":
            for row in table.leaves():
                total, *parts = (report.values[f"{check.table}.{row.key}.{key}"] for key in (*check.left, *check.right))
                assert total == sum(parts)
            continue
        for column in table.columns:
            left, right = (sum(report.values[f"{check.table}.{leaf.key}.{column.key}"]
                               for row in side for leaf in table.row(row).leaves()) for side in (check.left, check.right))
            assert left == right


@pytest.mark.parametrize(("form", "grouped", "rows"), [("2019", False, 26), ("2021", False, 28), ("2021", True, 26)])
def test_the_grids_have_the_shape_of_the_form(form: str, grouped: bool, rows: int) -> None:
    made = tables(make("quiet", Random(1), form=form, grouped=grouped))
    assert (width(made["2"]), width(made["3"]), width(made["4"])) == (4, 10, 15)
    assert len(made["3"]) == rows
    for grid in made.values():
        assert len({len(line) for line in laid_out(grid)}) == 1
