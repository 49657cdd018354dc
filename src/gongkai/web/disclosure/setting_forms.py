"""Forms and columns of a unit's settings: update rules of columns, wrong expressions."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet

from gongkai.web.disclosure.domain import queries, update_rules
from gongkai.web.disclosure.forms import node_choices
from gongkai.web.disclosure.models import CatalogueNode, UpdateRule, WrongWord
from gongkai.web.organs.forms.fields import LeavingForm, UnitField

TITLE = {"td": {"class": "title"}}
_STEPS = ('{{% load gongkai %}}{{% may request.user "edit" record as mine %}}{{% if mine %}}<span class="cluster">'
          '<a href="{{% url "disclosure:{0}_edit" record.pk %}}">修改</a><a href="{{% url "disclosure:{0}_{1}" record.pk %}}">{2}</a></span>{{% endif %}}')


class RuleForm(forms.Form):
    """What is asked of a column: a suggestion, or days and ground of one's own."""

    preset = forms.ChoiceField(label="要求", required=False, help_text="选择常用要求，或者另定天数")
    days = forms.IntegerField(label="最长间隔天数", required=False, min_value=1, max_value=update_rules.MOST,
                              help_text="多少天内须有新的内容；留空表示不作更新要求，例如本单位没有这类信息")
    basis = forms.CharField(label="依据", required=False, max_length=200, widget=forms.TextInput(attrs={"class": "broad"}),
                            help_text="文件名称、文号和要求；不作要求的，说明理由")

    def __init__(self, *args: Any, instance: UpdateRule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["preset"]
        chooser.choices = [("", "另定天数或者不作要求，填写下面两项"), *((one.key, f"{one.name}（{one.days} 天）") for one in update_rules.presets())]
        if instance is not None:
            self.initial.update(days=instance.days, basis=instance.basis)

    def values(self) -> dict[str, Any]:
        """Days and ground, of the suggestion where one is chosen."""
        preset = next((one for one in update_rules.presets() if one.key == self.cleaned_data["preset"]), None)
        return {"days_between": preset.days, "basis": preset.basis} if preset else {
            "days_between": self.cleaned_data["days"], "basis": self.cleaned_data["basis"]}


class NewRuleForm(RuleForm):
    """A rule for a column of the unit's catalogue."""

    node = forms.TypedChoiceField(label="栏目", coerce=int, empty_value=None, widget=forms.Select(attrs={"data-search": "输入名称或编号查找"}))
    field_order = ("node", "preset", "days", "basis")

    def __init__(self, *args: Any, unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["node"]
        chooser.choices = node_choices(queries.nodes_for(unit))

    def column(self) -> CatalogueNode:
        """The column that was chosen."""
        return CatalogueNode.objects.get(pk=self.cleaned_data["node"])


class WordForm(LeavingForm):
    """A wrong expression; `domain/` says that it is there already."""

    left = ("wrong",)

    class Meta:
        model = WrongWord
        fields = ("wrong", "right", "serious", "note")


class NewWordForm(WordForm):
    """A wrong expression of one of the units that the person sets."""

    unit = UnitField(label="制定单位", empty_label=None, help_text="对该单位和下级单位生效")
    field_order = ("unit", "wrong", "right", "serious", "note")

    def __init__(self, *args: Any, units: Any, unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["unit"]
        chooser.queryset, chooser.initial = units, unit


class RuleTable(tables.Table):
    """Update rules, one a line."""

    node = tables.Column(accessor="node__name", verbose_name="栏目", attrs=TITLE)
    unit = tables.Column(accessor="unit__name", verbose_name="制定单位")
    days = tables.Column(verbose_name="最长间隔", empty_values=())
    since = tables.DateColumn(format="Y-m-d", verbose_name="起始日期", attrs={"td": {"class": "date"}})
    step = tables.TemplateColumn(_STEPS.format("rule", "end", "结束"), verbose_name="办理", orderable=False, exclude_from_export=True)

    class Meta:
        model = UpdateRule
        fields = ("node", "unit", "days", "basis", "since", "step")
        default = ""
        order_by = ("unit", "node")

    def render_days(self, record: UpdateRule) -> str:
        """Days, or that nothing is asked."""
        return f"{record.days} 天" if record.days else "不作要求"


class WordTable(tables.Table):
    """Wrong expressions, one a line."""

    wrong = tables.Column(verbose_name="错误表述", attrs=TITLE)
    unit = tables.Column(accessor="unit__name", verbose_name="制定单位")
    serious = tables.Column(verbose_name="处理")
    step = tables.TemplateColumn(_STEPS.format("word", "delete", "删除"), verbose_name="办理", orderable=False, exclude_from_export=True)

    class Meta:
        model = WrongWord
        fields = ("wrong", "right", "serious", "note", "unit", "step")
        default = ""
        order_by = ("wrong",)

    def render_serious(self, value: bool) -> str:
        """What follows from it."""
        return "不得送审" if value else "须说明理由"


class WordFilter(filters.FilterSet):
    """What narrows the expressions."""

    q = filters.CharFilter(label="表述", method="by_text", widget=forms.TextInput(attrs={"type": "search"}))

    class Meta:
        model = WrongWord
        fields = ()

    def by_text(self, rows: QuerySet[WrongWord], name: str, value: str) -> QuerySet[WrongWord]:
        """Part of the wrong or the right expression."""
        return rows.filter(Q(wrong__contains=value) | Q(right__contains=value))
