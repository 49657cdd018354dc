"""What all tests share: the printers of ``tests/layouts``, and the real reports that lie outside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).resolve().parent

# A shared machine stalls now and then: no test fails for being slow.
# The same examples each time, so that a run can be repeated; GONGKAI_HYPOTHESIS=search looks for new ones.
settings.register_profile("gongkai", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("GONGKAI_HYPOTHESIS", "gongkai"))


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """The folder of real reports beside the repository; tests that need it say loudly that they skip."""
    folder = HERE.parent.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip(f"no real reports at {folder}: nothing was tried on them")
    return folder
