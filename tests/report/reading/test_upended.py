"""A table 4 with one number a line: each number stands with the labels before it, or is withheld."""

from __future__ import annotations

import pytest

from gongkai.report.model import Report
from gongkai.report.reading import read_bytes

TITLE = "晴川县示例局2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n"
ROWS = {"行政复议": "review", "未经复议直接起诉": "litigation_direct", "复议后起诉": "litigation_after_review"}
COLUMNS = {"结果维持": "upheld", "结果纠正": "corrected", "其他结果": "other", "尚未审结": "pending", "总计": "total"}


def lines(between: str = "\t") -> list[str]:
    """Numbers 0, 1, 2 … in order."""
    return [between.join((row, column, str(5 * y + x))) for y, row in enumerate(ROWS) for x, column in enumerate(COLUMNS)]


def read(rows: list[str]) -> Report:
    return read_bytes((TITLE + "\n".join(rows) + "\n").encode(), "x.txt")


def told(report: Report, address: str) -> bool:
    return any(address in finding.cells for finding in report.findings)


@pytest.mark.parametrize("between", ["\t", " | ", "\n", " "])
def test_each_number_stands_with_the_labels_before_it(between: str) -> None:
    got = read(lines(between))
    assert [got.value(f"4.{row}.{column}") for row in ROWS.values() for column in COLUMNS.values()] == list(range(15))


def test_the_order_of_the_lines_does_not_matter() -> None:
    got = read([*reversed(lines())])
    assert [got.value(f"4.{row}.{column}") for row in ROWS.values() for column in COLUMNS.values()] == list(range(15))


@pytest.mark.parametrize("change", ["lost", "twice", "no number"])
def test_where_a_line_is_lost_or_there_twice_nothing_is_read_by_counting(change: str) -> None:
    rows = lines()
    if change == "lost":
        del rows[6]
    elif change == "twice":
        rows.insert(6, rows[6].replace("6", "9"))
    else:
        rows[6] = rows[6].rsplit("\t", 1)[0]
    got = read(rows)
    for y, row in enumerate(ROWS.values()):
        for x, column in enumerate(COLUMNS.values()):
            address = f"4.{row}.{column}"
            assert got.value(address) == 5 * y + x or (got.value(address) is None and told(got, address))
