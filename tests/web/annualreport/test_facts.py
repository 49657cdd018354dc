"""Sentences with the year's figures, which the checks have nothing against."""

from collections import Counter
from datetime import date

import pytest
from annualreport.test_compiling import YEAR, case

from gongkai.report.form import edition
from gongkai.web.annualreport.domain import compiling, facts
from gongkai.web.annualreport.domain.contents import content_of, report_of
from gongkai.web.annualreport.vocabularies import points_for, texts
from gongkai.web.applications.models import CaseEvent
from gongkai.web.disclosure.models import Channel, ChannelFigure


@pytest.fixture
def clerk(county):
    return county.staff("education", "clerk")


def sentences(row):
    return {one.key: one.text for one in facts.offers(row)}


def into(row):
    """The report with all its sentences taken."""
    made = content_of(row)
    lines = {number: [] for number in made["texts"]}
    for part in (*(one.key for one in edition(row.edition).sections[0].parts), ""):
        heading = next((one.heading for one in edition(row.edition).sections[0].parts if one.key == part), None)
        if heading:
            lines["1"].append(f"（{'一二三四五'[len([one for one in lines['1'] if one.startswith('（')])]}）{heading}")
        for one in facts.offers(row):
            if one.part == part:
                lines[str(one.section)].append(one.text)
    made["texts"] = {number: "\n".join(found) for number, found in lines.items()}
    return made


def test_an_empty_year_says_so(county, clerk):
    row = compiling.compile_report(clerk, county.education, YEAR)
    assert sentences(row) == {
        "no_items": "2025年，没有通过政府信息公开平台主动公开政府信息。", "no_applications": "本年未收到政府信息公开申请，没有上年结转的申请。",
        "no_disputes": "没有因政府信息公开被申请行政复议、提起行政诉讼。", "no_documents": "本年未制发行政规范性文件，年末没有现行有效的行政规范性文件。",
        "no_fees": "本年未收取信息处理费。"}


def test_applications_are_told_as_the_tables_say(county, clerk):
    case(county, 1)
    case(county, 2, kind="enterprise", answer="partial")
    case(county, 3, kind="legal", answer="repeat", entered=date(2024, 12, 30))
    row = compiling.compile_report(clerk, county.education, YEAR)
    row.cells["4.review.upheld"] = row.cells["4.review.total"] = "1"
    told = sentences(row)
    assert told["received"] == "本年新收政府信息公开申请2件，上年结转1件，办结3件，结转下年度继续办理0件。"
    assert told["applicants"] == "新收申请中，自然人提出1件，法人或其他组织提出1件。"
    assert told["outcomes"] == "办理结果为：予以公开1件，部分公开1件，不予处理1件。"
    assert told["review"] == "因政府信息公开被申请行政复议1件，其中结果维持1件。"
    assert "no_disputes" not in told


def test_fees_count_once_and_an_unknown_amount_is_not_told(county, clerk):
    one = case(county, 1)
    part = case(county, 2)
    part.parent = one
    part.save()
    for row in (one, part):
        CaseEvent.objects.create(case=row, kind="fee_notified", day=date(2025, 3, 3), actor_name="甲", details={"amount": "200"})
    CaseEvent.objects.create(case=one, kind="fee_paid", day=date(2025, 3, 9), actor_name="甲", details={"amount": "200"})
    assert facts.fees(county.education, YEAR) == {"notices": 1, "charged": 200, "paid": 200}
    assert facts.fees(county.education, YEAR + 1) == {"notices": 0, "charged": 0, "paid": 0}
    CaseEvent.objects.create(case=case(county, 3), kind="fee_notified", day=date(2025, 4, 3), actor_name="甲", details={})
    assert facts.fees(county.education, YEAR)["charged"] is None
    told = sentences(compiling.compile_report(clerk, county.education, YEAR))
    assert "fees" not in told and "no_fees" not in told


def test_channels_are_told_by_their_groups(county, clerk):
    site = Channel.objects.create(unit=county.education, kind="部门网站", name="网站")
    ChannelFigure.objects.create(channel=site, month=date(2025, 3, 1), posts=30)
    Channel.objects.create(unit=county.education, kind="微信公众号", name="号")
    told = sentences(compiling.compile_report(clerk, county.education, YEAR))
    assert told["channels"] == "按公开渠道分：政府网站30条。"
    assert told["places"] == "年末有公开渠道2个：微信公众号1个，部门网站1个。" or told["places"] == "年末有公开渠道2个：部门网站1个，微信公众号1个。"


def test_the_checks_find_nothing_in_them(county, clerk):
    for number, (kind, answer) in enumerate((("person", "provided"), ("enterprise", "partial"), ("legal", "repeat"), ("person", "not_existing"),
                                             ("research", "internal_affairs"), ("person", "withdrawn")), 1):
        case(county, number, kind=kind, answer=answer)
    case(county, 9, entered=date(2024, 12, 30), counted=None)
    row = compiling.compile_report(clerk, county.education, YEAR)
    row.cells |= {"4.review.upheld": "1", "4.review.total": "1", "4.litigation_direct.pending": "2", "4.litigation_direct.total": "2",
                  "2.normative_documents.issued": "3", "2.normative_documents.in_force": "3"}
    levels = Counter(one.level for one in report_of(into(row)).findings if one.code.startswith(("text.", "sum.")))
    assert levels == {}
    report = report_of(into(compiling.compile_report(county.staff("water", "clerk"), county.water, YEAR)))
    assert [one.message for one in report.findings if one.code.startswith("text.")] == []


def test_what_a_text_must_cover_hangs_on_the_unit():
    town, bureau = ({point.key for point in points_for(name, "2021") if point.level == "national"} for name in ("石里镇人民政府", "清川县教育局"))
    assert town - bureau == {"topic.工作考核", "topic.社会评议", "topic.责任追究"} and bureau <= town


def test_every_sentence_that_is_offered_covers_its_point():
    fee = next(point for point in points_for("清川县教育局", "2021") if point.key == "fee")
    assert all(fee.covered(one.text) for one in texts().sentences if one.section == 6)
