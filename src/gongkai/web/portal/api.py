"""The interface for reading what is public: items, search, units, catalogue. Anybody may ask; nothing needs a key."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from ninja import Field, Query, Router, Schema, Status

from gongkai.web.common import days, richtext, search
from gongkai.web.common.access import public
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.enums import Act
from gongkai.web.disclosure.models import Publication, PublishedItem
from gongkai.web.portal import converters, links, published, tree  # noqa: F401 (`key` in addresses)
from gongkai.web.portal.access import PAGE
from gongkai.web.portal.published import LISTED, Filters, items
from gongkai.web.portal.views.item import MISSING
from gongkai.web.portal.views.place import address, item_address
from gongkai.web.portal.views.searching import query_of

router = Router(tags=["公开信息"])
MOST = 100
NO_SUCH = "没有这个发布机构或者公开目录事项，请对照 /units 和 /catalogue。"


class Named(Schema):
    """A code with what it means."""

    code: str
    name: str


class FileOut(Schema):
    """An attachment."""

    title: str
    kind: str
    size: int
    sha256: str
    url: str


class ItemOut(Schema):
    """An item as lists give it."""

    id: int
    index_number: str = Field(description="索引号")
    title: str = Field(description="名称")
    document_number: str = Field(description="文号")
    unit: str = Field(description="发布机构的网址名，见 /units")
    unit_name: str
    node: int = Field(description="公开目录事项编号，见 /catalogue")
    made_on: date = Field(description="生成日期")
    published_at: datetime = Field(description="公开时间")
    corrected_at: datetime | None = Field(description="更正时间")
    genre: Named = Field(description="体裁")
    subject: Named = Field(description="主题")
    validity: str = Field(description="今天的有效性；没有标注的为空")
    valid_from: date | None
    valid_until: date | None
    invalid_since: date | None
    url: str


class ItemWhole(ItemOut):
    """An item with its text and files."""

    summary: str = Field(description="内容概述")
    body: str = Field(description="正文，HTML")
    files: list[FileOut]
    reprinted_from: str
    reprinted_url: str


class ItemPage(Schema):
    """A page of a list."""

    items: list[ItemOut]
    next: str | None = Field(description="下一页的 cursor；没有下一页为空")


class Hit(ItemOut):
    """An item found."""

    snippet: str = Field(description="命中处前后文，HTML，命中的词在 <mark> 中")


class HitPage(Schema):
    """A page of a search."""

    count: int = Field(description="命中数，最多计到1000")
    more: bool = Field(description="是否还有更多")
    items: list[Hit]
    facets: dict[str, dict[str, int]] = Field(description="按发布机构编号、目录事项、体裁、主题、年份计数")


class UnitOut(Schema):
    """A unit."""

    id: int
    slug: str
    name: str
    kind: str
    parent: str | None
    url: str


class NodeOut(Schema):
    """A row of a catalogue."""

    id: int
    parent: int | None
    scheme: str
    code: str
    name: str
    content: str
    basis: str


class Error(Schema):
    """Why there is no answer."""

    detail: str


class Narrowed(Schema):
    """What a list is narrowed to."""

    unit: str = Field("", description="发布机构的网址名，含其下级")
    node: int | None = Field(None, description="公开目录事项编号，含其下级", ge=1, lt=2**62)
    genre: str = ""
    subject: str = ""
    year: int | None = Field(None, ge=1949, lt=9999, description="公开年份")
    validity: str = Field("", pattern="^(valid|ended|coming)?$", description="valid 现行有效，ended 已失效或废止，coming 尚未生效")
    on: date | None = Field(None, description="按哪一天计算有效性，默认今天")


@router.get("/items", response={200: ItemPage, 404: Error}, summary="公开信息列表", url_name="items")
@public
def list_items(request: HttpRequest, response: HttpResponse, narrowed: Query[Narrowed], cursor: str = "",
               limit: Annotated[int, Field(ge=1, le=MOST)] = 20) -> Any:
    """按条件列出，新的在前。"""
    filters = _filters(narrowed)
    if filters is None:
        return Status(404, {"detail": NO_SUCH})
    found = items(filters)
    moment, _, id = cursor.rpartition("_")
    at = _moment(moment)
    if at and id.isdecimal() and len(id) < 19:
        found = found.filter(Q(published_at__lt=at) | Q(published_at=at, item_id__lt=int(id)))
    rows = list(found[:limit + 1])
    units = tree.units().by_id
    last = rows[limit - 1] if len(rows) > limit else None
    response["Cache-Control"] = f"public, max-age={PAGE}"
    return {"items": [_item(row, units) for row in rows[:limit]], "next": f"{last.published_at.isoformat()}_{last.pk}" if last else None}


@router.get("/items/{key:id}", response={200: ItemWhole, 404: Error, 410: Error}, summary="一条公开信息", url_name="item")
@public
def get_item(request: HttpRequest, response: HttpResponse, id: int) -> Any:
    """全文和附件；已撤回的为410。"""
    row = PublishedItem.objects.filter(pk=id).first()
    if row is None:
        last = Publication.objects.filter(item_id=id).order_by("-id").first()
        gone = last is not None and last.act == Act.WITHDRAWN
        return Status(410, {"detail": "这条政府信息已经撤回。"}) if gone else Status(404, {"detail": MISSING})
    response["Cache-Control"] = f"public, max-age={PAGE}"
    files = [{"title": file["title"] or file["name"], "kind": file["kind"], "size": file["size"], "sha256": file["sha256"],
              "url": links.absolute(f"{item_address(row.pk)}files/{file['id']}")} for file in row.files]
    return {**_item(row, tree.units().by_id), "summary": row.summary, "body": richtext.clean(row.body), "files": files,
            "reprinted_from": row.reprinted_from, "reprinted_url": row.reprinted_url}


@router.get("/search", response={200: HitPage, 404: Error}, summary="检索", url_name="search")
@public
def search_items(request: HttpRequest, response: HttpResponse, narrowed: Query[Narrowed], q: Annotated[str, Field(max_length=200)],
                 sort: Annotated[str, Field(pattern="^(relevance|date)$")] = "relevance", page: Annotated[int, Field(ge=1, le=1000)] = 1,
                 limit: Annotated[int, Field(ge=1, le=MOST)] = 20) -> Any:
    """检索名称、文号和正文；多个词用空格分开，都要包含。"""
    filters = _filters(narrowed, q)
    if filters is None:
        return Status(404, {"detail": NO_SUCH})
    query = query_of(filters, sort == "date")
    found = search.find(query)
    units = tree.units().by_id
    rows = published.in_order(hit.key for hit in found.hits[(page - 1) * limit:page * limit])
    response["Cache-Control"] = f"public, max-age={PAGE}"
    return {"count": len(found), "more": found.more, "facets": {name: found.facets.get(name, {}) for name in (
        "unit", "node", "genre", "subject", "year")}, "items": [
        {**_item(row, units), "snippet": search.snippet(search.plain(row.body) or row.summary, query.words)} for row in rows]}


@router.get("/units", response=list[UnitOut], summary="单位", url_name="units")
@public
def list_units(request: HttpRequest) -> Any:
    """现有的全部单位。"""
    units = tree.units()
    above = {entry.path: entry.slug for entry in units.all}
    return [{"id": entry.id, "slug": entry.slug, "name": entry.name, "kind": entry.kind,
             "parent": above.get(entry.path.removesuffix(f"{entry.id}/")), "url": links.absolute(address("home", entry.slug))}
            for entry in units.all if entry.standing]


@router.get("/catalogue", response=list[NodeOut], summary="公开目录", url_name="catalogue")
@public
def list_nodes(request: HttpRequest) -> Any:
    """在用的全部公开目录事项，上级在前。"""
    return [{"id": node.id, "parent": node.parent, "scheme": node.scheme, "code": node.code, "name": node.name, "content": node.content,
             "basis": node.basis} for node in tree.catalogue().walk() if node.active]


def _filters(narrowed: Narrowed, asked: str = "") -> Filters | None:
    """The filters of a request; None where the unit or the row of the catalogue does not exist."""
    unit = tree.units().by_slug.get(narrowed.unit)
    if (narrowed.unit and unit is None) or (narrowed.node and narrowed.node not in tree.catalogue().by_id):
        return None
    return Filters(unit=unit.id if unit else None, node=narrowed.node, genre=narrowed.genre, subject=narrowed.subject, year=narrowed.year,
                   validity=narrowed.validity, on=narrowed.on, asked=asked.replace("\x00", ""))


def _item(row: PublishedItem, units: dict[int, tree.UnitEntry]) -> dict[str, Any]:
    unit = units[row.unit_id]
    return {
        **{name: getattr(row, name) for name in LISTED if name not in ("unit_id", "node_id", "item_id", "genre", "subject", "changed_at")},
        "id": row.pk, "unit": unit.slug, "unit_name": unit.name, "node": row.node_id, "corrected_at": row.changed_at,
        "genre": {"code": row.genre, "name": vocabularies.genres().get(row.genre, row.genre)},
        "subject": {"code": row.subject, "name": vocabularies.subjects().get(row.subject, row.subject)},
        "validity": published.validity(row, days.today()), "url": links.absolute(item_address(row.pk)),
    }


def _moment(value: str) -> datetime | None:
    try:
        at = parse_datetime(value)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
