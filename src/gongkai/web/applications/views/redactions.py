"""Screens of redaction: files to be handed out on the case's page, the page on which boxes are drawn, its pictures, the making."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.errors import GongkaiError
from gongkai.web.applications import redaction as pages
from gongkai.web.applications.domain import redacting, uploads, vault
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.enums import OPEN, FileRole, RedactionState
from gongkai.web.applications.forms_redaction import PlaceForm, SearchForm, SourceForm, ground_choices
from gongkai.web.applications.models import Case, Redaction
from gongkai.web.common import sealing
from gongkai.web.common.access import opens, takes_files
from gongkai.web.common.gate import allows

_FAULTS = (ValidationError, GongkaiError, sealing.Unreadable, FileNotFoundError)
_DENSITIES = (700, 1000, 1400, 2000)
_ASKED = 500
"""Hits that one form may accept."""


def section(request: HttpRequest, case: Case, standing: Standing) -> dict[str, Any] | None:
    """The case's files to be handed out, with their redactions; for those who read the case's files."""
    if not allows(request.user, "files", case):
        return None
    may = allows(request.user, "redact", case) and case.stage in OPEN
    sources = [file for file in case.files.all() if file.role in redacting.SOURCES]
    made: dict[Any, list[Redaction]] = {}
    for row in case.redactions.select_related("result", "started_by") if sources else ():
        made.setdefault(row.source_id, []).append(row)
    files = [{"file": file, "name": _name_of(file), "redactions": made.get(file.pk, [])} for file in sources]
    return {"files": files, "may": may, "form": SourceForm(prefix="source")} if files or may else None


@takes_files
@opens(Case, "redact")
@require_POST
def source_add(request: HttpRequest, row: Case) -> HttpResponse:
    """Take in a file that is to be handed out."""
    form = SourceForm(request.POST, request.FILES, prefix="source")
    if not form.is_valid():
        messages.error(request, "请选择要添加的文件。")
        return redirect("applications:case", row.pk)

    def act() -> None:
        if row.stage not in OPEN:
            raise ValidationError(f"该申请{row.get_stage_display()}，不能再添加文件。")
        looked = uploads.look(form.cleaned_data["document"])
        with transaction.atomic():
            uploads.keep(request.user, row, looked, FileRole.SOURCE)

    _attempt(request, act, "已添加到“拟提供的信息”。")
    return redirect(reverse("applications:case", args=[row.pk]) + "#sources")


@takes_files
@opens(Case, "redact")
@require_POST
def start(request: HttpRequest, row: Case, file: str) -> HttpResponse:
    """Begin to redact a file of the case."""
    source = row.files.filter(pk=file).first()
    if source is None:
        raise Http404("没有这份材料，请返回申请页面重新选择。")
    made = _attempt(request, lambda: redacting.start(request.user, row, source))
    return redirect("applications:redaction", made.pk) if made else redirect(reverse("applications:case", args=[row.pk]) + "#sources")


@opens(Redaction, "files")
def page(request: HttpRequest, row: Redaction) -> HttpResponse:
    """One page of the file with its boxes; how the making goes; the result."""
    return _shown(request, row, _number(request.GET.get("page"), row))


@takes_files
@opens(Redaction, "files")
def picture(request: HttpRequest, row: Redaction, number: int) -> HttpResponseBase:
    """A page of the original as a picture, ``?across`` pixels wide."""
    wanted = request.GET.get("across", "")
    across = int(wanted) if wanted.isdecimal() and int(wanted) in _DENSITIES else _DENSITIES[1]
    try:
        media, data = pages.picture(vault.file_bytes(row.source), number, across)
    except _FAULTS as error:
        raise Http404(str(error)) from None
    response = HttpResponse(data, content_type=media)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@takes_files
@opens(Redaction, "redact")
@require_POST
def box_add(request: HttpRequest, row: Redaction) -> HttpResponse:
    """Add a box: drawn (``left``, ``top``, ``right``, ``bottom`` in points, from the script), or by millimetres."""
    number = _number(request.POST.get("page"), row)
    if "right" in request.POST:
        try:
            sides = [float(request.POST.get(name, "")) for name in ("left", "top", "right", "bottom")]
            place = pages.Rectangle(number, *sides) if all(abs(side) < 1e5 for side in sides) else None
        except ValueError:
            place = None
        ground = request.POST.get("ground", "")
    else:
        form = PlaceForm(request.POST)
        if not form.is_valid():
            return _answer(request, row, number, [f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items()])
        place, ground = pages.Rectangle(number, *form.sides()), form.cleaned_data["ground"]
    if place is None:
        return _answer(request, row, number, ["遮盖框的位置有误，请重画。"])
    return _take(request, row, number, lambda: redacting.draw(request.user, row, [place], ground))


@opens(Redaction, "redact")
@require_POST
def box_change(request: HttpRequest, row: Redaction, box: int) -> HttpResponse:
    """Take a box away, or give it another ground."""
    number = _number(request.POST.get("page"), row)
    if "remove" in request.POST:
        return _take(request, row, number, lambda: redacting.remove(request.user, row, box))
    return _take(request, row, number, lambda: redacting.change_ground(request.user, row, box, request.POST.get("ground", "")))


@opens(Redaction, "redact")
@require_POST
def undo(request: HttpRequest, row: Redaction) -> HttpResponse:
    """Take back what was added last."""
    return _take(request, row, _number(request.POST.get("page"), row), lambda: redacting.undo(request.user, row))


@takes_files
@opens(Redaction, "redact")
def search(request: HttpRequest, row: Redaction) -> HttpResponse:
    """Look for words and personal data, and accept what was found: one hit, those ticked, or all. Nothing of it is kept."""
    number = _number(request.POST.get("page"), row)
    if request.method != "POST" or row.state != RedactionState.DRAFT:
        return redirect(f"{reverse('applications:redaction', args=[row.pk])}?page={number}")
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, number, form=form)
    accepted = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("hit") if "ticked" in request.POST else []
    if accepted:
        _attempt(request, lambda: redacting.add(request.user, row, _places(accepted), request.POST.get("ground", "")),
                 f"已遮盖 {len(accepted)} 处。")
    try:
        words = pages.words_of(form.cleaned_data["words"]) if form.cleaned_data["words"].strip() or not form.cleaned_data["kinds"] else ()
        hits = pages.search(vault.file_bytes(row.source), words, form.finds())
    except _FAULTS as error:
        form.add_error(None, _said(error)[0])
        return _shown(request, row, number, form=form)
    return _shown(request, row, number, form=form, hits=hits)


@takes_files
@opens(Redaction, "redact")
@require_POST
def finish(request: HttpRequest, row: Redaction) -> HttpResponse:
    """Have the redacted file made; with ``stop``, break off a making."""
    if "stop" in request.POST:
        _attempt(request, lambda: redacting.give_back(request.user, row), "已停止生成。")
    else:
        _attempt(request, lambda: redacting.ask(request.user, row, text="text" in request.POST))
    return redirect("applications:redaction", row.pk)


@opens(Redaction, "redact")
@require_POST
def again(request: HttpRequest, row: Redaction) -> HttpResponse:
    """Begin anew with the same boxes."""
    made = _attempt(request, lambda: redacting.again(request.user, row), "已带入原来的遮盖框，修改后重新生成。")
    return redirect("applications:redaction", made.pk if made else row.pk)


@opens(Redaction, "redact")
def discard(request: HttpRequest, row: Redaction) -> HttpResponse:
    """Give up a draft; asked before it is done."""
    case = row.case_id
    if request.method == "POST":
        _attempt(request, lambda: redacting.discard(request.user, row), "已放弃，遮盖框已删除，原件不受影响。")
        return redirect(reverse("applications:case", args=[case]) + "#sources")
    return render(request, "common/confirm.html", {
        "title": "放弃遮盖", "question": f"已画的 {row.boxes.count()} 个遮盖框将被删除，原件不受影响。确定放弃吗？", "submit": "放弃", "tone": "danger",
        "cancel": reverse("applications:redaction", args=[row.pk])})


def _shown(request: HttpRequest, row: Redaction, number: int, *, form: SearchForm | None = None, hits: Iterable[pages.Hit] | None = None) -> HttpResponse:
    boxes = list(row.boxes.all())
    counts: dict[int, int] = {}
    for box in boxes:
        counts[box.page] = counts.get(box.page, 0) + 1
    grounds = redacting.offered()
    may = allows(request.user, "redact", row)
    found = [] if hits is None else [_found(hit, boxes) for hit in hits]
    still: dict[str, list[tuple[int, int]]] = {}
    if row.state == RedactionState.FINISHED:
        with suppress(sealing.Unreadable):
            for text, where, count in redacting.still_read(row):
                still.setdefault(text, []).append((where, count))
    return render(request, "applications/redaction.html", {
        "redaction": row, "case": row.case, "name": _name_of(row.source), "number": number, "pages": range(1, row.pages + 1), "counts": counts, "boxes_total": len(boxes),
        "by_ground": [(grounds[key].article, grounds[key].label, sum(box.ground == key for box in boxes)) for key in grounds if any(box.ground == key for box in boxes)],
        "open": may and row.state == RedactionState.DRAFT, "may": may, "form": form or SearchForm(), "place": PlaceForm(auto_id="place_%s"),
        "hits": found, "searched": hits is not None, "fresh": sum(not each["covered"] for each in found), "asked": _ASKED,
        "letters": sum(sheet[2] for sheet in row.about["sheets"]), "ground_choices": ground_choices(), "still": still.items(), **_of_page(row, number, boxes, found)})


def _of_page(row: Redaction, number: int, boxes: Iterable[Any], found: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    width, height, *_ = row.about["sheets"][number - 1]
    grounds = redacting.offered()
    here = [{"box": box, "width": box.right - box.left, "height": box.bottom - box.top, "article": grounds[box.ground].article if box.ground in grounds else "",
             "label": grounds[box.ground].label if box.ground in grounds else box.ground} for box in boxes if box.page == number]
    marks = [{"left": part.left, "top": part.top, "width": part.right - part.left, "height": part.bottom - part.top}
             for each in found if not each["covered"] for part in each["hit"].parts if part.page == number]
    return {"width": width, "height": height, "here": here, "marks": marks}


def _answer(request: HttpRequest, row: Redaction, number: int, problems: list[str]) -> HttpResponse:
    """What follows a change of boxes: for the script the new boxes, for anybody else the page."""
    if request.headers.get("Accept") == "application/json":
        fresh = Redaction.objects.restrict(request.user, "files").filter(pk=row.pk).first()
        if fresh is None:
            return JsonResponse({"problem": "这份遮盖已被放弃，请返回申请页面。"}, status=409)
        boxes = list(fresh.boxes.all())
        context = {"redaction": fresh, "case": fresh.case, "number": number, "open": fresh.state == RedactionState.DRAFT, "ground_choices": ground_choices(),
                   **_of_page(fresh, number, boxes)}
        return JsonResponse({
            "problem": " ".join(problems), "total": len(boxes), "here": len(context["here"]),
            "list": render_to_string("applications/redaction_boxes.html", context, request), "drawn": render_to_string("applications/redaction_drawn.html", context)})
    for sentence in problems:
        messages.error(request, sentence)
    return redirect(f"{reverse('applications:redaction', args=[row.pk])}?page={number}")


def _take(request: HttpRequest, row: Redaction, number: int, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except _FAULTS as error:
        return _answer(request, row, number, _said(error))
    return _answer(request, row, number, [])


def _attempt(request: HttpRequest, act: Callable[[], Any], done: str = "") -> Any:
    """What a step gives, None where it was refused; the person is told either way."""
    try:
        made = act()
    except _FAULTS as error:
        for sentence in _said(error):
            messages.error(request, sentence)
        return None
    if done:
        messages.success(request, done)
    return made if made is not None else True


def _said(error: Exception) -> list[str]:
    if isinstance(error, ValidationError):
        return list(error.messages)
    if isinstance(error, FileNotFoundError):
        return ["该材料的文件已不在数据目录中，请联系系统管理员从备份中找回。"]
    return [str(error)]


def _found(hit: pages.Hit, boxes: Iterable[Any]) -> dict[str, Any]:
    covered = all(any(box.page == part.page and box.left <= part.left + 1 and box.top <= part.top + 1 and box.right >= part.right - 1
                      and box.bottom >= part.bottom - 1 for box in boxes) for part in hit.parts)
    value = json.dumps([[part.page, *(round(side, 2) for side in (part.left, part.top, part.right, part.bottom))] for part in hit.parts],
                       separators=(",", ":"))
    return {"hit": hit, "kind": pages.vocabulary().finds[hit.kind].name, "page": hit.parts[0].page, "covered": covered, "value": value}


def _places(values: list[str]) -> list[pages.Rectangle]:
    """The places of accepted hits, as the form brings them back.

    Raises:
        ValidationError: not what the form was given.
    """
    try:
        return [pages.Rectangle(int(number), *(float(side) for side in sides)) for value in values[:_ASKED] for number, *sides in json.loads(value)]
    except (ValueError, TypeError):
        raise ValidationError("查找结果有误，请重新查找。") from None


def _number(wanted: str | None, row: Redaction) -> int:
    number = int(wanted) if wanted and wanted.isdecimal() and len(wanted) < 7 else 1
    return max(1, min(number, max(1, row.pages)))


def _name_of(file: Any) -> str:
    try:
        return vault.file_name(file)
    except sealing.Unreadable as error:
        return str(error)
