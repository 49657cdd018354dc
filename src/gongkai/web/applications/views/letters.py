"""Letters on the workbench: begun from a case, written, looked at, reviewed, signed; sending.py takes them to the post."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import (
    dispute_papers,
    letters_approving,
    letters_drafting,
    letters_making,
    letters_sending,
    letters_values,
    parties,
    review_trail,
    uploads,
    vault,
)
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.enums import FileRole, LetterStage, PartyRole
from gongkai.web.applications.forms_letters import LetterForm, PaperForm, ReasonForm, ReviewForm, StartForm
from gongkai.web.applications.letters.fields import fields_of
from gongkai.web.applications.letters.filling import shown
from gongkai.web.applications.models import Case, Letter, LetterVersion
from gongkai.web.applications.steps import STEPS
from gongkai.web.applications.views.cases import UNMASKED
from gongkai.web.applications.views.letter_help import attempt, scan_of, served
from gongkai.web.common import days, eventlog, sealing
from gongkai.web.common.access import lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits
from gongkai.web.common.reviewing import Verdict
from gongkai.web.organs.visitor import person_of

TONES = {LetterStage.DRAFT: "quiet", LetterStage.REVIEW: "warn", LetterStage.SIGNING: "warn", LetterStage.SIGNED: "info", LetterStage.SENT: "info",
         LetterStage.SERVED: "ok", LetterStage.RETURNED: "bad", LetterStage.FILED: "ok", LetterStage.VOID: "quiet"}


def section(request: HttpRequest, case: Case, now: Standing) -> dict[str, Any] | None:
    """The letters of a case, on its page."""
    rows = [{"letter": letter, "title": letters_drafting.title_of(letter), "tone": TONES[LetterStage(letter.stage)]}
            for letter in case.letters.prefetch_related("party")]
    may = allows(request.user, "work", case) and any((*letters_drafting.offered(now, case.matter).values(), letters_drafting.answers_offered(now, case.matter)))
    return {"rows": rows, "may": may} if rows or may else None


@opens(Case, "work")
def choose(request: HttpRequest, row: Case) -> HttpResponse:
    """Which letter to begin: an answer by its type, a notice, an inner sheet."""
    from gongkai.engine import letters as kinds

    now = letters_drafting.letters_facts.history_of(row).now
    key = request.POST.get("kind") or request.GET.get("kind") or ""
    role = letters_drafting.party_role(kinds.every_letter()[key]) if key in kinds.every_letter() else None
    form = StartForm(request.POST if request.method == "POST" else None, case=row, role=role, initial={"kind": key})
    if request.method == "POST" and form.is_valid():
        made, fine = attempt(form, lambda: _start(request, row, form, role))
        if fine:
            return redirect("applications:letter_edit", made.pk)
    asks = role not in (None, PartyRole.APPLICANT)
    return render(request, "applications/letters/choose.html", {
        "case": row, "answers": letters_drafting.answers_offered(now, row.matter), "form": form, "asks": asks, "kind": kinds.every_letter().get(key),
        "asking": [one.key for group in letters_drafting.offered(now, row.matter).values() for one in group
                   if letters_drafting.party_role(one) not in (None, PartyRole.APPLICANT)], **letters_drafting.offered(now, row.matter)}, status=422 if form.errors else 200)


@transaction.atomic
def _start(request: HttpRequest, case: Case, form: StartForm, role: PartyRole | None) -> Letter:
    """A party that is named here is entered with the letter, or neither is."""
    party = form.cleaned_data.get("party")
    if role not in (None, PartyRole.APPLICANT) and party is None and role is not None:
        party = parties.add(request.user, case, role, {name: form.cleaned_data.get(f"party_{name}", "") for name in ("name", "address", "telephone")})
    return letters_drafting.start(request.user, case, form.cleaned_data["kind"], answer=form.cleaned_data["answer"], party=party)


@opens(Letter)
def page(request: HttpRequest, row: Letter) -> HttpResponse:
    """One letter: where it stands, what it lacks, what it says, its versions and the steps of each."""
    reads = allows(request.user, "files", row)
    context: dict[str, Any] = {"letter": row, "case": row.case, "reads": reads, "title": letters_drafting.title_of(row), "kind": letters_drafting.kind_of(row),
                               "answer": letters_drafting.answer_of(row), "tone": TONES[LetterStage(row.stage)], "may": may(request.user, row)}
    try:
        if reads:
            context["facts"] = said(row, full=unmasked(request, row))
        if row.stage not in (LetterStage.SENT, LetterStage.SERVED, LetterStage.VOID, LetterStage.FILED) and reads:
            context["lacks"] = letters_drafting.lacking(row)
        context["versions"] = versions(row, reads)
    except sealing.Unreadable as error:
        context["erased"] = str(error)
    context["full"] = unmasked(request, row)
    context["finals"] = letters_sending.finals(row) if reads else {}
    context["events"] = row.events.order_by("day", "id").select_related("document")
    context["mailings"] = row.mailings.select_related("by") if reads else []
    context["step"] = STEPS.get(letters_drafting.kind_of(row).event)  # type: ignore[call-overload]
    return render(request, "applications/letters/page.html", context)


def may(person: Any, row: Letter) -> dict[str, bool]:
    """The acts that are open to a person now, by name."""
    stage, inner = LetterStage(row.stage), letters_drafting.kind_of(row).to == "inner"
    work, sends, record = allows(person, "work", row), allows(person, "send", row), allows(person, "record", row)
    numbered = bool(letters_sending.finals(row)) if stage == LetterStage.SIGNED else False
    level = review_trail.next_level(row)
    return {
        "edit": work and stage == LetterStage.DRAFT, "submit": work and stage == LetterStage.DRAFT and not inner,
        "file": work and stage == LetterStage.DRAFT and inner, "recall": work and stage in (LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.SIGNED),
        "void": work and stage in (LetterStage.DRAFT, LetterStage.REVIEW, LetterStage.SIGNING, LetterStage.SIGNED),
        "number": sends and stage == LetterStage.SIGNED, "stamp": sends and numbered, "send": sends and (numbered or stage == LetterStage.RETURNED),
        "arrived": sends and stage == LetterStage.SENT, "paper": record and level is not None,
        "review": level is not None and allows(person, review_trail.ACTIONS[level], row),
    }


def said(row: Letter, version: LetterVersion | None = None, *, full: bool = False) -> list[tuple[str, str]]:
    """What a letter, or one of its versions, says, field by field, in words; who somebody is masked unless `full`."""
    kind = letters_drafting.kind_of(row)
    held = vault.unseal(row.case, version.sealed, "letter") if version is not None else letters_sending.preview_values(row)
    values = letters_values.for_template(kind, held)
    found = []
    for field in fields_of(kind):
        value = values.get(field.key)
        if field.key and value not in (None, "", []):
            text = letters_values.lines_of(field, value) if field.kind == "rows" else shown(value)
            mask = None if full else letters_values.WHO.get(field.key)
            found.append((field.name, vault.masked(mask, text) if mask else text))
    held = letters_drafting.values_of(row)
    return found + [(label, held[key]) for key, label in letters_drafting.facts_fields(row).items() if held.get(key)]


def unmasked(request: HttpRequest, row: Letter) -> bool:
    """Whether the person has had the case's names shown in this session (logged there)."""
    return allows(request.user, "unmask", row) and row.case_id in request.session.get(UNMASKED, [])


