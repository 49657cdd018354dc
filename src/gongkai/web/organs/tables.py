"""Columns and filters of this app's lists."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from gongkai.web.common import days, eventlog
from gongkai.web.common.models import Event
from gongkai.web.organs.enums import Role, UnitKind
from gongkai.web.organs.forms.fields import UnitField
from gongkai.web.organs.models import ApiToken, Person, RoleHeld, SoleApprover, Unit

_TITLE = {"td": {"class": "title"}}
_DATE = {"td": {"class": "date"}}
_SHORT = {"td": {"class": "nowrap"}}
_STEP = {"td": {"class": "nowrap nolabel"}}
_WHO = tables.TemplateColumn('{% may request.user "view" record.person as seen %}{% if seen %}<a href="{% url "organs:person" record.person_id %}">'
                             '{{ record.person.name }}</a>{% else %}{{ record.person.name }}{% endif %}',
                             verbose_name="人员", attrs=_TITLE, order_by="person__name")


def _day(label: str, **more: Any) -> tables.DateColumn:
    """A column of days."""
    return tables.DateColumn(verbose_name=label, format="Y-m-d", attrs=_DATE, **more)


def _time(label: str, **more: Any) -> tables.DateTimeColumn:
    """A column of times, to the minute."""
    return tables.DateTimeColumn(verbose_name=label, format=more.pop("format", "Y-m-d H:i"), attrs=_DATE, **more)


class _UnitFilter(django_filters.ModelChoiceFilter):
    """A unit among those that the person sees."""

    field_class = UnitField

    def __init__(self, field_name: str = "unit", **kwargs: Any) -> None:
        super().__init__(field_name=field_name, label=kwargs.pop("label", "单位"), empty_label="全部单位",
                         queryset=self._mine, **kwargs)

    @staticmethod
    def _mine(request: HttpRequest | None) -> QuerySet[Unit]:
        return Unit.objects.restrict(getattr(request, "user", None)).order_by("place")

    @property
    def field(self) -> Any:
        """The chooser, without django-filter's own arguments."""
        if not hasattr(self, "_field"):
            self._field = UnitField(required=False, label=self.label, empty_label="全部单位")
            self._field.queryset = self._mine(self.get_request())
        return self._field


class UnitTable(tables.Table):
    """Units with their facts; codes and days only in the export, where there is room."""

    name = tables.Column(verbose_name="名称", linkify=("organs:unit", [tables.A("pk")]), attrs=_TITLE)
    short_name = tables.Column(verbose_name="简称", attrs=_SHORT)
    parent = tables.Column(verbose_name="上级单位", accessor="parent__name", default="")
    document_word = tables.Column(verbose_name="机关代字", attrs=_SHORT)
    contact = tables.Column(verbose_name="联系电话", accessor="reached", default="", orderable=False, attrs=_SHORT)
    region_code = tables.Column(verbose_name="行政区划代码", visible=False)
    credit_code = tables.Column(verbose_name="统一社会信用代码", visible=False)
    founded_on = _day("设立日期", visible=False)
    abolished_on = _day("撤销日期", visible=False)

    class Meta:
        model = Unit
        fields = ("name", "short_name", "kind", "parent", "document_word", "review_levels", "contact", "region_code", "credit_code",
                  "founded_on", "abolished_on")
        default = ""

    def render_kind(self, record: Unit) -> str:
        """The kind, and whether the unit stands no more."""
        return record.get_kind_display() + (f"（{record.abolished_on} 撤销）" if record.abolished_on else "")

    def value_kind(self, record: Unit) -> str:
        """The kind alone."""
        return record.get_kind_display()


