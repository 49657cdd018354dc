"""One order on every database: rows without the value that they are sorted by come last, and no two rows are equal.

    rows = total(rows.order_by("-received_on"))

By itself PostgreSQL counts null as the largest value and SQLite as the smallest, and equal rows come as they lie.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy


def total(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows in the order they have, or that of their model, made total and the same on every database."""
    names = rows.query.order_by or (rows.model._meta.ordering if rows.query.default_ordering else ())
    return rows.order_by(*(last(rows, name) for name in names), "-pk")


def last(rows: QuerySet[Any], name: Any) -> Any:
    """What to order by so that rows without a value come last, up and down; a name whose value is never null as it is."""
    if not isinstance(name, str):
        return OrderBy(name, nulls_last=True) if isinstance(name, F) else name
    bare = name.removeprefix("-")
    if not _may_be_null(rows, bare):
        return name
    return F(bare).desc(nulls_last=True) if name.startswith("-") else F(bare).asc(nulls_last=True)


def _may_be_null(rows: QuerySet[Any], path: str) -> bool:
    """Whether a column may hold null; of a relation that is itself sorted by, its own model says."""
    if path in ("pk", "?"):
        return False
    if path in rows.query.annotations:
        return True
    model, null, field = rows.model, False, None
    for part in path.split("__"):
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        null = null or bool(getattr(field, "null", False)) or not getattr(field, "concrete", False)
        model = field.related_model or model
    return null and not (field is not None and field.is_relation)