def versions(row: Letter, reads: bool) -> list[dict[str, Any]]:
    """The frozen versions, the newest first, each with its steps and their words."""
    made = []
    for version in row.versions.select_related("author", "file", "letter__case").prefetch_related("steps__person", "steps__recorded_by", "steps__scan"):
        steps = [{"step": step, "name": review_trail.NAMES[step.level], "opinion": letters_approving.opinion_of(step) if reads else ""}
                 for step in version.steps.all()]
        made.append({"version": version, "steps": steps})
    return made


@opens(Letter, "work")
@takes_files
def edit(request: HttpRequest, row: Letter) -> HttpResponse:
    """Write in a letter; what it still lacks stands beside the form. Of two clerks the second is shown both versions."""
    if row.stage != LetterStage.DRAFT:
        messages.error(request, f"该文书{LetterStage(row.stage).label}，不能修改；确需修改的，请先撤回送审或者退回。")
        return redirect("applications:letter", row.pk)
    try:
        lacks = letters_drafting.lacking(row)
    except sealing.Unreadable as error:
        raise Http404(str(error)) from None
    full = unmasked(request, row)
    return edits.change(
        request, row, partial(LetterForm, full=full), lambda form, version: _save(request, row, form, version), title=letters_drafting.title_of(row),
        done=reverse("applications:letter_edit", args=[row.pk]), template="applications/letters/edit.html", letter=row, case=row.case, lacks=lacks,
        kind=letters_drafting.kind_of(row), answer=letters_drafting.answer_of(row), full=full)


