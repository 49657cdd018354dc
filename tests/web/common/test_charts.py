from decimal import Decimal
from xml.etree import ElementTree

import pytest

from gongkai.web.common import charts


def shapes(chart, name):
    return [one for one in ElementTree.fromstring(chart.svg).iter() if one.tag == name]


def test_bars_are_as_high_as_their_numbers_say():
    chart = charts.bars("公开数量", ["2024", "2025", "2026"], {"规章": [10, 20, 0]}, unit="件")
    highs = [float(bar.get("height")) for bar in shapes(chart, "rect")]
    assert highs[1] == pytest.approx(2 * highs[0]) and highs[2] == 0
    assert [bar.find("title").text for bar in shapes(chart, "rect")][1] == "2025 规章：20件"
    assert chart.heads == ["年份", "规章"] and chart.rows[1] == ("2025", ["20"]) and chart.legend == []


def test_a_line_has_a_gap_where_there_is_no_number_and_the_table_says_so():
    chart = charts.lines("数量", ["1", "2", "3", "4"], {"甲": [1, None, 3, 4], "乙": [Decimal("1.5"), 2, 3, 4]})
    assert shapes(chart, "path")[0].get("d").count("M") == 2
    assert chart.rows[1] == ("2", ["—", "2"]) and chart.rows[0] == ("1", ["1", "1.5"])
    assert [name for name, _ in chart.legend] == ["甲", "乙"]


@pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (3, 3), (7, 8), (12, 15), (100, 100), (4_321, 5_000), (0.3, 0.3), (99_999, 100_000)])
def test_the_axis_ends_at_a_round_number_not_below_the_largest(most, top):
    found, steps = charts._scale({"甲": [most]})
    assert found == pytest.approx(top) and len(steps) <= 6 and steps[0] == 0


def test_nothing_in_a_chart_breaks_the_page():
    chart = charts.bars('<script>"', ["<b>"], {"<i>": [1]})
    assert "<script>" not in chart.svg and "<b>" not in chart.svg and "style" not in chart.svg
    assert charts.bars("空", [], {"甲": []}).rows == []
