"""Items in public (see publishedcases.py), and a folder for their files."""

import pytest
from publishedcases import nodes, publish, withdraw

__all__ = ["nodes", "publish", "withdraw"]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Files of these tests lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "media"
