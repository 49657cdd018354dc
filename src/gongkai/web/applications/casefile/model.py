"""What a case file is made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a case, with its bytes as they are kept.

    `title` and `day` stand in the contents, as do its document number, who made it (责任者) and a note; `name` is what its file
    was called, which is kept beside it in the ZIP.
    """

    title: str
    day: date | None
    data: bytes
    name: str = ""
    number: str = ""
    maker: str = ""
    note: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: whose case file it is, its title, and rows of label and value."""

    unit: str
    rows: tuple[tuple[str, str], ...] = ()
    title: str = "政府信息公开申请案卷"


@dataclass(frozen=True, slots=True)
class Pages:
    """A part as pages. `remark` says what is to be known of them: that they were made of another kind of file, that something
    in it is not shown; `shown` is false where one page stands for a file that cannot be shown."""

    pdf: bytes
    count: int
    remark: str = ""
    shown: bool = True
