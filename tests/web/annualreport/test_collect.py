"""Collecting reports as files: taken in once, read, matched, confirmed cell by cell, used."""

from __future__ import annotations

import io
import zipfile

import pytest
from collectcases import YEAR, collect, document, drop, only
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from gongkai.web.annualreport.domain import boarding, collect_reading, collecting, duties
from gongkai.web.annualreport.domain.adding import add_up, parent_check
from gongkai.web.annualreport.domain.doubts import doubts
from gongkai.web.annualreport.domain.figures import cells_of, values_of
from gongkai.web.annualreport.enums import FileState
from gongkai.web.annualreport.models import CellDecision, CollectedFile, Figures
from gongkai.web.demonstration import foreign

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(county):
    return county.staff("root", "supervisor")


def test_a_sound_report_is_read_matched_and_ready_to_be_used(county, boss):
    file = only(collect(county, ("2024年年报.md", document("清川县水利局"))))
    assert (file.state, file.unit, file.year, file.doubtful, file.errors, file.told) == (FileState.READY, county.water, YEAR, 0, 0, [])
    assert "报告中的名称" in file.matched_by
    collecting.accept(boss, file)
    figures = Figures.objects.get(unit=county.water, year=YEAR)
    assert (figures.source, figures.file_id) == ("file", file.pk)


def test_a_file_is_never_taken_in_twice_whatever_it_is_called(county, boss):
    data = document("清川县水利局")
    batch = collect(county, ("甲.md", data), ("乙/甲的副本.md", data))
    assert batch.files.count() == 1
    assert batch.problems == ["《乙/甲的副本.md》与已经收下的《甲.md》内容相同，没有重复收下。"]
    other = collect(county, ("丙.md", data))
    assert other.files.count() == 0 and f"批次“{batch.name}”" in other.problems[0]


def test_a_parcel_with_names_in_gbk_and_folders_is_opened(county):
    parcel = foreign.parcel([("乡镇/石里镇/2024年报.md", document("清川县石里镇人民政府")), ("部门/水利局.md", document("清川县水利局")),
                             ("部门/Thumbs.db", b"x"), ("部门/说明.exe", b"MZ")])
    batch = collect(county, ("各单位.zip", parcel), read=False)
    assert sorted(batch.files.values_list("name", flat=True)) == ["各单位.zip/乡镇/石里镇/2024年报.md", "各单位.zip/部门/水利局.md"]
    assert batch.problems == ["压缩包《各单位.zip》里有1个不是年度报告文件的，没有收下。"]


def test_what_cannot_come_in_says_what_to_do():
    inner = foreign.parcel([("a.md", b"x")])
    nested = foreign.parcel([("二.zip", foreign.parcel([("三.zip", inner)]))])
    made = drop(("a.rar", b"Rar!\x1a\x07\x00rest"), ("b.zip", b"PK\3\4broken"), ("空.md", b" \n"), ("深.zip", nested))
    assert not made.files
    assert ["重新打包为 .zip" in made.problems[0], "损坏" in made.problems[1], "空文件" in made.problems[2], "层数过多" in made.problems[3]] == [True] * 4


def test_a_bomb_is_refused_before_it_is_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.txt", b"0" * 2_000_000)
    made = drop()
    made.left = 5_000_000 + len(target.getvalue())
    from gongkai.web.annualreport.domain.unpacking import unpack

    unpack(made, "炸弹.zip", target.getvalue())
    assert len(made.files) == 2 and "解压后过大" in made.problems[-1]


def test_a_list_that_comes_along_is_believed_and_what_differs_is_told(county):
    listed = "文件,单位,年度\n甲.md,清川县教育局,\n乙.md,清川县水利局,2024\n".encode("gb18030")
    batch = collect(county, ("甲.md", document("清川县水利局")), ("乙.md", document("清川县水利局", seed=8)), ("清单.csv", listed))
    first, second = batch.files.order_by("id")
    assert (first.unit, second.unit, first.matched_by) == (county.education, county.water, "清单")
    assert [one["code"] for one in first.findings if one["code"] == "read.manifest_differs"] == ["read.manifest_differs"]
    assert "read.manifest_differs" not in {one["code"] for one in second.findings}


