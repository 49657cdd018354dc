"""A count of the narrative with its surroundings: what is said before and after it, in its sentence and above it."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.report.model import Fact, Number
from gongkai.report.reading.facts_numbers import Count
from gongkai.report.reading.facts_text import Passage

_REACH = 400
"""No further than this is looked around a number: a text without full stops must not take for ever."""
LONGEST_LIST = 60
"""No list is followed further than so many counts."""


@dataclass(slots=True)
class Mention:
    """A count where it stands. `lead` is what is said before it since the last mark or count, `tail` what follows in
    its clause; `change` marks a difference to another year; `whole` the mention it is a part of; `list_mark` how
    that list was led in (``among``, ``within``, ``respectively``, ``numbered``), `complete` whether the list claims to be whole.
    `nothing` names what there was none of, where the mention has no number (未收到…申请)."""

    passage: Passage
    count: Count
    sentence: tuple[int, int]
    lead: str
    tail: str
    gap: str
    year: int | None
    change: bool
    fact: Fact
    whole: Mention | None = None
    list_mark: str | None = None
    complete: bool = False
    parts: list[Mention] = field(default_factory=list)
    nothing: str | None = None

    @property
    def value(self) -> Number:
        return self.count.value

    @property
    def so_far(self) -> str:
        """Its sentence up to the number."""
        return self.passage.text[max(self.sentence[0], self.count.start - _REACH):self.count.start]

    @property
    def rest(self) -> str:
        """Its sentence after the number."""
        return self.passage.text[self.count.end:min(self.sentence[1], self.count.end + _REACH)]

    @property
    def text(self) -> str:
        """The sentence it stands in."""
        return self.so_far + self.passage.text[self.count.start:self.count.end] + self.rest

    def quote(self) -> str:
        """Its clause as printed, for a message."""
        return self.fact.text

    @property
    def heading(self) -> str:
        """The heading of its part, empty where there is none."""
        return self.passage.heading(self.count.start) or ""

    @property
    def under(self) -> str:
        """The headings above it, that of the part and that of an item in it."""
        return self.passage.under(self.count.start)
