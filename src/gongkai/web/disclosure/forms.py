"""Forms of items and their way. What is right is decided in domain/; a form turns text into values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.web.common.forms import RichText
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import items, queries
from gongkai.web.disclosure.enums import Attribute, Spoken, Verdict
from gongkai.web.disclosure.models import CatalogueNode, Item
from gongkai.web.organs.models import Unit


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


def node_choices(nodes: QuerySet[CatalogueNode]) -> list[tuple[str, Any]]:
    """Rows of the catalogue as groups of choices, each row set in below its parent."""
    groups = [(label, [(row.pk, f"{'　' * depth}{row.code} {row.name}") for row, depth in rows])
              for label, rows in queries.catalogue_tree(nodes)]
    return [("", "请选择"), *groups]


class ItemForm(forms.Form):
    """Everything that a clerk writes of an item."""

    title = forms.CharField(label="名称", max_length=200, help_text="公文写完整标题，最多 200 个字。",
                            widget=forms.TextInput(attrs={"class": "broad"}))
    node = forms.TypedChoiceField(label="公开目录", coerce=int, empty_value=None, widget=forms.Select(attrs={"data-search": "输入名称或编号查找"}))
    genre = forms.ChoiceField(label="体裁")
    subject = forms.ChoiceField(label="主题")
    made_on = forms.DateField(label="生成日期", widget=DayInput(), help_text="印发、形成的日期；20 个工作日内应当公开（条例第二十六条）。")
    document_number = forms.CharField(label="文号", max_length=60, required=False, help_text="例如：清政办发〔2026〕12号")
    summary = forms.CharField(label="内容概述", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
                              help_text="显示在目录和检索结果中（条例第十二条），最多 1000 个字。")
    attribute = forms.ChoiceField(label="公开属性", choices=Attribute.choices, widget=forms.RadioSelect)
    attribute_reason = forms.CharField(label="公开属性理由", max_length=300, help_text="例如：属于条例第二十条第三项；或者不予公开所依据的条款。",
                                       widget=forms.TextInput(attrs={"class": "broad"}))
    reassess_on = forms.DateField(label="下次评估日期", required=False, widget=DayInput(),
                                  help_text="不予公开的必须填写，到期重新评估能否公开（条例第十八条）。")
    body = RichText(label="正文", required=False)
    valid_from = forms.DateField(label="生效日期", required=False, widget=DayInput())
    valid_until = forms.DateField(label="有效期至", required=False, widget=DayInput())
    reprinted_from = forms.CharField(label="转载来源", max_length=200, required=False, help_text="转载上级或其他机关信息的，写明来源。")
    reprinted_url = forms.CharField(label="转载网址", max_length=500, required=False)
    sent_to = forms.CharField(label="报送情况", max_length=200, required=False, help_text="已报送、移送的单位和日期，不对外显示。")

    GROUPS = (("基本信息", ("title", "node", "genre", "subject", "made_on", "document_number", "summary")),
              ("公开属性", ("attribute", "attribute_reason", "reassess_on")),
              ("正文", ("body",)),
              ("其他", ("valid_from", "valid_until", "reprinted_from", "reprinted_url", "sent_to")))

    def __init__(self, *args: Any, unit: Unit, instance: Item | None = None, **kwargs: Any) -> None:
        if instance is not None:
            values = {name: getattr(instance, name) for name in items.FIELDS}
            kwargs["initial"] = {**values, "node": instance.node_id, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.unit = unit
        nodes = queries.nodes_for(unit)
        if instance is not None:
            nodes = nodes | CatalogueNode.objects.filter(pk=instance.node_id)
        self.nodes = nodes
        choices: Any = self.fields
        choices["node"].choices = node_choices(nodes)
        choices["genre"].choices = [("", "请选择"), *vocabularies.genres().items()]
        choices["subject"].choices = [("", "请选择"), *vocabularies.subjects().items()]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(heading, [self[name] for name in names]) for heading, names in self.GROUPS]

    def values(self) -> dict[str, Any]:
        """The fields for `domain/items.py`."""
        node = self.nodes.filter(pk=self.cleaned_data["node"]).first()
        return {**{name: self.cleaned_data.get(name) for name in items.FIELDS}, "node": node}


class ReasonForm(forms.Form):
    """One reason."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = "理由", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text


