"""Several people act at the same moment, each on a connection of their own, in a process of its own: a database that other connections
see cannot be rolled back, and one whose rows may not be deleted cannot be emptied.

    # in x_at_once.py, run by test_x_at_once.py
    if __name__ == "__main__":
        print_outcome("x", scenes)

    # in test_x_at_once.py
    outcome = run(Path(__file__).with_name("x_at_once.py"), folder, migrated)
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).resolve().parent


def together(*acts: Callable[[], object]) -> list[str]:
    """What each act came to: the name of its fault, or "done"; all start at once."""
    from django.db import connections

    barrier, results = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            results[place] = "done"
        except Exception as error:
            results[place] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def print_outcome(name: str, scenes: Callable[[SimpleNamespace], dict[str, object]]) -> None:
    """Build a county in a database that goes away again, let its people act, and print what became of it as JSON.

    Args:
        name: of the database; its folder is the script's first argument, the migrated database that it is a copy of the second.
    """
    import django

    django.setup()
    from county import build
    from django.conf import settings
    from django.db import connection

    alone = f"{name}_{os.getpid()}"  # two workers of the tests may be at it at once
    before, migrated = connection.settings_dict["NAME"], sys.argv[2]
    if connection.vendor == "sqlite":
        made = str(shutil.copy(migrated, Path(sys.argv[1]) / f"{alone}.sqlite3"))
    else:
        made = f"gongkai_{alone}"
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{made}" TEMPLATE "{migrated}"')
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = made
    try:
        print(json.dumps(scenes(build())))
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def copied(folder: Path) -> str:
    """The test database of this process as others can copy it, before a test has written to it: a file in `folder`, or the name of a
    database that nobody is connected to."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        (folder / "migrated.sqlite3").write_bytes(connection.connection.serialize())
        return str(folder / "migrated.sqlite3")
    connection.close()
    return str(connection.settings_dict["NAME"])


def run(script: Path, folder: Path, migrated: Callable[[], str], seconds: int = 300) -> Any:
    """What a script says, on the database that this run tests; it is given up after so many seconds.

    Args:
        migrated: the fixture of that name.
    """
    paths = os.pathsep.join(filter(None, (str(HERE), str(HERE.parent), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run([sys.executable, str(script), str(folder), migrated()], capture_output=True, text=True, timeout=seconds,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "websettings", "PYTHONUTF8": "1", "PYTHONPATH": paths})
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])
