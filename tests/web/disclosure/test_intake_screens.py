"""Imports on the screen: upload, look, correct, untick, bring in once, the head's word."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from intakefiles import RSS, TEXT, archive, page
from sheetfiles import workbook

from gongkai.web.common.generic import sheets
from gongkai.web.disclosure.domain import intake_runs
from gongkai.web.disclosure.enums import Stage
from gongkai.web.disclosure.models import IntakeRow, IntakeRun, Item
from gongkai.web.disclosure.views import intake as screens
from gongkai.web.organs.enums import Role

NODE_NAME = "规划及相关政策"
HEAD = ["名称", "生成日期", "公开目录", "体裁", "主题", "公开属性理由", "正文", "来源编号", "原公开日期", "原网址", "备注"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def row(title="清川县招生办法", day="2026-03-02", node="2003", genre="规定、办法、细则", key="", **more):
    return [title, day, node, genre, "科技、教育", "属于条例第二十条第三项", "第一段\n第二段", key, more.get("published", "2026-03-04"),
            more.get("url", "http://www.old.gov.cn/1.html"), "x"]


@pytest.fixture
def clerk(client, way):
    client.force_login(way.clerk, backend=BACKEND)
    return client


@pytest.fixture
def head(way):
    from django.test import Client

    client = Client()
    client.force_login(way.staff[Role.HEAD], backend=BACKEND)
    return client


def upload(client, data, name="事项.xlsx", source="sheet", **more):
    answer = client.post(reverse("disclosure:intake_new"), {
        "source": source, "attribute": "active", **({"file": SimpleUploadedFile(name, data)} if data is not None else {}), **more})
    return IntakeRun.objects.order_by("-id").first() if answer.status_code == 302 else answer


def start(client, run, **more):
    return client.post(reverse("disclosure:intake_start", args=[run.pk]), {
        "shown": list(run.rows.values_list("number", flat=True)), "chosen": list(run.rows.filter(included=True).values_list("number", flat=True)),
        "start": "1", **more}, follow=True)


def test_a_sheet_becomes_drafts_once(clerk, way):
    run = upload(clerk, workbook(HEAD, row(key="oa-1"), row("清川县学校布局规划", genre="规划、计划", node=NODE_NAME, key="oa-2")))
    shown = clerk.get(reverse("disclosure:intake_run", args=[run.pk])).content.decode()
    assert "清川县招生办法" in shown and "没有读取：备注" in shown and not Item.objects.exists()
    start(clerk, run)
    start(clerk, run)
    first, second = Item.objects.order_by("id")
    assert (first.title, first.external_id, first.stage, first.body) == ("清川县招生办法", "oa-1", Stage.DRAFT, "<p>第一段</p><p>第二段</p>")
    assert (first.created_by, second.external_id, second.node) == (way.clerk, "oa-2", first.node)


def test_wrong_rows_stay_out_until_they_are_corrected(clerk, way):
    run = upload(clerk, workbook(HEAD, row(), row("日期错的", day="2026-13-40"), row("目录错的", node="没有的目录")))
    good, wrong, lost = run.rows.all()
    assert (good.included, wrong.included, lost.included) == (True, False, False)
    text = clerk.get(reverse("disclosure:intake_run", args=[run.pk])).content.decode()
    assert "生成日期：“2026-13-40”" in text and "公开目录中没有“没有的目录”" in text
    form = clerk.get(reverse("disclosure:intake_row", args=[wrong.pk])).context["form"]
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    answer = clerk.post(reverse("disclosure:intake_row", args=[wrong.pk]), {**data, "made_on": "2026-03-01", "row-version": wrong.version, "row-seen": ""})
    assert answer.status_code == 302
    wrong.refresh_from_db()
    assert wrong.included and not wrong.faults
    start(clerk, run)
    assert set(Item.objects.values_list("title", flat=True)) == {"清川县招生办法", "日期错的"}


def test_what_was_not_found_is_told_until_a_person_has_looked(clerk):
    run = upload(clerk, RSS, "feed.xml", "feed")
    wrong = run.rows.get(number=2)
    assert any(note.startswith("没有识别出生成日期") for note in wrong.notes)
    form = clerk.get(reverse("disclosure:intake_row", args=[wrong.pk])).context["form"]
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    chosen = {name: str(next(key for key, _ in form.fields[name].choices if key)) for name in ("genre", "subject")}
    chosen["node"] = str(form.fields["node"].choices[-1][1][-1][0])
    answer = clerk.post(reverse("disclosure:intake_row", args=[wrong.pk]), {
        **data, **chosen, "made_on": "2026-03-01", "attribute_reason": "属于条例第二十条第三项", "row-version": wrong.version, "row-seen": ""})
    assert answer.status_code == 302
    assert IntakeRow.objects.get(pk=wrong.pk).notes == []


def test_what_the_unit_has_already_and_what_stands_twice_is_unticked(clerk, way):
    way.draft(title="清川县招生办法")
    run = upload(clerk, workbook(HEAD, row(), row("甲事项"), row("甲事项"), row("乙事项", key="k"), row("丙事项", key="k")))
    assert list(run.rows.values_list("included", flat=True)) == [False, True, False, True, False]
    assert run.rows.first().twin is not None
    assert "重复" in run.rows.get(number=3).notes[0]
    start(clerk, run, chosen=["4"])
    assert Item.objects.filter(title="乙事项").exists() and not Item.objects.filter(title="甲事项").exists()


def test_a_tick_that_would_make_a_second_item_with_one_id_is_refused_for_that_row_alone(clerk):
    run = upload(clerk, workbook(HEAD, row("乙事项", key="k"), row("丙事项", key="k")))
    start(clerk, run, chosen=["1", "2"])
    assert Item.objects.count() == 1
    assert "没有重复导入" in run.rows.get(number=2).failure


def test_saved_pages_come_in_and_the_head_registers_them(clerk, head, way):
    above = "<p>索引号：QC20230012 成文日期：2026-03-01 发布日期：2026-03-05</p>"
    run = upload(clerk, archive(("一.html".encode("gbk"), page(above=above)), ("leer.html", b"<p>x</p>")), "旧网站.zip", "pages", legacy="on",
                 node=way.node.pk, genre="notice", subject="education", attribute_reason="原网站已公开")
    start(clerk, run)
    (item,) = Item.objects.all()
    assert (item.index_number, item.stage) == ("QC20230012", Stage.DRAFT) and TEXT in item.body
    confirm = reverse("disclosure:intake_confirm", args=[run.pk])
    assert clerk.post(confirm, {"reason": "经核对"}).status_code == 403
    assert "等待工作机构负责人确认" in clerk.get(reverse("disclosure:intake_run", args=[run.pk])).content.decode()
    assert way.staff[Role.HEAD].notices.get().kind == "导入"
    head.post(confirm, {"reason": ""})
    item.refresh_from_db()
    assert item.stage == Stage.DRAFT
    head.post(confirm, {"reason": "经核对"})
    item.refresh_from_db()
    assert item.stage == Stage.PUBLISHED
    assert IntakeRow.objects.get(item=item).carried_at and screens.state_of(IntakeRun.objects.get()) == "已登记"
    head.post(confirm, {"reason": "经核对"})
    assert item.publications.count() == 1


def test_one_row_with_personal_data_does_not_hold_up_the_others(clerk, head):
    bad = row("补助名单")
    bad[6] = "张某，身份证号11010519491231002X"
    run = upload(clerk, workbook(HEAD, bad, row()), legacy="on")
    start(clerk, run)
    head.post(reverse("disclosure:intake_confirm", args=[run.pk]), {"reason": "经核对"})
    assert list(Item.objects.order_by("title").values_list("title", "stage")) == [("清川县招生办法", Stage.PUBLISHED), ("补助名单", Stage.DRAFT)]
    assert "严重问题" in run.rows.get(number=1).failure
    assert screens.state_of(IntakeRun.objects.get()) == "等待负责人确认"


def test_a_legacy_row_without_day_or_address_is_told(clerk):
    run = upload(clerk, workbook(HEAD, row(published="", url=""), row("乙事项", url="")), legacy="on")
    assert [rows.faults for rows in run.rows.all()] == [["请填写原公开日期。"], ["请填写原网址，以 http:// 或 https:// 开头。"]]


def test_a_pasted_feed_is_read(clerk, way):
    run = upload(clerk, None, source="feed", pasted=RSS.decode("gb18030"), node=way.node.pk, genre="notice", subject="education", attribute_reason="x")
    assert list(run.rows.values_list("external_id", "included")) == [("old-1", True), ("", False)]


@pytest.mark.parametrize(("data", "name", "source", "sentence"), [
    (b"PK\3\4", "x.zip", "pages", "压缩包不完整"), (b"<html>", "x.xml", "feed", "没有读到条目"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls", "sheet", "旧版 Excel"),
    (b"a,b\n1,2", "x.csv", "sheet", "没有找到表头")])
def test_a_wrong_file_is_refused_in_a_sentence(clerk, data, name, source, sentence):
    answer = upload(clerk, data, name, source)
    assert sentence in answer.content.decode() and not IntakeRun.objects.exists()


def test_no_file_and_one_too_large(clerk, monkeypatch):
    assert "请选择要上传的文件" in upload(clerk, None).content.decode()
    monkeypatch.setitem(screens.MOST, "sheet", 10)
    assert "请分成几个文件" in upload(clerk, b"x" * 20).content.decode()


def test_another_unit_sees_nothing(clerk, client, way, stranger):
    run = upload(clerk, workbook(HEAD, row()))
    client.force_login(stranger, backend=BACKEND)
    for name, key in (("intake_run", run.pk), ("intake_start", run.pk), ("intake_confirm", run.pk), ("intake_row", run.rows.get().pk)):
        assert client.post(reverse(f"disclosure:{name}", args=[key])).status_code in (404, 405)
        assert client.get(reverse(f"disclosure:{name}", args=[key])).status_code == 404
    assert "事项.xlsx" not in client.get(reverse("disclosure:intake")).content.decode()


def test_a_run_that_was_killed_goes_on_where_it_was(clerk, way, monkeypatch, django_capture_on_commit_callbacks):
    run = upload(clerk, workbook(HEAD, *(row(f"第{number}号事项") for number in range(40))))
    made, real = [], intake_runs._bring_in

    def dies(actor, one):
        if len(made) == 15:
            raise KeyboardInterrupt
        made.append(one.pk)
        real(actor, one)

    intake_runs.start_run(way.clerk, run)
    monkeypatch.setattr(intake_runs, "_bring_in", dies)
    with pytest.raises(KeyboardInterrupt):
        intake_runs.apply_run(run.pk)
    assert Item.objects.count() == 15 and screens.state_of(IntakeRun.objects.get()) == "正在导入"
    assert "15/40" in clerk.get(reverse("disclosure:intake_run", args=[run.pk])).content.decode()
    monkeypatch.setattr(intake_runs, "_bring_in", real)
    with django_capture_on_commit_callbacks(execute=True):
        start(clerk, run)
    intake_runs.apply_run(run.pk)
    assert Item.objects.count() == 40 and IntakeRun.objects.get().finished_at


def test_a_clerk_who_lost_the_role_brings_nothing_in(clerk, way):
    run = upload(clerk, workbook(HEAD, row()))
    IntakeRun.objects.update(started_by=way.staff[Role.HEAD], started_at=run.made_at)
    intake_runs.apply_run(run.pk)
    assert not Item.objects.exists() and "权限" in run.rows.get().failure


def test_the_template_can_be_filled_in_and_taken(clerk):
    data = b"".join(clerk.get(reverse("disclosure:intake_new") + "?template").streaming_content)
    head, example = sheets.read(data)
    run = upload(clerk, workbook(head, example, ["清川县校车管理办法", *example[1:]]))
    assert run.rows.get().values["title"] == "清川县校车管理办法" and "第 2 行是模板自带的示例，没有读取。" in run.aside
