"""信息处理费 of a case: what the same applicant filed in the calendar month, what this case is charged, and its steps.

按件 places the items of the month in the order of their days: those of earlier cases come first, this one's follow, and each costs
what its place costs (engine.feemonth). 按量 is of this case alone. A case is charged by one of the two. What was reckoned is kept
with the fee notice (`Letter.answer["fee"]`) and goes into the event 通知缴费 when the notice arrives. Source: 国办函〔2020〕109号.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.engine import fee as engine
from gongkai.engine import feemonth
from gongkai.engine.parameters import parameters
from gongkai.engine.schedule import Schedule
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import letters_facts, vault
from gongkai.web.applications.enums import Kind, LetterStage, Matter, PartyRole, Phase
from gongkai.web.applications.models import Case, CaseEvent, Letter
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require

METHODS = {"items": "按件计收", "pages": "按量计收"}
FIELDS = ("fee_basis", "fee_standard", "fee_steps", "fee_amount")
"""Fields of a fee notice that are worked out here and written by nobody."""
NOTICE = "fee_notice"


SURE = ("id_number", "organisation_code")
"""What makes two applicants one; a telephone or a mail address may be an agent's, a name another's."""
LABELS = {"id_number": "证件号码", "organisation_code": "统一社会信用代码", "telephone": "电话", "email": "电子邮箱", "name": "姓名（名称）"}


@dataclass(frozen=True, slots=True)
class Other:
    """Another case in the month, of the same applicant as far as is known: its day, how many items it counts as, why, whether it lies before
    this one; `ground` says in which particulars the applicants are equal and in which not, and `sure` whether that makes them one."""

    case: Case
    day: date
    items: int
    why: str
    earlier: bool
    ground: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Charge:
    """What a case is charged: `fee` with its steps; `prior` items before it in the month; `month` with this case's items, for 按件."""

    fee: engine.Fee
    prior: int
    month: feemonth.Month[int] | None

    def values(self) -> dict[str, str]:
        """The fields of the fee notice that say so."""
        steps = [step.sentence for step in self.fee.steps]
        if self.prior:
            steps.insert(0, f"本月在先的申请共{self.prior}件")
        return {"fee_basis": self.fee.basis, "fee_standard": standard(self.fee),
                "fee_steps": "\n".join(f"{line}；" for line in steps[:-1]) + f"\n{steps[-1]}。" if steps[:-1] else f"{steps[-1]}。",
                "fee_amount": str(self.fee.amount)}


def day_of(case: Case) -> date | None:
    """The day by which a case belongs to a month (law/parameters/fee_month); None before it was received."""
    if case.received_on is None:
        return None
    rule = parameters().on("fee_month", max(case.received_on, date(2021, 1, 1))).value
    return case.received_on if rule == "received" else case.submitted_on


def others(case: Case) -> list[Other]:
    """The other cases of the same applicant with the same body in the same calendar month, oldest first; also those of whom it is not sure
    that they are the same, each with its ground.

    Whole applications that were divided are not there: their parts are; nor what asks to put a record right. One charged by pages
    counts as no item.

    Raises:
        sealing.Unreadable: the case's personal data was erased.
    """
    own, applicant = day_of(case), case.parties.filter(role=PartyRole.APPLICANT, number=1).first()
    if own is None or applicant is None:
        return []
    values = vault.party_of(applicant)
    like = [party for party in vault.parties_like(values) if party.number == 1 and party.case_id != case.pk]
    grounds = {party.case_id: told for party in like for told in [vault.compared(values, like)[party.pk]]}
    rows = Case.objects.filter(pk__in=grounds, unit=case.unit, body=case.body, matter=Matter.ACCESS).exclude(phase=Phase.DIVIDED).exclude(received_on=None)
    found = []
    for row in rows:
        day = day_of(row)
        if day is None or (day.year, day.month) != (own.year, own.month):
            continue
        items, why = _counted(row)
        equal, unequal = ([LABELS[kind] for kind in LABELS if grounds[row.pk].get(kind) is said] for said in (True, False))
        ground = "、".join(equal) + "相同" + (f"，{'、'.join(unequal)}不同" if unequal else "")
        found.append(Other(row, day, items, why, (day, row.pk) < (own, case.pk), ground, any(grounds[row.pk].get(kind) for kind in SURE)))
    return sorted(found, key=lambda other: (other.day, other.case.pk))


