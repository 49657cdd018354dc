"""The whole register of what is public, as CSV and as JSON, sent while it is read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from gongkai.web.common import days
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.models import PublishedItem
from gongkai.web.portal import links, tree
from gongkai.web.portal.access import FEED, page
from gongkai.web.portal.published import LISTED, filters_of, items, validity
from gongkai.web.portal.views.place import item_address

COLUMNS = {"index_number": "索引号", "title": "名称", "document_number": "文号", "unit": "发布机构", "made_on": "生成日期",
           "published_on": "公开日期", "corrected_on": "更正日期", "genre": "体裁", "subject": "主题", "node": "公开目录",
           "validity": "有效性", "valid_from": "生效日期", "valid_until": "有效期至", "invalid_since": "失效日期", "summary": "内容概述",
           "address": "网址"}


@page(FEED, conditional=False)
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """CSV for a spreadsheet, narrowed by the same filters as the list."""
    return _file(_csv(_rows(request)), "text/csv; charset=utf-8", "csv")


@page(FEED, conditional=False)
def register_json(request: HttpRequest) -> StreamingHttpResponse:
    """One JSON array, an object a line."""
    return _file(_json(_rows(request)), "application/json; charset=utf-8", "json")


def record(item: PublishedItem) -> dict[str, Any]:
    """An item as exports and the API give it."""
    units, catalogue = tree.units().by_id, tree.catalogue().by_id
    return _record(item, {id: entry.name for id, entry in units.items()}, {id: entry.name for id, entry in catalogue.items()})


def _record(item: PublishedItem, units: dict[int, str], nodes: dict[int, str]) -> dict[str, Any]:
    return {
        "index_number": item.index_number, "title": item.title, "document_number": item.document_number,
        "unit": units.get(item.unit_id, ""), "made_on": item.made_on, "published_on": timezone.localdate(item.published_at),
        "corrected_on": timezone.localdate(item.changed_at) if item.changed_at else None,
        "genre": vocabularies.genres().get(item.genre, item.genre), "subject": vocabularies.subjects().get(item.subject, item.subject),
        "node": nodes.get(item.node_id, ""), "validity": validity(item, days.today()), "valid_from": item.valid_from,
        "valid_until": item.valid_until, "invalid_since": item.invalid_since, "summary": item.summary,
        "address": links.absolute(item_address(item.pk)),
    }


def _rows(request: HttpRequest) -> Iterator[dict[str, Any]]:
    filters = filters_of(request.GET)
    units = {id: entry.name for id, entry in tree.units().by_id.items()}
    nodes = {id: entry.name for id, entry in tree.catalogue().by_id.items()}
    for item in items(filters).only(*LISTED, "summary").iterator(chunk_size=1000):
        yield _record(item, units, nodes)


class _Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS.values())
    for row in rows:
        yield writer.writerow([_safe(row[name]) for name in COLUMNS])


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "["
    mark = "\n"
    for row in rows:
        yield mark + json.dumps(row, ensure_ascii=False, default=str)
        mark = ",\n"
    yield "\n]\n"


def _file(chunks: Iterator[str], kind: str, ending: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="register-{days.today():%Y%m%d}.{ending}"'
    return response
