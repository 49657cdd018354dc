"""What every test of the platform may ask for."""

from __future__ import annotations

import pytest
from county import build


@pytest.fixture
def county(db):
    """清川县, see county.py."""
    return build()
