"""The fee of a case, reckoned for its notice: what the applicant filed in the month, one method, the sum and its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.engine.parameters import parameters
from gongkai.web.applications.domain import fees, letters_drafting
from gongkai.web.applications.enums import LetterStage
from gongkai.web.applications.models import Letter
from gongkai.web.applications.views.letter_help import attempt
from gongkai.web.common import sealing
from gongkai.web.common.access import opens

MOST = 10_000


class FeeForm(forms.Form):
    """Method, number, and how many items each other case of the month counts as."""

    method = forms.ChoiceField(label="计收方式", choices=list(fees.METHODS.items()), widget=forms.RadioSelect)
    items = forms.IntegerField(label="本申请的件数", required=False, min_value=1, max_value=MOST, help_text="按“一事一申请”拆分为合理的最小单位后计算；按件计收的填写")
    pages = forms.IntegerField(label="拟提供信息的页数", required=False, min_value=1, max_value=MOST, help_text="A4及以下幅面单面为1页；按量计收的填写")

    def __init__(self, *args: Any, others: list[fees.Other], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        for other in others:
            self.fields[f"other-{other.case.pk}"] = forms.IntegerField(
                label=f"{other.case}的件数", min_value=0, max_value=MOST, initial=self.initial.get(f"other-{other.case.pk}", other.items))
            if not other.sure:
                self.fields[f"same-{other.case.pk}"] = forms.TypedChoiceField(
                    label=f"{other.case}是否同一申请人", required=False, choices=[("", "请确认"), ("1", "是同一申请人"), ("0", "不是，不计入")],
                    coerce=lambda value: value == "1", empty_value=None)

    def rows(self) -> list[tuple[fees.Other, forms.BoundField, forms.BoundField | None]]:
        """The other cases with their fields: how many items, and whether it is the same applicant where that is not sure."""
        return [(other, self[f"other-{other.case.pk}"], None if other.sure else self[f"same-{other.case.pk}"]) for other in self.others]

    def clean(self) -> dict[str, Any]:
        """The number that the method asks for, and not the other's too."""
        cleaned = super().clean() or {}
        method = cleaned.get("method", "")
        if method and not cleaned.get(method) and method not in self.errors:
            self.add_error(method, "请填写件数。" if method == "items" else "请填写页数。")
        for case in self.others:
            if method == "items" and case.earlier and not case.sure and cleaned.get(f"same-{case.case.pk}") is None:
                self.add_error(f"same-{case.case.pk}", "请核对两件申请的申请人，确认是否同一人后再计算。")
        other = "pages" if method == "items" else "items"
        if method and cleaned.get(other):
            rule = parameters()["fee_method"].newest
            self.add_error(other, f"{rule.notes}（{rule.citation}）请清空这一项。")
        return cleaned

    def number(self) -> int:
        """Of items or pages, as the method says."""
        return int(self.cleaned_data[self.cleaned_data["method"]])

    def counted(self) -> dict[int, int]:
        """How many items each other case counts as."""
        return {other.case.pk: self.cleaned_data[f"other-{other.case.pk}"] for other in self.others}


    def same(self) -> dict[int, bool]:
        """Which cases of which it was not sure the clerk has found to be of the same applicant, or not."""
        said = {other.case.pk: self.cleaned_data.get(f"same-{other.case.pk}") for other in self.others if not other.sure}
        return {key: value for key, value in said.items() if value is not None}


@opens(Letter, "work")
def reckon(request: HttpRequest, row: Letter) -> HttpResponse:
    """Reckon a fee notice's sum. With ``look`` in the form it is shown and nothing is saved."""
    if row.kind != fees.NOTICE:
        raise Http404("这份文书不是收费通知书，请返回申请页面重新选择。")
    if row.stage != LetterStage.DRAFT:
        messages.error(request, f"该文书{LetterStage(row.stage).label}，不能重新计算；确需修改的，请先撤回送审或者退回。")
        return redirect("applications:letter", row.pk)
    try:
        others = fees.others(row.case)
    except sealing.Unreadable as error:
        raise Http404(str(error)) from None
    held = row.answer.get("fee", {})
    initial = {"method": held.get("method"), "items": held.get("items"), "pages": held.get("pages"),
               **{f"other-{key}": count for key, count in held.get("counted", {}).items() if held.get("same", {}).get(key, True)},
               **{f"same-{key}": "1" if said else "0" for key, said in held.get("same", {}).items()}}
    form = FeeForm(request.POST or None, others=others, initial=initial)
    made = None
    if request.method == "POST" and form.is_valid():
        method, number, counted, same = form.cleaned_data["method"], form.number(), form.counted(), form.same()
        if "look" in request.POST:
            made, _ = attempt(form, lambda: fees.charge(row.case, method, number, counted, same))
        else:
            version = int(request.POST.get("version") or 0)
            made, fine = attempt(form, lambda: fees.put(request.user, row, version, method, number, counted, same))
            if fine:
                messages.success(request, f"已计算：应缴{made.fee.amount}元，依据、标准和计算过程已写入收费通知书。")
                return redirect("applications:letter_edit", row.pk)
    elif held and request.method == "GET":
        try:
            made = fees.charge(row.case, held["method"], held[held["method"]], {int(key): count for key, count in held["counted"].items()},
                               {int(key): said for key, said in held.get("same", {}).items()})
        except ValidationError as error:
            messages.warning(request, "".join(error.messages))
    return render(request, "applications/letters/fee.html", {
        "letter": row, "case": row.case, "title": letters_drafting.title_of(row), "form": form, "made": made, "day": fees.day_of(row.case),
        "standard": fees.standard(made.fee) if made else "", "rule": parameters()["fee_month"].newest}, status=422 if form.errors else 200)
