"""What is sealed under a case's own key: who the parties are, what they wrote, what files are called and hold.

Nothing of it is in the log, a version, a task or a row of the search. `erase` destroys the key, and with it all of this.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.db import transaction
from django.http import FileResponse

from gongkai.web.applications.enums import FileRole, PartyRole
from gongkai.web.applications.models import BlindIndex, Case, CaseEvent, CaseFile, CaseKey, Party
from gongkai.web.common import days, eventlog, files, sealing

PARTY_FIELDS = ("name", "id_kind", "id_number", "organisation_code", "representative", "contact", "telephone", "address", "postcode", "email", "fax")
"""What is kept of a party, all texts; a field that is missing is empty."""
INDEXED = ("name", "id_number", "organisation_code", "telephone", "email")
ERASED = "（个人信息已按规定销毁）"


def new_case_key(case: Case) -> bytes:
    """Make the key of a case that has just been saved."""
    key = sealing.new_key()
    CaseKey.objects.create(case=case, wrapped=sealing.wrap(key, _place(case)))
    return key


def key_of(case: Case) -> bytes:
    """The key of a case, read once for a row in hand.

    Raises:
        sealing.Unreadable: it was destroyed, or the site's key is gone.
    """
    held: bytes | None = getattr(case, "_vault_key", None)
    if held is None:
        if not case.key.wrapped:
            raise sealing.Unreadable(ERASED)
        held = case._vault_key = sealing.unwrap(case.key.wrapped, _place(case))  # type: ignore[attr-defined]
    return held


def _place(case: Case) -> str:
    return f"case {case.pk}"


def seal(case: Case, values: Mapping[str, Any], what: str) -> bytes:
    """JSON values under the case's key; `what` says where they belong (application, party, event, letter)."""
    return sealing.seal_values(key_of(case), values, f"{_place(case)} {what}")


def unseal(case: Case, sealed: bytes | memoryview | None, what: str) -> dict[str, Any]:
    """What `seal` sealed; {} for nothing.

    Raises:
        sealing.Unreadable: the key was destroyed, or the value was changed.
    """
    return sealing.unseal_values(key_of(case), sealed, f"{_place(case)} {what}") if sealed else {}


def application_of(case: Case) -> dict[str, Any]:
    """What was asked for: ``content`` (所需信息的内容描述), ``features`` (名称、文号等), ``purpose``, ``note``,
    ``how`` it reached a clerk (domain/intake.py); and ``code``, the applicant's query code. Raises sealing.Unreadable."""
    return unseal(case, case.sealed, "application")


def code_index(receipt_number: str, code: str) -> str:
    """What a query code is found by."""
    return sealing.index("query_code", f"{receipt_number} {code}")


def party_of(party: Party) -> dict[str, str]:
    """A party's particulars, the fields of `PARTY_FIELDS`. Raises sealing.Unreadable."""
    held = unseal(party.case, party.sealed, "party")
    return {name: held.get(name, "") for name in PARTY_FIELDS}


def note_of(event: CaseEvent) -> dict[str, Any]:
    """The sealed words of an event (``reason``, ``opinion``, ``words`` …). Raises sealing.Unreadable."""
    return unseal(event.case, event.sealed, "event")


def add_party(case: Case, role: PartyRole, values: Mapping[str, str], *, kind: str = "", unit: Any = None) -> Party:
    """Put a party to a case; its number is the next of its role. The caller has checked the values."""
    last = case.parties.filter(role=role).order_by("-number").values_list("number", flat=True).first() or 0
    kept = {name: str(values.get(name, "")).strip() for name in PARTY_FIELDS}
    party = Party.objects.create(case=case, role=role, number=last + 1, kind=kind, unit=unit, sealed=seal(case, kept, "party"))
    _index(party, kept)
    return party


def change_party(party: Party, version: int, values: Mapping[str, str], *, kind: str | None = None) -> None:
    """Give a party other particulars. Raises editing.Conflict where somebody else was first."""
    kept = {name: str(values.get(name, "")).strip() for name in PARTY_FIELDS}
    party.save_over(version, sealed=seal(party.case, kept, "party"), **({} if kind is None else {"kind": kind}))
    party.indexes.all().delete()
    _index(party, kept)


def _index(party: Party, values: Mapping[str, str]) -> None:
    BlindIndex.objects.bulk_create(
        BlindIndex(party=party, kind=kind, digest=sealing.index(kind, one_form(kind, values[kind])))
        for kind in INDEXED if one_form(kind, values.get(kind, "")))


def one_form(kind: str, value: str) -> str:
    """A value as it is compared: full width as half width, without spaces and marks; telephone numbers as digits alone."""
    plain = unicodedata.normalize("NFKC", value).upper()
    if kind == "telephone":
        return re.sub(r"\D", "", plain)[-11:]
    return re.sub(r"[\s\-_.,，。·、()（）]", "", plain) if kind != "email" else plain.strip()


def parties_like(values: Mapping[str, str], role: PartyRole = PartyRole.APPLICANT) -> list[Party]:
    """Parties of any case with an equal identity number, code, telephone, or (where they give none of these) name.

    The caller restricts the cases to what its person may see.
    """
    wanted = _telling(values)
    return list(Party.objects.filter(role=role, indexes__digest__in=wanted).distinct().select_related("case")) if wanted else []


