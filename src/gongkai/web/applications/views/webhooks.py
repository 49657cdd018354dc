"""Where else a unit's reminders go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.web.applications.domain import webhooks
from gongkai.web.applications.forms_settings import WebhookForm
from gongkai.web.applications.models import Webhook
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import create


@lists(Webhook)
def index(request: HttpRequest) -> HttpResponse:
    """The addresses of the person's units."""
    rows = Webhook.objects.restrict(request.user, "view").select_related("unit")
    return render(request, "applications/webhooks.html", {"rows": [(row, allows(request.user, "edit", row)) for row in rows],
                                                          "may_add": Webhook.gate.somewhere(request.user, "edit")})


@adds(Webhook, "edit")
def new(request: HttpRequest) -> HttpResponse:
    """A new address."""
    return create(request, WebhookForm, lambda form: webhooks.add(request.user, **form.cleaned_data), title="增加接收地址",
                  done=reverse("applications:webhooks"), cancel=reverse("applications:webhooks"), form_kwargs={"person": request.user},
                  hint="只发送提醒文字和链接，不含申请人信息。")


@opens(Webhook, "edit")
@require_POST
def remove(request: HttpRequest, row: Webhook) -> HttpResponse:
    """No more to this address."""
    webhooks.remove(request.user, row)
    messages.success(request, "已停止向该地址发送提醒。")
    return redirect("applications:webhooks")
