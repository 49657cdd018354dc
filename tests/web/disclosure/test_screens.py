"""The screens of items: they lead through the way, tell what is wrong, and refuse whom they must."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from sheetfiles import official_catalogue, workbook

from gongkai.web.disclosure.domain import catalogue, publishing, stages
from gongkai.web.disclosure.models import CatalogueNode, Item, PublishedItem
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcff9fa11e00070302"
                    "7fc5a12d5a0000000049454e44ae426082")


@pytest.fixture
def visit(client, way):
    """Sign a person in and open a page: visit(person, "item", pk) or with data to send."""
    def go(person, route, *keys, data=None, query="", **more):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        address = reverse(f"disclosure:{route}", args=keys) + query
        return client.post(address, data, **more) if data is not None else client.get(address, **more)
    return go


def written(way, **changes):
    values = way.values(**changes)
    return {**{key: value for key, value in values.items() if value is not None}, "node": way.node.pk, "made_on": values["made_on"].isoformat()}


def told(response) -> str:
    return response.content.decode()


def test_a_new_item_leads_on_to_its_attachments(visit, way):
    assert visit(way.clerk, "item_new").status_code == 200
    answer = visit(way.clerk, "item_new", data=written(way))
    item = Item.objects.get()
    assert answer.url == reverse("disclosure:item_files", args=[item.pk]) and item.title == way.values()["title"]


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(visit, way):
    answer = visit(way.clerk, "item_new", data=written(way, title="留住的标题", attribute_reason=""))
    assert "留住的标题" in told(answer) and "请填写此项。" in told(answer) and not Item.objects.exists()
    answer = visit(way.clerk, "item_new", data=written(way, attribute="withheld"))
    assert "下次评估日期" in told(answer) and "条例第十八条" in told(answer)


def test_two_editors_are_shown_both_versions(visit, way):
    item = way.draft()
    page = visit(way.clerk, "item_edit", item.pk)
    marks = {name: str(value) for name, value in page.context["form"].marks.items()}
    other = {**written(way, title="别人先存的"), **marks}
    assert visit(way.clerk, "item_edit", item.pk, data=other).status_code == 302
    mine = {**written(way, body="<p>我改的正文。</p>"), **marks}
    answer = visit(way.clerk, "item_edit", item.pk, data=mine)
    assert answer.status_code == 409 and "我改的正文" in told(answer) and "别人先存的" in told(answer)
    assert Item.objects.get().title == "别人先存的"


def test_what_is_under_review_cannot_be_opened_for_writing(visit, way):
    version = way.submitted()
    answer = visit(way.clerk, "item_edit", version.item_id, follow=True)
    assert "不能修改" in told(answer)


def test_several_attachments_come_in_at_once_and_one_refused_holds_up_none(visit, way):
    item = way.draft()
    uploads = [SimpleUploadedFile("表.png", PNG), SimpleUploadedFile("宏.xlsm", b"PK\x03\x04junk"), SimpleUploadedFile("空.txt", b""),
               SimpleUploadedFile("说明.txt", "招生说明".encode())]
    answer = visit(way.clerk, "item_files", item.pk, data={"files": uploads}, follow=True)
    assert sorted(item.attachments.values_list("title", flat=True)) == ["表", "说明"]
    assert "已上传 2 个附件" in told(answer) and "空文件" in told(answer)
    first, second = item.attachments.all()
    visit(way.clerk, "item_file", item.pk, second.pk, data={"act": "up"})
    assert list(item.attachments.values_list("pk", flat=True)) == [second.pk, first.pk]
    visit(way.clerk, "item_file", item.pk, second.pk, data={"act": "rename", "title": "新名称"})
    visit(way.clerk, "item_file", item.pk, first.pk, data={"act": "remove"})
    assert list(item.attachments.values_list("title", flat=True)) == ["新名称"]
    assert visit(way.clerk, "item_file", item.pk, first.pk, data={"act": "remove"}).status_code == 404


def test_findings_stand_beside_the_text_and_the_tool_masks_them(visit, way):
    item = way.draft(body="<table><tr><th>姓名</th><th>身份证号</th></tr><tr><td>王小明</td><td>110101199003070003</td></tr></table>")
    page = told(visit(way.clerk, "item_submit", item.pk))
    assert "严重" in page and "遮盖个人信息" in page and ">送审</button>" not in page
    assert "110101<mark>********</mark>0003" in told(visit(way.clerk, "item_mask", item.pk))
    visit(way.clerk, "item_mask", item.pk, data={"version": item.version})
    item.refresh_from_db()
    answer = visit(way.clerk, "item_submit", item.pk, data={"version": item.version})
    assert answer.status_code == 302 and stages.derive(item) == "secrecy"


def test_reasons_typed_so_far_stay_where_one_is_missing(visit, way):
    item = way.draft(body='<p>详见<a href="http://">附件</a>，<a href="">说明</a>。</p>')
    page = visit(way.clerk, "item_submit", item.pk)
    keys = [finding.key for _, finding, _ in page.context["findings"]]
    assert len(keys) == 2
    answer = visit(way.clerk, "item_submit", item.pk, data={"version": item.version, f"reason-{keys[0]}": "上级提供的地址"})
    assert answer.status_code == 422 and "上级提供的地址" in told(answer) and "还有1条" in told(answer)


def test_the_whole_way_on_the_screen(visit, way, county):
    way.levels(3)
    item = way.draft()
    visit(way.clerk, "item_submit", item.pk, data={"version": item.version})
    version = item.versions.get()
    assert "同意" not in told(visit(way.clerk, "review", version.pk))  # no button that leads to a refusal
    for level, role in enumerate((Role.SECRECY, Role.REVIEWER, Role.HEAD, Role.SIGNER)):
        person = way.staff[role]
        assert version.content["title"] in told(visit(person, "reviews"))
        sent = {"act": "step", "level": level, "verdict": "passed", "conclusion": "active", "basis": "《条例》第二十条", "opinion": ""}
        assert visit(person, "review", version.pk, data=sent).status_code == 302
        assert "没有等您审核" in told(visit(person, "reviews"))
    page = told(visit(way.clerk, "item", item.pk))
    assert "待发布" in page and reverse("disclosure:item_publish", args=[item.pk]) in page
    assert visit(way.clerk, "item_publish", item.pk, data={"when": "now"}).status_code == 302
    assert PublishedItem.objects.get().title == item.title
    assert "撤回公开" not in told(visit(way.clerk, "item", item.pk))
    answer = visit(way.staff[Role.HEAD], "item_withdraw", item.pk, data={"reason": ""})
    assert answer.status_code == 422 and PublishedItem.objects.exists()
    visit(way.staff[Role.HEAD], "item_withdraw", item.pk, data={"reason": "数据有误"})
    assert not PublishedItem.objects.exists()


def test_a_stale_review_page_is_told_that_others_were_first(visit, way):
    version = way.submitted()
    way.step(version, 0)
    sent = {"act": "step", "level": 0, "verdict": "passed", "conclusion": "active", "basis": "依据"}
    answer = visit(way.staff[Role.SECRECY], "review", version.pk, data=sent, follow=True)
    assert "没有由您办理的环节" in told(answer) and version.steps.count() == 1


def test_returning_without_a_word_keeps_the_page_and_says_so(visit, way):
    version = way.submitted()
    answer = visit(way.staff[Role.SECRECY], "review", version.pk, data={"act": "step", "level": 0, "verdict": "returned"})
    assert answer.status_code == 422 and "请说明需要修改什么" in told(answer)


def test_a_question_goes_up_and_its_answer_comes_back(visit, way, county):
    version = way.submitted()
    visit(way.staff[Role.SECRECY], "review", version.pk,
          data={"act": "refer", "level": 0, "to_unit": county.root.pk, "question": "是否涉及工作秘密"})
    referral = version.referrals.get()
    above = county.staff("root", Role.SUPERVISOR)
    assert "是否涉及工作秘密" in told(visit(above, "referrals"))
    page = told(visit(above, "referral", referral.pk))
    assert version.content["title"] in page
    assert visit(above, "referral", referral.pk, data={"conclusion": "active", "text": "可以公开"}).status_code == 302
    assert "可以公开" in told(visit(way.staff[Role.SECRECY], "review", version.pk))
    assert visit(county.staff("water", Role.SECRECY), "referral", referral.pk).status_code == 404


def test_an_approval_on_paper_is_entered_with_its_scan(visit, way):
    version = way.submitted()
    sent = {"spoken": "paper", "approver_name": "赵局长", "approved_on": "2026-03-03", "verdict": "passed", "conclusion": "active",
            "basis": "《条例》第二十条", "scan": SimpleUploadedFile("呈批单.png", PNG)}
    assert visit(way.clerk, "review_paper", version.pk, data={**sent, "scan": SimpleUploadedFile("呈批单.txt", b"text")}).status_code == 422
    sent["scan"].seek(0)
    assert visit(way.clerk, "review_paper", version.pk, data=sent).status_code == 302
    page = told(visit(way.clerk, "review", version.pk))
    assert "赵局长" in page and "纸质呈批单" in page
    assert visit(way.staff[Role.REVIEWER], "review_paper", version.pk).status_code == 403


def test_an_approval_on_paper_is_of_paper_or_of_another_system(visit, way):
    page = visit(way.clerk, "review_paper", way.submitted().pk)
    assert [value for value, _ in page.context["form"].fields["spoken"].choices] == ["paper", "oa"]


def test_an_item_waits_for_those_who_did_not_write_it(visit, way):
    roles.grant_role(way.staff[Role.MANAGER], way.clerk, way.unit, Role.SECRECY)
    version = way.submitted()
    Person.objects.filter(pk=way.clerk.pk).update(name="拟稿的人")
    Person.objects.filter(pk=way.staff[Role.SECRECY].pk).update(name="别的人")
    assert "等待别的人公开审查" in told(visit(way.staff[Role.HEAD], "item", version.item_id))


def test_a_time_is_set_and_taken_off(visit, way):
    item = way.approved().item
    assert visit(way.clerk, "item_publish", item.pk, data={"when": "later"}).status_code == 422
    due = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    visit(way.clerk, "item_publish", item.pk, data={"when": "later", "due_at": due})
    assert Item.objects.get().stage == "scheduled"
    visit(way.clerk, "item_unschedule", item.pk)
    assert Item.objects.get().stage == "scheduled"  # a GET does nothing
    visit(way.clerk, "item_unschedule", item.pk, data={})
    assert Item.objects.get().stage == "approved"


def test_a_batch_tells_each_items_result(visit, way, stranger, county):
    good, bad = way.draft(), way.draft(body="")
    elsewhere = type(way)(county, "water").draft()
    answer = told(visit(way.clerk, "items_batch", data={"act": "submit", "chosen": [good.pk, bad.pk, elsewhere.pk]}))
    assert "选中 2 个事项，1 个已送审" in answer and "都是空的" in answer
    assert {item.pk: item.stage for item in Item.objects.all()} == {good.pk: "secrecy", bad.pk: "draft", elsewhere.pk: "draft"}


def test_only_who_may_hand_in_chooses_from_the_list(visit, way):
    way.draft()
    assert 'name="chosen"' in told(visit(way.clerk, "items"))
    assert 'name="chosen"' not in told(visit(way.staff[Role.REVIEWER], "items"))


def test_the_list_is_filtered_and_searched(visit, way, county):
    first = way.draft(title="招生办法")
    way.draft(title="校车安全", document_number="清教发〔2026〕3号")
    type(way)(county, "water").draft(title="水情通报")
    page = told(visit(way.clerk, "items"))
    assert "招生办法" in page and "校车安全" in page and "水情通报" not in page
    for query in ("?q=招生", f"?q={first.index_number}", "?node=" + str(way.node.pk) + "&q=招生", "?year=2026&stage=draft&attribute=active&q=招生"):
        page = told(visit(way.clerk, "items", query=query))
        assert "招生办法" in page and "校车安全" not in page
    assert "没有符合条件" in told(visit(way.clerk, "items", query="?q=%25"))
    both = told(visit(county.staff("root", Role.SUPERVISOR), "items"))
    assert "招生办法" in both and "水情通报" in both


@pytest.mark.parametrize("route", ["item", "item_edit", "item_files", "item_submit", "item_mask", "item_recall", "item_publish", "item_withdraw",
                                   "item_reassess", "item_delete", "item_restore", "item_unschedule"])
def test_a_sister_unit_does_not_learn_that_an_item_exists(visit, way, stranger, route):
    item = way.draft()
    assert visit(stranger, route, item.pk).status_code == 404
    assert visit(stranger, route, item.pk, data={}).status_code == 404


def test_a_version_and_its_files_are_the_units_alone(visit, way, stranger):
    item = way.draft()
    visit(way.clerk, "item_files", item.pk, data={"files": [SimpleUploadedFile("说明.txt", "招生说明".encode())]})
    version = way.submitted(item)
    file = version.files[0]["id"]
    assert visit(way.staff[Role.REVIEWER], "review_file", version.pk, file).status_code == 200
    assert visit(stranger, "review", version.pk).status_code == 404
    assert visit(stranger, "review_file", version.pk, file).status_code == 404
    assert visit(way.clerk, "review_file", version.pk, "00000000-0000-0000-0000-000000000000").status_code == 404


def test_queries_on_a_list_page_do_not_grow_with_its_rows(visit, way, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as queries:
            visit(way.clerk, "items")
        return len(queries)

    way.draft()
    visit(way.clerk, "items")
    few = count()
    for _ in range(12):
        way.draft()
    assert count() == few


def test_what_is_due_is_listed_for_reassessment(visit, way):
    from datetime import date

    item = way.approved(attribute="withheld", reassess_on=date(2026, 3, 9), title="涉密事项").item
    assert "涉密事项" in told(visit(way.clerk, "reassessments"))
    assert visit(way.clerk, "item_reassess", item.pk, data={"conclusion": "withheld", "reason": "仍在执行"}).status_code == 422
    visit(way.clerk, "item_reassess", item.pk, data={"conclusion": "active", "reason": "已解密"})
    assert Item.objects.get().stage == "draft"


def test_the_standard_catalogue_comes_in_from_a_sheet_twice_without_doubles(visit, way, county):
    from openpyxl import Workbook

    def sheet(content):
        book = Workbook()
        book.active.append(["试点领域", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限"])
        book.active.append(["义务教育", "政策文件", "法律法规", content, "《义务教育法》", "20个工作日"])
        book.active.append(["义务教育", "政策文件", "部门政策", "县级政策", "", ""])
        book.active.append(["社会救助", "综合业务", "", "政策文件", "", ""])
        file = io.BytesIO()
        book.save(file)
        return SimpleUploadedFile("目录.xlsx", file.getvalue())

    clerk = county.staff("root", Role.CLERK)
    for content, told_of in (("中央法规", "新增 6 条，更新 0 条"), ("中央和地方法规", "新增 0 条，更新 1 条")):
        answer = visit(clerk, "catalogue_import", data={"file": sheet(content)})
        run = int(answer.url.rstrip("/").rsplit("/", 1)[1])
        assert told_of in told(visit(clerk, "catalogue_import_preview", run, data={}, follow=True))
    rows = CatalogueNode.objects.filter(scheme="standard")
    assert [row.code for row in rows] == ["B01", "B01.01", "B01.01.01", "B01.01.02", "B02", "B02.01"] and rows.count() == 6
    assert rows.get(code="B01.01.01").content == "中央和地方法规"
    assert "中央和地方法规" in told(visit(clerk, "catalogue", query="?field=义务教育"))


def test_the_catalogue_shows_the_chapters_of_the_countys_and_opens_one_page_by_page(visit, way, county):
    clerk = county.staff("root", Role.CLERK)
    rows = [{"field": "义务教育", "first": "政策文件", "second": f"第{number}项", "content": "内容"} for number in range(120)]
    catalogue.import_standard(clerk, county.root, [*rows, {"field": "社会救助", "first": "低保", "content": "条件"}])
    page = told(visit(clerk, "catalogue"))
    assert "条例第二十条" in page and "第7项" not in page
    assert "121 项" in page and "1 项" in page and "?field=%E4%B9%89" in page.replace("&amp;", "&")
    first, second = (told(visit(clerk, "catalogue", query=f"?field=义务教育&page={number}")) for number in (1, 2))
    assert "第7项" in first and "第119项" not in first and "第119项" in second and "低保" not in second
    found = told(visit(clerk, "catalogue", query="?q=第7项"))
    assert "第7项" in found and "政策文件" in found and "第119项" not in found


def test_a_catalogue_in_the_official_layout_comes_in_as_it_is(visit, way, county):
    clerk = county.staff("root", Role.CLERK)
    answer = visit(clerk, "catalogue_import", data={"file": SimpleUploadedFile("目录.xlsx", official_catalogue())})
    run = int(answer.url.rstrip("/").rsplit("/", 1)[1])
    page = told(visit(clerk, "catalogue_import_preview", run))
    assert "没有发现问题" in page and "各行都按表头上方的标题取为“义务教育”" in page and "没有读取：序号" in page
    visit(clerk, "catalogue_import_preview", run, data={})
    rows = {row.name: row for row in CatalogueNode.objects.filter(scheme="standard")}
    assert list(rows) == ["义务教育", "政策文件", "招生入学", "资助政策", "办事服务"]
    first, second = rows["招生入学"], rows["资助政策"]
    assert (first.parent.name, second.parent.name, first.field) == ("政策文件", "政策文件", "义务教育")
    assert (first.audience, first.manner, first.tier) == ("全社会", "主动", "县级")
    assert (second.audience, second.manner, second.tier) == ("特定群体（受资助学生家庭）", "主动、依申请公开", "县级、乡级")
    assert second.basis == "《中华人民共和国义务教育法》" and second.subject == "县教育局"  # merged with the row above
    assert rows["办事服务"].content == "学籍转接办事指南"


def test_a_catalogue_whose_title_names_no_field_says_what_is_missing(visit, way, county):
    clerk = county.staff("root", Role.CLERK)
    for title in ("清川县基层政务公开标准目录", "义务教育和社会救助领域目录"):
        file = SimpleUploadedFile("目录.xlsx", official_catalogue(title))
        assert "表头缺少“试点领域”" in told(visit(clerk, "catalogue_import", data={"file": file}, follow=True))


def test_a_catalogue_cell_that_the_database_cannot_hold_is_told_of_in_the_preview(visit, way, county):
    clerk = county.staff("root", Role.CLERK)
    data = workbook(["试点领域", "一级事项", "公开内容（要素）", "公开时限"], ["义务教育", "政策文件", "办法", "长" * 201])
    page = told(visit(clerk, "catalogue_import", data={"file": SimpleUploadedFile("目录.xlsx", data)}, follow=True))
    assert "有 201 个字，最多 200 个字" in page


def test_a_units_own_row_is_made_and_the_laws_stay_as_they_are(visit, way, county):
    sent = {"code": "J01", "name": "学校招生", "active": "on", "content": "", "basis": "", "deadline": "", "subject": "", "channels": "",
            "audience": "", "manner": "", "tier": "", "parent": ""}
    assert visit(way.clerk, "catalogue_new", data=sent).status_code == 302
    node = CatalogueNode.objects.get(code="J01")
    assert node.unit == way.unit
    assert "已被使用" in told(visit(way.clerk, "catalogue_new", data=sent))
    assert visit(way.clerk, "catalogue_edit", node.pk, data={**sent, "active": ""}).status_code == 302
    assert not CatalogueNode.objects.get(code="J01").active
    law = told(visit(county.staff("root", Role.CLERK), "catalogue_edit", way.node.pk, data={**sent, "code": "X"}))
    assert "不能修改" in law and CatalogueNode.objects.get(pk=way.node.pk).code == "2003"
    assert visit(county.staff("water", Role.CLERK), "catalogue_edit", node.pk).status_code == 404


def test_the_first_page_counts_what_waits(client, way):
    version = way.submitted()
    way.approved()
    client.force_login(way.staff[Role.SECRECY], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = told(client.get("/workbench/"))
    assert "待我审核" in page and '<b>1</b><span>待我审核</span>' in page
    client.force_login(way.clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert '<b>1</b><span>待发布</span>' in told(client.get("/workbench/"))
    assert version.number == 1


def test_a_correction_shows_what_differs_from_what_is_public(visit, way):
    item = way.approved(title="一号规划").item
    publishing.publish_item(way.clerk, item)
    item.refresh_from_db()
    marks = {name: str(value) for name, value in visit(way.clerk, "item_edit", item.pk).context["form"].marks.items()}
    visit(way.clerk, "item_edit", item.pk, data={**written(way, title="二号规划", body="<p>全县新建五所小学。</p>"), **marks})
    version = way.submitted(item)
    page = told(visit(way.staff[Role.SECRECY], "review", version.pk))
    assert "<del>一</del><ins>二</ins>" in page and "<del>三</del><ins>五</ins>" in page
