"""Dated parameters: looked up by day, refused with file and line where the file is faulty."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gongkai.engine.lawfile import LAW, LawError
from gongkai.engine.parameters import RULES, load_parameter, load_parameters, parameters
from gongkai.errors import GongkaiError

VALUE = "citation: 某办法第一条, source: 某令, confirmed: 2026-01-01"


def written(folder: Path, text: str, name: str = "reply") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_old_values_stay_and_the_newest_in_force_is_given(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "title: 答复期限\nunit: 工作日\nvalues:\n"
        f"  - {{from: 2008-05-01, value: 15, {VALUE}}}\n  - {{from: 2019-05-15, value: 20, {VALUE}}}\n",
    )
    found = load_parameter(path)
    assert [found.on(date(*day)).value for day in ((2008, 5, 1), (2019, 5, 14), (2019, 5, 15))] == [15, 15, 20]
    with pytest.raises(GongkaiError, match="2008年4月30日"):
        found.on(date(2008, 4, 30))


FAULTS = [
    ("unit: 工作日\nvalues: []\n", r":1: the key 'title' is missing"),
    ("title: 期\nunit: 天\nvalues: []\n", r":2: unknown unit '天'"),
    ("title: 期\nunit: 工作日\nvalues: []\n", r":3: .*at least one value"),
    ("title: 期\nunit: 工作日\nvalues: [20]\n", r":3: each value is a mapping"),
    ("title: 期\nunit: 工作日\nvalue: 20\nvalues: []\n", r":3: unknown key 'value'"),
    (f"title: 期\nunit: 工作日\nvalues:\n  - {{from: 2019-05-15, value: 0, {VALUE}}}\n", r":4: .*above 0"),
    (f"title: 期\nunit: 工作日\nvalues:\n  - {{from: 2019-05-15, value: yes, {VALUE}}}\n", r":4: .*wrong type bool"),
    (
        f"title: 期\nunit: 工作日\nvalues:\n  - {{from: 2019-05-15, value: 20.5, {VALUE}}}\n",
        r":4: 'value' has the wrong",
    ),
    (f"title: 期\nunit: 工作日\nvalues:\n  - {{from: May, value: 20, {VALUE}}}\n", r":4: 'from' must be a date"),
    (f"title: 期\nunit: 工作日\nvalues:\n  - {{from: 2019-05-15, from: 2020-01-01, value: 2, {VALUE}}}\n", r"repeated"),
    (
        f"title: 期\nunit: 工作日\nvalues:\n  - {{from: 2019-05-15, value: 20, {VALUE}}}\n"
        f"  - {{from: 2018-05-15, value: 15, {VALUE}}}\n",
        r":5: values must ascend",
    ),
    (
        "title: 期\nunit: 工作日\nvalues:\n"
        "  - {from: 2019-05-15, value: 20, citation: 条, source: 令, confirmed: null}\n",
        r":4: 'confirmed' must be a date",
    ),
    (f"title: 规\nunit: 规则\nvalues:\n  - {{from: 2019-05-15, value: x, {VALUE}}}\n", r":4: the engine knows no rule"),
    (f"title: 费\nunit: 件\nvalues:\n  - {{from: 2019-05-15, value: {{bands: []}}, {VALUE}}}\n", r"'then' is missing"),
    (
        f"title: 费\nunit: 件\nvalues:\n  - {{from: 2019-05-15, {VALUE}, value: {{then: {{rate: 40}},\n"
        "     bands: [{through: 30, rate: 10}, {through: 20, rate: 20}]}}\n",
        r":5: bands ascend",
    ),
    (f"title: 报\nunit: 月日\nvalues:\n  - {{from: 2019-05-15, value: [2, 29], {VALUE}}}\n", r":4: a day of each year is"),
    (f"title: 报\nunit: 月日\nvalues:\n  - {{from: 2019-05-15, value: [31], {VALUE}}}\n", r":4: a day of each year is"),
    (f"title: 道\nunit: 渠道\nvalues:\n  - {{from: 2019-05-15, value: {{a: b}}, {VALUE}}}\n", r":4: each channel"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_a_faulty_file_is_refused_naming_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LawError) as caught:
        load_parameter(written(tmp_path, text))
    assert "reply.yaml:" in str(caught.value) and re.search(message, str(caught.value)), caught.value


@pytest.mark.parametrize("key", RULES)
def test_a_rule_the_engine_cannot_follow_is_refused(tmp_path: Path, key: str) -> None:
    text = (LAW / "parameters" / f"{key}.yaml").read_text(encoding="utf-8")
    # The first word of the first value, whatever the rule is.
    wrong = re.sub(r"(?m)(^    value: (?:\{\w+: )?)\w+", r"\1some_day", text, count=1)
    assert wrong != text
    with pytest.raises(LawError, match=f"{key}.yaml:"):
        load_parameter(written(tmp_path, wrong, key))


def test_every_parameter_of_the_package_is_cited_and_says_whether_it_was_read() -> None:
    for parameter in parameters().values():
        for value in parameter.values:
            assert "第" in value.citation or "号" in value.citation or "《" in value.citation, parameter.key
            assert isinstance(value.confirmed, date) or len(value.confirmed) > 5, parameter.key


def test_the_doubtful_values_are_these() -> None:
    doubtful = {key for key, parameter in parameters().items() if parameter.newest.doubt}
    assert doubtful == {
        "first_day", "pause", "late_correction", "fee_payment", "fee_restart",
        "fee_by_items", "fee_by_pages", "fee_method", "agency_opinion", "service_other", "returned_post",
        "delay", "reasons", "reanswer", "month_end", "suit_direct", "fee_month", "report_departments", "report_governments", "common_request", "record_count", "record_term", "complaint",
    }  # fmt: skip


def test_a_folder_is_read_whole() -> None:
    assert set(load_parameters(LAW / "parameters")) == {path.stem for path in (LAW / "parameters").glob("*.yaml")}
