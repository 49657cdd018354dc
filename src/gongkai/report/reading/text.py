"""Plain text and Markdown → Document: one paragraph a line, each with its number.

The lines of tables stay lines here: what is a row and what is a cell is told by the labels (see rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.document import LIMITS, Document, Grid, GridCell, Limits, Paragraph
from gongkai.report.reading.lines import as_written
from gongkai.report.reading.markup import has_tables, in_html

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"\s*:?-+:?\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)[\w+-]*\s*")
_BR = re.compile(r"<br\s*/?>", re.I)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TABLE = re.compile(r"<table\b", re.I)
_TABLE_ENDS = re.compile(r"<(/?)table\b[^>]*>", re.I)
_TOO_MANY = "表格超过{}个单元格，不像年度报告，请核对后只提交年度报告的文本。"


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    """The document in a text file; a paragraph a line.

    Raises:
        UnreadableReport: more lines than the limits allow.
    """
    document = _document(data, "txt", limits)
    lines = [block for block in document.blocks if isinstance(block, Paragraph)]
    if any("<table" in line.text for line in lines):
        document.blocks, index, cells = [], 0, 0
        while index < len(lines):
            made, index = _next(lines, index, limits)
            cells = _counted(made, cells, limits)
            document.blocks += made
    return document


def read_markdown(data: bytes, limits: Limits = LIMITS) -> Document:
    """The document in a Markdown file: headings, strong marks and escapes are taken off, tables keep their bars.

    Raises:
        UnreadableReport: more lines than the limits allow.
    """
    document = _document(data, "md", limits)
    lines = [block for block in document.blocks if isinstance(block, Paragraph)]
    kept: list[Paragraph | Grid] = []
    index = cells = 0
    while index < len(lines):
        rows = _pipes(lines, index)
        if rows:
            kept.append(Grid([[GridCell(_plain(text).strip(), row, column, place=place)
                               for column, text in enumerate(texts)] for row, (texts, place) in enumerate(rows)],
                             lines[index].place))
            cells = _counted(kept[-1:], cells, limits)
            index += len(rows) + 1
            continue
        made, index = _next(lines, index, limits)
        if len(made) != 1 or isinstance(made[0], Grid):
            cells = _counted(made, cells, limits)
            kept += made
            continue
        block = made[0]
        if _FENCE.fullmatch(block.text) or ("-" in block.text and "|" in block.text and _RULE.fullmatch(block.text)):
            continue
        heading = _HEADING.fullmatch(block.text)
        block.text = _plain(heading[1] if heading else block.text)
        kept.append(block)
    document.blocks = kept
    return document


def _next(lines: list[Paragraph], index: int, limits: Limits) -> tuple[Sequence[Paragraph | Grid], int]:
    """The blocks of a line, and of those after it where a table begins in it; and the line to go on with."""
    opening = _TABLE.search(lines[index].text) if "<" in lines[index].text else None
    return _written_out(lines, index, opening.start(), limits) if opening else (lines[index: index + 1], index + 1)


def _counted(made: Sequence[Paragraph | Grid], cells: int, limits: Limits) -> int:
    """The number of cells so far with those of more blocks.

    Raises:
        UnreadableReport: it is past the limit.
    """
    cells += sum(len(row) for block in made if isinstance(block, Grid) for row in block.rows)
    if cells > limits.cells:
        raise UnreadableReport(_TOO_MANY.format(limits.cells))
    return cells


def _written_out(lines: list[Paragraph], index: int, start: int, limits: Limits) -> tuple[list[Paragraph | Grid], int]:
    """The blocks of a table that is written in HTML, as those with spans are in Markdown, with what stands beside it on
    its first and last line; and the line to go on with. It begins in a line at `start`."""
    from gongkai.report.reading import html  # late: few texts hold one

    first = lines[index]
    source, depth, end, last = "", 0, None, index
    for last in range(index, len(lines)):
        text = lines[last].text[start if last == index else 0:]
        for tag in _TABLE_ENDS.finditer(text):
            depth += -1 if tag[1] else 1
            if depth <= 0:
                end = tag.end()
                break
        source += text[:end] + "\n"
        if end is not None:
            break
    behind = lines[last].text[(start if last == index else 0) + end:] if end is not None else ""
    made: list[Paragraph | Grid] = [Paragraph(first.text[:start], first.place)]
    for block in html.read(source.encode("utf-8", "replace"), limits).blocks:
        block.place = first.place
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    cell.place = first.place
        made.append(block)
    made.append(Paragraph(behind, lines[last].place))
    return [block for block in made if isinstance(block, Grid) or block.text.strip()], last + 1


def _plain(line: str) -> str:
    """A line without comments, strong marks and escapes."""
    if "<" in line:
        line = _BR.sub(" ", _COMMENT.sub("", line))
    if "*" in line or "_" in line:
        line = _STRONG.sub(r"\2", line)
    if "\\" in line:
        # A bar that was escaped is no border of a cell: within a table it becomes a full-width one.
        line = _ESCAPED.sub(r"\1", line.replace("\\|", "｜") if line.lstrip().startswith("|") else line)
    return line


def _row(line: str) -> list[str]:
    """The cells of a line of a pipe table, none where it is no such line."""
    bare = line.strip()
    return _BAR.split(bare)[1:-1] if len(bare) > 1 and bare.startswith("|") and bare.endswith("|") else []


def _pipes(lines: list[Paragraph], start: int) -> list[tuple[list[str], Place | None]]:
    """The rows of the pipe table that begins at a line, the row of dashes left out; none where none begins.

    Its head, its dashes and all its rows have the same number of cells: then a column means what it seems to. Any
    other table of bars stays lines.
    """
    head = _row(lines[start].text)
    rule = _row(lines[start + 1].text) if head and start + 1 < len(lines) else []
    if len(rule) != len(head) or not rule or not all(_DASHES.fullmatch(cell) for cell in rule):
        return []
    rows = [(head, lines[start].place)]
    for index in range(start + 2, len(lines)):
        cells = _row(lines[index].text)
        if not cells:
            break
        if len(cells) != len(head):
            return []
        rows.append((cells, lines[index].place))
    return rows


def _document(data: bytes, kind: str, limits: Limits) -> Document:
    decoded = decode(data)
    document = Document(format=kind)
    if decoded.remark:
        document.remarks.append((decoded.remark, None))
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(lines) > limits.paragraphs:
        raise UnreadableReport(f"文本超过{limits.paragraphs}行，不像年度报告，请核对后只提交年度报告的文本。")
    written = as_written(lines)
    texts = [text for _, text in written]
    if has_tables(decoded.text):
        texts = in_html(texts)
    document.blocks = [Paragraph(text, Place(line=number)) for (number, _), text in zip(written, texts, strict=True)]
    return document
