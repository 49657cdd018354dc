"""Blocks → lines of tokens: where tables are, told by what their labels say.

A grid gives its lines with geometry. Paragraphs are cut into lines of tokens at bars and tabs; a stretch of lines is a
table where its words are labels of the form and its other content is numbers, whatever the layout: bars, tabs, spaces,
one cell a line. Everything else stays narrative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from gongkai.report.model import Place
from gongkai.report.reading.document import Grid, Paragraph
from gongkai.report.reading.headings import section_heading
from gongkai.report.reading.lexicon import Meaning, lexicon
from gongkai.report.reading.numbers import UNSEEN, Parsed, is_pair, parse, parse_cell
from gongkai.report.reading.words import is_frame

TokenKind = Literal["label", "value", "text"]


@dataclass(slots=True)
class Token:
    """A label with its possible meanings, a value (number, empty, mark), or other text.

    `column` and `span` are known where the source has geometry.
    """

    kind: TokenKind
    text: str
    meanings: tuple[Meaning, ...] = ()
    parsed: Parsed | None = None
    place: Place | None = None
    column: int | None = None
    span: int = 1
    rowspan: int = 1
    shared: bool = False
    """One of several numbers in a cell."""
    padding: bool = False
    """An empty cell between two bars that touch: tools that drop empty cells fill a row up with such at its end."""

    @property
    def blank(self) -> bool:
        """Whether this is an empty cell."""
        return self.parsed is not None and self.parsed.kind == "empty"


@dataclass(slots=True)
class Line:
    """A row of a grid, or a line of text. `separated`: its cells are told apart by bars, tabs or geometry."""

    tokens: list[Token]
    separated: bool = False
    geometric: bool = False
    start: int = 0
    end: int = 0
    """The blocks it was made of, as a half-open range."""
    guessed: bool = False
    """Whether nothing bounds its cells: an empty one is but a place where nothing is printed."""

    @property
    def end_column(self) -> int:
        """The grid column behind its last cell, 0 without a grid."""
        return max((token.column + token.span for token in self.tokens if token.column is not None), default=0)


@dataclass(slots=True)
class Region:
    """A stretch of a document that is a table, or part of one."""

    lines: list[Line] = field(default_factory=list)
    start: int = 0
    end: int = 0
    grid: bool = False


_TRAILING = re.compile(
    r"(?P<label>.*?[^\d\s.,，\-/—])[\s:：|]*(?P<numbers>(?:[-−]?\d[\d,，.]*|[/—-])(?:\s+(?:[-−]?\d[\d,，.]*|[/—-]))*)\s*",
    re.DOTALL,
)
_BAR_SIGNS = "|｜│┃║丨￨"
_BAR = re.compile(f"[{_BAR_SIGNS}]")
_BARS = str.maketrans(dict.fromkeys(_BAR_SIGNS, "|"))
_ODD_BARS = re.compile(r"(?<!\|)\|(?:\|\|)*(?!\|)")
_DOUBLE_BARRED = re.compile(r"[^|\n]*[^\s|][^|\n]*\|\|[^|\n]*[^\s|][^|\n]*\|\|")
_CUTS = re.compile(rf"[{_BAR_SIGNS}\t]")
_RULE = re.compile(r"[\s|+\-=_─━┼├┤┬┴┌┐└┘:]*[-=_─━┼├┤┬┴┌┐└┘]{3,}[\s|+\-=_─━┼├┤┬┴┌┐└┘:]*")
PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]{1,2}\s*\d{1,3}\s*[-—–－]{1,2}|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*/\s*\d{1,3})\s*")
_RULED = frozenset("|+-=_─━┼├┤┬┴┌┐└┘:")
_LONGEST_RUN = 4_000
_ROW_NUMBER = re.compile(r"(\d{1,2})\s+(\D.*|\d+\D.*)")
_ENDS_IN_NUMBER = re.compile(r"(.*\D)(\d+)")
_SIGNED_RUN = re.compile(r"\d+(?:[+\-−－—/]\d+)+")
_PROSE = re.compile(r"[。；！？]|，.{6,}，")
_COUNTED = re.compile(r"\d\s*[件条项宗起例份次]\s*[，；。]")
"""A count with its unit and the clause's end behind it (行政复议2件，维持1件): a sentence, however many labels it names."""
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_LOST = frozenset("?？")
_LONGEST_LABEL = 60
_PAGE_MARKS = frozenset("-—–－第")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CELLS = 3
"""So many cells and more make a row of a table; before a bar that is set in stands its first, an empty one."""
_ROW_OF_NUMBERS = 7
"""One label is a table where as many numbers as a row of table 3 has stand behind it."""
ROW_NUMBER_HEADS = ("序号", "编号", "序 号")
"""Heads of a column that numbers the rows."""
_UNSEEN = {ord(char): None for char in UNSEEN}

