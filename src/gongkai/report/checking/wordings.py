"""Sentences of findings: templates with named placeholders, numbers and lists as officials write them."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gongkai.engine.lawfile import LawError
from gongkai.report.model import Number


@dataclass(frozen=True, slots=True, init=False)
class Wording:
    """A sentence with named placeholders, checked when it is loaded: it ends with 。 and all its names are known."""

    text: str

    def __init__(self, text: str, known: Iterable[str], where: str) -> None:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        for unknown in names - set(known):
            raise LawError(f"{where}: nobody fills the placeholder {{{unknown}}}")
        if "。" in text.rstrip("。"):
            raise LawError(f"{where}: a message is one sentence")
        object.__setattr__(self, "text", text)

    def fill(self, **words: object) -> str:
        """The sentence with its placeholders filled."""
        return self.text.format(**words)


def shown(value: Number) -> str:
    """A number as printed in a message: no exponent, no trailing zeros.

        >>> shown(1203), shown(Decimal("25.10")), shown(Decimal("3E+2"))
        ('1203', '25.1', '300')
    """
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def size(value: Number) -> Number:
    """A number without its sign: how far two numbers are apart."""
    return -value if value < 0 else value


def listed(words: Iterable[str], most: int = 6) -> str:
    """Words joined by 、, at most so many, the rest told by 等.

        >>> listed(["甲", "乙"]), listed("甲乙丙丁", most=2)
        ('甲、乙', '甲、乙等')
    """
    words = list(words)
    return "、".join(words[:most]) + ("等" if len(words) > most else "")


def quoted(text: str, most: int = 40) -> str:
    """A passage in quotation marks, shortened in the middle.

        >>> quoted("一二三四五六", most=4)
        '“一二…五六”'
    """
    text = " ".join(text.split())
    if len(text) > most:
        text = f"{text[: most // 2]}…{text[-(most // 2):]}"
    return f"“{text}”"
