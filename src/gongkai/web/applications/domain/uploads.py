"""Files that come into a case: looked at first, in a process with bounds, then sealed.

    looked = uploads.look(upload)                                   # outside a transaction: it may take a while
    taken, refused = uploads.look_at_all(request.FILES.getlist(…))  # an applicant's, within the bounds of attachments.yaml
    uploads.keep(actor, case, looked, FileRole.ATTACHMENT)

Which kinds may come in stands in ``law/vocabularies/attachments.yaml``; what is refused is refused in one sentence and leaves
nothing behind. Until it is sealed under a case's key, a file lies in memory or as a draft (domain/drafts.py).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from gongkai.report.batch import cores
from gongkai.web.applications.domain import vault
from gongkai.web.applications.enums import FileRole
from gongkai.web.applications.models import Case, CaseFile, Party
from gongkai.web.common import days, eventlog
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.disclosure.screening.attachments.rules import rules
from gongkai.web.disclosure.screening.worker import screen_file_safely

MOST = 100
"""Files that one case may have in one role."""
PATIENCE = 30.0
"""Seconds that somebody waits for a free process before being asked to come again."""
_FREE = threading.BoundedSemaphore(max(2, cores()))


@dataclass(frozen=True, slots=True)
class Looked:
    """An upload that may come in."""

    data: bytes
    name: str
    kind: str
    media_type: str

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def accepted() -> str:
    """What a file field offers to choose from: extensions with commas, for ``accept``."""
    return ",".join(f".{extension}" for kind in rules().kinds for extension in kind.extensions)


def bounds() -> str:
    """The bounds of an applicant's files, as a person reads them beside the field."""
    own = rules().application
    return f"最多 {own.files} 个文件，每个不超过 {own.bytes >> 20} MB，合计不超过 {own.total >> 20} MB；PDF、OFD、Word、Excel、图片等均可，压缩包请先解压。"


def look(upload: UploadedFile) -> Looked:
    """Read an upload and let the same reader look at it that looks at attachments of what is published.

    Raises:
        ValidationError: one sentence: empty, too large, of a kind that is not taken, falsely named, with a macro.
    """
    name = name_of(upload)
    size = upload.size or 0
    most = settings.UPLOAD_MOST
    if size > most:
        raise ValidationError(f"《{name}》有 {size / 1048576:.1f} MB，超过每个文件 {most >> 20} MB 的上限，请压缩或者拆分后再上传。")
    if not size:
        raise ValidationError(f"《{name}》是空文件，请核对后重新上传。")
    data = upload.read()
    if not _FREE.acquire(timeout=PATIENCE):
        raise ValidationError(f"同时上传的人较多，《{name}》还没有检查，请过一分钟再提交，已填写的内容都还在。")
    try:
        with tempfile.NamedTemporaryFile(prefix="gongkai-") as draft:  # the reader's process opens it by name; gone when looked at
            draft.write(data)
            draft.flush()
            report = screen_file_safely(draft.name, name, today=days.today(), wrong_words=(), on_application=True)
    finally:
        _FREE.release()
    if report.refusal:
        raise ValidationError(report.refusal)
    return Looked(data, name, report.kind, MEDIA_TYPES.get(report.kind, "application/octet-stream"))


def look_at_all(uploads: Iterable[UploadedFile], kept: Sequence[Looked] = ()) -> tuple[list[Looked], list[str]]:
    """Several uploads of one form, beside those that were kept before; within the bounds for what applicants send.

    Returns:
        Those that may come in, without the kept ones, and a sentence for each of the others.
    """
    own = rules().application
    taken: list[Looked] = []
    refused: list[str] = []
    count, total = len(kept), sum(file.size for file in kept)
    for upload in uploads:
        name, size = name_of(upload), upload.size or 0
        if count >= own.files:
            refused.append(rules().refusal("application_many", name, limit=own.files))
        elif size > own.bytes:
            refused.append(rules().refusal("application_large", name, limit=own.bytes >> 20))
        elif total + size > own.total:
            refused.append(rules().refusal("application_total", name, limit=own.total >> 20))
        else:
            try:
                taken.append(look(upload))
            except ValidationError as error:
                refused += error.messages
                continue
            count, total = count + 1, total + size
    return taken, refused


def name_of(upload: UploadedFile) -> str:
    """What a file is called by whoever sends it, without folders."""
    return os.path.basename((upload.name or "").replace("\\", "/")).replace("\x00", "")[-200:] or "未命名"


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
