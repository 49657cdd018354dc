"""Units and catalogue as the portal shows them, read once a minute: they are small and on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from gongkai.web.common import days
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.disclosure.models import CatalogueNode
from gongkai.web.organs.domain import queries
from gongkai.web.organs.models import Unit
from gongkai.web.portal import memory

SECONDS = 60



@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit; one that was abolished has the day since when (`ended`), and the ids of those that carry on with its work (`heirs`)."""

    id: int
    slug: str
    name: str
    called: str
    kind: str
    path: str
    standing: bool
    ended: date | None = None
    heirs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeEntry:
    """A row of a catalogue."""

    id: int
    parent: int | None
    scheme: str
    unit: int
    code: str
    name: str
    content: str
    basis: str
    path: str
    active: bool

    @property
    def depth(self) -> int:
        """1 at the top."""
        return self.path.count("/") - 1


class Units:
    """All units, in their order."""

    def __init__(self, entries: Sequence[UnitEntry]) -> None:
        self.all = entries
        self.by_id = {entry.id: entry for entry in entries}
        self.by_slug = {entry.slug: entry for entry in entries}

    @property
    def root(self) -> UnitEntry | None:
        """The unit at the top: the county. None before there is any."""
        return min(self.all, key=lambda entry: (entry.path.count("/"), self.all.index(entry)), default=None)

    def below(self, unit: UnitEntry) -> list[UnitEntry]:
        """The unit and all below it."""
        return [entry for entry in self.all if entry.path.startswith(unit.path)]

    def at(self, slug: str) -> UnitEntry:
        """The unit of an address.

        Raises:
            Http404: there is none.
        """
        if slug not in self.by_slug:
            raise Http404("没有这个单位，请从首页的单位列表中选择。")
        return self.by_slug[slug]


class Catalogue:
    """All catalogues, each row behind its parent."""

    def __init__(self, entries: Sequence[NodeEntry]) -> None:
        self.by_id = {entry.id: entry for entry in entries}
        self._children: dict[int | None, list[NodeEntry]] = {}
        for entry in entries:
            self._children.setdefault(entry.parent, []).append(entry)

    def below(self, id: int) -> list[int]:
        """The ids of a row and of all below it."""
        return [id, *(below for child in self._children.get(id, ()) for below in self.below(child.id))]

    def walk(self, parent: int | None = None) -> Iterator[NodeEntry]:
        """Every row, each parent before its children."""
        for entry in self._children.get(parent, ()):
            yield entry
            yield from self.walk(entry.id)

    def called(self, name: str) -> list[int]:
        """The ids of the rows of that name and of all below them."""
        return [id for entry in self.by_id.values() if entry.name == name for id in self.below(entry.id)]


def units(holding: int | None = None) -> Units:
    """The units; read anew where the one with the id `holding` is so new that it is not among those remembered."""
    known = memory.remembered("units", SECONDS, lambda: Units(_units(days.today())))
    if holding is None or holding in known.by_id:
        return known
    memory.forget()
    return units()


def catalogue(holding: int | None = None) -> Catalogue:
    """The catalogues; read anew where the row with the id `holding` is so new that it is not among those remembered."""
    known = memory.remembered("catalogue", SECONDS, lambda: Catalogue(_nodes()))
    if holding is None or holding in known.by_id:
        return known
    memory.forget()
    return catalogue()


def scheme_label(scheme: str) -> str:
    """What a catalogue is called."""
    return str(Scheme(scheme).label)


def row_of(entry: UnitEntry) -> Unit:
    """The unit itself, for what wants more of it than an entry tells."""
    return Unit.objects.get(pk=entry.id)


def _units(day: date) -> list[UnitEntry]:
    return [UnitEntry(unit.pk, unit.slug, unit.name, unit.called, unit.kind, unit.path, unit.exists_on(day),
                      *((unit.abolished_on, tuple(heir.pk for heir in queries.heirs(unit))) if unit.abolished_on else ()))
            for unit in Unit.objects.order_by("place")]


def _nodes() -> list[NodeEntry]:
    return [NodeEntry(*row) for row in CatalogueNode.objects.order_by("scheme", "order", "id").values_list(
        "id", "parent_id", "scheme", "unit_id", "code", "name", "content", "basis", "path", "active")]
