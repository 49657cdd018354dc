"""The files of a case, as a section of its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.web.applications.domain import vault
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.enums import Phase
from gongkai.web.applications.models import Case
from gongkai.web.common import sealing
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
