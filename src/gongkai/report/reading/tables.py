"""Lines of tokens → records: which row of which table holds which printed values, under which column heads.

One pass over all regions. A label decides by itself and by where it stands (其他 is a column among heads, a row after
its group); values belong to the row label before them, also over line ends, so that the same pass reads grids, bars,
tabs and one cell a line. Nothing is placed into columns here (see placing.py), and nothing is dropped: what no row
takes is kept as left over.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from gongkai.report.form import editions
from gongkai.report.reading.lexicon import Meaning, bare, lexicon
from gongkai.report.reading.records import ACROSS, Header, Loose, Record, Tables
from gongkai.report.reading.rows import ROW_NUMBER_HEADS, Line, Region, Token, several_rows
from gongkai.report.reading.upended import set_up


@cache
def _groups() -> frozenset[str | None]:
    """Rows of table 3 that have items of their own in some edition."""
    return frozenset(row.key for form in editions().values() for row in form.tables["3"].groups())


_ITEM_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.．、]")
_HEAD_KINDS = ("head", "span", "stub", "block")
_HOLDS_NUMBER = re.compile(r"\d")
"""What holds a number is a cell with words, and no kind of what the row's label names."""
_FEWEST_COLUMNS = 3
_ROWS_BESIDE = 3
_HEADS_BESIDE = 3
"""So many heads of one table in a line make a line of its heads."""


def _columns_named(header: Header) -> bool:
    """Whether the heads of table 4 that were read may be all of them, some lost: an empty row before the last is none of numbers."""
    kinds = [[meaning for meaning in token.meanings if meaning.table == header.table] for _, token in header.tokens]
    rows = {meaning.key for here in kinds for meaning in here if meaning.kind == "row"}
    return sum(any(meaning.kind == "head" for meaning in here) for here in kinds) >= _FEWEST_COLUMNS * max(1, len(rows))


