"""What the screens of letters share."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from gongkai.web.applications.domain import uploads
from gongkai.web.common import files, sealing
from gongkai.web.common.editing import Conflict
from gongkai.web.common.generic import edits
from gongkai.web.disclosure.domain.files import MEDIA_TYPES

SCANS = ("pdf", "ofd", "jpg", "png")


def attempt(form: forms.BaseForm, act: Callable[[], Any]) -> tuple[Any, bool]:
    """`edits.attempt`, for steps that change no text: that somebody else was first, or that the case was erased, is told in the form."""
    try:
        return edits.attempt(form, act)
    except Conflict:
        form.add_error(None, "您打开之后，该文书已被他人办理或者修改，请刷新页面核对后再提交。")
    except sealing.Unreadable as error:
        form.add_error(None, str(error))
    return None, False


def scan_of(upload: UploadedFile) -> uploads.Looked:
    """A scan that has been looked at.

    Raises:
        ValidationError: it is no PDF, OFD or picture, or may not come in.
    """
    try:
        looked = uploads.look(upload)
    except ValidationError as error:
        raise ValidationError({"scan": error.messages}) from None
    if looked.kind not in SCANS:
        raise ValidationError({"scan": f"《{looked.name}》不是扫描件，请上传 PDF、OFD 或者 JPG、PNG 图片。"})
    return looked


def served(data: bytes, name: str, kind: str) -> FileResponse:
    """Answer with a file that was just made; never kept by a cache."""
    return files.answer(BytesIO(data), name, MEDIA_TYPES[kind], inline=True)