Proto = tuple[TokenKind, str, tuple[Meaning, ...], Parsed | None]


def is_page_number(text: str) -> bool:
    """Whether a line without white space around is a page's number.

        >>> is_page_number("— 3 —"), is_page_number("第3页 共8页"), is_page_number("3件"), is_page_number("0/0")
        (True, True, False, False)
    """
    # Most lines begin with a word: the first look is the cheapest.
    first = text[:1]
    return (first.isdigit() or first in _PAGE_MARKS) and not text.startswith(("0/", "0 ")) and PAGE_NUMBER.fullmatch(text) is not None


def _numbers_at_end(values: list[Parsed]) -> int:
    """How many pieces at the end of a line are numbers or marks."""
    count = 0
    for value in reversed(values):
        if value.kind == "text":
            break
        count += 1
    return count


def _value(text: str) -> Proto:
    return ("value", text, (), parse(text))


def _labels(text: str) -> tuple[Proto, ...]:
    """The label or labels that a text without numbers spells, () where it spells none."""
    words = lexicon()
    if meanings := words.find(text):
        return (("label", text, meanings, None),)
    if len(text) > 4 * _LONGEST_LABEL:
        return ()
    parts = words.pieces(text) or words.segment(text) or ()
    return tuple(("label", part.strip(), words.find(part), None) for part in parts)


@lru_cache(maxsize=4096)
def lex(text: str, bounded: bool = False) -> tuple[Proto, ...]:
    """The tokens in one printed cell: usually one; a label with its numbers, or several numbers, where cells ran together.
    `bounded`: borders tell what the cell holds, not where there are blanks.

        >>> [(kind, words) for kind, words, _, _ in lex("行政处罚 12")]
        [('label', '行政处罚'), ('value', '12')]
        >>> [words for _, words, _, _ in lex("0 0 1")]
        ['0', '0', '1']
    """
    text = text.translate(_UNSEEN)
    if text[:1] in _LOST and text[1:2].isspace():  # ? 0: a space that a change of character set turned into this
        text = text[1:].lstrip()
    parsed = parse_cell(text) if bounded else parse(text)
    if parsed.kind != "text" or is_pair(text):
        return (("value", text, (), parsed),)
    if len(text) > 4 * _LONGEST_LABEL:
        return _dense(text) or (("text", text, (), None),)
    words = lexicon()
    pieces = text.split()
    if len(pieces) == 1 and words.is_prose(text):
        return (("text", text, (), None),)
    meanings = words.find(text)
    if meanings:
        return (("label", text, meanings, None),)
    if len(pieces) > 1 and pieces[0] in ROW_NUMBER_HEADS:
        return (("text", pieces[0], (), None), *lex(text.split(maxsplit=1)[1]))
    if len(pieces) > 1:
        values = [parse(piece) for piece in pieces]
        if all(value.kind != "text" for value in values):
            return tuple(("value", piece, (), value) for piece, value in zip(pieces, values, strict=True))
    if len(pieces) > 1 and (count := _numbers_at_end(values)):
        head = " ".join(pieces[:-count])
        numbers: tuple[Proto, ...] = tuple(("value", piece, (), value) for piece, value in zip(
            pieces[-count:], values[-count:], strict=True))
        if labels := _labels(head):
            return (*labels, *numbers)
        if (match := _ENDS_IN_NUMBER.fullmatch(head)) and (labels := _labels(match[1])):
            # The first number ran into its label.
            return (*labels, _value(match[2]), *numbers)
        if (match := _ROW_NUMBER.fullmatch(head)) and (labels := _labels(match[2])):
            return (_value(match[1]), *labels, *numbers)
        if any(value.kind != "text" for value in values[:-count]) and (dense := _dense(text)):
            return dense
        if len(pieces) > count + 1 and (labels := _labels(pieces[0])):
            # A label with a second one beside it: a row divided into kinds.
            return (*labels, ("text", " ".join(pieces[1:-count]), (), None), *numbers)
        if len(head) <= _LONGEST_LABEL and not _PROSE.search(head):
            # A label that is misprinted or unknown, with its numbers.
            return (("text", head, (), None), *numbers)
    if (match := _TRAILING.fullmatch(text)) and (labels := _labels(match["label"].strip())):
        return labels + tuple(_value(piece) for piece in match["numbers"].split())
    if labels := _labels(text):
        return labels
    if len(pieces) > 1 and len(text) <= 2 * _LONGEST_LABEL:
        made: list[Proto] = []
        for piece in pieces:
            made.extend(lex(piece))
        kinds = [kind for kind, *_ in made]
        if "text" not in kinds or kinds.count("label") > max(2, kinds.count("text")) or (any(kind == "value" for kind, *_ in made[1:]) and all(
                kind != "text" or lexicon().is_fragment(words_) for kind, words_, *_ in made)):
            return tuple(made)
    return _dense(text) or (("text", text, (), None),)


