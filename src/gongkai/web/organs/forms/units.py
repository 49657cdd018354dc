"""Forms of a unit: facts, name, place, reforms, contacts, officers."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.common import days
from gongkai.web.organs.domain import queries
from gongkai.web.organs.domain.units import FACTS
from gongkai.web.organs.enums import Post, UnitKind
from gongkai.web.organs.forms.fields import DayField, LeavingForm, RowForm, UnitField, UnitsField, standing_units
from gongkai.web.organs.models import OfficeContact, Officer, Unit

_HELP = {
    "short_name": "文中和列表中的称呼，例如：县教育局",
    "slug": "用在门户的网址中，由字母、数字、- 组成；改动之后原来的网址失效",
    "document_word": "用于文号，例如：清政办",
    "review_levels": "发布前经过几级审核：1 为审核人，2 加工作机构负责人，3 再加签发人",
    "order": "同一上级之下，数字小的排在前面",
    "region_code": "6、9 或 12 位数字",
}
_PASSED_ON = "正在审核的退回拟稿，由接办单位重新送审；发布过的留在原单位名下"
_LEVELS = ((1, "一级：审核人"), (2, "二级：审核人、工作机构负责人"), (3, "三级：审核人、工作机构负责人、签发人"))


class UnitForm(forms.ModelForm):
    """The facts of a unit."""

    founded_on = DayField(label="设立日期", required=False)
    review_levels = forms.TypedChoiceField(label="审核级数", choices=_LEVELS, coerce=int, help_text=_HELP["review_levels"])

    class Meta:
        model = Unit
        fields: tuple[str, ...] = FACTS
        help_texts = _HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        if self.instance.pk is None:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "用在门户的网址中，由字母、数字、- 组成；留空则自动编定"

    def clean_order(self) -> int:
        """Nothing is nought."""
        return self.cleaned_data["order"] or 0


class NewUnitForm(UnitForm):
    """A new unit under another."""

    parent = UnitField(label="上级单位")
    document = forms.CharField(label="设立依据", max_length=200, required=False, help_text="批准设立的文件名称或文号")

    class Meta(UnitForm.Meta):
        fields = ("name", *FACTS)

    field_order = ("parent", "name", "kind", "short_name")

    def __init__(self, *args: Any, person: Any, parent: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = standing_units(person, "add")  # type: ignore[attr-defined]
        self.initial["parent"] = parent

    def _post_clean(self) -> None:
        self.instance.parent = self.cleaned_data.get("parent")
        super()._post_clean()  # type: ignore[misc]  # the stubs leave it out


class ReformForm(RowForm):
    """What every step of a 机构改革 has: its day, its document."""

    day = DayField(label="生效日期", help_text="变动生效的那一天，不晚于今天")
    document = forms.CharField(label="依据文件", max_length=200, required=False, help_text="例如：清办发〔2024〕2号")
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        """The day begins as today."""
        self.begin_today("day")


class RenameForm(ReformForm):
    """A new name, or a name put right."""

    name = forms.CharField(label="新名称", max_length=100)
    short_name = forms.CharField(label="新简称", max_length=40, required=False)
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices, help_text="撤镇设街道等情形，类别随之改变")
    correction = forms.BooleanField(label="只是更正录入错误，单位并未更名", required=False,
                                    help_text="选中后不记更名，原来的名称直接改正；请在“说明”中写明理由")
    field_order = ("name", "short_name", "kind", "day", "document", "note", "correction")


class MoveForm(ReformForm):
    """A new unit above."""

    parent = UnitField(label="新的上级单位")
    field_order = ("parent", "day", "document", "note")

    def prepare(self) -> None:
        """Anywhere but within the unit itself."""
        super().prepare()
        self.initial.pop("parent", None)
        self.fields["parent"].queryset = standing_units(self.person, "add").exclude(  # type: ignore[attr-defined]
            path__startswith=self.instance.path).exclude(pk=self.instance.parent_id)


class MergeForm(ReformForm):
    """Several units of one parent become one."""

    units = UnitsField(label="参加合并的单位")
    into = UnitField(label="合并后的单位", required=False, empty_label="新设一个单位",
                     help_text="选择其中一个单位，则由它保留并并入其他单位；也可以新设")
    name = forms.CharField(label="新单位名称", max_length=100, required=False, help_text="新设单位时填写")
    short_name = forms.CharField(label="新单位简称", max_length=40, required=False)
    carry = forms.BooleanField(label="原单位的人员转入合并后的单位，并在那里持有同样的角色", required=False, initial=True,
                               help_text="他们在原单位的角色保留，以便办理原单位的遗留事项")
    pass_on = forms.BooleanField(label="原单位未发布的公开事项转由合并后的单位办理", required=False, initial=True, help_text=_PASSED_ON)
    field_order = ("units", "into", "name", "short_name", "carry", "pass_on", "day", "document", "note")

    def prepare(self) -> None:
        """The units beside the one with which it began."""
        super().prepare()
        self.initial.pop("name", None)
        self.initial.pop("short_name", None)
        beside = standing_units(self.person, "reorganise").filter(parent=self.instance.parent_id).order_by("order", "id")
        self.fields["units"].queryset = beside  # type: ignore[attr-defined]
        self.fields["into"].queryset = beside  # type: ignore[attr-defined]
        self.initial["units"] = [self.instance.pk]

    def clean(self) -> dict[str, Any]:
        """A new unit needs a name."""
        data = super().clean() or self.cleaned_data
        if not data.get("into") and not data.get("name"):
            self.add_error("name", "新设单位须有名称，请填写，或者选择由其中一个单位保留。")
        return data


class SplitForm(ReformForm):
    """One unit becomes several."""

    parts = forms.CharField(label="新设单位的名称", widget=forms.Textarea(attrs={"rows": 4}), help_text="每行一个单位的全称")
    stays = forms.BooleanField(label="原单位保留", required=False, initial=True, help_text="不选，则原单位自生效之日起撤销")
    field_order = ("parts", "stays", "day", "document", "note")

    def clean_parts(self) -> list[str]:
        """The names, a line each."""
        names = [name for line in self.cleaned_data["parts"].splitlines() if (name := line.strip())]
        if len(set(names)) < len(names):
            raise forms.ValidationError("有两行名称相同，请核对。")
        return names


class AbolishForm(ReformForm):
    """A unit ends."""

    heirs = UnitsField(label="承接职能的单位", required=False, help_text="其职能划入哪些单位；没有可以不选")
    pass_on = forms.BooleanField(label="未发布的公开事项转由承接单位办理", required=False, initial=True,
                                 help_text=f"承接单位只有一个时转办；有几个的，撤销后在原单位页面上逐个移交。{_PASSED_ON}")
    field_order = ("day", "heirs", "pass_on", "document", "note")

    def prepare(self) -> None:
        """The units beside it, and the one above."""
        super().prepare()
        beside = standing_units(self.person, "view").exclude(pk=self.instance.pk)
        self.fields["heirs"].queryset = beside.filter(  # type: ignore[attr-defined]
            parent=self.instance.parent_id) | beside.filter(pk=self.instance.parent_id)


class HandOverForm(RowForm):
    """Who carries on with what an abolished unit has not finished."""

    heir = UnitField(label="接办单位")

    def prepare(self) -> None:
        """The units that carry on its work."""
        heirs = queries.heirs(self.instance)
        self.fields["heir"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in heirs], abolished_on=None)  # type: ignore[attr-defined]
        self.initial["heir"] = heirs[0] if len(heirs) == 1 else None


class ReasonForm(forms.Form):
    """A step that asks why."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ContactForm(LeavingForm):
    """How the unit's 工作机构 is reached."""

    website = forms.URLField(label="网址", required=False, assume_scheme="https")
    since = DayField(label="自何日起", help_text="新的信息从这一天起有效，此前的保留备查；同一天再改，直接改正")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    left = ("unit", "since", "until")

    class Meta:
        model = OfficeContact
        fields = ("office", "address", "postcode", "hours", "telephone", "fax", "email", "website", "since")
        help_texts: dict[str, str] = {"office": "例如：清川县教育局办公室", "hours": "例如：工作日 8:30—12:00，14:00—17:30"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.pk
        self.initial["since"] = days.today()

    def validate_constraints(self) -> None:
        """Not here: the present contact is closed by the same step."""


class OfficerForm(forms.ModelForm):
    """Somebody's part in the unit's disclosure work."""

    since = DayField(label="自何日起")
    post = forms.ChoiceField(label="分工", choices=Post.choices)

    class Meta:
        model = Officer
        fields = ("name", "post", "title", "full_time", "since")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["since"] = days.today()

    def validate_constraints(self) -> None:
        """Not here: the present row is closed by the same step."""


class EndOfficerForm(RowForm):
    """The last day."""

    until = DayField(label="最后一天")

    def prepare(self) -> None:
        """Today."""
        self.begin_today("until")
