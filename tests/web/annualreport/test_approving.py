"""送审, 审核, 签发: frozen versions, different people, paper; what holds up signing."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from gongkai.web.annualreport.domain import approving, findings
from gongkai.web.annualreport.domain.contents import digest
from gongkai.web.annualreport.enums import Stage
from gongkai.web.annualreport.models import AnnualReport, ReportVersion
from gongkai.web.common import days, files
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Notice, StoredFile
from gongkai.web.common.reviewing import Spoken, Verdict
from gongkai.web.organs.enums import Role

pytestmark = pytest.mark.django_db


def now(row):
    return AnnualReport.objects.get(pk=row.pk)


def scan(county):
    return files.keep(b"scan", "呈批单.pdf", unit=county.education, kind="pdf", media_type="application/pdf")


def test_what_is_sent_for_review_is_frozen_with_its_findings_and_their_reasons(explained, county):
    version = approving.submit(county.staff("education", Role.CLERK), explained, explained.version, "请审核")
    assert (version.number, version.sha256, now(explained).stage) == (1, digest(version.content), Stage.REVIEW)
    asked = [one for one in version.content["findings"] if one["level"] != "notice"]
    assert version.content["errors"] + version.content["warnings"] == len(asked) > 0 and {one["reason"] for one in asked} == {"经核实无误。"}
    told = Notice.objects.filter(text__contains="等待您审核").values_list("person__username", flat=True)
    assert set(told) == {"education-reviewer", "education-head"}


def test_warnings_without_a_reason_are_not_sent_for_review(report, county):
    assert findings.unexplained(report)
    with pytest.raises(ValidationError, match="没有写明理由"):
        approving.submit(county.staff("education", Role.CLERK), report, report.version)
    assert now(report).stage == Stage.DRAFT and not ReportVersion.objects.exists()


def test_a_draft_that_changed_meanwhile_is_not_sent_for_review(explained, county):
    with pytest.raises(Conflict):
        approving.submit(county.staff("education", Role.CLERK), explained, explained.version - 1)


def test_three_people_bring_it_to_signed(signed):
    assert signed.report.stage == Stage.SIGNED and approving.signed(signed.report) == signed
    assert [(step.level, step.verdict) for step in signed.steps.all()] == [(1, Verdict.PASSED), (2, Verdict.PASSED)]
    assert Notice.objects.filter(text__contains="已签发", person__username="education-clerk").exists()


def test_nobody_approves_their_own_text_nor_takes_both_levels(explained, county):
    from gongkai.web.organs.models import RoleHeld

    clerk, signer = county.people["education", "clerk"], county.people["education", "signer"]
    for person, role in ((clerk, Role.REVIEWER), (signer, Role.REVIEWER)):
        RoleHeld.objects.create(person=person, unit=county.education, role=role, since=days.today() - timedelta(days=9))
    version = approving.submit(county.staff("education", Role.CLERK), explained, explained.version)
    with pytest.raises(ValidationError, match="参与拟稿"):
        approving.take_step(county.staff("education", Role.CLERK), version, 1, Verdict.PASSED)
    approving.take_step(county.staff("education", Role.SIGNER), version, 1, Verdict.PASSED)
    with pytest.raises(ValidationError, match="同一人不能办理"):
        approving.take_step(county.staff("education", Role.SIGNER), version, 2, Verdict.PASSED)
    assert not approving.waiting_for(county.staff("education", Role.SIGNER)).exists()


@pytest.mark.parametrize(("unit", "role", "level"), [("water", Role.REVIEWER, 1), ("education", Role.CLERK, 1), ("root", Role.SUPERVISOR, 1)])
def test_another_unit_or_role_takes_no_step(explained, county, unit, role, level):
    version = approving.submit(county.staff("education", Role.CLERK), explained, explained.version)
    with pytest.raises(Refused):
        approving.take_step(county.staff(unit, role), version, level, Verdict.PASSED)


def test_sent_back_with_a_reason_it_is_a_draft_again_and_makes_a_second_version(explained, county):
    clerk = county.staff("education", Role.CLERK)
    version = approving.submit(clerk, explained, explained.version)
    with pytest.raises(ValidationError, match="说明需要修改什么"):
        approving.take_step(county.staff("education", Role.REVIEWER), version, 1, Verdict.RETURNED)
    approving.take_step(county.staff("education", Role.REVIEWER), version, 1, Verdict.RETURNED, "第一部分没有写政策解读。")
    row = now(explained)
    assert row.stage == Stage.DRAFT
    second = approving.submit(clerk, row, row.version)
    assert second.number == 2
    with pytest.raises(ValidationError, match="已不在审核中"):
        approving.take_step(county.staff("education", Role.REVIEWER), version, 1, Verdict.PASSED)


def test_sums_that_do_not_add_up_hold_up_signing_until_the_signer_says_why(explained, county):
    AnnualReport.objects.filter(pk=explained.pk).update(cells={**explained.cells, "3.received.person": "5"})
    row = now(explained)
    clerk = county.staff("education", Role.CLERK)
    findings.explain(clerk, row, {one.key: "已核对。" for one in findings.unexplained(row)})
    version = approving.submit(clerk, row, row.version)
    approving.take_step(county.staff("education", Role.REVIEWER), version, 1, Verdict.PASSED)
    signer = county.staff("education", Role.SIGNER)
    with pytest.raises(ValidationError, match="勾稽不符") as told:
        approving.take_step(signer, version, 2, Verdict.PASSED)
    assert "override" in told.value.message_dict
    approving.take_step(signer, version, 2, Verdict.PASSED, override="上级平台锁定旧数，已书面说明。")
    assert now(row).stage == Stage.SIGNED
    passed = approving.overridden(version)
    assert passed and {one.reason for one in passed} == {"上级平台锁定旧数，已书面说明。"} and not findings.blocking(now(row), version.content)


def test_a_step_on_paper_needs_name_day_and_scan_and_knows_the_writer_by_name(explained, county):
    clerk = county.staff("education", Role.CLERK)
    version = approving.submit(clerk, explained, explained.version)
    given = {"spoken": Spoken.PAPER, "approver_name": "王 某", "approved_on": days.today(), "scan": scan(county)}
    for key, value in (("approver_name", " "), ("approved_on", days.today() + timedelta(days=1)), ("spoken", Spoken.SCREEN)):
        with pytest.raises(ValidationError) as told:
            approving.record_step(clerk, version, 1, Verdict.PASSED, **{**given, key: value})
        assert key in told.value.message_dict
    with pytest.raises(ValidationError, match="参与了拟稿"):
        approving.record_step(clerk, version, 1, Verdict.PASSED, **{**given, "approver_name": clerk.name})
    step = approving.record_step(clerk, version, 1, Verdict.PASSED, **given)
    assert (step.approver_name, step.person, now(explained).stage) == ("王某", None, Stage.SIGN)


def test_after_signing_it_is_taken_back_to_be_written_in_and_the_version_stays(signed, county):
    clerk = county.staff("education", Role.CLERK)
    with pytest.raises(ValidationError, match="理由"):
        approving.recall(clerk, signed, " ")
    approving.recall(clerk, signed, "补充数据")
    row = now(signed.report)
    assert (row.stage, approving.signed(row), signed.steps.last().verdict) == (Stage.DRAFT, None, Verdict.RECALLED)


def test_a_step_on_paper_that_is_refused_leaves_no_file_behind(explained, county, client):
    clerk = county.staff("education", Role.CLERK)
    version = approving.submit(clerk, explained, explained.version)
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    given = {"verdict": "passed", "spoken": Spoken.PAPER, "approver_name": clerk.name, "approved_on": days.today().isoformat()}

    def post(**more):
        scan = SimpleUploadedFile("呈批单.png", picture.getvalue(), "image/png")
        return client.post(reverse("annualreport:on_paper", args=[version.pk]), {**given, **more, "scan": scan})

    before = StoredFile.objects.count()
    answer = post()
    assert answer.status_code == 422 and not version.steps.exists(), "the text is the approver's own"
    assert StoredFile.objects.count() == before
    assert post(approver_name="赵某").status_code == 302
    assert StoredFile.objects.count() == before + 1 and version.steps.get().scan is not None
