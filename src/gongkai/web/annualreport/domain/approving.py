"""A report is sent for review, approved, signed, sent back or recalled; on the screen, or recorded from paper or an OA.

What is approved is a `ReportVersion`: the whole content with its findings and the reasons given for them, frozen with its digest and
who wrote in it. Level 1 is 审核 (审核人, 工作机构负责人), level 2 签发 (签发人); nobody takes both, nor either of their own text
(organs/domain/approving.py). A report that was sent for review is written in again only as a draft, and then makes a new version.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from gongkai.web.annualreport.domain import findings
from gongkai.web.annualreport.domain.contents import Content, content_of, digest
from gongkai.web.annualreport.enums import Handing, Stage
from gongkai.web.annualreport.models import AnnualReport, ReportStep, ReportVersion, Waiver
from gongkai.web.common import days, eventlog, notices
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import allows, require
from gongkai.web.common.models import StoredFile
from gongkai.web.common.reviewing import Spoken, Verdict
from gongkai.web.organs.domain import approving, roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person

ACTIONS = {1: "review", 2: "sign"}
NAMES = {1: "审核", 2: "签发"}
STAGES = {1: Stage.REVIEW, 2: Stage.SIGN}
ROLES = {1: (Role.REVIEWER, Role.HEAD), 2: (Role.SIGNER,)}
KIND = "年度报告"
"""The kind of reminders that go out of this app."""
NOTE = 500
"""Characters that an opinion or a reason may have."""


def frozen(row: AnnualReport) -> Content:
    """What a version of a report holds: its content, the findings with their reasons, and how many there are of each level."""
    content = content_of(row)
    told = findings.told(row, content)
    levels = [one.finding.level for one in told]
    return {
        **content, "errors": levels.count("error"), "warnings": levels.count("warning"), "notices": levels.count("notice"),
        "findings": [{**one.finding.to_json(), "key": one.key, "blocks": one.blocks, "line": list(one.line) if one.line else None,
                      "reason": one.waiver.reason if one.waiver else "", "by": one.waiver.by.name if one.waiver else ""} for one in told],
    }


@transaction.atomic
def submit(actor: Any, report: AnnualReport, version: int, note: str = "") -> ReportVersion:
    """Freeze a draft and hand it to its reviewers.

    Args:
        version: the number of the report that the actor saw.
        note: for the reviewers.

    Raises:
        Refused: the actor does not work on the unit's reports.
        ValidationError: it is no draft, or errors and warnings lack their reasons.
        Conflict: it was changed since.
    """
    row = locked(report)
    require(actor, "submit", row)
    if row.stage != Stage.DRAFT:
        raise ValidationError(f"这份报告正处于“{row.get_stage_display()}”，不必重复送审，请刷新页面查看。")
    if row.version != version:
        raise Conflict(row, {})
    note = _said(note, most=300)
    if lacking := findings.unexplained(row):
        raise ValidationError(f"还有{len(lacking)}个问题没有写明理由，请逐一改正或者说明后再送审，例如：{lacking[0].finding.message}")
    content = frozen(row)
    last = row.versions.first()
    made = ReportVersion.objects.create(
        report=row, number=last.number + 1 if last else 1, content=content, sha256=digest(content),
        author=actor if getattr(actor, "is_person", False) else None, hands=sorted({*row.hands, actor.pk}), note=note)
    row.save_over(version, stage=Stage.REVIEW)
    eventlog.record("report.submitted", row, actor=actor, after={"version": made.number, "sha256": made.sha256}, note=note)
    _tell_next(made, 1)
    return made


@transaction.atomic
def take_step(actor: Person, version: ReportVersion, level: int, verdict: str, note: str = "", override: str = "") -> ReportStep:
    """Approve, sign or send back on the screen.

    Args:
        level: the level that the actor saw as theirs.
        override: the signer's reason to sign although sums don't add up; the office above sees it.

    Raises:
        Refused: the level is not the actor's in that unit.
        ValidationError: it is another level's turn, the text is the actor's own, a reason is missing, sums don't add up.
    """
    row = locked(version.report)
    require(actor, ACTIONS[level], row)
    note = _its_turn(row, version, level, verdict, note)
    own = verdict == Verdict.PASSED and approving.is_own(row.unit, version, actor.pk, actor.name)
    _let_pass(actor, row, version, level, verdict, override)
    step = ReportStep.objects.create(version=version, level=level, verdict=verdict, note=note, person=actor, recorded_by=actor,
                                     approved_on=days.today(), own_text=own)
    return _done(actor, row, step)


@transaction.atomic
def record_step(
    actor: Person, version: ReportVersion, level: int, verdict: str, *, spoken: str, approver_name: str, approved_on: date, scan: StoredFile,
    note: str = "", override: str = "",
) -> ReportStep:
    """Record a step that was taken on paper or in an OA, by anybody, whether or not they have an account.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: as `take_step`; the name, the day or the scan is missing or wrong.
    """
    row = locked(version.report)
    require(actor, "record", row)
    if spoken not in (Spoken.PAPER, Spoken.OA):
        raise ValidationError({"spoken": "请选择办理方式：纸质呈批单或者办公系统。"})
    name = approving.named_on_paper(approver_name, approved_on)
    if scan.unit_id != row.unit_id:
        raise ValidationError({"scan": "签批扫描件不是本单位的文件，请重新上传。"})
    note = _its_turn(row, version, level, verdict, note)
    own = verdict == Verdict.PASSED and approving.is_own(row.unit, version, None, name)
    _let_pass(actor, row, version, level, verdict, override)
    step = ReportStep.objects.create(version=version, level=level, verdict=verdict, note=note, spoken=spoken, approver_name=name,
                                     approved_on=approved_on, scan=scan, recorded_by=actor, own_text=own)
    return _done(actor, row, step)


@transaction.atomic
def recall(actor: Any, version: ReportVersion, reason: str) -> AnnualReport:
    """Take a report back from review, or after signing, to write on; one that is public stays so until its correction is published.

    Raises:
        Refused: the actor does not work on the unit's reports.
        ValidationError: it is a draft, it lies with the office above, or the reason is missing.
    """
    row = locked(version.report)
    require(actor, "submit", row)
    if row.stage == Stage.DRAFT or latest(row) != version:
        raise ValidationError(f"这份报告现在是“{row.get_stage_display()}”，这一版不能撤回，请刷新页面查看。")
    if row.handing == Handing.HANDED:
        raise ValidationError("这份报告已经报送，正由主管部门审核，请先撤回报送，或者等主管部门退回。")
    reason = _said(reason)
    if not reason:
        raise ValidationError({"reason": "请说明撤回修改的理由。"})
    if row.stage != Stage.PUBLISHED:
        ReportStep.objects.create(version=version, level=next_level(row) or 2, verdict=Verdict.RECALLED, note=reason, person=actor, recorded_by=actor,
                                  approved_on=days.today())
    before = row.get_stage_display()
    row.save_over(row.version, stage=Stage.DRAFT)
    eventlog.record("report.recalled", row, actor=actor, before={"stage": before}, after={"version": version.number}, note=reason)
    return row


def locked(report: AnnualReport) -> AnnualReport:
    """The report read anew and held until the transaction ends."""
    return AnnualReport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)


def latest(report: AnnualReport) -> ReportVersion | None:
    """A report's last version."""
    return report.versions.order_by("-number").first()


