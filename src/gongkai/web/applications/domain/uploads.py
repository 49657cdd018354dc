"""Files that come into a case: looked at first, in a process with bounds, then sealed.

    looked = uploads.look(upload)            # outside a transaction: it may take a while
    uploads.keep(actor, case, looked, FileRole.ATTACHMENT)
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from gongkai.web.applications.domain import vault
from gongkai.web.applications.enums import FileRole
from gongkai.web.applications.models import Case, CaseFile, Party
from gongkai.web.common import days, eventlog
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.disclosure.screening.worker import screen_file_safely

MOST = 100
"""Files that one case may have in one role."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An upload that may come in."""

    data: bytes
    name: str
    kind: str
    media_type: str


def look(upload: UploadedFile) -> Looked:
    """Read an upload and let the same reader look at it that looks at attachments of what is published.

    Raises:
        ValidationError: one sentence: empty, too large, of a kind that is not taken, falsely named, with a macro.
    """
    name = os.path.basename((upload.name or "").replace("\\", "/"))[-200:] or "未命名"
    size = upload.size or 0
    most = settings.UPLOAD_MOST
    if size > most:
        raise ValidationError(f"《{name}》有 {size / 1048576:.1f} MB，超过每个文件 {most >> 20} MB 的上限，请压缩或者拆分后再上传。")
    if not size:
        raise ValidationError(f"《{name}》是空文件，请核对后重新上传。")
    data = upload.read()
    with tempfile.NamedTemporaryFile(prefix="gongkai-") as draft:  # the reader's process opens it by name; gone when looked at
        draft.write(data)
        draft.flush()
        report = screen_file_safely(draft.name, name, today=days.today(), wrong_words=(), on_application=True)
    if report.refusal:
        raise ValidationError(report.refusal)
    return Looked(data, name, report.kind, MEDIA_TYPES.get(report.kind, "application/octet-stream"))


def keep(actor: Any, case: Case, looked: Looked, role: FileRole | str, *, party: Party | None = None, by_applicant: bool = False,
         made_from: CaseFile | None = None) -> CaseFile:
    """Seal a looked-at file into a case; the caller has let the actor through the gate.

    Raises:
        ValidationError: the case has too many files of this role.
    """
    if case.files.filter(role=role).count() >= MOST:
        raise ValidationError(f"该申请的“{FileRole(role).label}”已有 {MOST} 份，《{looked.name}》没有上传，请合并后再试。")
    file = vault.keep_file(case, looked.data, looked.name, role, kind=looked.kind, media_type=looked.media_type, by=actor, party=party,
                           by_applicant=by_applicant, made_from=made_from)
    eventlog.record("case.file_added", case, actor=actor, unit=case.unit, after={"file": str(file.pk), "role": str(role), "sha256": file.sha256})
    return file
