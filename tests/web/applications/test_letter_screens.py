"""The screens of letters: begun, written by two, templates, settings, numbers; and by three people in a browser, to the post."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from browsing import TELEPHONE
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.engine.letters import every_letter
from gongkai.web.applications.domain import entering, letters_approving, letters_drafting, letters_templates
from gongkai.web.applications.enums import Kind, LetterStage
from gongkai.web.applications.models import Letter, LetterNumber, LetterSetting, LetterTemplate
from gongkai.web.common import days
from gongkai.web.common.models import Event

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def client_of(client, county):
    """A client signed in as one of 教育局's people."""

    def make(role, unit="education"):
        client.force_login(county.staff(unit, role), backend=BACKEND)
        return client

    return make


@pytest.fixture
def case(open_case, county):
    """A case that is worked on, with a search that found nothing."""
    made = open_case(registered=True, day=days.today() - timedelta(days=5))
    entering.enter(county.staff("education", "clerk"), made, Kind.SEARCHED, days.today(), details={"period": "2020年至2024年"},
                   words={"places": "档案室", "words": "河道", "found": "没有找到"})
    return made


def at(name, *args):
    return reverse(f"applications:{name}", args=args)


def begin(client, case, **given):
    answer = client.post(at("letter_new", case.pk), given)
    assert answer.status_code == 302, answer.content.decode()
    return Letter.objects.latest("pk")


def test_a_letter_is_chosen_by_its_article_and_filled_from_the_case(client_of, case):
    client = client_of("clerk")
    shown = client.get(at("letter_new", case.pk)).content.decode()
    assert "信息不存在" in shown and "第三十六条第四项" in shown and "检索范围应当包括档案" in shown and "政府信息检索记录单" in shown
    letter = begin(client, case, answer="not_existing")
    shown = client.get(at("letter_edit", letter.pk)).content.decode()
    assert "2024年河道治理项目的招标文件" in shown and "已齐备" in shown
    assert "王小满" not in shown and "拟稿" in client.get(at("case", case.pk)).content.decode()


def test_who_somebody_is_is_masked_until_the_case_is_unmasked_and_stays_as_it_is(client_of, case):
    client = client_of("clerk")
    letter = begin(client, case, answer="not_existing")
    shown = client.get(at("letter", letter.pk)).content.decode()
    assert "王小满" not in shown and "王某某" in shown
    form = client.get(at("letter_edit", letter.pk)).context["form"]
    assert "applicant" not in form.fields
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", [], False)}
    client.post(at("letter_edit", letter.pk), {**data, "row-version": form.marks["row-version"], "row-seen": form.marks["row-seen"], "reason": "经核实"})
    values = letters_drafting.values_of(Letter.objects.get(pk=letter.pk))
    assert (values["applicant"], values["reason"]) == ("王小满", "经核实")
    client.post(at("unmask", case.pk))
    letter = Letter.objects.get(pk=letter.pk)  # a page that was made before shows no name, and takes none away
    client.post(at("letter_edit", letter.pk), {**data, "row-version": letter.version, "row-seen": "", "reason": "再次核实"})
    assert letters_drafting.values_of(Letter.objects.get(pk=letter.pk))["applicant"] == "王小满"
    assert "王小满" in client.get(at("letter", letter.pk)).content.decode()
    assert "王小满" in client.get(at("letter_edit", letter.pk)).content.decode()
    client.get(at("letter_preview", letter.pk, "docx"))
    assert Event.objects.filter(action__in=("case.unmasked", "letter.read")).count() == 2


def test_what_is_lacking_stands_beside_the_form_and_on_the_page_of_sending(client_of, open_case):
    client = client_of("clerk")
    letter = begin(client, open_case(registered=True), answer="not_existing")
    for name in ("letter_edit", "letter", "letter_submit"):
        assert "还没有检索记录" in client.get(at(name, letter.pk)).content.decode()
    answer = client.post(at("letter_submit", letter.pk))
    assert answer.status_code == 422 and Letter.objects.get(pk=letter.pk).stage == LetterStage.DRAFT


def test_of_two_clerks_the_second_is_shown_both_texts(client_of, case):
    client = client_of("clerk")
    letter = begin(client, case, answer="not_existing")
    form = client.get(at("letter_edit", letter.pk)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"row-version": form.marks["row-version"], "row-seen": form.marks["row-seen"]}
    data = {name: value for name, value in data.items() if value not in ("", [], False)}
    assert client.post(at("letter_edit", letter.pk), {**data, "reason": "甲写的理由"}).status_code == 302
    answer = client.post(at("letter_edit", letter.pk), {**data, "reason": "乙写的理由"})
    assert answer.status_code == 409 and "甲写的理由" in answer.content.decode() and "乙写的理由" in answer.content.decode()
    assert letters_drafting.values_of(Letter.objects.get(pk=letter.pk))["reason"] == "甲写的理由"