class Collector:
    """The pass itself; call `feed` with each region in reading order, then take `tables`."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._table: str | None = None
        self._header: Header | None = None
        self._record: Record | None = None
        self._in_heads = False
        self._group: str | None = None
        self._line = 0
        self._numbered = False

    def feed(self, region: Region) -> None:
        """Read one region."""
        before = self._table
        if region.grid:
            self._record = None  # what goes on in its first line is no row of a text before it
        touched: set[str] = set()
        for line in set_up(region.lines):
            self._line += 1
            self._read(line)
            if self._table:
                touched.add(self._table)
        for table in touched or ({before} if before else set()):
            self.tables.spans.setdefault(table, []).append((region.start, region.end))
        if region.grid:
            # A grid ends its last row; a table cut by a page may still go on under the same heads.
            self._record = None

    # -- labels ------------------------------------------------------------------------------------------------

    def _meaning(self, token: Token, line: Line) -> Meaning | None:
        """The meaning a label has here, None where it makes no sense here."""
        here = [meaning for meaning in token.meanings if meaning.table == self._table]
        if not self._in_heads:
            rows = [meaning for meaning in here if meaning.kind in ("row", "group")]
            if rows:
                return self._row_meaning(rows, token.text)
            if token.meanings[0].table == self._table or len(here) == 1:
                return here[0] if here else token.meanings[0]
        heads = [meaning for meaning in here if meaning.kind in _HEAD_KINDS]
        rows = [meaning for meaning in here if meaning.kind in ("row", "group")]
        if heads and not (rows and self._table == "2"):
            return heads[0]
        if rows:
            return self._row_meaning(rows, token.text)
        # A label of another table opens that table, unless it is a word that several tables share.
        others = {meaning.table for meaning in token.meanings}
        if len(others) == 1:
            return self._row_meaning(list(token.meanings), token.text) if token.meanings[0].kind in ("row", "group") \
                else token.meanings[0]
        # 总计 may come first among the heads of a table: those beside it tell which.
        beside = Counter(other.meanings[0].table for other in line.tokens if other.kind == "label"
                         and len({meaning.table for meaning in other.meanings}) == 1 and other.meanings[0].kind in _HEAD_KINDS)
        table, count = beside.most_common(1)[0] if beside else ("", 0)
        return next((m for m in token.meanings if m.table == table and m.kind == "head"), None) if count >= _HEADS_BESIDE else None

    def _row_meaning(self, rows: list[Meaning], printed: str) -> Meaning | None:
        """Which of several rows a label means: by the numbering that is printed with it, then by where it stands."""
        if number := _ITEM_NUMBER.match(printed):
            numbered = [meaning for meaning in rows if (own := _ITEM_NUMBER.match(meaning.label)) and own[1] == number[1]]
            if len(numbered) == 1:
                return numbered[0]
        if len(rows) == 1:
            meaning = rows[0]
            if meaning.key == "closed.other" and self._group != "closed":
                return None
            return meaning
        # 其他处理 and 其他 may be the group or an item of it.
        items = [meaning for meaning in rows if meaning.key and "." in meaning.key]
        groups = [meaning for meaning in rows if meaning not in items]
        if items and self._group == (items[0].key or "").split(".")[0] and ("3", self._group) not in self._seen_groups():
            return items[0]
        return groups[0] if groups else None

    def _seen_groups(self) -> set[tuple[str, str]]:
        return {("3", record.key) for record in self.tables.records
                if record.key and "." not in record.key and record.table == "3"
                and any(not token.blank for token in record.values)}

    # -- lines -------------------------------------------------------------------------------------------------

    def _read(self, line: Line) -> None:
        depth = 0
        labelled = any(token.kind != "value" for token in line.tokens)
        if line.guessed and not labelled and self._table in ("2", "3"):
            self._record = None  # numbers whose label was not found are not those of the row above, be that empty
        numbered = self._header is not None and self._header.takes(line)
        rest = line.separated and not line.geometric and self._goes_on(line)
        first = next((position for position, token in enumerate(line.tokens) if token.kind != "value"), 0)
        # Where numbers come before the label, whose empty cells are on that line nobody can tell.
        behind = line.separated and any(not token.blank for token in line.tokens[numbered:first])
        # Nor where labels of rows stand side by side, as in a table turned on its side.
        behind |= line.separated and not any(token.kind == "value" and not token.blank for token in line.tokens) and sum(
            any(meaning.kind == "row" and meaning.table == "3" for meaning in token.meanings) for token in line.tokens) >= _ROWS_BESIDE
        for position, token in enumerate(line.tokens):
            if (numbered and position == 0) or ((rest or behind) and token.blank):
                continue
            if labelled and token.blank and not any(other.kind != "value" for other in line.tokens[:position]):
                # Cells of spanning rows, printed empty before the label: no values of the row above.
                depth += 1
                continue
            if token.kind == "label":
                meaning = self._meaning(token, line)
                if meaning is None:
                    self._text(token, line, position)
                else:
                    self._label(token, meaning, line, depth)
            elif token.kind == "text":
                self._text(token, line, position)
            else:
                # A number before a label on one line is no cell of the row above.
                self._value(token, line, position < first if line.separated else labelled and position == 0 and self._table == "3")
            depth += 1

    def _goes_on(self, line: Line) -> bool:
        """Whether a line holds nothing but the rest of the row's label, that of a cell wrapped over several lines, and
        empty cells: those are no further cells of the row, which has its own."""
        if self._record is None or not self._record.values or self._in_heads:
            return False
        words = [token for token in line.tokens if not token.blank]
        return 0 < len(words) < len(line.tokens) and all(token.kind == "text" and self._belongs_to_label(token) for token in words)

    def _open(self, table: str, line: Line) -> Header:
        header = Header(table, geometric=line.geometric, numbered=self._numbered)
        self._numbered = False
        self.tables.headers.append(header)
        self._table, self._header, self._record, self._in_heads = table, header, None, True
        return header

    def _label(self, token: Token, meaning: Meaning, line: Line, depth: int) -> None:
        if meaning.kind in _HEAD_KINDS or (meaning.table == "4" and meaning.kind in ("row", "group")):
            across = meaning.table == "4"
            upright = across and self._record is not None and self._record.key not in (None, ACROSS)
            if self._table != meaning.table or (not self._in_heads and not upright) or (
                    meaning.kind == "block" and self._header is not None and self._header.labelled):
                self._open(meaning.table, line)
            assert self._header is not None
            if across and meaning.kind == "row" and (self._upright(token, line) or (
                    self._record is not None and self._record.key not in (None, ACROSS))):
                self._start(token, meaning, line, depth)
                return
            if meaning.kind in ("head", "span", "row", "group"):
                self._header.tokens.append((self._line, token))
                self._header.end = max(self._header.end, line.end_column)
                self._header.labelled |= meaning.kind != "span"
            if across and meaning.kind != "group":
                self._record = None
            return
        if self._table != meaning.table or self._header is None:
            # Rows whose heads were lost.
            self._open(meaning.table, line)
        record = self._record
        if record is not None and record.key == meaning.key and not record.values and record.sub is None and bare(record.label) == bare(token.text):
            return  # A label that spans cells, told again in each.
        if record is not None and record.key == meaning.key and record.meaning is not None and record.misprinted and (
                bare(record.label) + bare(token.text) == bare(record.meaning.label)):
            # The rest of a label that is wrapped around its numbers.
            record.misprinted = False
            return
        self._start(token, meaning, line, depth)

    def _upright(self, token: Token, line: Line) -> bool:
        """Whether table 4 is printed with its rows going down: all heads first, or a label with its values beside."""
        assert self._header is not None
        after = line.tokens[line.tokens.index(token) + 1:]
        if sum(other.kind == "value" and not other.blank for other in after) >= 4:
            return True
        kinds = [{meaning.kind for meaning in known.meanings if meaning.table == "4"} for _, known in
                 self._header.tokens]
        return sum("head" in each for each in kinds) >= 5 and not any("row" in each for each in kinds)

    def _start(self, token: Token, meaning: Meaning | None, line: Line, depth: int, misprinted: bool = False) -> None:
        assert self._table is not None and self._header is not None
        self._in_heads = False
        key = meaning.key if meaning else None
        if meaning and self._table == "3":
            if meaning.kind == "group" or (key and "." not in key):
                self._group = key
            elif key:
                self._group = key.split(".")[0]
        if meaning and meaning.kind == "group" and key is None:
            self._record = None
            return
        self._record = Record(self._table, key, token.text, self._header, meaning, token.place, [], None,
                              line.separated, line.geometric, misprinted, depth, line.guessed)
        self.tables.records.append(self._record)

    def _text(self, token: Token, line: Line, position: int) -> None:
        if token.text.strip() in ROW_NUMBER_HEADS:
            self._numbered = True
        if self._table is None or self._header is None:
            return
        if self._in_heads:
            if self._table in ("2", "3") and (meaning := self._misprint(token)):
                self._start(token, meaning, line, position, True)
                return
            if self._values_follow(line, position) and self._table in ("2", "3") and self._header.labelled:
                self._start(token, None, line, position)
                return
            if token.text.strip() in ROW_NUMBER_HEADS:
                self._header.numbered = True
                return
            self._header.tokens.append((self._line, token))
            return
        if self._belongs_to_label(token):
            return
        record = self._record
        beside = record is not None and not record.values and line.separated and any(
            not other.blank for other in line.tokens[:position])
        beside_label = any(other.kind == "label" for other in line.tokens[:position])
        if self._table == "2" and record is not None and record.key and not record.values and record.sub is None and not (
                _HOLDS_NUMBER.search(token.text)) and ((beside_label and self._values_follow(line, position)) or (line.separated and len(line.tokens) == 1)
        ) and len(token.text) <= 20:
            record.sub = token
            return
        if record is not None and record.key in _groups() and (meaning := self._misprint(token)):
            self._start(token, meaning, line, position, True)
            return
        if line.geometric and record is not None and record.values and self._values_follow(line, position) and (
                meaning := self._misprint(token)) and meaning is not record.meaning:
            # A label cut short behind a piece of another one: its numbers are no further cells of the row above.
            self._start(token, meaning, line, position, True)
            return
        if beside or (line.separated and record is not None and record.values and any(
                not other.blank for other in line.tokens[:position])):
            # A cell that holds words where a number is due.
            assert record is not None
            record.values.append(token)
            return
        meaning = self._misprint(token)
        if meaning is not None:
            self._start(token, meaning, line, position, True)
            return
        if len(token.text) >= 2 and lexicon().is_fragment(token.text):
            # A piece of a label that does not belong to the row before it: which row it names is open.
            if record is not None:
                self.tables.orphans[self._table] = self.tables.orphans.get(self._table, 0) + 1
            return
        if record is not None and record.sub is not None and all(value.kind == "text" for value in record.values):
            # What seemed a second label was a cell with words, and here is the next.
            record.values = [*(record.values or [record.sub]), token]
            return
        if self._table == "2" and record is not None and record.sub is not None and record.meaning is not None:
            # A row divided into kinds goes on.
            self._start(token, record.meaning, line, position)
            assert self._record is not None
            self._record.sub = token
            return
        self._start(token, None, line, position)

    def _values_follow(self, line: Line, position: int) -> bool:
        return any(other.kind == "value" and not other.blank for other in line.tokens[position + 1:])

    def _misprint(self, token: Token) -> Meaning | None:
        """The row that a misprinted or cut label means: by likeness, or as the beginning of one label only."""
        assert self._table is not None
        if self._table == "4" or several_rows(token.text):
            return None
        words = lexicon()
        meaning = words.beginning(token.text, self._table)
        if meaning is None and not words.ends(token.text, self._table):
            meaning = words.like(token.text, self._table)
        if meaning and meaning.key == "closed" and self._group == "closed":
            return None
        return meaning

    def _belongs_to_label(self, token: Token) -> bool:
        """Whether a text goes on with the label of the current row, as where a label is wrapped around its numbers."""
        record = self._record
        if record is None or record.meaning is None:
            return False
        spelling, label = bare(token.text), bare(record.meaning.label)
        printed = bare(record.label)
        if record.misprinted and printed + spelling == label:
            record.misprinted = False
        return bool(spelling) and spelling in label and (not label.startswith(spelling) or spelling not in printed)

    def _value(self, token: Token, line: Line, astray: bool = False) -> None:
        record = None if astray else self._record
        if record is None and not astray and self._table == "4" and self._header is not None and self._header.labelled and (
                not token.blank or (_columns_named(self._header) and all(other.kind == "value" for other in line.tokens) and (
                    any(not other.blank for other in line.tokens) if line.separated and not line.geometric
                    else line.geometric and len(line.tokens) > 4))):
            record = Record("4", ACROSS, "", self._header, None, token.place, [], None, line.separated, line.geometric, guessed=line.guessed)
            self.tables.records.append(record)
            self._record, self._in_heads = record, False
        if record is not None:
            record.values.append(token)
        elif token.blank:
            if self._in_heads and self._header is not None and not line.geometric and not token.padding:
                self._header.gaps.append(len(self._header.tokens))
        else:
            loose = self.tables.loose
            rows = any(known.table == self._table for known in self.tables.records)
            if loose and loose[-1].table == self._table and loose[-1].before_rows == (not rows):
                loose[-1].tokens.append(token)
            else:
                loose.append(Loose(self._table, [token], not rows))
