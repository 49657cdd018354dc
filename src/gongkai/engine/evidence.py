"""What the steps of a case leave as evidence for a review or a suit: its name, where it comes from, what it proves.

    >>> exhibits()["searched"].origin
    '本机关制作'

From ``law/vocabularies/evidence.yaml``. Which of them there are in a case is told by its events.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.vocabulary import FOLDER, Standing, entries, head, standing


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A kind of evidence; `key` is the step of a case that leaves it."""

    key: str
    name: str
    origin: str
    proves: str
    standing: Standing


def load_exhibits(path: Path | str) -> dict[str, Exhibit]:
    """The kinds of evidence in one file, by the step that leaves them.

    Raises:
        LawError: unknown, missing, wrong or repeated keys; names file and line.
    """
    data = lawfile.read(path)
    above = head(data, {"entries": list})
    listed = entries(data, "entries", {"name": str, "origin": str, "proves": str})
    return {
        entry["key"]: Exhibit(entry["key"], entry["name"], entry["origin"], entry["proves"], standing(entry, above))
        for entry in listed
    }


@cache
def exhibits() -> dict[str, Exhibit]:
    """The kinds of evidence of the package, in the order of a case."""
    return load_exhibits(FOLDER / "evidence.yaml")
