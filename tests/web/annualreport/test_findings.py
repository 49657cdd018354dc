"""Which findings hold up signing, which want a reason, and that reasons are kept."""

import pytest
from django.core.exceptions import ValidationError

from gongkai.report.form import edition
from gongkai.web.annualreport.domain import findings
from gongkai.web.annualreport.domain.queries import previous_of, report_of_file
from gongkai.web.annualreport.enums import FileState
from gongkai.web.annualreport.models import AnnualReport, CellDecision, CollectBatch, CollectedFile, Waiver
from gongkai.web.common import files
from gongkai.web.common.gate import Refused

PREAMBLE = "本报告依据《中华人民共和国政府信息公开条例》编制，统计期限为2025年1月1日至2025年12月31日。"


def report(county, **more):
    cells = dict.fromkeys(edition("2021").addresses(), "0")
    texts = {"1": "（一）主动公开。全年公开政府信息30条。\n（二）依申请公开。全年收到申请4件。", "5": "存在不足，将改进。", "6": "本年度未收取信息处理费。"}
    return AnnualReport.objects.create(**{
        "unit": county.education, "year": 2025, "edition": "2021", "title": "清川县教育局2025年政府信息公开工作年度报告", "preamble": PREAMBLE,
        "texts": texts, "cells": cells, **more})


def codes(rows):
    return {one.finding.code for one in rows}


def test_only_arithmetic_holds_up_signing(county):
    row = report(county)
    row.cells |= {"4.review.upheld": "2", "3.received.person": "1.5", "3.received.total": "1.5", "3.carried_out.person": "1.5",
                  "3.carried_out.total": "1.5"}
    row.save()
    assert codes(findings.blocking(row)) == {"sum.4.total", "sum.not_whole"}
    assert "text.received" in codes(findings.unexplained(row))


def test_a_finding_in_the_text_knows_its_line(county):
    found = [one for one in findings.told(report(county)) if one.finding.code == "text.received"]
    assert [one.line for one in found] == [(1, 2)]


def test_a_reason_is_kept_until_the_finding_changes(county):
    row, clerk = report(county), county.staff("education", "clerk")
    one = next(one for one in findings.unexplained(row) if one.finding.code == "text.received")
    assert len(findings.explain(clerk, row, {one.key: "含转办的申请"})) == 1
    assert findings.explain(clerk, row, {one.key: "含转办的申请"}) == []
    assert "text.received" not in codes(findings.unexplained(row))
    row.texts["1"] = row.texts["1"].replace("4件", "5件")
    assert "text.received" in codes(findings.unexplained(row))


def test_a_clerk_explains_and_a_signer_lets_pass(county):
    row, clerk, signer = report(county), county.staff("education", "clerk"), county.staff("education", "signer")
    row.cells["4.review.upheld"] = "2"
    row.save()
    one = findings.blocking(row)[0]
    with pytest.raises(ValidationError):
        findings.explain(clerk, row, {one.key: "历史数据"})
    with pytest.raises(Refused):
        findings.override(clerk, row, {one.key: "历史数据"})
    with pytest.raises(Refused):
        findings.explain(signer, row, {one.key: "历史数据"})
    findings.override(signer, row, {one.key: "原系统数据缺失，照此签发"})
    assert findings.blocking(row) == []
    assert [waived.waiver.reason for waived in findings.overridden(row)] == ["原系统数据缺失，照此签发"]


def test_a_finding_that_is_gone_takes_no_reason(county):
    with pytest.raises(ValidationError):
        findings.explain(county.staff("education", "clerk"), report(county), {"0" * 64: "说明"})
    assert not Waiver.objects.exists()


def test_last_year_is_read_from_the_accepted_file_as_people_confirmed_it(county):
    row = report(county)
    row.cells["3.carried_in.total"] = row.cells["3.carried_in.person"] = "3"
    row.save()
    from gongkai.web.annualreport.domain.contents import content_of, report_of

    reading = report_of(content_of(row) | {"year": 2024}, check=False).to_json()
    batch = CollectBatch.objects.create(unit=county.office, year=2024, name="往年", made_by=county.people["office", "supervisor"])
    kept = files.keep(b"{}", "a.json", unit=county.office, kind="json", media_type="application/json", by=None)
    file = CollectedFile.objects.create(batch=batch, area=county.office, file=kept, name="a.json", sha256="1", state=FileState.ACCEPTED,
                                        unit=county.education, year=2024, edition="2021", reading=reading)
    CellDecision.objects.create(file=file, address="3.carried_out.total", read="0", value="2", by=county.people["office", "supervisor"])
    before = report_of_file(file)
    assert (before.value("3.carried_out.total"), before.cells["3.carried_out.total"].origin) == (2, "corrected")
    assert previous_of(county.education, 2025).year == 2024
    assert previous_of(county.education, 2024) is None
    assert "year.carried" in codes(findings.told(row))
