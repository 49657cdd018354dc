"""Every released version's site is taken in by the code of today, on the database that the tests run on."""

from __future__ import annotations

from pathlib import Path

import pytest

ARCHIVES = sorted((Path(__file__).parents[2] / "releases").glob("*.zip"))


@pytest.mark.skipif(bool(ARCHIVES), reason="there are releases: each is tried below")
def test_there_is_no_release_yet_whose_site_could_be_tried():
    from gongkai import __version__

    assert __version__ == "0.1.0", "a release was made: put a backup of its demonstration into tests/releases"


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: archive.stem)
def test_the_site_of_a_release_is_taken_in_and_answers(archive, command, empty_postgres):
    target = {"DATABASE_URL": empty_postgres} if empty_postgres else {}
    said = command("restore", str(archive), **target)
    assert said.returncode == 0, said.stderr
    assert command("check", "--deploy", module="gongkai.web.manage", **target).returncode == 0
    assert command("migrate", "--check", module="gongkai.web.manage", **target).returncode == 0
