"""The tree and the list of units, a unit's page, its facts, names, contacts and officers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.common import days
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import change, changed, create
from gongkai.web.common.generic.lists import show
from gongkai.web.organs.domain import contacts, queries, succession, undoing, units
from gongkai.web.organs.domain.tree import lines_of
from gongkai.web.organs.enums import ChangeKind, Post, Role
from gongkai.web.organs.forms.people import DayChoice
from gongkai.web.organs.forms.units import ContactForm, EndOfficerForm, NewUnitForm, OfficerForm, RenameForm, UnitForm
from gongkai.web.organs.models import ApiToken, Officer, RoleHeld, SoleApprover, Unit, UnitChange
from gongkai.web.organs.tables import UnitFilter, UnitTable

_POSTS, _ROLES = list(Post), list(Role)


def page_of(unit: Unit) -> str:
    """The address of a unit's page."""
    return reverse("organs:unit", args=[unit.pk])


@lists(Unit)
def tree(request: HttpRequest) -> HttpResponse:
    """The units as a tree, as they stood on a day."""
    choice = DayChoice(request.GET)
    day = choice.day()
    lines = lines_of(Unit.objects.restrict(request.user), day, abolished="abolished" in request.GET)
    return render(request, "organs/tree.html", {"lines": lines, "day": day, "form": choice, "past": day != days.today()})


@lists(Unit)
def index(request: HttpRequest) -> HttpResponseBase:
    """The units as a list with their facts, to search and to take away."""
    rows = queries.with_telephone(Unit.objects.restrict(request.user).select_related("parent"))
    return show(request, rows, UnitTable, title="单位", filters=UnitFilter, template="organs/units.html",
                empty="您还看不到任何单位，请联系本单位管理员授予角色。")


@opens(Unit)
def page(request: HttpRequest, row: Unit) -> HttpResponse:
    """All that is known of a unit."""
    today = days.today()
    officers = sorted(row.officers.all(), key=lambda officer: (_POSTS.index(Post(officer.post)), officer.pk))
    former = [officer for officer in officers if officer.until is not None and officer.until < today]
    held = RoleHeld.objects.restrict(request.user).filter(unit=row).on(today).select_related("person")
    changes = list(queries.changes_of(row))
    left = succession.left_in(row) if row.abolished_on else []
    return render(request, "organs/unit.html", {
        "unit": row, "above": Unit.objects.restrict(request.user).filter(children=row).first(),
        "children": Unit.objects.restrict(request.user).filter(parent=row, abolished_on=None),
        "contacts": list(row.contacts.all()), "officers": [one for one in officers if one not in former], "former": former,
        "names": list(row.names.order_by("-id")), "changes": changes, "undo": _undone(request.user, changes),
        "left": [(work, count, work.link(row)) for work, count in left], "passes": any(work.hand_over for work, _ in left),
        "held": sorted(held, key=lambda one: (_ROLES.index(Role(one.role)), one.pk)), "heirs": queries.heirs(row),
        "sole": SoleApprover.objects.restrict(request.user).filter(unit=row).on(today).select_related("person"),
        "keys": ApiToken.objects.restrict(request.user).filter(unit=row, revoked_at=None).count(),
    })


def _undone(person: Any, changes: list[UnitChange]) -> int | None:
    """The id of the last change that holds, where the person may take it back."""
    last = next((step for step in changes if step.undoes is None and not hasattr(step, "undone")), None)
    may = undoing.MAY.get(ChangeKind(last.kind)) if last is not None else None
    return last.pk if last is not None and may is not None and allows(person, may, last.unit) else None


@adds(Unit)
def add(request: HttpRequest) -> HttpResponse:
    """A new unit; ``?parent=`` names the one above."""
    given = request.GET.get("parent", "")
    parent = Unit.objects.restrict(request.user, "add").filter(pk=given).first() if given.isdecimal() and len(given) < 18 else None

    def save(form: NewUnitForm) -> Unit:
        values = dict(form.cleaned_data)
        return units.add_unit(request.user, values.pop("parent"), **values)

    return create(request, NewUnitForm, save, title="新设单位", done=page_of, submit="新设", cancel=reverse("organs:units"),
                  form_kwargs={"person": request.user, "parent": parent})


@opens(Unit, "edit")
def edit(request: HttpRequest, row: Unit) -> HttpResponse:
    """The facts of a unit."""
    return change(request, row, UnitForm, lambda form, version: units.edit_unit(request.user, row, version, **changed(form)),
                  title=f"修改单位信息：{row}", done=page_of(row), cancel=page_of(row), hint="名称在“更名”中修改，上级单位在“调整隶属关系”中修改。")


@opens(Unit, "edit")
def rename(request: HttpRequest, row: Unit) -> HttpResponse:
    """A new name from a day on, or a name put right."""

    def save(form: RenameForm, version: int) -> Unit:
        values = dict(form.cleaned_data)
        if values.pop("correction"):
            return units.correct_name(request.user, row, version, name=values["name"], short_name=values["short_name"],
                                      note=values["note"])
        return units.rename_unit(request.user, row, version, **values)

    return change(request, row, RenameForm, save, title=f"更名：{row}", done=page_of(row), cancel=page_of(row), submit="更名",
                  hint="更名之后，以前年度的数据和文件仍按当时的名称显示。")


@opens(Unit, "describe")
def contact(request: HttpRequest, row: Unit) -> HttpResponse:
    """How the unit's 工作机构 is reached, from a day on."""
    current = row.contacts.filter(until=None).first()

    def save(form: ContactForm) -> Any:
        values = dict(form.cleaned_data)
        return contacts.set_contact(request.user, row, since=values.pop("since"), seen=values.pop("seen"), **values)

    return create(request, ContactForm, save, title=f"工作机构信息：{row}", done=page_of(row), cancel=page_of(row),
                  hint="这些信息用于生成政府信息公开指南（条例第十二条），请保持准确。", form_kwargs={"instance": current})


@opens(Unit, "describe")
def officer_add(request: HttpRequest, row: Unit) -> HttpResponse:
    """Somebody more in the unit's disclosure work."""
    return create(request, OfficerForm, lambda form: contacts.add_officer(request.user, row, **form.cleaned_data),
                  title=f"登记人员分工：{row}", done=page_of(row), cancel=page_of(row))


@opens(Officer, "describe")
def officer_change(request: HttpRequest, row: Officer) -> HttpResponse:
    """Somebody's part from a day on."""
    back = page_of(row.unit)
    return create(request, OfficerForm, lambda form: contacts.change_officer(request.user, row, **form.cleaned_data),
                  title=f"变更人员分工：{row.name}", done=back, cancel=back, form_kwargs={"instance": row},
                  hint="新的分工从所选日期起有效，此前的保留备查；与原起始日期相同，则直接改正。")


@opens(Officer, "describe")
def officer_end(request: HttpRequest, row: Officer) -> HttpResponse:
    """Somebody's last day in the part."""
    back = page_of(row.unit)
    return create(request, EndOfficerForm, lambda form: contacts.end_officer(request.user, row, until=form.cleaned_data["until"]),
                  title=f"结束人员分工：{row.name}", done=back, cancel=back, submit="结束", form_kwargs={"instance": row})