def _counted(case: Case) -> tuple[int, str]:
    """How many items a case counts as, and why."""
    told: Mapping[str, Any] = {}
    if event := letters_facts.history_of(case).last(Kind.FEE_NOTIFIED):
        told, why = event.details, "收费通知已送达"
    elif letter := case.letters.filter(kind=NOTICE, answer__has_key="fee").exclude(stage=LetterStage.VOID).first():
        told, why = letter.answer["fee"], "收费通知办理中"
    if told.get("method") == "pages":
        return 0, f"按量计收，不计件（{why}）"
    return (int(told["items"]), why) if told.get("items") else (1, "一份申请按一件计")


def charge(case: Case, method: str, number: int, counted: Mapping[int, int] | None = None, same: Mapping[int, bool] | None = None) -> Charge:
    """What a case is charged.

    Args:
        method: ``items`` or ``pages``.
        number: of its items, or of the pages that are supplied.
        counted: how many items another case of the month counts as, where the clerk knows better; by its id.
        same: whether another case of which it is not sure is of the same applicant, as the clerk has found; by its id.

    Raises:
        ValidationError: another method was chosen before, a number is absurd, it was not received, or lies before the rates; by items, an
            earlier case of which nobody has said whether it is of the same applicant.
    """
    own = day_of(case)
    if own is None:
        raise ValidationError("该申请还没有确认收到，不能计收信息处理费。")
    if method not in METHODS:
        raise ValidationError({"method": "请选择计收方式。"})
    if number < 1:
        raise ValidationError({"items" if method == "items" else "pages": f"{'件' if method == 'items' else '页'}数应为1以上的整数，请填写。"})
    one_method(case, method)
    try:
        if method == "pages":
            return Charge(engine.fee(pages=number, on=own), 0, None)
        known, said = others(case), same or {}
        if open_ones := [str(other.case) for other in known if other.earlier and not other.sure and other.case.pk not in said]:
            raise ValidationError(f"{'、'.join(open_ones)}与本申请的申请人没有相同的证件号码或者信用代码，请先确认是否同一申请人，再按件计算。")
        given = [(other, (counted or {}).get(other.case.pk, other.items) if other.sure or said.get(other.case.pk) else 0) for other in known]
        if any(count < 0 for _, count in given):
            raise ValidationError("其他申请的件数不能小于0，请核对。")
        rows = [(other.case.pk, other.day) for other, count in given if other.earlier for _ in range(count)]
        prior = len(rows)
        charged = engine.fee(items=number, prior=prior, on=own)
        rows += [(case.pk, own)] * number
        rows += [(other.case.pk, other.day) for other, count in given if not other.earlier for _ in range(count)]
        [month] = feemonth.months(rows)
    except GongkaiError as error:
        raise ValidationError(str(error)) from None
    return Charge(charged, prior, month)


def one_method(case: Case, method: str) -> None:
    """A case is charged by items or by pages, never by both.

    Raises:
        ValidationError: the other one was told to the applicant before.
    """
    told = {event.details.get("method") for event in letters_facts.history_of(case).of(Kind.FEE_NOTIFIED)} - {None, "", method}
    if told:
        rule = parameters()["fee_method"].newest
        raise ValidationError({"method": f"该申请此前已{METHODS[str(told.pop())]}，不得同时{METHODS[method]}（{rule.citation}）；确需更改的，先冲销原来的通知缴费记录。"})


def standard(fee: engine.Fee) -> str:
    """The rate bands that a fee touches, and the one that is free, in words: 第11至30件每件100元."""
    law = parameters()["fee_by_items" if fee.method == "按件" else "fee_by_pages"].newest
    unit, top = fee.method[1:].replace("量", "页"), max((step.last for step in fee.steps), default=1)
    told: list[str] = []
    for band in Schedule.read(law.value).bands():
        if band.first > top and told:
            break
        span = f"第{band.first}{unit}起" if band.last is None else f"第{band.first}至{band.last}{unit}"
        told.append(f"{span}每{unit}{band.rate}元" if band.rate else f"{span}不收费")
    return f"{fee.method}计收，" + "，".join(told) + ("（同一申请人一个自然月内累计，超额累进）" if fee.method == "按件" else "（每件申请单独计页，超额累进）")


