"""What every test of the platform may ask for."""

from __future__ import annotations

import pytest
from browsing import Visitor, browsers, served
from county import build


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
