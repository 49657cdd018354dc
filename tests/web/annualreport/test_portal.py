"""年报 on the portal: what was published and nothing of what is being written; earlier versions, files, the portal as files."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.web.annualreport.domain import approving, publishing
from gongkai.web.annualreport.models import AnnualReport, Publication
from gongkai.web.common import days, files
from gongkai.web.common.models import StoredFile
from gongkai.web.organs.enums import Role
from gongkai.web.portal.export import export

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def corrected(signed, county, monkeypatch):
    """Published late, then corrected; and the report is a draft again with another title."""
    clerk = county.staff("education", Role.CLERK)
    monkeypatch.setattr(days, "today", lambda: date(2026, 2, 3))
    publishing.publish(clerk, signed.report, publishing.make(signed))
    approving.recall(clerk, signed, "更正")
    AnnualReport.objects.update(texts={"1": "全年没有收到申请。", "6": "本年度未收取信息处理费。"})
    from gongkai.web.annualreport.domain import findings

    row = AnnualReport.objects.get()
    findings.explain(clerk, row, {one.key: "属实。" for one in findings.unexplained(row)})
    second = approving.submit(clerk, row, row.version)
    approving.take_step(county.staff("education", Role.REVIEWER), second, 1, "passed")
    approving.take_step(county.staff("education", Role.SIGNER), second, 2, "passed")
    publishing.publish(clerk, row, publishing.make(second), "更正依申请公开的文字。")
    approving.recall(clerk, second, "再改")
    AnnualReport.objects.update(title="草稿的标题")
    return AnnualReport.objects.get()


def text(address):
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_what_is_public_with_its_marks_and_nothing_of_the_draft(corrected, county):
    for address in ("/annual-reports/", f"/units/{county.education.slug}/annual-reports/", "/annual-reports/?year=2025"):
        page = text(address)
        assert "清川县教育局2025年政府信息公开工作年度报告" in page and "已更正" in page and "逾期" in page and "草稿的标题" not in page
    assert "清川县教育局2025年" not in text(f"/units/{county.water.slug}/annual-reports/")
    assert "没有公布的年度报告" in text("/annual-reports/?year=2024")


def test_the_page_shows_the_version_that_holds_and_the_earlier_one_says_so(corrected):
    first, second = Publication.objects.order_by("id")
    now, old = text(f"/annual-reports/{corrected.pk}/"), text(f"/annual-reports/{corrected.pk}/{first.pk}/")
    assert "全年没有收到申请。" in now and "更正依申请公开的文字。" in now and "应于2026年1月31日前公布" in now and "草稿的标题" not in now
    assert "全年收到申请4件" in old and "旧版" in old and "noindex" in old
    for missing in (f"/annual-reports/{corrected.pk}/{second.pk + 9}/", f"/annual-reports/{corrected.pk + 9}/"):
        assert Client().get(missing).status_code == 404


def test_what_was_found_and_overridden_inside_the_office_is_not_shown(corrected):
    first = Publication.objects.earliest("id")
    page, found = text(f"/annual-reports/{corrected.pk}/{first.pk}/"), first.version.content["findings"]
    assert found and all(one["message"] not in page and (one["reason"] or one["message"]) not in page for one in found)


def test_every_file_comes_byte_for_byte(corrected):
    act = Publication.objects.latest("id")
    for name in publishing.OFFERED:
        answer = Client().get(reverse("portal:annual_file", args=[corrected.pk, act.pk, name]))
        assert b"".join(answer.streaming_content) == files.read(StoredFile.objects.get(pk=act.files[name]))
        assert answer["X-Content-Type-Options"] == "nosniff" and "attachment" in answer["Content-Disposition"]
    for name in ("fragment", "exe"):
        assert Client().get(reverse("portal:annual_file", args=[corrected.pk, act.pk, name])).status_code == 404


def test_a_draft_is_nowhere_in_public(report):
    assert Client().get(f"/annual-reports/{report.pk}/").status_code == 404
    assert report.title not in text("/annual-reports/")


def test_the_portal_as_files_holds_the_reports_with_links_that_lead_somewhere(corrected, tmp_path):
    folder = tmp_path / "out"
    export(folder)
    first, second = Publication.objects.order_by("id")
    page = folder / f"annual-reports/{corrected.pk}/index.html"
    for made in (page, folder / f"annual-reports/{corrected.pk}/{first.pk}/index.html"):
        for link in re.findall(r'(?:href|src)="([^"#]*)', made.read_text()):
            if not re.match(r"https?:|mailto:|$", link):
                assert (made.parent / link.partition("#")[0]).exists(), link
    assert (folder / f"annual-reports/{corrected.pk}/{second.pk}/report.pdf").read_bytes().startswith(b"%PDF")
