"""Editions as data: addresses, labels and sums of the form; broken form files are refused; an edition is a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from invented_edition import UNIT, copied, invent

import gongkai
from gongkai.engine.lawfile import LAW, LawError
from gongkai.report.form import Column, Head, edition, edition_for, editions, load, split_address

# DESIGN.md, "Addresses of cells".
TABLE_TWO = {
    "2021": {"rules": "issued repealed in_force", "normative_documents": "issued repealed in_force",
             "licensing": "decisions", "penalty": "decisions", "coercion": "decisions", "fees": "amount"},
    "2019": {"rules": "made disclosed total_disclosed", "normative_documents": "made disclosed total_disclosed",
             "licensing": "previous change decisions", "other_services": "previous change decisions",
             "penalty": "previous change decisions", "coercion": "previous change decisions",
             "fees": "previous change", "procurement": "projects amount"},
}
DENIED = "state_secret law_prohibited security_stability third_party internal_affairs deliberative enforcement_file " \
         "administrative_query"
OUTCOMES = ["granted", "partial", *(f"denied.{item}" for item in DENIED.split()),
            *(f"unable.{item}" for item in ["not_held", "needs_creation", "still_unclear"]),
            *(f"declined.{item}" for item in ["petition", "repeat", "publication", "excessive", "reconfirm"])]
CLOSED = {"2021": ["closed.not_corrected", "closed.fee_unpaid", "closed.other"], "2019": ["closed"]}
PERSONS = ["person", "enterprise", "research", "welfare", "legal", "other", "total"]
RESULTS = ["upheld", "corrected", "other", "pending", "total"]


def _designed(name: str) -> list[str]:
    rows = ["received", "carried_in", *OUTCOMES, *CLOSED[name], "processed", "carried_out"]
    return [*(f"2.{row}.{column}" for row, columns in TABLE_TWO[name].items() for column in columns.split()),
            *(f"3.{row}.{column}" for row in rows for column in PERSONS),
            *(f"4.{row}.{column}" for row in ("review", "litigation_direct", "litigation_after_review")
              for column in RESULTS)]


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_addresses_are_those_of_the_design_in_official_order(name: str) -> None:
    assert edition(name).addresses() == _designed(name)


def test_both_editions_stand_oldest_first_and_none_is_made_up() -> None:
    assert list(editions()) == ["2019", "2021"]
    with pytest.raises(KeyError):
        edition("2020")


@pytest.mark.parametrize(("year", "wanted"), [(2008, None), (2018, None), (2019, "2019"), (2020, "2019"),
                                              (2021, "2021"), (2025, "2021"), (2099, "2021")])
def test_the_year_decides_the_edition(year: int, wanted: str | None) -> None:
    form = edition_for(year)
    assert (form.edition if form else None) == wanted


@pytest.mark.parametrize(("address", "words"), [
    ("3.denied.state_secret.person", "表三“1.属于国家秘密”自然人"),
    ("3.closed.total", "表三“（六）其他处理”总计"),
    ("2.fees.amount", "表二“行政事业性收费”本年收费金额（单位：万元）"),
    ("4.litigation_after_review.pending", "表四“复议后起诉”尚未审结"),
])
def test_a_cell_is_told_in_the_forms_own_words(address: str, words: str) -> None:
    assert edition("2021").label(address) == words


@pytest.mark.parametrize("address", ["5.rules.issued", "2.rules.made", "3.denied.person.total", "4.review.person"])
def test_an_address_that_the_form_lacks_has_no_words(address: str) -> None:
    with pytest.raises(KeyError):
        edition("2021").label(address)


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_every_address_splits_into_table_row_and_column(name: str) -> None:
    form = edition(name)
    for address in form.addresses():
        table, row, column = split_address(address)
        assert f"{table}.{row}.{column}" == address
        assert form.tables[table].column(row, column).key == column


def test_groups_have_an_address_and_their_items() -> None:
    table = edition("2021").tables["3"]
    assert [group.key for group in table.groups()] == ["denied", "unable", "declined", "closed"]
    assert [leaf.key for leaf in table.row("closed").leaves()] == CLOSED["2021"]
    assert "closed" in table and "closed.person" not in table
    assert edition("2019").tables["3"].row("closed").leaves() == (edition("2019").tables["3"].row("closed"),)


def test_an_item_knows_what_it_lies_under() -> None:
    table = edition("2021").tables["3"]
    assert table.row("denied.state_secret").under == ("三、本年度办理结果", "（三）不予公开")
    assert table.column("received", "legal").under == ("申请人情况", "法人或其他组织")


def test_only_changes_may_be_negative_and_only_money_is_in_wan() -> None:
    columns = {(name, f"{number}.{row.key}.{column.key}"): column for name, form in editions().items()
               for number, table in form.tables.items() for row in table.leaves()
               for column in table.block_of(row.key).columns}
    assert {key for key, column in columns.items() if column.negative} == {
        ("2019", f"2.{row}.change") for row in ("licensing", "other_services", "penalty", "coercion", "fees")}
    assert {key for key, column in columns.items() if column.unit == "万元"} == {
        ("2019", "2.procurement.amount"), ("2021", "2.fees.amount")}


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_the_declared_sums_bind_every_number_of_tables_three_and_four(name: str) -> None:
    form = edition(name)
    rows = {leaf.key for declared in form.sums if declared.table == "3" and declared.per == "column"
            for term in (*declared.left, *declared.right) for leaf in form.tables["3"].row(term).leaves()}
    assert rows == {leaf.key for leaf in form.tables["3"].leaves()}
    for number, keys in (("3", PERSONS), ("4", RESULTS)):
        per_row = [declared for declared in form.sums if declared.table == number and declared.per == "row"]
        assert [sorted((*declared.left, *declared.right)) for declared in per_row] == [sorted(keys)]


# -- a gallery of broken files ------------------------------------------------------------------------------------

WHOLE = """\
edition: "2031"
title: 年度报告
years: {from: 2031, to: null}
citation: {document: 某函〔2031〕1号, name: 某通知, date: 2031-01-01, source: 自编, confirmed: 2031-01-02}
sections:
  - {number: 1, heading: 总体情况, parts: [{key: proactive, heading: 主动公开}]}
