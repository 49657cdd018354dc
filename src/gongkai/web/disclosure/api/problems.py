"""What goes wrong, as the other system is told: a code for programs, a sentence for people, the field that it is about."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from ninja import Field, Schema

from gongkai.web.common.editing import Conflict
from gongkai.web.disclosure.domain.pushing import UnderReview


class ProblemOut(Schema):
    """What went wrong."""

    code: str = Field(description="unauthorized、forbidden、not_found、in_review、conflict、invalid、too_large、too_many", examples=["invalid"])
    message: str = Field(description="一句话说明", examples=["请填写名称。"])
    field: str = Field("", description="有问题的字段；与某一字段无关的为空", examples=["title"])


class Problem(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, code: str, message: str, field: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.body, self.headers = status, {"code": code, "message": message, "field": field}, headers or {}


def of(error: Exception) -> Problem:
    """What `domain/` refused, as a problem. Takes django's ValidationError and PermissionDenied, `UnderReview` and `Conflict`."""
    if isinstance(error, ValidationError):
        field = next(iter(error.error_dict)) if hasattr(error, "error_dict") else ""
        return Problem(422, "invalid", "".join(error.messages), "" if field == "__all__" else field)
    if isinstance(error, PermissionDenied):
        return Problem(403, "forbidden", str(error))
    return Problem(409, "in_review" if isinstance(error, UnderReview) else "conflict", str(error))


REFUSALS = (ValidationError, PermissionDenied, UnderReview, Conflict)
"""What `of` takes."""
