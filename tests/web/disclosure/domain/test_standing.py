"""In force or not, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.web.disclosure.domain.standing import Force, Standing

D = date


def event(pk, act, on, effective_on=None, valid_until=None, reverses_id=None):
    return SimpleNamespace(pk=pk, act=act, on=on, effective_on=effective_on, valid_until=valid_until, reverses_id=reverses_id)


ISSUED = event(1, "issued", D(2022, 5, 10), effective_on=D(2022, 6, 10), valid_until=D(2024, 6, 9))


@pytest.mark.parametrize(("day", "force"), [
    (D(2022, 5, 9), Force.NOT_YET),
    (D(2022, 5, 10), Force.COMING),
    (D(2022, 6, 9), Force.COMING),
    (D(2022, 6, 10), Force.IN_FORCE),
    (D(2024, 6, 9), Force.IN_FORCE),
    (D(2024, 6, 10), Force.EXPIRED),
])
def test_a_document_runs_out_on_the_day_after_its_last_day(day, force):
    assert Standing.of([ISSUED]).on(day) is force


@pytest.mark.parametrize(("events", "day", "force"), [
    ([event(2, "repealed", D(2023, 1, 1))], D(2022, 12, 31), Force.IN_FORCE),
    ([event(2, "repealed", D(2023, 1, 1))], D(2023, 1, 1), Force.REPEALED),
    ([event(2, "superseded", D(2023, 1, 1))], D(2023, 1, 1), Force.SUPERSEDED),
    ([event(2, "extended", D(2024, 6, 1), valid_until=D(2026, 6, 9))], D(2026, 6, 9), Force.IN_FORCE),
    ([event(2, "extended", D(2024, 6, 1), valid_until=D(2026, 6, 9))], D(2026, 6, 10), Force.EXPIRED),
    ([event(2, "extended", D(2025, 1, 1), valid_until=D(2026, 6, 9))], D(2025, 2, 1), Force.EXPIRED),  # too late to extend
    ([event(2, "repealed", D(2025, 1, 1))], D(2024, 7, 1), Force.EXPIRED),  # it had run out before it was repealed
    ([event(2, "repealed", D(2023, 1, 1)), event(3, "repealed", D(2023, 1, 1), reverses_id=2)], D(2023, 1, 1), Force.IN_FORCE),
    ([event(2, "amended", D(2023, 3, 1))], D(2023, 3, 1), Force.IN_FORCE),
])
def test_what_happened_to_a_document_decides_what_it_is(events, day, force):
    assert Standing.of([*events, ISSUED]).on(day) is force


@given(st.lists(st.tuples(st.sampled_from(["amended", "repealed", "extended", "superseded"]), st.integers(0, 2_000),
                          st.integers(0, 2_000)), max_size=6), st.randoms())
def test_the_order_of_entry_changes_nothing_and_what_ended_stays_ended(drawn, random):
    start = D(2020, 1, 1)
    events = [event(1, "issued", start, valid_until=start + timedelta(900))]
    events += [event(number, act, start + timedelta(on), valid_until=start + timedelta(until) if act == "extended" else None)
               for number, (act, on, until) in enumerate(drawn, 2)]
    standing = Standing.of(events)
    random.shuffle(events)
    assert Standing.of(events) == standing
    stands = [standing.stands_on(start + timedelta(day)) for day in range(0, 2_100, 7)]
    assert stands == sorted(stands, reverse=True)
