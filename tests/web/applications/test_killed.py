"""The server dies at any moment: of each step of a case all is there, or nothing, and it can be taken again. On either database."""

from __future__ import annotations

from pathlib import Path

import pytest
from together import run


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, migrated):
    """What killed.py says, on the database that this run tests."""
    return run(Path(__file__).with_name("killed.py"), tmp_path_factory.mktemp("killed"), migrated, seconds=3600)


def test_whoever_dies_in_a_step_leaves_all_of_it_or_nothing(outcome):
    assert {name: told["faults"] for name, told in outcome.items() if told["faults"]} == {}


def test_every_step_was_died_in(outcome):
    assert [name for name, told in outcome.items() if told["deaths"] < 1] == []
