"""The cells of a table of django-tables2, a column at a time.

The library finds out anew for each cell what holds for the whole column: its way to the value, whether that is one of choices, and what
its `render` wants to be given. With 25 lines of a few columns that took as long as all that the page asks of the database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django_tables2.columns import BoundColumn, ManyToManyColumn
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

GIVEN = {"value", "record", "column", "bound_column", "bound_row", "table"}
"""What a column's `render` may ask for."""


def writer(bound: BoundColumn) -> Callable[[BoundRow], Any]:
    """What makes the content of a column's cells: of every row the same as ``row.get_cell(bound.name)``."""
    column, render, value_of = bound.column, bound.render, _Value(bound.accessor)
    wanted, takes_all = signature(render)
    if bound.link or isinstance(column, BaseLinkColumn | ManyToManyColumn) or not GIVEN.issuperset(wanted):
        return lambda row: row.get_cell(bound.name)

    def write(row: BoundRow) -> Any:
        value = value_of(row.record)
        if value in column.empty_values:
            return bound.default
        given = {"value": value, "record": row.record, "column": column, "bound_column": bound, "bound_row": row, "table": row.table}
        return render(**(given if takes_all else {name: given[name] for name in wanted}))

    return write


class _Value:
    """The value of a record that an accessor leads to; the label of one that is one of a field's choices; None where it leads nowhere,
    as in a column that has no field.
    """

    def __init__(self, accessor: Any) -> None:
        self.accessor = accessor
        self.labels: dict[type, str] = {}
        """Kind of record → the method that gives the label, "" where the value is none of choices."""

    def __call__(self, record: Any) -> Any:
        label = self.labels.get(type(record))
        if label is None:
            label = self.labels[type(record)] = self._label(record)
        if label:
            holder, _ = self.accessor.penultimate(record)
            if isinstance(holder, Model) and hasattr(holder, label):
                return getattr(holder, label)()
        try:
            return self.accessor.resolve(record)
        except Exception:  # whatever it is, the library looks past it
            return None

    def _label(self, record: Any) -> str:
        chosen = getattr(self.accessor.get_field(record), "choices", None)
        return f"get_{self.accessor.rpartition(self.accessor.SEPARATOR)[2]}_display" if chosen else ""
