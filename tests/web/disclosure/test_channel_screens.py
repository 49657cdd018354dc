"""The screens of channels, duties, interpretations and settings."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.web.common.generic import sheets
from gongkai.web.common.models import Event
from gongkai.web.disclosure.domain import channels
from gongkai.web.disclosure.models import (
    AbsentColumn,
    CatalogueNode,
    Channel,
    ChannelFigure,
    Dispatch,
    Interpretation,
    UpdateRule,
    WrongWord,
)

D = date


@pytest.fixture
def clerk(county, client):
    somebody = county.staff("education", "clerk")
    client.force_login(somebody)
    return somebody


@pytest.fixture
def channel(county, clerk):
    return channels.add_channel(clerk, county.education, kind="微信公众号", name="清川教育", since=D(2020, 1, 1))


def at(name, *args):
    return reverse(f"disclosure:{name}", args=args)


def page(client, name, /, *args, **query):
    response = client.get(at(name, *args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name, /, *args, **data):
    return client.post(at(name, *args), data, follow=True).content.decode()


def workbook(*rows):
    file = io.BytesIO()
    sheets.write_xlsx(file, rows, "表")
    return SimpleUploadedFile("表.xlsx", file.getvalue())


def taken(response):
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_a_channel_is_entered_with_a_kind_of_its_own_and_found_in_its_group(county, clerk, client):
    said = post(client, "channel_add", unit=county.education.pk, kind="乡村大喇叭", name="石里之声", address="")
    assert "其他渠道" in said
    assert "石里之声" in page(client, "channels", group="其他渠道")
    assert "石里之声" not in page(client, "channels", group="政务新媒体")


def test_a_second_channel_of_that_name_is_refused_in_one_sentence_and_nothing_typed_is_lost(county, clerk, client, channel):
    said = post(client, "channel_add", unit=county.education.pk, kind="微信公众号", name="清川教育", address="qcjy")
    assert "本单位已经登记过“微信公众号·清川教育”" in said
    assert "qcjy" in said


def test_the_second_of_two_editors_sees_both_versions(clerk, client, channel):
    client.get(at("channel_edit", channel.pk))
    channels.change_channel(clerk, channel, 1, address="先改的")
    said = client.post(at("channel_edit", channel.pk), {"kind": "微信公众号", "name": "清川教育", "address": "后改的", "since": "2020-01-01",
                                                        "row-version": "1"})
    assert said.status_code == 409
    assert "先改的" in said.content.decode()


def test_a_dispatch_is_entered_shown_and_taken_back(clerk, client, channel):
    post(client, "dispatch_add", channel.pk, title="招生政策解读", sent_on="2026-06-01", address="", reads="1280", subject="")
    assert "招生政策解读" in page(client, "channel", channel.pk)
    assert "招生政策解读" in page(client, "dispatches", year=2026)
    row = Dispatch.objects.get()
    post(client, "dispatch_undo", row.pk, reason="")
    assert Dispatch.objects.exists()
    post(client, "dispatch_undo", row.pk, reason="登记重复")
    assert not Dispatch.objects.exists()
    assert Event.objects.filter(action="channel.undone", note="登记重复").exists()


def test_an_item_tells_where_it_went_out(way, clerk, client, channel):
    item = way.draft()
    post(client, "item_dispatches", item.pk, channel=channel.pk, title=item.title, sent_on="2026-06-01", address="", reads="", subject="")
    assert "清川教育" in page(client, "item_dispatches", item.pk)
    assert Dispatch.objects.get().item == item


def test_a_month_is_entered_and_drawn(clerk, client, channel):
    post(client, "channel_figure", channel.pk, month="2026-03", posts="36", reads="52000", followers="")
    said = page(client, "channel", channel.pk, year=2026)
    assert "52,000" in said
    assert "<svg" in said
    assert "36" in page(client, "channel_figure", channel.pk, month="2026-03")


def test_counts_of_a_year_are_shown_and_taken_away(clerk, client, channel, county):
    channels.set_figure(clerk, channel, month=D(2026, 3, 1), posts=36)
    said = page(client, "channel_counts", year=2026)
    assert '<th scope="row" class="nowrap">政务新媒体</th>' in said
    assert said.count('<td class="num">36</td>') >= 3  # group, kind, total
    sheet = taken(client.get(at("channel_counts"), {"year": 2026, "export": "csv"}))
    assert "清川县教育局,清川教育,1,0,,36,," in sheet
    assert Event.objects.filter(action="list.exported").exists()


def test_what_went_out_is_taken_away_with_its_address_and_can_come_in_again(clerk, client, channel):
    sent = channels.record_dispatch(clerk, channel, title="招生政策解读", sent_on=D(2026, 6, 1), reads=7, subject="education",
                                    address="https://www.qingchuan.gov.cn/1.html")
    sheet = taken(client.get(at("dispatches"), {"export": "csv"}))
    assert sheet.splitlines()[0].removeprefix("\ufeff") == "标题,渠道,主办单位,发布日期,阅读量,渠道种类,网址,主题"
    assert "https://www.qingchuan.gov.cn/1.html" in sheet and ">网址<" not in page(client, "dispatches")
    channels.undo_dispatch(clerk, sent, reason="登记重复")
    read = client.post(at("dispatches_import"), {"file": SimpleUploadedFile("登记.csv", sheet.encode())}, follow=True)
    client.post(read.redirect_chain[-1][0])
    assert [(one.channel, one.title, one.reads, one.subject, one.address) for one in Dispatch.objects.all()] == [
        (channel, "招生政策解读", 7, "education", "https://www.qingchuan.gov.cn/1.html")]


def test_a_sheet_with_a_wrong_row_is_held_up_and_a_right_one_comes_in_once(clerk, client, channel):
    head = ["渠道", "标题", "发布时间", "阅读数"]
    bad = client.post(at("dispatches_import"), {"file": workbook(head, ["没有的号", "甲", "2026-06-01", "3"], ["清川教育", "乙", "6月1日", "x"])},
                      follow=True).content.decode()
    assert "应为日期" in bad
    assert "本单位没有叫做“没有的号”的渠道" in bad
    assert not Dispatch.objects.exists()
    good = client.post(at("dispatches_import"), {"file": workbook(head, ["清川教育", "甲", "2026-06-01 12:30:05", "3"])}, follow=True)
    assert "甲" in good.content.decode()
    client.post(good.redirect_chain[-1][0])
    client.post(good.redirect_chain[-1][0])
    assert Dispatch.objects.get().reads == 3


def test_months_come_in_from_csv(clerk, client, channel):
    file = SimpleUploadedFile("数据.csv", "账号,月份,发布数,粉丝数\n清川教育,2026年3月,36,18500\n".encode("gbk"))
    shown = client.post(at("figures_import"), {"file": file}, follow=True)
    client.post(shown.redirect_chain[-1][0])
    row = ChannelFigure.objects.get()
    assert (row.month, row.posts, row.followers) == (D(2026, 3, 1), 36, 18500)


def test_the_board_shows_its_grounds_and_is_taken_away(way, clerk, client):
    way.draft(made_on=D(2026, 3, 2), title="早该公开的规划")
    said = page(client, "duties")
    assert "早该公开的规划" in said
    assert "第二十六条" in said
    assert "次日起算第 20 个工作日" in said
    assert "早该公开的规划" not in page(client, "duties", state="SOON")
    assert "早该公开的规划" in page(client, "duties", state="ALL")
    assert "早该公开的规划" in taken(client.get(at("duties"), {"export": "csv"}))


def test_a_supervisor_sees_the_units_below_and_narrows_to_one(way, county, client):
    way.draft(made_on=D(2026, 3, 2), title="早该公开的规划")
    client.force_login(county.staff("root", "supervisor"))
    assert "早该公开的规划" in page(client, "duties", unit=county.education.pk)
    assert "早该公开的规划" not in page(client, "duties", unit=county.water.pk)
    client.force_login(county.staff("water", "clerk"))
    assert "早该公开的规划" not in page(client, "duties")


def test_empty_columns_are_told_apart_and_marked_for_several_units_at_once(way, county, client):
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    way.draft(made_on=D(2020, 1, 5), title="早就晚了")
    client.force_login(county.staff("root", "supervisor"))
    first = page(client, "duties")
    assert "早就晚了" in first and "标明无此类信息" not in first and "<b>5</b><span>空白栏目、账号</span>" in first
    empty = page(client, "duties", state="EMPTY")
    assert empty.count(">标明无此类信息<") == 5 and "早就晚了" not in empty
    address = f"{at('column_absent')}?node={way.node.pk}&unit={county.water.pk}"
    form = client.get(address).context["form"]
    assert len(form.fields["units"].choices) == 5 and form.fields["units"].initial == [str(county.water.pk)]
    assert "请至少选择一个单位" in client.post(address, {"units": [], "reason": "不制定规划"}).content.decode()
    client.post(address, {"units": [county.water.pk, county.town.pk], "reason": "不制定规划"})
    assert page(client, "duties", state="EMPTY").count(">标明无此类信息<") == 3
    marked = page(client, "duties", state="ABSENT")
    assert marked.count("撤销标明") == 2 and "不制定规划" in marked
    post(client, "column_present", AbsentColumn.objects.get(unit=county.water).pk)
    assert page(client, "duties", state="EMPTY").count(">标明无此类信息<") == 4


def test_an_empty_column_of_another_unit_is_not_marked(way, county, client):
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    client.force_login(county.staff("water", "clerk"))
    address = f"{at('column_absent')}?node={way.node.pk}"
    assert client.post(address, {"units": [county.town.pk], "reason": "没有"}).context["form"].errors["units"]
    assert not AbsentColumn.objects.exists()
    assert "已经不是空白栏目" in client.get(f"{at('column_absent')}?node=999", follow=True).content.decode()
    client.force_login(county.staff("water", "reviewer"))
    assert "标明无此类信息" not in page(client, "duties", state="EMPTY")


def test_the_first_page_tells_how_much_is_late(way, clerk, client):
    way.draft(made_on=D(2026, 3, 2))
    assert "超过主动公开期限" in client.get(reverse("organs:home")).content.decode()


def test_the_year_in_time_has_a_page(way, clerk, client):
    assert "还没有发布公开事项" in page(client, "in_time", year=2025)


def test_a_wrong_filter_says_so_and_does_not_fail(way, clerk, client):
    for query in ({"unit": "x"}, {"kind": "x"}, {"state": "x", "page": "x"}, {"year": "x"}):
        for name in ("duties", "in_time", "channel_counts", "channels", "dispatches", "unexplained"):
            assert client.get(at(name), query).status_code == 200


def test_a_rule_is_set_changed_and_ended_on_screen(way, clerk, client, county):
    said = post(client, "rule_add", node=way.node.pk, preset="news", days="", basis="")
    assert "14 天" in said
    rule = UpdateRule.objects.get()
    assert "国办秘函〔2019〕19号" in rule.basis
    assert "30 天" in client.post(at("rule_edit", rule.pk), {"preset": "", "days": "30", "basis": "本局规定", "row-version": "1"},
                                 follow=True).content.decode()
    post(client, "rule_end", rule.pk)
    assert not UpdateRule.objects.exists()


def test_a_rule_without_ground_is_refused_in_one_sentence(way, clerk, client):
    assert "请填写依据" in post(client, "rule_add", node=way.node.pk, preset="", days="", basis="")


def test_the_rules_above_are_told_and_suggestions_are_laid_in(way, clerk, client, county):
    UpdateRule.objects.create(unit=county.root, node=way.node, days=60, basis="县政府规定")
    assert "县政府规定" in page(client, "rules")
    assert "已载入 1 项要求" in post(client, "rules_lay")


def test_words_are_added_changed_deleted_and_imported(clerk, client, county):
    post(client, "word_add", unit=county.education.pk, wrong="截止目前", right="截至目前", note="")
    word = WrongWord.objects.get()
    assert "词表中已有" in post(client, "word_add", unit=county.education.pk, wrong="截止目前", right="x", note="")
    client.post(at("word_edit", word.pk), {"wrong": "截止目前", "right": "截至目前", "serious": "on", "note": "", "row-version": "1"})
    word.refresh_from_db()
    assert word.serious
    shown = client.post(at("words_import"), {"file": workbook(["错误表述", "规范表述"], ["截止目前", "截至目前"], ["按装", "安装"])}, follow=True)
    client.post(shown.redirect_chain[-1][0])
    assert set(WrongWord.objects.values_list("wrong", "serious")) == {("截止目前", False), ("按装", False)}
    shown = client.post(at("words_import"), {"file": workbook(["错误表述", "规范表述", "严重"], ["相同", "相同", "也许"], ["长" * 81, "", ""])}, follow=True)
    assert [(fault.row, fault.column) for fault in shown.context["faults"]] == [(2, "规范表述"), (2, "严重"), (3, "错误表述")]
    post(client, "word_delete", word.pk)
    assert WrongWord.objects.count() == 1


def test_a_bond_is_found_made_and_undone_on_screen(way, clerk, client):
    document, item = way.draft(title="管理办法"), way.draft(title="管理办法图解")
    assert "管理办法图解" in page(client, "item_interpretations", document.pk, q="图解")
    assert "已关联" in post(client, "item_interpretations", document.pk, other=item.pk, way="explains", kind="picture")
    assert "图解" in page(client, "item_interpretations", item.pk)
    assert "请先查找并选择" in post(client, "item_interpretations", document.pk, way="explains", kind="picture")
    post(client, "item_interpretations", document.pk, unbind=Interpretation.objects.get().pk)
    assert not Interpretation.objects.exists()


def test_documents_without_an_interpretation_are_listed(way, clerk, client, county):
    way.draft(title="没有解读的办法", node=CatalogueNode.objects.get(unit=county.root, code="2001"))
    assert "没有解读的办法" in page(client, "unexplained")


@pytest.mark.parametrize("name", ["channels", "dispatches", "duties", "rules", "words", "unexplained"])
def test_every_head_is_in_chinese(name, way, channel, clerk, client, county):
    way.draft(made_on=D(2026, 3, 2), node=CatalogueNode.objects.get(unit=county.root, code="2001"))
    channels.record_dispatch(clerk, channel, title="招生", sent_on=D(2026, 6, 1))
    UpdateRule.objects.create(unit=county.education, node=way.node, days=60, basis="本局规定")
    WrongWord.objects.create(unit=county.education, wrong="错")
    heads = re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]*)<', page(client, name))
    assert heads
    assert all(not re.search("[A-Za-z]", head) for head in heads), heads


def test_strangers_find_nothing_and_may_nothing(way, channel, clerk, client, county):
    item = way.draft()
    rule = UpdateRule.objects.create(unit=county.education, node=way.node, days=60, basis="本局规定")
    word = WrongWord.objects.create(unit=county.education, wrong="x")
    dispatch = channels.record_dispatch(clerk, channel, title="招生", sent_on=D(2026, 6, 1))
    client.force_login(county.staff("water", "clerk"))
    for name, key in (("channel", channel.pk), ("channel_edit", channel.pk), ("dispatch_add", channel.pk), ("channel_figure", channel.pk),
                      ("dispatch_undo", dispatch.pk), ("item_dispatches", item.pk), ("item_interpretations", item.pk), ("rule_edit", rule.pk),
                      ("rule_end", rule.pk), ("word_edit", word.pk), ("word_delete", word.pk)):
        assert client.get(at(name, key)).status_code == 404
    client.force_login(county.staff("education", "reviewer"))
    for name, key in (("channel_edit", channel.pk), ("rule_edit", rule.pk), ("word_delete", word.pk), ("dispatch_undo", dispatch.pk)):
        assert client.get(at(name, key)).status_code == 403
    assert "编辑" not in page(client, "channel", channel.pk)


@pytest.mark.parametrize("name", ["channels", "dispatches", "duties", "rules", "words", "unexplained", "channel_counts"])
def test_a_page_asks_the_same_number_of_queries_however_many_rows(name, way, clerk, client, county):
    policy = CatalogueNode.objects.get(unit=county.root, code="2001")
    asked = []
    for start, end in ((0, 3), (3, 30)):
        for number in range(start, end):
            one = channels.add_channel(clerk, county.education, kind="微博", name=f"账号{number}")
            channels.record_dispatch(clerk, one, title=f"信息{number}", sent_on=D(2026, 6, 1))
            way.draft(title=f"文件{number}", node=policy, made_on=D(2026, 3, 2))
            WrongWord.objects.create(unit=county.education, wrong=f"词{number}")
            node = CatalogueNode.objects.create(scheme="own", unit=county.education, code=f"Z{number}", name=f"栏目{number}")
            UpdateRule.objects.create(unit=county.education, node=node, days=30, basis="规定")
        client.get(at(name), {"per": 50})
        with CaptureQueriesContext(connection) as found:
            assert client.get(at(name), {"per": 50}).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert Channel.objects.count() == 30
