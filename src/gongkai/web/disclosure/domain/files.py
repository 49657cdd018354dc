"""Attachments of an item: taken in after screening has looked at them, put in order, removed.

The bytes stay in common/files and what screening read of them in `FileReading`; an item's list of attachments is part of
its content, so that a change of it is a change of the item.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.web.common import eventlog
from gongkai.web.common import files as stored
from gongkai.web.common.gate import require
from gongkai.web.common.models import StoredFile
from gongkai.web.disclosure.domain import items, screen, searching
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import FileReading, Item, ItemFile, ItemVersion
from gongkai.web.disclosure.screening import FileReport
from gongkai.web.organs.models import Unit

OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf", "docx": OFFICE + "wordprocessingml.document", "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation", "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint", "ofd": "application/ofd", "txt": "text/plain", "csv": "text/csv", "jpg": "image/jpeg",
    "png": "image/png", "gif": "image/gif",
}
"""What a browser is told of a file, by its kind."""
MOST = 50
"""Attachments that one item may have."""


def attach_file(actor: Any, item: Item, upload: UploadedFile, *, title: str = "") -> ItemFile:
    """Take in one attachment. The item is held only after the file has been read.

    Args:
        upload: as the browser or a system sent it.
        title: what it is called in public; its name without the suffix unless given.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: one sentence why it may not come in; nothing is kept, the refusal is logged.
    """
    require(actor, "edit", item)
    data, name, report = looked_at(upload, item.unit, on_application=item.attribute == Attribute.ON_APPLICATION)
    if report.refusal:
        eventlog.record("item.file_refused", item, actor=actor, after={"kind": report.kind, "size": report.size})
        raise ValidationError(report.refusal)
    return keep_looked_at(actor, item, data, name, title, report)


@dataclass(frozen=True, slots=True)
class Scan:
    """The scan of a 呈批单 that was looked at and may come in."""

    data: bytes
    name: str
    report: FileReport


def scan_looked_at(actor: Any, unit: Unit, upload: UploadedFile) -> Scan:
    """Look at the scan of a 呈批单, a PDF or a picture; outside a transaction, for it may take a while. `keep_scan` takes it in, in the
    transaction of the step that it proves, so that a step that is refused leaves nothing behind.

    Raises:
        Refused: the actor may add no file of the unit.
        ValidationError: one sentence why it may not come in.
    """
    require(actor, "add", StoredFile(unit=unit))
    data, name, report = looked_at(upload, unit)
    if report.refusal:
        raise ValidationError({"scan": report.refusal})
    if report.kind not in ("pdf", "ofd", "jpg", "png"):
        raise ValidationError({"scan": f"《{name}》不是扫描件，请上传 PDF、OFD 或者 JPG、PNG 图片。"})
    return Scan(data, name, report)


def keep_scan(actor: Any, unit: Unit, scan: Scan) -> StoredFile:
    """Take in a scan that was looked at.

    Raises:
        Refused: the actor may add no file of the unit.
    """
    require(actor, "add", StoredFile(unit=unit))
    return _store(actor, unit, scan.data, scan.name, scan.report)


def looked_at(upload: UploadedFile, unit: Unit, *, on_application: bool = False) -> tuple[bytes, str, FileReport]:
    """An upload's bytes and name, and what screening says of it; outside a transaction, for it may take a while.

    Raises:
        ValidationError: it is too large or empty.
    """
    name = os.path.basename((upload.name or "").replace("\\", "/")) or "未命名"
    size = upload.size or 0
    if size > settings.UPLOAD_MOST:
        raise ValidationError(f"《{name}》有{_size(size)}，超过每个附件{_size(settings.UPLOAD_MOST)}的上限，请压缩或拆分后再上传。")
    if not size:
        raise ValidationError(f"《{name}》是空文件，请核对后重新上传。")
    data = upload.read()
    return data, name, screen.report_on(data, name, unit, on_application=on_application)


@transaction.atomic
def _store(actor: Any, unit: Unit, data: bytes, name: str, report: FileReport) -> StoredFile:
    person = actor if getattr(actor, "is_person", False) else None
    file = stored.keep(data, name, unit=unit, kind=report.kind, by=person,
                       media_type=MEDIA_TYPES.get(report.kind, "application/octet-stream"))
    _note(file, report)
    return file


def _note(file: StoredFile, report: FileReport) -> None:
    FileReading.objects.create(file=file, remarks=[screen.remark_json(remark) for remark in report.remarks],
                               text=report.text.replace("\x00", ""), cut=report.cut, unread=report.unread)


@transaction.atomic
def keep_reading(file: StoredFile, report: FileReport) -> None:
    """Keep what was read of a file that was taken in without; what is public with it is found by its text from now on."""
    _note(file, report)
    searching.index_with(file)


@transaction.atomic
def keep_looked_at(actor: Any, item: Item, data: bytes, name: str, title: str, report: FileReport) -> ItemFile:
    """Attach a file that screening has looked at and not refused; see `attach_file`."""
    row = items.open_to_change(actor, item)
    if row.attachments.count() >= MOST:
        raise ValidationError(f"每个事项最多{MOST}个附件，《{name}》没有上传，请合并后再试。")
    file = _store(actor, row.unit, data, name, report)
    last = row.attachments.aggregate(last=Max("order"))["last"]
    made = ItemFile.objects.create(item=row, file=file, title=(title.strip() or os.path.splitext(name)[0])[:255],
                                   order=0 if last is None else last + 1)
    eventlog.record("item.file_added", row, actor=actor, after={"file": str(file.pk), "sha256": file.sha256})
    _changed(actor, row)
    return made


@transaction.atomic
def rename_file(actor: Any, attachment: ItemFile, title: str) -> None:
    """Give an attachment another title.

    Raises:
        Refused, ValidationError: as for any change; the title is empty or too long.
    """
    row = items.open_to_change(actor, attachment.item)
    title = " ".join(title.split())
    if not title or len(title) > 255:
        raise ValidationError("附件名称不能为空，最多255个字。")
    ItemFile.objects.filter(pk=attachment.pk).update(title=title)
    eventlog.record("item.file_changed", row, actor=actor, after={"file": str(attachment.file_id)})
    _changed(actor, row)


@transaction.atomic
def move_file(actor: Any, attachment: ItemFile, up: bool) -> None:
    """Change places with the attachment before or behind."""
    row = items.open_to_change(actor, attachment.item)
    rows = list(row.attachments.order_by("order", "id"))
    place = next(number for number, other in enumerate(rows) if other.pk == attachment.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, attached in enumerate(rows):
        ItemFile.objects.filter(pk=attached.pk).update(order=order)
    eventlog.record("item.file_changed", row, actor=actor, after={"file": str(attachment.file_id)})
    _changed(actor, row)


@transaction.atomic
def remove_file(actor: Any, attachment: ItemFile) -> None:
    """Take an attachment off the item; versions that have it keep it."""
    row = items.open_to_change(actor, attachment.item)
    eventlog.record("item.file_removed", row, actor=actor, after={"file": str(attachment.file_id)})
    ItemFile.objects.filter(pk=attachment.pk).delete()
    _changed(actor, row)


def restore(row: Item, version: ItemVersion) -> None:
    """Make the item's attachments those of a version; called within a change of the item."""
    row.attachments.all().delete()
    for order, file in enumerate(version.files):
        ItemFile.objects.create(item=row, file=StoredFile.objects.get(pk=file["id"]), title=file["title"], order=order)


def _changed(actor: Any, row: Item) -> None:
    Item.objects.filter(pk=row.pk).update(changed_at=timezone.now())
    items.was_changed(actor, row)


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f}MB" if size >= 1 << 20 else f"{max(1, size >> 10)}KB"