class UnitFilter(django_filters.FilterSet):
    """A name, now or formerly; a kind; those that stand or not."""

    q = django_filters.CharFilter(label="名称、简称、曾用名、代码", method="found")
    kind = django_filters.ChoiceFilter(label="类别", choices=UnitKind.choices, empty_label="全部类别")
    state = django_filters.ChoiceFilter(label="状态", choices=(("gone", "已撤销"), ("all", "全部")), empty_label="现有", method="stands")

    class Meta:
        model = Unit
        fields = ()

    def found(self, rows: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        """Part of any name that the unit has or had, or of a code."""
        formerly = Unit.objects.filter(names__name__contains=value).values("pk")
        return rows.filter(Q(name__contains=value) | Q(short_name__contains=value) | Q(credit_code__icontains=value)
                           | Q(document_word__contains=value) | Q(region_code__startswith=value) | Q(pk__in=formerly))

    def stands(self, rows: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        """Those that were abolished, or all."""
        return rows.exclude(abolished_on=None) if value == "gone" else rows

    def filter_queryset(self, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        """Those that stand, unless others are asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(abolished_on=None)


class PersonTable(tables.Table):
    """People."""

    name = tables.Column(verbose_name="姓名", linkify=("organs:person", [tables.A("pk")]), attrs=_TITLE)
    home = tables.Column(accessor="home__name", verbose_name="所在单位")
    roles = tables.Column(verbose_name="角色", accessor="known", orderable=False, default="")
    is_active = tables.Column(verbose_name="状态")
    last_login = _time("最近登录", default="从未登录")

    class Meta:
        model = Person
        fields = ("name", "username", "home", "roles", "telephone", "is_active", "last_login")
        default = ""

    def value_roles(self, value: list[RoleHeld], record: Person) -> str:
        """The roles that the view fetched; the unit is named where it is not the home unit."""
        return "、".join(held.get_role_display() + (f"（{held.unit.called}）" if held.unit_id != record.home_id else "")
                        for held in value)

    render_roles = value_roles

    def render_is_active(self, value: bool) -> str:
        """Whether the person can sign in."""
        return "正常" if value else "已停用"


class PersonFilter(django_filters.FilterSet):
    """A name, a unit, a role, those who can sign in."""

    q = django_filters.CharFilter(label="姓名或用户名", method="found")
    home = _UnitFilter("home", label="所在单位")
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, empty_label="全部角色", method="holding")
    state = django_filters.ChoiceFilter(label="状态", choices=(("gone", "已停用"), ("all", "全部")), empty_label="正常", method="stands")

    class Meta:
        model = Person
        fields = ()

    def found(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Part of the name or user name."""
        return rows.filter(Q(name__contains=value) | Q(username__icontains=value))

    def holding(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Those who hold a role today, where the actor may know of it."""
        held = RoleHeld.objects.restrict(getattr(self.request, "user", None)).on(days.today()).filter(role=value)
        return rows.filter(pk__in=held.values("person"))

    def stands(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Those who left, or all."""
        return rows.filter(is_active=False) if value == "gone" else rows

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """Those who can sign in, unless others are asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(is_active=True)


class _Granted(tables.Table):
    """What a person was granted in a unit, from a day to a day."""

    person = _WHO
    unit = tables.Column(accessor="unit__name", verbose_name="单位")
    since = _day("起始日期")
    until = _day("截止日期", default="长期")
    granted_by = tables.Column(accessor="granted_by__name", verbose_name="授予人", default="")


class RoleTable(_Granted):
    """Roles held."""

    step = tables.TemplateColumn('{% if record.ends %}{% may request.user "grant" record as mine %}{% if mine %}'
                                 '<a class="button slim" href="{% url "organs:role_revoke" record.pk %}">收回</a>{% endif %}{% endif %}',
                                 verbose_name="办理", orderable=False, exclude_from_export=True, attrs=_STEP)

    class Meta:
        model = RoleHeld
        fields = ("person", "unit", "role", "since", "until", "granted_by", "step")


class SoleTable(_Granted):
    """Leave to approve one's own text."""

    reason = tables.Column(verbose_name="理由")
    step = tables.TemplateColumn('{% if record.ends %}{% may request.user "grant" record as mine %}{% if mine %}'
                                 '<a class="button slim" href="{% url "organs:sole_end" record.pk %}">终止</a>{% endif %}{% endif %}',
                                 verbose_name="办理", orderable=False, exclude_from_export=True, attrs=_STEP)

    class Meta:
        model = SoleApprover
        fields = ("person", "unit", "reason", "since", "until", "granted_by", "step")


class HeldFilter(django_filters.FilterSet):
    """A person, a unit, those that hold today or once held."""

    q = django_filters.CharFilter(label="姓名或用户名", method="found")
    unit = _UnitFilter()
    state = django_filters.ChoiceFilter(label="状态", choices=(("all", "全部，含已收回"),), empty_label="现行", method="stands")

    def found(self, rows: Any, name: str, value: str) -> Any:
        """Part of the name or user name."""
        return rows.filter(Q(person__name__contains=value) | Q(person__username__icontains=value))

    def stands(self, rows: Any, name: str, value: str) -> Any:
        """All."""
        return rows

    def filter_queryset(self, queryset: Any) -> Any:
        """Those that hold today or will, unless all are asked for."""
        rows = super().filter_queryset(queryset)
        today = days.today()
        return rows if self.form.cleaned_data.get("state") else rows.filter(
            Q(until=None) | Q(until__gte=today)).exclude(ended_at__isnull=False, until=today)


class RoleFilter(HeldFilter):
    """One role, too."""

    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, empty_label="全部角色")

    class Meta:
        model = RoleHeld
        fields = ("q", "unit", "role", "state")


class SoleFilter(HeldFilter):
    """The same of leave to approve one's own text."""

    class Meta:
        model = SoleApprover
        fields = ("q", "unit", "state")


class TokenTable(tables.Table):
    """Keys."""

    name = tables.Column(verbose_name="系统名称", attrs=_TITLE)
    unit = tables.Column(accessor="unit__name", verbose_name="单位")
    role = tables.Column(verbose_name="角色", attrs=_SHORT)
    hint = tables.TemplateColumn("{{ record.hint }}…", verbose_name="密钥")
    created_by = tables.Column(accessor="created_by__name", verbose_name="建立人")
    created_at = _time("建立时间")
    used_at = _time("最近使用", default="从未使用")
    revoked_at = _time("停用时间", default="")
    step = tables.TemplateColumn('{% if not record.revoked_at %}<a class="button slim" href="{% url "organs:token_revoke" record.pk %}">停用</a>{% endif %}',
                                 verbose_name="办理", orderable=False, exclude_from_export=True, attrs=_STEP)

    class Meta:
        model = ApiToken
        fields = ("name", "unit", "role", "hint", "created_by", "created_at", "used_at", "revoked_at", "step")


class EventTable(tables.Table):
    """The log."""

    at = _time("时间", format="Y-m-d H:i:s", linkify=("organs:event", [tables.A("pk")]))
    actor_name = tables.Column(verbose_name="操作人")
    action = tables.Column(accessor="label", verbose_name="操作", order_by="action")
    subject_title = tables.Column(verbose_name="对象", attrs=_TITLE)
    unit = tables.Column(accessor="unit__name", verbose_name="所属单位", default="")

    class Meta:
        model = Event
        fields = ("at", "actor_name", "action", "subject_title", "unit", "note")
        default = ""
        order_by = ("-at",)


class EventFilter(django_filters.FilterSet):
    """Who, what, where, on what, when."""

    q = django_filters.CharFilter(label="操作人", field_name="actor_name", lookup_expr="contains")
    action = django_filters.ChoiceFilter(label="操作", empty_label="全部操作",
                                         choices=lambda: sorted(eventlog.actions().items(), key=lambda one: one[1]))
    unit = _UnitFilter()
    title = django_filters.CharFilter(label="对象", field_name="subject_title", lookup_expr="contains")
    since = django_filters.DateFilter(label="自何日", field_name="at", lookup_expr="date__gte",
                                      widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    until = django_filters.DateFilter(label="至何日", field_name="at", lookup_expr="date__lte",
                                      widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    class Meta:
        model = Event
        fields = ()
