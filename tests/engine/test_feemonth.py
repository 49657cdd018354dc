"""One applicant's month: places, amounts, and their sum."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.fee import fee
from gongkai.engine.feemonth import months

DAYS = st.dates(date(2021, 1, 1), date(2021, 6, 30))


def test_the_eleventh_item_of_a_month_is_the_first_that_costs_and_a_new_month_begins_anew() -> None:
    september = [(number, date(2026, 9, 1) + timedelta(days=number)) for number in range(12)]
    found = months([*september, ("十月", date(2026, 10, 8))])
    assert [(month.month, month.fee.amount) for month in found] == [(9, 200), (10, 0)]
    assert [item.amount for item in found[0].items] == [0] * 10 + [100, 100]
    assert (found[1].items[0].key, found[1].items[0].position) == ("十月", 1)


def test_items_are_counted_in_the_order_of_their_days_whatever_order_they_come_in() -> None:
    [month] = months([("后", date(2026, 9, 30)), *(("先", date(2026, 9, 1)) for _ in range(10))])
    assert (month.items[-1].key, month.items[-1].amount) == ("后", 100)


@given(st.lists(DAYS, max_size=80))
def test_the_items_of_a_month_add_up_to_its_fee(days: list[date]) -> None:
    found = months(enumerate(days))
    assert sum(len(month.items) for month in found) == len(days)
    for month in found:
        assert sum(item.amount for item in month.items) == month.fee.amount == fee(items=len(month.items)).amount
        assert [item.position for item in month.items] == list(range(1, len(month.items) + 1))
        assert {(item.date.year, item.date.month) for item in month.items} == {(month.year, month.month)}
