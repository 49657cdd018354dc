"""pdf: through typst (report.typ), offline and the same on every machine that has the same fonts.

The fonts of official documents are taken where they are installed (方正小标宋, 仿宋, 楷体, 黑体, 宋体); where not, the
Noto Sans and Serif SC of the wheel pylopdf-fonts-zh-cn. Text goes to typst as JSON data, never as markup.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as wheel
import typst

from gongkai.report.form import Form
from gongkai.report.model import Report
from gongkai.report.writing.layout import LaidTable
from gongkai.report.writing.manuscript import Line, Manuscript, compose

_SERIF, _SANS = "Noto Serif SC", "Noto Sans SC"
_WANTED = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong", "华文中宋"),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FZKai-Z03S"),
    "hei": ("SimHei", "黑体", "STHeiti", "FZHei-B01S"),
    "song": ("SimSun", "宋体", "STSong", "FZShuSong-Z01S"),
}
"""Use → families, best first. All of them are looked for, none is needed."""

_UNDATED = 315_532_800
"""1980-01-01, as in our other files: PDF/A wants a day, and the clock would make every copy differ."""


def render(report: Report, form: Form) -> bytes:
    """The report as PDF/A; see `gongkai.report.writing.write`."""
    text = compose(report, form)
    fonts, families = _fonts()
    chosen = {use: [*[name for name in names if name in families][:1], _SANS if use == "hei" else _SERIF]
              for use, names in _WANTED.items()}
    data = _data(text) | {"fonts": chosen, "thin": len(chosen["title"]) == 1}
    made = typst.compile(
        Path(__file__).with_name("report.typ").read_bytes(), format="pdf", font_paths=fonts,
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)}, pdf_standards=["a-2a"], timestamp=_UNDATED,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> tuple[typst.Fonts, frozenset[str]]:
    """The fonts at hand, and their families; looked up once, since that reads every font of the machine."""
    folder = Path(wheel.serif_path()).parent
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[folder])
    return fonts, frozenset(fonts.families())


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
            "shares": block.shares}
