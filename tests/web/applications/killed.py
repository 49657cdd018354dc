"""A process that dies in the midst of a step, at every write in turn. Run by test_killed.py, see together.py.

Lives of cases are walked through by the addresses of the site. Each step is asked of a process of its own, which is killed (SIGKILL) at
its first write: before a row is written, before and after the commit, before and after a file gets its name. If that leaves nothing, the
step is asked for again and killed at the second write, and so on until it has happened. What happened must be the whole step: the same
rows added and changed as by a twin that nobody killed, all of them sound (`faults`). So each step is also tried again after every death.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from together import print_outcome

LEFT_OUT = {"applications.Tally", "django_q.Task", "django_q.Success", "django_q.Failure"}
"""Who knocked, and what became of a job: kept beside a step, not with it."""
MOST = 400
"""Writes of one step; a step that is not through by then never will be."""


def rows() -> dict[tuple[str, Any], str]:
    """Every row that a step may touch, as a digest."""
    from django.apps import apps

    found = {}
    for model in apps.get_models():
        name = model._meta.label
        if name.partition(".")[0] in ("applications", "common", "django_q") and name not in LEFT_OUT:
            for row in model._default_manager.order_by().values_list():
                found[name, row[0]] = hashlib.sha256(repr([bytes(value) if isinstance(value, memoryview) else value for value in row]).encode()).hexdigest()
    return found


def change(before: dict[tuple[str, Any], str], after: dict[tuple[str, Any], str]) -> dict[str, int]:
    """How many rows of each table were added, changed, taken away."""
    found = Counter(f"{key[0]} added" for key in after.keys() - before.keys())
    found.update(f"{key[0]} gone" for key in before.keys() - after.keys())
    found.update(f"{key[0]} changed" for key in before.keys() & after.keys() if before[key] != after[key])
    return dict(found)


def arm(number: int) -> None:
    """This process dies at its `number`-th write."""
    from django.db import connection

    left = [number]

    def reached() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(act: Callable[..., Any]) -> Callable[..., Any]:
        def armed(*given: Any, **more: Any) -> Any:
            reached()
            made = act(*given, **more)
            reached()
            return made

        return armed

    def executed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            reached()
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(executed)
    connection._commit = around(connection._commit)  # type: ignore[method-assign]
    os.fsync, os.replace = around(os.fsync), around(os.replace)


def asked(visitor: Any, address: str, data: dict[str, Any], number: int) -> Any:
    """What a page answers to what is sent, asked for in another process; None where it was killed. The visitor keeps its cookies."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        if number:
            arm(number)
        try:
            answer = visitor.post(address, data)
            made = SimpleNamespace(status=answer.status_code, address=answer.headers.get("Location", ""), cookies=visitor.cookies,
                                   said="" if answer.status_code == 302 else answer.content.decode()[:200_000])
        except Exception as error:
            made = SimpleNamespace(status=500, address="", cookies=visitor.cookies, said=f"{type(error).__name__}: {error}")
        with os.fdopen(writing, "wb") as out:
            pickle.dump(made, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as came:
        told = came.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    made = pickle.loads(told)
    visitor.cookies = made.cookies
    return made


def alone(act: Callable[[], object]) -> None:
    """Do something in another process, which lives."""
    from django.db import connections

    connections.close_all()
    if not (child := os.fork()):
        act()
        os._exit(0)
    os.waitpid(child, 0)


def faults() -> list[str]:
    """What is not sound in the database and on the disk."""
    from django.conf import settings
    from django.db import connection

    from gongkai.web.applications.domain import standing, vault
    from gongkai.web.applications.models import Case, CaseFile, Letter, LetterVersion
    from gongkai.web.common.models import Event

    found = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found += [str(row) for row in cursor.execute("PRAGMA foreign_key_check").fetchall()]
            found += [row[0] for row in cursor.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
    noted = Counter(Event.objects.filter(subject_type="applications.case").values_list("subject_id", "action"))
    for case in Case.objects.select_related("unit").order_by("pk"):
        entries = standing.entries_of(case)
        kept = standing.values(*standing.told(case, entries))
        found += [f"{case}: {name} is {getattr(case, name)}, its events say {value}" for name, value in kept.items() if getattr(case, name) != value]
        if any(entry.kind == "registered" for entry in entries) != bool(case.number and case.title):
            found.append(f"{case}: registered by half")
        entered = Counter(f"case.{entry.kind}" for entry in entries)
        found += [f"{case}: {count} × {action}, {noted[str(case.pk), action]} in the log" for action, count in entered.items()
                  if noted[str(case.pk), action] != count]
        if not vault.application_of(case).get("code") or not case.parties.filter(role="applicant").exists():
            found.append(f"{case}: no code or no applicant")
        for party in case.parties.all():
            if not vault.party_of(party)["name"] and party.unit_id is None:
                found.append(f"{case}: {party} has no name")
        for event in case.events.all():
            vault.note_of(event)
    for file in CaseFile.objects.select_related("case"):
        try:
            data = vault.file_bytes(file)
        except FileNotFoundError:
            found.append(f"{file.case}: a row of {file} without its bytes")
        else:
            if (hashlib.sha256(data).hexdigest(), len(data)) != (file.sha256, file.size):
                found.append(f"{file.case}: other bytes than the row of {file} says")
    for letter in Letter.objects.select_related("case"):
        kinds = set(letter.events.values_list("kind", flat=True))
        if letter.stage in ("sent", "served", "returned") and not kinds & {"posted", "served"}:
            found.append(f"{letter.case}: a letter {letter.stage} without its event")
        if letter.stage in ("review", "signing", "signed") and "drafted" not in kinds:
            found.append(f"{letter.case}: a letter in {letter.stage} that nobody drafted")
    found += [f"{version}: no file" for version in LetterVersion.objects.filter(file=None)]
    for path in Path(settings.MEDIA_ROOT).glob("??/*"):
        if not path.name.startswith(".") and hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            found.append(f"{path.name}: other bytes than its name says")
    return found


class Killer:
    """Takes steps; of a twin first, whose changes are what the killed one's are held against."""

    def __init__(self) -> None:
        self.whole: dict[str, dict[str, int]] = {}
        self.killing = False
        self.spared: set[int] = set()
        self.killed: set[int] = set()
        self.outcome: dict[str, dict[str, Any]] = {}

    def step(self, name: str, visitor: Any, address: str | Callable[[], str], data: Callable[[], dict[str, Any]] | dict[str, Any] | None = None, *,
             status: int = 302, twice: bool = False, stride: int = 1, after: Callable[[], object] | None = None) -> Any:
        """One step by its address.

        Args:
            data: what is sent, or what makes it, asked for anew each time.
            twice: the same sent again afterwards, by one who saw no answer, is answered and changes nothing.
            stride: a quarter of the way from one write at which it dies to the next; with GONGKAI_KILLED=every it dies at all of them, which takes
                many minutes.
            after: what the background work does sooner or later, where a step has two parts.
        """
        def send(number: int) -> Any:
            at = address() if callable(address) else address
            return asked(visitor, at, data() if callable(data) else data or {}, number)

        before = rows()
        if not self.killing:
            answer = send(0)
            assert answer.status == status, f"{name}: {answer.status} {answer.said[-6000:]}"
            self.whole[name] = change(before, rows())
            assert self.whole[name], f"{name}: nothing happened: {answer.said[-3000:]}"
            return answer
        told = self.outcome[name] = {"deaths": 0, "faults": []}
        stride = 1 if os.environ.get("GONGKAI_KILLED") == "every" else stride * 4
        for number in range(1 + len(self.outcome) % min(stride, 3), MOST, stride):  # each step begins at another one
            answer = send(number)
            told["deaths"] += answer is None
            happened = change(before, rows())
            if happened and after is not None and happened != self.whole[name]:
                alone(after)
                happened = change(before, rows())
            if happened:
                if happened != self.whole[name]:
                    told["faults"].append(f"at write {number}: {happened}, not {self.whole[name]}")
                told["faults"] += faults()
                break
            if answer is not None:
                told["faults"].append(f"nothing happened, though nobody was killed: {answer.status} {answer.said[-1500:]}")
                break
        print(f"{name}: {told}", file=sys.stderr)
        if twice:
            after = rows()
            answer = send(0)
            if answer.status != status or change(after, rows()):
                told["faults"].append(f"sent again: {answer.status}, {change(after, rows())}")
        return answer


def scenes(county: SimpleNamespace) -> dict[str, object]:
    """The lives, each walked through twice."""
    import docx  # noqa: F401 (what a child needs is here already)
    import typst  # noqa: F401
    from django.conf import settings
    from django.test.utils import setup_test_environment
    from django_q.conf import Conf
    from killed_lives import LIVES

    from gongkai.web.applications.enums import Kind
    from gongkai.web.applications.models import Case, CaseEvent

    setup_test_environment()
    Conf.SYNC = False  # orders to the background lie in the queue, as they do on a site
    settings.MEDIA_ROOT = settings.DATA = Path(tempfile.mkdtemp(prefix="killed-", dir=sys.argv[1]))
    killer = Killer()
    for life in LIVES:
        for killer.killing in (False, True):
            life(county, killer)
            if not killer.killing:
                killer.spared = set(Case.objects.values_list("pk", flat=True)) - killer.killed
        killer.killed = set(Case.objects.values_list("pk", flat=True)) - killer.spared
    seen = set(CaseEvent.objects.exclude(case__in=killer.spared).values_list("kind", flat=True))
    killer.outcome["after all"] = {"deaths": 1, "faults": [*faults(), *(f"{kind}: in no life" for kind in sorted(set(Kind.values) - seen))]}
    return dict(killer.outcome)


if __name__ == "__main__":
    print_outcome("killed", scenes)
