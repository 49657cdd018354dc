"""Forms of letters: made from the fields of their kind, of the way they go, of what a unit sets for them."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.engine import remedies, service
from gongkai.engine.ending import CAUSES
from gongkai.web.applications.domain import (
    fees,
    letters_drafting,
    letters_mailing,
    letters_settings,
    letters_values,
    redacting,
    vault,
)
from gongkai.web.applications.domain.letters_facts import history_of, objecting
from gongkai.web.applications.enums import FileRole, PartyRole
from gongkai.web.applications.letters.fields import LetterField
from gongkai.web.applications.models import Case, Letter, LetterSetting
from gongkai.web.common import days
from gongkai.web.common.reviewing import Spoken, Verdict

LONG = ("content", "correction_items", "guidance", "extension_reason", "reason", "withheld", "search_record", "consultation", "information", "asked",
        "disclosed_content", "disclosed_reason", "processing", "reasons_given", "reasons_judged", "delay_reason", "access", "fee_steps", "fee_way", "opinion",
        "question", "record", "record_corrected", "suggestion", "suggestion_outcome", "obtained", "frequency", "special_rule", "right_body_contact",
        "secrecy_opinion", "head_opinion", "signer_opinion", "claims", "claim_facts", "course", "defence", "relied", "prayer")


def _day(**attrs: Any) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def made_field(field: LetterField) -> forms.Field:
    """The form's field for a field of a letter. Nothing is required to save; what is still lacking is told beside the form."""
    help_text = f"{field.meaning}。例如：{field.example}" if field.kind in ("text", "number", "money") and len(str(field.example)) < 60 else field.meaning
    common: dict[str, Any] = {"label": field.name, "required": False, "help_text": help_text}
    match field.kind:
        case "day":
            return forms.DateField(widget=_day(), **common)
        case "number":
            return forms.IntegerField(min_value=0, max_value=1_000_000, **common)
        case "money":
            return forms.DecimalField(min_value=0, max_digits=12, decimal_places=2, **common)
        case "rows":
            common["help_text"] = f"{field.meaning}，每行一项" + (f"，各栏用“｜”隔开：{'｜'.join(column.name for column in field.columns)}" if len(field.columns) > 1 else "")
            return forms.CharField(max_length=20_000, widget=_area(4), **common)
    if field.key in LONG:
        return forms.CharField(max_length=20_000, widget=_area(6 if field.key in ("reason", "search_record", "content") else 3), **common)
    return forms.CharField(max_length=500, **common)


class LetterForm(forms.Form):
    """What its clerk writes in a letter. `head` names the fields that the case has filled, which the page folds away."""

    def __init__(self, data: Any = None, files: Any = None, *, instance: Letter, full: bool = False) -> None:
        """`full`: who somebody is may be shown, and written; else those fields are left as they are."""
        self.letter, self.kind = instance, letters_drafting.kind_of(instance)
        self.answer = letters_drafting.answer_of(instance)
        self.known = {field.key: field for field in letters_values.written_fields(self.kind) if full or field.key not in letters_values.WHO}
        if self.answer is not None and all(ground.key != "law_prohibited" for ground in self.answer.grounds):
            self.known.pop("prohibiting_law", None)
        if self.kind.key == fees.NOTICE:  # reckoned on a page of its own (views/fees.py)
            self.known = {key: field for key, field in self.known.items() if key not in fees.FIELDS}
        held = letters_drafting.values_of(instance)
        initial = {key: letters_values.lines_of(self.known[key], value) if key in self.known and self.known[key].kind == "rows" else value
                   for key, value in held.items()}
        initial |= {name: instance.answer.get(name) for name in ("grounds", "files", "unfounded", "online")}
        super().__init__(data, files, initial=initial)
        self._choices(instance)
        own = [field for key, field in self.known.items() if key not in letters_values.HEAD]
        for field in (*own, *(field for key, field in self.known.items() if key in letters_values.HEAD)):
            made = self.fields[field.key] = made_field(field)
            if field.key in self.kind.needs or field.key in self._asked():
                made.note = "送审前填写"  # type: ignore[attr-defined]
        for key, label in letters_drafting.facts_fields(instance).items():
            self.fields[key] = forms.CharField(label=label, required=False, max_length=2000, widget=_area(2), help_text="存卷备查，不印在文书上")
        if self.kind.answer:
            self.fields["online"] = forms.BooleanField(label="通过网上平台或者电子邮件送达", required=False, help_text="救济途径中将写明网上申请行政复议的渠道")
        if "grounds" in self.fields:
            self.fields["grounds"].note = "送审前选定"  # type: ignore[attr-defined]
        self.head = [key for key in letters_values.HEAD if key in self.known]

    def _asked(self) -> set[str]:
        """The facts that the type of answer cannot do without."""
        return {need.any_of[0] for need in self.answer.needs if len(need.any_of) == 1 and not need.when_grounds and not need.when_facts} if self.answer else set()

    def _choices(self, letter: Letter) -> None:
        if self.answer is not None and self.answer.grounds:
            self.fields["grounds"] = forms.MultipleChoiceField(
                label="不予公开的依据", required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(ground.key, f"{ground.label}（{ground.article}）") for ground in self.answer.grounds])
        if self.answer is not None and self.answer.group in ("granted", "partial"):
            files = redacting.going_out(letter.case).select_related("case")
            self.fields["files"] = forms.MultipleChoiceField(
                label="随附的信息", required=False, widget=forms.CheckboxSelectMultiple, choices=[(str(file.pk), _called(file)) for file in files],
                help_text="" if files else "还没有可以提供的文件，请在下面上传，或者先作遮盖。")
            self.fields["upload"] = forms.FileField(label="上传拟提供的信息", required=False, help_text="上传后自动选入随附的信息，加密保存")
            if objecting(history_of(letter.case)):
                self.fields["unfounded"] = forms.BooleanField(label="第三方不同意公开，但没有合理理由", required=False)

    def values(self) -> dict[str, Any]:
        """The texts, as they are kept."""
        made: dict[str, Any] = {}
        for key in (*self.known, *letters_drafting.facts_fields(self.letter)):
            value = self.cleaned_data.get(key)
            field = self.known.get(key)
            if key in letters_values.WHO and self.add_prefix(key) not in self.data:
                continue  # the page was made before the case was unmasked: what it did not show stays
            if field is not None and field.kind == "rows":
                made[key] = letters_values.rows_of(field, value or "")
            elif field is not None and field.kind != "text":
                made[key] = "" if value is None else value.isoformat() if field.kind == "day" else str(value)
            else:
                made[key] = str(value or "").replace("\r\n", "\n").strip()
        return made

    def chosen(self) -> dict[str, Any] | None:
        """What was chosen; None where the letter has nothing to choose."""
        if self.answer is None:
            return None
        return {name: self.cleaned_data.get(name) or self.letter.answer.get(name, []) if name not in self.fields else self.cleaned_data.get(name)
                for name in ("grounds", "files", "unfounded", "online")}


