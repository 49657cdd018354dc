"""The three counts of table 2, Art. 20(一), for any units and year, each opening to its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, Mapping
from gongkai.web.disclosure.domain.standing import Standing
from gongkai.web.disclosure.models import NormativeDocument


@dataclass(frozen=True, slots=True)
class Rules:
    """Which acts count where (law/vocabularies/register.yaml)."""

    issued: frozenset[str]
    ended: frozenset[str]
    beside: frozenset[str]
    basis: str
    confirmed: str


@dataclass(frozen=True, slots=True)
class Count:
    """One row of the table: the documents behind each number.

    `beside` are documents amended or extended in the year, which count in none of the three.
    """

    issued: Sequence[NormativeDocument]
    ended: Sequence[NormativeDocument]
    in_force: Sequence[NormativeDocument]
    before: Sequence[NormativeDocument]
    beside: Sequence[NormativeDocument]

    @property
    def numbers(self) -> dict[str, int]:
        """The columns of table 2 by their names: ``issued``, ``repealed``, ``in_force``."""
        return {"issued": len(self.issued), "repealed": len(self.ended), "in_force": len(self.in_force)}

    @property
    def adds_up(self) -> bool:
        """Whether last year's 现行有效 + 制发 − 废止 gives this year's. It fails only for a document that ended before it was
        made, or was made and ended unentered in another year."""
        return len(self.before) + len(self.issued) - len(self.ended) == len(self.in_force)


@cache
def rules() -> Rules:
    """How events count.

    Raises:
        LawError: the law file is faulty.
    """
    node = lawfile.read(LAW / "vocabularies" / "register.yaml")
    node.check({"title": str, "basis": str, "from": date, "confirmed": str, "issued": list, "ended": list, "beside": list,
                "rules": Mapping})
    return Rules(frozenset(node["issued"]), frozenset(node["ended"]), frozenset(node["beside"]), node["basis"], node["confirmed"])


def count(documents: Any, year: int, *, until: date | None = None) -> dict[str, Count]:
    """The counts of a year for each kind (``rules``, ``normative_documents``).

    Args:
        documents: a queryset of documents, restricted by the caller.
        until: the last day of the count; 31 December unless given, as for a figure in the middle of the year.

    What happened is asked of the dated events, never of a kept status, so that any year can be counted again.
    """
    first, last = date(year, 1, 1), until or date(year, 12, 31)
    eve = date(year - 1, 12, 31)
    told = rules()
    lists: dict[str, dict[str, list[NormativeDocument]]] = {
        kind: {name: [] for name in ("issued", "ended", "in_force", "before", "beside")} for kind in ("rules", "normative_documents")}
    for document in documents.prefetch_related("events"):
        events = list(document.events.all())
        standing = Standing.of(events)
        row = lists[document.kind]
        if standing.issued_on is not None and first <= standing.issued_on <= last and "issued" in told.issued:
            row["issued"].append(document)
        if standing.ended_on is not None and first <= standing.ended_on <= last and standing.end in told.ended:
            row["ended"].append(document)
        if standing.stands_on(last):
            row["in_force"].append(document)
        if standing.stands_on(eve):
            row["before"].append(document)
        gone = {event.reverses_id for event in events if event.reverses_id}
        if any(event.act in told.beside and first <= event.on <= last and not event.reverses_id and event.pk not in gone for event in events):
            row["beside"].append(document)
    return {kind: Count(**row) for kind, row in lists.items()}
