"""Word's tables laid out for letter.typ: columns in points, cells with their spans, edges and contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from gongkai.report.reading.docx_styles import OFF, W, child, value, whole
from gongkai.web.applications.letters.lines import TC, TR, members
from gongkai.web.applications.letters.looks import edge

if TYPE_CHECKING:
    from gongkai.web.applications.letters.laying import Layer

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_OTHER_NAMES = {"left": "start", "right": "end"}
_UNCUT = 300
"""Characters of a row that is kept on one page where its author wants that; a longer one could run off the page."""
_MOST_COLUMNS = 200


def table(layer: Layer, node: etree._Element) -> dict[str, Any]:
    """A table; cells that run over several rows or columns are listed once, at their upper left corner."""
    properties = child(node, "tblPr")
    edges: dict[str, Any] = dict.fromkeys(_SIDES)
    margins = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}
    for layer_properties in layer.looks.table(properties):
        borders = child(layer_properties, "tblBorders")
        for side in _SIDES if borders is not None else ():
            found = _side(borders, side)
            if found is not None:
                edges[side] = edge(found)
        _margins(child(layer_properties, "tblCellMar"), margins)
    rows: list[dict[str, Any]] = []
    above: dict[int, dict[str, Any]] = {}
    for tr in members(node, TR):
        settings = child(tr, "trPr")
        if settings is not None and (child(settings, "del") is not None or _on(settings, "hidden")):
            continue
        above = _row(layer, tr, settings, len(rows), rows, above, margins)
    widths = _widths(node, rows)
    for row in rows:
        for cell in row["cells"]:
            cell["edges"] = _edges(cell, edges, len(rows), len(widths))
    return {"kind": "t", "widths": widths, "rows": rows, "align": {"center": "center", "right": "right"}.get(value(properties, "jc") or "", "left")}


def _row(layer: Layer, tr: etree._Element, settings: etree._Element | None, y: int, rows: list[dict[str, Any]], above: dict[int, dict[str, Any]],
         margins: dict[str, float]) -> dict[int, dict[str, Any]]:
    cells: list[dict[str, Any]] = []
    merging: dict[int, dict[str, Any]] = {}
    x = min(whole(value(settings, "gridBefore"), 0), _MOST_COLUMNS)
    before = len(layer.laid.words)
    for tc in members(tr, TC):
        own = child(tc, "tcPr")
        span = min(max(whole(value(own, "gridSpan"), 1), 1), _MOST_COLUMNS)
        merge = child(own, "vMerge")
        upper = above.get(x)
        if merge is not None and merge.get(W + "val", "continue") == "continue" and upper is not None and upper["colspan"] == span:
            upper["rowspan"] += 1
            merging[x] = upper
            x += span
            continue
        inset = dict(margins)
        _margins(child(own, "tcMar"), inset)
        shade = child(own, "shd")
        fill = shade.get(W + "fill", "auto") if shade is not None else "auto"
        cell = {
            "x": x, "y": y, "colspan": span, "rowspan": 1, "blocks": layer.flow(tc), "inset": inset, "own": own,
            "valign": {"center": "horizon", "bottom": "bottom"}.get(value(own, "vAlign") or "", "top"),
            "fill": f"#{fill.lower()}" if len(fill) == 6 and all(letter in "0123456789abcdefABCDEF" for letter in fill) else None,
            "width": whole(width.get(W + "w"), 0) / 20 if (width := child(own, "tcW")) is not None and width.get(W + "type", "dxa") == "dxa" else 0.0,
        }
        if merge is not None:
            merging[x] = cell
        cells.append(cell)
        x += span
    height = child(settings, "trHeight")
    written = sum(map(len, layer.laid.words[before:]))
    rows.append({
        "cells": cells, "height": min(whole(height.get(W + "val"), 0) / 20, 600.0) if height is not None else 0.0,
        "head": _on(settings, "tblHeader"), "uncut": _on(settings, "cantSplit") and written <= _UNCUT, "columns": x,
    })
    return merging


def _widths(node: etree._Element, rows: list[dict[str, Any]]) -> list[float]:
    """The columns: as the grid says, where it has as many as the rows, else shared out by what the cells want."""
    count = max((row["columns"] for row in rows), default=1) or 1
    grid = child(node, "tblGrid")
    widths = [whole(column.get(W + "w"), 0) / 20 for column in grid.iterchildren(W + "gridCol")] if grid is not None else []
    if len(widths) == count and min(widths) > 0:
        return widths
    found = [0.0] * count
    for row in rows:
        for cell in row["cells"]:
            if cell["colspan"] == 1:
                found[cell["x"]] = max(found[cell["x"]], cell["width"])
    return [width or 450.0 / count for width in found]


def _edges(cell: dict[str, Any], table_edges: dict[str, Any], high: int, wide: int) -> dict[str, Any]:
    own = child(cell.pop("own"), "tcBorders")
    made: dict[str, Any] = {}
    at_end = {"top": cell["y"] == 0, "left": cell["x"] == 0, "bottom": cell["y"] + cell["rowspan"] >= high, "right": cell["x"] + cell["colspan"] >= wide}
    for side, outermost in at_end.items():
        said = _side(own, side) if own is not None else None
        inner = "insideH" if side in ("top", "bottom") else "insideV"
        made[side] = edge(said) if said is not None else table_edges[side if outermost else inner]
    return made


def _side(borders: etree._Element | None, side: str) -> etree._Element | None:
    found = child(borders, side)
    return found if found is not None else child(borders, _OTHER_NAMES.get(side, side))


def _margins(node: etree._Element | None, into: dict[str, float]) -> None:
    for side in into:
        found = _side(node, side)
        if found is not None:
            into[side] = min(whole(found.get(W + "w"), 0) / 20, 60.0)


def _on(settings: etree._Element | None, name: str) -> bool:
    found = child(settings, name)
    return found is not None and found.get(W + "val") not in OFF
