"""Units in a tree and in time, people, and the roles they hold.

A unit keeps its row for life; what changes with time (name, contacts, officers) is dated rows, so that last year's figures
stay with the unit that made them under the name that it then had.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from gongkai.web.common import days
from gongkai.web.common.editing import Versioned
from gongkai.web.common.gate import GatedQuerySet, Grant
from gongkai.web.organs import permissions
from gongkai.web.organs.enums import ChangeKind, Post, Role, UnitKind
from gongkai.web.organs.validators import credit_code


class DatedQuerySet(GatedQuerySet):
    """Rows with `since` and `until`: the first and the last day on which they hold."""

    def on(self, day: date) -> Self:
        """The rows that hold on a day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


def in_order() -> models.CheckConstraint:
    """The last day is no earlier than the first."""
    return models.CheckConstraint(condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                                  name="%(app_label)s_%(class)s_in_order")


class Dated(models.Model):
    """A row that holds from a first to a last day; an open end is null."""

    since = models.DateField("起始日期", null=True, blank=True)
    until = models.DateField("截止日期", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [in_order()]


class Unit(Versioned):
    """An organ (机关). `path` is its place in the tree: the ids of its ancestors and its own, each with a slash behind. `place` sorts as
    the tree is shown: each unit before those below it, sisters by `order`."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位")
    path = models.CharField(max_length=200, db_index=True, editable=False, default="")
    place = models.CharField(max_length=300, db_index=True, editable=False, default="")
    order = models.PositiveIntegerField("排序", default=0)
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)
    slug = models.SlugField("网址名", max_length=40, unique=True, error_messages={"unique": "该网址名已被其他单位使用，请换一个。"})
    region_code = models.CharField("行政区划代码", max_length=12, blank=True, validators=[
        RegexValidator(r"^\d{6}(\d{3}(\d{3})?)?$", "行政区划代码应为6、9或12位数字。")])
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[credit_code])
    document_word = models.CharField("机关代字", max_length=20, blank=True, help_text="例如：清政办")
    founded_on = models.DateField("设立日期", null=True, blank=True)
    abolished_on = models.DateField("撤销日期", null=True, blank=True)
    review_levels = models.PositiveSmallIntegerField("审核级数", default=1, help_text="发布前的审核级数，1至3级")

    gate = permissions.UNIT
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.CheckConstraint(condition=Q(review_levels__gte=1, review_levels__lte=3), name="unit_review_levels",
                                   violation_error_message="审核级数应为1至3级。"),
            models.UniqueConstraint(fields=["credit_code"], condition=~Q(credit_code=""), name="unit_credit_code",
                                    violation_error_message="该统一社会信用代码已属于另一单位，请核对。"),
            models.UniqueConstraint(fields=["parent", "name"], condition=Q(abolished_on=None), name="unit_name_below",
                                    violation_error_message="同一上级之下已有同名单位，请核对名称。"),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path, place = f"{self.parent.path if self.parent else '/'}{self.pk}/", self.place_below(self.parent.place if self.parent else "")
        if (path, place) != (self.path, self.place):
            self.path, self.place = path, place
            type(self).objects.filter(pk=self.pk).update(path=path, place=place)

    def place_below(self, place: str) -> str:
        """The unit's `place` where the unit above has that one."""
        return f"{place}{min(self.order, 99_999):05d}.{self.pk:07d}/"

    @property
    def called(self) -> str:
        """The short name, or the name where there is none."""
        return self.short_name or self.name

    @property
    def above(self) -> list[int]:
        """The ids of the unit and of all units above it."""
        return [int(number) for number in self.path.split("/") if number]

    def subtree(self) -> models.QuerySet[Unit]:
        """The unit and all units below it."""
        return Unit.objects.filter(path__startswith=self.path)

    def exists_on(self, day: date) -> bool:
        """Whether the unit stood on a day."""
        return (self.founded_on is None or self.founded_on <= day) and (self.abolished_on is None or day < self.abolished_on)


def one_open(*fields: str) -> models.UniqueConstraint:
    """Of the rows with the same `fields`, at most one has an open end."""
    return models.UniqueConstraint(fields=fields, condition=Q(until=None), name="%(app_label)s_%(class)s_one_open")


class UnitName(Dated):
    """What a unit was called, and when. The name that holds now is the unit's own `name` too."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=40, blank=True)

    gate = permissions.PART

    class Meta(Dated.Meta):
        ordering = ("unit", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [in_order(), one_open("unit")]

    def __str__(self) -> str:
        return self.name


class ChangeQuerySet(GatedQuerySet):
    """Steps of 机构改革, with those that were taken back."""

    def held(self) -> Self:
        """The steps that hold: neither taken back, nor the taking back of another."""
        return self.filter(undone=None, undoes=None)


class UnitChange(models.Model):
    """One step of a 机构改革: what it was, when, by which document, from which units to which. A step that was entered by mistake stays;
    another one that names it in `undoes` takes it back. `effects` has, by their ids, what else the step did (domain/undoing.py)."""

    kind = models.CharField("变动", max_length=20, choices=ChangeKind.choices)
    day = models.DateField("生效日期")
    document = models.CharField("依据文件", max_length=200, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name="单位")
    sources = models.ManyToManyField(Unit, related_name="+", verbose_name="原单位", blank=True)
    results = models.ManyToManyField(Unit, related_name="+", verbose_name="新单位", blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone", verbose_name="撤回的变动")
    effects = models.JSONField("连带变动", default=dict, blank=True, editable=False)

    gate = permissions.PART
    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_kind_display()}"


class OfficeContact(Dated):
    """How to reach the unit's 政府信息公开工作机构 (条例第12条: what a 指南 must name)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="contacts")
    office = models.CharField("工作机构名称", max_length=100)
    address = models.CharField("办公地址", max_length=200)
    postcode = models.CharField("邮政编码", max_length=6, blank=True, validators=[RegexValidator(r"^\d{6}$", "邮政编码应为6位数字。")])
    hours = models.CharField("办公时间", max_length=200)
    telephone = models.CharField("联系电话", max_length=60)
    fax = models.CharField("传真号码", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    website = models.URLField("网址", blank=True)

    gate = permissions.PART

    class Meta(Dated.Meta):
        ordering = ("unit", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [in_order(), one_open("unit")]

    def __str__(self) -> str:
        return self.office


class Officer(Dated):
    """Somebody's part in the unit's disclosure work, with its dates."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="officers")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("分工", max_length=20, choices=Post.choices)
    title = models.CharField("职务", max_length=60, blank=True)
    full_time = models.BooleanField("专职", default=False)

    gate = permissions.PART

    class Meta(Dated.Meta):
        ordering = ("post", "id")

    def __str__(self) -> str:
        return f"{self.name}（{self.get_post_display()}）"


class Holder(models.Model):
    """What the gate asks of whoever holds roles, beside `grants` (common/gate.py)."""

    class Meta:
        abstract = True

    @cached_property
    def _below(self) -> dict[str, tuple[int, ...]]:
        return {}

    def below(self, path: str) -> tuple[int, ...]:
        """The ids of the unit at a place in the tree and of all units below it; read once for each request, as the grants are."""
        if path not in self._below:
            self._below[path] = tuple(Unit.objects.filter(path__startswith=path).order_by().values_list("pk", flat=True))
        return self._below[path]


class PersonManager(BaseUserManager.from_queryset(GatedQuerySet)):  # type: ignore[misc]
    """People are made by organs/domain/people.py."""

    def get_by_natural_key(self, username: str) -> Person:
        """For sign-in."""
        return self.get(username=username)


class Person(Versioned, Holder, AbstractBaseUser):
    """Somebody who works here. There is no superuser: whatever a person may do, a role says so."""

    username = models.CharField("用户名", max_length=40, unique=True, error_messages={"unique": "该用户名已被使用，请换一个。"}, validators=[
        RegexValidator(r"^[\w.@+-]{2,40}$", "用户名由2至40个字母、数字、汉字或 . @ + - _ 组成。")])
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    telephone = models.CharField("办公电话", max_length=30, blank=True)
    home = models.ForeignKey(Unit, models.PROTECT, related_name="staff", verbose_name="所在单位")
    is_active = models.BooleanField("可以登录", default=True)
    must_change_password = models.BooleanField("须修改密码", default=False)
    demonstration = models.BooleanField("演示账号", default=False, editable=False)
    joined_at = models.DateTimeField("建立时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]  # noqa: RUF012
    is_person = True
    gate = permissions.PERSON
    objects = PersonManager()

    class Meta:
        ordering = ("home", "id")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """For libraries that ask."""
        return self.name

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """The roles held today; read once for each request."""
        if not self.is_active:
            return ()
        held = self.roles.on(days.today()).order_by().values_list("role", "unit_id", "unit__path")
        return tuple(Grant(*row) for row in held)

    def holds(self, role: str, unit: Unit) -> bool:
        """Whether the person holds a role in this very unit today."""
        return any(grant.role == role and grant.unit_id == unit.pk for grant in self.grants)


class HeldQuerySet(DatedQuerySet):
    """Dated rows that can be ended at once, in the midst of their last day."""

    def on(self, day: date) -> Self:
        """The rows that hold on a day; one that was ended on that day holds no more."""
        return super().on(day).exclude(ended_at__isnull=False, until=day)


class Held(Dated):
    """Something granted to a person in a unit."""

    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="收回人")
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)

    gate = permissions.ROLE
    objects: ClassVar = HeldQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = True

    @property
    def ends(self) -> bool:
        """Whether it holds today or on a day to come, so that it can be taken away."""
        today = days.today()
        return self.until is None or self.until > today or (self.until == today and self.ended_at is None)


class RoleHeld(Held):
    """A role that a person holds in a unit. Taking it away sets its last day and `ended_at`; the row stays."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roles", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="授予人")
    granted_at = models.DateTimeField("授予时间", auto_now_add=True)

    class Meta(Held.Meta):
        ordering = ("unit", "role", "person", "id")
        indexes = (models.Index(fields=["person", "until"]),)
        constraints: ClassVar[list[models.BaseConstraint]] = [in_order(), one_open("person", "unit", "role")]

    def __str__(self) -> str:
        return f"{self.person} {self.unit} {self.get_role_display()}"


class SoleApprover(Held):
    """Leave, by name, to approve one's own text: an office of one person. Each such approval is marked."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="sole_approvers", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sole_approvals", verbose_name="人员")
    reason = models.CharField("理由", max_length=200)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人")

    class Meta(Held.Meta):
        ordering = ("unit", "person", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [in_order(), one_open("person", "unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.person}"


class ApiToken(Holder):
    """A key with which another system (an OA) acts for one unit. Only its digest is kept."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tokens", verbose_name="单位")
    name = models.CharField("系统名称", max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField("前几位", max_length=12, editable=False)
    role = models.CharField("角色", max_length=20, choices=Role.choices, default=Role.CLERK)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="建立人")
    used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    is_person = False
    gate = permissions.TOKEN
    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "name")

    def __str__(self) -> str:
        return f"{self.name}（接口）"

    @property
    def is_authenticated(self) -> bool:
        """For what asks this of a request's user."""
        return self.revoked_at is None

    @property
    def grants(self) -> tuple[Grant, ...]:
        """One role in one unit, as long as the key holds."""
        return () if self.revoked_at else (Grant(self.role, self.unit_id, self.unit.path),)