def test_lines_of_a_list_that_were_not_used_are_told(county, client):
    listed = "文件,单位,年度\n甲.md,清川县教育局,\n./一/甲.md,清川县水利局,\n没有.md,清川县水利局,\n".encode()
    batch = collect(county, ("一/甲.md", document("清川县水利局")), ("清单.csv", listed))
    client.force_login(county.people["root", "supervisor"], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/workbench/annual/collect/{batch.pk}/").content.decode()
    assert "清单有 2 处没有用上" in page and "“没有.md”没有对应的文件" in page
    assert "清单中的“甲.md”“./一/甲.md”都对应《一/甲.md》，均未采用" in page
    assert batch.files.get().matched_by != "清单"


def test_a_list_that_comes_later_matches_what_is_there(county, boss):
    batch = collect(county, ("甲.md", document("邻山县教育局")))
    assert only(batch).state == FileState.UNMATCHED and only(batch).candidates == [county.education.pk]
    collecting.take_in(boss, batch, drop(("清单.csv", "文件,单位\n甲.md,清川县教育局\n".encode())))
    collect_reading.read_waiting(batch.pk)
    assert only(batch).unit == county.education


def test_unreadable_files_say_why_in_one_sentence(county):
    batch = collect(county, ("扫描.jpg", b"\xff\xd8\xff\xe0" + bytes(900)), ("便条.txt", "明天开会。".encode()), ("坏.docx", document("清川县水利局", format="docx")[:3000]))
    assert set(batch.files.values_list("state", flat=True)) == {FileState.UNREADABLE}
    assert all(file.error.endswith("。") and "请" in file.error for file in batch.files.all())


def test_doubtful_cells_wait_for_a_person_and_hold_up_using(county, boss):
    file = only(collect(county, ("a.md", document("清川县水利局", "words"))))
    assert file.state == FileState.DOUBTFUL
    found = {doubt.address: doubt for doubt in doubts(file)}
    assert found["3.granted.person"].raw == "详见附表" and found["3.granted.person"].read == ""
    with pytest.raises(ValidationError, match="没有核对"):
        collecting.accept(boss, file)
    right = foreign.report("清川县水利局", YEAR, 7).value("3.granted.person")
    collecting.decide(boss, file, "3.granted.person", str(right))
    collecting.decide_rest(boss, file, "read")
    file.refresh_from_db()
    assert (file.doubtful, values_of(file)["3.granted.person"]) == (0, right)
    assert file.reading["tables"]["3"]["granted"]["person"] is None, "what the file says stays beside what was confirmed"


def test_a_blank_can_be_confirmed_and_stays_apart_from_nought(county, boss):
    file = only(collect(county, ("a.md", document("清川县水利局", "empty"))))
    assert file.doubtful == 15
    assert collecting.decide_rest(boss, file, "blank") == 15
    file.refresh_from_db()
    assert file.doubtful == 0 and values_of(file)["4.review.total"] is None
    collecting.accept(boss, file)
    assert "4.review.total" in Figures.objects.get(unit=county.water).doubtful


def test_a_sum_that_does_not_hold_is_asked_about_and_holds_after_the_correction(county, boss):
    file = only(collect(county, ("a.md", document("清川县水利局", "sum"))))
    assert file.errors and [doubt.address for doubt in doubts(file)] == ["3.processed.total"]
    right = file.reading["tables"]["3"]["processed"]["total"] - 2
    collecting.decide(boss, file, "3.processed.total", str(right))
    file.refresh_from_db()
    assert (file.errors, file.doubtful, file.state) == (0, 0, FileState.READY)


def test_reading_again_wipes_nothing_that_a_person_confirmed(county, boss):
    batch = collect(county, ("a.md", document("清川县水利局", "sum")))
    right = only(batch).reading["tables"]["3"]["processed"]["total"] - 2
    collecting.decide(boss, only(batch), "3.processed.total", str(right))
    collecting.assign(boss, only(batch), county.education, YEAR)
    assert collecting.read_again(boss, batch) == 1
    collect_reading.read_waiting(batch.pk)
    file = only(batch)
    assert (file.unit, file.year, values_of(file)["3.processed.total"], file.errors) == (county.education, YEAR, right, 0)
    assert file.reading["tables"]["3"]["processed"]["total"] == right + 2


def test_a_unit_is_told_of_no_problem_that_a_person_has_settled(county, boss):
    file = only(collect(county, ("a.md", document("清川县水利局", "sum"))))
    collecting.decide(boss, file, "3.processed.total", str(file.reading["tables"]["3"]["processed"]["total"] - 2))
    file.refresh_from_db()
    collecting.accept(boss, file)
    duties.propose(boss, county.root, YEAR)
    row = next(row for row in boarding.board(county.root, YEAR) if row.unit == county.water)
    assert (row.errors, row.standing) == (0, boarding.Standing.COLLECTED)
    assert not [one for one in boarding.problems_of(row) if one.level == "错误"]


@pytest.mark.parametrize(("value", "sentence"), [("三", "不是数字"), ("-1", "不应为负数")])
def test_what_is_no_number_of_a_report_is_refused(county, boss, value, sentence):
    file = only(collect(county, ("a.md", document("清川县水利局", "words"))))
    with pytest.raises(ValidationError, match=sentence):
        collecting.decide(boss, file, "3.granted.person", value)
    with pytest.raises(ValidationError, match="没有这一格"):
        collecting.decide(boss, file, "3.nothing.person", "1")
    assert not CellDecision.objects.exists()


def test_another_report_of_the_same_unit_and_year_is_told_and_one_alone_is_used(county, boss):
    batch = collect(county, ("一.md", document("清川县水利局")), ("二.md", document("清川县水利局", seed=8)))
    first, second = batch.files.order_by("id")
    assert first.state == second.state == FileState.DOUBTFUL and "《二.md》" in first.told[0] and "《一.md》" in second.told[0]
    collecting.accept(boss, first)
    with pytest.raises(ValidationError, match="已采用《一"):
        collecting.accept(boss, second)
    collecting.set_aside(boss, first, "单位重新报送")
    second.refresh_from_db()
    assert second.state == FileState.READY
    collecting.accept(boss, second)
    assert Figures.objects.get(unit=county.water).file_id == second.pk


def test_a_report_of_another_year_is_told_and_used_for_its_own_year_once_a_person_has_said_so(county, boss):
    file = only(collect(county, ("a.md", document("清川县水利局", year=YEAR - 1))))
    assert file.state == FileState.DOUBTFUL and f"报告是{YEAR - 1}年度的" in file.told[0]
    with pytest.raises(ValidationError, match="先核对单位和年度"):
        collecting.accept(boss, file)
    collecting.assign(boss, file, county.water, YEAR - 1)
    collecting.accept(boss, file)
    assert Figures.objects.get(unit=county.water).year == YEAR - 1


def test_a_governments_report_is_added_to_its_units_only_where_a_person_says_so(county, boss):
    batch = collect(county, ("水利.md", document("清川县水利局")), ("政府.md", document("清川县人民政府", seed=9)))
    units, whole = batch.files.order_by("id")
    assert (whole.unit, whole.scope, whole.state) == (county.root, "area", FileState.DOUBTFUL) and "统计口径" in whole.told[0]
    assert (units.scope, units.state) == ("own", FileState.READY)
    collecting.accept(boss, units)
    with pytest.raises(ValidationError, match="统计口径"):
        collecting.accept(boss, whole)
    with pytest.raises(ValidationError, match="统计口径"):
        collecting.assign(boss, whole, county.root, YEAR)
    collecting.assign(boss, whole, county.root, YEAR, "area")
    whole.refresh_from_db()
    collecting.accept(boss, whole)
    alone = values_of(units)["3.received.total"]
    total = add_up(boss, county.root, [YEAR])[YEAR]
    assert total.value("3.received.total") == alone and total.counted == [county.water.pk]
    printed = Figures.objects.get(unit=county.root, year=YEAR)
    assert (printed.scope, printed.file_id) == ("area", whole.pk)
    assert {one.cells[0] for one in parent_check(total, printed)} >= {"3.received.total"}

    collecting.reopen(boss, whole)
    assert not Figures.objects.filter(unit=county.root).exists()
    collecting.assign(boss, whole, county.root, YEAR, "own")
    collecting.accept(boss, whole)
    assert add_up(boss, county.root, [YEAR])[YEAR].value("3.received.total") == alone + values_of(whole)["3.received.total"]


def test_only_a_governments_report_tells_of_an_area(county, boss):
    file = only(collect(county, ("a.md", document("清川县水利局"))))
    with pytest.raises(ValidationError, match="不是县级以上人民政府"):
        collecting.assign(boss, file, county.water, YEAR, "area")
    collecting.assign(boss, file, county.water, YEAR)
    assert only(file.batch).scope == "own"


def test_last_years_report_is_held_against_this_years_as_soon_as_it_is_used(county, boss):
    this = only(collect(county, ("今年.md", document("清川县水利局"))))
    assert not [one for one in this.findings if one["code"].startswith("year")]
    last = only(collect(county, ("去年.md", document("清川县水利局", year=YEAR - 1, seed=3)), year=YEAR - 1))
    collecting.accept(boss, last)
    this.refresh_from_db()
    left = last.reading["tables"]["3"]["carried_out"]["total"]
    carried = [one for one in this.findings if "3.carried_in.total" in one["cells"]]
    assert bool(carried) is (left != 0) and this.findings != only(this.batch).reading["findings"]


def test_only_the_office_above_collects(county):
    with pytest.raises(PermissionDenied):
        collecting.open_batch(county.staff("education", "clerk"), county.root, year=YEAR)
    batch = collect(county, ("a.md", document("清川县水利局")))
    for act in (lambda who: collecting.take_in(who, batch, drop()), lambda who: collecting.accept(who, only(batch)),
                lambda who: collecting.set_aside(who, only(batch), "x"), lambda who: collecting.read_again(who, batch)):
        with pytest.raises(PermissionDenied):
            act(county.staff("water", "supervisor"))


def test_a_file_that_never_comes_to_an_end_is_given_up(county):
    batch = collect(county, ("a.md", document("清川县水利局")), read=False)
    CollectedFile.objects.update(attempts=collect_reading.ATTEMPTS)
    assert collect_reading.claim(batch.pk) is None
    assert only(batch).state == FileState.UNREADABLE and "3次" in only(batch).error


def test_a_file_that_takes_too_long_is_tried_again_before_it_is_given_up(county):
    batch = collect(county, ("甲.md", document("清川县水利局")), read=False)
    states = []
    for _ in range(collect_reading.ATTEMPTS):
        collect_reading.store(collect_reading.claim(batch.pk), "late", None, {})
        states.append(only(batch).state)
    assert states == [FileState.WAITING, FileState.WAITING, FileState.UNREADABLE] and "已停止" in only(batch).error


def test_what_cannot_be_kept_of_one_file_stops_none_of_the_others(county, monkeypatch):
    kept = collect_reading.store
    monkeypatch.setattr(collect_reading, "store", lambda file, *told: 1 / 0 if file.name == "甲.md" else kept(file, *told))
    batch = collect(county, ("甲.md", document("清川县水利局")), ("乙.md", document("清川县教育局")))
    assert [file.state for file in batch.files.order_by("id")] == [FileState.UNREADABLE, FileState.READY]
    assert "无法保存" in batch.files.order_by("id").first().error


def test_what_comes_after_the_lease_ran_out_is_dropped(county):
    batch = collect(county, ("a.md", document("清川县水利局")), read=False)
    late = collect_reading.claim(batch.pk)
    assert collect_reading.claim(batch.pk) is None, "leased"
    CollectedFile.objects.update(leased_until="2020-01-01T00:00:00Z")
    again = collect_reading.claim(batch.pk)
    assert not collect_reading.store(late, "bad", "慢。", {}) and collect_reading.store(again, "bad", "坏。", {})
    assert only(batch).error == "坏。"


def test_one_workbook_tells_files_values_findings_and_what_was_confirmed(county, boss):
    from openpyxl import load_workbook

    from gongkai.web.annualreport import collect_sheet

    batch = collect(county, ("=1+1.md", document("清川县水利局", "sum")), ("坏.docx", b"PK\3\4[Content_Types].xml"), ("旧.md", document("清川县教育局", year=2020)))
    file = batch.files.order_by("id").first()
    collecting.decide(boss, file, "3.processed.total", "9", note="与单位核对")
    target = io.BytesIO()
    assert collect_sheet.write(target, batch) == 3
    book = load_workbook(target)
    assert book.sheetnames == ["文件", "数据（2019年版）", "数据（2021年版）", "逐格数据", "问题", "核定记录"]
    files = list(book["文件"].values)
    assert files[1][:3] == ("=1+1.md", "清川县水利局", YEAR) and book["文件"]["A2"].data_type == "s" and files[2][4] == "无法读取"
    wide = dict(zip(*list(book["数据（2021年版）"].values)[:2], strict=True))
    assert wide["表三“（七）总计”总计"] == 9
    long = {row[3]: row for row in list(book["逐格数据"].values) if row[2] == "=1+1.md"}
    assert (long["3.processed.total"][5], long["3.processed.total"][8]) == (9, "核定") and len(long) == 200
    assert any(row[3] == "错误" for row in book["问题"].values) and list(book["核定记录"].values)[1][4:6] == ("9", "与单位核对")
    assert list(book["核定记录"].values)[1][7] == f"{timezone.localtime(file.decisions.get().at):%Y-%m-%d %H:%M}", "the hour of the country"


def test_pages_of_collecting_show_what_is_there_and_what_is_not(county, client):
    client.force_login(county.people["root", "supervisor"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "还没有收集过报告文件" in client.get("/workbench/annual/collect/").content.decode()
    batch = collect(county, ("很长的名字" * 50 + ".md", document("清川县水利局", "words")), ("坏.jpg", b"\xff\xd8\xff\xe0" + bytes(300)))
    for address in ("", f"{batch.pk}/", f"{batch.pk}/?state=doubtful&q=水利", f"{batch.pk}/?state=nothing", *(
            f"files/{file.pk}/{page}" for file in batch.files.all() for page in ("", "download/", "cells/?cell=nothing"))):
        assert client.get(f"/workbench/annual/collect/{address}", follow=True).status_code == 200, address
    assert client.get(f"/workbench/annual/collect/files/{batch.files.first().pk}/pages/1/").status_code == 404
    refused = client.post("/workbench/annual/collect/new/", {"unit": county.root.pk, "year": 2010})
    assert "请选择要收入的文件" in refused.content.decode()
    assert client.get(f"/workbench/annual/collect/{batch.pk}/export/").headers["Content-Type"].endswith("sheet")


def one_row(text: bytes, row: str) -> bytes:
    """A document whose three rows of 六、其他处理 are one."""
    lines = text.decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "（六）其他处理" in line)
    return "\n".join([*lines[:at], row, *lines[at + 3:]]).encode()


def test_a_group_printed_as_one_empty_row_waits_for_a_person_who_can_fill_it(county, boss):
    file = only(collect(county, ("水利局.md", one_row(document("清川县水利局"), "|  | （六）其他处理 |  |  |  |  |  |  |  |  |"))))
    assert file.state == FileState.DOUBTFUL and file.doubtful == 7
    assert {one.address for one in doubts(file)} == {f"3.closed.{name}" for name in ("person", "enterprise", "research", "welfare", "legal", "other", "total")}
    with pytest.raises(ValidationError, match="格式中没有这一格"):
        collecting.decide(boss, file, "3.closed.not_corrected.person", "0")
    file = collecting.decide(boss, file, "3.closed.person", "0")
    assert collecting.decide_rest(boss, file, "blank") == 6
    file = collecting.accept(boss, file)
    figures = Figures.objects.get(unit=county.water, year=YEAR)
    assert cells_of(figures.edition, figures.packed)["3.closed.person"] == 0
    assert cells_of(figures.edition, figures.packed)["3.closed.total"] is None and "3.closed.other.total" not in cells_of(figures.edition, figures.packed)
    assert figures.doubtful == [f"3.closed.{name}" for name in ("enterprise", "research", "welfare", "legal", "other", "total")]
