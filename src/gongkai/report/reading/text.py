"""Plain text and Markdown → Document: one paragraph a line, each with its number.

The lines of tables stay lines here: what is a row and what is a cell is told by the labels (see rows.py).
"""

from __future__ import annotations

import re

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.document import Document, Limits, Paragraph

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BR = re.compile(r"<br\s*/?>", re.I)
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def read(data: bytes, limits: Limits = Limits()) -> Document:
    """The document in a text file; a paragraph a line.

    Raises:
        UnreadableReport: more lines than the limits allow.
    """
    return _document(data, "txt", limits)


def read_markdown(data: bytes, limits: Limits = Limits()) -> Document:
    """The document in a Markdown file: headings, strong marks and escapes are taken off, tables keep their bars.

    Raises:
        UnreadableReport: more lines than the limits allow.
    """
    document = _document(data, "md", limits)
    kept = []
    for block in document.blocks:
        assert isinstance(block, Paragraph)
        line = block.text
        if _FENCE.fullmatch(line) or ("-" in line and "|" in line and _RULE.fullmatch(line)):
            continue
        if heading := _HEADING.fullmatch(line):
            line = heading[1]
        if "<" in line:
            line = _BR.sub(" ", _COMMENT.sub("", line))
        if "*" in line or "_" in line:
            line = _STRONG.sub(r"\2", line)
        if "\\" in line:
            line = _ESCAPED.sub(r"\1", line.replace("\\|", "｜"))
        block.text = line
        kept.append(block)
    document.blocks = list(kept)
    return document


def _document(data: bytes, kind: str, limits: Limits) -> Document:
    decoded = decode(data)
    document = Document(format=kind)
    if decoded.remark:
        document.remarks.append((decoded.remark, None))
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(lines) > limits.paragraphs:
        raise UnreadableReport(f"文本超过{limits.paragraphs}行，不像年度报告，请核对后只提交年度报告的文本。")
    document.blocks = [Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)]
    return document
