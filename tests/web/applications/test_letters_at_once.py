"""Several who act on one letter, or want one number, at the same moment: exactly one is let through, on either database."""

from __future__ import annotations

from pathlib import Path

import pytest
from together import run


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, migrated):
    """What letters_at_once.py says, on the database that this run tests."""
    return run(Path(__file__).with_name("letters_at_once.py"), tmp_path_factory.mktemp("letters-at-once"), migrated)


def test_of_two_clerks_at_one_draft_one_saves_and_one_is_told(outcome):
    assert outcome["saved"] == ["Conflict", "done"]


def test_a_draft_is_frozen_once(outcome):
    assert outcome["submitted"] == ["ValidationError", "ValidationError", "done"]


def test_of_two_who_approve_at_once_one_decides(outcome):
    assert outcome["approved"] == ["ValidationError", "done"]


def test_four_letters_that_were_offered_one_number_do_not_share_it(outcome):
    assert outcome["numbered"] == ["ValidationError", "ValidationError", "ValidationError", "done"] and outcome["serials"] == [1]


def test_three_clicks_send_once(outcome):
    assert outcome["sent"] == ["ValidationError", "ValidationError", "done"] and outcome["served"] == 1
