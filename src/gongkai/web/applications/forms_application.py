"""The form of an application (条例第二十九条): who applies, how they are reached, what they want and how. The portal's and the clerk's
differ in what they insist on: an applicant is asked for all that the article names; a clerk enters what the paper says."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.engine import applicants, identity
from gongkai.web.applications.domain.intake import Application
from gongkai.web.applications.enums import Matter
from gongkai.web.common import days

NEEDED = {"phone": "telephone", "address": "address", "email": "email", "fax": "fax"}
"""Contacts as applicants.yaml calls them → as a party's fields are called."""
_TELEPHONE = re.compile(r"^[\d\s\-+()（）—–转#*/]{7,40}$")


def kind_choices() -> list[tuple[str, SafeString]]:
    """The six kinds of table 3, each with what belongs there."""
    return [(kind.key, format_html('<span class="kind">{}</span> <span class="muted small">{}</span>', kind.label, "、".join(kind.holds)))
            for kind in applicants.kinds().values()]


def document_choices(of: str | None = None) -> list[Any]:
    """Kinds of proof of identity, by whom they belong to."""
    groups = {"person": "自然人", "organisation": "法人或其他组织"}
    found = identity.documents().values()
    if of is not None:
        return [("", "请选择"), *((each.key, each.label) for each in found if each.of == of)]
    return [("", "请选择"), *((label, [(each.key, each.label) for each in found if each.of == key]) for key, label in groups.items())]


def telephone(value: str) -> str:
    """A telephone or fax number as it was typed, if it can be one.

    Raises:
        ValidationError: it cannot.
    """
    if value and (not _TELEPHONE.match(value) or len(re.sub(r"\D", "", value)) < 7):
        raise ValidationError("号码应由数字组成，固定电话请加区号，例如 010-12345678，请核对。")
    return value