def signed(report: AnnualReport) -> ReportVersion | None:
    """The version that was signed and may be published and handed in: the last, where the report is past signing."""
    return latest(report) if report.stage in (Stage.SIGNED, Stage.PUBLISHED) else None


def next_level(report: AnnualReport) -> int | None:
    """The level whose turn it is."""
    return next((level for level, stage in STAGES.items() if stage == report.stage), None)


def level_open_to(person: Any, version: ReportVersion) -> tuple[int | None, str]:
    """Which level of a version a person could take now, and a sentence why not where they hold its role all the same."""
    level = next_level(version.report)
    if level is None or latest(version.report) != version or not allows(person, ACTIONS[level], version.report):
        return None, ""
    return level, approving.why_not(version.report.unit, version, person)


def waiting_for(person: Any) -> QuerySet[ReportVersion]:
    """The versions whose next step is this person's to take, oldest first, without those that are their own text."""
    newer = ReportVersion.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    rows = ReportVersion.objects.filter(~Exists(newer)).select_related("report__unit", "author").defer("content")
    found = Q(pk__in=[])
    for level, action in ACTIONS.items():
        reach = ReportVersion.gate.where(person, action)
        if reach is not None:
            found |= reach & Q(report__stage=STAGES[level])
    rows = rows.filter(found)
    return rows.exclude(pk__in=approving.barred(person, rows, "report__unit")).order_by("created_at", "id")