def _dense(text: str) -> tuple[Proto, ...]:
    """Labels and numbers that stand in one run without bounds, () where there is other text among them."""
    words = lexicon()
    if len(text) > _LONGEST_RUN or words.is_prose(text) or not any(char.isdigit() for char in text):
        return ()
    if _COUNTED.search(text) and _COUNTED.search(_IN_BRACKETS.sub("", text)):
        return ()
    made: list[Proto] = []
    other = 0
    for part, is_label in words.cut(text):
        if is_label:
            made.append(("label", part, words.find(part), None))
            continue
        for piece in part.split():
            parsed = parse(piece)
            if parsed.kind == "text" and _SIGNED_RUN.fullmatch(piece):
                made.append(("value", piece, (), parsed))  # 30-228: 30 and -2 and 28, or 30 and -22 and 8
                continue
            if parsed.kind == "text" and (match := _ENDS_IN_NUMBER.fullmatch(piece)):
                other += len(match[1])
                made.append(("text", match[1], (), None))
                piece, parsed = match[2], parse(match[2])
            if parsed.kind == "text":
                other += len(piece)
                made.append(("text", piece, (), None))
            else:
                made.append(("value", piece, (), parsed))
        if other * 8 > len(text):
            return ()
    labels = sum(kind == "label" for kind, *_ in made)
    values = sum(kind == "value" for kind, *_ in made)
    return tuple(made) if labels >= 3 and values >= 2 else ()


def several_rows(text: str) -> bool:
    """Whether a text without numbers holds the labels of several rows."""
    return _rows_named(lex(text)) > 1


def _rows_named(protos: Iterable[Proto]) -> int:
    """How many rows of one table the labels of a cell name: 总计, a row of table 3, is a column of table 4 beside 行政复议."""
    named = [{meaning.table for meaning in meanings if meaning.kind == "row"} for _, _, meanings, _ in protos]
    return max(sum(table in tables for tables in named) for table in ("2", "3", "4"))


def grid_region(grid: Grid, index: int) -> Region:
    """The lines of a grid, each token with its column."""
    lines = []
    for row in grid.rows:
        tokens: list[Token] = []
        for cell in row:
            protos = lex(cell.text, not grid.guessed)
            if _rows_named(protos) > 1 and (
                    grid.guessed or not any(kind == "value" for kind, *_ in protos)):
                # Labels of several rows that run into one another: whose the numbers beside them are nobody can tell.
                protos = (("text", cell.text, (), None),)
            single = len(protos) == 1
            for kind, text, meanings, parsed in protos:
                tokens.append(Token(kind, text, meanings, parsed, cell.place,
                                    cell.column if single or kind == "label" else None, cell.colspan, cell.rowspan))
        lines.append(Line(tokens, True, True, index, index + 1, grid.guessed))
    return Region(lines, index, index + 1, True)


