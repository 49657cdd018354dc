"""A row of every model for the walk over all addresses, and the keywords that some addresses want.

A model whose rows a view opens or lists needs a function here, so that nobody can add an address unguarded::

    @row_of(Item)
    def item(county, unit, mark):
        return Item.objects.create(unit=unit, title=mark, …)

The row belongs to `unit`; `mark` is written where a list shows it, so that the walk can tell foreign rows in a page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from county import person
from django.db.models import Model

from gongkai.web.common import eventlog, files
from gongkai.web.common.models import Event, ImportRun, Notice, StoredFile
from gongkai.web.organs.enums import ChangeKind, Post, Role
from gongkai.web.organs.models import ApiToken, Officer, Person, RoleHeld, SoleApprover, Unit, UnitChange

Factory = Callable[[SimpleNamespace, Unit, str], Model]
ROWS: dict[type[Model], Factory] = {}
KEYWORDS: dict[str, Callable[[SimpleNamespace, Person], dict[str, Any]]] = {}
"""Address → its keywords, for addresses of the kinds own, public, lists and adds that want some."""
INSTEAD: dict[str, Factory] = {}
"""Address → its own function, where it opens only some rows of its model."""
BESIDE: dict[str, Callable[[Model], dict[str, Any]]] = {}
"""Address → the keywords beside the row's own, for addresses of the kind opens that want more than the row."""

STRICTER: dict[str, str] = {}
"""Address → the action that it asks of the row with the keywords given in BESIDE, where it hangs on them."""


def row_of(model: type[Model]) -> Callable[[Factory], Factory]:
    """Make a model's function known."""

    def note(factory: Factory) -> Factory:
        ROWS[model] = factory
        return factory

    return note


@row_of(Unit)
def _unit(county: SimpleNamespace, unit: Unit, mark: str) -> Unit:
    Unit.objects.filter(pk=unit.pk).update(document_word=mark)
    return Unit.objects.get(pk=unit.pk)


@row_of(UnitChange)
def _change(county: SimpleNamespace, unit: Unit, mark: str) -> UnitChange:
    change = UnitChange.objects.create(kind=ChangeKind.MOVED, day=date(2020, 1, 1), unit=unit, note=mark)
    change.sources.set([county.root])
    return change


@row_of(Officer)
def _officer(county: SimpleNamespace, unit: Unit, mark: str) -> Officer:
    return Officer.objects.create(unit=unit, name=mark, post=Post.STAFF, since=date(2020, 1, 1))


@row_of(Person)
def _person(county: SimpleNamespace, unit: Unit, mark: str) -> Person:
    return person(mark, unit)


@row_of(RoleHeld)
def _role(county: SimpleNamespace, unit: Unit, mark: str) -> RoleHeld:
    return person(mark, unit, Role.CLERK).roles.get()


@row_of(SoleApprover)
def _sole(county: SimpleNamespace, unit: Unit, mark: str) -> SoleApprover:
    return SoleApprover.objects.create(unit=unit, person=person(mark, unit), reason="仅一人", since=date(2020, 1, 1))


@row_of(ApiToken)
def _token(county: SimpleNamespace, unit: Unit, mark: str) -> ApiToken:
    return ApiToken.objects.create(unit=unit, name=mark, digest=mark, hint="gk_", created_by=county.people["root", "manager"])


@row_of(Event)
def _event(county: SimpleNamespace, unit: Unit, mark: str) -> Event:
    return eventlog.record("unit.edited", unit=unit, title=mark)


@row_of(StoredFile)
def _file(county: SimpleNamespace, unit: Unit, mark: str) -> StoredFile:
    return files.keep(mark.encode(), f"{mark}.txt", unit=unit, kind="txt", media_type="text/plain")


@row_of(ImportRun)
def _run(county: SimpleNamespace, unit: Unit, mark: str, kind: str = "units") -> ImportRun:
    return ImportRun.objects.create(unit=unit, kind=kind, rows=[["名称", "类别"], [mark, "政府部门"]],
                                    made_by=county.people["root", "manager"])


KEYWORDS["notice"] = lambda county, person: {"id": Notice.objects.create(person=person, kind="test", text="提醒").pk}
KEYWORDS["session_end"] = lambda county, person: {"id": UserSession.objects.create(
    user=person, ip="127.0.0.1", session_key=uuid4().hex).pk}
