"""公布 and 更正: byte for byte, late ones marked, the older still there."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.annualreport.domain import approving, deadlines, findings, handing, publishing, writing
from gongkai.web.annualreport.domain.figures import unpack
from gongkai.web.annualreport.enums import Act, Group, Stage
from gongkai.web.annualreport.models import AnnualReport, Figures, Publication, ReportDeadline
from gongkai.web.common import days, files
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import StoredFile
from gongkai.web.organs.enums import Role
from gongkai.web.portal import annualset

pytestmark = pytest.mark.django_db


def clerk(county):
    return county.staff("education", Role.CLERK)


@pytest.fixture
def on(monkeypatch):
    """Makes it another day."""
    def be(day):
        monkeypatch.setattr(days, "today", lambda: day)
    return be


def test_what_is_published_is_what_was_signed_in_every_format(signed, county, on):
    on(date(2026, 1, 30))
    act = publishing.publish(clerk(county), signed.report, publishing.make(signed))
    assert (act.act, act.version, act.on, act.due, act.late) == (Act.PUBLISHED, signed, date(2026, 1, 30), date(2026, 1, 31), False)
    assert set(act.files) == set(publishing.FORMATS)
    kept = {name: files.read(StoredFile.objects.get(pk=pk)) for name, pk in act.files.items()}
    assert kept["pdf"].startswith(b"%PDF") and kept["docx"].startswith(b"PK") and kept["xlsx"].startswith(b"PK")
    assert "清川县教育局2025年政府信息公开工作年度报告" in kept["page"].decode() and 'style="' in publishing.fragment_of(act)
    row = Figures.objects.get()
    assert (row.unit, row.year, row.public, row.published_on) == (county.education, 2025, True, date(2026, 1, 30))
    assert AnnualReport.objects.get().stage == Stage.PUBLISHED


def test_nothing_is_published_before_it_is_signed_nor_twice(explained, signed, county):
    made = publishing.make(signed)
    publishing.publish(clerk(county), signed.report, made)
    with pytest.raises(ValidationError, match="已经公布"):
        publishing.publish(clerk(county), signed.report, made)
    approving.recall(clerk(county), signed, "更正")
    with pytest.raises(ValidationError, match="签发以后才能公布"):
        publishing.publish(clerk(county), signed.report, made)
    with pytest.raises(Refused):
        publishing.publish(county.staff("water", Role.CLERK), signed.report, made)


def test_a_version_that_was_tampered_with_is_not_published(signed):
    signed.content["title"] = "别的标题"
    with pytest.raises(ValidationError, match="校验值不符"):
        publishing.make(signed)


def test_a_correction_says_why_and_the_first_publication_stays(signed, county, on):
    on(date(2026, 2, 3))
    first = publishing.publish(clerk(county), signed.report, publishing.make(signed))
    assert first.late
    approving.recall(clerk(county), signed, "更正一处笔误")
    row = AnnualReport.objects.get()
    second = approving.submit(clerk(county), row, row.version)
    approving.take_step(county.staff("education", Role.REVIEWER), second, 1, "passed")
    approving.take_step(county.staff("education", Role.SIGNER), second, 2, "passed")
    on(date(2026, 5, 8))
    with pytest.raises(ValidationError, match="更正了什么"):
        publishing.publish(clerk(county), row, publishing.make(second))
    act = publishing.publish(clerk(county), row, publishing.make(second), "第一部分一处笔误。")
    assert (act.act, act.reason, act.due, act.late, publishing.current(row)) == (Act.CORRECTED, "第一部分一处笔误。", first.due, True, act)
    figures = Figures.objects.get()
    assert (figures.version, figures.published_on, figures.late) == (second, date(2026, 2, 3), True)
    assert Publication.objects.count() == 2 and publishing.public_file(first, "pdf") is not None


def test_a_correction_that_is_handed_in_leaves_what_is_public_in_the_public_set_until_it_is_published(signed, county, on):
    on(date(2026, 1, 20))
    publishing.publish(clerk(county), signed.report, publishing.make(signed))
    approving.recall(clerk(county), signed, "更正数据")
    row = AnnualReport.objects.get()
    row = writing.save_report(clerk(county), row, row.version, cells={"4.review.upheld": "1", "4.review.total": "1"})
    findings.explain(clerk(county), row, {one.key: "经核实无误。" for one in findings.unexplained(row)})
    second = approving.submit(clerk(county), row, row.version)
    approving.take_step(county.staff("education", Role.REVIEWER), second, 1, "passed")
    approving.take_step(county.staff("education", Role.SIGNER), second, 2, "passed")
    row.refresh_from_db()
    handing.hand_in(clerk(county), row)
    held, shown = Figures.objects.get(), Figures.published.get()
    assert (held.version, held.public, shown.version, shown.published_on) == (second, False, signed, date(2026, 1, 20))
    assert unpack(held.edition, held.packed)["4.review.total"] == 1
    assert [one["4.review.total"] for one in annualset.wide(annualset.public())] == [0]
    assert annualset.years() == [2025]
    publishing.publish(clerk(county), row, publishing.make(second), "复议结果更正。")
    assert Figures.objects.get() == Figures.published.get()
    assert [one["4.review.total"] for one in annualset.wide(annualset.public())] == [1]


@pytest.mark.parametrize(("key", "group", "day"), [
    ("education", Group.DEPARTMENTS, date(2026, 1, 31)), ("root", Group.GOVERNMENTS, date(2026, 3, 31)), ("town", Group.TOWNS, None),
    ("office", Group.GOVERNMENTS, date(2026, 3, 31))])
def test_the_law_names_a_day_for_departments_and_governments_and_none_for_towns(county, key, group, day):
    known = deadlines.days_of(getattr(county, key), 2025)
    assert (known.group, known.publish_by, known.legal, known.hand_in_by) == (group, day, day, None)


def test_the_office_above_sets_earlier_days_and_days_for_towns_never_later_ones(county):
    boss = county.staff("root", Role.SUPERVISOR)
    deadlines.set_days(boss, county.root, 2025, Group.DEPARTMENTS, hand_in_by=date(2026, 1, 20), publish_by=date(2026, 1, 28), basis="清政办发〔2025〕9号")
    deadlines.set_days(boss, county.root, 2025, Group.TOWNS, hand_in_by=date(2026, 2, 20), publish_by=None)
    known = deadlines.days_of_all([county.education, county.town], 2025)
    assert [(row.hand_in_by, row.publish_by, row.basis) for row in known.values()] == [
        (date(2026, 1, 20), date(2026, 1, 28), "清政办发〔2025〕9号"), (date(2026, 2, 20), None, "")]
    with pytest.raises(ValidationError, match="不能晚于法定的2026年1月31日"):
        deadlines.set_days(boss, county.root, 2025, Group.DEPARTMENTS, hand_in_by=None, publish_by=date(2026, 2, 1))
    with pytest.raises(ValidationError, match="2026年之内"):
        deadlines.set_days(boss, county.root, 2025, Group.TOWNS, hand_in_by=date(2025, 2, 1), publish_by=None)
    deadlines.set_days(county.staff("education", Role.SUPERVISOR), county.education, 2025, Group.DEPARTMENTS, hand_in_by=date(2026, 1, 31), publish_by=None)
    assert deadlines.days_of(county.education, 2025).hand_in_by == date(2026, 1, 20)  # for those below it, not for itself
    with pytest.raises(Refused):
        deadlines.set_days(county.staff("education", Role.CLERK), county.root, 2025, Group.TOWNS, hand_in_by=date(2026, 2, 1), publish_by=None)
    assert ReportDeadline.objects.filter(unit=county.root).count() == 2