@transaction.atomic
def put(actor: Any, letter: Letter, version: int, method: str, number: int, counted: Mapping[int, int] | None = None,
        same: Mapping[int, bool] | None = None) -> Charge:
    """Reckon the fee of a letter's case and write it into the fee notice.

    Args:
        version: of the letter, as the actor saw it.
        method, number, counted, same: as `charge` takes them.

    Raises:
        Refused, Conflict; ValidationError: it is no draft of a fee notice, or as `charge` raises.
    """
    row = Letter.objects.select_for_update(of=("self",)).select_related("case__unit", "case__body").get(pk=letter.pk)
    require(actor, "work", row.case)
    if row.kind != NOTICE or row.stage != LetterStage.DRAFT:
        raise ValidationError("只有正在拟稿的收费通知书可以计算信息处理费，请刷新页面查看。")
    made = charge(row.case, method, number, counted, same)
    known, said = others(row.case), same or {}
    earlier = {str(other.case.pk): (counted or {}).get(other.case.pk, other.items) if other.sure or said.get(other.case.pk) else 0
               for other in known if other.earlier}
    unsure = {str(other.case.pk): said[other.case.pk] for other in known if not other.sure and other.case.pk in said}
    held = vault.unseal(row.case, row.sealed, "letter")
    fee = {"method": method, method: number, "prior": made.prior, "counted": earlier if method == "items" else {},
           "same": unsure if method == "items" else {}, "amount": made.fee.amount}
    hands = sorted({*row.hands, actor.pk}) if getattr(actor, "is_person", False) else row.hands
    letter.save_over(version, sealed=vault.seal(row.case, {**held, **made.values()}, "letter"), answer={**row.answer, "fee": fee}, hands=hands)
    eventlog.record("letter.fee_reckoned", letter, actor=actor, unit=row.case.unit, after=fee, title=str(row.case))
    return made


def against(letter: Letter) -> str:
    """What speaks against the sum in a fee notice, in a sentence; empty where nothing does.

    Raises:
        sealing.Unreadable: the case's personal data was erased.
    """
    fee = letter.answer.get("fee")
    if letter.kind != NOTICE:
        return ""
    if not fee:
        return "还没有计算信息处理费，请点“计算信息处理费”，填写件数或者页数。"
    if fee["method"] == "items" and not letter.events.filter(kind=Kind.FEE_NOTIFIED).exists():
        now = {str(other.case.pk) for other in others(letter.case) if other.earlier}
        if now != set(fee["counted"]):
            return "计算之后，同一申请人本月在先的申请有变化，请重新计算信息处理费。"
    if not fee["amount"]:
        return "按所填的件数或者页数不收费，不必发出收费通知书，请作废该文书。"
    return ""


def details_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The plain elements of 通知缴费 that a notice's reckoning gives (`answer` of the version that was signed)."""
    fee = answer.get("fee") or {}
    return {name: fee[name] for name in ("method", "items", "pages") if fee.get(name)}


def told_in(event: CaseEvent) -> str:
    """How a 通知缴费 was reckoned, for the timeline: 按件计收，12件."""
    method = event.details.get("method", "")
    number = event.details.get(method)
    return f"{METHODS[method]}，{number}{'件' if method == 'items' else '页'}" if method in METHODS and number else METHODS.get(method, "")


def by_hand(case: Case, details: Mapping[str, Any]) -> None:
    """A 通知缴费 that enters the case names one method, that which was told before.

    Raises:
        ValidationError: items and pages at once, or another method than before.
    """
    if details.get("items") and details.get("pages"):
        rule = parameters()["fee_method"].newest
        raise ValidationError({"method": f"{rule.notes}（{rule.citation}）请只填件数或者只填页数。"})
    if method := details.get("method"):
        one_method(case, str(method))

