"""The command in a process of its own, on data of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection
from publishedcases import nodes, publish

__all__ = ["nodes", "publish"]


@pytest.fixture
def command(tmp_path):
    """Run ``gongkai`` on the site whose data lie in a folder: ``command("backup", "x.zip", data="one")``; another module with `module`."""

    def run(*words: str, data: str = "site", module: str = "gongkai", **more: str) -> subprocess.CompletedProcess[str]:
        known = {"PATH": os.environ["PATH"], "GONGKAI_DATA": str(tmp_path / data), "PYTHONUTF8": "1", "HOME": str(tmp_path)}
        return subprocess.run([sys.executable, "-m", module, *words], env={**known, **more}, cwd=Path(tmp_path),
                              capture_output=True, text=True, encoding="utf-8", timeout=120)

    return run


@pytest.fixture
def empty_postgres(db):
    """The address of a new database beside that of the tests; None where these run on SQLite."""
    if connection.vendor != "postgresql":
        yield None
        return
    import psycopg

    told, name = connection.settings_dict, f"restored_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(host=told["HOST"], port=told["PORT"] or None, user=told["USER"], dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql://{told['USER']}@{told['HOST'].replace('/', '%2F')}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
