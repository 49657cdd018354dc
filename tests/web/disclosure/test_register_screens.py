"""The screens of the register."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sheetfiles import workbook

from gongkai.web.disclosure.domain import register
from gongkai.web.disclosure.enums import NormativeAct
from gongkai.web.disclosure.models import NormativeDocument


@pytest.fixture
def clerk(county, client):
    somebody = county.staff("education", "clerk")
    client.force_login(somebody)
    return somebody


@pytest.fixture
def document(county, clerk):
    return register.register_document(clerk, county.education, kind="normative_documents", title="清川县校车管理办法",
                                      document_number="清教〔2024〕3号", issued_on=date(2024, 3, 1))


def page(client, name, *args, **query):
    return client.get(reverse(f"disclosure:{name}", args=args), query).content.decode()


def test_a_clerk_registers_a_document_and_finds_it_in_the_list(county, clerk, client):
    response = client.post(reverse("disclosure:document_add"), {
        "unit": county.education.pk, "kind": "normative_documents", "title": "清川县校车管理办法", "document_number": "清教〔2024〕3号",
        "issued_on": "2024-03-01"}, follow=True)
    assert "清川县校车管理办法" in response.content.decode()
    assert "清教〔2024〕3号" in page(client, "documents")


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(county, clerk, client, document):
    response = client.post(reverse("disclosure:document_add"), {
        "unit": county.education.pk, "kind": "normative_documents", "title": "另一个办法", "document_number": "清教〔2024〕3号",
        "issued_on": "2024-03-01"})
    said = response.content.decode()
    assert "本单位已经登记过文号为“清教〔2024〕3号”的文件" in said
    assert "另一个办法" in said
    assert NormativeDocument.objects.count() == 1


def test_the_list_answers_what_was_in_force_on_a_day(clerk, client, document):
    register.record_act(clerk, document, NormativeAct.REPEALED, on=date(2025, 1, 1))
    assert document.title in page(client, "documents", on="2024-12-31")
    assert document.title not in page(client, "documents", on="2025-01-01")
    assert document.title in page(client, "documents", force="REPEALED")


def test_each_number_of_the_year_opens_to_its_documents(clerk, client, document):
    said = page(client, "documents_counts", year=2024, kind="normative_documents", open="issued")
    assert "本年制发（1 件）" in said
    assert document.title in said


def test_a_wrong_entry_is_reversed_on_screen_and_stays_to_be_seen(clerk, client, document):
    event = register.record_act(clerk, document, NormativeAct.REPEALED, on=date(2025, 1, 1))
    client.post(reverse("disclosure:event_reverse", args=[event.pk]), {"reason": "看错文号"})
    said = page(client, "document", document.pk)
    assert "现行有效" in said
    assert "看错文号" in said


def test_a_clean_up_says_what_became_of_each(clerk, client, document):
    said = client.post(reverse("disclosure:documents_clean"), {
        "on": "2026-01-01", "basis": "清教发〔2026〕1号", f"verdict-{document.pk}": "repealed"}).content.decode()
    assert "已办" in said and f'name="verdict-{document.pk}"' not in said  # nothing more to decide of it
    assert "<b>废止</b>" in said
    assert "已废止" in page(client, "document", document.pk)


def test_the_results_of_a_clean_up_are_listed_to_be_made_public(clerk, client, document):
    client.post(reverse("disclosure:documents_clean"), {"on": "2026-01-01", "basis": "清教发〔2026〕1号", f"verdict-{document.pk}": "to_amend"})
    listed = client.get(reverse("disclosure:documents"), {"cleaned": "to_amend"}).content.decode()
    assert "拟修改 2026-01-01 清教发〔2026〕1号" in listed
    assert document.title not in client.get(reverse("disclosure:documents"), {"cleaned": "kept"}).content.decode()
    sheet = client.get(reverse("disclosure:documents"), {"cleaned": "any", "export": "csv"})
    assert "拟修改 2026-01-01 清教发〔2026〕1号" in b"".join(sheet).decode()


def test_a_document_that_will_run_out_says_until_when_it_holds(county, clerk, client):
    from gongkai.web.disclosure.domain import register

    row = register.register_document(clerk, county.education, kind="normative_documents", title="关于课后服务的办法", issued_on=date(2024, 1, 1),
                                     valid_until=date(2099, 12, 31))
    said = page(client, "document", row.pk)
    assert "至 2099-12-31" in said and "自 2100-01-01" not in said


def test_what_a_clean_up_could_not_do_keeps_its_choice(clerk, client, document):
    said = client.post(reverse("disclosure:documents_clean"), {
        "on": "2026-01-01", "basis": "清教发〔2026〕1号", f"verdict-{document.pk}": "extended", f"until-{document.pk}": "2030-12-31"}).content.decode()
    assert "没有规定有效期，不需要延长" in said and '<option value="extended" selected>' in said and 'value="2030-12-31"' in said


def test_a_clean_up_without_a_choice_or_with_no_day_says_what_to_do(clerk, client, document):
    address = reverse("disclosure:documents_clean")
    assert "还没有选择任何文件的清理结果" in client.post(address, {"on": "2026-01-01", "basis": "某决定"}).content.decode()
    said = client.post(address, {"on": "2026-01-01", "basis": "某决定", f"verdict-{document.pk}": "extended"}).content.decode()
    assert "请填写新的有效期" in said


def test_the_list_asks_the_database_as_often_for_many_as_for_few(county, clerk, client):
    page(client, "documents")  # the session's own work is done once
    asked = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            register.register_document(clerk, county.education, kind="normative_documents", title=f"办法{number}",
                                       document_number=f"清教〔2023〕{number}号", issued_on=date(2023, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            page(client, "documents", per=50)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_sheet_of_documents_tells_all_that_is_wrong_before_anything_comes_in(clerk, client, document):
    head = ["种类", "名称", "文号", "制发日期", "施行日期", "有效期至", "废止日期"]
    data = workbook(head, ["公文", "一", document.document_number, "2024-03-01", "2024-02-01", "2024-01-01", ""],
                    ["", "二" * 201, "清教〔2023〕2号", "三月一日", "", "", "2023-01-01"],
                    ["", "三", "清教〔2023〕3号", "2023-03-01", "", "2024-02-29", "2024-05-01"],
                    ["", "四", "清教〔2023〕4号", "2023-03-01", "", "", "2023-02-01"])
    answer = client.post(reverse("disclosure:documents_import"), {"file": SimpleUploadedFile("文件.xlsx", data)}, follow=True)
    assert [(fault.row, fault.column) for fault in answer.context["faults"]] == [
        (2, "种类"), (2, "文号"), (2, "施行日期"), (2, "有效期至"), (3, "名称"), (3, "制发日期"), (4, "废止日期"), (5, "废止日期")]
    client.post(answer.redirect_chain[-1][0])
    assert NormativeDocument.objects.count() == 1


def test_the_register_of_former_years_comes_in(clerk, client, county):
    data = workbook(["名称", "文号", "制发日期", "废止日期"], ["旧办法", "清教〔2020〕1号", "2020-03-01", "2022-05-01"])
    answer = client.post(reverse("disclosure:documents_import"), {"file": SimpleUploadedFile("文件.xlsx", data)}, follow=True)
    client.post(answer.redirect_chain[-1][0])
    assert [str(event.on) for event in NormativeDocument.objects.get().events.all()] == ["2020-03-01", "2022-05-01"]


def test_another_unit_s_document_is_not_to_be_found(county, client, document):
    client.force_login(county.staff("water", "clerk"))
    assert client.get(reverse("disclosure:document", args=[document.pk])).status_code == 404
    assert document.title not in page(client, "documents")
    client.force_login(county.staff("root", "supervisor"))
    assert document.title in page(client, "documents")
    assert client.post(reverse("disclosure:document_act", args=[document.pk]), {}).status_code == 403
