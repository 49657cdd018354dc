"""The list of items, the editor, an item's page, its attachments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits, steps
from gongkai.web.common.generic.lists import show
from gongkai.web.disclosure import comparing
from gongkai.web.disclosure.domain import files, items, queries, stages, versions
from gongkai.web.disclosure.enums import Act, Stage
from gongkai.web.disclosure.forms import ItemForm
from gongkai.web.disclosure.models import Item, ItemFile, PublishedItem
from gongkai.web.disclosure.tables import TONES, ItemFilter, ItemTable, LookedAtItemTable
from gongkai.web.disclosure.views.choosing import units_held
from gongkai.web.organs.domain import roles


@lists(Item)
def index(request: HttpRequest) -> HttpResponseBase:
    """Items of the person's units."""
    rows = Item.objects.restrict(request.user, "view").select_related("unit", "node").defer("body", "summary").annotate(
        is_public=Exists(PublishedItem.objects.filter(item=OuterRef("pk"))))
    clerk = Item.gate.somewhere(request.user, "add")
    return show(request, rows, ItemTable if clerk else LookedAtItemTable, filters=ItemFilter, title="公开事项", template="disclosure/items.html",
                empty="还没有公开事项。新增之后，经公开审查和审核就可以发布。" if clerk else "还没有公开事项。",
                add=("新增公开事项", reverse("disclosure:item_new")) if clerk else None, batch=clerk)


@adds(Item, "add")
def new(request: HttpRequest) -> HttpResponse:
    """A new draft, in a unit where the person is clerk."""
    units = list(units_held(request, Item, "add"))
    wanted = request.POST.get("unit") or request.GET.get("unit")
    unit = next((unit for unit in units if str(unit.pk) == wanted), units[0])
    return edits.create(
        request, ItemForm, lambda form: items.create_item(request.user, unit, form.values()), title="新增公开事项",
        done=lambda item: reverse("disclosure:item_files", args=[item.pk]), template="disclosure/item_edit.html",
        message="已保存草稿。可以上传附件，或者直接检查并送审。", form_kwargs={"unit": unit}, units=units, unit=unit,
        cancel=reverse("disclosure:items"), step=1)


@opens(Item, "edit")
def edit(request: HttpRequest, row: Item) -> HttpResponse:
    """The editor. Of two editors the second is shown both versions."""
    if (stage := stages.derive(row)) not in stages.EDITABLE:
        messages.error(request, f"该事项正在{stage.label}，不能修改；确需修改的，请先撤回送审。")
        return redirect("disclosure:item", row.pk)
    return edits.change(
        request, row, ItemForm, lambda form, version: items.change_item(request.user, row, version, form.values()),
        title="修改公开事项", done=reverse("disclosure:item_files" if "next" in request.POST else "disclosure:item", args=[row.pk]),
        template="disclosure/item_edit.html", form_kwargs={"unit": row.unit}, item=row, unit=row.unit, step=1,
        cancel=reverse("disclosure:item", args=[row.pk]), warning=_warning(row, stage))


@opens(Item)
def page(request: HttpRequest, row: Item) -> HttpResponse:
    """One item: where it stands, what may be done, its content, its history."""
    stage = stages.derive(row)
    version = stages.latest(row)
    last = version.steps.order_by("-id").first() if version else None
    public = stages.public_version(row)
    return render(request, "disclosure/item.html", {
        "item": row, "stage": stage, "tone": TONES[stage], "version": version, "last": last, "public": public,
        "can": _can(request.user, row, stage, public is not None), "facts": comparing.facts(versions.content_of(row)),
        "attachments": row.attachments.select_related("file"), "events": queries.history(row),
        "versions": row.versions.prefetch_related("steps__person", "steps__recorded_by", "steps__scan", "referrals__answer"),
        "publications": row.publications.select_related("version", "by").order_by("-id"), "levels": queries.LEVEL_NAMES,
        "schedule": version.schedules.filter(done_at=None, cancelled_at=None).first() if version else None,
        "failed": version.schedules.exclude(failure="").order_by("-id").first() if version and stage == Stage.APPROVED else None,
        "waits": _waits(row, version), "acts": Act})


@opens(Item, "edit")
@takes_files
def attachments(request: HttpRequest, row: Item) -> HttpResponse:
    """The item's attachments: several taken in at once, put in order, named, removed."""
    if request.method == "POST":
        uploads = request.FILES.getlist("files")
        if not uploads:
            messages.error(request, "请先选择要上传的附件。")
        taken = 0
        for upload in uploads:
            try:
                files.attach_file(request.user, row, upload)
            except ValidationError as error:
                messages.error(request, error.messages[0])
            else:
                taken += 1
        if taken:
            messages.success(request, f"已上传 {taken} 个附件。")
        return redirect("disclosure:item_files", row.pk)
    stage = stages.derive(row)
    rows = list(row.attachments.select_related("file__reading"))
    for attachment in rows:
        reading = getattr(attachment.file, "reading", None)
        attachment.remarks = reading.remarks if reading else []  # type: ignore[attr-defined]
        attachment.unread = bool(reading and reading.unread)  # type: ignore[attr-defined]
    return render(request, "disclosure/item_files.html", {
        "item": row, "attachments": rows, "editable": stage in stages.EDITABLE, "warning": _warning(row, stage), "step": 2,
        "most": files.MOST, "megabytes": files.settings.UPLOAD_MOST >> 20, "accept": ",".join(f".{kind}" for kind in files.MEDIA_TYPES)})


