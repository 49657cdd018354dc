"""Forms of disputes and complaints."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.applications.domain import complaints, opening, uploads
from gongkai.web.applications.enums import ComplaintGround, DisputeAct, DisputeKind, DisputeResult
from gongkai.web.applications.forms_settings import held
from gongkai.web.applications.models import Case, Complaint, Dispute
from gongkai.web.common import days
from gongkai.web.common.manyfiles import ManyFiles
from gongkai.web.organs.models import Unit


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class _Disputes(forms.ModelChoiceField):
    def label_from_instance(self, obj: Dispute) -> str:
        return f"{obj}　{obj.about}"


class DisputeForm(forms.Form):
    """A review or a suit of which the unit was notified."""

    unit = forms.ModelChoiceField(label="办理机构", queryset=Unit.objects.none(), empty_label=None)
    body = forms.ModelChoiceField(label="被申请人（被告）", queryset=Unit.objects.none(), required=False, empty_label="同办理机构")
    kind = forms.ChoiceField(label="类别", choices=DisputeKind.choices, widget=forms.RadioSelect)
    notified_on = _day("收到之日", help_text="收到行政复议申请书副本或者起诉状副本的日期，答复（答辩）期限自次日起算")
    simplified = forms.BooleanField(label="复议适用简易程序", required=False)
    tribunal = forms.CharField(label="复议机关或者法院", max_length=100)
    docket = forms.CharField(label="案号", max_length=100, required=False)
    about = forms.CharField(label="争议事项", max_length=200, help_text="不写姓名等个人信息")
    case_number = forms.CharField(label="所涉申请编号", max_length=60, required=False, help_text="登记编号或者回执编号；与申请无关的不填")
    after = _Disputes(label="此前的复议案件", queryset=Dispute.objects.none(), required=False, empty_label="无", help_text="复议后起诉的选择")
    co_defendant = forms.BooleanField(label="本机关仅作为复议机关共同被告", required=False, help_text="计入作出原行政行为的机关，不计入本机关的统计（国办公开办函〔2016〕201号）")
    claimant = forms.CharField(label="申请人（原告）", max_length=100, required=False)
    claimant_contact = forms.CharField(label="联系方式", max_length=200, required=False)
    claims = forms.CharField(label="请求", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    facts = forms.CharField(label="事实和理由", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        units = held(person, Dispute, "add")
        bodies = {body.pk for unit in units for body in opening.bodies_of(unit)}
        for name, queryset in (("unit", units), ("body", Unit.objects.filter(pk__in=bodies)),
                               ("after", Dispute.objects.restrict(person, "view").filter(kind=DisputeKind.REVIEW))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset

    def clean_case_number(self) -> Case | None:
        """The case with this number, of those the person may see."""
        number = "".join(self.cleaned_data["case_number"].split())
        if not number:
            return None
        seen = Case.objects.restrict(self.person, "view")
        found = list((seen.filter(number=number) | seen.filter(receipt__iexact=number))[:2])
        if len(found) != 1:
            raise forms.ValidationError(f"没有找到编号为“{number}”的申请，请核对，或者留空。")
        return found[0]

    def values(self) -> dict[str, Any]:
        """What `disputing.open_dispute` takes."""
        names = ("kind", "notified_on", "tribunal", "about", "docket", "simplified", "co_defendant", "body", "after")
        return {**{name: self.cleaned_data[name] for name in names}, "case": self.cleaned_data["case_number"],
                "words": {name: self.cleaned_data[name] for name in ("claimant", "claimant_contact", "claims", "facts")}}


class ActForm(forms.Form):
    """What happened to a dispute."""

    act = forms.ChoiceField(label="事项", choices=[(act.value, act.label) for act in DisputeAct if act not in (DisputeAct.NOTIFIED, DisputeAct.REVERSED, DisputeAct.NEW_ANSWER)])
    day = _day("日期")
    result = forms.ChoiceField(label="结果", required=False, choices=[("", "（收到决定或者裁判时选择）"), *[(one.value, one.label) for one in DisputeResult if one != DisputeResult.PENDING]])
    orders_answer = forms.BooleanField(label="责令重新答复", required=False, help_text="结果纠正的，所涉申请重新进入办理，期限另行计算，不再重复计数")
    until = _day("决定书、裁判指定的答复期限", required=False, help_text="没有指定的不填，按法定期限自收到之日起算")
    note = forms.CharField(label="说明", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.FileField(label="文书", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", days.today())


class ComplaintForm(forms.Form):
    """A complaint that came in by letter, telephone or in person."""

    unit = forms.ModelChoiceField(label="被投诉单位", queryset=Unit.objects.none(), empty_label=None)
    ground = forms.ChoiceField(label="事由", choices=ComplaintGround.choices)
    received_on = _day("收到日期")
    about = forms.CharField(label="投诉事项", max_length=200, help_text="不写姓名等个人信息")
    name = forms.CharField(label="投诉人", max_length=100, required=False)
    contact = forms.CharField(label="联系方式", max_length=200, required=False)
    text = forms.CharField(label="内容", max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))
    attachments = ManyFiles(label="随附的材料", required=False, accept=uploads.accepted(), help_text="投诉信、证据等的扫描件，可以选择多个文件，加密保存")

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("received_on", days.today())
        where = Complaint.gate.where(person, "view")
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        below = Unit.objects.none()
        for grant in person.grants:
            if grant.role == "supervisor":
                below = below | Unit.objects.filter(path__startswith=grant.path, abolished_on=None)
        field.queryset = held(person, Complaint, "add") | below if where is not None else below

    def values(self) -> dict[str, Any]:
        """What `complaints.take` takes."""
        return {**{name: self.cleaned_data[name] for name in ("ground", "received_on", "about")},
                "words": {name: self.cleaned_data[name] for name in complaints.FIELDS}}


class ComplaintStepForm(forms.Form):
    """A step with a complaint."""

    act = forms.ChoiceField(label="事项", choices=[(key, label) for key, label in complaints.ACTS.items() if key != "taken"])
    day = _day("日期")
    upheld = forms.TypedChoiceField(label="是否属实", required=False, choices=[("", "（调查核实时选择）"), ("1", "属实"), ("0", "不属实")],
                                    coerce=lambda value: None if value == "" else value == "1", empty_value=None)
    text = forms.CharField(label="办理情况", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    attachments = ManyFiles(label="材料", required=False, accept=uploads.accepted(), help_text="核查材料、整改凭据、答复等，可以选择多个文件，加密保存")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", days.today())
