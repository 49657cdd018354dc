"""A report on its way: what is to be done next, sent for review, called back, published, handed in; its versions held against each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.report.comparing import compare as held_against
from gongkai.web.annualreport.domain import approving, deadlines, findings, handing, places, publishing
from gongkai.web.annualreport.domain.contents import content_of, report_of
from gongkai.web.annualreport.enums import Handing, Stage
from gongkai.web.annualreport.forms_road import NoteForm, PublishForm, ReasonForm
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.common import days, files
from gongkai.web.common.access import opens, takes_files
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits

TONES = {Stage.DRAFT: "quiet", Stage.REVIEW: "warn", Stage.SIGN: "warn", Stage.SIGNED: "info", Stage.PUBLISHED: "ok"}
HANDING_TONES = {Handing.NONE: "quiet", Handing.HANDED: "info", Handing.RETURNED: "bad", Handing.ACCEPTED: "ok"}
CHANGED = "您打开之后，这份报告已被他人办理或者修改，请刷新页面核对后再提交。"


def attempt(form: forms.BaseForm, act: Callable[[], Any]) -> tuple[Any, bool]:
    """`edits.attempt`; that somebody else was first is told in the form."""
    try:
        with transaction.atomic():
            return edits.attempt(form, act)
    except Conflict:
        form.add_error(None, CHANGED)
    return None, False


def acted(request: HttpRequest, row: AnnualReport, form: forms.Form, act: Callable[[], Any], **context: Any) -> HttpResponse:
    """A page that asks before a step is taken, and the way on when it was."""
    if request.method == "POST" and form.is_valid() and attempt(form, act)[1]:
        messages.success(request, context["done"])
        return redirect(context.get("to") or approving.page_of(row))
    return render(request, "annualreport/road/act.html", {"report": row, "form": form, "cancel": approving.page_of(row), **context},
                  status=422 if form.errors else 200)


@opens(AnnualReport)
def progress(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """Where a report stands, what comes next, its versions, publications and what passed between the unit and the office above."""
    versions = list(row.versions.select_related("author").prefetch_related("steps__person", "steps__recorded_by", "steps__scan").defer("content"))
    last = handing.last_of(row)
    publications = [{"act": act, "files": [(name, label) for name, label in publishing.OFFERED.items() if name in act.files], "version": act.version}
                    for act in row.publications.select_related("version", "by").defer("version__content")]
    signed = approving.signed(row)
    returned = handing.returned(row)
    overridden = approving.overridden(versions[0]) if versions else []
    return render(request, "annualreport/road/progress.html", {
        "report": row, "tone": TONES[Stage(row.stage)], "handing_tone": HANDING_TONES[Handing(row.handing)], "may": may(request.user, row),
        "days": deadlines.days_of(row.unit, row.year, row.scope), "today": days.today(), "steps": _steps(row), "versions": versions, "names": approving.NAMES,
        "publications": publications, "hand_ins": row.hand_ins.select_related("version", "by").defer("version__content").prefetch_related("remarks").order_by("-id"),
        "returned": returned, "remarks": [(places.called(returned.version.content, one.target), one) for one in returned.remarks.all()] if returned else [],
        "signed": signed, "new_since": signed is not None and last is not None and last.version_id != signed.pk, "overridden": overridden,
        "examine": allows(request.user, "examine", row) and row.handing in (Handing.HANDED, Handing.ACCEPTED)})


def may(person: Any, row: AnnualReport) -> dict[str, bool]:
    """The acts that are open to a person now, by name."""
    stage, level = Stage(row.stage), approving.next_level(row)
    last = handing.last_handed(row)
    signed = approving.signed(row)
    submit = allows(person, "submit", row)
    return {
        "edit": allows(person, "edit", row) and stage == Stage.DRAFT, "submit": submit and stage == Stage.DRAFT,
        "recall": submit and stage != Stage.DRAFT and row.handing != Handing.HANDED, "correct": submit and stage == Stage.PUBLISHED,
        "review": level is not None and allows(person, approving.ACTIONS[level], row), "paper": level is not None and allows(person, "record", row),
        "publish": allows(person, "publish", row) and stage == Stage.SIGNED,
        "hand": allows(person, "hand", row) and signed is not None and row.handing != Handing.HANDED and (last is None or last.version_id != signed.pk
                                                                                                          or row.handing == Handing.NONE),
        "hand_recall": allows(person, "hand", row) and row.handing == Handing.HANDED,
    }


@opens(AnnualReport, "submit")
def submit(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """The last look before a draft is frozen: what holds it up, what will be asked at signing."""
    if row.stage != Stage.DRAFT:
        return _not_now(request, row, f"这份报告正处于“{row.get_stage_display()}”，不必重复送审。")
    content = content_of(row)
    told = findings.told(row, content)
    lacking = [one for one in told if not one.blocks and not one.settled]
    blocking = [one for one in told if one.blocks]
    form = NoteForm(request.POST if request.method == "POST" else None)
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else row.version
    return acted(request, row, form, lambda: approving.submit(request.user, row, version, form.cleaned_data["note"]),
                 title="送审", submit="送审", done="已送审，内容已固定，等待审核。", lacking=lacking, blocking=blocking, version=row.version,
                 held=bool(lacking), question="送审后内容固定为新的一版，审核、签发都针对这一版；要修改的，须撤回或者退回后重新送审。")


@opens(AnnualReport, "submit")
def recall(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """Take it back to write on, or begin a correction of what is public."""
    version = approving.latest(row)
    if version is None or row.stage == Stage.DRAFT:
        return _not_now(request, row, "这份报告还在编写，可以直接修改。")
    public = row.stage == Stage.PUBLISHED
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return acted(request, row, form, lambda: approving.recall(request.user, version, form.cleaned_data["reason"]),
                 title="更正" if public else "撤回修改", submit="开始更正" if public else "撤回",
                 done="可以修改了，改好后重新送审。", to=reverse("annualreport:report", args=[row.pk]),
                 question="已公布的版本在更正公布之前照常显示；修改后须重新审核、签发，公布时写明更正说明。" if public else
                          "撤回后这一版的审核、签发意见不再有效，修改后须重新送审。")


@takes_files
@opens(AnnualReport, "publish")
def publish(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """Put the signed version before the public; its files are written with no transaction open."""
    version = approving.signed(row)
    if version is None or row.stage == Stage.PUBLISHED:
        return _not_now(request, row, "签发以后才能公布。" if version is None else "这一版已经公布。")
    first = row.publications.order_by("id").first()
    known = deadlines.days_of(row.unit, row.year, row.scope)
    form = PublishForm(request.POST if request.method == "POST" else None, correction=first is not None)
    made: Any = edits.attempt(form, lambda: publishing.make(version))[0] if request.method == "POST" and form.is_valid() else None
    return acted(request, row, form, lambda: publishing.publish(request.user, row, made, form.cleaned_data.get("reason", "")),
                 title="公布更正" if first else "公布", submit="公布", done="已公布，门户和各种格式的文件都可以查看。", days=known,
                 late=first is None and known.late_to_publish(days.today()),
                 question=f"将把已签发的第{version.number}版向社会公布，生成网页、Word、PDF、Excel、JSON，公布后不能撤销，只能更正。")


@opens(AnnualReport, "hand")
def hand_in(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """Hand in what was signed."""
    version = approving.signed(row)
    if version is None:
        return _not_now(request, row, "签发以后才能报送。")
    known = deadlines.days_of(row.unit, row.year, row.scope)
    people = handing.examiners(row)
    form = NoteForm(request.POST if request.method == "POST" else None)
    return acted(request, row, form, lambda: handing.hand_in(request.user, row, form.cleaned_data["note"]),
                 title="报送主管部门", submit="报送", done="已报送，等待主管部门审核。", days=known, overridden=approving.overridden(version),
                 overdue=known.late_to_hand_in(days.today()),
                 question=f"将把已签发的第{version.number}版报送{people[0].home.name if people else '主管部门'}审核。")


@opens(AnnualReport, "hand")
def hand_recall(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """Call back what was handed in and not judged yet."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return acted(request, row, form, lambda: handing.recall(request.user, row, form.cleaned_data["reason"]), title="撤回报送", submit="撤回",
                 done="已撤回报送。", question="撤回后主管部门不再看到待审核的这一次报送，改好后请重新报送。")


