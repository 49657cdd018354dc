"""The heads of table 4, whose rows lie side by side: whole, cut into pieces, lost in part or altogether."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from gongkai.report.form import Column, Form
from gongkai.report.reading.heads import Extent, Heads, Leaf, extent_of
from gongkai.report.reading.lexicon import bare
from gongkai.report.reading.records import Header
from gongkai.report.reading.rows import Token


def table_four(header: Header, form: Form) -> Heads:
    """The fifteen columns of table 4 in printed order; fewer where the table is divided or lacks a column."""
    block = form.tables["4"].blocks[0]
    groups = {row.key: row for row in block.leaves()}
    columns = block.columns
    edition = frozenset({form.edition})
    tokens = [token for _, token in header.tokens]
    named = list(dict.fromkeys(m.key for token in tokens for m in token.meanings
                               if m.table == "4" and m.kind == "row" and m.key in groups))
    rows = [row for row in groups if row in named] or list(groups)
    if header.geometric:
        placed = _lattice(tokens, groups, columns)
        if placed and len(placed) % len(rows) == 0 and len({leaf.row for leaf in placed}) == len(rows):
            return Heads([placed], edition, _lost(placed, columns))
    by_key = {column.key: column for column in columns}
    expected = [column.key for column in columns]
    marks = _marks("".join(bare(token.text) for token in tokens), columns)
    chunk = marks[: len(marks) // len(rows)] if marks and len(marks) % len(rows) == 0 else []
    regular = len(chunk) > 1 and len(set(chunk)) == len(chunk) and marks == chunk * len(rows)
    if not regular and sorted(marks) == sorted(expected * len(rows)):
        chunk, regular = expected, True  # All heads are there, cut over lines: the form's order.
    order = chunk if regular else expected
    leaves = [Leaf(key, by_key[key].label, by_key[key].unit, None, row) for row in rows for key in order if row]
    return Heads([leaves], edition, _lost(leaves, columns), default=not regular)


def whole_table_four(values: Sequence[Token], form: Form) -> Heads | None:
    """All columns of table 4 in the form's order, where a row has a number for each and they keep the form's sums.

    For heads of which some or all are lost; None where the numbers do not show that the order is the form's.
    """
    block = form.tables["4"].blocks[0]
    leaves = [Leaf(column.key, column.label, column.unit, None, row.key) for row in block.leaves()
              for column in block.columns]
    numbers = [token.parsed.value for token in values if not token.blank and token.parsed is not None]
    if len(numbers) != len(leaves):
        return None
    width = len(block.columns)
    for start in range(0, len(leaves), width):
        group = {leaf.key: number or 0 for leaf, number in zip(leaves[start: start + width], numbers[start: start + width],
                                                              strict=True)}
        if sum(group.values()) != 2 * group["total"]:
            return None
    return Heads([leaves], frozenset({form.edition}), default=True)


def _lost(leaves: list[Leaf], columns: tuple[Column, ...]) -> list[Column]:
    present = {leaf.key for leaf in leaves}
    return [column for column in columns if column.key not in present]


def _marks(spelled: str, columns: tuple[Column, ...]) -> list[str]:
    """Column keys in the order of the words that tell them apart (维持, 纠正, …)."""
    words = {mark: column.key for column in columns for mark in column.marks or (bare(column.label),)}
    found = re.findall("|".join(sorted(map(re.escape, words), key=len, reverse=True)), spelled)
    return [words[word] for word in found]


def _lattice(tokens: list[Token], groups: Container[str | None], columns: tuple[Column, ...]) -> list[Leaf] | None:
    """The columns of table 4 in a grid: each head under the group whose cell spans it."""
    spans: list[tuple[Extent, str]] = []
    leaves: list[tuple[int, Extent, Column]] = []
    by_key = {column.key: column for column in columns}
    for token in tokens:
        extent = extent_of(token)
        if extent is None:
            continue
        meanings = [m for m in token.meanings if m.table == "4"]
        row = next((m.key for m in meanings if m.kind == "row" and m.key in groups), None)
        head = next((m.key for m in meanings if m.kind == "head"), None)
        if row:
            spans.append((extent, row))
        elif head:
            leaves.append((extent[0], extent, by_key[head]))
    made, seen = [], set()
    for _, extent, column in sorted(leaves, key=lambda item: item[0]):
        owners = [row for span, row in spans if span[0] <= extent[0] < span[1]]
        if len(owners) != 1 or (owners[0], column.key) in seen:
            return None
        seen.add((owners[0], column.key))
        made.append(Leaf(column.key, column.label, column.unit, extent, owners[0]))
    return made
