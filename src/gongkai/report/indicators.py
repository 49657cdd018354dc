"""Indicators of a report: sums of cells divided by sums of cells, by the formulas of ``law/vocabularies/indicators.yaml``.

    values = {"3.granted.total": 6, "3.partial.total": 2, "3.processed.total": 10}
    indicators()["disclosure_rate"].of_cells("2021", values.get).share      # Decimal("0.8")

What is not known stays not known: where a cell of the formula is empty, or where the divisor is 0, there is no share, and the
outcome says which of both it is. The number divided by (`over`) is always there, so that a rate of three applications does not pass
for one of three hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError
from gongkai.report.form import edition, editions, split_address
from gongkai.report.frames import addresses
from gongkai.report.model import Number

FILE = LAW / "vocabularies" / "indicators.yaml"
Values = Callable[[str], Number | None]
"""Gives the number at an address, None where there is none."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What an indicator comes to: `part` of `over`, as a share; `empty` names the first cell that has no number.

    >>> Rate(Decimal(3), Decimal(12)).share, Rate(Decimal(0), Decimal(0)).share
    (Decimal('0.25'), None)
    """

    part: Number | None
    over: Number | None
    empty: str | None = None

    @property
    def share(self) -> Decimal | None:
        """The quotient; None where a cell is empty or the divisor is 0."""
        if self.part is None or not self.over:
            return None
        return Decimal(self.part) / Decimal(self.over)

    @property
    def why_none(self) -> str:
        """Why there is no share, in a few words; "" where there is one."""
        if self.empty is not None:
            return "有关单元格未填数字"
        return "" if self.over else "分母为0"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One formula: the sum of `of` divided by the sum of `over`, each a cell's or a group's address."""

    key: str
    label: str
    editions: tuple[str, ...]
    of: tuple[str, ...]
    over: tuple[str, ...]
    basis: str

    def of_cells(self, edition_name: str, values: Values) -> Rate | None:
        """The indicator of one report's cells; None where the edition does not know it.

        >>> cells = {"3.granted.total": 6, "3.partial.total": 2, "3.processed.total": 10}
        >>> indicators()["disclosure_rate"].of_cells("2021", cells.get).share
        Decimal('0.8')
        """
        if edition_name not in self.editions:
            return None
        sums: list[Number] = []
        for side in (self.of, self.over):
            total: Number = 0
            for address in side:
                value, empty = _value(edition_name, address, values)
                if value is None:
                    return Rate(None, None, empty)
                total += value
            sums.append(total)
        return Rate(sums[0], sums[1])

    def formula(self, edition_name: str) -> str:
        """The formula in the form's own words: （表三“（一）予以公开”总计＋…）÷ 表三“（七）总计”总计."""
        form = edition(edition_name)
        parts = ["＋".join(form.label(address) for address in side) for side in (self.of, self.over)]
        part, over = (f"（{words}）" if "＋" in words else words for words in parts)
        return f"{part}÷{over}"


@dataclass(frozen=True, slots=True)
class Held:
    """An indicator that is counted where cases are kept, not from a report: what is counted `of` what is counted `over`, in words."""

    key: str
    label: str
    of: str
    over: str
    basis: str

    @property
    def formula(self) -> str:
        """In words."""
        return f"{self.of}÷{self.over}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when on a value is unlike others: `least` others are needed; `distance` of robust deviations; a rate needs a divisor of
    `share` at least and differs by `rate` at least, a count by `count` at least."""

    least: int
    distance: Decimal
    share: int
    rate: Decimal
    count: int
    basis: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole file."""

    title: str
    basis: str
    confirmed: str
    indicators: Mapping[str, Indicator]
    held: Mapping[str, Held]
    watched: tuple[str, ...]
    unusual: Bounds


def indicators() -> Mapping[str, Indicator]:
    """The indicators by their keys, in the file's order."""
    return vocabulary().indicators


@cache
def vocabulary(path: Path = FILE) -> Vocabulary:
    """The file, read strictly.

    Raises:
        LawError: an unknown key, an edition that there is not, a cell that the edition does not have; names file and line.
    """
    node = lawfile.read(path)
    node.check({"title": str, "basis": str, "confirmed": str, "indicators": list, "held": list, "watched": list, "unusual": dict})
    made = {}
    for one in node["indicators"]:
        one.check({"key": str, "label": str, "editions": list, "of": list, "over": list, "basis": str})
        _known(one)
        if one["key"] in made:
            raise LawError(f"{one.where('key')}: the indicator {one['key']!r} stands twice")
        made[one["key"]] = Indicator(one["key"], one["label"], tuple(one["editions"]), tuple(one["of"]), tuple(one["over"]), one["basis"])
    held = {}
    for one in node["held"]:
        one.check({"key": str, "label": str, "of": str, "over": str, "basis": str})
        held[one["key"]] = Held(**one)
    every = {address for name in editions() for address in addresses(name)}
    for address in node["watched"]:
        if address not in every:
            raise LawError(f"{node.where('watched')}: no edition has the cell {address!r}")
    bounds = node["unusual"]
    bounds.check({"least": int, "distance": str, "share": int, "rate": str, "count": int, "basis": str})
    return Vocabulary(node["title"], node["basis"], node["confirmed"], made, held, tuple(node["watched"]), Bounds(
        bounds["least"], Decimal(bounds["distance"]), bounds["share"], Decimal(bounds["rate"]), bounds["count"], bounds["basis"]))


def _known(node: lawfile.Mapping) -> None:
    for name in node["editions"]:
        if name not in editions():
            raise LawError(f"{node.where('editions')}: there is no edition {name!r}")
        for side in ("of", "over"):
            for address in node[side]:
                table, row, column = split_address(address)
                form = edition(name).tables.get(table)
                if form is None or row not in form or column not in {one.key for one in form.block_of(row).columns}:
                    raise LawError(f"{node.where(side)}: edition {name} has no cell {address!r}")


def _value(edition_name: str, address: str, values: Values) -> tuple[Number | None, str | None]:
    """The number at an address, for a group that is not printed as one row the sum of its items; and the cell that has none."""
    value = values(address)
    if value is not None:
        return value, None
    items = _items(edition_name, address)
    if not items:
        return None, address
    total: Number = 0
    for one in items:
        item = values(one)
        if item is None:
            return None, one
        total += item
    return total, None


@cache
def _items(edition_name: str, address: str) -> tuple[str, ...]:
    """The cells of a group's items; none for a row that has none."""
    table, row, column = split_address(address)
    found = edition(edition_name).tables[table].row(row)
    return tuple(f"{table}.{leaf.key}.{column}" for leaf in found.leaves()) if found.rows else ()
