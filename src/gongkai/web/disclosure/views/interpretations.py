"""What explains an item and what it explains, with a chooser; documents that nobody has explained."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from gongkai.web.common.access import lists, opens
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.lists import show
from gongkai.web.common.generic.steps import attempt
from gongkai.web.disclosure.domain import interpreting
from gongkai.web.disclosure.enums import InterpretationKind
from gongkai.web.disclosure.models import Item
from gongkai.web.disclosure.tables import ItemFilter, ItemTable

WAYS = (("explains", "它解读本事项"), ("explained", "本事项解读它"))


class BindForm(forms.Form):
    """Which item, which way, in which form."""

    other = forms.IntegerField(error_messages={"required": "请先选择一个事项。", "invalid": "请先选择一个事项。"})
    way = forms.ChoiceField(choices=WAYS)
    kind = forms.ChoiceField(choices=InterpretationKind.choices)


class UnexplainedTable(ItemTable):
    """Documents without an interpretation, each with the way to its chooser."""

    class Meta(ItemTable.Meta):
        exclude = ("chosen", "attribute", "index_number")
        order_by = "-made_on"

    def render_title(self, value: str, record: Item) -> str:
        """A link to the page where an interpretation is bound."""
        return format_html('<a href="{}">{}</a>', reverse("disclosure:item_interpretations", args=[record.pk]), value)


@opens(Item)
def page(request: HttpRequest, row: Item) -> HttpResponse:
    """Both lists, and the chooser for those who may edit the item."""
    editable = allows(request.user, "edit", row)
    here = redirect("disclosure:item_interpretations", row.pk)
    words = " ".join(request.GET.get("q", "").split())
    if request.method == "POST":
        if "unbind" in request.POST:
            found = next((one for bonds in interpreting.bonds_of(request.user, row) for one in bonds if str(one.pk) == request.POST["unbind"]), None)
            if found is None:
                messages.error(request, "这项关联已经不在了，请刷新页面查看。")
                return here
            attempt(request, lambda: interpreting.unbind(request.user, found), "已取消关联。")
            return here
        form = BindForm(request.POST)
        other = interpreting.visible(request.user).filter(pk=form.cleaned_data["other"]).first() if form.is_valid() else None
        if other is None:
            messages.error(request, "请先查找并选择一个事项，再关联。")
            return here
        document, item = (row, other) if form.cleaned_data["way"] == "explains" else (other, row)
        attempt(request, lambda: interpreting.bind(request.user, document, item, form.cleaned_data["kind"]), "已关联。")
        return here
    explained_by, explains = interpreting.bonds_of(request.user, row)
    return render(request, "disclosure/interpretations/item.html", {
        "item": row, "explained_by": explained_by, "explains": explains, "editable": editable, "q": words,
        "found": interpreting.candidates(request.user, row, words) if editable and words else [], "ways": WAYS,
        "kinds": InterpretationKind.choices})


@lists(Item)
def unexplained(request: HttpRequest) -> HttpResponseBase:
    """Documents that nobody has explained, of the units that the person sees."""
    rows = interpreting.unexplained(request.user).select_related("unit", "node").defer("body", "summary")
    return show(request, rows, UnexplainedTable, filters=ItemFilter, title="缺少解读的文件", template="disclosure/interpretations/index.html",
                empty="登记的规范性文件和近一年的政策文件都已关联解读。")
