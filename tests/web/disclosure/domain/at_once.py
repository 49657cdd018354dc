"""Several people act at the same moment, each on a connection of their own; prints what became of it as JSON.

Run in a process of its own by test_at_once.py: a database that other connections see cannot be rolled back, and one whose
rows may not be deleted cannot be emptied.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[3]), str(HERE.parents[2])]


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


def main() -> dict[str, object]:
    """Build a county in a database that goes away again, and let its people act."""
    import django

    django.setup()
    from county import build, fresh, person
    from django.db import connection

    file = Path(sys.argv[1]) / "at_once.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(file) if connection.vendor == "sqlite" else "gongkai_at_once"
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        spec = spec_from_file_location("way_of_items", HERE.parents[1] / "conftest.py")
        conftest = module_from_spec(spec)
        spec.loader.exec_module(conftest)
        way = conftest.Way(build())
        second = fresh(person("另一保密员", way.unit, "secrecy"))
        return scenes(way, second)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def scenes(way, second) -> dict[str, object]:
    """The moments at which people get into each other's way."""
    from gongkai.web.disclosure.domain import items, publishing, submitting
    from gongkai.web.disclosure.models import Item, Publication

    found: dict[str, object] = {"created": together(*[way.draft] * 8)}
    found["serials"] = sorted(int(number[-5:]) for number in Item.objects.values_list("index_number", flat=True))
    item = way.draft()
    found["edited"] = together(*(lambda title=title: items.change_item(way.clerk, item, 1, {"title": title}) for title in ("甲", "乙")))
    item.refresh_from_db()
    found["submitted"] = together(*[lambda: submitting.submit_item(way.clerk, item, item.version)] * 3)
    version = item.versions.get()
    found["reviewed"] = together(lambda: way.step(version, 0), lambda: way.step(version, 0, who=second))
    way.step(version, 1)
    found["published"] = together(*[lambda: publishing.publish_item(way.clerk, item)] * 4)
    found["acts"] = Publication.objects.count()
    found["counted"] = Counter(Item.objects.values_list("stage", flat=True))
    return found


if __name__ == "__main__":
    print(json.dumps(main()))
