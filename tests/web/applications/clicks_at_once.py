"""Clicks at the same moment, each on a connection of their own; prints what became of them as JSON. Run by test_clicks_at_once.py in a
process of its own, as tests/web/disclosure/domain/at_once.py is."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1])]


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
    """Build a county in a database that goes away again, and let people click."""
    import django

    django.setup()
    from county import build
    from django.db import connection

    file = Path(sys.argv[1]) / "clicks.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(file) if connection.vendor == "sqlite" else "gongkai_clicks"
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return scenes(build())
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def scenes(county) -> dict[str, object]:
    """The moments at which one click is two."""
    from gongkai.web.applications.domain import applicants, entering, intake, limits, opening
    from gongkai.web.applications.domain.intake import Application, Enclosed
    from gongkai.web.applications.domain.uploads import Looked
    from gongkai.web.applications.enums import FileRole, Kind
    from gongkai.web.applications.models import Case, CaseFile, Tally
    from gongkai.web.common import days

    found: dict[str, object] = {}
    application = Application("person", {"name": "王小满", "telephone": "13800138000"}, {"content": "招标文件"})
    enclosed = [Enclosed(Looked(b"x", "a.txt", "txt", "text/plain"), FileRole.ATTACHMENT)]
    made: list[tuple[object, str, bool]] = []
    found["filed"] = together(*[lambda: made.append(intake.file_online(county.education, application, enclosed, "p" * 32))] * 4)
    found["cases"], found["files"] = Case.objects.count(), CaseFile.objects.count()
    found["codes"], found["fresh"] = len({code for _, code, _ in made}), sum(fresh for *_, fresh in made)
    case, clerk, today = Case.objects.get(), county.staff("education", "clerk"), days.today()
    found["confirmed"] = together(*[lambda: intake.confirm(clerk, Case.objects.get(pk=case.pk), today)] * 2)
    opening.register(clerk, Case.objects.get(pk=case.pk), today, "招标文件")
    entering.enter(clerk, Case.objects.get(pk=case.pk), Kind.CORRECTION_ASKED, today, details={"until": today + timedelta(days=9)})
    found["corrected"] = together(*[lambda: applicants.correct(Case.objects.get(pk=case.pk), "2024年的", [])] * 3)
    found["withdrawn"] = together(*[lambda: applicants.withdraw(Case.objects.get(pk=case.pk), "")] * 3)
    found["events"] = {kind: case.events.filter(kind=kind).count() for kind in ("received", "correction_received", "withdrawn")}
    found["tried"] = together(*[lambda: limits.take("code_number", "20260918-AAAAAA")] * 16)
    found["tallies"] = list(Tally.objects.filter(what="code_number").values_list("count", flat=True))
    return found


if __name__ == "__main__":
    print(json.dumps(main()))
