"""What a draft says by itself: title, preamble, headings of the parts, signature, from the law's words and what is known of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from gongkai.report.form import Form
from gongkai.report.writing.manuscript import numeral
from gongkai.web.annualreport.vocabularies import texts
from gongkai.web.common import days
from gongkai.web.organs.domain.queries import name_on
from gongkai.web.organs.models import OfficeContact, Unit

_INSIDE = ("//127.", "//localhost")
"""Addresses that nobody outside can open."""
_INNER = str.maketrans("《》", "〈〉")


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of a new report; `signature_unit` is the unit under its name of that year."""

    title: str
    preamble: str
    texts: dict[str, str]
    signature_unit: str


def draft(unit: Unit, year: int, form: Form, day: date) -> Draft:
    """The words of a unit's report, with the contact of its 工作机构 on a day; what is not known is left out."""
    told, name = texts(), name_on(unit, days.last_of(year))
    contact = OfficeContact.objects.filter(unit=unit).on(day).order_by("-id").first()
    known = {
        "unit": name, "year": year, "document": form.citation["document"], "notice": str(form.citation["name"]).translate(_INNER),
        "place": _place(unit, contact), "office": contact.office if contact else "", "contact": _reach(contact)}
    lines = [line.format(**known) for line in told.preamble if all(known[key] not in ("", None) for key in known if f"{{{key}}}" in line)]
    first = form.sections[0]
    parts = [told.part.format(numeral=numeral(number), heading=part.heading) for number, part in enumerate(first.parts, 1)]
    return Draft(told.heading.format(unit=name, year=year), "\n".join(lines),
                 {str(section.number): "\n".join(parts) if section is first else "" for section in form.sections}, name)


def _reach(contact: OfficeContact | None) -> str:
    """How to reach the office, piece by piece; "" where nothing is known."""
    if contact is None:
        return ""
    known = {name: getattr(contact, name) for name in ("address", "postcode", "telephone", "fax", "email")}
    return "；".join(piece.format(**known) for piece in texts().contact if all(value or f"{{{key}}}" not in piece for key, value in known.items()))


def _place(unit: Unit, contact: OfficeContact | None) -> str:
    """Where the electronic text lies: the office's website, else the unit's page on this platform."""
    if contact is not None and contact.website:
        return contact.website
    if not settings.SITE_ADDRESS or any(host in settings.SITE_ADDRESS for host in _INSIDE):
        return ""
    return f"{settings.SITE_ADDRESS}{reverse('portal:unit_annual', args=[unit.slug])}"
