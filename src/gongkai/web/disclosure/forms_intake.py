"""Forms of what comes in from elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import intake_values, queries
from gongkai.web.disclosure.enums import Attribute, IntakeSource
from gongkai.web.disclosure.forms import DayInput, ItemForm, node_choices
from gongkai.web.disclosure.models import IntakeRow
from gongkai.web.organs.models import Unit

PASTED = 2_000_000
"""Letters of a feed that may be pasted."""


class IntakeForm(forms.Form):
    """An upload, and what holds for all its rows that do not say otherwise."""

    source = forms.ChoiceField(label="来源", choices=IntakeSource.choices, widget=forms.RadioSelect, initial=IntakeSource.SHEET)
    file = forms.FileField(label="文件", required=False, help_text="表格：.xlsx 或 .csv；订阅文件：RSS 或 Atom 的 .xml；保存的网页：把 .html 文件打包为 .zip。",
                           widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.xml,.rss,.atom,.zip"}))
    pasted = forms.CharField(label="或者粘贴订阅内容", required=False, max_length=PASTED, widget=forms.Textarea(attrs={"rows": 4}),
                             help_text="在浏览器中打开订阅地址，把全部内容粘贴到这里。本系统不会自行访问外部网站。")
    legacy = forms.BooleanField(label="这些信息已经在原网站公开", required=False,
                                help_text="每条须有原公开日期和原网址。导入为草稿后，由工作机构负责人确认，登记为已发布的历史数据。")
    node = forms.TypedChoiceField(label="公开目录", required=False, coerce=int, empty_value=None,
                                  widget=forms.Select(attrs={"data-search": "输入名称或编号查找"}), help_text="没有写明的各条归入此处。")
    genre = forms.ChoiceField(label="体裁", required=False)
    subject = forms.ChoiceField(label="主题", required=False)
    attribute = forms.ChoiceField(label="公开属性", choices=Attribute.choices, initial=Attribute.ACTIVE)
    attribute_reason = forms.CharField(label="公开属性理由", required=False, max_length=300, help_text="例如：属于条例第二十条第三项。",
                                       widget=forms.TextInput(attrs={"class": "broad"}))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = queries.nodes_for(unit)
        choices: Any = self.fields
        choices["node"].choices = node_choices(self.nodes)
        choices["genre"].choices = [("", "请选择"), *vocabularies.genres().items()]
        choices["subject"].choices = [("", "请选择"), *vocabularies.subjects().items()]

    def clean(self) -> dict[str, Any]:
        """A file, or a pasted feed."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        feed = values.get("source") == IntakeSource.FEED
        if not values.get("file") and "file" not in self.errors and not (feed and values.get("pasted")):
            self.add_error("file", "请选择要上传的文件，或者粘贴订阅内容。" if feed else "请选择要上传的文件。")
        return values

    def defaults(self) -> dict[str, Any]:
        """What holds for all rows."""
        names = ("genre", "subject", "attribute", "attribute_reason")
        chosen = self.cleaned_data.get("node")
        node = self.nodes.filter(pk=chosen).first() if chosen else None
        return {**{name: self.cleaned_data.get(name) or "" for name in names}, "node": node}


class RowForm(ItemForm):
    """One row of an upload, to be corrected before it comes in."""

    published_on = forms.DateField(label="原公开日期", required=False, widget=DayInput())
    source_url = forms.URLField(label="原网址", required=False, max_length=500, assume_scheme="https")
    index_number = forms.CharField(label="原索引号", required=False, max_length=80, help_text="不填的，导入时自动编制。")
    external_id = forms.CharField(label="来源系统编号", required=False, max_length=120)

    PLACE = ("published_on", "source_url", "index_number", "external_id")

    def __init__(self, *args: Any, unit: Unit, instance: IntakeRow, **kwargs: Any) -> None:
        values = intake_values.loaded(unit, instance.values)
        node = values.pop("node")
        kwargs["initial"] = {**values, "node": node.pk if node else None, **{name: getattr(instance, name) for name in self.PLACE}}
        super().__init__(*args, unit=unit, **kwargs)

    def place(self) -> dict[str, Any]:
        """Where it comes from."""
        return {name: self.cleaned_data[name] for name in self.PLACE}


class ConfirmForm(forms.Form):
    """The head's word for what was public before."""

    reason = forms.CharField(label="确认说明", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
                             help_text="例如：经核对，均已在原县政府门户网站公开。说明对外显示在每条信息的公开记录中。")


