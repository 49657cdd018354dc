"""What the screening says: remarks on a text, a report on a file, a text with persons masked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["serious", "reason"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing found.

    `level`: serious blocks, reason wants a reason. `message` is one Chinese sentence: what, where, what to do. `field` is
    the name of the text field, or the place in a file (工作表“名单”, 属性). `start` and `end` are offsets in the field's
    plain text, or in a file's extracted text; None where it is not about a passage. `excerpt` is masked.
    """

    code: str
    level: Level
    message: str
    field: str
    start: int | None
    end: int | None
    excerpt: str
    basis: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """One attachment: `refusal` is the sentence why it may not come in, else None.

    `kind` is what the content is (a key of attachments.yaml, or what else was recognised). `text` is for search and may be
    cut (`cut`), `unread` says that the file's text could not be had, so that nothing was looked for in it.
    """

    name: str
    kind: str
    size: int
    refusal: str | None = None
    remarks: tuple[Remark, ...] = ()
    text: str = ""
    cut: bool = False
    unread: bool = False

    @property
    def blocked(self) -> bool:
        """Whether the file may not be published as it is: refused, or with a serious remark."""
        return self.refusal is not None or any(remark.level == "serious" for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class WrongWord:
    """A wrong expression and its right form; right after all inside any of `unless`."""

    wrong: str
    right: str
    level: Level = "reason"
    ground: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaskedPart:
    """A passage that was masked: what it was (identity, mobile, name …) and its offsets in the plain text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with persons masked, and what was done to it."""

    text: str
    parts: tuple[MaskedPart, ...] = field(default=())
