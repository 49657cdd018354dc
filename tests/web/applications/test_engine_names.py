"""The core's lists and the platform's speak of the same things by the same names."""

from __future__ import annotations

from datetime import date

from gongkai.engine.answers import every_answer
from gongkai.engine.letters import steps
from gongkai.engine.questions import shipped
from gongkai.engine.remedies import units
from gongkai.web.applications.enums import DisputeAct, Kind
from gongkai.web.applications.steps import CONCLUDING
from gongkai.web.organs.enums import UnitKind


def test_steps_of_letters_are_events_of_a_case_or_of_a_dispute():
    assert set(steps()) <= {*Kind.values, *DisputeAct.values}


def test_what_is_done_on_the_way_of_the_seven_questions_is_an_event_of_a_case():
    assert {action.event for action in shipped().actions.values() if action.event} <= set(Kind.values)


def test_events_that_conclude_without_an_answer_are_answer_types():
    assert {kind.value for kind in CONCLUDING} <= set(every_answer())


def test_every_kind_of_unit_has_a_reviewing_body():
    assert set(UnitKind.values) <= set(units(date(2026, 9, 18)))
