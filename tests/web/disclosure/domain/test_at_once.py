"""Several who act on one item at the same moment, each on a connection of their own: exactly one is let through."""

from __future__ import annotations

from pathlib import Path

import pytest
from together import run


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, migrated):
    """What at_once.py says, on the database that this run tests."""
    return run(Path(__file__).with_name("at_once.py"), tmp_path_factory.mktemp("at-once"), migrated)


def test_eight_new_items_at_once_get_eight_numbers_in_a_row(outcome):
    assert outcome["created"] == ["done"] * 8 and outcome["serials"] == list(range(1, 9))


def test_of_two_editors_at_once_one_saves_and_one_is_told(outcome):
    assert outcome["edited"] == ["Conflict", "done"]


def test_of_three_submissions_at_once_one_makes_a_version(outcome):
    assert outcome["submitted"] == ["ValidationError", "ValidationError", "done"]


def test_of_two_reviewers_at_one_step_one_decides(outcome):
    assert outcome["reviewed"] == ["ValidationError", "done"]


def test_four_clicks_on_publish_publish_once(outcome):
    assert outcome["published"] == ["ValidationError"] * 3 + ["done"] and outcome["acts"] == 1
    assert outcome["counted"]["published"] == 1
