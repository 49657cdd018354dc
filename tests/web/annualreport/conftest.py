"""What tests of 年度报告 may ask for."""

from __future__ import annotations

import pytest
from rows_annualreport import report as made

from gongkai.web.annualreport.domain import approving
from gongkai.web.organs.enums import Role


@pytest.fixture
def report(county):
    """The education bureau's report for 2025 as its clerk has written it; one warning: the text tells of
    applications that table 3 does not hold."""
    clerk = county.people["education", "clerk"]
    row = made(county, county.education, "清川县教育局2025年政府信息公开工作年度报告", preamble="本报告统计期限为2025年1月1日至2025年12月31日。",
               texts={"1": "（一）主动公开。全年公开政府信息30条。\n（二）依申请公开。全年收到申请4件。", "5": "存在不足，将改进。",
                      "6": "本年度未收取信息处理费。"}, signature_unit="清川县教育局", hands=[clerk.pk])
    return row


@pytest.fixture
def explained(report, county):
    """The same, with a reason for every warning."""
    from gongkai.web.annualreport.domain import findings

    findings.explain(county.staff("education", Role.CLERK), report, {one.key: "经核实无误。" for one in findings.unexplained(report)})
    return report


@pytest.fixture
def signed(explained, county):
    """A version that three people have passed."""
    version = approving.submit(county.staff("education", Role.CLERK), explained, explained.version)
    approving.take_step(county.staff("education", Role.REVIEWER), version, 1, "passed")
    approving.take_step(county.staff("education", Role.SIGNER), version, 2, "passed")
    version.refresh_from_db()
    return version
