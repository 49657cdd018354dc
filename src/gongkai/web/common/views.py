"""Files through the gate, large print, reminders, and the pages of refusal."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.web.common import files
from gongkai.web.common.access import opens, own, public
from gongkai.web.common.models import Notice, StoredFile

LARGE_PRINT = "gongkai_print"
"""The cookie that keeps the choice of large print."""


@opens(StoredFile)
def file(request: HttpRequest, row: StoredFile) -> FileResponse:
    """A file of the person's own units; what is published has its address in the portal."""
    return files.serve(request, row, inline="inline" in request.GET)


@public
def icon(request: HttpRequest) -> FileResponse:
    """The icon, for what asks for it where no page names it: feeds, JSON, files."""
    response = FileResponse((Path(__file__).parent / "static/gongkai/favicon.ico").open("rb"), content_type="image/x-icon")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@public
def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@public
def display(request: HttpRequest) -> HttpResponse:
    """Large print on or off (``print=large``), then back to the page; where scripts run they do this without a page load."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("portal:home")
    response = redirect(back)
    if request.GET.get("print") == "large":
        response.set_cookie(LARGE_PRINT, "large", max_age=31_536_000, path=reverse("portal:home"), samesite="Lax")
    else:
        response.delete_cookie(LARGE_PRINT, path=reverse("portal:home"), samesite="Lax")
    return response


@own
def notices(request: HttpRequest) -> HttpResponse:
    """A person's reminders, the unread first of all."""
    everything = "all" in request.GET
    rows = Notice.objects.filter(person=request.user.pk)
    shown = rows if everything else rows.filter(read_at=None)
    page = Paginator(shown, 30).get_page(request.GET.get("page"))
    return render(request, "common/notices.html", {"page_obj": page, "everything": everything})


@own
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Marks as read the reminders whose ids are given, or all (``all=1``)."""
    rows = Notice.objects.filter(person=request.user.pk, read_at=None)
    if "all" not in request.POST:
        rows = rows.filter(pk__in=[id for id in request.POST.getlist("id") if id.isdecimal() and len(id) < 18])
    rows.update(read_at=timezone.now())
    return redirect("notices")


@own
def open_notice(request: HttpRequest, id: int) -> HttpResponse:
    """Marks a reminder as read and goes to the page where its matter is dealt with."""
    notice = get_object_or_404(Notice, person=request.user, pk=id)
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    safe = notice.link.startswith("/") and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if safe else "notices")


def refuse(request: HttpRequest, status: int, title: str, sentence: str, **context: object) -> HttpResponse:
    """A page that says no: what, and what to do."""
    return render(request, "common/refusal.html", {"status": status, "title": title, "sentence": sentence, **context}, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the gate's own sentence."""
    return refuse(request, 403, "无权办理", str(exception or "") or "您没有办理此事的权限，如确需办理，请联系本单位管理员。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    given = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    sentence = given if isinstance(given, str) and not given.isascii() and "path" not in given else ""
    return refuse(request, 404, "没有这个页面", sentence or "您要找的页面不存在，可能已经移走或者撤下，请核对网址，或者从首页查找。")


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without the token that its page carried; nothing was saved."""
    return refuse(request, 403, "页面已经过期", "您打开的页面已经过期，提交的内容没有保存，请返回上一页刷新后重新提交；如仍出现此提示，"
                  "请检查浏览器是否禁用了 Cookie。")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    return refuse(request, 429, "操作过于频繁", "短时间内的请求过多，请稍等几分钟后再试。")


def broken(request: HttpRequest) -> HttpResponse:
    """500; says nothing of what went wrong inside, and asks nothing of a database that may be the reason."""
    from django.template.loader import render_to_string

    return HttpResponse(render_to_string("common/500.html", {"site_name": settings.SITE_NAME}), status=500)
