"""Forms of the register. What is right is decided in domain/register.py."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.common import days
from gongkai.web.common.gate import allows
from gongkai.web.disclosure.enums import NormativeAct, NormativeKind
from gongkai.web.disclosure.models import Item, NormativeDocument
from gongkai.web.organs.models import Unit


def day(label: str, required: bool = False, help_text: str = "") -> forms.DateField:
    """A field for a legal day, with the browser's own calendar."""
    return forms.DateField(label=label, required=required, help_text=help_text,
                           widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class FactsForm(forms.ModelForm):
    """What the register says of a document."""

    class Meta:
        model = NormativeDocument
        fields = ("kind", "title", "document_number", "registration_number", "item", "note")

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = unit or self.instance.unit
        chooser: Any = self.fields["item"]
        chooser.label, chooser.empty_label = "对应的公开事项", "不关联"
        chooser.help_text = "关联后，公众在事项页面可以看到文件是否现行有效。"
        chooser.queryset = Item.objects.filter(unit=owner).order_by("-made_on")
        self.fields["kind"].initial = NormativeKind.NORMATIVE


class NewForm(FactsForm):
    """A document with its issue."""

    unit = forms.ModelChoiceField(label="制定机关", queryset=Unit.objects.none(), empty_label=None)
    issued_on = day("制发日期", True, "成文日期。")
    effective_on = day("施行日期", help_text="自印发之日起施行的，可以不填。")
    valid_until = day("有效期至", help_text="文件规定了有效期的，填写最后一日。")
    supersedes = forms.ModelChoiceField(label="替代的原文件", queryset=NormativeDocument.objects.none(), required=False,
                                        empty_label="无", help_text="修订后重新公布的，选择被替代的原文件。")
    field_order = ("unit", "kind", "title", "document_number", "registration_number", "issued_on", "effective_on", "valid_until",
                   "supersedes", "item", "note")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        units = Unit.objects.filter(pk__in=[unit.pk for unit in Unit.objects.restrict(person)
                                            if allows(person, "add", NormativeDocument(unit=unit))])
        super().__init__(*args, unit=units.first(), **kwargs)
        chooser: Any = self.fields["unit"]
        chooser.queryset = units
        chooser.initial = units.first()
        others: Any = self.fields["supersedes"]
        others.queryset = NormativeDocument.objects.filter(unit__in=units).order_by("-id")
        item: Any = self.fields["item"]
        item.queryset = Item.objects.filter(unit__in=units).order_by("-made_on")


class ActForm(forms.Form):
    """What happened to a document."""

    act = forms.ChoiceField(label="变动", choices=[choice for choice in NormativeAct.choices
                                                    if choice[0] not in (NormativeAct.ISSUED, NormativeAct.KEPT, NormativeAct.TO_AMEND)])
    on = day("日期", True, "废止、失效、修订等发生之日。")
    by_document = forms.ModelChoiceField(label="依据或替代文件", queryset=NormativeDocument.objects.none(), required=False,
                                         empty_label="无")
    valid_until = day("新的有效期至", help_text="仅修订、延长有效期时填写。")
    note = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, document: NormativeDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["by_document"]
        chooser.queryset = NormativeDocument.objects.filter(unit=document.unit).exclude(pk=document.pk)
        self.fields["on"].initial = days.today()


class ReasonForm(forms.Form):
    """Why an entry is reversed."""

    reason = forms.CharField(label="撤销理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CleanForm(forms.Form):
    """The day and the ground of a clean-up; what becomes of each document is a field of its own (``verdict-ID``)."""

    on = day("清理结果生效日期", True, "废止、失效的，自这一天起不再有效。")
    basis = forms.CharField(label="依据", max_length=200, help_text="清理结果的决定或公告，例如 清政发〔2026〕3号。")
