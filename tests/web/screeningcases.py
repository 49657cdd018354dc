"""Made-up numbers with right check digits, and shorthand, for the tests of the screening."""

from __future__ import annotations

from datetime import date

from gongkai.engine.identity import is_credit_code
from gongkai.report.checking.personal_numbers import is_luhn
from gongkai.web.disclosure.screening import Remark, screen_text

TODAY = date(2026, 11, 24)
MOBILE = "13800001234"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(front: str = "11010119800101123") -> str:
    """An identity number that passes its check digit."""
    remainder = sum(int(digit) * weight for digit, weight in zip(front, _WEIGHTS, strict=True)) % 11
    return front + "10X98765432"[remainder]


def card(front: str = "622202123456789012") -> str:
    """A bank card that passes its check digit."""
    return next(front + str(digit) for digit in range(10) if is_luhn(front + str(digit)))


def credit(front: str = "11330100002489053") -> str:
    """A unified social credit code."""
    return next(front + letter for letter in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(front + letter))


def screened(text: str, *, html: bool = False, **more: object) -> list[Remark]:
    """The remarks on a body."""
    return screen_text({"body": text}, today=TODAY, html={"body"} if html else (), **more)  # type: ignore[arg-type]


def codes(text: str, **more: object) -> list[str]:
    """The codes of the remarks on a body."""
    return [remark.code for remark in screened(text, **more)]  # type: ignore[arg-type]
