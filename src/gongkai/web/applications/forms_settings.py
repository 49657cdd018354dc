"""Forms of calendars, webhooks, divisions and mergers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.web.applications.domain import dividing
from gongkai.web.applications.models import Case, HolidayNotice, Webhook
from gongkai.web.organs.models import Unit


def held(person: Any, model: Any, action: str) -> QuerySet[Unit]:
    """The units in which a person may take an action by a role held there."""
    roles = model.gate.actions[action]
    return Unit.objects.restrict(person, "view").filter(pk__in=[grant.unit_id for grant in person.grants if grant.role in roles])


class NoticeForm(forms.Form):
    """A notice of holidays, as it is printed."""

    unit = forms.ModelChoiceField(label="适用单位", queryset=Unit.objects.none(), empty_label=None, help_text="对该单位及其下级都适用")
    title = forms.CharField(label="名称", max_length=100, required=False, help_text="粘贴年度通知全文的，名称、文号、日期、年份可以不填，从全文中读取")
    document = forms.CharField(label="文号或者依据", max_length=200, required=False)
    issued_on = forms.DateField(label="发布日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    settles = forms.IntegerField(label="全年安排的年份", required=False, min_value=2020, max_value=2100,
                                 help_text="国务院办公厅的年度通知填写该年份；地方假日、临时调整不填")
    text = forms.CharField(label="放假安排", widget=forms.Textarea(attrs={"rows": 8}), max_length=8000,
                           help_text="国务院办公厅的年度通知，把标题和全文粘贴在这里，逐项核对天数和星期；地方假日、临时调整每行写一个节日：名称 起始日期至截止日期 上班 "
                                     "调休日期，例如：三月三 2027-04-08至2027-04-09，或者：三月三：4月8日至9日放假，共2天")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = held(person, HolidayNotice, "edit")


class WebhookForm(forms.Form):
    """An address and the secret that signs what is sent there."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    url = forms.URLField(label="地址", max_length=500, assume_scheme="https", help_text="企业微信、钉钉群机器人或者本单位办公系统的接收地址")
    secret = forms.CharField(label="签名密钥", max_length=100, required=False, help_text="填写后，每次发送附带签名（X-Gongkai-Signature）；加密保存，不再显示")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = held(person, Webhook, "edit")


class SplitForm(forms.Form):
    """The parts, one after the other."""

    reason = forms.CharField(label="拆分的理由", max_length=300, initial="申请包含多项互不关联的内容，需分别检索、审查和答复")

    def parts(self, data: Any) -> tuple[list[str], list[str]]:
        """Titles and contents as they were filled in; lines left empty are no parts."""
        pairs = [pair for pair in zip(data.getlist("title"), data.getlist("content"), strict=False) if any(map(str.strip, pair))]
        return [title for title, _ in pairs], [content for _, content in pairs]


class _Cases(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Case) -> str:
        return f"{obj}　{obj.title}"


class MergeForm(forms.Form):
    """Which cases go along."""

    cases = _Cases(label="并入的申请", queryset=Case.objects.none(), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="合并答复的理由", max_length=300)

    def __init__(self, *args: Any, person: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cases"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = dividing.mergeable(person, case)


class ReasonForm(forms.Form):
    """Why a step is taken back."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
