"""Forms of people, roles and keys."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.common import days
from gongkai.web.organs.enums import SYSTEM_ROLES, Role
from gongkai.web.organs.forms.fields import DayField, PersonField, RowForm, UnitField, standing_units
from gongkai.web.organs.models import Person, Unit


class PersonForm(forms.ModelForm):
    """What is known of a person."""

    class Meta:
        model = Person
        fields = ("username", "name", "email", "telephone")
        help_texts: dict[str, str] = {"username": "登录用，2 至 40 个字母、数字、汉字或 . @ + - _", "email": "用于接收提醒"}  # noqa: RUF012


class NewPersonForm(PersonForm):
    """A new person, and the roles held from the first day."""

    home = UnitField(label="所在单位")
    roles = forms.MultipleChoiceField(label="在所在单位的角色", choices=Role.choices, required=False,
                                      widget=forms.CheckboxSelectMultiple, help_text="可以以后再授予")
    field_order = ("home", "username", "name", "email", "telephone", "roles")

    def __init__(self, *args: Any, person: Any, home: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].queryset = standing_units(person, "edit")  # type: ignore[attr-defined]
        self.initial["home"] = home


class OwnForm(forms.ModelForm):
    """What a person changes for themselves."""

    class Meta:
        model = Person
        fields = ("email", "telephone")
        help_texts: dict[str, str] = {"email": "用于接收提醒"}  # noqa: RUF012


class HomeForm(RowForm):
    """Another home unit."""

    home = UnitField(label="新的所在单位")

    def prepare(self) -> None:
        """The units that the actor manages."""
        self.fields["home"].queryset = standing_units(self.person, "edit").exclude(  # type: ignore[attr-defined]
            pk=self.instance.home_id)


class GrantForm(RowForm):
    """Roles for a person in a unit."""

    who = PersonField(label="人员")
    unit = UnitField(label="单位")
    roles = forms.MultipleChoiceField(label="角色", choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    since = DayField(label="自何日起")
    until = DayField(label="至何日止", required=False, help_text="留空则长期有效，直到收回")

    def prepare(self) -> None:
        """People whom the actor sees, units that the actor manages; those abolished too, for what they left behind."""
        self.begin_today("since")
        self.fields["who"].queryset = people_for(self.person)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.restrict(self.person, "edit").order_by("place")  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """When something that was granted ends, and why."""

    until = DayField(label="最后一天", required=False, help_text="留空则立即收回")
    reason = forms.CharField(label="理由", max_length=200, required=False)


class SoleForm(RowForm):
    """Leave for a person to approve their own text."""

    unit = UnitField(label="单位")
    who = PersonField(label="人员")
    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
                             help_text="例如：全镇公开工作仅有一名工作人员")
    since = DayField(label="自何日起")
    until = DayField(label="至何日止", required=False, help_text="留空则长期有效，直到终止")

    def prepare(self) -> None:
        """People whom the actor sees but the actor, units that the actor manages."""
        self.begin_today("since")
        self.fields["who"].queryset = people_for(self.person).exclude(pk=self.person.pk)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = standing_units(self.person, "edit")  # type: ignore[attr-defined]


class TokenForm(RowForm):
    """A key for a system."""

    unit = UnitField(label="单位")
    name = forms.CharField(label="系统名称", max_length=80, help_text="例如：县协同办公系统")
    role = forms.ChoiceField(label="角色", choices=[(role.value, role.label) for role in SYSTEM_ROLES],
                             help_text="经办人可以报送公开事项，主管部门只能读取本单位及下属单位的数据")

    def prepare(self) -> None:
        """The units that the actor manages."""
        self.fields["unit"].queryset = standing_units(self.person, "edit")  # type: ignore[attr-defined]


class DayChoice(forms.Form):
    """The day of which the tree is shown."""

    on = DayField(label="截至日期", required=False)
    abolished = forms.BooleanField(label="显示已撤销的单位", required=False)

    def day(self) -> Any:
        """The day; today where none, or none that is one, is given."""
        return (self.is_valid() and self.cleaned_data["on"]) or days.today()


def people_for(person: Any) -> Any:
    """The people whom a person may see and who can sign in."""
    return Person.objects.restrict(person).filter(is_active=True).select_related("home").order_by("home__place", "id")
