"""Items that an abolished unit had not published pass to the unit that carries on, and come back when the reform is taken back.

What was ever public stays under the name that made it. An item that somebody was reading goes back to the draft: who issues it has
changed, so that the new unit's own people look at it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from gongkai.web.common import days, eventlog, notices
from gongkai.web.disclosure.domain import items, queries, stages
from gongkai.web.disclosure.enums import Stage, Verdict
from gongkai.web.disclosure.models import Channel, Handover, Item, NormativeDocument, Publication, ReviewStep
from gongkai.web.organs.domain import roles, succession
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit, UnitChange

UNFINISHED = (Stage.DRAFT, Stage.SECRECY, Stage.REVIEW, Stage.REFERRED, Stage.APPROVED, Stage.SCHEDULED)


def lay_out() -> None:
    """Make this work known; called once when the site starts."""
    succession.register(succession.Work(
        "未发布的公开事项", lambda unit: unfinished(unit).count(), lambda unit: f"{reverse('disclosure:items')}?unit={unit.pk}",
        lambda unit: Item.objects.filter(unit=unit).count() + NormativeDocument.objects.filter(unit=unit).count(), hand_over, take_back))
    succession.register(succession.Work(
        "在用的公开渠道", lambda unit: Channel.objects.filter(unit=unit).on(days.today()).count(),
        lambda unit: f"{reverse('disclosure:channels')}?unit={unit.pk}", lambda unit: Channel.objects.filter(unit=unit).count()))


def unfinished(unit: Unit) -> QuerySet[Item]:
    """The items of a unit that are under way and were never public."""
    return Item.objects.filter(~Exists(Publication.objects.filter(item=OuterRef("pk"))), unit=unit, stage__in=UNFINISHED)


def hand_over(actor: Any, unit: Unit, heir: Unit, change: UnitChange | None) -> int:
    """Pass a unit's unfinished items on. Asks no gate: for `succession`, within a transaction.

    An item whose number in the system it came from is another item's in the new unit stays where it is.

    Returns:
        How many items passed on.
    """
    passed = [row for item in unfinished(unit).order_by("pk") if (row := _pass(actor, item, heir, change))]
    if passed:
        eventlog.record("unit.handed_over", unit, actor=actor, unit=unit, after={"to": str(heir), "items": len(passed)})
        notices.tell(roles.holders(heir, Role.CLERK, Role.HEAD), f"{unit}撤销，{len(passed)} 件未发布的公开事项转由{heir.called}办理，"
                     "其中正在审核的已退回拟稿，请核对后重新送审。", kind="移交", link=f"{reverse('disclosure:items')}?unit={heir.pk}",
                     key=f"handover-{unit.pk}-{heir.pk}-{change.pk if change else ''}")
    return len(passed)


def take_back(actor: Any, change: UnitChange) -> int:
    """Bring back what passed on by a change and is still unfinished where it went. Asks no gate.

    Returns:
        How many items came back.
    """
    count = 0
    for row in Handover.objects.filter(change=change, back=False).select_related("item", "from_unit"):
        if row.item.unit_id == row.to_unit_id and unfinished(row.to_unit).filter(pk=row.item_id).exists():
            count += bool(_pass(actor, row.item, row.from_unit, change, back=True))
    return count


def _pass(actor: Any, item: Item, heir: Unit, change: UnitChange | None, *, back: bool = False) -> Item | None:
    row = stages.locked(item)
    former = row.unit
    if row.external_id and Item.objects.filter(unit=heir, external_id=row.external_id).exists():
        return None
    if stages.derive(row) in stages.IN_REVIEW:
        version = stages.latest(row)
        assert version is not None  # else nobody would be reading it
        reason = f"{'撤回单位变动，退还' if back else '单位撤销，转由'}{heir.called}办理"
        ReviewStep.objects.create(version=version, level=stages.next_level(version) or 0, verdict=Verdict.RECALLED, opinion=reason,
                                  person=actor, recorded_by=actor, approved_on=days.today())
        eventlog.record("item.recalled", row, actor=actor, note=reason, after={"version": version.number})
    row.save_over(row.version, unit=heir)
    Handover.objects.create(item=row, from_unit=former, to_unit=heir, change=change, back=back,
                            by=actor if getattr(actor, "is_person", False) else None)
    eventlog.record("item.handed_over", row, actor=actor, unit=heir, before={"unit": str(former)}, after={"unit": str(heir)})
    items.was_changed(actor, row)
    return row


def with_work(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Of some units those that stand, and the abolished ones that have left something to do: what nobody took over falls off no board."""
    here = OuterRef("pk")
    return (units.filter(abolished_on=None)
            | units.filter(Exists(Item.objects.filter(unit=here).filter(Q(stage__in=UNFINISHED) | Q(stage=Stage.KEPT, reassess_on__isnull=False))))
            | units.filter(Exists(queries.open_referrals().filter(to_unit=here)))
            | units.filter(Exists(Channel.objects.filter(unit=here).on(days.today()))))
