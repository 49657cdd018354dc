"""A text among the numbers and titles of cases.

Few cases hold it, and nearly all are the person's, so it is held against a case before the units are. SQLite goes through an index of all
cases; PostgreSQL, which takes longer over each, first asks an index of pairs of characters (migration 0004).
"""

from __future__ import annotations

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from gongkai.web.applications.models import Case

PAIRS = """(gongkai_grams(applications_case.number || '·' || applications_case.title, '') COLLATE "C") @> %s"""
"""Whether a case has all of some pairs of characters; true of every case that holds the text they are of."""


def holding(rows: QuerySet[Case], text: str) -> QuerySet[Case]:
    """The cases that hold a text in their number or in what they are about, or have it as their receipt."""
    if text.upper() != text.lower():
        return asked_first(rows, Q(number__icontains=text) | Q(receipt__iexact=text) | Q(title__icontains=text))
    inside = [GreaterThan(StrIndex(name, Value(text)), 0) for name in ("number", "title")]  # 汉字 and figures have no case to be looked past
    found = asked_first(rows, Q(inside[0]) | Q(receipt=text) | Q(inside[1]))
    if connection.vendor == "postgresql" and len(text) > 1:
        pairs = [text[at:at + 2] for at in range(len(text) - 1)]
        found = found.filter(Q(RawSQL(PAIRS, [pairs], output_field=BooleanField())) | Q(receipt=text))
    return found


def asked_first(rows: QuerySet[Case], condition: Q) -> QuerySet[Case]:
    """``rows.filter(condition)``, where the condition is one of several alternatives, held against a row before what the rows have in
    common: SQLite asks in the order in which it is told."""
    found = rows.filter(condition)
    found.query.where.children.insert(0, found.query.where.children.pop())
    return found
