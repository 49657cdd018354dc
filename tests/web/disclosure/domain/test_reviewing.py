"""The way of an item: what is allowed at each stage, to whom, and what is not."""

from __future__ import annotations

from datetime import date

import pytest
from county import fresh, person
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from gongkai.web.common import files
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Notice
from gongkai.web.disclosure.domain import items, queries, referrals, reviewing, stages, submitting, versions
from gongkai.web.disclosure.enums import Stage, Verdict
from gongkai.web.disclosure.models import Item, ItemVersion, ReviewStep
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import RoleHeld, SoleApprover

LISTED = "<p>名单：</p><table><tr><th>姓名</th><th>身份证号</th></tr><tr><td>王小明</td><td>110101199003070003</td></tr></table>"


def stage(item) -> str:
    return Item.objects.get(pk=item.pk).stage


def test_three_levels_pass_an_item_from_hand_to_hand(way):
    way.levels(3)
    version = way.submitted()
    seen = [stage(version.item)]
    for level in range(4):
        way.step(version, level)
        seen.append(stage(version.item))
    assert seen == [Stage.SECRECY, Stage.REVIEW, Stage.REVIEW, Stage.REVIEW, Stage.APPROVED]


def test_the_number_of_levels_is_that_of_the_day_of_submission(way):
    version = way.submitted()
    way.levels(3)
    way.step(version, 0)
    way.step(version, 1)
    assert stage(version.item) == Stage.APPROVED


def test_serious_findings_block_and_the_sentence_names_them(way):
    item = way.draft(body=LISTED)
    with pytest.raises(ValidationError) as error:
        submitting.submit_item(way.clerk, item, item.version)
    assert "严重问题" in error.value.messages[0] and len(error.value.messages) > 1
    assert not any("110101199003070003" in sentence for sentence in error.value.messages)
    assert not ItemVersion.objects.exists()


def test_lesser_findings_want_a_reason_each_which_the_version_keeps(way):
    from gongkai.web.disclosure.domain import screen

    item = way.draft(body='<p>详见<a href="http://">附件</a>。</p>')
    found = screen.findings(item)
    assert found and not any(finding.serious for finding in found)
    with pytest.raises(ValidationError, match="说明理由"):
        submitting.submit_item(way.clerk, item, item.version, {})
    version = submitting.submit_item(way.clerk, item, item.version, {finding.key: "链接由上级提供" for finding in found})
    assert set(version.reasons.values()) == {"链接由上级提供"} and len(version.remarks) == len(found)


