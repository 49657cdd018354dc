"""Synthetic reports from a seed: mostly zeros as in reality, busy ones, ones with broken sums, ones half empty."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from gongkai.report.form import Form, Row, edition, split_address
from layouts.sheet import Number

PERSONS = ("person", "enterprise", "research", "welfare", "legal", "other")
UNITS = ("晴川县示例镇人民政府", "晴川县示例局", "东泽市样例街道办事处", "白石区虚构乡人民政府")


@dataclass(frozen=True)
class Synthetic:
    """A report before it is printed. `values` holds every cell, `printed` the text of cells that say more than a number.

    `grouped` prints （六）其他处理 as one row. `truth` may differ from `values` nowhere: a cell that says
    nothing readable is None in `values` and has its text in `printed`.
    """

    unit: str
    year: int
    edition: str
    values: dict[str, Number | None]
    printed: dict[str, str] = field(default_factory=dict)
    grouped: bool = False

    @property
    def form(self) -> Form:
        return edition(self.edition)

    def text(self, address: str) -> str:
        """What stands in the cell."""
        value = self.values[address]
        return self.printed.get(address, "" if value is None else f"{value}")

    def row(self, table: str, key: str) -> list[str]:
        """The addresses of one row, in official order."""
        block = self.form.tables[table].block_of(key)
        return [f"{table}.{key}.{column.key}" for column in block.columns]

    def rows(self, table: str) -> list[Row]:
        """The rows with numbers as they are printed."""
        leaves = []
        for leaf in self.form.tables[table].leaves():
            group = (leaf.key or "").rsplit(".", 1)[0]
            if self.grouped and table == "3" and group == "closed":
                if not leaves or leaves[-1].key != "closed":
                    leaves.append(self.form.tables["3"].row("closed"))
            else:
                leaves.append(leaf)
        return leaves

    def addresses(self, table: str) -> list[str]:
        """Every printed address of a table."""
        return [address for row in self.rows(table) for address in self.row(table, row.key or "")]

    def with_printed(self, **changes: object) -> Synthetic:
        return replace(self, **changes)  # type: ignore[arg-type]


def _number(kind: str, rng: Random) -> int:
    if kind == "quiet":
        return 0
    if kind == "light":
        return rng.choice((0, 0, 0, 0, 0, 1, 2, 3))
    return rng.choice((0, rng.randint(2, 9), rng.randint(10, 120), rng.randint(2, 120)))


def _table_two(report: Synthetic, kind: str, rng: Random) -> dict[str, Number | None]:
    made: dict[str, Number | None] = {}
    for address in report.addresses("2"):
        _, row, column = split_address(address)
        if row == "rules" and kind != "busy":
            made[address] = 0
        elif column == "amount":
            made[address] = {"quiet": 0, "light": Decimal(rng.randint(1, 99999)) / 100}.get(
                kind, Decimal(rng.randint(1, 9_999_999_999)) / 1_000_000)
        elif column == "change":
            made[address] = _number(kind, rng) if kind == "quiet" else rng.randint(-9, 40)
        else:
            made[address] = _number(kind, rng) if kind != "quiet" else rng.choice((0, 0, 0, 1, 3))
    return made


def _table_three(report: Synthetic, kind: str, rng: Random) -> dict[str, Number | None]:
    rows = [row.key or "" for row in report.rows("3")]
    outcomes = [row for row in rows if row not in ("received", "carried_in", "processed", "carried_out")]
    made: dict[str, Number | None] = {}
    for person in PERSONS:
        handled = 0
        for row in outcomes:
            value = _number(kind, rng) if rng.random() < (0.5 if kind == "busy" else 0.15) else 0
            made[f"3.{row}.{person}"] = value
            handled += value
        out = _number(kind, rng)
        before = rng.randint(0, min(handled + out, 20))
        made[f"3.processed.{person}"] = handled
        made[f"3.carried_out.{person}"] = out
        made[f"3.carried_in.{person}"] = before
        made[f"3.received.{person}"] = handled + out - before
    for row in rows:
        made[f"3.{row}.total"] = sum(made[f"3.{row}.{person}"] or 0 for person in PERSONS)
    return {address: made[address] for address in report.addresses("3")}


def _table_four(report: Synthetic, kind: str, rng: Random) -> dict[str, Number | None]:
    made: dict[str, Number | None] = {}
    for row in report.rows("4"):
        parts = [_number(kind, rng) for _ in range(4)]
        made.update(zip(report.row("4", row.key or ""), [*parts, sum(parts)], strict=True))
    return made


def _break_sums(report: Synthetic, rng: Random) -> Synthetic:
    """Printed numbers that break a sum: a total off by some, a row of totals left 0."""
    values = dict(report.values)
    for address in rng.sample(report.addresses("3"), 3):
        values[address] = max(0, (values[address] or 0) + rng.choice((-3, -1, 1, 2, 10)))
    row = rng.choice(report.rows("4")).key
    values[f"4.{row}.total"] = 0
    return replace(report, values=values)


def _hollow(report: Synthetic, kind: str) -> Synthetic:
    """Empty cells as published: all of them, all but the totals, the totals of detail rows, all but two columns."""
    def gone(address: str) -> bool:
        table, row, column = split_address(address)
        match kind:
            case "empty":
                return True
            case "only_totals":
                return table != "2" and column != "total"
            case "no_detail_totals":
                return table == "3" and column == "total" and "." in row
            case _:  # "sparse": first and last column filled
                return table == "3" and column not in ("person", "total")
    return replace(report, values={a: None if gone(a) else v for a, v in report.values.items()})


KINDS = ("quiet", "light", "busy", "broken", "empty", "only_totals", "no_detail_totals", "sparse")


def make(kind: str, rng: Random, *, form: str = "2021", year: int | None = None, grouped: bool = False) -> Synthetic:
    """One report of a kind. `form` is the edition that is printed, `year` the report year (it may not fit the edition)."""
    years = {"2019": (2019, 2020), "2021": (2021, 2022, 2023, 2024, 2025)}
    report = Synthetic(rng.choice(UNITS), year or rng.choice(years[form]), form, {}, grouped=grouped)
    figures = {"broken": "busy", "quiet": "quiet", "busy": "busy", "no_detail_totals": "busy"}.get(kind, "light")
    values = {**_table_two(report, figures, rng), **_table_three(report, figures, rng),
              **_table_four(report, figures, rng)}
    report = replace(report, values=values)
    if kind == "broken":
        return _break_sums(report, rng)
    return _hollow(report, kind) if kind in ("empty", "only_totals", "no_detail_totals", "sparse") else report