@opens(AnnualReport)
def fragment(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """The fragment of what is public, to be copied into a website's editor."""
    act = publishing.current(row)
    if act is None:
        return _not_now(request, row, "公布以后才有可以粘贴到网站的代码。")
    try:
        text = publishing.fragment_of(act)
    except FileNotFoundError:
        raise Http404("公布时生成的网页片段不在服务器上，请从备份恢复。") from None
    return render(request, "annualreport/road/fragment.html", {"report": row, "act": act, "text": text})


@opens(AnnualReport)
def published_file(request: HttpRequest, row: AnnualReport, act: int, name: str) -> HttpResponseBase:
    """A kept file of a publication, for whoever may see the report."""
    found = row.publications.filter(pk=act).first()
    file = publishing.public_file(found, name) if found is not None else None
    if file is None:
        raise Http404("没有这个文件，请返回报告页面重新选择。")
    try:
        return files.serve(request, file)
    except FileNotFoundError:
        raise Http404("这个文件不在服务器上，请从备份恢复。") from None


@opens(AnnualReport)
def compare(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """Two versions, or the last and what is written now."""
    versions = {str(version.number): version for version in row.versions.select_related("author").order_by("number")}
    numbers = list(versions)
    old = request.GET.get("old", "")
    new = request.GET.get("new", "")
    old = old if old in versions else (numbers[-2] if len(numbers) > 1 else numbers[-1] if numbers else "")
    new = new if new in versions or new == "now" else ("now" if len(numbers) < 2 else numbers[-1])
    context: dict[str, Any] = {"report": row, "numbers": numbers, "old": old, "new": new}
    if old:
        contents = [versions[old].content, content_of(row) if new == "now" else versions[new].content]
        made = held_against(*(report_of(content, check=False) for content in contents))
        context |= {"made": made, "sections": [one for one in made.sections if one.added or one.removed or one.changed],
                    "title": contents[0]["title"] != contents[1]["title"], "titles": [content["title"] for content in contents]}
    return render(request, "annualreport/road/compare.html", context)


def _not_now(request: HttpRequest, row: AnnualReport, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect(approving.page_of(row))


def _steps(row: AnnualReport) -> list[tuple[str, str]]:
    """The line of steps: name and done, now or "" for each."""
    order = [Stage.DRAFT, Stage.REVIEW, Stage.SIGN, Stage.SIGNED, Stage.PUBLISHED]
    at = order.index(Stage(row.stage))
    made = [(stage.label, "done" if place < at else "now" if place == at else "") for place, stage in enumerate(order)]
    if at == len(order) - 1:
        made[-1] = (made[-1][0], "done")
    handed = {Handing.NONE: "", Handing.HANDED: "now", Handing.RETURNED: "bad", Handing.ACCEPTED: "done"}[Handing(row.handing)]
    return [*made, ("报送" if row.handing == Handing.NONE else row.get_handing_display(), handed)]

