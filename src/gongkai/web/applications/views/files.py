"""Files on the screen: those of a case as a section of its page, one of a dispute or a complaint to be read."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.web.applications.domain import strongbox, vault
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.enums import Phase
from gongkai.web.applications.models import Case, Complaint, Dispute
from gongkai.web.common import eventlog, files, sealing
from gongkai.web.common.gate import allows


def section_of_files(request: HttpRequest, case: Case, now: Standing) -> dict[str, Any] | None:
    """The files with their names, for those who may read them."""
    if not allows(request.user, "files", case):
        return None
    found = []
    for file in case.files.all():
        try:
            found.append((file, vault.file_name(file)))
        except sealing.Unreadable:
            found.append((file, file.get_role_display()))
    return {"files": found, "can_archive": now.phase in (Phase.CONCLUDED, Phase.DIVIDED) and allows(request.user, "archive", case)}


def sealed_file(request: HttpRequest, owner: Dispute | Complaint, key: str, *, logged: str, page: str) -> HttpResponseBase:
    """A file of a dispute or a complaint, unsealed; each look is logged. The view has asked the gate.

    Args:
        logged: the action in the log.
        page: what the page is called to which somebody is sent who finds none.

    Raises:
        Http404: there is none, or it cannot be opened any more.
    """
    found = owner.files.filter(pk=key).first()
    if found is None:
        raise Http404(f"没有这份材料，请返回{page}重新选择。")
    try:
        name, data = strongbox.open_file(found)
    except (sealing.Unreadable, FileNotFoundError):
        raise Http404("该材料已无法打开，请联系系统管理员。") from None
    eventlog.record(logged, owner, actor=request.user, unit=owner.unit, after={"file": str(found.pk)})
    return files.answer(BytesIO(data), name, found.media_type, inline="inline" in request.GET)