def _called(file: Any) -> str:
    return f"{file.get_role_display()}：{vault.file_name(file)}"


class StartForm(forms.Form):
    """A letter to begin: a kind, or a type of answer, and whom it goes to."""

    kind = forms.CharField(required=False, max_length=40)
    answer = forms.CharField(required=False, max_length=40)
    party: Any = forms.ModelChoiceField(label="收件人", queryset=None, required=False)
    party_name = forms.CharField(label="姓名或者名称", required=False, max_length=100)
    party_address = forms.CharField(label="联系地址", required=False, max_length=200)
    party_telephone = forms.CharField(label="联系电话", required=False, max_length=40)

    def __init__(self, *args: Any, case: Case, role: PartyRole | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = case.parties.filter(role=role) if role else case.parties.none()
        if role is None or role is PartyRole.APPLICANT:
            for name in ("party", "party_name", "party_address", "party_telephone"):
                del self.fields[name]
        else:
            field.label, field.empty_label = role.label, "另行填写"
            self.fields["party_name"].label = f"{role.label}姓名或者名称"
        for name in ("kind", "answer"):
            self.fields[name].widget = forms.HiddenInput()


class ReviewForm(forms.Form):
    """A step on the screen."""

    verdict = forms.ChoiceField(label="意见", choices=[(Verdict.PASSED, "同意"), (Verdict.RETURNED, "退回修改")], widget=forms.RadioSelect)
    opinion = forms.CharField(label="说明", required=False, max_length=2000, widget=_area(3), help_text="退回修改的必须填写")


class PaperForm(ReviewForm):
    """A step that was taken elsewhere."""

    spoken = forms.ChoiceField(label="办理方式", choices=[(Spoken.PAPER, Spoken.PAPER.label), (Spoken.OA, Spoken.OA.label)])
    approver_name = forms.CharField(label="审批人姓名", max_length=40)
    approved_on = forms.DateField(label="审批日期", widget=_day())
    scan = forms.FileField(label="呈批单扫描件", help_text="PDF、OFD 或者 JPG、PNG 图片")


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="理由", max_length=200, widget=_area(2))


class NumberForm(forms.Form):
    """文号 and day of a signed letter."""

    number = forms.CharField(label="文号", max_length=60, help_text="办公系统已编号的照填；未编号的用系统提出的号")
    issued_on = forms.DateField(label="成文日期", widget=_day(), help_text="一般为签发之日")

    def __init__(self, *args: Any, numbered: bool, bare: bool = False, **kwargs: Any) -> None:
        """`bare`: it may go out without a number."""
        super().__init__(*args, **kwargs)
        if not numbered:
            del self.fields["number"]
        elif bare:
            self.fields["number"].required = False
            self.fields["number"].help_text = "办公系统已编号的照填；未编号的用系统提出的号；按本单位习惯不编文号的，请清空"


class StampForm(forms.Form):
    """The stamped letter."""

    scan = forms.FileField(label="盖章件", help_text="盖章后的扫描件，PDF、OFD 或者 JPG、PNG 图片；原样保存，不作任何改动")