def test_a_version_is_what_its_digest_says_and_never_changes(way):
    version = way.submitted()
    assert versions.is_whole(version)
    with pytest.raises(DatabaseError), transaction.atomic():
        ItemVersion.objects.filter(pk=version.pk).update(content={})
    step = way.step(version, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewStep.objects.filter(pk=step.pk).delete()


def test_an_empty_item_is_not_submitted(way):
    item = way.draft(body="<p> </p>")
    with pytest.raises(ValidationError, match="都是空的"):
        submitting.submit_item(way.clerk, item, item.version)


def test_what_changed_since_the_clerk_looked_is_not_submitted(way):
    item = way.draft()
    items.change_item(way.clerk, item, item.version, {"title": "又改"})
    with pytest.raises(ValidationError, match="又有修改"):
        submitting.submit_item(way.clerk, item, item.version)


def test_nobody_writes_on_what_is_being_reviewed_until_it_is_taken_back(way):
    version = way.submitted()
    item = version.item
    with pytest.raises(ValidationError, match="不能修改"):
        items.change_item(way.clerk, item, item.version, {"title": "趁机改"})
    with pytest.raises(ValidationError, match="不必重复送审"):
        submitting.submit_item(way.clerk, item, item.version)
    with pytest.raises(ValidationError, match="理由"):
        submitting.recall_version(way.clerk, version, " ")
    submitting.recall_version(way.clerk, version, "附件传错")
    assert stage(item) == Stage.DRAFT
    assert items.change_item(way.clerk, item, item.version, {"title": "改好"}).title == "改好"
    with pytest.raises(ValidationError, match="不在审核中"):
        way.step(version, 0)


def test_what_is_returned_goes_back_with_its_opinion_and_its_author_is_told(way):
    version = way.submitted()
    way.step(version, 0)
    with pytest.raises(ValidationError, match="退回"):
        way.step(version, 1, Verdict.RETURNED)
    way.step(version, 1, Verdict.RETURNED, opinion="表二单位不对")
    assert stage(version.item) == Stage.DRAFT
    assert "表二单位不对" in Notice.objects.get(person=way.clerk, kind="退回").text
    again = way.submitted(version.item)
    assert again.number == 2 and stages.next_level(again) == 0


def test_a_level_out_of_turn_is_refused_and_one_passed_is_passed_once(way):
    version = way.submitted()
    with pytest.raises(ValidationError, match="公开审查"):
        way.step(version, 1)
    way.step(version, 0)
    with pytest.raises(ValidationError, match="初审"):
        way.step(version, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewStep.objects.create(version=version, level=0, verdict=Verdict.PASSED, person=way.clerk, recorded_by=way.clerk,
                                  approved_on=date(2026, 1, 1))


def test_secrecy_review_wants_a_conclusion_that_agrees_and_its_basis(way):
    version = way.submitted()
    for changes, said in (({"conclusion": ""}, "审查结论"), ({"basis": " "}, "审查依据"), ({"conclusion": "withheld"}, "不一致")):
        with pytest.raises(ValidationError, match=said):
            way.step(version, 0, **changes)
    assert way.step(version, 0).conclusion == "active"


@pytest.mark.parametrize("level", range(4))
def test_a_level_is_taken_by_its_role_alone(way, stranger, level):
    way.levels(3)
    version = way.submitted()
    for before in range(level):
        way.step(version, before)
    roles = (Role.SECRECY, Role.REVIEWER, Role.HEAD, Role.SIGNER)
    for role in Role.values:
        if role != roles[level]:
            with pytest.raises(Refused):
                way.step(version, level, who=way.staff[role])
    with pytest.raises(Refused):
        way.step(version, level, who=stranger)
    way.step(version, level)


def both(way, name="两兼", *roles):
    return fresh(person(name, way.unit, *(roles or (Role.CLERK, Role.SECRECY, Role.REVIEWER, Role.HEAD))))


def test_nobody_approves_a_text_that_they_wrote_on(way):
    writer = both(way)
    item = way.draft()
    item = items.change_item(writer, item, item.version, {"title": "由两兼改过"})
    version = way.submitted(item)
    assert sorted(version.hands) == sorted([way.clerk.pk, writer.pk])
    with pytest.raises(ValidationError, match="参与拟稿"):
        way.step(version, 0, who=writer)
    way.step(version, 0, Verdict.RETURNED, who=writer, opinion="自己发现写错了")  # giving back is no approval


def test_who_wrote_on_a_text_that_has_passed_may_approve_the_next(way):
    writer = both(way)
    item = items.create_item(writer, way.unit, way.values())
    first = submitting.submit_item(writer, item, item.version)
    way.step(first, 0)
    way.step(first, 1)
    item.refresh_from_db()
    items.change_item(way.clerk, item, item.version, {"title": "由经办人改过"})
    second = way.submitted(item)
    assert second.hands == [way.clerk.pk]
    way.step(second, 0, who=writer)


def test_one_person_does_not_take_two_levels(way):
    second = both(way, "一人", Role.SECRECY, Role.REVIEWER)
    version = way.submitted()
    way.step(version, 0, who=second)
    with pytest.raises(ValidationError, match="两级审批"):
        way.step(version, 1, who=second)


def test_an_office_of_one_person_is_let_through_by_name_and_date_and_marked(way):
    alone = both(way, "独人")
    leave = SoleApprover.objects.create(unit=way.unit, person=alone, reason="只有一人", since=date(2020, 1, 1), until=date(2020, 12, 31))
    item = items.create_item(alone, way.unit, way.values())
    version = submitting.submit_item(alone, item, item.version)
    with pytest.raises(ValidationError, match="参与拟稿"):
        way.step(version, 0, who=alone)
    leave.until = None
    leave.save()
    assert way.step(version, 0, who=alone).own_text and way.step(version, 1, who=alone).own_text
    assert stage(item) == Stage.APPROVED


def paper(way, version, level, name="赵局长", verdict=Verdict.PASSED, **more):
    values = {"spoken": "paper", "approver_name": name, "approved_on": date(2026, 3, 3), "scan": way.scan(), **more}
    if level == 0:
        values = {"conclusion": "active", "basis": "《条例》第二十条", **values}
    return reviewing.record_step(way.clerk, version, level, verdict, **values)


def test_an_approval_on_paper_is_recorded_by_the_clerk_and_marked(way):
    version = way.submitted()
    step = paper(way, version, 0)
    assert step.person is None and step.recorded_by == way.clerk and step.spoken == "paper" and step.approver_name == "赵局长"
    paper(way, version, 1, "钱副局长", spoken="oa")
    assert stage(version.item) == Stage.APPROVED


@pytest.mark.parametrize(("changes", "said"), [
    ({"approved_on": date(2999, 1, 1)}, "晚于今天"), ({"name": " "}, "审批人姓名"), ({"spoken": "screen"}, "办理方式"),
    ({"verdict": Verdict.DOUBT}, "审批意见"),
])
def test_a_faulty_paper_approval_is_refused(way, changes, said):
    with pytest.raises(ValidationError, match=said):
        paper(way, way.submitted(), 0, **changes)


def test_on_paper_too_nobody_approves_their_own_text_or_twice(way):
    version = way.submitted()
    with pytest.raises(ValidationError, match="参与了拟稿"):
        paper(way, version, 0, way.clerk.name)
    paper(way, version, 0, "赵局长")
    with pytest.raises(ValidationError, match="两级审批"):
        paper(way, version, 1, "赵 局长")


def test_a_scan_of_another_unit_is_refused(way, county):
    other = files.keep(b"%PDF-1.4 other", "a.pdf", unit=county.water, kind="pdf", media_type="application/pdf")
    with pytest.raises(ValidationError, match="不是本单位"):
        paper(way, way.submitted(), 0, scan=other)


def test_only_the_clerk_records_paper(way, stranger):
    version = way.submitted()
    for somebody in (stranger, way.staff[Role.REVIEWER]):
        with pytest.raises(Refused):
            reviewing.record_step(somebody, version, 0, Verdict.PASSED, spoken="paper", approver_name="赵局长",
                                  approved_on=date(2026, 3, 3), scan=way.scan(), conclusion="active", basis="《条例》第二十条")


def test_a_doubt_waits_for_its_answer_and_the_review_goes_on_where_it_stood(way, county):
    version = way.submitted()
    with pytest.raises(ValidationError, match="请示的单位"):
        way.step(version, 0, Verdict.DOUBT, question="能否公开")
    with pytest.raises(ValidationError, match="请示事项"):
        way.step(version, 0, Verdict.DOUBT, to_unit=county.root)
    way.step(version, 0, Verdict.DOUBT, to_unit=county.root, question="是否涉密")
    assert stage(version.item) == Stage.REFERRED
    with pytest.raises(ValidationError, match="正在请示"):
        way.step(version, 0)
    referral = version.referrals.get()
    supervisor = county.staff("root", Role.SUPERVISOR)
    assert list(queries.referrals_for(supervisor)) == [referral]
    assert Notice.objects.filter(person=supervisor, kind="请示").exists()
    for somebody in (way.clerk, way.staff[Role.SECRECY], county.staff("water", Role.SECRECY)):
        with pytest.raises(Refused):
            referrals.answer_referral(somebody, referral, "active", "可以公开")
    referrals.answer_referral(supervisor, referral, "active", "不涉密，可以公开")
    with pytest.raises(ValidationError, match="已经答复"):
        referrals.answer_referral(supervisor, referral, "active", "再答一次")
    assert stage(version.item) == Stage.SECRECY
    way.step(version, 0)
    assert stage(version.item) == Stage.REVIEW


def test_nothing_passes_against_the_answer_from_above(way, county):
    version = way.submitted()
    way.step(version, 0, Verdict.DOUBT, to_unit=county.root, question="是否涉密")
    referrals.answer_referral(county.staff("root", Role.SUPERVISOR), version.referrals.get(), "withheld", "涉密")
    with pytest.raises(ValidationError, match="上级答复"):
        way.step(version, 0)
    way.step(version, 0, Verdict.RETURNED, opinion="上级答复不予公开")


def test_a_unit_that_is_not_above_may_be_asked_too(way, county):
    version = way.submitted()
    way.step(version, 0, Verdict.DOUBT, to_unit=county.office, question="是否涉密")
    referrals.answer_referral(county.staff("office", Role.SECRECY), version.referrals.get(), "active", "可以公开")
    assert stage(version.item) == Stage.SECRECY


def test_what_is_not_public_yet_is_not_shown_to_a_town_or_a_unit_below(way, county):
    version = way.submitted()
    with pytest.raises(ValidationError, match="不能向其请示"):
        way.step(version, 0, Verdict.DOUBT, to_unit=county.town, question="是否涉密")
    assert set(queries.referable_to(way.unit)) == {county.root, county.office, county.water}
    assert set(queries.referable_to(county.root)) == {county.office, county.education, county.water}


def test_what_waits_for_a_person_is_their_step_alone(way):
    way.levels(2)
    version = way.submitted()
    waiting = {role: list(queries.waiting_for(way.staff[role])) for role in Role.values}
    assert waiting == {**{key: [] for key in Role.values}, Role.SECRECY: [version]}
    way.step(version, 0)
    way.step(version, 1)
    waiting = {role: list(queries.waiting_for(way.staff[role])) for role in Role.values}
    assert waiting == {**{key: [] for key in Role.values}, Role.HEAD: [version]}


def test_what_a_person_may_not_approve_does_not_wait_for_them(way):
    way.levels(2)
    roles.grant_role(way.staff[Role.MANAGER], way.clerk, way.unit, Role.SECRECY)
    roles.grant_role(way.staff[Role.MANAGER], way.staff[Role.SECRECY], way.unit, Role.REVIEWER)
    clerk, secrecy = fresh(way.clerk), fresh(way.staff[Role.SECRECY])
    version = way.submitted()
    assert list(queries.waiting_for(clerk)) == [] and list(queries.waiting_for(secrecy)) == [version]
    way.step(version, 0)
    assert list(queries.waiting_for(secrecy)) == []  # took the level before
    for somebody in (clerk, secrecy):
        roles.allow_sole_approval(way.county.staff("root", Role.MANAGER), way.unit, somebody, "只有两人")
    assert list(queries.waiting_for(fresh(secrecy))) == [version]
    assert list(queries.waiting_for(fresh(clerk))) == []  # holds no role of the level whose turn it is


def test_a_role_taken_away_ends_what_a_person_may_do(way):
    version = way.submitted()
    RoleHeld.objects.filter(person=way.staff[Role.SECRECY]).update(until=date(2020, 2, 2))
    with pytest.raises(Refused):
        way.step(version, 0, who=fresh(way.staff[Role.SECRECY]))
