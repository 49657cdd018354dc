"""Background work: what is to be done every so often, and what is to be done once. Apps make their jobs known when they start.

    every(5, "gongkai.web.disclosure.domain.scheduling:publish_due", "发布到时的事项")

A job takes no arguments, can be run twice without harm, and bears being killed at any point.

    later("gongkai.web.applications.domain.redacting.make", row.pk)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Job:
    """A function to be called every so many minutes."""

    minutes: int
    function: str
    label: str


_JOBS: dict[str, Job] = {}


def every(minutes: int, function: str, label: str) -> None:
    """Make a job known. `function` is ``module:name``."""
    _JOBS[function] = Job(minutes, function, label)


def later(function: str, *given: Any) -> None:
    """Have something done in the background when the transaction under way has ended. The queue lies in the same database: the order is
    kept together with what gives it, or neither is, at whatever moment the server dies.

    Args:
        function: ``module.name``; it bears being run twice and being killed.
        given: its arguments: ids, never personal data.
    """
    from django_q.conf import Conf
    from django_q.tasks import async_task

    if Conf.SYNC:  # without a queue it is done at once, and then not within the transaction
        transaction.on_commit(lambda: async_task(function, *given))
    else:
        async_task(function, *given)


def jobs() -> list[Job]:
    """All known jobs."""
    return list(_JOBS.values())


def lay_out() -> None:
    """Bring the queue's schedule in line with the known jobs: new ones in, changed ones changed, others out."""
    from django_q.models import Schedule

    Schedule.objects.filter(name__startswith="gongkai:").exclude(name__in=[_name(job) for job in jobs()]).delete()
    for job in jobs():
        wanted: dict[str, Any] = {"func": job.function.replace(":", "."), "schedule_type": Schedule.MINUTES, "minutes": job.minutes,
                                  "repeats": -1}
        row, made = Schedule.objects.get_or_create(name=_name(job), defaults={**wanted, "next_run": timezone.now()})
        if not made and (row.func, row.minutes) != (wanted["func"], job.minutes):
            Schedule.objects.filter(pk=row.pk).update(**wanted, next_run=timezone.now() + timedelta(minutes=job.minutes))


def _name(job: Job) -> str:
    return f"gongkai:{job.function.rpartition('.')[2]}"[:100]
