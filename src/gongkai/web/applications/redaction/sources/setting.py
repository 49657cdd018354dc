"""A file of plain text, set in type: A4, its lines kept, in the font that comes with us. Text goes to typst as data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pylopdf_fonts_zh_cn as wheel
import typst

from gongkai.report.reading.decoding import decode

_PAGE = b"""
#set page(paper: "a4", margin: 2.2cm)
#set text(font: "Noto Serif SC", size: 11pt, lang: "zh")
#set par(leading: 0.75em, spacing: 0.75em)
#for line in json(bytes(sys.inputs.text)) [#if line == "" [~] else [#line] #parbreak()]
"""

_BLANKS = re.compile("^ +| {2,}")


def set_in_type(data: bytes) -> bytes:
    """The PDF of a text file: every line a paragraph, blanks kept.

    Raises:
        Exception: what typst raises, where a text cannot be set.
    """
    text = decode(data).text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    lines = [_BLANKS.sub(lambda blanks: "\u00a0" * len(blanks[0]), "".join(filter(str.isprintable, line.expandtabs(4))))
             for line in text.rstrip("\n").split("\n")]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[Path(wheel.serif_path()).parent])
    made = typst.compile(_PAGE, format="pdf", font_paths=fonts, sys_inputs={"text": json.dumps(lines, ensure_ascii=False)})
    assert isinstance(made, bytes)
    return made
