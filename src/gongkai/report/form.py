"""An edition of the statutory form as objects, loaded from ``law/forms``.

An edition is a type: every cell and every check names its edition. Cells are addressed ``table.row.column``
(``3.denied.state_secret.person``); a group printed as one row has the group's address (``3.closed.person``).

    >>> form = edition("2021")
    >>> form.tables["3"].row("denied.state_secret").label
    '1.属于国家秘密'
    >>> [column.key for column in form.tables["4"].columns]
    ['upheld', 'corrected', 'other', 'pending', 'total']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping

_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf column: `key`, official `label`, `variants` met in the wild, unit of measure, heads above it.

    `marks` are the words by which the head is told from its neighbours where it is cut in pieces.
    """

    key: str
    label: str
    variants: tuple[str, ...] = ()
    unit: str = "件"
    negative: bool = False
    under: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds numbers, or a group of such rows.

    `key` is the full row address (``denied.state_secret``), None for a heading that has no address of its own
    (三、本年度办理结果). A group with a key may also be printed as one row.
    """

    key: str | None
    label: str
    variants: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def leaves(self) -> tuple[Row, ...]:
        """The rows under this one that hold numbers; itself where it has no items."""
        if not self.rows:
            return (self,)
        return tuple(leaf for row in self.rows for leaf in row.leaves())


@dataclass(frozen=True, slots=True)
class Head:
    """A column head that spans other columns (申请人情况, 法人或其他组织)."""

    label: str
    variants: tuple[str, ...]
    columns: tuple[Head | Column, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table under column heads of its own, such as 第二十条第（一）项 of table 2."""

    label: str | None
    stub: str | None
    heads: tuple[Head | Column, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def leaves(self) -> tuple[Row, ...]:
        """Rows that hold numbers, in official order."""
        return tuple(leaf for row in self.rows for leaf in row.leaves())


@dataclass(frozen=True, slots=True)
class Table:
    """One table; iterating gives the addresses of its rows and groups. `layout` is ``down`` (rows go down) or ``across`` (table 4: its rows lie side by side)."""

    number: str
    section: int
    layout: str
    blocks: tuple[Block, ...]
    columns: tuple[Column, ...]
    """All columns, in official order, each key once."""
    _rows: dict[str, Row] = field(default_factory=dict, repr=False, compare=False, hash=False)
    _blocks: dict[str, Block] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def leaves(self) -> tuple[Row, ...]:
        """All rows that hold numbers, in official order."""
        return tuple(leaf for block in self.blocks for leaf in block.leaves())

    def groups(self) -> tuple[Row, ...]:
        """Rows with an address and items of their own (denied, unable, …)."""
        return tuple(row for row in self._rows.values() if row.rows)

    def row(self, key: str) -> Row:
        """The row or group at an address; KeyError where there is none."""
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def block_of(self, key: str) -> Block:
        """The block in which a row or group lies; KeyError where there is none."""
        return self._blocks[key]

    def column(self, row: str, key: str) -> Column:
        """The column at ``row.key``; KeyError where the form has no such cell."""
        for column in self.block_of(row).columns:
            if column.key == key:
                return column
        raise KeyError(f"{row}.{key}")


@dataclass(frozen=True, slots=True)
class Sum:
    """A declared sum (勾稽关系): Σ left = Σ right, once per ``row`` or once per ``column`` of the table."""

    id: str
    table: str
    per: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    statement: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of section one that the form asks for (主动公开, 依申请公开, …)."""

    key: str
    heading: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One of the six sections: number, official heading, renamed headings met in the wild, parts."""

    number: int
    heading: str
    variants: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of the form. `first_year` and `last_year` are report years, `last_year` None while in force."""

    edition: str
    title: str
    first_year: int
    last_year: int | None
    citation: dict[str, object]
    sections: tuple[SectionForm, ...]
    tables: dict[str, Table]
    sums: tuple[Sum, ...]

    def addresses(self) -> list[str]:
        """Every cell of the form in official order, items rather than groups."""
        return [
            f"{table.number}.{row.key}.{column.key}"
            for table in self.tables.values()
            for block in table.blocks
            for row in block.leaves()
            for column in block.columns
        ]

    def label(self, address: str) -> str:
        """The cell in the form's own words: ``表三“（一）予以公开”总计``. KeyError for an unknown address."""
        number, row, column = split_address(address)
        table = self.tables[number]
        return f"表{_NUMERALS[number]}“{table.row(row).label}”{table.column(row, column).label}"


_NUMERALS = {str(n): numeral for n, numeral in enumerate("零一二三四五六七八九")}


@lru_cache(maxsize=4096)
def split_address(address: str) -> tuple[str, str, str]:
    """``"3.denied.state_secret.person"`` → ``("3", "denied.state_secret", "person")``."""
    table, rest = address.split(".", 1)
    row, column = rest.rsplit(".", 1)
    return table, row, column


def _walk(rows: tuple[Row, ...]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _walk(row.rows)


def _texts(node: Mapping, key: str) -> tuple[str, ...]:
    values = node.get(key, [])
    for value in values:
        if not isinstance(value, str):
            raise LawError(f"{node.where(key)}: {key!r} holds words only, not {value!r}")
    return tuple(values)


def _nodes(node: Mapping, key: str) -> list[Mapping]:
    """The mappings in a list; anything else in it is refused."""
    values = node.get(key, [])
    for value in values:
        if not isinstance(value, Mapping):
            raise LawError(f"{node.where(key)}: {key!r} holds mappings only, not {value!r}")
    return list(values)


def _key(node: Mapping) -> str:
    """A key of a row or column, which becomes part of an address."""
    key: str = node["key"]
    if not _KEY.fullmatch(key):
        raise LawError(f"{node.where('key')}: the key {key!r} is not of a-z, 0-9 and _, beginning with a letter")
    return key


def _row(node: Mapping, prefix: str, under: tuple[str, ...], seen: dict[str, Row]) -> Row:
    node.check({"label": str}, {"key": str, "variants": list, "rows": list})
    key = _key(node) if "key" in node else None
    if key is None and "rows" not in node:
        raise LawError(f"{node.where()}: a row that holds numbers needs a 'key'")
    full = prefix + key if key else None
    if full in seen and full is not None:
        raise LawError(f"{node.where('key')}: the row {full!r} stands twice in one table")
    below = f"{full}." if full else prefix
    rows = tuple(_row(child, below, (*under, node["label"]), seen) for child in _nodes(node, "rows"))
    row = Row(full, node["label"], _texts(node, "variants"), under, rows)
    if full:
        seen[full] = row
    return row


def _head(node: Mapping, under: tuple[str, ...], leaves: list[Column]) -> Head | Column:
    if "columns" in node:
        node.check({"label": str, "columns": list}, {"variants": list})
        below = tuple(_head(child, (*under, node["label"]), leaves) for child in _nodes(node, "columns"))
        return Head(node["label"], _texts(node, "variants"), below)
    node.check({"key": str, "label": str, "unit": str}, {"variants": list, "marks": list, "negative": bool})
    key = _key(node)
    if any(leaf.key == key for leaf in leaves):
        raise LawError(f"{node.where('key')}: the column {key!r} stands twice in one block")
    column = Column(
        key, node["label"], _texts(node, "variants"), node["unit"], node.get("negative", False), under,
        _texts(node, "marks"),
    )
    leaves.append(column)
    return column


def _block(node: Mapping, seen: dict[str, Row]) -> Block:
    node.check({"columns": list, "rows": list}, {"label": str, "stub": str})
    leaves: list[Column] = []
    heads = tuple(_head(child, (), leaves) for child in _nodes(node, "columns"))
    rows = tuple(_row(child, "", (), seen) for child in _nodes(node, "rows"))
    return Block(node.get("label"), node.get("stub"), heads, tuple(leaves), rows)


def _table(node: Mapping) -> Table:
    node.check({"number": str, "section": int, "layout": str, "blocks": list})
    if node["layout"] not in ("down", "across"):
        raise LawError(f"{node.where('layout')}: layout is 'down' or 'across', not {node['layout']!r}")
    seen: dict[str, Row] = {}
    blocks = tuple(_block(child, seen) for child in _nodes(node, "blocks"))
    homes = {row.key: block for block in blocks for row in _walk(block.rows) if row.key}
    columns: dict[str, Column] = {}
    for column in (column for block in blocks for column in block.columns):
        columns.setdefault(column.key, column)
    return Table(node["number"], node["section"], node["layout"], blocks, tuple(columns.values()), seen, homes)


def _sum(node: Mapping, tables: dict[str, Table]) -> Sum:
    node.check({"id": str, "table": str, "per": str, "left": list, "right": list, "statement": str})
    if node["table"] not in tables:
        raise LawError(f"{node.where('table')}: there is no table {node['table']!r}")
    if node["per"] not in ("row", "column"):
        raise LawError(f"{node.where('per')}: a sum is per 'row' or per 'column', not {node['per']!r}")
    table = tables[node["table"]]
    known = {column.key for column in table.columns} if node["per"] == "row" else set(table._rows)
    for side in ("left", "right"):
        if not node[side]:
            raise LawError(f"{node.where(side)}: the sum {node['id']!r} has nothing on its {side}")
        for number, term in enumerate(_texts(node, side)):
            if term in node[side][:number]:
                raise LawError(f"{node.where(side)}: the sum {node['id']!r} names {term!r} twice on its {side}")
            if term not in known:
                raise LawError(f"{node.where(side)}: the sum {node['id']!r} names {term!r}, a cell that does not exist")
    return Sum(node["id"], node["table"], node["per"], _texts(node, "left"), _texts(node, "right"), node["statement"])


def _section(node: Mapping) -> SectionForm:
    node.check({"number": int, "heading": str}, {"variants": list, "parts": list})
    parts = []
    for part in _nodes(node, "parts"):
        part.check({"key": str, "heading": str}, {"variants": list})
        parts.append(Part(part["key"], part["heading"], _texts(part, "variants")))
    return SectionForm(node["number"], node["heading"], _texts(node, "variants"), tuple(parts))


def load(path: Path | str) -> Form:
    """One edition from its file.

    Raises:
        LawError: unknown or repeated keys, a date that is none, or a sum over cells that do not exist; names file and line.
    """
    node = lawfile.read(path)
    node.check({"edition": str, "title": str, "years": dict, "citation": dict, "sections": list, "tables": list,
                "sums": list})
    node["years"].check({"from": int, "to": (int, type(None))})
    node["citation"].check({"document": str, "name": str, "date": (date, type(None)), "source": str, "confirmed": None})
    first, last = node["years"]["from"], node["years"]["to"]
    if last is not None and last < first:
        raise LawError(f"{node['years'].where('to')}: the edition ends in {last}, before it begins in {first}")
    sections: dict[int, SectionForm] = {}
    for child in _nodes(node, "sections"):
        section = _section(child)
        if section.number in sections:
            raise LawError(f"{child.where('number')}: section {section.number} stands twice")
        sections[section.number] = section
    tables: dict[str, Table] = {}
    for child in _nodes(node, "tables"):
        table = _table(child)
        if table.section not in sections:
            raise LawError(f"{child.where('section')}: there is no section {table.section}")
        if table.number in tables:
            raise LawError(f"{child.where('number')}: table {table.number!r} stands twice")
        tables[table.number] = table
    sums: dict[str, Sum] = {}
    for child in _nodes(node, "sums"):
        made = _sum(child, tables)
        if made.id in sums:
            raise LawError(f"{child.where('id')}: the sum {made.id!r} stands twice")
        sums[made.id] = made
    return Form(
        node["edition"], node["title"], first, last, dict(node["citation"]), tuple(sections.values()), tables,
        tuple(sums.values()),
    )


@cache
def editions(folder: Path = LAW / "forms") -> dict[str, Form]:
    """All editions, oldest first, by name. Adding an edition is adding a file to ``law/forms``.

    Raises:
        LawError: a file is no form, or two files hold one edition.
    """
    made: dict[str, Form] = {}
    for path in sorted(Path(folder).glob("*.yaml")):
        form = load(path)
        if form.edition in made:
            raise LawError(f"{path.name}:1: edition {form.edition!r} has a file already")
        made[form.edition] = form
    return dict(sorted(made.items(), key=lambda item: item[1].first_year))


def edition(name: str) -> Form:
    """The edition of that name; KeyError where there is none."""
    return editions()[name]


def edition_for(year: int) -> Form | None:
    """The edition that a report for `year` must use, the newest in force; None before the first."""
    for form in reversed(editions().values()):
        if form.first_year <= year and (form.last_year is None or year <= form.last_year):
            return form
    return None
