"""Where a page stands: the county or one unit, with its five fixed parts; and what lists show of items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.models import PublishedItem
from gongkai.web.portal import published, tree

PARTS = (("guide", "政府信息公开指南", "指南"), ("institutions", "政府信息公开制度", "制度"), ("items", "法定主动公开内容", "主动公开内容"),
         ("annual", "政府信息公开年报", "年报"), ("apply", "依申请公开", "依申请公开"))
"""The fixed parts: name of the address, full label, short label."""


@dataclass(frozen=True)
class Place:
    """The county (`slug` empty) or one unit."""

    unit: tree.UnitEntry
    slug: str
    here: str = ""

    def address(self, part: str = "home") -> str:
        """The address of a part of this place."""
        return address(part, self.slug)

    @property
    def items_address(self) -> str:
        """For templates."""
        return self.address("items")

    @property
    def apply_address(self) -> str:
        """For templates."""
        return self.address("apply")

    @property
    def heirs(self) -> list[Place]:
        """Where an abolished unit's work is carried on."""
        known = tree.units()
        return [Place(unit, unit.slug if unit != known.root else "") for id in self.unit.heirs if (unit := known.by_id.get(id))]

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """Label, address, and whether it is shown, for the fixed parts."""
        return [(label, self.address(part), part == self.here) for part, label, _ in PARTS]

    @property
    def title(self) -> str:
        """The unit's name, which the titles of its pages begin with."""
        return self.unit.name


def address(part: str, slug: str = "") -> str:
    """The address of a part, for the county or for a unit."""
    return reverse(f"portal:unit_{part}", kwargs={"slug": slug}) if slug else reverse(f"portal:{part}")


def place(slug: str = "", here: str = "") -> Place:
    """The place of an address.

    Raises:
        Http404: there is no such unit, or none at all yet.
    """
    units = tree.units()
    unit = units.at(slug) if slug else units.root
    if unit is None:
        raise Http404("本平台还没有录入单位，请系统管理员先建立单位。")
    return Place(unit, slug, here)


@dataclass(frozen=True, slots=True)
class Row:
    """What lists show of an item."""

    item: PublishedItem
    address: str
    day: str
    unit: str
    genre: str
    validity: str
    tone: str


TONES = {"现行有效": "ok", "已废止": "bad", "已被替代": "bad", "已失效": "bad", "尚未生效": "info"}


def rows(items: Iterable[PublishedItem], day: date) -> list[Row]:
    """Items as lists show them."""
    units, genres = tree.units().by_id, vocabularies.genres()
    made = []
    for item in items:
        state = published.validity(item, day)
        made.append(Row(item, item_address(item.pk), timezone.localdate(item.published_at).isoformat(),
                        units[item.unit_id].called if item.unit_id in units else "",
                        genres.get(item.genre, item.genre), state, TONES.get(state, "quiet")))
    return made


def item_address(id: int) -> str:
    """The address of an item's page."""
    return reverse("portal:item", kwargs={"id": id})


def choices(filters: published.Filters, *, with_unit: bool = True) -> dict[str, Any]:
    """What the form of filters offers."""
    units = [entry for entry in tree.units().all if entry.standing or entry.id == filters.unit] if with_unit else []
    return {"units": units, "genres": vocabularies.genres().items(), "subjects": vocabularies.subjects().items(),
            "validities": published.VALIDITY.items()}
