"""Grounds of not disclosing (不予公开的依据): each item of Art. 14–16, from ``law/vocabularies/grounds.yaml``.

    >>> ground("trade_secret", date(2026, 9, 18)).cited
    '《政府信息公开条例》第十五条'

A refusal names one of them, and so does each box of a redaction. Those without a `leaf` belong to redactions alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LawError
from gongkai.engine.vocabulary import FOLDER, Standing, entries, head, in_force, leaves, one_of, standing
from gongkai.errors import GongkaiError

TITLE = "不予公开的依据"
DUTIES = ("must", "may")


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground. `wording` is the statute's own; `must` whether disclosing is forbidden, else the office may withhold;
    `consult` whether the third party is asked first (Art. 32); `reason` what the letter has to say beyond the ground;
    `leaves` the row of table 3 by edition, empty where a whole application is never refused on it."""

    key: str
    label: str
    article: str
    wording: str
    must: bool
    consult: bool
    reason: str
    leaves: dict[str, str]
    standing: Standing

    @property
    def cited(self) -> str:
        """The work and the article."""
        return self.standing.basis + self.article


def load_grounds(path: Path | str) -> dict[str, Ground]:
    """The grounds in one file, by key.

    Raises:
        LawError: unknown, missing, wrong or repeated keys, or a row that table 3 does not have; names file and line.
    """
    data = lawfile.read(path)
    above = head(data, {"entries": list})
    found: dict[str, Ground] = {}
    for entry in entries(data, "entries", {"label": str, "article": str, "wording": str, "duty": str, "consult": bool,
                                           "reason": str}, {"leaf": (str, dict)}):
        if any(known.label == entry["label"] for known in found.values()):
            raise LawError(f"{entry.where('label')}: the label {entry['label']!r} is repeated")
        rows = leaves(entry, "leaf") if "leaf" in entry else {}
        if any(row.split(".")[0] != "denied" for row in rows.values()):
            raise LawError(f"{entry.where('leaf')}: a ground is counted under 'denied'")
        found[entry["key"]] = Ground(
            entry["key"], entry["label"], entry["article"], entry["wording"],
            one_of(entry, "duty", DUTIES) == "must", entry["consult"], entry["reason"], rows, standing(entry, above),
        )
    return found


@cache
def every_ground() -> dict[str, Ground]:
    """All grounds of the package, whenever they hold: for what was decided once and is only shown."""
    return load_grounds(FOLDER / "grounds.yaml")


def grounds(on: date) -> dict[str, Ground]:
    """The grounds in force on a day, by key, in the order of the articles.

    Raises:
        GongkaiError: the day lies before the Regulations.
    """
    return in_force(every_ground(), on, TITLE)


def refusals(on: date) -> dict[str, Ground]:
    """The grounds on which a whole application may be refused.

    Raises:
        GongkaiError: the day lies before the Regulations.
    """
    return {key: ground for key, ground in grounds(on).items() if ground.leaves}


def ground(key: str, on: date) -> Ground:
    """The ground called `key`.

    Raises:
        GongkaiError: there is none in force on that day.
    """
    known = grounds(on)
    if key not in known:
        offered = "、".join(f"{each.key}（{each.label}）" for each in known.values())
        raise GongkaiError(f"不认识不予公开的依据“{key}”，可用的有：{offered}。")
    return known[key]