tables:
  - number: "3"
    section: 1
    layout: down
    blocks:
      - columns:
          - {key: person, label: 自然人, unit: 件}
          - {key: total, label: 总计, unit: 件}
        rows:
          - {key: received, label: 一、本年新收}
          - label: 二、办理结果
            rows:
              - {key: granted, label: （一）予以公开}
sums:
  - {id: "3.total", table: "3", per: row, left: [total], right: [person], statement: 总计等于自然人}
  - {id: "3.all", table: "3", per: column, left: [received], right: [granted], statement: 新收等于办理}
"""


def test_the_whole_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "2031.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    assert load(path).addresses() == ["3.received.person", "3.received.total", "3.granted.person", "3.granted.total"]


# One mistake each: words of WHOLE, what replaces them, the words that the message gives. It names the line of the
# new words, or the one given below.
GALLERY: dict[str, tuple[str, str, str]] = {
    "an unknown key of the form": ("title: 年度报告", "titel: 年度报告", "unknown key 'titel'; known here: citation, edition"),
    "an unknown key of the years": ("to: null", "until: null", "unknown key 'until'; known here: from, to"),
    "an unknown key of the citation": ("source: 自编", "url: 自编", "unknown key 'url'"),
    "an unknown key of a section": ("heading: 总体情况", "head: 总体情况", "unknown key 'head'"),
    "an unknown key of a part": ("heading: 主动公开", "title: 主动公开", "unknown key 'title'"),
    "an unknown key of a table": ("layout: down", "form: down", "unknown key 'form'"),
    "an unknown key of a block": ("      - columns:", "      - heads:", "unknown key 'heads'"),
    "an unknown key of a column": ("label: 自然人, unit", "label: 自然人, units", "unknown key 'units'"),
    "an unknown key of a row": ("{key: granted, label", "{key: granted, name", "unknown key 'name'"),
    "an unknown key of a sum": ("left: [total]", "lefts: [total]", "unknown key 'lefts'"),
    "a repeated key of the form": ("title: 年度报告", "title: 年度报告\ntitle: 另一个", "the key 'title' is repeated (first on line 2)"),
    "a repeated key of a row": ("label: 一、本年新收}", "label: 一、本年新收, label: 另一个}", "the key 'label' is repeated"),
    "a row twice in one table": ("{key: granted,", "{key: received,", "the row 'received' stands twice in one table"),
    "a column twice in one block": ("{key: total, label", "{key: person, label", "the column 'person' stands twice in one block"),
    "a table twice": ("sums:\n", "  - {number: \"3\", section: 1, layout: down, blocks: []}\nsums:\n", "table '3' stands twice"),
    "a missing edition": ('edition: "2031"\n', "", "the key 'edition' is missing"),
    "a row that has neither key nor rows": ("{key: granted, label", "{label", "a row that holds numbers needs a 'key'"),
    "an edition that is a number": ('edition: "2031"', "edition: 2031", "'edition' has the wrong type int"),
    "a layout that nobody knows": ("layout: down", "layout: sideways", "layout is 'down' or 'across', not 'sideways'"),
    "variants that are no list": ("label: 自然人, unit: 件", "label: 自然人, variants: 公民, unit: 件", "'variants' has the wrong type str"),
    "a variant that is a number": ("label: 自然人, unit: 件", "label: 自然人, variants: [7], unit: 件", "'variants' holds words only, not 7"),
    "a sum over a table that is not there": ('id: "3.total", table: "3"', 'id: "3.total", table: "9"', "there is no table '9'"),
    "a sum that is per neither": ("per: row", "per: cell", "a sum is per 'row' or per 'column', not 'cell'"),
    "a sum over a column that is not there": ("left: [total]", "left: [sum]", "the sum '3.total' names 'sum', a cell that does not exist"),
    "a sum over a row that is not there": ("right: [granted]", "right: [granted, denied]",
                                           "the sum '3.all' names 'denied', a cell that does not exist"),
    "a sum per row that names a row": ("left: [total]", "left: [received]", "the sum '3.total' names 'received', a cell that does not exist"),
    "a sum per column that names a column": ("left: [received]", "left: [person]", "the sum '3.all' names 'person', a cell that does not exist"),
    "a row's key that would part its address": ("{key: granted,", "{key: granted.part,", "the key 'granted.part' is not of a-z, 0-9 and _"),
    "a column's key in capitals": ("{key: person, label", "{key: Person, label", "the key 'Person' is not of a-z, 0-9 and _"),
    "a sum twice": ('id: "3.all"', 'id: "3.total"', "the sum '3.total' stands twice"),
    "a sum that counts a cell twice": ("left: [total]", "left: [total, total]", "the sum '3.total' names 'total' twice on its left"),
    "a day that does not exist": ("date: 2031-01-01", "date: 2031-02-30", "'2031-02-30' is no day of any calendar"),
    "a day that is a word": ("date: 2031-01-01", "date: 年初", "'date' has the wrong type str"),
    "a year that is a word": ("from: 2031", "from: 某年", "'from' has the wrong type str"),
}
ELSEWHERE = {"a missing edition": 1, "a repeated key of the form": 3}


@pytest.mark.parametrize("mistake", GALLERY)
def test_a_broken_form_is_refused_with_file_line_and_reason(mistake: str, tmp_path: Path) -> None:
    old, new, reason = GALLERY[mistake]
    assert WHOLE.count(old) == 1
    path = tmp_path / "2031.yaml"
    path.write_text(WHOLE.replace(old, new), encoding="utf-8")
    line = ELSEWHERE.get(mistake) or WHOLE[: WHOLE.index(old)].count("\n") + 1
    with pytest.raises(LawError) as refused:
        load(path)
    assert str(refused.value).startswith(f"{path.as_posix()}:{line}: ")
    assert reason in str(refused.value)


# Mistakes that are not noticed where the file is read.
UNNOTICED: dict[str, tuple[str, str]] = {
    "a part of a section that is a word": ("parts: [{key: proactive, heading: 主动公开}]", "parts: [主动公开]"),
    "a column that is a word": ("          - {key: total, label: 总计, unit: 件}\n", "          - 总计\n"),
    "a table that is a word": ("sums:\n", "  - 表四\nsums:\n"),
    "a sum with nothing on a side": ("right: [person]", "right: []"),
    "a section twice": ("tables:\n", "  - {number: 1, heading: 另一个}\ntables:\n"),
    "a table of a section that is not there": ("section: 1", "section: 8"),
    "years that end before they begin": ("to: null", "to: 2030"),
}


@pytest.mark.parametrize("mistake", UNNOTICED)
def test_mistakes_of_other_kinds_are_refused_too(mistake: str, tmp_path: Path) -> None:
    old, new = UNNOTICED[mistake]
    assert WHOLE.count(old) == 1
    path = tmp_path / "2031.yaml"
    path.write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(LawError, match=r"2031\.yaml:\d+: "):
        load(path)


def test_two_files_of_one_edition_are_refused(tmp_path: Path) -> None:
    for name in ("2031.yaml", "2031-draft.yaml"):
        (tmp_path / name).write_text(WHOLE, encoding="utf-8")
    with pytest.raises(LawError):
        editions(tmp_path)


# -- adding an edition is adding a file ----------------------------------------------------------------------------


def test_a_folder_with_one_file_more_has_one_edition_more(tmp_path: Path) -> None:
    for name in ("2019.yaml", "2021.yaml"):
        (tmp_path / name).write_bytes((LAW / "forms" / name).read_bytes())
    invent(LAW, tmp_path)
    found = editions(tmp_path)
    assert list(found) == ["2019", "2021", "2031"]
    added = set(found["2031"].addresses()) - set(found["2021"].addresses())
    assert {"2.construction.projects", "2.construction.amount", "3.denied.important_data.foreign", "4.review.withdrawn",
            "3.received.foreign"} <= added
    assert list(editions()) == ["2019", "2021"]


def _columns(heads: tuple[Head | Column, ...]) -> list[str]:
    return [key for head in heads for key in ([head.key] if isinstance(head, Column) else _columns(head.columns))]


def test_a_new_column_takes_its_place_among_the_heads(tmp_path: Path) -> None:
    block = load(invent(LAW, tmp_path)).tables["3"].blocks[0]
    assert _columns(block.heads) == [column.key for column in block.columns]
    assert [column.key for column in block.columns][4:6] == ["legal", "foreign"]


def _told(folder: Path, *, end: bool) -> dict[str, Any]:
    """What a copy of the library says whose law/forms has one file more; the edition before is ended or left open."""
    path = copied(Path(gongkai.__file__).parent, folder, end=end)
    script = Path(__file__).with_name("invented_edition.py")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, encoding="utf-8", check=False,
                          env={**os.environ, "PYTHONPATH": str(path), "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["package"] == str(path / "gongkai")
    return told


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _told(tmp_path_factory.mktemp("copy"), end=True)


@pytest.mark.parametrize("kind", ["html", "md", "docx", "pdf", "json"])
def test_a_report_in_the_added_edition_is_written_and_read_back(added: dict[str, Any], kind: str) -> None:
    assert added["editions"] == ["2019", "2021", "2031"]
    assert added[kind] == {"edition": "2031", "year": 2031, "unit": UNIT, "wrong": []}


def test_a_workbook_is_laid_out_in_the_added_edition(added: dict[str, Any]) -> None:
    assert added["xlsx"] > 1_000


def test_the_sums_of_the_added_edition_are_checked(added: dict[str, Any]) -> None:
    assert not [code for code in added["findings"] if code.startswith("sum.")]
    broken = [message for code, _, message in added["broken"] if code.startswith("sum.")]
    assert any("表三" in message and "总计" in message for message in broken)
    assert any("表四" in message and "行政复议" in message for message in broken)


def test_the_added_edition_is_used_from_its_first_year(added: dict[str, Any]) -> None:
    assert added["used"] == {"2030": "2021", "2031": "2031", "2032": "2031"}


def test_the_edition_before_need_not_be_ended(tmp_path: Path) -> None:
    told = _told(tmp_path, end=False)
    assert told["used"] == {"2030": "2021", "2031": "2031", "2032": "2031"}
    assert told["html"] == {"edition": "2031", "year": 2031, "unit": UNIT, "wrong": []}


def test_the_added_edition_is_told_by_its_tables_where_the_year_asks_for_another(added: dict[str, Any]) -> None:
    assert added["early"] == {"edition": "2031", "year": 2029, "unit": UNIT, "wrong": []}


def test_the_copy_on_disk_is_what_a_person_would_add(tmp_path: Path) -> None:
    node = yaml.safe_load(invent(LAW, tmp_path).read_text(encoding="utf-8"))
    assert set(node) == {"edition", "title", "years", "citation", "sections", "tables", "sums"}
