"""A grid of a known layout is read by its plan: nothing else comes out than a full reading would give.

``GONGKAI_SEEDS=20`` tries twenty times as many pages.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from layouts import LAYOUTS, make

from gongkai.errors import UnreadableReport
from gongkai.report.reading import finish, html_known, plans, read_bytes
from gongkai.report.reading.decoding import decode

SEEDS = 3 * int(os.environ.get("GONGKAI_SEEDS", "1"))
GRIDS = [name for name in LAYOUTS if name.startswith("html")]
WORDS = ("", " ", "/", "-", "无", "0", "7", "007", "1203", "1,203", "12.5", "3件", "约5", "２２", "减4", "22（其中修订16件）", "0 0 1", "0000000",
         "251000元", "总计", "其他", "行政许可", "自然人", "规章", "不详", "\u200b5", "五",
         "123456789", "1234567890", "1 2", "行政许可 3", "3 行政许可")
_CELL = re.compile(r"(?<=>)(\s*\d+\s*)(?=<)")


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    _forget()
    yield
    _forget()


def _forget() -> None:
    plans.forget()
    html_known.forget()


def _read(data: bytes) -> dict[str, Any] | str:
    """All that is read from a page, or why it cannot be read."""
    try:
        made = finish(read_bytes(data, "report.html")).to_json()
    except UnreadableReport as error:
        return str(error)
    del made["source"]
    return made


def _in_full(data: bytes) -> dict[str, Any] | str:
    _forget()
    return _read(data)


def _page(layout: str, kind: str, seed: object) -> str:
    return decode(LAYOUTS[layout](make(kind, Random(f"{seed}"), form="2021"), Random(1)).data).text


def _changed(page: str, rng: Random) -> str:
    """The page with some of its numbers replaced by other words, and now and then a tag lost."""
    cells = list(_CELL.finditer(page))
    for cell in sorted(rng.sample(cells, min(len(cells), rng.choice((1, 1, 2, 40)))), key=lambda cell: -cell.start()):
        page = page[:cell.start()] + rng.choice(WORDS) + page[cell.end():]
    if rng.random() < 0.3:
        tag = rng.choice(list(re.finditer(r"</?t[dr][^>]*>|[\u4e00-\u9fff]", page)))
        page = page[:tag.start()] + page[tag.end():]
    return page


def _planned(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each document read from now on, whether a plan was used."""
    from gongkai.report.reading import assembling

    used: list[bool] = []

    def find(outlines: Any) -> Any:
        plan = plans.find(outlines)
        used.append(plan is not None)
        return plan

    monkeypatch.setattr(assembling, "find", find)
    return used


@pytest.mark.parametrize("layout", GRIDS)
def test_a_plan_gives_what_a_full_reading_gives(layout: str) -> None:
    for seed in range(SEEDS):
        rng = Random(f"{layout} {seed}")
        kind = rng.choice(("busy", "quiet", "broken", "sparse", "light"))
        other, page = _page(layout, kind, "other"), _page(layout, kind, seed)
        changed = _changed(page, rng)
        known = [_changed(other, rng), other, page]
        for each in known:
            _read(each.encode())
        by_plan = [_read(each.encode()) for each in (page, changed)]
        assert by_plan == [_in_full(each.encode()) for each in (page, changed)], (kind, seed)


def test_other_numbers_in_the_same_layout_are_read_by_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    used = _planned(monkeypatch)
    for seed in range(3):
        _read(_page("html-plain", "busy", seed).encode())
    assert used == [False, True, True]


@pytest.mark.parametrize(("old", "new"), [
    (">总计<", ">合计<"), (">规章<", ">规 章<"), (">0<", "><"), (">0<", ">/<"), (">0<", ">3件<"), (">0<", ">00<"),
    ("<td>0<", '<td rowspan="2">0<'), ("<td>0<", '<td colspan="2">0<')])
def test_what_is_not_just_the_same_is_read_in_full(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page("html-plain", "quiet", 1)
    assert old in page
    used = _planned(monkeypatch)
    _read(page.encode())
    _read(page.replace(old, new, 1).encode())
    assert used == [False, False]


@pytest.mark.parametrize("printed", [*WORDS, "<b>1</b>0", "<b>0</b>7", "<b>12</b>.5", "<b>1</b> 0", "<p>1</p><p>0</p>"])
def test_whatever_stands_where_a_known_table_has_a_number_is_read_as_it_would_be_in_full(printed: str) -> None:
    page = _page("html-plain", "busy", 1)
    changed = _CELL.sub(printed, page, count=1)
    for known in 3 * [page] + 3 * [_CELL.sub("<b>1</b>1", page, count=1)]:
        _read(known.encode())
    assert _read(changed.encode()) == _in_full(changed.encode())


def test_a_table_in_the_text_beside_the_grids_is_read_in_full() -> None:
    page = _page("html-plain", "quiet", 1)
    rows = "<p>行政许可|41</p><p>行政处罚|3</p><p>行政强制|2</p><p>规章|1|0|1</p>"
    more = page.replace("<table", f"{rows}<table", 1)
    _read(page.encode())
    assert _read(more.encode()) == _in_full(more.encode())


def test_a_misprinted_label_is_told_again_where_it_stands() -> None:
    pages = [_page("html-plain", "quiet", seed).replace("行政处罚", "行政处罸") for seed in (1, 2)]
    first = _read(pages[0].encode())
    moved = pages[1].replace("<table", "<table><tr><td>说明</td></tr></table><table", 1)
    found = _read(moved.encode())
    assert isinstance(first, dict) and isinstance(found, dict)
    assert [f["code"] for f in found["findings"]].count("read.label_misprint") == 1
    assert found == _in_full(moved.encode())


@pytest.mark.parametrize("numbers", [range(1, 99), range(2, 99), (7,) * 99, (0,) * 99])
def test_numbers_before_labels_are_row_numbers_or_not_by_what_they_are(numbers: Any) -> None:
    def numbered(start: int) -> str:
        page = _page("html-plain", "quiet", 1)
        given = iter(numbers if start else [number * 5 % 17 for number in range(99)])
        return re.sub(r"(<tr><td[^>]*>)((?:（[一二三四五六七]）|\d\.|[一二三四五六七]、)[^<]*<)", lambda row: f"{row[1]}{next(given)}</td><td>{row[2]}", page)

    _read(numbered(0).encode())
    assert _read(numbered(1).encode()) == _in_full(numbered(1).encode())


def test_no_more_plans_are_kept_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_MOST", 3)
    page = _page("html-plain", "quiet", 1)
    for number in range(6):
        _read(page.replace("规章", "规章" + " " * number, 1).encode())
    assert len(plans._KEPT) <= 3


def test_money_under_a_head_that_names_another_unit_is_converted_each_time() -> None:
    page = re.sub(r"(行政事业性收费</td>\s*<td[^>]*>)[^<]*", r"\g<1>0", _page("html-plain", "quiet", 1)).replace("（单位：万元）", "（单位：元）")
    assert read_bytes(page.encode(), "x.html").value("2.fees.amount") == 0
    dear = re.sub(r"(行政事业性收费</td>\s*<td[^>]*>)0", r"\g<1>172000", page)
    assert read_bytes(dear.encode(), "x.html").value("2.fees.amount") == Decimal("17.2")
