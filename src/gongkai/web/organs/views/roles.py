"""Who may do what where; leave to approve one's own text."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.generic.edits import create
from gongkai.web.common.generic.lists import show
from gongkai.web.organs.domain import roles
from gongkai.web.organs.forms.people import EndForm, GrantForm, SoleForm
from gongkai.web.organs.models import RoleHeld, SoleApprover
from gongkai.web.organs.tables import RoleFilter, RoleTable, SoleFilter, SoleTable

_WITH = ("person__home", "unit", "granted_by")


def _add(request: HttpRequest, label: str, route: str) -> tuple[str, str] | None:
    return (label, reverse(route)) if RoleHeld.gate.somewhere(request.user, "grant") else None


def _given(request: HttpRequest) -> dict[str, Any]:
    """A person and a unit that the address names, for the form to begin with."""
    return {"who": request.GET.get("person"), "unit": request.GET.get("unit")}


@lists(RoleHeld)
def index(request: HttpRequest) -> HttpResponseBase:
    """Roles held."""
    return show(request, RoleHeld.objects.restrict(request.user).select_related(*_WITH).order_by("unit__place", "role", "id"), RoleTable, title="角色", filters=RoleFilter,
                template="organs/roles.html", add=_add(request, "授予角色", "organs:role_grant"), empty="还没有授予任何角色。")


@adds(RoleHeld, "grant")
def grant(request: HttpRequest) -> HttpResponse:
    """Roles for a person in a unit."""

    @transaction.atomic
    def save(form: GrantForm) -> None:
        values = form.cleaned_data
        for role in values["roles"]:
            roles.grant_role(request.user, values["who"], values["unit"], role, since=values["since"], until=values["until"])

    return create(request, GrantForm, save, title="授予角色", done=reverse("organs:roles"), cancel=reverse("organs:roles"), submit="授予",
                  message="已授予，本人下一次打开页面时生效。", form_kwargs={"person": request.user, "initial": _given(request)})


@opens(RoleHeld, "grant")
def revoke(request: HttpRequest, row: RoleHeld) -> HttpResponse:
    """A role taken away."""
    return create(request, EndForm, lambda form: roles.revoke_role(request.user, row, **form.cleaned_data),
                  title="收回角色", done=reverse("organs:roles"), cancel=reverse("organs:roles"), submit="收回", tone="danger",
                  template="common/confirm.html", question=f"要收回{row.person}在{row.unit}的“{row.get_role_display()}”角色吗？", message="已收回。")


@lists(SoleApprover)
def sole(request: HttpRequest) -> HttpResponseBase:
    """Leave to approve one's own text."""
    return show(request, SoleApprover.objects.restrict(request.user).select_related(*_WITH).order_by("unit__place", "id"), SoleTable, title="一人审核",
                filters=SoleFilter, template="organs/roles.html", add=_add(request, "准予一人审核", "organs:sole_add"),
                empty="没有准予任何人审核自己的文稿。经办与审核应由不同的人办理；只有一名工作人员的单位，可以由上级管理员按姓名准予。")


@adds(SoleApprover, "grant")
def sole_add(request: HttpRequest) -> HttpResponse:
    """Leave for a person."""

    def save(form: SoleForm) -> Any:
        values = dict(form.cleaned_data)
        return roles.allow_sole_approval(request.user, values.pop("unit"), values.pop("who"), values.pop("reason"), **values)

    return create(request, SoleForm, save, title="准予一人审核", done=reverse("organs:sole"), cancel=reverse("organs:sole"), submit="准予",
                  form_kwargs={"person": request.user, "initial": _given(request)},
                  hint="获准的人可以审核自己经办的文稿，每一次这样的审核都会标明；请只对确无他人可以审核的单位办理。")


@opens(SoleApprover, "grant")
def sole_end(request: HttpRequest, row: SoleApprover) -> HttpResponse:
    """The leave ended."""
    return create(request, EndForm, lambda form: roles.end_sole_approval(request.user, row, **form.cleaned_data),
                  title="终止一人审核", done=reverse("organs:sole"), cancel=reverse("organs:sole"), submit="终止", tone="danger",
                  template="common/confirm.html", question=f"要终止{row.person}在{row.unit}审核自己文稿的许可吗？", message="已终止。")
