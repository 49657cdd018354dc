"""Operations on what a unit's other systems hand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from ninja import File, Form, Path, Router, UploadedFile
from ninja import Status as Answer

from gongkai.web.common.access import public
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.api.keys import Key
from gongkai.web.disclosure.api.problems import Problem, ProblemOut
from gongkai.web.disclosure.api.schemas import ExternalId, ItemIn, NewItem, Status
from gongkai.web.disclosure.domain import intake_values, items, pushing, screen, stages
from gongkai.web.disclosure.enums import Verdict
from gongkai.web.disclosure.models import Item
from gongkai.web.organs.models import Unit

router = Router(tags=["报送"], auth=Key())
_WRONG = dict.fromkeys((400, 401, 403, 409, 413, 422, 429), ProblemOut)
_LOOKED = dict.fromkeys((401, 403, 404, 422, 429), ProblemOut)


@router.post("/items", response={200: Status, 201: Status, **_WRONG}, summary="报送事项", url_name="pushed_items")
@public
def post_item(request: HttpRequest, item: NewItem) -> Any:
    """编号已经报送过的，与 PUT 相同：内容相同不改动，不同的修改。新建的为 201。"""
    return _push(request, item.external_id, item)


@router.put("/items/{external_id}", response={200: Status, 201: Status, **_WRONG}, summary="报送或者修改事项", url_name="pushed_item")
@public
def put_item(request: HttpRequest, external_id: Path[ExternalId], item: ItemIn) -> Any:
    """重复报送相同的内容不产生新的事项和版本；审核通过或者已发布的，修改后回到拟稿，须重新审核；正在审核的不能修改（409）。报送不会直接发布。"""
    return _push(request, external_id, item)


@router.get("/items/{external_id}", response={200: Status, **_LOOKED}, summary="查询状态", url_name="pushed_item_status")
@public
def get_item(request: HttpRequest, external_id: Path[ExternalId]) -> Any:
    """办到哪一步、索引号、检查提示和退回意见。"""
    return _status(_found(request, external_id))


@router.post("/items/{external_id}/files", response={200: Status, 201: Status, 404: ProblemOut, **_WRONG}, summary="上传附件", url_name="pushed_files")
@public
def post_file(request: HttpRequest, external_id: Path[ExternalId], file: UploadedFile = File(...), title: str = Form("", max_length=255)) -> Any:  # noqa: B008
    """逐个上传（multipart/form-data）；同名且内容相同的附件不重复添加。"""
    item = _found(request, external_id)
    if (file.size or 0) > settings.UPLOAD_MOST:
        raise Problem(413, "too_large", f"每个附件最多{settings.UPLOAD_MOST >> 20}MB，请压缩或拆分后再上传。", "file")
    added = pushing.add_file(_token(request), item, file, title.replace("\x00", ""))
    return Answer(201 if added else 200, _status(_found(request, external_id), "changed" if added else "unchanged"))


def _push(request: HttpRequest, external_id: str, item: ItemIn) -> Any:
    token = _token(request)
    values = _values(token.unit, item)
    handed = None if item.attachments is None else [
        pushing.Handed(one.name.replace("\x00", ""), one.content, one.title.replace("\x00", "")) for one in item.attachments]
    pushed = pushing.push_item(token, external_id, values, handed, index_number=item.index_number.strip(), submit=item.submit)
    return Answer(201 if pushed.outcome == "created" else 200, _status(pushed.item, pushed.outcome))


def _token(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]


def _values(unit: Unit, item: ItemIn) -> dict[str, Any]:
    """The fields for `domain/items.py`: names of genre, subject and node become what they mean."""
    values: dict[str, Any] = {name: getattr(item, name) for name in items.FIELDS}
    values["node"], fault = intake_values.node_named(unit, item.node.replace("\x00", "").strip())
    if fault:
        raise ValidationError({"node": fault})
    values["genre"] = _code(vocabularies.genres(), item.genre)
    values["subject"] = _code(vocabularies.subjects(), item.subject)
    return values


def _code(entries: Mapping[str, str], word: str) -> str:
    return next((code for code, name in entries.items() if word.strip() in (code, name)), word)


def _found(request: HttpRequest, external_id: str) -> Item:
    item = pushing.find(_token(request), external_id)
    if item is None:
        raise Problem(404, "not_found", "本单位没有报送过这个编号的事项，请核对。", "external_id")
    return item


def _status(item: Item, outcome: str = "") -> dict[str, Any]:
    stage, public, version = stages.derive(item), stages.public_version(item), stages.latest(item)
    returned = version.steps.filter(verdict=Verdict.RETURNED).first() if version else None
    return {
        "external_id": item.external_id, "outcome": outcome, "index_number": item.index_number, "title": item.title, "stage": str(stage),
        "stage_name": stage.label, "public_version": public.number if public else None, "path": reverse("portal:item", kwargs={"id": item.pk}) if public else None,
        "opinion": returned.opinion if returned else "",
        "remarks": [{"level": found.level, "where": found.where, "message": found.message} for found in screen.findings(item)],
        "attachments": [{"title": row.title, "size": row.file.size, "sha256": row.file.sha256}
                        for row in item.attachments.select_related("file").order_by("order", "id")]}
