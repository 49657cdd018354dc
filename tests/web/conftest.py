"""What every test of the platform may ask for."""

from __future__ import annotations

import os

import pytest
import together
from browsing import Visitor, browsers, served
from county import build
from django.test import SimpleTestCase

DATABASE = {"db", "transactional_db", "django_db_setup"}
"""Fixtures of the database. A `command` works on a site of its own, on SQLite where it is not told another."""


def asks_together(item):
    """Whether the tests of a module look at what one long process of its own came to."""
    return getattr(getattr(item, "module", None), "run", None) is together.run


def asks_database(item):
    """Whether a test works on the database of this run, itself, as a TestCase, or through a long process."""
    return bool(DATABASE.intersection(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
                or (item.cls is not None and issubclass(item.cls, SimpleTestCase)) or asks_together(item))


def pytest_collection_modifyitems(config, items):
    """The long processes begin first, in one worker: at the end, where pytest-django puts what has no fixture of the database, workers get
    two tests at a time, so that each ran such a process for itself and one waited for the other.

    What asks no database says on PostgreSQL what it said on SQLite: it runs once.
    """
    items.sort(key=lambda item: not asks_together(item))
    for item in filter(asks_together, items):
        item.add_marker(pytest.mark.django_db)  # pytest-django makes a database only where a test of the run says so: they copy it
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        idle = {item for item in items if not asks_database(item)}
        config.hook.pytest_deselected(items=list(idle))
        items[:] = [item for item in items if item not in idle]


@pytest.fixture(scope="session")
def migrated(django_db_setup, django_db_blocker, tmp_path_factory):
    """Called: where a process of its own finds a database without rows to copy, so that it need not run all migrations again."""
    def where():
        with django_db_blocker.unblock():
            return together.copied(tmp_path_factory.mktemp("migrated"))

    return where


@pytest.fixture
def county(db):
    """清川县, see county.py."""
    return build()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, for all browser tests of a run."""
    with browsers() as made:
        yield made


@pytest.fixture
def site(db):
    """The address of the site, served from the test's own database."""
    with served() as address:
        yield address


@pytest.fixture
def visitor(browser, site):
    """Makes people before screens: ``visitor()``, ``visitor(browsing.TELEPHONE)``."""
    made = []

    def come(*viewport, **more):
        made.append(Visitor(browser, site, *viewport, **more))
        return made[-1]

    yield come
    for one in made:
        one.context.close()


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The portal reads units, catalogue and counts anew."""
    from gongkai.web.portal import memory

    memory.forget()
    yield
    memory.forget()
