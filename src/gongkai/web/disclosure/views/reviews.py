"""What waits for a person, a version's page with its steps, paper approvals, referrals."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.common import files as stored
from gongkai.web.common import richtext
from gongkai.web.common.access import lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits
from gongkai.web.common.generic.paging import page_of
from gongkai.web.disclosure import comparing
from gongkai.web.disclosure.domain import files, queries, referrals, reviewing, stages
from gongkai.web.disclosure.enums import Verdict
from gongkai.web.disclosure.forms import AnswerForm, PaperForm, ReferForm, StepForm
from gongkai.web.disclosure.models import ItemVersion, Referral
from gongkai.web.organs.visitor import person_of


@lists(ItemVersion)
def waiting(request: HttpRequest) -> HttpResponse:
    """The versions whose next step is this person's."""
    page = page_of(queries.waiting_for(request.user), request.GET.get("page"), 50)
    rows = [(version, queries.LEVEL_NAMES[stages.next_level(version) or 0]) for version in page.object_list]
    return render(request, "disclosure/reviews.html", {"page_obj": page, "rows": rows})


@opens(ItemVersion)
def review(request: HttpRequest, row: ItemVersion) -> HttpResponse:
    """A frozen version: what it says, how it differs from what is public, what was found, who decided what; and this
    person's own step, where it is theirs."""
    level, why_not = reviewing.level_open_to(request.user, row)
    form = refer = None
    if level is not None:
        posted = request.POST if request.method == "POST" else None
        referring = posted is not None and posted.get("act") == "refer"
        form = StepForm(None if referring else posted, level=level, initial={"conclusion": row.content["attribute"]})
        refer = ReferForm(posted if referring else None, unit=row.item.unit)
        if posted is not None and str(level) != posted.get("level"):
            messages.error(request, "这一环节已经由他人办理，页面已更新，请核对后再办理。")
            return redirect("disclosure:review", row.pk)
        if posted is not None and _step_taken(request, row, level, refer if referring else form, referring):
            return redirect("disclosure:review", row.pk)
    elif request.method == "POST":
        messages.error(request, why_not or "这一版现在没有由您办理的环节，请核对最新状态。")
        return redirect("disclosure:review", row.pk)
    wrong = any(one is not None and one.is_bound and one.errors for one in (form, refer))
    return render(request, "disclosure/review.html", {
        **_shown(row), "level": level, "level_name": queries.LEVEL_NAMES[level] if level is not None else "", "why_not": why_not,
        "form": form, "refer": refer, "newest": stages.latest(row.item) == row,
        "may_record": allows(request.user, "record", row) and stages.next_level(row) is not None and not stages.open_referral(row)},
        status=422 if wrong else 200)


@opens(ItemVersion, "record")
@takes_files
def paper(request: HttpRequest, row: ItemVersion) -> HttpResponse:
    """A step that was taken on paper or in another system, entered with its scan."""
    level = stages.next_level(row)
    if level is None or stages.latest(row.item) != row:
        messages.error(request, "这一版没有等待办理的环节，不能补录审批。")
        return redirect("disclosure:review", row.pk)
    posted = request.method == "POST"
    form = PaperForm(request.POST if posted else None, request.FILES if posted else None, level=level,
                     initial={"conclusion": row.content["attribute"], "verdict": Verdict.PASSED})
    if posted and form.is_valid():
        values = dict(form.cleaned_data)
        upload = values.pop("scan")
        verdict = values.pop("verdict")
        scan, seen = edits.attempt(form, lambda: files.scan_looked_at(request.user, row.item.unit, upload))

        @transaction.atomic
        def act() -> None:
            reviewing.record_step(person_of(request), row, level, verdict, scan=files.keep_scan(request.user, row.item.unit, scan), **values)

        if seen and edits.attempt(form, act)[1]:
            messages.success(request, f"已补录{queries.LEVEL_NAMES[level]}意见。")
            return redirect("disclosure:item", row.item_id)
    return render(request, "common/edit.html", {
        "title": f"补录审批：{queries.LEVEL_NAMES[level]}", "form": form, "submit": "补录",
        "hint": f"《{row.content['title']}》第 {row.number} 版。审批已经在纸上或者其他系统作出的，在这里如实补录，并上传呈批单扫描件。",
        "cancel": reverse("disclosure:review", args=[row.pk])}, status=422 if form.errors else 200)


