"""答复书 and 答辩状 on the workbench: begun from a dispute, written, looked at, reviewed, signed, handed in."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import (
    dispute_papers,
    dispute_values,
    letters_making,
    letters_numbers,
    letters_values,
    review_trail,
    strongbox,
    vault,
)
from gongkai.web.applications.enums import LetterStage
from gongkai.web.applications.forms_letters import NumberForm, ReasonForm, ReviewForm, made_field
from gongkai.web.applications.forms_letters import PaperForm as ApprovalForm
from gongkai.web.applications.letters.fields import fields_of
from gongkai.web.applications.letters.filling import shown
from gongkai.web.applications.models import Dispute, DisputePaper
from gongkai.web.applications.views.letter_help import attempt, scan_of
from gongkai.web.common import days, eventlog, files, sealing
from gongkai.web.common.access import opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits
from gongkai.web.common.reviewing import Verdict
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.organs.visitor import person_of

TONES = {LetterStage.DRAFT: "quiet", LetterStage.REVIEW: "warn", LetterStage.SIGNING: "warn", LetterStage.SIGNED: "info", LetterStage.SENT: "ok", LetterStage.VOID: "quiet"}
HEAD = ("unit", "office", "office_address", "office_phone", "contact_person", "application_no", "claimant")
"""Fields that are filled and seldom changed: the page folds them away."""


class PaperForm(forms.Form):
    """What its clerk writes in a paper."""

    head = HEAD

    def __init__(self, data: Any = None, files: Any = None, *, instance: DisputePaper) -> None:
        self.known = {field.key: field for field in dispute_values.written_fields(dispute_papers.kind_of(instance))}
        needs = dispute_papers.kind_of(instance).needs
        held = dispute_papers.values_of(instance)
        super().__init__(data, files, initial={key: letters_values.lines_of(self.known[key], value) if key in self.known and self.known[key].kind == "rows" else value
                                               for key, value in held.items()})
        for key in (*(key for key in self.known if key not in HEAD), *(key for key in self.known if key in HEAD)):
            made = self.fields[key] = made_field(self.known[key])
            if isinstance(made.widget, forms.Textarea):
                made.widget.attrs["rows"] = 10 if key == "evidence" else 5
            if key in needs:
                made.note = "送审前填写"  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The texts, as they are kept."""
        return {key: letters_values.rows_of(field, self.cleaned_data.get(key) or "") if field.kind == "rows"
                else str(self.cleaned_data.get(key) or "").replace("\r\n", "\n").strip() for key, field in self.known.items()}


