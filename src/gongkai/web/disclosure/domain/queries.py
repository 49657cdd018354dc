"""What screens, the portal and tasks ask of items. Nothing here changes anything."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.web.common import days
from gongkai.web.common.gate import allows
from gongkai.web.common.models import Event, StoredFile
from gongkai.web.disclosure.enums import Attribute, Scheme, Stage, Verdict
from gongkai.web.disclosure.models import (
    CatalogueNode,
    Item,
    ItemVersion,
    PublishedItem,
    Referral,
    ReviewStep,
    WrongWord,
)
from gongkai.web.organs.domain import approving, roles
from gongkai.web.organs.enums import Role, UnitKind
from gongkai.web.organs.models import Person, Unit

LEVEL_ACTIONS = ("secrecy", "review1", "review2", "review3")
"""The gate's action for each level of review."""
LEVEL_ROLES = (Role.SECRECY, Role.REVIEWER, Role.HEAD, Role.SIGNER)
"""The role that takes each level."""
LEVEL_NAMES = ("公开审查", "初审", "复审", "终审")
"""What a level is called."""


def nodes_for(unit: Unit) -> QuerySet[CatalogueNode]:
    """The rows of the catalogue that a unit files its items under: its own and those of the units above, in use."""
    return CatalogueNode.objects.filter(unit_id__in=unit.above, active=True)


def wrong_words_for(unit: Unit) -> QuerySet[WrongWord]:
    """The wrong expressions that a unit looks for: its own and those of the units above."""
    return WrongWord.objects.filter(unit_id__in=unit.above)


def clerks_of(item: Item) -> list[Person]:
    """Whom to tell of an item: who made it, while still a clerk of the unit; else all its clerks."""
    clerks = list(roles.holders(item.unit, Role.CLERK))
    return [clerk for clerk in clerks if clerk.pk == item.created_by_id] or clerks


def waiting_for(person: Any) -> QuerySet[ItemVersion]:
    """The versions whose next step is this person's to take, oldest first: not their own texts, nor those of which they took a level,
    unless the unit has let them approve those (organs/domain/approving.py)."""
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    versions = ItemVersion.objects.filter(~Exists(newer)).select_related("item__unit", "author")
    found = Q(pk__in=[])
    for level, action in enumerate(LEVEL_ACTIONS):
        reach = ItemVersion.gate.where(person, action)
        if reach is None:
            continue
        passed = Q(pk__in=ItemVersion.objects.filter(steps__level=level - 1, steps__verdict="passed").values("pk")) if level else Q()
        done = Q(pk__in=ItemVersion.objects.filter(steps__level=level, steps__verdict="passed").values("pk"))
        stage = Stage.REVIEW if level else Stage.SECRECY
        found |= reach & Q(item__stage=stage, levels__gte=level) & passed & ~done
    waiting = versions.filter(found)
    return waiting.exclude(pk__in=approving.barred(person, waiting, "item__unit")).order_by("created_at", "id")


def ready_to_publish(person: Any) -> QuerySet[Item]:
    """Approved items that this person may publish."""
    return Item.objects.restrict(person, "publish").filter(stage=Stage.APPROVED)


def due_reassessments(person: Any, day: date | None = None) -> QuerySet[Item]:
    """Items not disclosed whose day to be looked at anew has come (条例第18条), longest due first."""
    return (Item.objects.restrict(person, "reassess").filter(stage=Stage.KEPT, reassess_on__lte=day or days.today())
            .select_related("unit", "node").order_by("reassess_on", "id"))


def referrals_for(person: Any) -> QuerySet[Referral]:
    """Questions to the units for which this person may answer, unanswered first."""
    return (Referral.objects.restrict(person, "view").select_related("version__item__unit", "to_unit", "asked_by", "answer")
            .order_by(F("answer__id").desc(nulls_first=True), "id"))


def open_referrals() -> QuerySet[Referral]:
    """Questions that wait for an answer: of a version that was returned or taken back nobody wants one any more."""
    ended = ReviewStep.objects.filter(version=OuterRef("version"), verdict__in=(Verdict.RETURNED, Verdict.RECALLED))
    return Referral.objects.filter(~Exists(ended), answer=None)


def referable_to(unit: Unit) -> QuerySet[Unit]:
    """Whom a unit may ask (条例第17条: the 主管部门 or the 保密行政管理部门): the units above it, and offices and departments right below these;
    the unit at the top, its own. What is asked about is not public yet: no town, no unit below is shown it."""
    above = [key for key in unit.above if key != unit.pk]
    beside = Q(parent__in=above or [unit.pk], kind__in=(UnitKind.OFFICE, UnitKind.DEPARTMENT))
    return Unit.objects.filter(Q(pk__in=above) | beside, abolished_on=None).exclude(pk=unit.pk).order_by("place")


def history(item: Item) -> QuerySet[Event]:
    """The item's rows of the event log, oldest first."""
    return Event.objects.filter(subject_type=Item._meta.label_lower, subject_id=str(item.pk)).order_by("id")


def public_file(item: PublishedItem | Item | int, file_id: uuid.UUID | str) -> StoredFile | None:
    """A file that the public may have: one of the published version's own, by its id; None for any other."""
    key = item if isinstance(item, int) else item.pk
    files = PublishedItem.objects.filter(pk=key).values_list("files", flat=True).first() or []
    if str(file_id) not in {file["id"] for file in files}:
        return None
    return StoredFile.objects.filter(pk=file_id).first()


def version_file(version: ItemVersion, file_id: uuid.UUID | str) -> StoredFile | None:
    """A file of a frozen version, by its id; the caller has let the version through a gate."""
    if str(file_id) not in {file["id"] for file in version.files}:
        return None
    return StoredFile.objects.filter(pk=file_id).first()


def catalogue_tree(nodes: Iterable[CatalogueNode]) -> list[tuple[str, list[tuple[CatalogueNode, int]]]]:
    """Rows grouped by catalogue, each parent before its children, with its depth."""
    rows = list(nodes)
    known = {row.pk for row in rows}
    children: dict[int | None, list[CatalogueNode]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def walk(parent: int | None, depth: int) -> Iterable[tuple[CatalogueNode, int]]:
        for row in children.get(parent, ()):
            yield row, depth
            yield from walk(row.pk, depth + 1)

    groups: dict[str, list[tuple[CatalogueNode, int]]] = {}
    for row, depth in walk(None, 0):
        groups.setdefault(Scheme(row.scheme).label, []).append((row, depth))
    return list(groups.items())


def may_take(person: Any, version: ItemVersion, level: int) -> bool:
    """Whether the gate lets a person take a level of a version."""
    return allows(person, LEVEL_ACTIONS[level], version)


def is_active(version: ItemVersion) -> bool:
    """Whether a version is meant for the public."""
    return bool(version.content["attribute"] == Attribute.ACTIVE)
