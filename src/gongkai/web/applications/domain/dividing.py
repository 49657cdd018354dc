"""一事一申请: a case with several matters is divided into parts; several cases are answered in one letter.

Parts keep the parent's day of receipt, its parties and what it has already gone through; each is numbered, answered and counted by
itself, and the parent counts no more, unless the division is taken back before a part has gone on. Where a case is divided in a later
year than it was received, the first part takes the parent's place in what was carried over and the others count as new on the day of the
division: last year's printed figure stays true.
Cases that are merged each keep their number, clock and count; the letter of the one they are merged into answers them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from gongkai.web.applications.domain import entering, opening, standing, vault
from gongkai.web.applications.enums import Kind, LetterStage, Origin, PartyRole, Phase, Stage
from gongkai.web.applications.models import BlindIndex, Case, CaseEvent, Party
from gongkai.web.common import days
from gongkai.web.common.gate import require

MOST = 50
"""Parts into which one case may be divided."""


@transaction.atomic
def split(actor: Any, case: Case, titles: Sequence[str], contents: Sequence[str], reason: str) -> list[Case]:
    """Divide a case that is worked on.

    Args:
        titles: what each part is about, in words that name nobody.
        contents: what is asked for in each part, of the applicant's own words.
        reason: why (the matters have nothing to do with each other).

    Returns:
        The parts, registered.

    Raises:
        Refused: the actor does not work the case.
        ValidationError: fewer than two parts, a part without words, the case is waiting for an answer of somebody, is answered along with
            others, or was counted already (a new answer was ordered).
    """
    require(actor, "work", case)
    titles, contents = [title.strip() for title in titles], [content.strip() for content in contents]
    if not 2 <= len(titles) <= MOST or len(titles) != len(contents) or not all(titles) or not all(contents):
        raise ValidationError(f"拆分应有2至{MOST}项，每项都要填写事由和内容。")
    if not reason.strip():
        raise ValidationError({"reason": "请写明拆分的理由，例如各项内容互不关联、需分别检索和答复。"})
    now = standing.of(case)
    if now.phase is not Phase.WORKING or now.asked:
        raise ValidationError("办理中的申请才能拆分；正在等待补正、缴费或者意见的，请等有了结果再拆分。")
    if now.counted_on is not None:  # its parts would count again, and the figure of the year in which it was answered would change
        raise ValidationError(f"{case}已于{now.counted_on:%Y-%m-%d}答复并计入统计，现为重新答复，不能拆分；各项内容请在一份答复书中分别答复。")
    if case.merged_into_id or case.merged.exclude(phase=Phase.CONCLUDED).exists():
        raise ValidationError(f"{case}正与其他申请合并办理，请先由负责人冲销合并，再拆分。")
    assert now.received is not None and now.registered is not None and now.entered is not None
    today = days.today()
    held, application = [vault.party_of(party) for party in case.parties.filter(role__in=(PartyRole.APPLICANT, PartyRole.AGENT))], vault.application_of(case)
    parts: list[Case] = []
    before = case.parts.count()  # of a division that was taken back
    for number, (title, content) in enumerate(zip(titles, contents, strict=True)):
        part, _ = opening.open_case(
            actor, case.unit, body=case.body, channel=case.channel, submitted_on=case.submitted_on, applicant_kind=case.applicant_kind,
            applicant=held[0], agent=held[1] if len(held) > 1 else None, origin=Origin.SPLIT, supply_form=case.supply_form, supply_way=case.supply_way,
            application={**application, "content": content}, parent=case)
        later = number > 0 and now.entered.year < today.year
        entering.enter(actor, part, Kind.RECEIVED, now.received, by_site=True,
                       details={"counted_from": today} if later else {"counted_from": now.entered} if now.entered != now.received else None)
        opening.register(actor, part, now.registered, title, f"{case.number}-{before + number + 1}" if case.number else "")
        _repeat(actor, case, part, now.live)
        parts.append(part)
    entering.enter(actor, case, Kind.SPLIT, today, words={"reason": reason, "note": "、".join(map(str, parts))})
    return parts


def rejoin(actor: Any, event: CaseEvent, reason: str) -> None:
    """Take the parts of a division back, which is about to be reversed: they count no more, and the case goes on where it stood.

    Args:
        event: the entry of the division.

    Raises:
        Refused: the actor may not reverse it.
        ValidationError: a part went on by itself meanwhile, or the year ended in which the parts were counted.
    """
    require(actor, "reverse", event.case)
    today = days.today()
    if event.day.year != today.year:
        raise ValidationError(f"拆分是在{event.day.year}年登记的，各件已计入该年的统计，不能撤销拆分，请分别答复。")
    for part in Case.objects.select_for_update(of=("self",)).filter(parent=event.case).exclude(stage=Stage.REJOINED).order_by("pk"):
        now = standing.of(part)
        if now.phase is not Phase.WORKING or max(now.live) > event.pk or part.disputes.exists() or part.merged.exists() \
                or part.letters.exclude(stage__in=(LetterStage.DRAFT, LetterStage.FILED)).exists():
            raise ValidationError(f"拆分出的{part}已有后续办理的记录，或者文书正在审签，不能撤销拆分；请先冲销那些记录、撤回文书，或者分别答复。")
        entering.enter(actor, part, Kind.REJOINED, today, words={"reason": reason}, by_site=True)


_CARRIED = (Kind.CORRECTION_ASKED, Kind.CORRECTION_RECEIVED, Kind.EXTENDED, Kind.DELAYED, Kind.FEE_NOTIFIED, Kind.FEE_PAID, Kind.REASONS_ASKED,
            Kind.REASONS_RECEIVED, Kind.THIRD_PARTY_ASKED, Kind.THIRD_PARTY_RECEIVED, Kind.THIRD_PARTY_ANSWERED, Kind.COMAKER_ASKED,
            Kind.COMAKER_RECEIVED, Kind.COMAKER_ANSWERED, Kind.AGENCY_ASKED, Kind.AGENCY_RECEIVED, Kind.AGENCY_ANSWERED)
"""What moved the parent's clock holds for each part, which goes on where the parent's stood: time in which others were asked does not
count for it either (第三十三条第三款)."""


def _repeat(actor: Any, case: Case, part: Case, live: frozenset[int]) -> None:
    parties: dict[int, Party] = {}
    for event in case.events.filter(pk__in=live, kind__in=_CARRIED).select_related("party").order_by("day", "id"):
        if event.party is not None and event.party.pk not in parties:
            parties[event.party.pk] = vault.add_party(part, PartyRole(event.party.role), vault.party_of(event.party), kind=event.party.kind, unit=event.party.unit)
        entering.enter(actor, part, event.kind, event.day, details=event.details, words=vault.note_of(event), by_site=True,
                       party=parties[event.party.pk] if event.party else None)


@transaction.atomic
def merge(actor: Any, cases: Sequence[Case], into: Case, reason: str) -> None:
    """Answer cases of one applicant in one letter: that of `into`.

    Raises:
        Refused: the actor does not work one of them.
        ValidationError: other applicants, other bodies, a case that is done with, or not yet worked on.
    """
    if not reason.strip():
        raise ValidationError({"reason": "请写明合并办理的理由。"})
    if into.merged_into_id:
        raise ValidationError(f"{into}已与其他申请合并办理，请选择那一件。")
    if into.phase != Phase.WORKING:
        raise ValidationError(f"{into}现在{into.get_phase_display()}，不再答复，不能并入，请选择办理中的申请。")
    wanted = _applicant(into)
    for case in cases:
        require(actor, "work", case)
        if case.pk == into.pk or case.unit_id != into.unit_id or case.body_id != into.body_id:
            raise ValidationError(f"{case}不能并入{into}：应为同一机关的另一件申请。")
        if not wanted & _applicant(case):
            raise ValidationError(f"{case}与{into}不是同一申请人，不能合并答复。")
        if case.merged.exists():
            raise ValidationError(f"{case}已有其他申请并入，请先把那些申请并入{into}。")
        entering.enter(actor, case, Kind.MERGED, days.today(), words={"reason": reason}, other=into)


def _applicant(case: Case) -> set[str]:
    """The digests by which an applicant is known: the strong ones, or the name where there is none."""
    party = case.parties.filter(role=PartyRole.APPLICANT, number=1).first()
    held = list(party.indexes.values_list("kind", "digest")) if party else []
    strong = {digest for kind, digest in held if kind != "name"}
    return strong or {digest for _, digest in held}


def mergeable(person: Any, case: Case) -> QuerySet[Case]:
    """The other open cases of the same applicant to the same body, that a person works."""
    same = BlindIndex.objects.filter(digest__in=_applicant(case)).values("party__case")
    return Case.objects.restrict(person, "work").filter(pk__in=same, unit=case.unit, body=case.body, phase=Phase.WORKING, merged_into=None).exclude(pk=case.pk)
