"""Near-duplicates of an application: other ones of the same applicant, the likest first. For clerks, never for the public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from gongkai.web.applications.domain import vault
from gongkai.web.applications.enums import PartyRole
from gongkai.web.applications.models import Case
from gongkai.web.common import sealing
from gongkai.web.common.search.text import fold, squeeze

MOST = 100
"""Earlier applications whose texts are compared, the newest."""
LIKE = 75
"""From this likeness of 100 on, two texts are said to be alike."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another application of the same applicant; `likeness` of the two texts, of 100."""

    case: Case
    likeness: int

    @property
    def near(self) -> bool:
        """Whether it may be the same thing again (条例第三十六条第六项)."""
        return self.likeness >= LIKE


def near(person: Any, case: Case) -> list[Alike]:
    """What the same applicant filed beside this one, as far as the person may see it.

    Applicants are the same where an identity number, code, telephone number or mail address is; where they gave none, the name.

    Raises:
        sealing.Unreadable: the case's data was erased.
    """
    own = next((party for party in case.parties.all() if party.role == PartyRole.APPLICANT), None)
    ids = vault.cases_like(vault.party_of(own)) - {case.pk} if own is not None else set()
    if not ids:
        return []
    text = text_of(case)
    seen = Case.objects.restrict(person, "view").filter(pk__in=ids).select_related("unit", "body").order_by("-submitted_on", "-id")[:MOST]
    return sorted((Alike(other, likeness(text, other)) for other in seen), key=lambda found: -found.likeness)


def likeness(text: str, other: Case) -> int:
    """How like another case's text is, of 100; 0 where it was erased."""
    try:
        return round(fuzz.ratio(text, text_of(other)))
    except sealing.Unreadable:
        return 0


def text_of(case: Case) -> str:
    """What a case asks for, folded so that texts can be compared. Raises sealing.Unreadable."""
    held = vault.application_of(case)
    return fold(squeeze(f"{held.get('content', '')} {held.get('features', '')}"))
