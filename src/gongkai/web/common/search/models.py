"""One row for each thing that can be found."""

from __future__ import annotations

from django.db import models


class SearchDocument(models.Model):
    """A text in comparable form, with what it can be filtered by.

    `id` grows with the day, so that the newest stand first in the order of the key itself: the index need not be sorted.
    `facets` are terms to filter by and to count, `terms` more of them that are not counted, and numbers. What is read of many
    rows stands first, the long texts last. Written by the functions of `search.backend` alone; made anew by the command
    ``rebuild_search``.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    facets = models.TextField()
    title = models.TextField()
    number = models.TextField()
    terms = models.TextField()
    numbers = models.TextField()
    body = models.TextField()
    attached = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="search_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
