"""Files through the gate, and the pages of refusal."""

from __future__ import annotations

import uuid

from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from gongkai.web.common import files
from gongkai.web.common.models import StoredFile


def file(request: HttpRequest, id: uuid.UUID) -> FileResponse:
    """A file of the person's own units; what is published has its address in the portal."""
    row = StoredFile.objects.restrict(request.user, "view").filter(pk=id).first()
    if row is None:
        raise Http404("没有这个文件，或者您无权查看。")
    return files.serve(request, row, inline="inline" in request.GET)


def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the gate's own sentence."""
    return render(request, "common/403.html", {"sentence": str(exception or "") or "您没有办理此事的权限。"}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    sentence = exception.args[0] if isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "common/404.html", {"sentence": sentence if not sentence.isascii() else ""}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500; says nothing of what went wrong inside."""
    return render(request, "common/500.html", status=500)