class PublishForm(forms.Form):
    """Publish now, or at a time; what was corrected."""

    when = forms.ChoiceField(label="发布时间", choices=(("now", "立即发布"), ("later", "定时发布")), widget=forms.RadioSelect, initial="now")
    due_at = forms.DateTimeField(label="定时", required=False, widget=TimeInput(), help_text="选择“定时发布”时填写，到时自动发布。")
    reason = forms.CharField(label="更正说明", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="说明更正了什么，对外公示。")

    def __init__(self, *args: Any, correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correcting:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """A time where it is to be published at one."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("when") == "later" and not values.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", "请填写发布时间。")
        return values


class StepForm(forms.Form):
    """A step of review on the screen. 公开审查 has a conclusion and its basis."""

    verdict = forms.ChoiceField(label="意见", choices=((Verdict.PASSED, Verdict.PASSED.label), (Verdict.RETURNED, Verdict.RETURNED.label)),
                                widget=forms.RadioSelect, error_messages={"required": "请选择审核意见。"})
    conclusion = forms.ChoiceField(label="审查结论", choices=Attribute.choices, required=False, widget=forms.RadioSelect,
                                   error_messages={"required": "请选择审查结论。"})
    basis = forms.CharField(label="审查依据", max_length=200, required=False, help_text="例如：不涉及国家秘密、工作秘密，属于《条例》第二十条第三项。",
                            error_messages={"required": "请填写审查依据，例如《条例》第二十条第一项。"})
    opinion = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="退回修改的，写明需要修改什么。")

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if level:
            del self.fields["conclusion"], self.fields["basis"]
        elif self.data.get("verdict") != Verdict.RETURNED:
            self.fields["conclusion"].required = self.fields["basis"].required = True


class PaperForm(StepForm):
    """A step that was taken on paper or in another system."""

    spoken = forms.ChoiceField(label="办理方式", choices=((Spoken.PAPER, Spoken.PAPER.label), (Spoken.OA, Spoken.OA.label)),
                               widget=forms.RadioSelect, initial=Spoken.PAPER)
    approver_name = forms.CharField(label="审批人姓名", max_length=40, help_text="没有本系统账号的也可以填写。")
    approved_on = forms.DateField(label="审批日期", widget=DayInput())
    scan = forms.FileField(label="呈批单扫描件", help_text="PDF、OFD 或者 JPG、PNG 图片。")
    field_order = ("spoken", "approver_name", "approved_on", "verdict", "conclusion", "basis", "opinion", "scan")


class ReferForm(forms.Form):
    """A doubt: whom to ask, and what."""

    to_unit = forms.ModelChoiceField(label="请示单位", queryset=Unit.objects.none(), empty_label="请选择")
    question = forms.CharField(label="请示事项", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_unit"]
        field.queryset = queries.referable_to(unit)
        self.initial.setdefault("to_unit", unit.parent_id)


class AnswerForm(forms.Form):
    """The answer to a unit that asked."""

    conclusion = forms.ChoiceField(label="结论", choices=Attribute.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="答复", widget=forms.Textarea(attrs={"rows": 4}))


class ReassessForm(forms.Form):
    """A look taken anew at what is kept back."""

    conclusion = forms.ChoiceField(label="评估结论", choices=Attribute.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}))
    next_on = forms.DateField(label="下次评估日期", required=False, widget=DayInput(), help_text="仍不予公开的必须填写。")


class NodeForm(forms.ModelForm):
    """A row of a unit's own catalogue."""

    class Meta:
        model = CatalogueNode
        fields = ("code", "name", "parent", "content", "basis", "deadline", "subject", "channels", "audience", "manner", "tier", "active")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        field.queryset = CatalogueNode.objects.filter(unit=unit, scheme=self.instance.scheme or "own").exclude(pk=self.instance.pk)
        field.empty_label = "没有上级事项"
        self.fields["code"].help_text = "在本单位目录中不重复，用于索引号。"

    def _post_clean(self) -> None:
        """The row is checked and changed in domain/catalogue.py, not here."""