def _save(request: HttpRequest, row: Letter, form: LetterForm, version: int) -> None:
    """An upload is looked at first, with no transaction open; then file and letter are written, or neither."""
    upload = form.cleaned_data.get("upload")
    looked = uploads.look(upload) if upload else None
    with transaction.atomic():
        chosen = form.chosen()
        if looked is not None and chosen is not None:
            file = uploads.keep(request.user, row.case, looked, FileRole.SOURCE)
            chosen["files"] = [*(chosen["files"] or []), str(file.pk)]
        letters_drafting.save(request.user, row, version, form.values(), chosen)


@opens(Letter, "files")
def preview(request: HttpRequest, row: Letter, kind: str) -> HttpResponseBase:
    """The letter as it would look now, as Word file or PDF; nothing is kept."""
    if kind not in ("docx", "pdf"):
        raise Http404("没有这种格式，请选择 Word 或者 PDF。")
    letter_kind = letters_drafting.kind_of(row)
    try:
        template = letters_making.template_of(row.case.unit, letter_kind)
        data = letters_making.preview(template, letter_kind, letters_sending.preview_values(row), days.today())
        made = data if kind == "docx" else letters_making.pdf(data, f"{letter_kind.title}（预览）")
    except (GongkaiError, sealing.Unreadable, FileNotFoundError) as error:
        raise Http404(f"文书生成不了：{error}") from None
    eventlog.record("letter.read", row, actor=request.user, unit=row.case.unit, title=str(row.case))
    return served(made, f"{letter_kind.title}（预览）.{kind}", kind)


@opens(Letter, "work")
@takes_files
def submit(request: HttpRequest, row: Letter) -> HttpResponse:
    """Send for review: what is lacking, or the last look before the letter is frozen."""
    if row.stage != LetterStage.DRAFT:
        messages.error(request, f"该文书{LetterStage(row.stage).label}，不必重复送审。")
        return redirect("applications:letter", row.pk)
    form = ReasonForm()
    del form.fields["reason"]
    if request.method == "POST":
        form = ReasonForm(request.POST)
        del form.fields["reason"]
        form.is_valid()
        if str(row.version) != request.POST.get("version", str(row.version)):
            form.add_error(None, "您打开之后，该文书又有修改，请重新核对后再送审。")
        elif attempt(form, lambda: letters_approving.send_for_review(request.user, row, letters_approving.fill(row)))[1]:
            messages.success(request, "已送审，内容已固定，等待审核。")
            return redirect("applications:letter", row.pk)
    return render(request, "applications/letters/submit.html", {
        "letter": row, "case": row.case, "title": letters_drafting.title_of(row), "full": unmasked(request, row), "lacks": letters_drafting.lacking(row),
        "facts": said(row, full=unmasked(request, row)), "form": form},
        status=422 if form.errors else 200)


