"""Lists are in one order on every database: what has no value last, up and down."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.db.models.expressions import OrderBy

from gongkai.web.applications.models import Case, Complaint, LetterTemplate
from gongkai.web.common.generic.ordering import total
from gongkai.web.organs.models import Unit


def told(rows):
    return [(name.expression.name, name.descending, name.nulls_last) if isinstance(name, OrderBy) else name for name in total(rows).query.order_by]


@pytest.mark.parametrize(("names", "expected"), [
    (("due_on",), [("due_on", False, True)]), (("-received_on",), [("received_on", True, True)]), (("submitted_on",), ["submitted_on"]),
    (("handler__name",), [("handler__name", False, True)]), (("unit__name",), ["unit__name"]), (("-pk",), ["-pk"]), (("unit",), ["unit"])])
def test_only_what_may_be_null_is_told_where_to_stand(names, expected):
    assert told(Case.objects.order_by(*names)) == [*expected, "-pk"]


def test_the_models_own_order_is_made_total_and_given_orders_stay():
    assert told(LetterTemplate.objects.all()) == ["unit", "kind", "-id", "-pk"] and told(Complaint.objects.order_by()) == ["-pk"]
    given = F("due_on").asc(nulls_last=True)
    assert total(Case.objects.order_by(given)).query.order_by[0] is given


def test_a_value_that_was_added_may_be_missing():
    assert told(Unit.objects.annotate(above=F("parent__name")).order_by("-above"))[0] == ("above", True, True)