def writers(version: ReportVersion) -> Sequence[Person]:
    """Whoever is told what became of a version: who sent it for review and who wrote in it, as far as they can sign in."""
    return list(Person.objects.filter(pk__in=[version.author_id or 0, *version.hands], is_active=True))


def writers_of(report: AnnualReport) -> Sequence[Person]:
    """`writers` of a report's last version; none where there is none."""
    last = latest(report)
    return writers(last) if last is not None else []


def tell(people: Sequence[Person], text: str, link: str, key: str) -> int:
    """Remind people of a report."""
    return notices.tell(people, text, kind=KIND, link=link, key=key)


def page_of(report: AnnualReport) -> str:
    """The page on which a report goes its way."""
    return reverse("annualreport:progress", args=[report.pk])


def _said(text: str, most: int = NOTE) -> str:
    text = text.strip()
    if len(text) > most:
        raise ValidationError(f"说明有{len(text)}个字，最多{most}个字，请精简。")
    return text


def _its_turn(row: AnnualReport, version: ReportVersion, level: int, verdict: str, note: str) -> str:
    turn = next_level(row)
    if turn is None or latest(row) != version:
        raise ValidationError(f"这一版已不在审核中（报告现在是“{row.get_stage_display()}”），请刷新页面查看最新状态。")
    if level != turn:
        raise ValidationError(f"“{NAMES.get(level, '')}”不是现在要办的环节，现在应办“{NAMES[turn]}”，请刷新页面。")
    note = _said(note)
    if verdict == Verdict.RETURNED and not note:
        raise ValidationError({"note": "退回修改的，请说明需要修改什么。"})
    if verdict not in (Verdict.PASSED, Verdict.RETURNED):
        raise ValidationError({"verdict": "请选择意见。"})
    return note


def _let_pass(actor: Any, row: AnnualReport, version: ReportVersion, level: int, verdict: str, reason: str) -> None:
    """Sums that don't add up hold up signing, unless the signer says why it is signed all the same."""
    if level != 2 or verdict != Verdict.PASSED:
        return
    wrong = [one for one in version.content.get("findings", ()) if one["blocks"]]
    if not wrong:
        return
    reason = _said(reason)
    if not reason:
        raise ValidationError({"override": f"表内数据有{len(wrong)}处勾稽不符，不能签发，请退回修改；确需照此签发的，请写明理由，理由会报送主管部门。"
                                           f"例如：{wrong[0]['message']}"})
    for one in wrong:
        Waiver.objects.create(report=row, key=one["key"], code=one["code"], level=one["level"], message=one["message"], reason=reason, override=True,
                              by=actor)
    eventlog.record("report.overridden", row, actor=actor, after={"findings": [one["message"] for one in wrong]}, note=reason)


def overridden(version: ReportVersion) -> list[Waiver]:
    """What a version was signed in spite of: the signer's last reason for each."""
    keys = [one["key"] for one in version.content.get("findings", ()) if one["blocks"]]
    found = {one.key: one for one in Waiver.objects.filter(report=version.report_id, override=True, key__in=keys).select_related("by").order_by("id")}
    return [found[key] for key in keys if key in found]


def _done(actor: Person, row: AnnualReport, step: ReportStep) -> ReportStep:
    """Move the report on, log it, tell whom it concerns."""
    passed = step.verdict == Verdict.PASSED
    stage = (Stage.SIGN if step.level == 1 else Stage.SIGNED) if passed else Stage.DRAFT
    row.save_over(row.version, stage=stage)
    how = "" if step.spoken == Spoken.SCREEN else f"{step.get_spoken_display()}：{step.approver_name}，{step.approved_on:%Y-%m-%d}"
    action = ("report.reviewed" if step.level == 1 else "report.signed") if passed else "report.sent_back"
    eventlog.record(action, row, actor=actor, after={"version": step.version.number, **({"how": how} if how else {})}, note=step.note)
    if not passed:
        tell(writers(step.version), f"{row}被退回修改，请查看意见。", page_of(row), f"report-returned-{step.version_id}")
    elif stage == Stage.SIGNED:
        tell(writers(step.version), f"{row}已签发，请公布并报送主管部门。", page_of(row), f"report-signed-{step.version_id}")
    else:
        _tell_next(step.version, 2)
    return step


def _tell_next(version: ReportVersion, level: int) -> None:
    people = [person for person in roles.holders(version.report.unit, *ROLES[level]) if person.pk not in version.hands]
    tell(people, f"{version.report}等待您{NAMES[level]}。", reverse("annualreport:version", args=[version.pk]), f"report-{version.pk}-{level}")
