"""Several people act at the same moment, each on a connection of their own, in a process of its own: a database that other connections
see cannot be rolled back, and one whose rows may not be deleted cannot be emptied.

    # in x_at_once.py, run by test_x_at_once.py
    if __name__ == "__main__":
        print_outcome("x", scenes)

    # in test_x_at_once.py
    outcome = run(Path(__file__).with_name("x_at_once.py"), folder)
"""

from __future__ import annotations

import json
import os
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
        name: of the database; its folder is the script's first argument.
    """
    import django

    django.setup()
    from county import build
    from django.db import connection

    alone = f"{name}_{os.getpid()}"  # two workers of the tests may be at it at once
    connection.settings_dict["TEST"]["NAME"] = str(Path(sys.argv[1]) / f"{alone}.sqlite3") if connection.vendor == "sqlite" else f"gongkai_{alone}"
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(json.dumps(scenes(build())))
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def run(script: Path, folder: Path, seconds: int = 300) -> Any:
    """What a script says, on the database that this run tests; it is given up after so many seconds."""
    paths = os.pathsep.join(filter(None, (str(HERE), str(HERE.parent), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run([sys.executable, str(script), str(folder)], capture_output=True, text=True, timeout=seconds,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "websettings", "PYTHONUTF8": "1", "PYTHONPATH": paths})
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])
