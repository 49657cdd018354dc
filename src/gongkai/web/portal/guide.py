"""The 政府信息公开指南, made from the unit's own rows and the law's figures whenever it is read, so that it never goes stale.

What a guide must hold is said in 条例第十二条: how information is classified and arranged, how it is got, and the office's name,
address, hours, telephone, fax and contact on the internet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from gongkai.engine.parameters import parameters
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.models import Channel
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import OfficeContact
from gongkai.web.portal import tree

FIGURES = ("reply", "extension", "correction_notice", "third_party_opinion", "fee_by_items", "fee_by_pages", "fee_payment")


@dataclass(frozen=True)
class Guide:
    """What the pages 指南 and 依申请公开 say of a unit.

    Attributes:
        contact: how to reach the office in charge; None where nobody has entered it.
        contact_of: the unit whose office that is: the unit itself, or for a government its office (办公室).
        channels: where the unit makes things known.
        schemes: the catalogues by which its information is arranged, each with its first level.
        law: name of a figure → its dated value with its citation.
        receipt: the ways of handing in an application, with the day that counts as its receipt.
    """

    unit: tree.UnitEntry
    contact: OfficeContact | None
    contact_of: tree.UnitEntry
    channels: list[Channel]
    schemes: list[tuple[str, list[tree.NodeEntry]]]
    law: dict[str, Any]
    receipt: list[dict[str, Any]]
    deadline: str
    genres: list[str]
    subjects: list[str]


def guide(unit: tree.UnitEntry, day: date) -> Guide:
    """The guide of a unit on a day."""
    units, catalogue = tree.units(), tree.catalogue()
    offices = [unit]
    if unit.kind == UnitKind.GOVERNMENT:
        offices += [entry for entry in units.all if entry.kind == UnitKind.OFFICE and entry.path == f"{unit.path}{entry.id}/"]
    contacts: dict[int, OfficeContact] = {}
    for row in OfficeContact.objects.on(day).filter(unit_id__in=[entry.id for entry in offices]).order_by(F("since").asc(nulls_first=True), "pk"):
        contacts[row.unit_id] = row
    of = next((entry for entry in offices if entry.id in contacts), unit)
    above = {int(part) for part in unit.path.strip("/").split("/")}
    schemes: dict[str, list[tree.NodeEntry]] = {}
    for node in catalogue.walk():
        if node.parent is None and node.active and node.unit in above:
            schemes.setdefault(tree.scheme_label(node.scheme), []).append(node)
    law = {name: parameters().on(name, day) for name in FIGURES}
    ways = parameters().on("receipt", day).value
    return Guide(
        unit, contacts.get(of.id), of, list(Channel.objects.on(day).filter(unit_id=unit.id).order_by("kind", "name")),
        list(schemes.items()), law, list(ways.values()),
        f"{vocabularies.catalogue().deadline}（{vocabularies.catalogue().deadline_article}）",
        list(vocabularies.genres().values()), list(vocabularies.subjects().values()))
