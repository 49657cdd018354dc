"""The engine of declared checks, and the checks of law/checks/arithmetic.yaml."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from factories import report

from gongkai.engine.lawfile import LawError
from gongkai.report.checking import check
from gongkai.report.checking.declared import condition, declared, evaluate, expression, load
from gongkai.report.model import Finding, Report

GOOD = """
title: 试
checks:
  - code: sum.try
    level: warning
    editions: ["2021"]
    values: {a: 2.rules.issued, b: a + 2.rules.repealed - 1}
    when: [b > 3]
    found: b
    message: 表二“{row}”填 {a}，得 {b}。
    basis: 试
    confirmed: 2026-11-22
"""


def codes(made: Report, previous: Report | None = None) -> list[str]:
    return [f.code for f in check(made, previous) if f.code.startswith(("sum.", "year."))]


def one(made: Report, code: str, previous: Report | None = None) -> Finding:
    [finding] = [f for f in check(made, previous) if f.code == code]
    return finding


@pytest.mark.parametrize(("text", "value"), [("2.a.b", 5), ("2.a.b - 3", 2), ("-x + 2.a.b + 10", 8), ("x", 7), ("2.a.c + 1", None)])
def test_an_expression_adds_and_takes_away_and_is_unknown_with_an_empty_cell(text: str, value: int | None) -> None:
    assert expression(text).value({"2.a.b": 5, "x": 7, "2.a.c": None}.get) == value


@pytest.mark.parametrize("text", ["", "2.a.b 3", "2.a.b * 2", "__import__('os')", "1 +", "a..b"])
def test_anything_else_is_no_expression(text: str) -> None:
    with pytest.raises(ValueError, match="expression"):
        expression(text)


def test_a_condition_on_an_empty_cell_does_not_hold_whichever_way_it_is_put() -> None:
    assert not condition("a > 0").holds({"a": None})
    assert not condition("a <= 0").holds({"a": None})
    assert condition("a != 2").holds({"a": Decimal("2.5")})


def test_a_declared_check_fills_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    [rule] = load(tmp_path / "a.yaml")
    [finding] = evaluate(rule, report({"2.rules.issued": 4, "2.rules.repealed": 2}))
    assert (finding.message, finding.found, finding.cells) == (
        "表二“规章”填 4，得 5。", 5, ("2.rules.issued", "2.rules.repealed"))
    assert list(evaluate(rule, report(edition_name="2019", year=2020))) == []


@pytest.mark.parametrize(("old", "new", "says"), [
    ("2.rules.issued,", "2.rules.made,", "has no cell '2.rules.made'"),
    ("b: a +", "b: c +", "'c' is neither"),
    ("when: [b > 3]", "when: [c > 3]", "no value is named 'c'"),
    ("when: [b > 3]", "when: [b]", "no comparison"),
    ("得 {b}", "得 {c}", "placeholder {c}"),
    ("level: warning", "level: grave", "level is one of"),
    ('editions: ["2021"]', 'editions: ["2050"]', "no edition '2050'"),
    ("basis: 试", "base: 试", "unknown key 'base'"),
    ("得 {b}。", "得 {b}。另。", "one sentence"),
])
def test_a_declaration_that_cannot_be_trusted_is_refused_with_file_and_line(
        tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(LawError, match=r"a\.yaml:\d+: ") as error:
        load(tmp_path / "a.yaml")
    assert says in str(error.value)


def test_every_declared_check_names_at_most_its_editions_cells() -> None:
    assert all(rule.cases and rule.editions for rule in declared())


@pytest.mark.parametrize("unit", ["某县示例镇人民政府", "某市某区示例街道办事处", "某县司法局", "某县人民政府", "某旗人民政府办公室"])
def test_rules_at_a_unit_that_cannot_make_them_are_an_error(unit: str) -> None:
    finding = one(report({"2.rules.in_force": 6}, unit=unit), "sum.rules_without_power")
    assert (finding.level, finding.found) == ("error", 6)
    assert "现行有效件数 6" in finding.message and unit in finding.message


@pytest.mark.parametrize(("unit", "wanted"), [
    ("某市人民政府", []), ("某省人民政府", []), ("某自治区人民政府", []), ("国家示例局", []), ("某自治州人民政府", []),
    ("某市司法局", ["sum.rules_unlikely"]), (None, [])])
def test_rules_elsewhere_are_no_error(unit: str | None, wanted: list[str]) -> None:
    made = report({"2.rules.issued": 1, "2.rules.in_force": 6}, unit=unit)
    assert codes(made) == wanted


def test_a_manifests_kind_comes_before_the_units_name() -> None:
    assert codes(report({"2.rules.in_force": 6}, unit="某市司法局", unit_kind="县级部门")) == ["sum.rules_without_power"]


def test_a_unit_without_name_is_what_its_text_says_of_itself_twice() -> None:
    values = {"2.rules.in_force": 6}
    assert codes(report(values, unit=None, sections={1: "结合我镇实际，现汇报我镇情况。"})) == ["sum.rules_without_power"]
    assert codes(report(values, unit=None, sections={1: "结合我镇实际。"})) == []
    assert codes(report(values, unit="某市人民政府", sections={1: "结合我镇实际，现汇报我镇情况。"})) == []


def test_decisions_that_are_last_year_plus_change_are_a_warning() -> None:
    values = {"2.licensing.previous": 61, "2.licensing.change": 36, "2.licensing.decisions": 97}
    finding = one(report(values, edition_name="2019", year=2020), "sum.decisions_accumulated")
    assert finding.level == "warning" and "97" in finding.message and "行政许可" in finding.message
    assert codes(report({**values, "2.licensing.decisions": 98}, edition_name="2019", year=2020)) == []
    assert codes(report({"2.coercion.previous": 4, "2.coercion.change": -4}, edition_name="2019", year=2020)) == []


def test_more_disclosed_this_year_than_in_all_is_an_error() -> None:
    made = report({"2.normative_documents.made": 87, "2.normative_documents.disclosed": 87}, edition_name="2019", year=2019)
    assert codes(made) == ["sum.disclosed_beyond_total"]


def test_more_issued_than_in_force_and_repealed_is_a_warning() -> None:
    assert codes(report({"2.normative_documents.issued": 3, "2.normative_documents.in_force": 1})) == ["sum.issued_beyond_in_force"]
    assert codes(report({"2.normative_documents.issued": 3, "2.normative_documents.in_force": 1,
                         "2.normative_documents.repealed": 2})) == []


def test_more_repealed_than_ever_were_is_an_error_told_once() -> None:
    last = report({"2.normative_documents.in_force": 4}, year=2022)
    made = report({"2.normative_documents.repealed": 6, "2.normative_documents.issued": 1})
    assert codes(made, last) == ["sum.repealed_beyond_in_force"]
    finding = one(made, "sum.repealed_beyond_in_force", last)
    assert finding.expected == 5 and "2022年度现行有效 4 件" in finding.message


def test_an_amount_that_seems_to_be_in_yuan_is_a_notice() -> None:
    finding = one(report({"2.fees.amount": 188710}, unit="某县示例局"), "sum.amount_in_yuan")
    assert finding.level == "notice" and "万元" in finding.message
    for value, unit in ((Decimal("18.871"), "某县示例局"), (316441, "某市人民政府"), (50000, "某县示例局")):
        assert codes(report({"2.fees.amount": value}, unit=unit)) == []
