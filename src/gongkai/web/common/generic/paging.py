"""Pages over many rows: counted no further than anybody turns pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

COUNTED = 10_000
"""Rows that are counted at most; a list of more says "10000 以上", and is narrowed by its filters."""


class CappedPaginator(Paginator):
    """Django's paginator that stops counting at `most`. ``capped`` says that there are more."""

    object_list: Any
    """The rows, as a queryset."""

    def __init__(self, rows: Any, per_page: int, *, most: int = COUNTED) -> None:
        super().__init__(rows, per_page)
        self.most = most

    @cached_property
    def _found(self) -> int:
        return self.object_list.order_by()[:self.most + 1].count()

    @property
    def capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > self.most

    @property
    def count(self) -> int:
        """The number of rows, `most` at most."""
        return min(self._found, self.most)


def page_of(rows: Any, number: Any, per_page: int, *, narrow: bool = False) -> Page:
    """One page of a queryset; a number that is none or out of range leads to the nearest page. Where the first page holds all rows
    there is nothing to count, and nothing is gone through twice.

    Args:
        narrow: the rows are wide and many, and an index holds what they are told and sorted by: they are gone through by their ids
            alone, and those of the page fetched. Each row comes once.
    """
    def fetched(first: int, count: int) -> list[Any]:
        found = rows.filter(pk__in=list(rows.values_list("pk", flat=True)[first:first + count])) if narrow else rows[first:first + count]
        return list(found)

    paginator = CappedPaginator(rows, per_page)
    if number in (None, "", "1", 1):
        first = fetched(0, per_page + 1)
        if len(first) <= per_page:
            paginator._found = len(first)
        return Page(first[:per_page], 1, paginator)
    page = paginator.get_page(number)
    page.object_list = fetched((page.number - 1) * per_page, per_page)
    return page