@opens(Letter, "work")
@takes_files
def file_inner(request: HttpRequest, row: Letter) -> HttpResponse:
    """Keep an inner sheet as it is filled now."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    del form.fields["reason"]

    def act() -> None:
        if lacks := letters_drafting.lacking(row):
            raise ValidationError([lack.sentence for lack in lacks])
        kind = letters_drafting.kind_of(row)
        values = letters_sending.preview_values(row)
        data = letters_making.docx(letters_making.template_of(row.case.unit, kind), kind, values, days.today(), issued_on=days.today())
        try:
            printed = letters_making.pdf(data, kind.title)
        except GongkaiError as error:
            printed = None
            messages.warning(request, f"没有生成 PDF：{error}")
        letters_sending.file_inner(request.user, row, row.version, data, printed)

    if request.method == "POST" and form.is_valid() and attempt(form, act)[1]:
        messages.success(request, "已存卷。")
        return redirect("applications:letter", row.pk)
    return render(request, "applications/letters/act.html", {
        "letter": row, "case": row.case, "title": "生成存卷", "form": form, "submit": "生成存卷", "cancel": reverse("applications:letter", args=[row.pk]),
        "question": f"“{letters_drafting.title_of(row)}”将按现在的内容生成，存入案卷，以后不再修改。"}, status=422 if form.errors else 200)


@opens(Letter, "work")
def void(request: HttpRequest, row: Letter) -> HttpResponse:
    """Put a letter out of use."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and attempt(
            form, lambda: letters_drafting.void(request.user, row, row.version, form.cleaned_data["reason"]))[1]:
        messages.success(request, "已作废。")
        return redirect("applications:case", row.case_id)
    return render(request, "applications/letters/act.html", {
        "letter": row, "case": row.case, "title": "作废文书", "form": form, "submit": "作废", "tone": "danger",
        "question": f"“{letters_drafting.title_of(row)}”作废后不能恢复，已编的文号一并作废。", "cancel": reverse("applications:letter", args=[row.pk])},
        status=422 if form.errors else 200)


@lists(LetterVersion)
def waiting(request: HttpRequest) -> HttpResponse:
    """The versions of letters and of papers of disputes whose next step is this person's, oldest first."""
    all_of_them: list[Any] = [*letters_approving.waiting_for(request.user), *dispute_papers.waiting_for(request.user)]
    both = sorted(all_of_them, key=lambda one: (one.created_at, one.pk))
    page = Paginator(both, 50).get_page(request.GET.get("page"))
    rows = [{"version": version, "level": review_trail.NAMES[review_trail.next_level(version.paper) or 1], **_waits(version)} for version in page.object_list]
    return render(request, "applications/letters/waiting.html", {"page_obj": page, "rows": rows})


def _waits(version: Any) -> dict[str, Any]:
    """What the list says of a version: where it opens, what it is, whose, by when."""
    if isinstance(version, LetterVersion):
        case = version.letter.case
        return {"address": reverse("applications:letter_review", args=[version.pk]), "title": letters_drafting.title_of(version.letter), "of": case,
                "about": case.title, "due_on": case.due_on}
    dispute = version.paper.dispute
    return {"address": reverse("applications:dispute_paper", args=[version.paper_id]), "title": dispute_papers.kind_of(version.paper).title, "of": dispute,
            "about": dispute.about, "due_on": dispute.answer_due_on}


