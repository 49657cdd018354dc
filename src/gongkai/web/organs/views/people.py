"""People and their passwords. A password is shown once, on the page that answers the step that made it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.common import days
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.generic.edits import attempt, change, changed, create
from gongkai.web.common.generic.lists import show
from gongkai.web.organs.domain import people, roles
from gongkai.web.organs.forms.people import HomeForm, NewPersonForm, PersonForm
from gongkai.web.organs.forms.units import ReasonForm
from gongkai.web.organs.models import Person, RoleHeld, SoleApprover, Unit
from gongkai.web.organs.tables import PersonFilter, PersonTable
from gongkai.web.organs.visitor import person_of


def page_of(person: Person) -> str:
    """The address of a person's page."""
    return reverse("organs:person", args=[person.pk])


@lists(Person)
def index(request: HttpRequest) -> HttpResponseBase:
    """People, with the roles that the visitor may know of."""
    held = RoleHeld.objects.restrict(request.user).on(days.today()).select_related("unit").order_by("unit__place", "role")
    rows = Person.objects.restrict(request.user).select_related("home").order_by("home__place", "id")
    rows = rows.prefetch_related(Prefetch("roles", held, to_attr="known"))
    add = ("新增人员", reverse("organs:person_add")) if Person.gate.somewhere(request.user, "add") else None
    return show(request, rows, PersonTable, title="人员", filters=PersonFilter, add=add, empty="您还看不到任何人员。")


@opens(Person)
def page(request: HttpRequest, row: Person) -> HttpResponse:
    """All that is known of a person."""
    known = RoleHeld.objects.restrict(request.user).filter(person=row).select_related("unit", "granted_by", "ended_by")
    sole = SoleApprover.objects.restrict(request.user).filter(person=row).select_related("unit", "granted_by")
    return render(request, "organs/person.html", {
        "person": row, "held": [one for one in known if one.ends], "former": [one for one in known if not one.ends],
        "sole": [one for one in sole if one.ends], "second_factor": people.has_second_factor(row)})


@adds(Person)
def add(request: HttpRequest) -> HttpResponse:
    """A new person, with the roles held from the first day; answers with the first password."""
    given = request.GET.get("home", "")
    home = Unit.objects.restrict(request.user, "edit").filter(pk=given).first() if given.isdecimal() and len(given) < 18 else None
    form = NewPersonForm(request.POST or None, person=request.user, home=home or person_of(request).home)

    @transaction.atomic
    def save() -> tuple[Person, str]:
        values = dict(form.cleaned_data)
        granted = values.pop("roles")
        made, password = people.add_person(request.user, values.pop("home"), **values)
        for role in granted:
            roles.grant_role(request.user, made, made.home, role)
        return made, password

    if form.is_bound and form.is_valid():
        done, fine = attempt(form, save)
        if fine:
            return _password(request, *done)
    return render(request, "common/edit.html", {
        "title": "新增人员", "form": form, "submit": "新增", "cancel": reverse("organs:people"),
        "hint": "保存后显示首次登录的密码，请当面交给本人；首次登录须修改密码。"})


@opens(Person, "edit")
def edit(request: HttpRequest, row: Person) -> HttpResponse:
    """What is known of a person."""
    return change(request, row, PersonForm, lambda form, version: people.change_person(request.user, row, version, **changed(form)),
                  title=f"修改人员信息：{row}", done=page_of(row), cancel=page_of(row))


@opens(Person, "edit")
def home(request: HttpRequest, row: Person) -> HttpResponse:
    """Another home unit."""
    return change(request, row, HomeForm, lambda form, version: people.move_person(request.user, row, version, form.cleaned_data["home"]),
                  title=f"调整所在单位：{row}", done=page_of(row), cancel=page_of(row), submit="调整", form_kwargs={"person": request.user},
                  hint="持有的角色不随之改变；调离原岗位的，请同时收回原角色，在新单位另行授予。")


@opens(Person, "edit")
def deactivate(request: HttpRequest, row: Person) -> HttpResponse:
    """Signs in no more."""
    return _confirmed(request, row, ReasonForm, lambda form: people.deactivate_person(request.user, row, form.cleaned_data["reason"]),
                      "停用账号", "停用之后不能再登录，已登录的立即退出；办理过的事项仍记在其名下。", "danger")


@opens(Person, "edit")
def activate(request: HttpRequest, row: Person) -> HttpResponse:
    """Signs in again."""
    return _confirmed(request, row, forms.Form, lambda form: people.activate_person(request.user, row),
                      "启用账号", "启用之后可以登录，停用前持有且未收回的角色恢复有效。")


@opens(Person, "edit")
def second_factor(request: HttpRequest, row: Person) -> HttpResponse:
    """The second factor of somebody whose telephone is lost."""
    return _confirmed(request, row, forms.Form, lambda form: people.remove_second_factor(request.user, row),
                      "解除两步验证", "仅在本人更换或丢失手机时办理，请先当面核实身份；解除之后凭密码登录，本人可以重新启用。", "danger")


@opens(Person, "edit")
def password(request: HttpRequest, row: Person) -> HttpResponse:
    """A new first password; answers with it."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made, fine = attempt(form, lambda: people.reset_password(request.user, row))
        if fine:
            return _password(request, row, made)
    return render(request, "common/confirm.html", {
        "title": f"重置密码：{row}", "form": form, "submit": "重置密码", "cancel": page_of(row), "tone": "danger",
        "question": "原密码立即失效，已登录的立即退出；新密码只显示一次，请当面交给本人，首次登录须修改。"})


def _confirmed(
    request: HttpRequest, row: Person, form: Callable[..., Any], act: Callable[[Any], Any], title: str, question: str, tone: str = "",
) -> HttpResponse:
    """A step that asks before it acts."""
    return create(request, form, act, title=f"{title}：{row}", done=page_of(row), cancel=page_of(row), submit=title, tone=tone,
                  template="common/confirm.html", question=question, message="已办理。")


def _password(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    """The page that shows a password, the only time."""
    return render(request, "organs/secret.html", {
        "title": "首次登录密码", "secret": password, "facts": [("姓名", person.name), ("用户名", person.username), ("所在单位", person.home.name)],
        "sentence": "密码只显示这一次，请记下并当面交给本人；首次登录须修改。", "done": page_of(person)})
