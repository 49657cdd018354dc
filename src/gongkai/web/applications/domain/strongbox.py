"""What is sealed under a key that lies in the row itself: disputes and complaints, which may have no case.

The row has ``wrapped`` (its key under the site's newest key) and ``sealed``; `rotate` puts the keys of all such rows, and of cases,
under the newest key of the site.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gongkai.web.applications.domain import vault
from gongkai.web.applications.models import Complaint, Dispute, Webhook
from gongkai.web.applications.models.disputes import SealedFile
from gongkai.web.common import files, sealing


def place(row: Any) -> str:
    """Where a row's sealed values belong."""
    return f"{row._meta.model_name} {row.pk}"


def make_key(row: Any) -> None:
    """The key of a row that has just been saved."""
    row.wrapped = sealing.wrap(sealing.new_key(), place(row))
    type(row).objects.filter(pk=row.pk).update(wrapped=row.wrapped)


def seal(row: Any, values: Mapping[str, Any], what: str) -> bytes:
    """JSON values under a row's key."""
    return sealing.seal_values(sealing.unwrap(row.wrapped, place(row)), values, f"{place(row)} {what}")


def unseal(row: Any, sealed: bytes | memoryview | None, what: str) -> dict[str, Any]:
    """What `seal` sealed; {} for nothing. Raises sealing.Unreadable."""
    return sealing.unseal_values(sealing.unwrap(row.wrapped, place(row)), sealed, f"{place(row)} {what}") if sealed else {}


def keep_file(owner: Dispute | Complaint, data: bytes, name: str, kind: str, media_type: str, by: Any, **more: Any) -> Any:
    """Seal a looked-at file of a dispute or a complaint; `more` are columns of its row.

    Returns:
        The `DisputeFile` or `ComplaintFile`.
    """
    number = uuid.uuid4()
    key, where = sealing.unwrap(owner.wrapped, place(owner)), f"{place(owner)} file {number}"
    return owner.files.create(
        id=number, sealed_name=sealing.seal(key, name[-255:].encode(), f"{where} name"), kind=kind, media_type=media_type,
        size=len(data), sha256=hashlib.sha256(data).hexdigest(), cipher=files.put(sealing.seal(key, data, where)), uploaded_by=by, **more)


def open_file(file: SealedFile) -> tuple[str, bytes]:
    """A file's name and bytes. Raises sealing.Unreadable, FileNotFoundError."""
    key, where = _of(file)
    return file_name(file), sealing.unseal(key, files.path_of(file.cipher).read_bytes(), where)


def file_name(file: SealedFile) -> str:
    """A file's name alone. Raises sealing.Unreadable."""
    key, where = _of(file)
    return sealing.unseal(key, bytes(file.sealed_name), f"{where} name").decode()


def _of(file: SealedFile) -> tuple[bytes, str]:
    return sealing.unwrap(file.owner.wrapped, place(file.owner)), f"{place(file.owner)} file {file.pk}"


def rotate() -> dict[str, int]:
    """Put every key under the site's newest; can be broken off and run again.

    Returns:
        Kind of row → how many keys were changed.
    """
    done = {"case": vault.rotate()}
    newest = f"{sealing.ALGORITHM}${sealing.current()[0]}$"
    for model in (Dispute, Complaint):
        count = 0
        for row in model.objects.exclude(wrapped="").exclude(wrapped__startswith=newest).iterator():
            with transaction.atomic():
                changed = {"wrapped": sealing.wrap(sealing.unwrap(row.wrapped, place(row)), place(row))}
                if isinstance(row, Complaint):
                    code = unseal(row, row.sealed, "text").get("code", "")
                    changed["code_index"] = vault.code_index(row.receipt, code)
                model.objects.filter(pk=row.pk).update(**changed)
            count += 1
        done[str(model._meta.model_name)] = count
    done["webhook"] = 0
    for hook in Webhook.objects.exclude(secret="").exclude(secret__startswith=newest):
        Webhook.objects.filter(pk=hook.pk).update(secret=sealing.wrap(sealing.unwrap(hook.secret, f"webhook {hook.pk}"), f"webhook {hook.pk}"))
        done["webhook"] += 1
    return done