def split(text: str, open_cell: bool = False, framed: bool = True) -> tuple[list[str], bool]:
    """The cells of a line of text and whether bars or tabs told them apart.

    `open_cell`: the line before ended within a cell, so that a bar at the start of this one closes it. `framed`:
    lines begin with a bar in this document; where they don't, a bar at the start closes an empty cell.
    """
    if "|" in text or "｜" in text or "│" in text or "┃" in text or "丨" in text:
        text = text.translate(_BARS)
        bare = text.strip()
        if not bare.strip("| \t\u3000"):
            count = bare.count("|")
            return [""] * (count - 1 if open_cell else count), True
        cells = bare.split("|")
        if bare.startswith("|") and (framed or (open_cell and not (text[:2].isspace() and len(cells) > _CELLS))):
            cells = cells[1:]
        if bare.endswith("|"):
            # Behind the last bar of a line without frame stands an empty cell where its column's width does.
            cells[-1:] = [" "] if not framed and text.endswith("  ") else []
        return cells, True
    if "\t" in text:
        return text.split("\t"), True
    return [text], False


def _framed(blocks: list[Paragraph | Grid]) -> bool:
    """Whether lines of cells begin with a bar. Before a bar that is set in, where other lines have words, stands an empty cell."""
    lines = [text for block in blocks if not isinstance(block, Grid) and _BAR.search(block.text)
             and (text := block.text.translate(_BARS).rstrip()).count("|") > 1 and text.strip("| \t\u3000")]
    barred = [line for line in lines if line.lstrip().startswith("|")]
    if len(barred) < len(lines):
        barred = [line for line in barred if "|" in line[:2]]
    return 2 * len(barred) > len(lines)


def _single_bars(blocks: list[Paragraph | Grid], whole: str) -> list[Paragraph | Grid]:
    """The blocks, with one bar for two where a document bounds its cells by two (规章 || 0 || 0): nowhere in it stands an
    odd number of them. Elsewhere two bars hold an empty cell. `whole` is the text of all paragraphs."""
    if "||" not in whole or _ODD_BARS.search(whole.translate(_BARS)) or len(_DOUBLE_BARRED.findall(whole)) < 3:
        return blocks
    return [replace(block, text=block.text.replace("||", "|")) if isinstance(block, Paragraph) else block for block in blocks]


def text_line(paragraph: Paragraph, index: int, open_cell: bool, framed: bool) -> Line:
    """A line of text as tokens."""
    cells, separated = split(paragraph.text, open_cell, framed)
    tokens: list[Token] = []
    bars = "\t" not in paragraph.text and not (len(cells) == 1 and not cells[0])
    for cell in cells:
        protos = lex(cell.strip(), separated)
        shared = separated and len(protos) > 1 and all(kind == "value" for kind, *_ in protos)
        if separated and len(protos) > 1 and not shared and (tokens or not _CHINESE.search(cell)) and all(kind != "label" for kind, *_ in protos):
            protos = (("text", cell.strip(), (), None),)  # A cell with words beside its number.
        for kind, text, meanings, parsed in protos:
            tokens.append(Token(kind, text, meanings, parsed, paragraph.place, shared=shared, padding=bars and cell == ""))
    # In a page's text a tab is a gap between words: where nothing is printed there is none.
    return Line(tokens, separated, False, index, index + 1, paragraph.place is not None and paragraph.place.page is not None)


def _strong(line: Line) -> bool:
    """Whether a line holds a label that is hardly met in prose, or a label with numbers."""
    labels = [token for token in line.tokens if token.kind == "label"]
    if not labels:
        return len(line.tokens) == 1 and line.tokens[0].text.strip() in ROW_NUMBER_HEADS
    if len(labels) > 1 or any(token.kind == "value" and not token.blank for token in line.tokens):
        return True
    return len(labels[0].text) >= 2


