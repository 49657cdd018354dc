"""What a field of a unit must be."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from gongkai.engine.identity import is_credit_code


def credit_code(value: str) -> None:
    """A unified social credit code by its alphabet and check character (GB 32100-2015).

    Raises:
        ValidationError: it is none.
    """
    if not is_credit_code(value):
        raise ValidationError("统一社会信用代码应为18位，且校验位须相符，请核对。")
