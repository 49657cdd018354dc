"""The demonstration, into an empty site; and the names under which one signs in."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.web.common import days
from gongkai.web.common.models import Notice
from gongkai.web.demonstration import cases, channels, clock, collected, county, figures, items, reports
from gongkai.web.disclosure.domain import catalogue, update_rules
from gongkai.web.organs.models import Person

SHOWN = (
    ("jyj-jingban", "县教育局 经办人：起草、送审、发布"), ("jyj-baomi", "县教育局 保密审查员：公开审查"),
    ("jyj-shenhe", "县教育局 审核人：初审"), ("jyj-fuze", "县教育局 工作机构负责人：复审、撤回"),
    ("jyj-qianfa", "县教育局 签发人：终审"), ("beiyong-jingban", "北涌乡 一人办理"),
    ("zhuguan", "县政府办 主管部门：查看全县"), ("guanli", "县政府 管理员：单位、人员、角色"),
)
"""User names worth trying, each with what its person does."""

def fill() -> None:
    """Build the county in one transaction: all of it is there, or nothing."""
    with transaction.atomic():
        made = county.build()
        catalogue.lay_law(made.root)
        update_rules.lay_presets(made.root)
        published = items.fill(made, days.today())
        channels.fill(made, published, days.today())
        cases.fill(days.today())
        reports.fill(made, days.today())
        collected.fill(made, days.today())
        figures.fill(made, days.today())
        # What was published long ago waits for nobody any more.
        Notice.objects.filter(created_at__lt=clock.moment(days.today() - timedelta(3), 0)).update(read_at=timezone.now())

def sign_in_names() -> list[tuple[str, str]]:
    """`SHOWN`, without accounts that somebody has closed."""
    open_ones = set(Person.objects.filter(demonstration=True, is_active=True).values_list("username", flat=True))
    return [(name, what) for name, what in SHOWN if name in open_ones]
