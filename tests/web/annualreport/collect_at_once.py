"""Scenes of collecting that need a database other processes see; run by test_collect_at_once.py."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

from together import print_outcome, together

READER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "websettings"
import django
from django.conf import settings
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
settings.MEDIA_ROOT = sys.argv[3]
from gongkai.web.annualreport.domain import collect_reading
stored, kept = 0, collect_reading.store
def store(*given):
    global stored
    stored += 1
    if stored == 3:
        os.kill(os.getpid(), 9)
    return kept(*given)
collect_reading.store = store
collect_reading.read_waiting(int(sys.argv[2]))
"""
"""A worker that is killed (SIGKILL) while it holds its third file, read and not yet kept."""


def scenes(county: SimpleNamespace) -> dict[str, object]:
    """A worker that is killed; one file that comes in twice at the same moment; one cell decided by two."""
    from collectcases import collect, document, drop
    from django.conf import settings
    from django.db import connection

    from gongkai.web.annualreport.domain import collect_reading, collecting
    from gongkai.web.annualreport.enums import FileState
    from gongkai.web.annualreport.models import CollectBatch, CollectedFile, Figures

    collecting.start_reading = lambda batch: None  # the tests' queue would read at once, in this process
    told: dict[str, object] = {}
    boss = county.staff("root", "supervisor")
    data = document("清川县水利局")
    batches = [collecting.open_batch(boss, county.root, year=2024) for _ in range(2)]
    told["twice"] = together(*(lambda batch=batch: collecting.take_in(boss, batch, drop(("同.md", data))) for batch in batches))
    told["files"] = CollectedFile.objects.count()
    told["told"] = sum(len(batch.problems) for batch in CollectBatch.objects.all())

    batch = collect(county, *((f"{seed}.docx", document("清川县教育局", seed=seed, format="docx")) for seed in range(6)), read=False)
    reader = subprocess.run([sys.executable, "-c", READER, str(connection.settings_dict["NAME"]), str(batch.pk), str(settings.MEDIA_ROOT)],
                            check=False,
                            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    told["killed"] = -reader.returncode == signal.SIGKILL
    states = sorted(batch.files.values_list("state", flat=True))
    told["after_kill"] = {state: states.count(state) for state in states}
    CollectedFile.objects.filter(state=FileState.READING).update(leased_until="2020-01-01T00:00:00Z")
    collect_reading.read_left()
    told["resumed"] = sorted(set(batch.files.values_list("state", flat=True)))
    told["all_read"] = batch.files.exclude(reading=None).count()

    first, second = batch.files.order_by("id")[:2]
    told["accepted"] = together(lambda: collecting.accept(boss, first), lambda: collecting.accept(boss, second))
    told["used"] = CollectedFile.objects.filter(state=FileState.ACCEPTED).count(), Figures.objects.count()
    return told


if __name__ == "__main__":
    print_outcome("collect", scenes)
