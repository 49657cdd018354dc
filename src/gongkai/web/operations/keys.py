"""The keys under which personal data lies are changed: a new one first, everything put under it, then the old ones dropped."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import strongbox
from gongkai.web.common import sealing
from gongkai.web.common.models import ImportRun
from gongkai.web.organs import secondfactors


def change() -> dict[str, int]:
    """Change the site's keys. Can be broken off at any point and run again; the site may go on working.

    Where the keys come from the environment, its owner puts the new one first, runs this, and then takes the old ones out.

    Returns:
        Kind of row → how many were put under the new key.

    Raises:
        GongkaiError: the keys cannot be read or written.
    """
    from allauth.mfa.models import Authenticator
    from django.conf import settings

    try:
        if not settings.SEALING_KEYS and not _unfinished():
            sealing.add_key()
        done = strongbox.rotate() | {"import": _waiting(), "second_factor": secondfactors.reseal(Authenticator)}
        sealing.drop_old_keys()
    except (ImproperlyConfigured, sealing.Unreadable, OSError) as error:
        raise GongkaiError(str(error)) from error
    return done


def _unfinished() -> bool:
    """Whether an earlier change was broken off after its new key was made."""
    return len(sealing.keys()) > 1


def _waiting() -> int:
    """Sheets that wait to be applied (see common/generic/imports.py) under the newest key."""
    runs = [run for run in ImportRun.objects.filter(applied_at=None) if isinstance(run.rows, dict)]
    for run in runs:
        place = f"import {run.kind} {run.unit_id}"
        ImportRun.objects.filter(pk=run.pk).update(rows={"sealed": sealing.wrap(sealing.unwrap(run.rows["sealed"], place), place)})
    return len(runs)
