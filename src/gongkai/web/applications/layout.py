"""What the workbench shows of 依申请公开: entries of the menu, figures on the first page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from gongkai.web.applications.domain import dispute_papers, letters_approving, review_trail
from gongkai.web.applications.enums import Phase, ProposalState
from gongkai.web.applications.models import (
    Case,
    Complaint,
    Dispute,
    DisputePaperVersion,
    HolidayNotice,
    LetterSetting,
    LetterVersion,
    Proposal,
    Webhook,
)
from gongkai.web.applications.tables import counted
from gongkai.web.applications.views import files, intake, letters, proposals, redactions, sections
from gongkai.web.common import navigation, panels, work
from gongkai.web.organs.domain import succession

GROUP = "依申请公开"


def lay_out() -> None:
    """Make them known; called once when the site starts."""
    navigation.add(
        navigation.Entry(GROUP, "申请办理", "applications:cases", 300, lambda person: Case.gate.somewhere(person, "view")),
        navigation.Entry(GROUP, "纳入主动公开", "applications:proposals", 340, lambda person: Proposal.gate.somewhere(person, "view")),
        navigation.Entry(GROUP, "复议诉讼", "applications:disputes", 350, lambda person: Dispute.gate.somewhere(person, "view")),
        navigation.Entry(GROUP, "投诉举报", "applications:complaints", 360, lambda person: Complaint.gate.somewhere(person, "view")),
        navigation.Entry(GROUP, "统计表", "applications:counts", 380, lambda person: Case.gate.somewhere(person, "view")),
        navigation.Entry(GROUP, "保管期限届满", "applications:expired", 385, lambda person: Case.gate.somewhere(person, "reverse")),
        navigation.Entry(GROUP, "工作日历", "applications:calendars", 390, lambda person: HolidayNotice.gate.somewhere(person, "view")),
        navigation.Entry(GROUP, "提醒接收地址", "applications:webhooks", 395, lambda person: Webhook.gate.somewhere(person, "edit")))
    work.every(60, "gongkai.web.applications.domain.reminding:daily", "提醒在办申请的期限")
    work.every(60, "gongkai.web.applications.domain.disputing:remind", "提醒复议诉讼的答复期限")
    work.every(60, "gongkai.web.applications.domain.complaints:remind", "提醒投诉举报的办理期限")
    work.every(1440, "gongkai.web.applications.domain.holidays:look_again", "按现行的放假安排核对在办事项的期限")
    work.every(5, "gongkai.web.applications.domain.webhooks:send_waiting", "向接收地址发送提醒")
    work.every(60, "gongkai.web.applications.domain.drafts:sweep", "清理未提交的申请材料")
    work.every(1440, "gongkai.web.applications.domain.upkeep:look_over", "更新申请数据的统计信息")
    work.every(5, "gongkai.web.applications.domain.redacting:resume", "继续生成中断的遮盖件")
    navigation.add(
        navigation.Entry(GROUP, "文书审签", "applications:letter_reviews", 310, lambda person: any(
            model.gate.somewhere(person, action) for model in (LetterVersion, DisputePaperVersion) for action in review_trail.ACTIONS.values())),
        navigation.Entry(GROUP, "文书模板", "applications:letter_templates", 386, lambda person: LetterSetting.gate.somewhere(person, "view")),
        navigation.Entry(GROUP, "文书设置", "applications:letter_settings", 387, lambda person: LetterSetting.gate.somewhere(person, "edit")),
        navigation.Entry(GROUP, "文号登记", "applications:letter_numbers", 388, lambda person: LetterSetting.gate.somewhere(person, "view")))
    succession.register(succession.Work(
        "在办的依申请公开", lambda unit: Case.objects.filter(unit=unit, phase__in=(Phase.NEW, Phase.RECEIVED, Phase.WORKING)).count(),
        lambda unit: reverse("applications:cases"), lambda unit: Case.objects.filter(Q(unit=unit) | Q(handler=unit)).count()))
    sections.register("letters", 30, "applications/letters/section.html", letters.section)
    panels.register(GROUP, 20, tiles)
    sections.register("sources", 20, "applications/sections_sources.html", redactions.section)
    sections.register("files", 60, "applications/sections_files.html", files.section_of_files)
    sections.register("proposals", 35, "applications/proposals/section.html", proposals.section, aside=True)
    sections.register("alike", 40, "applications/sections_alike.html", intake.section_of_alike)
    sections.register("receipt", 50, "applications/sections_receipt.html", intake.section_of_receipt, aside=True)


def tiles(person: Any) -> list[panels.Tile]:
    """What waits for a person."""
    if not Case.gate.somewhere(person, "view"):
        return []
    seen, address = Case.objects.restrict(person, "view"), reverse("applications:cases")
    found, shown = [], (("overdue", "已逾期", "bad"), ("week", "本周到期", "warn"), ("new", "待确认和登记", "warn"), ("mine", "我承办的", ""),
                        ("waiting", "等待对方", "info"), ("unit", "在办", "info"))
    counts = counted(seen, [view for view, _, _ in shown], person)
    for view, label, tone in shown:
        count = counts[view]
        if count or view in ("overdue", "week", "unit"):
            found.append(panels.Tile(label, count, f"{address}?view={view}", tone if count else ""))
    if proposed := Proposal.objects.restrict(person, "decide").filter(state=ProposalState.OPEN).count():
        found.append(panels.Tile("多人申请，可纳入主动公开", proposed, f"{reverse('applications:proposals')}?state=open", "info"))
    if waiting := letters_approving.waiting_for(person).count() + dispute_papers.waiting_for(person).count():
        found.append(panels.Tile("待我审核、签发", waiting, reverse("applications:letter_reviews"), "warn"))
    return found
