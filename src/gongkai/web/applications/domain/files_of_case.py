"""Files of a case to those who may read them; each look is logged, without a name in the log."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.web.applications.domain import vault
from gongkai.web.applications.models import CaseFile
from gongkai.web.common import eventlog, sealing


def serve(request: HttpRequest, person: Any, file: CaseFile) -> HttpResponseBase:
    """Answer with a file; the view has let the person through the gate (``files``)."""
    try:
        response = vault.serve_file(request, file, inline="inline" in request.GET)
    except (sealing.Unreadable, FileNotFoundError) as error:
        raise Http404(str(error) if isinstance(error, sealing.Unreadable) else "该材料的文件已不在数据目录中，请联系系统管理员从备份中找回。") from None
    eventlog.record("case.file_read", file.case, actor=person, unit=file.case.unit, after={"file": str(file.pk), "role": file.role})
    return response
