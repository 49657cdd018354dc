"""Whom a case has to do with: third parties and agencies named while it is worked; particulars put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.applications.domain import entering, vault
from gongkai.web.applications.enums import Kind, PartyRole
from gongkai.web.applications.models import Case, Party
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require


@transaction.atomic
def add(actor: Any, case: Case, role: PartyRole, values: Mapping[str, str], *, unit: Any = None) -> Party:
    """Name a third party, a co-maker or another agency.

    Raises:
        Refused: the actor does not work the case.
        ValidationError: without a name.
    """
    require(actor, "work", case)
    if not str(values.get("name", "")).strip() and unit is None:
        raise ValidationError({"party_name": f"请填写{role.label}的姓名或者名称。"})
    party = vault.add_party(case, role, {**values, "name": values.get("name") or str(unit)}, unit=unit)
    eventlog.record("case.party_added", case, actor=actor, unit=case.unit, after={"party": party.label})
    return party


@transaction.atomic
def change(actor: Any, party: Party, version: int, values: Mapping[str, str], reason: str, *, kind: str | None = None, by_site: bool = False) -> None:
    """Put a party's particulars right; what stood before stays sealed with the event.

    Raises:
        Refused: the actor may not register.
        ValidationError: no reason.
        Conflict: somebody else was first.
    """
    case = party.case
    if not by_site:
        require(actor, "register", case)
    if not reason.strip():
        raise ValidationError({"reason": "请写明更正的理由。"})
    before = vault.party_of(party)
    changed = sorted(name for name in vault.PARTY_FIELDS if str(values.get(name, "")).strip() != before[name])
    vault.change_party(party, version, values, kind=kind)
    if kind is not None and party.role == PartyRole.APPLICANT and party.number == 1:
        Case.objects.filter(pk=case.pk).update(applicant_kind=kind)
    old = "；".join(f"{name}：{before[name]}" for name in changed if before[name])
    entering.enter(actor, case, Kind.PARTICULARS_CHANGED, days.today(), words={"reason": reason, "note": old}, party=party, by_site=by_site)
    eventlog.record("case.party_changed", case, actor=actor, unit=case.unit, after={"party": party.label, "fields": changed})