def test_an_uploaded_source_goes_out_with_the_answer(client_of, case):
    client = client_of("clerk")
    letter = begin(client, case, answer="provided")
    form = client.get(at("letter_edit", letter.pk)).context["form"]
    client.post(at("letter_edit", letter.pk), {
        "row-version": form.marks["row-version"], "row-seen": form.marks["row-seen"], "content": "招标文件",
        "upload": SimpleUploadedFile("招标文件.txt", "招标文件全文".encode())})
    letter = Letter.objects.get(pk=letter.pk)
    assert [str(file.pk) for file in case.files.filter(role="source")] == letter.answer["files"]


def test_a_preview_marks_what_is_still_to_be_written(client_of, case):
    client = client_of("clerk")
    letter = begin(client, case, kind="correction_notice")
    answer = client.get(at("letter_preview", letter.pk, "docx"))
    assert answer.status_code == 200 and answer["X-Content-Type-Options"] == "nosniff"
    from docx import Document

    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.getvalue())).paragraphs)
    assert "待填：补正事项" in text and "签发后编文号" in text and "王小满" in text
    assert client.get(at("letter_preview", letter.pk, "pdf")).getvalue().startswith(b"%PDF")


def test_a_letter_to_a_third_party_names_it_first(client_of, case):
    client = client_of("clerk")
    assert "第三方姓名或者名称" in client.get(at("letter_new", case.pk) + "?kind=third_party_inquiry").content.decode()
    answer = client.post(at("letter_new", case.pk), {"kind": "third_party_inquiry"})
    assert answer.status_code == 422 and not Letter.objects.exists()
    letter = begin(client, case, kind="third_party_inquiry", party_name="安行公司", party_telephone="13900000000")
    assert begin(client, case, kind="record_forward").party is None  # goes to an agency that is no party of the case
    assert letter.party.label == "第三方1" and case.parties.filter(role="third_party").count() == 1


def test_an_inner_sheet_is_filed_without_review(client_of, case):
    client = client_of("clerk")
    letter = begin(client, case, kind="search_sheet")
    assert client.post(at("letter_keep", letter.pk)).status_code == 302
    letter.refresh_from_db()
    assert letter.stage == LetterStage.FILED and set(case.files.filter(role="letter").values_list("kind", flat=True)) == {"docx", "pdf"}


def test_a_unit_puts_its_own_template_in_place_and_takes_ours_back(client_of, county, case):
    client, kind = client_of("manager"), every_letter()["correction_notice"]
    put, page = at("letter_template_put", kind.key), at("letter_template", kind.key)
    wrong = letters_templates.ours(every_letter()["fee_notice"])
    answer = client.post(put, {"file": SimpleUploadedFile("收费.docx", wrong)})
    assert answer.status_code == 422 and "错误" in answer.content.decode() and not LetterTemplate.objects.exists()
    assert client.post(put, {"file": SimpleUploadedFile("补正.docx", letters_templates.ours(kind))}).status_code == 302
    assert "《补正.docx》" in client.get(page).content.decode() and "补正.docx" in client.get(at("letter_templates")).content.decode()
    assert client.get(at("letter_template_file", kind.key, "example-pdf")).getvalue().startswith(b"%PDF")
    client.post(at("letter_template_back", kind.key))
    assert "使用系统模板" in client.get(page).content.decode() and LetterTemplate.objects.count() == 2
    client_of("reviewer")
    assert client.post(put, {}).status_code == 403


def test_the_settings_say_that_they_are_proposed_until_they_are_saved(client_of, county):
    client = client_of("clerk")
    shown = client.get(at("letter_settings"))
    assert "请核对后保存" in shown.content.decode() and "清川县人民法院" in shown.content.decode()
    form = shown.context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"row-version": 0}
    assert client.post(at("letter_settings"), {**data, "court": "东岭区人民法院"}).status_code == 302
    assert LetterSetting.objects.get().court == "东岭区人民法院"
    answer = client.post(at("letter_settings"), {**data, "court": "另一人民法院"})
    assert answer.status_code == 422 and LetterSetting.objects.get().court == "东岭区人民法院"


