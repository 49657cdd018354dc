"""``gongkai form``: an edition of the statutory form, with the address of every cell."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.options import BY_OUTPUT, Format, Out
from gongkai.cli.output import Output
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.report.form import Form, Table

CSV = ("edition", "table", "row", "column", "address", "label", "unit_of_measure")


def form(
    edition: Annotated[str | None, typer.Argument(
        metavar="版本", show_default=False, help="格式的版本（如 2019、2021），默认为现行版本。")] = None,
    format: Format = BY_OUTPUT,
    output: Out = None,
) -> int:
    """Show an edition of the form."""
    from gongkai.report.form import editions

    known = editions()
    name = edition if edition is not None else list(known)[-1]
    if name not in known:
        raise GongkaiError(f"没有“{name}”版的年度报告格式，可用的版本有 {'、'.join(known)}。")
    chosen = known[name]
    with Output(output, format=format) as out:
        if format == "json":
            out.line(json.dumps(_json(chosen), ensure_ascii=False, indent=2))
        elif format == "csv":
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(CSV)
            writer.writerows([cell[key] for key in CSV] for cell in _cells(chosen))
        else:
            for line in _lines(chosen, markdown=format == "md"):
                out.line(line)
    return 0


def _cells(form: Form) -> list[dict[str, Any]]:
    from gongkai.report.form import split_address
    from gongkai.report.frames import addresses

    made = []
    for address in addresses(form.edition):
        table, row, column = split_address(address)
        made.append({"edition": form.edition, "table": table, "row": row, "column": column, "address": address,
                     "label": form.label(address), "unit_of_measure": form.tables[table].column(row, column).unit})
    return made


def _json(form: Form) -> dict[str, Any]:
    citation = {key: value.isoformat() if isinstance(value, date) else value for key, value in form.citation.items()}
    return {
        "edition": form.edition, "title": form.title, "years": {"from": form.first_year, "to": form.last_year},
        "citation": citation,
        "sections": [{"number": section.number, "heading": section.heading,
                      "parts": [{"key": part.key, "heading": part.heading} for part in section.parts]}
                     for section in form.sections],
        "cells": [{key: cell[key] for key in CSV[1:]} for cell in _cells(form)],
        "sums": [{"id": rule.id, "table": rule.table, "per": rule.per, "left": list(rule.left),
                  "right": list(rule.right), "statement": rule.statement} for rule in form.sums],
    }


def _lines(form: Form, *, markdown: bool) -> list[str]:
    from gongkai.cli.text import grid, pipes

    years = f"{form.first_year}年度起" if form.last_year is None else f"{form.first_year}至{form.last_year}年度"
    lines = [f"{'# ' if markdown else ''}{form.title}（{form.edition}年版格式，适用于{years}）"]
    lines += ["" if markdown else None, f"依据：{form.citation['document']}"]  # type: ignore[list-item]
    lines = [line for line in lines if line is not None]
    for table in form.tables.values():
        rows, columns = _axes(table)
        lines += ["", f"{'## ' if markdown else ''}表{'一二三四五六七八九'[int(table.number) - 1]}　单元格地址：{table.number}.行.列"]
        for part in (rows, columns):
            lines += ["", *(pipes(part) if markdown else grid(part, [40, 26, 6] if len(part[0]) == 3 else [46, 30], numbers=False))]
    lines += ["", f"{'## ' if markdown else ''}勾稽关系"]
    if markdown:
        lines.append("")
    for rule in form.sums:
        lines.append(f"- {rule.id}（{'每行' if rule.per == 'row' else '每列'}）：{rule.statement}")
    return lines


def _axes(table: Table) -> tuple[list[list[str]], list[list[str]]]:
    """The rows and columns of a table as two small tables: label and key."""
    rows, columns = [["行", "行的地址"]], [["列", "列的地址", "单位"]]
    groups = {group.key: group for group in table.groups()}
    for block in table.blocks:
        for leaf in block.leaves():
            for key in [key for key in groups if key and (leaf.key or "").startswith(f"{key}.")]:
                rows.append([groups.pop(key).label, key])
            rows.append([leaf.label, leaf.key or ""])
        for column in block.columns:
            line = ["　".join((*column.under, column.label)), column.key, column.unit]
            if line not in columns:
                columns.append(line)
    return rows, columns
