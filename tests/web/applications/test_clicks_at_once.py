"""One click that is two at the same moment does a thing once; guesses at the same moment are all counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from together import run


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, migrated):
    """What clicks_at_once.py says, on the database that this run tests."""
    return run(Path(__file__).with_name("clicks_at_once.py"), tmp_path_factory.mktemp("clicks"), migrated)


def test_four_clicks_file_one_application_and_all_get_its_code(outcome):
    assert outcome["filed"] == ["done"] * 4
    assert (outcome["cases"], outcome["files"], outcome["codes"], outcome["fresh"]) == (1, 1, 1, 1)


def test_what_is_done_at_the_same_moment_is_done_once(outcome):
    assert outcome["confirmed"] == ["ValidationError", "done"]
    assert outcome["corrected"] == outcome["withdrawn"] == ["ValidationError", "ValidationError", "done"]
    assert outcome["events"] == {"received": 1, "correction_received": 1, "withdrawn": 1}


def test_guesses_at_the_same_moment_are_all_counted(outcome):
    assert outcome["tried"] == ["TooOften"] * 6 + ["done"] * 10 and outcome["tallies"] == [16]
