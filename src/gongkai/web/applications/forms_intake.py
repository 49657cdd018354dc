"""Forms of a clerk who takes applications in, confirms that they are received, and registers them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from gongkai.web.applications.domain import intake, opening, vault
from gongkai.web.applications.enums import Matter
from gongkai.web.applications.forms_application import ApplicationForm, evidence_field
from gongkai.web.applications.models import Case
from gongkai.web.common import days, sealing
from gongkai.web.organs.models import Unit


class Day(forms.DateInput):
    """A day, as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def past(value: date | None, label: str) -> date | None:
    """A day that is not to come.

    Raises:
        ValidationError: it is.
    """
    if value is not None and value > days.today():
        raise forms.ValidationError(f"{label}不能晚于今天，请核对。")
    return value


class PaperForm(ApplicationForm):
    """An application as a clerk enters it: what the paper says, no more is insisted on than what cannot be done without."""

    insists = False
    body = forms.ChoiceField(label="被申请机关", error_messages={"required": "请选择被申请机关。"}, help_text="代本级政府办理的，选该政府，统计计入该政府。")
    asked = forms.ChoiceField(label="事项类型", choices=Matter.choices, widget=forms.RadioSelect, required=False, initial=Matter.ACCESS,
                              help_text="申请人有证据证明本机关提供的与其自身有关的记录不准确、要求更正的，选“要求更正记录”（条例第四十一条），不计入年度报告表三。")
    evidence = evidence_field()
    how = forms.ChoiceField(label="提交方式", choices=[(key, how.label) for key, how in intake.HOW.items()], widget=forms.RadioSelect,
                            error_messages={"required": "请选择提交方式。"})
    submitted_on = forms.DateField(label="提交日期", widget=Day, help_text="当面、口头提出的为当日；邮寄、信函、传真、电子邮件的为本机关收件之日。")
    received_on = forms.DateField(label="收到申请之日", widget=Day, required=False,
                                  help_text="邮寄需签收的填签收之日；信函、传真、电子邮件已与申请人确认的填确认之日，还没有确认的不填，系统每天提醒（《条例》第三十一条）。")
    note = forms.CharField(label="确认情况", max_length=500, required=False, help_text="何时、与何人、以何种方式确认。")
    read_back = forms.BooleanField(label="已向申请人宣读所填内容，申请人确认无误", required=False)
    as_written = forms.BooleanField(label="证件号码照原件录入（校验不符时勾选）", required=False)

    def __init__(self, *given: Any, units: list[Unit], **more: Any) -> None:
        super().__init__(*given, **more)
        pairs = [(unit, body) for unit in units for body in opening.bodies_of(unit)]
        self.pairs = {f"{unit.pk}-{body.pk}": (unit, body) for unit, body in pairs}
        self.fields["body"].choices = [(key, body.name if unit == body else f"{body.name}（由{unit.name}代为办理）")  # type: ignore[attr-defined]
                                       for key, (unit, body) in self.pairs.items()]
        for name in ("id_kind", "id_number", "supply_form", "supply_way", "evidence"):
            self.fields[name].required = False
        self.fields["evidence"].help_text = "要求更正记录的填写；证据材料一并上传。"
        self.fields["name"].help_text = "照申请书填写。"
        self.fields["content"].help_text = "照申请书填写，过长的可以概括，并上传申请书扫描件。"
        self.fields["address"].help_text = self.fields["purpose"].help_text = ""

    def clean_submitted_on(self) -> date | None:
        """Not to come."""
        return past(self.cleaned_data["submitted_on"], "提交日期")

    def clean_received_on(self) -> date | None:
        """Not to come."""
        return past(self.cleaned_data["received_on"], "收到申请之日")

    def judges(self, values: dict[str, Any]) -> bool:
        """The clerk may say that the paper has it so."""
        return not self.data.get("as_written")

    def clean(self) -> dict[str, Any]:
        """Registered post is received when it is signed for, so that day is asked for."""
        values = super().clean()
        how, submitted, received = values.get("how"), values.get("submitted_on"), values.get("received_on")
        if how == "post" and not received and "received_on" not in self.errors:
            self.add_error("received_on", "邮寄需签收的，请填写签收之日，该日为收到申请之日（《条例》第三十一条第二项）。")
        if submitted and received and received < submitted:
            self.add_error("received_on", "收到申请之日早于提交日期，请核对。")
        if self.matter() == Matter.RECORD and not values.get("evidence"):
            self.add_error("evidence", "要求更正记录的，请照申请书写明证据；申请人没有提供证据的，写明“未提供”（条例第四十一条）。")
        if how == "oral" and not values.get("read_back"):
            self.add_error("read_back", "代为填写的，请向申请人宣读并由其确认后勾选（《条例》第二十九条）。")
        if values.get("id_number") and not values.get("id_kind") and "id_kind" not in self.errors:
            self.add_error("id_kind", "填写了证件号码，请选择身份证明的种类。")
        return values

    def matter(self) -> Matter:
        """What the clerk chose; an application for information where nothing is chosen."""
        return Matter(self.cleaned_data.get("asked") or Matter.ACCESS)

    def parts(self) -> tuple[Unit, Unit]:
        """The unit that answers and the body applied to; the form must be valid."""
        return self.pairs[self.cleaned_data["body"]]


class ConfirmForm(forms.Form):
    """That an application is received in the sense of Art. 31."""

    day = forms.DateField(label="收到申请之日", widget=Day)
    method = forms.ChoiceField(label="确认方式", choices=list(intake.METHODS.items()))
    note = forms.CharField(label="确认情况", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
                           help_text="何时、与何人确认，说了什么。内容加密保存。")

    def clean_day(self) -> date | None:
        """Not to come."""
        return past(self.cleaned_data["day"], "收到申请之日")


class RegisterForm(forms.Form):
    """What a case is about, in words that name nobody, and its number."""

    title = forms.CharField(label="事由", max_length=100, help_text="用一句话概括申请的内容，列表和统计中显示，不写姓名、证件号码、住址等个人信息。",
                            error_messages={"required": "请填写事由。"})
    number = forms.CharField(label="登记编号", max_length=60, required=False)
    day = forms.DateField(label="登记日期", widget=Day)

    def __init__(self, *given: Any, case: Case, **more: Any) -> None:
        super().__init__(*given, **more)
        self.case = case

    def clean_day(self) -> date | None:
        """Not to come."""
        return past(self.cleaned_data["day"], "登记日期")

    def clean_title(self) -> str:
        """Nobody of the case is named in it."""
        title: str = self.cleaned_data["title"]
        if re.search(r"\d{15,}|1\d{10}", re.sub(r"\s", "", title)):
            raise forms.ValidationError("事由中出现了证件号码或者电话号码，请删去后再登记。")
        for party in self.case.parties.select_related("case"):
            try:
                name = vault.party_of(party)["name"].strip()
            except sealing.Unreadable:
                continue
            if len(name) > 1 and name in title and party.unit_id is None:
                raise forms.ValidationError(f"事由中出现了{party.label}的姓名或者名称，请改写后再登记。")
        return title