@opens(Item, "edit")
def attachment(request: HttpRequest, row: Item, file: int) -> HttpResponse:
    """One attachment: rename, move, remove. A GET leads back to all of them."""
    found = ItemFile.objects.filter(pk=file, item=row).select_related("item").first()
    if found is None:
        raise Http404("没有这个附件，可能已被移除。")
    actor, act = request.user, request.POST.get("act")
    choices: dict[str | None, tuple[Any, str]] = {
        "rename": (lambda: files.rename_file(actor, found, request.POST.get("title", "")), "附件名称已修改。"),
        "up": (lambda: files.move_file(actor, found, True), "附件顺序已调整。"),
        "down": (lambda: files.move_file(actor, found, False), "附件顺序已调整。"),
        "remove": (lambda: files.remove_file(actor, found), "附件已移除。"),
    }
    step, done = choices.get(act, (lambda: None, ""))
    return steps.take(request, step, done, "disclosure:item_files", row.pk) if done else redirect("disclosure:item_files", row.pk)


@opens(Item, "edit")
def delete(request: HttpRequest, row: Item) -> HttpResponse:
    """Throw a draft away; asks first."""
    if request.method == "POST":
        if steps.attempt(request, lambda: items.delete_item(request.user, row), f"已删除草稿《{row.title}》。"):
            return redirect("disclosure:items")
        return redirect("disclosure:item", row.pk)
    return render(request, "disclosure/ask.html", {
        "title": "删除草稿", "item": row, "question": f"确定删除草稿《{row.title}》？删除后不能恢复，索引号不再使用。", "submit": "删除",
        "tone": "danger"})


@opens(Item, "edit")
def restore(request: HttpRequest, row: Item) -> HttpResponse:
    """Give a correction up; asks first."""
    if request.method == "POST":
        steps.attempt(request, lambda: items.restore_item(request.user, row), "已恢复为正在公开的内容。")
        return redirect("disclosure:item", row.pk)
    return render(request, "disclosure/ask.html", {
        "title": "放弃修改", "item": row, "question": f"确定放弃对《{row.title}》的修改，恢复为正在公开的内容？", "submit": "放弃修改", "tone": "danger"})


def _warning(row: Item, stage: Stage) -> str:
    """What a change of this item brings with it."""
    if stage in (Stage.APPROVED, Stage.SCHEDULED):
        return "该事项已审核通过，修改后须重新送审，原来的审核和定时发布不再有效。"
    if stages.public_version(row) is not None:
        return "该事项正在公开，修改的内容经审核并发布更正后才对外生效，在此之前公众看到的仍是原内容。"
    return ""


def _can(person: Any, row: Item, stage: Stage, is_public: bool) -> dict[str, bool]:
    """Which buttons a person sees."""
    clerk, editable = allows(person, "edit", row), stage in stages.EDITABLE
    return {
        "edit": clerk and editable,
        "submit": allows(person, "submit", row) and stage in (Stage.DRAFT, Stage.WITHDRAWN),
        "delete": clerk and stage == Stage.DRAFT and not row.versions.exists(),
        "restore": clerk and is_public and stage == Stage.DRAFT,
        "recall": allows(person, "submit", row) and stage in stages.IN_REVIEW,
        "record": allows(person, "record", row) and stage in (Stage.SECRECY, Stage.REVIEW),
        "publish": allows(person, "publish", row) and stage in (Stage.APPROVED, Stage.SCHEDULED),
        "withdraw": allows(person, "withdraw", row) and is_public,
        "reassess": allows(person, "reassess", row) and stage == Stage.KEPT,
    }


def _waits(row: Item, version: Any) -> str:
    """For whom an item under review waits: those who wrote it only where there is nobody else."""
    if version is None:
        return ""
    if referral := stages.open_referral(version):
        return f"等待{referral.to_unit.called}答复"
    level = stages.next_level(version)
    if level is None:
        return ""
    holders = list(roles.holders(row.unit, queries.LEVEL_ROLES[level]))
    people = [person for person in holders if person.pk not in version.hands] or holders
    named = "、".join(person.name for person in people[:3]) or f"（本单位没有{queries.LEVEL_ROLES[level].label}，请管理员授予角色，或者补录纸质审批）"
    return f"等待{named}{queries.LEVEL_NAMES[level]}"


