"""A worker is killed, two people act at the same moment: nothing is lost, nothing is there twice."""

from pathlib import Path

import pytest
from together import run


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, migrated):
    return run(Path(__file__).with_name("collect_at_once.py"), tmp_path_factory.mktemp("collect"), migrated)


def test_a_file_that_comes_in_twice_at_once_is_there_once_and_told(outcome):
    assert outcome["twice"] == ["done", "done"]
    assert (outcome["files"], outcome["told"]) == (1, 1)


def test_what_a_killed_worker_left_is_read_by_the_next(outcome):
    assert outcome["killed"] and outcome["after_kill"] == {"doubtful": 2, "reading": 1, "waiting": 3}
    assert (outcome["resumed"], outcome["all_read"]) == (["doubtful"], 6)  # twins of one unit wait for a person


def test_of_two_reports_used_at_once_one_is_used(outcome):
    assert outcome["accepted"] == ["ValidationError", "done"]
    assert outcome["used"] == [1, 1]
