"""Several who act on one item at the same moment, each on a connection of their own: exactly one is let through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What at_once.py says, on the database that this run tests."""
    folder = tmp_path_factory.mktemp("at-once")
    script = Path(__file__).with_name("at_once.py")
    done = subprocess.run([sys.executable, str(script), str(folder)], capture_output=True, text=True, timeout=300,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "websettings", "PYTHONUTF8": "1"})
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


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