def test_gaps_of_numbers_are_listed_and_explained(client_of, county):
    LetterNumber.objects.create(unit=county.education, word="清教公开复", year=2026, serial=3, given_by=county.staff("education", "clerk"))
    client = client_of("clerk")
    assert "空号：1—2" in client.get(at("letter_numbers")).content.decode()
    given = {"unit": county.education.pk, "word": "清教公开复", "year": "2026", "serial": "2"}
    assert client.post(at("letter_number_gap"), given).status_code == 422
    assert client.post(at("letter_number_gap"), {**given, "reason": "纸质文书"}).status_code == 302
    shown = client.get(at("letter_numbers")).content.decode()
    assert "空号：1。" in shown and "纸质文书" in shown
    assert client.get(at("letter_numbers") + f"?unit={county.water.pk}").status_code == 200
    assert "清教公开复" not in client.get(at("letter_numbers") + f"?unit={county.water.pk}").content.decode()


def test_whoever_only_looks_from_above_reads_nothing_of_a_letter(client_of, county, case):
    letter = begin(client_of("clerk"), case, answer="not_existing")
    client = client_of("supervisor", "root")
    shown = client.get(at("letter", letter.pk))
    assert shown.status_code == 200 and "王小满" not in shown.content.decode() and "河道治理" not in shown.content.decode().replace(case.title, "")
    assert client.get(at("letter_preview", letter.pk, "docx")).status_code == 403


def test_what_was_decided_on_paper_comes_in_with_a_scan(client_of, county, case):
    clerk = county.staff("education", "clerk")
    letter = letters_drafting.start(clerk, case, "", answer="not_existing")
    version = letters_approving.send_for_review(clerk, letter, letters_approving.fill(letter))
    client = client_of("clerk")
    given = {"verdict": "passed", "spoken": "paper", "approver_name": "李局长", "approved_on": days.today().isoformat()}
    text = SimpleUploadedFile("a.txt", "文字".encode())
    assert client.post(at("letter_paper", version.pk), {**given, "scan": text}).status_code == 422
    import pypdfium2

    document, data = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(200, 200)
    document.save(data)
    answer = client.post(at("letter_paper", version.pk), {**given, "scan": SimpleUploadedFile("呈批单.pdf", data.getvalue())})
    assert answer.status_code == 302, answer.content.decode()
    shown = client.get(at("letter", letter.pk)).content.decode()
    assert "李局长" in shown and "纸质呈批单" in shown and Letter.objects.get(pk=letter.pk).stage == LetterStage.SIGNING


def test_three_people_bring_a_letter_to_the_post(visitor, case, tmp_path):
    clerk = visitor()
    clerk.sign_in("education-clerk")
    clerk.go(at("case", case.pk))
    clerk.page.click("text=拟制文书")
    clerk.page.click("button:has-text('信息不存在')")
    clerk.page.wait_for_selector("text=已齐备")
    assert clerk.overflows() <= 0
    clerk.page.fill("[name=reason]", "经核实，该项目没有招标。")
    clerk.page.click("button:has-text('保存')")
    clerk.page.wait_for_selector("text=已保存")
    clerk.page.click("main a:has-text('送审')")
    clerk.page.click("form button:has-text('送审')")
    clerk.page.wait_for_selector("text=已送审")
    letter = Letter.objects.get()
    for name, word in (("education-reviewer", "审核"), ("education-signer", "签发")):
        other = visitor()
        other.sign_in(name)
        other.page.click("text=待我审核、签发")
        other.page.click("main table a")
        assert "经核实，该项目没有招标。" in other.page.inner_text("main")
        assert word in other.page.inner_text("#step h2")
        other.page.check("input[value=passed]")
        other.page.click("#step button.primary")
        other.page.wait_for_selector("text=已同意")
        assert not other.complaints and not other.strays
    clerk.go(at("letter", letter.pk))
    clerk.page.click("text=编号定稿")
    clerk.page.click("form button:has-text('编号定稿')")
    clerk.page.wait_for_selector("text=已编号定稿")
    clerk.page.click("main a.primary:has-text('发出')")
    clerk.page.fill("[name=tracking]", "1234567890123")
    clerk.page.check("[name=unstamped]")
    clerk.page.select_option("[name=way]", "post")
    clerk.page.click("button:has-text('登记发出')")
    clerk.page.wait_for_selector("text=已登记发出")
    case.refresh_from_db()
    assert (case.answer, case.stage) == ("not_existing", "concluded") and Letter.objects.get().stage == LetterStage.SENT
    narrow = visitor(TELEPHONE)
    narrow.sign_in("education-clerk")
    for place in (at("letter", letter.pk), at("letter_review", letter.versions.get().pk), at("letter_templates"), at("letter_template", "fee_notice"),
                  at("letter_settings"), at("letter_numbers"), at("letter_reviews"), at("case", case.pk)):
        narrow.go(place)
        assert narrow.overflows() <= 0, place
    assert not clerk.complaints and not clerk.strays and not narrow.complaints
