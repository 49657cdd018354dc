"""pdf: through typst (report.typ), offline and the same on every machine that has the same fonts.

The fonts are those of fonts.py. Text goes to typst as JSON data, never as markup.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from gongkai.report.form import Form
from gongkai.report.model import Report
from gongkai.report.writing.fonts import UNDATED, chosen_fonts, fonts
from gongkai.report.writing.layout import LaidTable
from gongkai.report.writing.manuscript import Line, Manuscript, compose


def render(report: Report, form: Form) -> bytes:
    """The report as PDF/A; see `gongkai.report.writing.write`."""
    text = compose(report, form)
    chosen = chosen_fonts()
    data = _data(text) | {"fonts": chosen, "thin": len(chosen["title"]) == 1}
    made = typst.compile(
        Path(__file__).with_name("report.typ").read_bytes(), format="pdf", font_paths=fonts()[0],
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)}, pdf_standards=["a-2a"], timestamp=UNDATED,
    )
    assert isinstance(made, bytes)
    return made


def _data(text: Manuscript) -> dict[str, Any]:
    day = text.published
    return {
        "title": text.title, "name": text.name, "unit": text.unit,
        "published": [day.year, day.month, day.day] if day else None,
        "preamble": [line.text for line in text.preamble], "signature": text.signature,
        "chapters": [{"heading": chapter.heading, "blocks": [_block(block) for block in chapter.blocks]}
                     for chapter in text.chapters],
    }


def _block(block: Line | LaidTable) -> dict[str, Any]:
    if isinstance(block, Line):
        return {"kind": block.kind, "text": block.text}
    rows = [[{"text": cell.text, "row": cell.row, "column": cell.column, "rowspan": cell.rowspan,
              "colspan": cell.colspan, "kind": cell.kind} for cell in row] for row in block.rows]
    return {"rows": rows, "dense": block.dense, "labels": block.label_columns, "heads": block.head_rows,
            "size": block.size, "shares": block.shares}
