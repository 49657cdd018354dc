"""One item, its files, and the notice of what was withdrawn."""

from __future__ import annotations

import uuid

from django.db.models import Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe

from gongkai.web.common import days, files, richtext
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import queries
from gongkai.web.disclosure.enums import Act, Attribute, InterpretationKind
from gongkai.web.disclosure.models import Interpretation, ItemReads, Publication, PublishedItem
from gongkai.web.portal import links, published, reads, tree
from gongkai.web.portal.access import page
from gongkai.web.portal.published import filters_of
from gongkai.web.portal.views.place import TONES, item_address, place

MISSING = "没有这条政府信息，请核对网址，或者从首页搜索。"


@page()
def item(request: HttpRequest, id: int) -> HttpResponse:
    """An item's page; 410 where it was withdrawn, 404 where there never was one in public."""
    row = PublishedItem.objects.filter(pk=id).first()
    if row is None:
        return _gone(request, id)
    reads.note(request, id)
    units, catalogue = tree.units(row.unit_id), tree.catalogue(row.node_id)
    unit, node = units.by_id[row.unit_id], catalogue.by_id[row.node_id]
    filters = filters_of(request.GET)
    state = published.validity(row, filters.day)
    newer, older = published.neighbours(row)
    explained_by, explains = _interpretations(id)
    return render(request, "portal/item.html", {
        "item": row, "place": place(unit.slug if unit != units.root else ""), "unit": unit,
        "nodes": [catalogue.by_id[int(part)] for part in node.path.strip("/").split("/") if int(part) in catalogue.by_id],
        "body": mark_safe(richtext.clean(row.body)), "attribute": Attribute.ACTIVE.label,
        "genre": vocabularies.genres().get(row.genre, row.genre), "subject": vocabularies.subjects().get(row.subject, row.subject),
        "validity": state, "tone": TONES.get(state, "bad"), "on": filters.on, "today": days.today(),
        "history": list(Publication.objects.filter(item_id=id).order_by("id").only("act", "at", "reason")),
        "explained_by": explained_by, "explains": explains, "newer": newer, "older": older,
        "reads": ItemReads.objects.filter(item_id=id).aggregate(total=Sum("count"))["total"] or 0,
        "address": links.absolute(item_address(id)),
    })


@page(conditional=False)
def file(request: HttpRequest, id: int, file: uuid.UUID) -> HttpResponseBase:
    """A file of the published version, and no other."""
    row = queries.public_file(id, file)
    if row is None:
        raise Http404("没有这个附件，它可能已随政府信息更正或者撤回。")
    try:
        response = files.serve(request, row, inline="inline" in request.GET)
    except FileNotFoundError:
        raise Http404("这个附件暂时不能下载，请联系发布机构。") from None
    response["Cache-Control"] = "public, max-age=60"
    return response


def _interpretations(id: int) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """What explains the item, and what it explains: kind, title, address of what is public."""
    pairs = Interpretation.objects.filter(Q(document_id=id) | Q(item_id=id)).order_by("id").values_list(
        "document_id", "item_id", "kind", "document__published__title", "item__published__title")
    explained_by: list[tuple[str, str, str]] = []
    explains: list[tuple[str, str, str]] = []
    for document, item, kind, document_title, item_title in pairs:
        other, title, group = (item, item_title, explained_by) if document == id else (document, document_title, explains)
        if title:
            group.append((str(InterpretationKind(kind).label), title, item_address(other)))
    return explained_by, explains


def _gone(request: HttpRequest, id: int) -> HttpResponse:
    """410 for what was withdrawn. Its title is not repeated: it may be the reason."""
    last = Publication.objects.filter(item_id=id).order_by("-id").select_related("item__unit").first()
    if last is None or last.act != Act.WITHDRAWN:
        raise Http404(MISSING)
    return render(request, "portal/withdrawn.html", {
        "place": place(), "unit": last.item.unit, "index_number": last.item.index_number, "at": last.at}, status=410)