class HandInForm(forms.Form):
    """When it was handed in."""

    day = forms.DateField(label="提交日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="向行政复议机关、人民法院提交或者交邮的日期")
    scan = forms.FileField(label="盖章件", required=False, help_text="盖章后的扫描件，PDF、OFD 或者 JPG、PNG 图片，原样保存；不上传的，以定稿存档")
    note = forms.CharField(label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def section(person: Any, row: Dispute) -> dict[str, Any]:
    """For a dispute's page: its papers, and whether another may be begun."""
    rows = [(paper, dispute_papers.kind_of(paper).title, TONES[LetterStage(paper.stage)]) for paper in row.papers.all()]
    may = allows(person, "work", row) and row.decided_on is None and row.notified_on is not None and all(paper.stage == LetterStage.VOID for paper, _, _ in rows)
    return {"rows": rows, "may": may, "title": dispute_values.kind_for(row).title}


@opens(Dispute, "work")
def start(request: HttpRequest, row: Dispute) -> HttpResponse:
    """Begin the answer; asked by a form, so that a link begins nothing."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made, fine = attempt(form, lambda: dispute_papers.start(request.user, row))
        if fine:
            messages.success(request, "已按案件和申请的办理记录拟出初稿，请核对办理经过和证据清单，填写答复意见。")
            return redirect("applications:dispute_paper_edit", made.pk)
    title = dispute_values.kind_for(row).title
    return render(request, "common/edit.html", {"title": f"拟制{title}", "form": form, "submit": "拟制", "cancel": reverse("applications:dispute", args=[row.pk]),
                                                "hint": "系统按案件信息和所涉申请的办理记录，填写期限、办理经过和证据清单。"}, status=422 if form.errors else 200)


@opens(DisputePaper)
def page(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """One paper: what it says, what it lacks, its versions, and the step that is the person's."""
    reads = allows(request.user, "files", row.dispute)
    level, why_not = _level(request.user, row)
    form = ReviewForm(request.POST if request.method == "POST" else None) if level is not None else None
    version = review_trail.latest(row)
    if request.method == "POST":
        if form is None or level is None or version is None or str(level) != request.POST.get("level") or str(version.pk) != request.POST.get("seen"):
            messages.error(request, why_not or "这一稿现在没有由您办理的环节，请核对最新状态。")
            return redirect("applications:dispute_paper", row.pk)
        if form.is_valid() and attempt(form, lambda: dispute_papers.take_step(
                person_of(request), version, level, form.cleaned_data["verdict"], form.cleaned_data["opinion"]))[1]:
            messages.success(request, "已退回修改。" if form.cleaned_data["verdict"] == Verdict.RETURNED else "已同意。")
            return redirect("applications:dispute_paper", row.pk)
    context: dict[str, Any] = {**_about(row), "form": form, "level": level, "level_name": review_trail.NAMES.get(level or 0, ""), "why_not": why_not, "seen": version,
                               "reads": reads, "may": may(request.user, row)}
    try:
        if reads:
            context["facts"] = said(row, clear=allows(request.user, "unmask", row.dispute))
            context["versions"] = [(one, [(step, review_trail.NAMES[step.level], dispute_papers.opinion_of(step))
                                          for step in one.steps.select_related("person", "recorded_by", "version__paper__dispute")])
                                   for one in row.versions.select_related("author")]
            context["lacks"] = dispute_papers.lacking(row) if row.stage == LetterStage.DRAFT else []
            context["finals"] = dispute_papers.finals(row)
    except sealing.Unreadable as error:
        context["erased"] = str(error)
    return render(request, "applications/disputes/paper.html", context, status=422 if form is not None and form.errors else 200)


def may(person: Any, row: DisputePaper) -> dict[str, bool]:
    """The acts that are open to a person now."""
    work, sends, stage = allows(person, "work", row.dispute), allows(person, "send", row.dispute), LetterStage(row.stage)
    return {"edit": work and stage == LetterStage.DRAFT, "recall": work and stage in (LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.SIGNED),
            "paper": allows(person, "record", row.dispute) and review_trail.next_level(row) is not None,
            "number": sends and stage == LetterStage.SIGNED, "hand_in": sends and stage == LetterStage.SIGNED and row.issued_on is not None, "void": work and stage not in (LetterStage.SENT, LetterStage.VOID)}


def said(row: DisputePaper, *, clear: bool) -> list[tuple[str, str]]:
    """What a paper says, field by field; the other side's name masked unless `clear`."""
    kind, version = dispute_papers.kind_of(row), row.versions.order_by("-number").first()
    held = strongbox.unseal(row.dispute, version.sealed, "paper") if version is not None and row.stage != LetterStage.DRAFT else dispute_papers.whole(row)
    values, found = letters_values.for_template(kind, held), []
    for field in fields_of(kind):
        value = values.get(field.key)
        if field.key and value not in (None, "", []):
            text = letters_values.lines_of(field, value) if field.kind == "rows" else shown(value)
            found.append((field.name, vault.masked("name", text) if field.key == "claimant" and not clear else text))
    return found


def _about(row: DisputePaper) -> dict[str, Any]:
    return {"paper": row, "dispute": row.dispute, "title": dispute_papers.kind_of(row).title, "kind": dispute_papers.kind_of(row), "tone": TONES[LetterStage(row.stage)],
            "fixed": dispute_values.fixed(row.dispute) if row.dispute.notified_on else {}}


@opens(DisputePaper, "work")
def edit(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """Write in a draft; of two clerks the second is shown both versions."""
    if row.stage != LetterStage.DRAFT:
        messages.error(request, f"该文书{LetterStage(row.stage).label}，不能修改；确需修改的，请先撤回送审或者退回。")
        return redirect("applications:dispute_paper", row.pk)
    try:
        lacks = dispute_papers.lacking(row)
    except sealing.Unreadable as error:
        raise Http404(str(error)) from None
    return edits.change(request, row, PaperForm, lambda form, version: dispute_papers.save(request.user, row, version, form.values()),
                        done=reverse("applications:dispute_paper_edit", args=[row.pk]), template="applications/disputes/paper_edit.html", lacks=lacks, **_about(row))


@opens(DisputePaper, "work")
@takes_files
def submit(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """Send for review."""
    def act() -> None:
        dispute_papers.send_for_review(request.user, row, dispute_papers.fill(row))

    return _act(request, row, forms.Form, lambda form: act(), "送审", "内容将固定为一稿，交审核人审核，再由签发人签发；拟稿人不能审批本人文稿。", "已送审，内容已固定，等待审核。")


@opens(DisputePaper, "work")
def recall(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """Take it back."""
    return _act(request, row, ReasonForm, lambda form: _recall(request, row, form.cleaned_data["reason"]), "撤回修改",
                "撤回后审核、签发意见不再有效，已编的文号作废，修改后须重新送审。", "已撤回，可以修改后重新送审。")


def _recall(request: HttpRequest, row: DisputePaper, reason: str) -> None:
    version = review_trail.latest(row)
    if version is None:
        raise ValidationError("该文书还没有送审，可以直接修改。")
    dispute_papers.recall(person_of(request), version, reason)


def _level(person: Any, row: DisputePaper) -> tuple[int | None, str]:
    version = review_trail.latest(row)
    return review_trail.level_open_to(person, version) if version is not None else (None, "")


@opens(DisputePaper, "record")
@takes_files
def paper(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """A step that was taken on paper or in an OA, entered with its scan."""
    level, version = review_trail.next_level(row), review_trail.latest(row)
    if level is None or version is None:
        messages.error(request, "这份文书没有等待办理的环节，不能补录审批。")
        return redirect("applications:dispute_paper", row.pk)

    def act(form: Any) -> None:
        values = dict(form.cleaned_data)
        looked = scan_of(values.pop("scan"))
        with transaction.atomic():
            scan = dispute_papers.keep_scan(request.user, row.dispute, looked)
            dispute_papers.record_step(person_of(request), version, level, values.pop("verdict"), scan=scan, **values)

    return _act(request, row, partial(ApprovalForm, initial={"verdict": Verdict.PASSED, "approved_on": days.today()}), act, f"补录审批：{review_trail.NAMES[level]}",
                "审批已经在纸上或者办公系统作出的，在这里如实补录，并上传呈批单扫描件。", f"已补录{review_trail.NAMES[level]}意见。", submit="补录")


@opens(DisputePaper, "send")
@takes_files
def number(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """文号 and day: the paper is made with them, everything else as it was signed."""
    if row.stage != LetterStage.SIGNED:
        messages.error(request, f"该文书{LetterStage(row.stage).label}，现在不能编号定稿，请核对最新状态。")
        return redirect("applications:dispute_paper", row.pk)
    try:
        proposed = row.number or letters_numbers.proposed(row, days.today().year)
    except GongkaiError:
        proposed = ""
    version = review_trail.latest(row)
    last = version.steps.order_by("-id").first() if version else None

    def act(form: Any) -> None:
        final = dispute_papers.finish(row, form.cleaned_data["number"], form.cleaned_data["issued_on"])
        dispute_papers.keep_final(request.user, row, row.version, final)
        if final.no_pdf:
            messages.warning(request, f"没有生成 PDF：{final.no_pdf}请下载 Word 定稿打印盖章。")

    return _act(request, row, partial(NumberForm, numbered=True, bare=True, initial={"number": proposed, "issued_on": last.approved_on if last else days.today()}), act, "编号定稿",
                "文号和成文日期填入签发稿，其余内容与签发稿一致。", "已编号定稿，请下载盖章后提交。")


@opens(DisputePaper, "work")
def void(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """Put it out of use."""
    return _act(request, row, ReasonForm, lambda form: dispute_papers.void(request.user, row, form.cleaned_data["reason"]), "作废文书", "作废后不能恢复，已编的文号一并作废。", "已作废。", tone="danger")


@opens(DisputePaper, "send")
@takes_files
def hand_in(request: HttpRequest, row: DisputePaper) -> HttpResponse:
    """Enter that it was handed in."""
    def act(form: Any) -> None:
        values = form.cleaned_data
        looked = scan_of(values["scan"]) if values["scan"] else None
        if told := dispute_papers.late(row, values["day"]):
            messages.warning(request, told)
        dispute_papers.hand_in(request.user, row, row.version, values["day"], stamped=looked, note=values["note"])

    due = f"提交期限至{row.dispute.answer_due_on:%Y年%m月%d日}届满。" if row.dispute.answer_due_on else ""
    return _act(request, row, partial(HandInForm, initial={"day": days.today()}), act, "登记提交", f"{due}提交后，案件登记“提交答复”，文书和证据清单存入案件材料。", "已登记提交。")


def _act(request: HttpRequest, row: DisputePaper, form_class: Any, act: Any, title: str, question: str, done: str, tone: str = "", submit: str = "") -> HttpResponse:
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: act(form))[1]:
        messages.success(request, done)
        return redirect("applications:dispute_paper", row.pk)
    return render(request, "common/edit.html", {"title": title, "form": form, "submit": submit or title, "tone": tone, "hint": question,
                                                "cancel": reverse("applications:dispute_paper", args=[row.pk])}, status=422 if form.errors else 200)


@opens(DisputePaper, "files")
def preview(request: HttpRequest, row: DisputePaper, kind: str) -> HttpResponseBase:
    """The paper as Word file or PDF: as it was frozen, or as the draft would look now."""
    if kind not in ("docx", "pdf"):
        raise Http404("没有这种格式，请选择 Word 或者 PDF。")
    letter, version = dispute_papers.kind_of(row), row.versions.order_by("-number").first()
    try:
        if version is not None and row.stage != LetterStage.DRAFT:
            data = strongbox.open_file(version.file)[1]
        else:
            data = letters_making.preview(letters_making.template_of(row.dispute.unit, letter), letter, dispute_papers.whole(row), days.today())
        made = data if kind == "docx" else letters_making.pdf(data, letter.title)
    except (GongkaiError, sealing.Unreadable, FileNotFoundError) as error:
        raise Http404(f"文书生成不了：{error}") from None
    eventlog.record("dispute_paper.read", row, actor=request.user, unit=row.dispute.unit, title=f"{row.dispute} {letter.title}")
    return files.answer(BytesIO(made), f"{letter.title}.{kind}", MEDIA_TYPES[kind], inline=True)
