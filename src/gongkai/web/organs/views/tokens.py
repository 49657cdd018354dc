"""Keys for other systems. A key is shown once, on the page that answers the step that made it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.generic.edits import attempt, create
from gongkai.web.common.generic.lists import show
from gongkai.web.organs.domain import tokens
from gongkai.web.organs.forms.people import TokenForm
from gongkai.web.organs.forms.units import ReasonForm
from gongkai.web.organs.models import ApiToken
from gongkai.web.organs.tables import TokenTable
from gongkai.web.organs.visitor import person_of


@lists(ApiToken)
def index(request: HttpRequest) -> HttpResponseBase:
    """Keys."""
    rows = ApiToken.objects.restrict(request.user).select_related("unit", "created_by")
    add = ("新建密钥", reverse("organs:token_add")) if ApiToken.gate.somewhere(request.user, "edit") else None
    return show(request, rows, TokenTable, title="接口密钥", add=add,
                empty="还没有接口密钥。办公系统等通过接口报送公开事项时，须有一个密钥。")


@adds(ApiToken, "edit")
def add(request: HttpRequest) -> HttpResponse:
    """A new key; answers with it."""
    form = TokenForm(request.POST if request.method == "POST" else None, person=request.user,
                     initial={"unit": request.GET.get("unit") or person_of(request).home_id})
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        done, fine = attempt(form, lambda: tokens.make_token(request.user, values["unit"], values["name"], values["role"]))
        if fine:
            row, key = done
            return render(request, "organs/secret.html", {
                "title": "接口密钥", "secret": key, "facts": [("系统名称", row.name), ("单位", row.unit.name), ("角色", row.get_role_display())],
                "sentence": "密钥只显示这一次，请立即填入对方系统；遗失只能停用后重新建立。", "done": reverse("organs:tokens")})
    return render(request, "common/edit.html", {"title": "新建接口密钥", "form": form, "submit": "新建", "cancel": reverse("organs:tokens")})


@opens(ApiToken, "edit")
def revoke(request: HttpRequest, row: ApiToken) -> HttpResponse:
    """A key stopped."""
    return create(request, ReasonForm, lambda form: tokens.revoke_token(request.user, row, form.cleaned_data["reason"]),
                  title=f"停用接口密钥：{row.name}", done=reverse("organs:tokens"), cancel=reverse("organs:tokens"), submit="停用", tone="danger",
                  template="common/confirm.html", question=f"停用之后，{row.unit}的“{row.name}”立即不能再使用接口，且不能恢复。", message="已停用。")
