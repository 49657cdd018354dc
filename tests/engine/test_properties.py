"""What always holds of the clock, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.calendar import national
from gongkai.engine.calendarfile import Notice
from gongkai.engine.clock import due
from gongkai.engine.deadline import Deadline, Role, State
from gongkai.engine.events import Event, Kind
from gongkai.errors import GongkaiError

RECEIVED = st.dates(date(2021, 1, 1), date(2026, 6, 30))
SPAN = st.integers(0, 45)
ROUNDS = (
    (Kind.CORRECTION_ASKED, Kind.CORRECTION_RECEIVED),
    (Kind.FEE_NOTIFIED, Kind.FEE_PAID),
    (Kind.REASONS_ASKED, Kind.REASONS_RECEIVED),
)
RESTARTS = {Kind.CORRECTION_ASKED, Kind.CORRECTION_RECEIVED, Kind.FEE_NOTIFIED, Kind.FEE_PAID}
Story = tuple[date, list[Event]]


@st.composite
def consultation(draw: st.DrawFn, received: date, label: str = "") -> list[Event]:
    label = label or draw(st.sampled_from("甲乙丙丁"))
    who = draw(st.sampled_from(("third_party", "comaker", "agency")))
    asked = received + timedelta(days=draw(SPAN))
    arrived = asked + timedelta(days=draw(SPAN)) if draw(st.booleans()) else None
    events = [Event(Kind(f"{who}_asked"), asked, label=label)]
    if arrived:
        events.append(Event(Kind(f"{who}_received"), arrived, label=label))
    if draw(st.booleans()) or not arrived:
        answered = (arrived or asked) + timedelta(days=draw(SPAN))
        events.append(Event(Kind(f"{who}_answered"), answered, label=label))
    return events


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A day of receipt and the events of one application, before any answer."""
    received = draw(RECEIVED)
    events: list[Event] = []
    for label in draw(st.sampled_from(("", "甲", "甲乙"))):
        events += draw(consultation(received, label))
    for _ in range(draw(st.integers(0, 2))):
        events.append(draw(extension(received)))
    if draw(st.integers(0, 3)) == 0:
        events.append(draw(delay(received)))
    for ask, answer in ROUNDS:
        if draw(st.integers(0, 3)) == 0:
            asked = received + timedelta(days=draw(SPAN))
            events += [Event(ask, asked), Event(answer, asked + timedelta(days=draw(SPAN)))]
    return received, events


@st.composite
def extension(draw: st.DrawFn, received: date) -> Event:
    return Event(Kind.EXTENDED, received + timedelta(days=draw(SPAN)), draw(st.none() | st.integers(1, 30)))


@st.composite
def delay(draw: st.DrawFn, received: date) -> Event:
    told = received + timedelta(days=draw(SPAN))
    return Event(Kind.DELAYED, told, until=told + timedelta(days=draw(st.integers(1, 90))))


@st.composite
def ended(draw: st.DrawFn) -> Story:
    """A story whose answer was served."""
    received, events = draw(stories())
    way = draw(st.sampled_from(("", "post", "in_person", "agency", "courier", "email", "platform", "fax")))
    return received, [*events, Event(Kind.SERVED, received + timedelta(days=draw(st.integers(0, 120))), how=way)]


def later(before: Deadline, after: Deadline) -> bool:
    """Whether `after` is due no earlier than `before`, where both are due at all."""
    if before.state is not State.RUNNING or after.state is not State.RUNNING:
        return True
    assert before.due and after.due
    return after.due >= before.due


@given(stories(), st.data())
def test_one_more_pause_never_makes_an_answer_due_earlier(story: Story, data: st.DataObject) -> None:
    received, events = story
    more = data.draw(consultation(received, "戊"))
    assert later(due(received, events), due(received, events + more))


@given(stories(), st.data())
def test_one_more_extension_of_a_term_never_shortens_it(story: Story, data: st.DataObject) -> None:
    received, events = story
    # An extension before a restart uses up what may be given after it: so stories without a restart.
    events = [event for event in events if event.kind not in RESTARTS]
    assert later(due(received, events), due(received, [*events, data.draw(extension(received))]))


@given(stories(), st.data())
def test_one_more_delay_never_makes_an_answer_due_earlier(story: Story, data: st.DataObject) -> None:
    received, events = story
    assert later(due(received, events), due(received, [*events, data.draw(delay(received))]))


@given(stories(), SPAN)
def test_a_new_holiday_never_makes_an_answer_due_earlier(story: Story, offset: int) -> None:
    received, events = story
    # A day named to the applicant that becomes a holiday is taken as the working day before; a correction asked a day too
    # late may come to be in time: so stories without either.
    spared = {Kind.DELAYED, Kind.CORRECTION_ASKED, Kind.CORRECTION_RECEIVED}
    events = [event for event in events if event.kind not in spared]
    holiday = received + timedelta(days=offset)
    lengthened = national().overlay(Notice("临时放假", None, None, None, {holiday: (False, "临时")}))
    assert later(due(received, events), due(received, events, lengthened))


