"""Keys with which other systems (an OA) act for one unit. The site keeps a digest; the key itself is shown once."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain.checks import standing
from gongkai.web.organs.enums import SYSTEM_ROLES, Role
from gongkai.web.organs.models import ApiToken, Unit

_HEADER = re.compile(r"Bearer +(gk_[A-Za-z0-9_-]{43})", re.IGNORECASE)
_USE_NOTED = timedelta(minutes=1)


def make_token(actor: Any, unit: Unit, name: str, role: str = Role.CLERK) -> tuple[ApiToken, str]:
    """Make a key for a system.

    Args:
        name: what the system is called.
        role: one of `SYSTEM_ROLES`.

    Returns:
        The row, and the key, which is shown once.

    Raises:
        Refused: the actor does not manage the unit.
        ValidationError: a role that is for people only, no name, a unit that has been abolished.
    """
    key = "gk_" + secrets.token_urlsafe(32)
    row = ApiToken(unit=unit, name=name.strip(), digest=_digest(key), hint=key[:8], role=role, created_by=actor)
    require(actor, "edit", row)
    standing(unit)
    if role not in SYSTEM_ROLES:
        raise ValidationError("接口只能作为经办人报送，或作为主管部门读取，请重新选择角色。")
    with transaction.atomic():
        row.full_clean()
        row.save()
        eventlog.record("token.made", row, actor=actor, unit=unit, after={"role": row.get_role_display(), "hint": row.hint})
        return row, key


def revoke_token(actor: Any, row: ApiToken, reason: str = "") -> ApiToken:
    """Stop a key, from now on.

    Raises:
        Refused; ValidationError: it has been stopped.
    """
    require(actor, "edit", row)
    with transaction.atomic():
        if not ApiToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now()):
            raise ValidationError(f"“{row.name}”的密钥已停用，无需再次停用。")
        eventlog.record("token.revoked", row, actor=actor, unit=row.unit, note=reason)
        return ApiToken.objects.get(pk=row.pk)


def token_of(header: str) -> ApiToken | None:
    """The system that an ``Authorization`` header names; None where the key is unknown or stopped.

    The digest is looked up and compared in constant time: neither tells how much of a guess was right. The last use is noted
    at most once a minute, so that reading does not write.
    """
    found = _HEADER.fullmatch(header.strip())
    if not found:
        return None
    digest = _digest(found[1])
    row = ApiToken.objects.select_related("unit").filter(digest=digest, revoked_at=None).first()
    if row is None or not hmac.compare_digest(row.digest, digest):
        return None
    now = timezone.now()
    if row.used_at is None or now - row.used_at > _USE_NOTED:
        ApiToken.objects.filter(pk=row.pk).update(used_at=now)
    return row


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