class Typed(forms.Form):
    """A form whose limits are told by the server: a browser would cut what is too long, and say nothing."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for field in self.fields.values():
            if field.widget.attrs.pop("maxlength", None) is not None and isinstance(field, forms.CharField):
                more_room = "，或者把详细内容作为材料上传" if isinstance(field.widget, forms.Textarea) else ""
                field.error_messages["max_length"] = f"最多{field.max_length}字，现有%(show_value)d字，请精简{more_room}。"
                for validator in field.validators:
                    if isinstance(validator, MaxLengthValidator):
                        validator.message = field.error_messages["max_length"]


class ContactForm(Typed):
    """How an applicant is reached."""

    telephone = forms.CharField(label="联系电话", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    email = forms.EmailField(label="电子邮箱", max_length=200, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
                             error_messages={"invalid": "电子邮箱的格式不对，应为“名称@域名”，请核对。"})
    address = forms.CharField(label="通信地址", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
                              help_text="写明省、市、县、街道（乡镇）和门牌号，用于邮寄答复。")
    postcode = forms.RegexField(r"^\d{6}$", label="邮政编码", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
                                error_messages={"invalid": "邮政编码应为6位数字。"})
    fax = forms.CharField(label="传真", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    insists = True
    """Whether one working way to reach the applicant is asked for."""

    def clean_telephone(self) -> str:
        """Digits."""
        return telephone(self.cleaned_data["telephone"])

    def clean_fax(self) -> str:
        """Digits."""
        return telephone(self.cleaned_data["fax"])

    def clean(self) -> dict[str, Any]:
        """At least one way to reach the applicant."""
        values = super().clean() or {}
        ways = ("telephone", "email", "address")
        if self.insists and not any(values.get(name) for name in ways) and not any(name in self.errors for name in ways):
            self.add_error("telephone", "联系电话、电子邮箱、通信地址请至少填写一项，以便工作机构与您联系。")
        return values


class ApplicationForm(ContactForm):
    """What an application contains."""

    kind = forms.ChoiceField(label="申请人类别", choices=kind_choices, widget=forms.RadioSelect, error_messages={"required": "请选择申请人类别。"})
    name = forms.CharField(label="姓名或者名称", max_length=100, error_messages={"required": "请填写申请人的姓名或者名称。"},
                           help_text="与身份证明上的一致。", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    id_kind = forms.ChoiceField(label="证件种类", choices=document_choices, error_messages={"required": "请选择身份证明的种类。"})
    id_number = forms.CharField(label="证件号码", max_length=60, error_messages={"required": "请填写证件号码。"},
                                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
    representative = forms.CharField(label="法定代表人或者负责人", max_length=60, required=False)
    contact = forms.CharField(label="联系人", max_length=60, required=False)
    agent_name = forms.CharField(label="代理人姓名", max_length=60, required=False)
    agent_id_kind = forms.ChoiceField(label="代理人证件种类", choices=lambda: document_choices("person"), required=False)
    agent_id_number = forms.CharField(label="代理人证件号码", max_length=60, required=False,
                                      widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
    agent_telephone = forms.CharField(label="代理人联系电话", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    content = forms.CharField(label="所需信息的内容描述", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}), error_messages={"required": "请写明需要哪些政府信息。"},
                              help_text="写明需要什么信息：事项、时间、地点、涉及的机关等，越具体越容易找到。需要几项互不相关的信息的，请分别申请。")
    features = forms.CharField(label="信息的名称、文号", max_length=500, required=False, help_text="知道文件名称、文号或者其他便于查找的特征的，请填写。")
    supply_form = forms.ChoiceField(label="信息的形式", choices=lambda: [(each.key, each.label) for each in applicants.forms().values()],
                                    widget=forms.RadioSelect, error_messages={"required": "请选择希望得到的信息形式。"})
    supply_way = forms.ChoiceField(label="获取信息的方式", choices=lambda: [(each.key, each.label) for each in applicants.ways().values()],
                                   widget=forms.RadioSelect, error_messages={"required": "请选择获取信息的方式。"})
    purpose = forms.CharField(label="所需信息的用途", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="可以不填；不填不影响办理。")
    field_order: tuple[str, ...] = ("body", "how", "submitted_on", "received_on", "note", "read_back", "kind", "name", "id_kind", "id_number", "as_written",
                   "representative", "contact", "agent_name", "agent_telephone", "agent_id_kind", "agent_id_number", "telephone", "email",
                   "address", "postcode", "fax", "content", "features", "purpose", "supply_form", "supply_way")
    agent_fields = ("agent_name", "agent_id_kind", "agent_id_number", "agent_telephone")

    def clean_agent_telephone(self) -> str:
        """Digits."""
        return telephone(self.cleaned_data["agent_telephone"])

    def clean(self) -> dict[str, Any]:
        """The number is one of its document, the document of its holder; the way of supply has the contact that it needs."""
        values = super().clean()
        self._number(values)
        self._agent(values)
        way = applicants.ways().get(values.get("supply_way", ""))
        needed = NEEDED.get(way.needs) if way is not None else None
        if self.insists and way is not None and needed and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, f"您选择了“{way.label}”，请填写{applicants.contacts()[way.needs]}。")
        return values

    def _number(self, values: dict[str, Any]) -> None:
        kind, document = values.get("kind"), identity.documents().get(values.get("id_kind", ""))
        if document is None:
            return
        if kind and applicants.kinds()[kind].of != document.of:
            whose = "自然人" if document.of == "person" else "法人或者其他组织"
            self.add_error("id_kind", f"“{document.label}”是{whose}的证明，与申请人类别不符，请重新选择。")
        elif (number := values.get("id_number")) and self.judges(values):
            if fault := identity.fault(document.key, number, days.today()):
                self.add_error("id_number", fault)
            else:
                values["id_number"] = identity.plain(number)

    def judges(self, values: dict[str, Any]) -> bool:
        """Whether the numbers are held against their check digits."""
        return True

    def _agent(self, values: dict[str, Any]) -> None:
        if not any(values.get(name) for name in self.agent_fields):
            return
        if not values.get("agent_name") and "agent_name" not in self.errors:
            self.add_error("agent_name", "由代理人办理的，请填写代理人的姓名。")
        document = values.get("agent_id_kind")
        if self.insists and not document:
            self.add_error("agent_id_kind", "请选择代理人的身份证明。")
        if document and self.judges(values):
            if fault := identity.fault(document, values.get("agent_id_number", ""), days.today()):
                self.add_error("agent_id_number", fault)
            else:
                values["agent_id_number"] = identity.plain(values["agent_id_number"])

    def application(self) -> Application:
        """What was said, for `domain/`; the form must be valid."""
        values = self.cleaned_data
        person = applicants.kinds()[values["kind"]].of == "person"
        applicant = {name: values.get(name, "") for name in ("name", "id_kind", "telephone", "email", "address", "postcode", "fax")}
        applicant |= {"id_number" if person else "organisation_code": values.get("id_number", "")}
        applicant |= {} if person else {name: values.get(name, "") for name in ("representative", "contact")}
        agent = {"name": values["agent_name"], "id_kind": values["agent_id_kind"], "id_number": values["agent_id_number"],
                 "telephone": values["agent_telephone"]} if values.get("agent_name") else {}
        wanted = {name: values.get(name, "") for name in ("content", "features", "purpose")}
        matter = self.matter()
        if matter == Matter.RECORD:
            return Application(values["kind"], applicant, {**wanted, "evidence": values.get("evidence", "")}, agent=agent, matter=matter)
        return Application(values["kind"], applicant, wanted, values.get("supply_form", ""), values.get("supply_way", ""), agent)

    def matter(self) -> Matter:
        """What is asked for."""
        return Matter.ACCESS


def evidence_field() -> forms.CharField:
    """What shows that a record is wrong (条例第四十一条)."""
    return forms.CharField(label="记录不准确的证据", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                           error_messages={"required": "请写明有什么证据证明记录不准确。"}, help_text="写明证据的名称和能够证明什么，并在“材料”中上传。")


class RecordForm(ApplicationForm):
    """An application to put right a record of oneself (条例第四十一条): which, in what it is wrong, by what evidence."""

    evidence = evidence_field()
    field_order = (*ApplicationForm.field_order, "evidence")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name in ("supply_form", "supply_way", "purpose"):
            del self.fields[name]
        content, features = self.fields["content"], self.fields["features"]
        content.label, content.help_text = "哪项记录、怎样不准确", "写明行政机关提供的哪份信息中的哪一项记录，现在怎样记载，应当更正为什么。只能要求更正与申请人自身有关的记录。"
        content.error_messages["required"] = "请写明要求更正哪项记录，应当更正为什么。"
        features.label, features.help_text = "信息的名称、文号", "知道该记录所在的文件、证照或者答复书名称、文号的，请填写。"

    def matter(self) -> Matter:
        """A record is to be put right."""
        return Matter.RECORD