@opens(LetterVersion)
def review(request: HttpRequest, row: LetterVersion) -> HttpResponse:
    """A frozen version with what it says, and this person's own step, where it is theirs."""
    level, why_not = review_trail.level_open_to(request.user, row)
    form = ReviewForm(request.POST if request.method == "POST" else None) if level is not None else None
    if request.method == "POST":
        if form is None or str(level) != request.POST.get("level"):
            messages.error(request, why_not or "这一稿现在没有由您办理的环节，请核对最新状态。")
            return redirect("applications:letter_review", row.pk)
        if form.is_valid() and level is not None and attempt(form, lambda: letters_approving.take_step(
                person_of(request), row, level or 1, form.cleaned_data["verdict"], form.cleaned_data["opinion"]))[1]:
            messages.success(request, "已退回修改。" if form.cleaned_data["verdict"] == Verdict.RETURNED else "已同意。")
            return redirect("applications:letter", row.letter_id)
    reads = allows(request.user, "files", row)
    context: dict[str, Any] = {"version": row, "letter": row.letter, "case": row.letter.case, "title": letters_drafting.title_of(row.letter), "level": level,
                               "level_name": review_trail.NAMES.get(level or 0, ""), "why_not": why_not, "form": form, "reads": reads,
                               "newest": row.letter.versions.order_by("-number").first() == row, "may": may(request.user, row.letter)}
    try:
        context["steps"] = next(one for one in versions(row.letter, reads) if one["version"] == row)["steps"]
        if reads:
            context["facts"], context["lacks"] = said(row.letter, row, full=unmasked(request, row.letter)), letters_drafting.lacking(row.letter) if level is not None else []
    except sealing.Unreadable as error:
        context["erased"] = str(error)
    context["full"] = unmasked(request, row.letter)
    return render(request, "applications/letters/review.html", context, status=422 if form is not None and form.errors else 200)


@opens(LetterVersion, "record")
@takes_files
def paper(request: HttpRequest, row: LetterVersion) -> HttpResponse:
    """A step that was taken on paper or in an OA, entered with its scan."""
    level = review_trail.next_level(row.letter)
    if level is None:
        messages.error(request, "这一稿没有等待办理的环节，不能补录审批。")
        return redirect("applications:letter", row.letter_id)
    form = PaperForm(request.POST or None, request.FILES or None, initial={"verdict": Verdict.PASSED, "approved_on": days.today()})

    def act() -> None:
        values = dict(form.cleaned_data)
        looked = scan_of(values.pop("scan"))
        with transaction.atomic():
            scan = uploads.keep(request.user, row.letter.case, looked, FileRole.APPROVAL)
            letters_approving.record_step(person_of(request), row, level, values.pop("verdict"), scan=scan, **values)

    if request.method == "POST" and form.is_valid() and attempt(form, act)[1]:
        messages.success(request, f"已补录{review_trail.NAMES[level]}意见。")
        return redirect("applications:letter", row.letter_id)
    return render(request, "applications/letters/act.html", {
        "letter": row.letter, "case": row.letter.case, "title": f"补录审批：{review_trail.NAMES[level]}", "form": form, "submit": "补录",
        "question": "审批已经在纸上或者办公系统作出的，在这里如实补录，并上传呈批单扫描件。", "cancel": reverse("applications:letter", args=[row.letter_id])},
        status=422 if form.errors else 200)


@opens(LetterVersion, "work")
def recall(request: HttpRequest, row: LetterVersion) -> HttpResponse:
    """Take a version back to write on."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: letters_approving.recall(request.user, row, form.cleaned_data["reason"]))[1]:
        messages.success(request, "已撤回，可以修改后重新送审。")
        return redirect("applications:letter", row.letter_id)
    return render(request, "applications/letters/act.html", {
        "letter": row.letter, "case": row.letter.case, "title": "撤回修改", "form": form, "submit": "撤回",
        "question": "撤回后审核、签发意见不再有效，已编的文号作废，修改后须重新送审。", "cancel": reverse("applications:letter", args=[row.letter_id])},
        status=422 if form.errors else 200)


@opens(LetterVersion, "files")
def version_file(request: HttpRequest, row: LetterVersion, kind: str) -> HttpResponseBase:
    """The frozen Word file of a version, or a PDF made of it."""
    if kind not in ("docx", "pdf"):
        raise Http404("没有这种格式，请选择 Word 或者 PDF。")
    try:
        data = vault.file_bytes(row.file)
        made = data if kind == "docx" else letters_making.pdf(data)
    except (GongkaiError, sealing.Unreadable, FileNotFoundError) as error:
        raise Http404(f"文书打不开：{error}") from None
    eventlog.record("letter.read", row.letter, actor=request.user, unit=row.letter.case.unit, after={"version": row.number}, title=str(row.letter.case))
    return served(made, f"{letters_drafting.kind_of(row.letter).title}（第{row.number}稿）.{kind}", kind)
