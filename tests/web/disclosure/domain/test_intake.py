"""What was public before: registered by the head, or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.disclosure.domain import intake, items, publishing, stages
from gongkai.web.disclosure.enums import Act, Spoken, Stage
from gongkai.web.disclosure.models import PublishedItem, ReviewStep
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import SoleApprover

URL = "http://www.old.gov.cn/1.html"


def carry(way, item, *, who=None, **changes):
    values = {"published_on": date(2026, 3, 5), "url": URL, "evidence": way.scan(), "reason": "经核对原网站存档", **changes}
    return intake.carry_over(who or way.staff[Role.HEAD], item, **values)


def test_what_was_public_is_shown_on_its_day_with_its_mark_and_one_step_of_the_head(way):
    way.levels(3)
    item = way.draft()
    act = carry(way, item)
    item.refresh_from_db()
    assert (item.stage, stages.derive(item)) == (Stage.PUBLISHED, Stage.PUBLISHED)
    published = PublishedItem.objects.get(item=item)
    assert timezone.localtime(published.published_at).isoformat() == "2026-03-05T00:00:00+08:00"
    assert (act.act, act.by) == (Act.PUBLISHED, way.staff[Role.HEAD])
    assert act.reason.startswith("历史数据导入：2026-03-05已在原网站公开。经核对原网站存档") and URL in act.reason
    step = ReviewStep.objects.get(version__item=item)
    assert (step.level, step.spoken, step.approved_on, step.person) == (0, Spoken.CARRIED, timezone.localdate(), way.staff[Role.HEAD])
    assert publishing.public_values(item)["published_at"] == published.published_at
    assert Event.objects.filter(action="item.carried", subject_id=str(item.pk)).get().after["url"] == URL


def test_a_correction_of_it_takes_the_whole_way(way):
    item = way.draft()
    carry(way, item)
    item.refresh_from_db()
    item = items.change_item(way.clerk, item, item.version, {"title": "新的名称"})
    assert item.stage == Stage.DRAFT
    version = way.submitted(item)
    assert version.levels == item.unit.review_levels and stages.next_level(version) == 0


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.SECRECY, Role.SIGNER, Role.SUPERVISOR, Role.MANAGER])
def test_nobody_but_the_head_registers(way, role):
    with pytest.raises(Refused):
        carry(way, way.draft(), who=way.staff[role])


def test_the_head_of_another_unit_does_not(way, stranger):
    with pytest.raises(Refused):
        carry(way, way.draft(), who=stranger)


def test_serious_findings_keep_it_out(way):
    item = way.draft(body="<p>张某，身份证号11010519491231002X，已发放补助。</p>")
    with pytest.raises(ValidationError, match="严重问题"):
        carry(way, item)
    assert not item.versions.exists() and not PublishedItem.objects.exists()


def test_masking_after_the_import_is_allowed_and_a_changed_text_is_not(way):
    item = way.draft(body="<p>张某，身份证号11010519491231002X，已发放补助。</p>")
    items.mask_item(way.clerk, item, item.version)
    assert carry(way, item)
    other = way.draft(title="另一事项")
    items.change_item(way.clerk, other, other.version, {"body": "<p>改写过的内容</p>"})
    with pytest.raises(ValidationError, match="导入后修改过"):
        carry(way, other)


def test_what_was_submitted_has_its_own_way(way):
    version = way.submitted()
    with pytest.raises(ValidationError, match="已经送审过"):
        carry(way, version.item)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"published_on": date(2026, 3, 1)}, "早于生成日期"), ({"published_on": date(2999, 1, 1)}, "晚于今天"), ({"url": "ftp://x"}, "原网址"),
    ({"reason": " "}, "请说明")])
def test_a_wrong_day_address_or_no_reason_is_refused(way, changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        carry(way, way.draft(), **changes)


def test_what_is_withheld_is_not_registered(way):
    item = way.draft(attribute="withheld", reassess_on=date(2027, 1, 1))
    with pytest.raises(ValidationError, match="不是主动公开"):
        carry(way, item)


def test_a_head_who_brought_it_in_needs_leave_by_name_and_it_is_marked(way):
    both = way.county.people["education", Role.HEAD]
    from county import fresh

    from gongkai.web.organs.models import RoleHeld

    RoleHeld.objects.create(person=both, unit=way.unit, role=Role.CLERK, since=date(2020, 1, 1))
    item = items.create_item(fresh(both), way.unit, way.values())
    with pytest.raises(ValidationError, match="不能由本人审批"):
        carry(way, item, who=fresh(both))
    SoleApprover.objects.create(unit=way.unit, person=both, reason="只有一人", since=date(2020, 1, 1))
    carry(way, item, who=fresh(both))
    assert ReviewStep.objects.get(version__item=item).own_text


def test_the_public_reads_that_it_was_carried_over(way, client):
    item = way.draft()
    carry(way, item)
    from gongkai.web.portal.views.place import item_address

    text = client.get(item_address(item.pk)).content.decode()
    assert "历史数据导入：2026-03-05已在原网站公开" in text
