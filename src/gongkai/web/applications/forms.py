"""The form of a step, made from its row in the table of steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from gongkai.engine import service
from gongkai.engine.ending import CAUSES
from gongkai.web.applications.domain import fees
from gongkai.web.applications.enums import Kind, PartyRole
from gongkai.web.applications.models import Case, Party
from gongkai.web.applications.steps import Step
from gongkai.web.common import days
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role, UnitKind
from gongkai.web.organs.models import Unit

CONCLUSIONS = [("active", "可以公开"), ("partial", "部分可以公开"), ("withheld", "不予公开"), ("doubt", "不能确定，报请确定")]
OPINIONS = [("agree", "同意公开"), ("disagree", "不同意公开"), ("partly", "部分同意公开"), ("other", "其他意见")]


def _text(label: str, rows: int = 3, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=4000, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}))


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


DAY_HELP = {
    Kind.CORRECTION_ASKED: "告知申请人的日期；应在收到申请之日起7个工作日内（条例第三十条）",
    Kind.CORRECTION_RECEIVED: "收到补正之日，答复期限自次日重新起算",
    Kind.EXTENDED: "告知申请人的日期，应在答复期限届满之前", Kind.FEE_NOTIFIED: "收费通知送达申请人之日，缴费期限自次日起算",
    Kind.POSTED: "交邮之日（以邮戳为准）", Kind.SERVED: "签收之日",
}
REASONS = {
    Kind.EXTENDED: "延期的理由", Kind.DELAYED: "理由是否合理、为何不能按期答复", Kind.WITHDRAWN: "撤回的经过和凭据", Kind.NOTED: "记录",
    Kind.HANDLER_ANSWERED: "反馈意见", Kind.ASSIGNMENT_RETURNED: "退回的理由", Kind.REANSWER_ORDERED: "决定书或者判决书的文号和要求",
    Kind.SUGGESTED: "建议和审核意见", Kind.THIRD_PARTY_TOLD: "公开的内容和理由", Kind.UNDELIVERED: "退件原因",
}


class StepForm(forms.Form):
    """One event of a case: its day, what its step needs, whom it concerns, its document."""

    def __init__(self, *args: Any, step: Step, case: Case, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.case = step, case
        self.fields["day"] = _day("日期", help_text=DAY_HELP.get(step.kind, "法律上的日期，不晚于今天"))
        self.initial.setdefault("day", days.today())
        if step.party is not None:
            self._party(step.party)
        for need in step.needs:
            for name, field in self._fields(need).items():
                self.fields[name] = field
        if step.kind is Kind.FEE_NOTIFIED:
            self.fields["method"] = forms.ChoiceField(label="计收方式", choices=list(fees.METHODS.items()), help_text="每件申请只能按一种方式计收")
            self.fields["sent"] = _day("发出日期", required=False, help_text="邮寄的填交邮之日，应在答复期限届满之前；当面送达的空着")
            self.fields["number"] = forms.IntegerField(label="件数或者页数", min_value=1, max_value=100_000, help_text="计入同一申请人本月的件数；按量的填页数")
        if step.kind in (Kind.POSTED, Kind.SERVED):
            self.fields["tracking"] = forms.CharField(label="单号", required=False, max_length=60)
            self.fields["receiver"] = forms.CharField(label="签收人", required=False, max_length=40)
        if "note" not in self.fields and "reason" not in self.fields:
            self.fields["note"] = _text("备注", 2, required=False)
        self.fields["document"] = forms.FileField(label="材料", required=False, help_text="扫描件或者电子件，加密保存")

    def _party(self, role: PartyRole) -> None:
        known = self.case.parties.filter(role=role)
        self.fields["party"] = forms.ModelChoiceField(label=role.label, queryset=known, required=False, empty_label="另行填写")
        if known.count() == 1:
            self.initial.setdefault("party", known.first())
        if role in (PartyRole.COMAKER, PartyRole.AGENCY):
            self.fields["party_name"] = forms.CharField(label="机关名称", required=False, max_length=100, help_text="新增时填写")
        else:
            self.fields["party_name"] = forms.CharField(label=f"{role.label}姓名或者名称", required=False, max_length=100, help_text="新增时填写，加密保存")
            self.fields["party_address"] = forms.CharField(label="联系地址", required=False, max_length=200)
            self.fields["party_telephone"] = forms.CharField(label="联系电话", required=False, max_length=40)

    def _fields(self, need: str) -> dict[str, forms.Field]:
        kind = self.step.kind
        if need == "to_unit":
            return self._assignment()
        if need == "opinion":
            return {"conclusion": forms.ChoiceField(label="答复结论", choices=OPINIONS), "opinion": _text("答复意见", help_text="写明对方的意见和理由")}
        made: dict[str, forms.Field] = {
            "reason": _text(REASONS.get(kind, "理由")),
            "places": _text("检索范围", 2, help_text="检索了哪些系统、档案室、科室"), "words": forms.CharField(label="关键词", max_length=200),
            "period": forms.CharField(label="检索的时间范围", max_length=60, help_text="例如：2019年1月至2024年12月"),
            "found": _text("检索结果", 2), "way": forms.ChoiceField(label="方式", choices=[(way.key, way.label) for way in service.ways(days.today()).values()]),
            "cause": forms.ChoiceField(label="退回原因", choices=list(CAUSES.items())),
            "until": _day("期限的最后一日"), "days": forms.IntegerField(label="延长的工作日数", min_value=1, max_value=20, initial=20),
            "amount": forms.DecimalField(label="金额（元）", min_value=0, max_digits=10, decimal_places=2),
            "conclusion": forms.ChoiceField(label="审查结论", choices=CONCLUSIONS), "basis": _text("审查依据", 2),
        }
        return {need: made[need]}

    def _assignment(self) -> dict[str, forms.Field]:
        below = Unit.objects.filter(abolished_on=None).exclude(kind=UnitKind.GOVERNMENT)
        root = self.case.body if self.case.body_id != self.case.unit_id else self.case.unit
        return {
            "to_unit": forms.ModelChoiceField(label="承办单位", queryset=below.filter(path__startswith=root.path), initial=self.case.unit),
            "to_person": forms.ModelChoiceField(label="本单位承办人", required=False, queryset=roles.holders(self.case.unit, Role.CLERK)),
            "until": _day("内部期限", required=False, help_text="承办单位反馈的日期，早于答复期限"),
        }

    def clean(self) -> dict[str, Any]:
        """A party is chosen or named."""
        cleaned = super().clean() or {}
        if self.step.party is not None and not cleaned.get("party") and not cleaned.get("party_name", "").strip():
            self.add_error("party_name", f"请选择或者填写{self.step.party.label}。")
        return cleaned

    def details(self) -> dict[str, Any]:
        """The plain elements."""
        plain = ("until", "days", "amount", "period", "way", "conclusion", "cause", "sent")
        found = {name: self.cleaned_data[name] for name in plain if self.cleaned_data.get(name) not in (None, "")}
        if method := self.cleaned_data.get("method"):
            found |= {"method": method, method: self.cleaned_data["number"]}
        return {name: str(value) if name == "amount" else value for name, value in found.items()}

    def words(self) -> dict[str, str]:
        """The free text."""
        names = ("reason", "opinion", "words", "places", "found", "title", "basis", "note", "tracking", "receiver")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    def new_party(self) -> dict[str, str]:
        """Particulars of a party that was named here; {} where one was chosen."""
        if self.step.party is None or self.cleaned_data.get("party"):
            return {}
        names = {"name": "party_name", "address": "party_address", "telephone": "party_telephone"}
        return {name: self.cleaned_data.get(field, "") for name, field in names.items()}

    def party(self) -> Party | None:
        """The party that was chosen."""
        return self.cleaned_data.get("party")

    def day(self) -> date:
        """The legal day."""
        day: date = self.cleaned_data["day"]
        return day


class CountForm(forms.Form):
    """What is counted: a body, alone or with all below it, a year, up to a day."""

    body = forms.TypedChoiceField(label="机关")
    scope = forms.ChoiceField(label="范围", choices=[("own", "本级"), ("all", "含下级")], required=False)
    year = forms.IntegerField(label="年度", min_value=2019, max_value=2100)
    until = forms.DateField(label="截至", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, bodies: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, known = self.fields["body"], {str(unit.pk): unit for unit in bodies}
        assert isinstance(field, forms.TypedChoiceField)
        field.choices, field.coerce = [(key, unit.name) for key, unit in known.items()], known.__getitem__
