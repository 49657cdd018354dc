"""Empty columns: a unit says that it has nothing of the kind, and takes it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.web.common import days
from gongkai.web.common.access import adds, opens
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import create
from gongkai.web.disclosure.domain import absent as absences
from gongkai.web.disclosure.domain import duties, queries
from gongkai.web.disclosure.domain.duty import State
from gongkai.web.disclosure.models import AbsentColumn
from gongkai.web.organs.models import Unit

BOARD = "disclosure:duties"


class AbsentForm(forms.Form):
    """Which units have nothing of the kind, and why."""

    units = forms.MultipleChoiceField(label="单位", widget=forms.CheckboxSelectMultiple,
                                      error_messages={"required": "请至少选择一个单位。"})
    reason = forms.CharField(label="理由", max_length=200, widget=forms.TextInput(attrs={"class": "broad"}),
                             help_text="例如：本机关不制定行政规范性文件")

    def __init__(self, *args: Any, units: list[Unit], chosen: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["units"]
        self.known = {str(unit.pk): unit for unit in units}
        chooser.choices = [(key, unit.called) for key, unit in self.known.items()]
        chooser.initial = [str(unit.pk) for unit in chosen]

    def clean_units(self) -> list[Unit]:
        """The units themselves."""
        return [self.known[key] for key in self.cleaned_data["units"]]


@adds(AbsentColumn, "edit")
def absent(request: HttpRequest) -> HttpResponse:
    """Say of one or several units that they have nothing to publish in a column (``node``): those where it is empty and that the person
    looks after."""
    empty = [duty.unit for duty in duties.columns(duties.units_of(request.user), days.today())
             if str(duty.subject) == request.GET.get("node") and duty.state is State.EMPTY
             and allows(request.user, "edit", AbsentColumn(unit=duty.unit))]
    if not empty:
        messages.info(request, "这个栏目在您管理的单位中已经不是空白栏目。")
        return redirect(BOARD)
    row = queries.nodes_for(empty[0]).get(pk=request.GET["node"])
    chosen = [unit for unit in empty if str(unit.pk) == request.GET.get("unit")] or empty[:1]

    @transaction.atomic
    def save(form: Any) -> None:
        for unit in form.cleaned_data["units"]:
            absences.mark_absent(request.user, unit, row, form.cleaned_data["reason"])

    return create(request, AbsentForm, save, title=f"标明无此类信息：{row.name}", done=reverse(BOARD), cancel=f"{reverse(BOARD)}?state=EMPTY",
                  form_kwargs={"units": empty, "chosen": chosen}, submit="标明", message="已标明，这些栏目不再列为空白栏目。",
                  hint="只列出这一栏目还没有公开信息、并且由您管理的单位。以后公开了这类信息的，自动恢复更新要求；也可以随时撤销。")


@opens(AbsentColumn, "edit")
def present(request: HttpRequest, row: AbsentColumn) -> HttpResponse:
    """Take it back; asks first."""
    return create(request, forms.Form, lambda form: absences.take_back(request.user, row), template="common/confirm.html",
                  title="撤销标明", submit="撤销", done=reverse(BOARD), cancel=f"{reverse(BOARD)}?state=ABSENT", message="已撤销，按原要求更新。",
                  question=f"撤销{row.unit.called}“{row.node.name}”没有此类信息的标明（{row.since or '此前'}起，理由：{row.reason}）？撤销后按原要求更新。")