@given(st.one_of(stories(), ended()))
def test_an_answer_is_never_due_on_a_rest_day(story: Story) -> None:
    found = due(*story)
    assert found.due is None or national().is_working(found.due)


@given(st.one_of(stories(), ended()), st.randoms())
def test_the_order_in_which_events_are_given_does_not_matter(story: Story, random: Random) -> None:
    received, events = story
    shuffled = list(events)
    random.shuffle(shuffled)
    found, again = due(received, events), due(received, shuffled)
    assert again == found
    assert (again.steps, again.summary, again.strip()) == (found.steps, found.summary, found.strip())


@given(ended(), st.data())
def test_an_event_after_the_answer_changes_nothing_but_what_is_told(story: Story, data: st.DataObject) -> None:
    received, events = story
    served = events[-1].date
    kind = data.draw(st.sampled_from([k for k in Kind if k not in (Kind.RETURNED, Kind.REANSWER_ORDERED)]))
    day = served + timedelta(days=data.draw(st.integers(1, 60)))
    more = Event(kind, day, data.draw(st.none() | st.integers(1, 20)), until=day + timedelta(days=9))
    before, after = due(received, events), due(received, [*events, more])
    assert replace(after, warnings=()) == replace(before, warnings=())
    assert after.steps == before.steps and len(after.warnings) == len(before.warnings) + 1


@given(ended())
def test_an_answer_is_in_time_exactly_where_it_was_not_due_before(story: Story) -> None:
    received, events = story
    found = due(received, events)
    plain = due(received, [event for event in events[:-1] if event.date <= events[-1].date])
    assert found.due == plain.due
    if plain.state is State.ABANDONED:
        assert found.in_time is None
    else:
        assert found.in_time == (plain.due is None or events[-1].date <= plain.due)
        assert (found.late > 0) <= (not found.in_time)


@given(stories())
def test_the_steps_count_the_whole_term_and_end_on_the_due_day(story: Story) -> None:
    received, events = story
    found = due(received, events)
    if found.due is None:
        assert found.state is not State.RUNNING
        return
    days = [step for step in found.steps if step.role is not Role.EVENT]
    assert days[-1].date == found.due and days[-1].sentence.endswith("答复期限届满")
    anew = max(index for index, step in enumerate(days) if step.role is Role.START)
    assert [step.count for step in days[anew:] if step.count] == list(range(1, found.days + 1))
    assert all(step.article and step.sentence for step in found.steps)
    assert [step.date for step in found.steps] == sorted(step.date for step in found.steps)
    told = [step.date + timedelta(days=n) for step in days for n in range((step.until - step.date).days + 1)]
    assert sorted(set(told)) == [received + timedelta(days=n) for n in range((found.due - received).days + 1)]


@given(st.one_of(stories(), ended()), st.integers(0, 200))
def test_a_strip_is_one_record_a_day_and_its_sentence_is_one(story: Story, ahead: int) -> None:
    received, events = story
    found = due(received, events)
    strip = found.strip(received + timedelta(days=ahead))
    assert [day.date for day in strip] == [received + timedelta(days=n) for n in range(len(strip))]
    assert [day.date for day in strip if day.due] == ([found.due] if found.due else [])
    assert [day.date for day in strip if day.stop] == ([found.stopped] if found.stopped else [])
    assert sum(len(day.events) for day in strip) == sum(step.role is Role.EVENT for step in found.steps)
    assert found.summary.endswith("。") and "。" not in found.summary[:-1]
    if found.due:
        assert f"起计{found.days}个工作日" in found.summary


@given(st.dates(), st.lists(st.builds(Event, st.sampled_from(Kind), st.dates(), st.none() | st.integers(1, 50))))
def test_any_story_at_all_is_answered_or_refused_in_chinese(received: date, events: list[Event]) -> None:
    try:
        due(received, events)
    except GongkaiError as error:
        assert str(error).endswith("。")


@given(
    RECEIVED,
    st.lists(
        st.tuples(st.sampled_from(Kind), SPAN, st.none() | st.integers(1, 50), st.sampled_from(("", "甲"))), max_size=9
    ),
)
def test_any_story_of_some_weeks_is_answered_or_refused_in_chinese(
    received: date, told: list[tuple[Kind, int, int | None, str]]
) -> None:
    events = [
        Event(kind, received + timedelta(days=offset), days if kind is Kind.EXTENDED else None, label)
        for kind, offset, days, label in told
    ]
    try:
        found = due(received, events)
    except GongkaiError as error:
        assert str(error).endswith("。")
        return
    assert found.state.ended or (found.due is None) == (found.state is not State.RUNNING)
    assert found.state.ended == (found.ending is not None)
    assert all(warning.endswith("。") for warning in found.warnings)
