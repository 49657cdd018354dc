"""What every test of the platform may ask for."""

from __future__ import annotations

import os

import pytest
import together
from browsing import Visitor, browsers, served
from county import build
from django.test import SimpleTestCase

DATABASE = {"db", "transactional_db", "django_db_setup", "command"}


def asks_database(item):
    """Whether a test works on the database of this run, itself, as a TestCase, or through a process of its own."""
    return bool(DATABASE.intersection(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
                or (item.cls is not None and issubclass(item.cls, SimpleTestCase)) or getattr(item.module, "run", None) is together.run)


def pytest_collection_modifyitems(config, items):
    """What asks no database says on PostgreSQL what it said on SQLite: it runs once."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        idle = {item for item in items if not asks_database(item)}
        config.hook.pytest_deselected(items=list(idle))
        items[:] = [item for item in items if item not in idle]


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