class SendForm(forms.Form):
    """How and when a letter goes out."""

    way = forms.ChoiceField(label="送达方式", help_text="邮寄应当通过邮政企业（国办公开办函〔2016〕235号）")
    day = forms.DateField(label="日期", widget=_day(), help_text="邮寄的为交邮之日，直接送达、委托送达的为签收之日，电子送达的为发送之日")
    tracking = forms.CharField(label="邮件号码", required=False, max_length=60)
    receiver = forms.CharField(label="签收人", required=False, max_length=40, help_text="直接送达的填写")
    by_site = forms.BooleanField(label="由本系统把文书和附件发送到申请人的电子邮箱", required=False, help_text="发送成功才登记送达；不勾选的，登记已用其他邮箱发送")
    proof = forms.FileField(label="凭证", required=False, help_text="邮寄收据、送达回证等的扫描件")
    note = forms.CharField(label="备注", required=False, max_length=500)
    unstamped = forms.BooleanField(label="使用电子印章或者不盖章，以定稿为准", required=False)
    accepted = forms.BooleanField(label="已知悉上述提示，仍按此方式发出", required=False)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = service.ways(days.today())
        self.fields["way"].choices = [(way.key, way.label) for way in ways.values()]  # type: ignore[attr-defined]
        self.fields["day"].initial = days.today()
        self.fields["way"].initial = "post"
        if letters_mailing.against(letter):
            del self.fields["by_site"]
        elif not self.is_bound:
            self.fields["way"].initial, self.fields["by_site"].initial = letters_mailing.WAY, True
        if letter.stamped_id:
            del self.fields["unstamped"]
        if not self.is_bound or self.data.get("way") in (None, "post", "in_person", "agency"):
            del self.fields["accepted"]

    def clean(self) -> dict[str, Any]:
        """What the site sends itself goes by e-mail, today."""
        cleaned = super().clean() or {}
        if cleaned.get("by_site") and cleaned.get("way") != letters_mailing.WAY:
            self.add_error("by_site", "由本系统发送的，送达方式请选择电子邮件；用其他方式的，请不要勾选。")
        if cleaned.get("by_site") and cleaned.get("day") and cleaned["day"] != days.today():
            self.add_error("day", "由本系统发送的，日期为今天。")
        return cleaned


class ArrivalForm(forms.Form):
    """What was posted arrived."""

    day = forms.DateField(label="签收日期", widget=_day())
    receiver = forms.CharField(label="签收人", required=False, max_length=40)
    proof = forms.FileField(label="送达凭证", required=False, help_text="送达回证、邮件回执的扫描件")
    note = forms.CharField(label="备注", required=False, max_length=500)


class ReturnForm(forms.Form):
    """What was posted came back."""

    day = forms.DateField(label="退回日期", widget=_day())
    cause = forms.ChoiceField(label="退回原因", choices=list(CAUSES.items()), help_text="因本机关的原因（如写错地址）退回的，不算送达，须另行送达")
    reason = forms.CharField(label="说明", required=False, max_length=500)
    proof = forms.FileField(label="退件凭证", required=False)


class TemplateForm(forms.Form):
    """A Word template of the unit's own."""

    file = forms.FileField(label="Word 模板（.docx）", help_text="先下载系统模板，在 Word 或者 WPS 中修改后上传；字段写成“{{申请人}}”的样式")


class SettingForm(forms.Form):
    """What letters of a body say and how they are numbered."""

    remedy_kind = forms.ChoiceField(label="单位类别", help_text="决定行政复议机关和管辖法院的级别")
    reviewer = forms.CharField(label="行政复议机关", required=False, max_length=100)
    alternative = forms.CharField(label="可以选择的另一行政复议机关", required=False, max_length=100, help_text="仅直辖市、设区的市的派出机构填写")
    court = forms.CharField(label="有管辖权的人民法院", required=False, max_length=100)
    online = forms.CharField(label="网上申请行政复议的渠道", required=False, max_length=200, help_text="电子送达的答复书应当写明，例如网站名称和网址")
    pattern = forms.CharField(label="文号格式", max_length=60, help_text="含 {word}、{year}、{serial} 各一次，例如：{word}〔{year}〕{serial}号")
    answer_word = forms.CharField(label="答复书代字", max_length=20)
    notice_word = forms.CharField(label="告知书代字", max_length=20)
    letter_word = forms.CharField(label="函代字", max_length=20)
    dispute_word = forms.CharField(label="复议诉讼文书代字", max_length=20, help_text="行政复议答复书、行政诉讼答辩状的文号用")

    def __init__(self, data: Any = None, *, instance: LetterSetting) -> None:
        super().__init__(data, initial={name: getattr(instance, name) for name in letters_settings.FIELDS})
        self.fields["remedy_kind"].choices = [  # type: ignore[attr-defined]
            (key, f"{kind.label}（复议机关：{kind.reviewer}）") for key, kind in remedies.units(days.today()).items()]


SCANS = {FileRole.APPROVAL: ("pdf", "ofd", "jpg", "png"), FileRole.STAMPED: ("pdf", "ofd", "jpg", "png")}