@opens(ItemVersion)
def review_file(request: HttpRequest, row: ItemVersion, file: uuid.UUID) -> HttpResponseBase:
    """A file of a frozen version."""
    found = queries.version_file(row, file)
    if found is None:
        raise Http404("这一版没有这个附件。")
    return stored.serve(request, found, inline="inline" in request.GET)


@lists(Referral)
def inbox(request: HttpRequest) -> HttpResponse:
    """What units ask of this person's units."""
    page = page_of(queries.referrals_for(request.user), request.GET.get("page"), 50)
    return render(request, "disclosure/referrals.html", {"page_obj": page})


@opens(Referral)
def referral(request: HttpRequest, row: Referral) -> HttpResponse:
    """One question with the version it is about, and its answer."""
    open_to_answer = allows(request.user, "answer", row) and not hasattr(row, "answer") and not stages.ended(row.version)
    form = AnswerForm(request.POST if request.method == "POST" else None) if open_to_answer else None
    if request.method == "POST":
        if form is None:
            messages.error(request, "这件请示已经答复，或者已经撤回，不必再答复。")
            return redirect("disclosure:referral", row.pk)
        if form.is_valid() and edits.attempt(form, lambda: referrals.answer_referral(
                person_of(request), row, form.cleaned_data["conclusion"], form.cleaned_data["text"]))[1]:
            messages.success(request, "已答复。")
            return redirect("disclosure:referral", row.pk)
    return render(request, "disclosure/referral.html", {
        **_shown(row.version), "referral": row, "form": form, "ended": stages.ended(row.version)},
        status=422 if form is not None and form.errors else 200)


@opens(Referral)
def referral_file(request: HttpRequest, row: Referral, file: uuid.UUID) -> HttpResponseBase:
    """A file of the version that a question is about."""
    found = queries.version_file(row.version, file)
    if found is None:
        raise Http404("这一版没有这个附件。")
    return stored.serve(request, found, inline="inline" in request.GET)


def _step_taken(request: HttpRequest, row: ItemVersion, level: int, form: Any, referring: bool) -> bool:
    if not form.is_valid():
        return False
    values = form.cleaned_data
    if referring:
        given = {"to_unit": values["to_unit"], "question": values["question"]}
        verdict, done = Verdict.DOUBT, f"已向{values['to_unit'].called}请示。"
    else:
        given = {name: values.get(name, "") for name in ("conclusion", "basis", "opinion")}
        verdict = values["verdict"]
        done = "已同意。" if verdict == Verdict.PASSED else "已退回修改。"
    if not edits.attempt(form, lambda: reviewing.take_step(person_of(request), row, level, verdict, **given))[1]:
        return False
    messages.success(request, done)
    return True


def _shown(version: ItemVersion) -> dict[str, Any]:
    """What both pages show of a version."""
    public = stages.public_version(version.item)
    return {
        "version": version, "item": version.item, "facts": comparing.facts(version.content), "body": richtext.clean(version.content["body"]),
        "changes": comparing.changes(public, version) if public is not None and public != version else None, "public": public,
        "remarks": [(remark, version.reasons.get(remark["key"], "")) for remark in version.remarks],
        "steps": version.steps.select_related("person", "recorded_by", "scan"), "levels": queries.LEVEL_NAMES,
        "referrals": version.referrals.select_related("to_unit", "asked_by", "answer__answered_by"),
        "others": version.item.versions.exclude(pk=version.pk),
    }
