"""An order over many files of a batch, carried out in the background: file by file, each in a transaction of its own together with
how far the order has come, so that a worker that is killed at any point leaves nothing done twice and nothing uncounted.

    give(person, batch, "accept")        # the page answers at once and shows `batch.order`
    go_on(batch.pk)                      # the queue; go_on_left() every minute takes up what a killed worker left

One process at a time works on an order: whoever holds its lease. `batch.order` has ``what``, ``by`` (the person who gave it, asked at the
gate again for each file), ``note``, ``total``, ``after`` (the last file looked at), ``seen``, ``done``, ``problems`` (sentences) and ``ended``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.web.annualreport.domain import collecting, originals
from gongkai.web.annualreport.enums import FileState, Original
from gongkai.web.annualreport.models import CollectBatch, CollectedFile, Figures
from gongkai.web.common import eventlog, work
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Person

LEASE = timedelta(minutes=2)
SLICE = 60.0
"""Seconds after which a job hands over to the next."""
TOLD = 50
"""Sentences of problems that are kept."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of order: what it is called, which files it is for, what is done with each."""

    label: str
    files: Q
    act: Callable[[Person, CollectedFile, str], Any]


KINDS: dict[str, Kind] = {
    "accept": Kind("采用没有疑问的报告", Q(state=FileState.READY), lambda actor, file, note: collecting.accept(actor, file)),
    "show": Kind("公开已采用的报告", Q(state=FileState.ACCEPTED), lambda actor, file, note: collecting.show_again(actor, file)),
    "hide": Kind("停止公开已采用的报告", Q(state=FileState.ACCEPTED), lambda actor, file, note: collecting.show_again(actor, file)),
    "offer": Kind("提供核对过的原文件", Q(state=FileState.ACCEPTED, original=Original.HELD), originals.offer),
}


class Lost(Exception):
    """Somebody else has taken the order over."""


@transaction.atomic
def give(actor: Person, batch: CollectBatch, what: str, note: str = "") -> CollectBatch:
    """Give an order over the files of a batch.

    Args:
        what: a key of `KINDS`.
        note: the reason, where that kind wants one.

    Raises:
        Refused: the actor is not the 主管部门 of the batch.
        ValidationError: another order is being carried out, or there is no file for it.
    """
    require(actor, "edit", batch)
    row = CollectBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if running(row):
        raise ValidationError(f"本批次正在办理“{KINDS[row.order['what']].label}”，请等办完后再试。")
    if what == "offer":
        originals.reason_of(note)
    total = files_of(row, what).count()
    if not total:
        raise ValidationError("没有需要办理的文件，请刷新页面查看。")
    row.order = {"what": what, "by": actor.pk, "note": note.strip(), "total": total, "after": 0, "seen": 0, "done": 0, "problems": [], "ended": None}
    row.order_until = None
    row.save(update_fields=["order", "order_until"])
    eventlog.record("collect.ordered", row, actor=actor, note=KINDS[what].label, after={"files": total})
    work.later(f"{__name__}.go_on", row.pk)
    return row


@transaction.atomic
def make_public(actor: Person, batch: CollectBatch, public: bool) -> CollectBatch:
    """Put the used reports of a batch before the public, or take them away: these leave its sight at once.

    Raises:
        Refused; ValidationError: another order is being carried out.
    """
    require(actor, "edit", batch)
    row = CollectBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if running(row):
        raise ValidationError(f"本批次正在办理“{KINDS[row.order['what']].label}”，请等办完后再试。")
    if row.public == public:
        return row
    row.public = public
    row.save(update_fields=["public"])
    if not public:
        Figures.published.filter(file__batch=row, held=False).delete()
        Figures.published.filter(file__batch=row).update(public=False)
        row.files.update(original=Original.NONE)
    eventlog.record("collect.made_public" if public else "collect.made_private", row, actor=actor)
    return give(actor, row, "show" if public else "hide") if files_of(row, "show").exists() else row


def running(batch: CollectBatch) -> bool:
    """Whether an order is being carried out."""
    return bool(batch.order) and batch.order["ended"] is None


def files_of(batch: CollectBatch, what: str) -> QuerySet[CollectedFile]:
    """The files that an order of a kind is for, in the order of their coming in."""
    return batch.files.filter(KINDS[what].files).order_by("id")


def go_on(batch: int) -> None:
    """Carry out what is left of a batch's order, until it is done or the slice is over."""
    row = _claim(batch)
    if row is None:
        return
    end = time.monotonic() + SLICE
    try:
        while _next(row):
            if time.monotonic() > end:
                CollectBatch.objects.filter(pk=row.pk, order_until=row.order_until).update(order_until=None)
                work.later(f"{__name__}.go_on", row.pk)
                return
    except Lost:
        return


def go_on_left() -> None:
    """Take up orders that a killed worker, or a queue that was emptied, left behind; called every minute."""
    for key in CollectBatch.objects.filter(_free()).values_list("pk", flat=True):
        go_on(key)


def _free() -> Q:
    return Q(order__ended=None, order__what__isnull=False) & (Q(order_until=None) | Q(order_until__lt=timezone.now()))


def _claim(batch: int) -> CollectBatch | None:
    """The batch with its order leased to this process; None where there is nothing to do, or another process does it."""
    until = timezone.now() + LEASE
    if not CollectBatch.objects.filter(_free(), pk=batch).update(order_until=until):
        return None
    return CollectBatch.objects.get(pk=batch)


@transaction.atomic
def _next(row: CollectBatch) -> bool:
    """Take the order one file further; False where that was the end.

    Raises:
        Lost: the lease ran out and another process has it.
    """
    order, kind = dict(row.order), KINDS[row.order["what"]]
    actor = Person.objects.get(pk=order["by"])
    file = files_of(row, order["what"]).filter(pk__gt=order["after"]).select_related("batch__unit", "area", "unit").first()
    if file is None:
        _keep(row, {**order, "ended": timezone.now().isoformat()}, None)
        return False
    told: list[str] = []
    try:
        with transaction.atomic():
            kind.act(actor, file, order.get("note", ""))
    except PermissionDenied as error:  # the role was taken away meanwhile
        _keep(row, {**order, "problems": [*order["problems"], str(error)], "ended": timezone.now().isoformat()}, None)
        return False
    except ValidationError as error:
        told = error.messages
    _keep(row, {**order, "after": file.pk, "seen": order["seen"] + 1, "done": order["done"] + (not told),
                "problems": [*order["problems"], *told][:TOLD]}, timezone.now() + LEASE)
    return True


def _keep(row: CollectBatch, order: dict[str, Any], until: Any) -> None:
    if not CollectBatch.objects.filter(pk=row.pk, order_until=row.order_until).update(order=order, order_until=until):
        raise Lost
    row.order, row.order_until = order, until
