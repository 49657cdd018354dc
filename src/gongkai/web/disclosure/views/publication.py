"""Submit with findings, mask, publish, withdraw, reassess; and several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.common import days
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.generic import edits, steps
from gongkai.web.common.generic.paging import page_of
from gongkai.web.disclosure import comparing
from gongkai.web.disclosure.domain import (
    items,
    publishing,
    queries,
    reassessing,
    scheduling,
    screen,
    stages,
    submitting,
)
from gongkai.web.disclosure.enums import Stage
from gongkai.web.disclosure.forms import PublishForm, ReasonForm, ReassessForm
from gongkai.web.disclosure.models import Item

MOST = 200
"""Items that one batch takes."""


@opens(Item, "submit")
def submit(request: HttpRequest, row: Item) -> HttpResponse:
    """What screening found, beside the text; a reason for each; and off it goes."""
    reasons = {name.removeprefix("reason-"): request.POST.get(name, "") for name in request.POST if name.startswith("reason-")}
    wrong: list[str] = []
    if request.method == "POST":
        try:
            with transaction.atomic():
                submitting.submit_item(request.user, row, int(request.POST.get("version") or 0), reasons)
        except ValidationError as error:
            wrong = error.messages[:1]
        else:
            messages.success(request, "已送审，等待公开审查。")
            return redirect("disclosure:item", row.pk)
    found = screen.findings(row)
    maskable = any(screen.masked(name, getattr(row, name)) != getattr(row, name) for name in ("title", "summary", "body"))
    return render(request, "disclosure/submit.html", {
        "item": row, "findings": [(number, finding, reasons.get(finding.key, "")) for number, finding in enumerate(found, 1)],
        "serious": sum(finding.serious for finding in found), "texts": comparing.marked(row, found), "wrong": wrong, "maskable": maskable,
        "attachments": row.attachments.select_related("file"), "step": 3, "levels": queries.LEVEL_NAMES[:row.unit.review_levels + 1]},
        status=422 if wrong else 200)


@opens(Item, "edit")
def mask(request: HttpRequest, row: Item) -> HttpResponse:
    """Before and after masking; applied by a POST."""
    if request.method == "POST":
        version = int(request.POST.get("version") or 0)
        steps.attempt(request, lambda: items.mask_item(request.user, row, version), "已遮盖个人信息，请核对后送审。")
        return redirect("disclosure:item_submit", row.pk)
    changes = []
    for name in ("title", "summary", "body"):
        before = screen.plain(name, getattr(row, name))
        after = screen.plain(name, screen.masked(name, getattr(row, name)))
        if before != after:
            changes.append((screen.LABELS[name], comparing.letters(before, after), comparing.letters(after, before)))
    return render(request, "disclosure/mask.html", {"item": row, "changes": changes})


@opens(Item, "submit")
def recall(request: HttpRequest, row: Item) -> HttpResponse:
    """Take a version back from review."""
    version = stages.latest(row)
    if version is None:
        raise Http404("该事项还没有送审过。")
    return _reasoned(request, row, lambda reason: submitting.recall_version(request.user, version, reason), title="撤回送审", label="撤回理由",
                     question="撤回送审后可以继续修改，已经办理的审核意见保留在记录中，修改后须从公开审查重新办理。", done="已撤回送审，可以修改。")


@opens(Item, "publish")
def publish(request: HttpRequest, row: Item) -> HttpResponse:
    """Publish now, or at a time."""
    correcting = stages.public_version(row) is not None
    stage = stages.derive(row)
    form = PublishForm(request.POST if request.method == "POST" else None, correcting=correcting)
    if request.method == "POST" and form.is_valid():
        reason, due = form.cleaned_data.get("reason", ""), form.cleaned_data["due_at"]
        act: Callable[[], Any]
        if form.cleaned_data["when"] == "now":
            act, done = (lambda: publishing.publish_item(request.user, row, reason=reason)), "已发布。"
        else:
            act, done = (lambda: scheduling.schedule_item(request.user, row, due, reason=reason)), "已设定发布时间，到时自动发布。"
        if edits.attempt(form, act)[1]:
            messages.success(request, done)
            return redirect("disclosure:item", row.pk)
    version = stages.latest(row)
    public = stages.public_version(row)
    return render(request, "disclosure/publish.html", {
        "item": row, "form": form, "stage": stage, "ready": stage in (Stage.APPROVED, Stage.SCHEDULED), "correcting": correcting,
        "changes": comparing.changes(public, version) if public and version and public != version else [],
        "version": version, "schedule": version.schedules.filter(done_at=None, cancelled_at=None).first() if version else None},
        status=422 if form.errors else 200)


@opens(Item, "publish")
def unschedule(request: HttpRequest, row: Item) -> HttpResponse:
    """Take the time off. A GET leads to the item's page."""
    return steps.take(request, lambda: scheduling.cancel_schedule(request.user, row), "已取消定时发布。", "disclosure:item", row.pk)


