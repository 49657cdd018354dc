"""What was read of one entry of a feed, or of one saved page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

NOT_FOUND = "没有识别出"
"""How a note begins that names what reading did not find."""


@dataclass(slots=True)
class Found:
    """One piece of information as the old site shows it. Whatever was not found is empty.

    Args:
        place: where it stood: the page's path in the archive, or the entry's number.
        files: names of the attachments that it links to.
        notes: what was not understood, each one Chinese sentence.
    """

    place: str
    title: str = ""
    made_on: date | None = None
    published_on: date | None = None
    document_number: str = ""
    index_number: str = ""
    external_id: str = ""
    url: str = ""
    source: str = ""
    body: str = ""
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """A whole upload: what was found, and what was left aside, each one Chinese sentence."""

    found: list[Found] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