def cases_like(values: Mapping[str, str], role: PartyRole = PartyRole.APPLICANT) -> set[int]:
    """The ids of the cases of those parties. The caller restricts them likewise."""
    wanted = _telling(values)
    return set(BlindIndex.objects.filter(party__role=role, digest__in=wanted).values_list("party__case", flat=True)) if wanted else set()


def _telling(values: Mapping[str, str]) -> list[str]:
    """The digests by which somebody is known again."""
    strong = [digest for kind in ("id_number", "organisation_code", "telephone", "email")
              for digest in sealing.indexes(kind, one_form(kind, values.get(kind, "")))]
    return strong or sealing.indexes("name", one_form("name", values.get("name", "")))


def compared(values: Mapping[str, str], parties: list[Party]) -> dict[int, dict[str, bool]]:
    """How parties compare with somebody's particulars.

    Returns:
        By party's id: kind of `INDEXED` → whether its values are equal; kinds that either of the two left empty are not there.
    """
    own = {kind: set(sealing.indexes(kind, one_form(kind, values[kind]))) for kind in INDEXED if one_form(kind, values.get(kind, ""))}
    found: dict[int, dict[str, bool]] = {party.pk: {} for party in parties}
    for row in BlindIndex.objects.filter(party__in=parties, kind__in=own):
        found[row.party_id][row.kind] = row.digest in own[row.kind]
    return found


def masked(kind: str, value: str) -> str:
    """A value as screens show it: the family name, the ends of a number, nothing of an address beyond its first six characters."""
    if not value:
        return ""
    if kind in ("name", "representative", "contact"):
        return value if len(value) > 4 else value[0] + "某" * (len(value) - 1)
    if kind in ("id_number", "organisation_code"):
        return value[:3] + "*" * max(len(value) - 5, 3) + value[-2:]
    if kind in ("telephone", "fax"):
        return value[:3] + "****" + value[-2:] if len(value) > 6 else "****"
    if kind == "email":
        name, at, host = value.partition("@")
        return f"{name[:1]}***{at}{host}"
    return value[:6] + "…" if len(value) > 6 else value[:2] + "…"


def keep_file(case: Case, data: bytes, name: str, role: FileRole | str, *, kind: str, media_type: str, by: Any = None,
              party: Party | None = None, made_from: CaseFile | None = None, by_applicant: bool = False) -> CaseFile:
    """Seal a file that has been looked at, and make its row."""
    number = uuid.uuid4()
    key, place = key_of(case), f"{_place(case)} file {number}"
    cipher = files.put(sealing.seal(key, data, place))
    return CaseFile.objects.create(
        id=number, case=case, role=role, party=party, sealed_name=sealing.seal(key, name[-255:].encode(), f"{place} name"), kind=kind,
        media_type=media_type, size=len(data), sha256=hashlib.sha256(data).hexdigest(), cipher=cipher, made_from=made_from,
        by_applicant=by_applicant, uploaded_by=by if getattr(by, "is_person", False) else None)


def file_name(file: CaseFile) -> str:
    """What a file is called. Raises sealing.Unreadable."""
    return sealing.unseal(key_of(file.case), bytes(file.sealed_name), f"{_place(file.case)} file {file.pk} name").decode()


def file_bytes(file: CaseFile) -> bytes:
    """A file, byte for byte as it came.

    Raises:
        sealing.Unreadable: the case's key was destroyed, or the file was changed.
        FileNotFoundError: it is gone from the disk.
    """
    return sealing.unseal(key_of(file.case), files.path_of(file.cipher).read_bytes(), f"{_place(file.case)} file {file.pk}")


def serve_file(request: Any, file: CaseFile, *, inline: bool = False) -> FileResponse:
    """Answer with a file that the caller has let through the gate. Raises as `file_name` and `file_bytes` do."""
    return files.answer(BytesIO(file_bytes(file)), file_name(file), file.media_type, inline=inline)


@transaction.atomic
def erase(actor: Any, case: Case, reason: str) -> None:
    """Destroy a case's key when its time of retention is over: what it sealed can be read by nobody any more; counts stay."""
    from django.core.exceptions import ValidationError

    if not reason.strip():
        raise ValidationError("请写明销毁个人信息的依据和理由。")
    case.key.wrapped, case.key.destroyed_on = "", days.today()
    case.key.save(update_fields=["wrapped", "destroyed_on"])
    BlindIndex.objects.filter(party__case=case).delete()
    case.__dict__.pop("_vault_key", None)
    eventlog.record("case.erased", case, actor=actor, note=reason.strip())


def rotate(batch: int = 500) -> int:
    """Put every case's key under the site's newest key, and make the digests anew; can be broken off and run again.

    Returns:
        How many keys were changed.
    """
    newest, _ = sealing.current()
    done = 0
    waiting = CaseKey.objects.exclude(wrapped="").exclude(wrapped__startswith=f"{sealing.ALGORITHM}${newest}$")
    for key in waiting.select_related("case").order_by("pk").iterator(batch):
        with transaction.atomic():
            plain = sealing.unwrap(key.wrapped, _place(key.case))
            CaseKey.objects.filter(pk=key.pk, wrapped=key.wrapped).update(wrapped=sealing.wrap(plain, _place(key.case)))
            code = application_of(key.case).get("code", "")
            Case.objects.filter(pk=key.case_id).update(code_index=code_index(key.case.receipt, code))
            for party in key.case.parties.all():
                party.indexes.all().delete()
                _index(party, party_of(party))
        done += 1
    return done