@opens(Item, "withdraw")
def withdraw(request: HttpRequest, row: Item) -> HttpResponse:
    """Take an item out of public view."""
    return _reasoned(request, row, lambda reason: publishing.withdraw_item(request.user, row, reason), title="撤回公开", label="撤回理由",
                     question=f"撤回后公众不再能看到《{row.title}》，撤回的时间和理由保留在记录中；重新公开须再次送审。", done="已撤回。", tone="danger")


@opens(Item, "reassess")
def reassess(request: HttpRequest, row: Item) -> HttpResponse:
    """Look anew at what is kept back."""
    form = ReassessForm(request.POST if request.method == "POST" else None, initial={"conclusion": row.attribute})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made, fine = edits.attempt(form, lambda: reassessing.reassess_item(
            request.user, row, values["conclusion"], values["reason"], values["next_on"]))
        if fine:
            changed = made.conclusion != made.version.content["attribute"]
            messages.success(request, "评估已记录，该事项转为拟稿，请核对后送审。" if changed else "评估已记录。")
            return redirect("disclosure:item", row.pk)
    return render(request, "disclosure/reassess.html", {"item": row, "form": form, "past": row.reassessments.select_related("by")},
                  status=422 if form.errors else 200)


@lists(Item, "reassess")
def reassessments(request: HttpRequest) -> HttpResponse:
    """What is not disclosed, by the day on which it is looked at anew."""
    rows = Item.objects.restrict(request.user, "reassess").filter(stage=Stage.KEPT).select_related("unit", "node").order_by(
        F("reassess_on").asc(nulls_last=True), "id")
    due = request.GET.get("due") != "all"
    if due:
        rows = rows.filter(reassess_on__lte=days.today())
    page = page_of(rows, request.GET.get("page"), 50)
    return render(request, "disclosure/reassessments.html", {"page_obj": page, "due": due, "today": days.today()})


@adds(Item, "submit")
def batch(request: HttpRequest) -> HttpResponse:
    """Submit or publish several items; each by itself, with its own result."""
    act = request.POST.get("act")
    labels = {"submit": "送审", "publish": "发布"}
    if request.method != "POST" or act not in labels:
        return redirect("disclosure:items")
    keys = [key for key in dict.fromkeys(request.POST.getlist("chosen")) if key.isdecimal()]
    if not keys or len(keys) > MOST:
        messages.error(request, f"请选择 1 至 {MOST} 个事项。")
        return redirect("disclosure:items")
    rows = Item.objects.restrict(request.user, "view").filter(pk__in=keys).select_related("unit")
    results = [(row, *_one_of_many(request.user, row, act)) for row in rows]
    return render(request, "disclosure/batch.html", {
        "results": results, "label": labels[act], "fine": sum(fine for _, fine, _ in results)})


def _one_of_many(person: Any, row: Item, act: str) -> tuple[bool, str]:
    """One step of a batch in a transaction of its own: whether it was taken, and what is to be said."""
    try:
        with transaction.atomic():
            if act == "submit":
                submitting.submit_item(person, row, row.version)
                return True, "已送审。"
            publishing.publish_item(person, row)
            return True, "已发布。"
    except ValidationError as error:
        return False, error.messages[0]
    except PermissionDenied as error:
        return False, str(error)


def _reasoned(
    request: HttpRequest, row: Item, act: Callable[[str], Any], *, title: str, label: str, question: str, done: str, tone: str = "",
) -> HttpResponse:
    """A page that asks for a reason before it acts."""
    form = ReasonForm(request.POST if request.method == "POST" else None, label=label)
    if request.method == "POST" and form.is_valid() and edits.attempt(form, lambda: act(form.cleaned_data["reason"]))[1]:
        messages.success(request, done)
        return redirect("disclosure:item", row.pk)
    return render(request, "common/confirm.html", {
        "title": title, "question": question, "form": form, "submit": title, "tone": tone,
        "cancel": reverse("disclosure:item", args=[row.pk])}, status=422 if form.errors else 200)
