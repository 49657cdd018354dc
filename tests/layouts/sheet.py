"""What a printer hands over: a file, what it truly says, and what it no longer says."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

Number = int | Decimal


@dataclass(frozen=True)
class Sheet:
    """A printed report. `truth` maps each printed address to its value, None where the cell is empty.

    `doubtful` are the addresses whose value the layout does not settle: there, null with a finding is as good
    as the value. Everywhere else only the value will do.
    """

    name: str
    data: bytes
    extension: str
    truth: dict[str, Number | None]
    doubtful: frozenset[str] = field(default_factory=frozenset)

    @property
    def may_withhold(self) -> bool:
        """Whether the layout destroys information about any cell."""
        return bool(self.doubtful)