def _plain(text: str) -> bool:
    """Whether a line without bars and tabs is words of no table, so that no table begins there."""
    return text not in ROW_NUMBER_HEADS and all(kind == "text" for kind, *_ in lex(text))


def _unknown_row(line: Line, text: str, behind: bool) -> bool:
    """Whether a line is a row that the form lacks: words, then numbers. It is part of the table though nothing known
    follows it. `behind`: it stands right behind a row."""
    numbers = sum(token.kind == "value" and not token.blank for token in line.tokens)
    few = 1 if line.separated or (behind and len(text) <= _LONGEST_LABEL and not _PROSE.search(text)) else 3
    return line.tokens[0].kind == "text" and numbers >= few and not is_frame(text)


def _fragment(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and (lexicon().is_fragment(text) or _wrapped_heads(text))


def _wrapped_heads(text: str) -> bool:
    """Whether a line holds the pieces of heads that were wrapped within their columns: 维持 纠正 结果 审结 计."""
    pieces = text.split()
    return len(pieces) >= 3 and all(len(piece) <= 4 and piece in lexicon().spellings for piece in pieces)


def regions(blocks: list[Paragraph | Grid], grids: bool = True) -> list[Region]:
    """The stretches of a document that are tables of the form, in reading order; without `grids`, those of text alone."""
    found: list[Region] = []
    current: Region | None = None
    evidence = pending = numbers = 0
    open_cell = False
    whole = "\n".join([block.text for block in blocks if not isinstance(block, Grid)])
    framed = False
    if _BAR.search(whole):
        blocks = _single_bars(blocks, whole)
        framed = _framed(blocks)

    def close() -> None:
        nonlocal current, evidence, pending, numbers
        if current is not None:
            if pending:
                del current.lines[-pending:]
            if (evidence >= 3 or numbers >= _ROW_OF_NUMBERS) and current.lines:
                current.end = current.lines[-1].end
                found.append(current)
        current, evidence, pending, numbers = None, 0, 0, 0

    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            close()
            if not grids:
                continue
            region = grid_region(block, index)
            if any(token.kind == "label" for line in region.lines for token in line.tokens):
                found.append(region)
            continue
        text = block.text
        if block.frame or not (bare := text.strip()):
            continue
        if current is None and len(bare) > 2 * _LONGEST_LABEL and "|" not in bare and "\t" not in bare and (
                not _dense(bare)):
            continue
        if is_page_number(bare) or (bare[0] in _RULED and _RULE.fullmatch(bare)):
            continue
        heading = section_heading(bare)
        if heading is not None and heading.known:
            close()
            continue
        if current is None and heading is None and not _CUTS.search(text) and _plain(bare):
            open_cell = True
            continue
        line = text_line(block, index, open_cell, framed)
        if heading is not None and not any(
                token.kind != "text" or _fragment(token.text) for token in line.tokens):
            close()
            continue
        open_cell = bare[-1] not in _BAR_SIGNS
        if not line.tokens:
            continue
        if _strong(line):
            if current is None:
                current = Region(start=index)
            current.lines.append(line)
            evidence += sum(token.kind == "label" for token in line.tokens)
            numbers += sum(token.kind == "value" and not token.blank for token in line.tokens)
            pending = 0
        elif current is not None:
            values = any(token.kind == "value" for token in line.tokens)
            texts = [token.text for token in line.tokens if token.kind == "text"]
            if not texts or all(_fragment(words) for words in texts):
                current.lines.append(line)
                numbers += sum(token.kind == "value" and not token.blank for token in line.tokens)
                pending = 0 if values or line.separated else pending + 1
            elif (row := _unknown_row(line, bare, not pending)) or (line.separated and len(line.tokens) > 1) or (
                    len(bare) <= 40 and not _PROSE.search(bare)):
                current.lines.append(line)
                pending = 0 if row else pending + 1
            else:
                close()
    close()
    return found
