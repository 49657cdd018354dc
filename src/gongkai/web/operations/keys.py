"""The keys under which personal data lies are changed: a new one first, everything put under it, then the old ones dropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import strongbox
from gongkai.web.applications.models import CaseKey, Complaint, Dispute, Webhook
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

    try:
        if not settings.SEALING_KEYS and not _unfinished():
            sealing.add_key()
        done = strongbox.rotate() | {"import": _waiting(), "second_factor": secondfactors.reseal(Authenticator)}
        sealing.drop_old_keys()
    except (ImproperlyConfigured, sealing.Unreadable, OSError) as error:
        raise GongkaiError(str(error)) from error
    return done


def missing() -> str:
    """What to say where personal data lies under keys that the site does not have, as after a restore without them; "" where all is there.

    Asked before anything is sealed: a site without a key makes itself a new one (`sealing.keys`), beside which the old one is easily taken
    for lost.
    """
    for wrapped, place in _samples():
        try:
            if not settings.SEALING_KEYS and not Path(settings.SEALING_FILE).exists():
                raise sealing.Unreadable
            sealing.unwrap(wrapped, place)
        except sealing.Unreadable:
            where = "环境变量 GONGKAI_SEALING_KEYS" if settings.SEALING_KEYS else f"“{settings.SEALING_FILE}”"
            return f"申请人信息等加密的内容用{where}打不开，请在启动站点前放回备份时另行保存的密钥（sealing.keys），否则这些内容无法查看。"
        except ImproperlyConfigured as error:
            return str(error)
    return ""


def _samples() -> Iterator[tuple[str, str]]:
    """The newest wrapped key of each kind of row, and its place."""
    from allauth.mfa.models import Authenticator

    for case in CaseKey.objects.exclude(wrapped="").order_by("-pk")[:1]:
        yield case.wrapped, f"case {case.pk}"
    for model in (Dispute, Complaint):
        for row in model.objects.exclude(wrapped="").order_by("-pk")[:1]:
            yield row.wrapped, strongbox.place(row)
    for hook in Webhook.objects.exclude(secret="").order_by("-pk")[:1]:
        yield hook.secret, f"webhook {hook.pk}"
    for factor in Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("-pk")[:1]:
        yield factor.data["secret"], secondfactors.PLACE


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
