"""Reports as tables for research: long (one row a cell) or wide (one row a report), plain or for pandas, polars, Arrow.

    rows = long(reports)             # dicts, lazily: any number of reports
    frame = to_polars(reports)       # polars, pandas and pyarrow are imported only when asked for

What stays apart: a cell that says 0 has the value 0; an empty cell has no value, and `raw` is what was printed there
(nothing, "/", "无"); a cell that the source does not have is no row at all. `origin` tells a number that was read from
one that the declared sums proved. Values are int or Decimal in rows and CSV, float in frames.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from gongkai.report.form import editions, split_address
from gongkai.report.model import Number, Report

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

ABOUT = ("file", "unit", "unit_kind", "region_code", "scope", "year", "edition", "url")
"""What both forms say of the report in every row."""
LONG = (*ABOUT, "table", "row", "column", "address", "label", "unit_of_measure", "value", "raw", "origin", "note",
        "place", "findings")
"""The columns of the long form; `findings` are the codes of the findings that name the cell."""
COUNTS = ("errors", "warnings", "notices")
"""What the wide form says of the findings."""
_WHOLE = ("year", *COUNTS)
_RUN = re.compile(r"[=@\t\r]|[+-](?![\d.,]*$)")


@cache
def addresses(edition: str) -> tuple[str, ...]:
    """Every address an edition knows, in official order, each group before its items (3.closed before its three)."""
    made: dict[str, None] = {}
    for table in editions()[edition].tables.values():
        groups = [group.key for group in table.groups() if group.key]
        for block in table.blocks:
            for leaf in block.leaves():
                key = leaf.key or ""
                for row in (*(group for group in groups if key.startswith(f"{group}.")), key):
                    made.update((f"{table.number}.{row}.{column.key}", None) for column in block.columns)
    return tuple(made)


def wide_columns(names: Iterable[str] | None = None) -> tuple[str, ...]:
    """The columns of the wide form for these editions, for all unless told: a fixed head, whatever the reports."""
    chosen = list(editions()) if names is None else [name for name in editions() if name in set(names)]
    cells = dict.fromkeys(address for name in chosen for address in addresses(name))
    return (*ABOUT, *COUNTS, *sorted(cells, key=lambda address: address[0]))


def long(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """A row for each cell of each report, with the columns of `LONG`, in the form's order.

    >>> from gongkai.report.model import Cell
    >>> report = Report("2021", unit="某镇人民政府", year=2023, cells={"3.received.total": Cell(4, "4件")})
    >>> [(row["address"], row["value"], row["raw"]) for row in long([report])]
    [('3.received.total', 4, '4件')]
    """
    for report in reports:
        about = _about(report)
        codes: dict[str, list[str]] = {}
        for finding in report.findings:
            for address in finding.cells:
                codes.setdefault(address, []).append(finding.code)
        order = addresses(report.edition) if report.edition in editions() else ()
        for address in (*(known for known in order if known in report.cells),
                        *(other for other in report.cells if other not in set(order))):
            cell = report.cells[address]
            table, row, column = split_address(address)
            label, unit = _words(report.edition, address)
            yield {**about, "table": table, "row": row, "column": column, "address": address, "label": label,
                   "unit_of_measure": unit, "value": cell.value, "raw": cell.raw, "origin": cell.origin,
                   "note": cell.note, "place": str(cell.place) if cell.place else None,
                   "findings": " ".join(dict.fromkeys(codes.get(address, ()))) or None}


def wide(reports: Iterable[Report], columns: tuple[str, ...] | None = None) -> Iterator[dict[str, Any]]:
    """A row for each report, with `columns` (those of `wide_columns()` unless told); a cell without a number is None.

    >>> from gongkai.report.model import Cell
    >>> report = Report("2021", unit="某镇人民政府", year=2023, cells={"3.received.total": Cell(4, "4件")})
    >>> [row] = wide([report])
    >>> row["unit"], row["3.received.total"], row["3.received.person"], row["errors"]
    ('某镇人民政府', 4, None, 0)
    """
    columns = wide_columns() if columns is None else columns
    for report in reports:
        levels = [finding.level for finding in report.findings]
        row = {**_about(report), "errors": levels.count("error"), "warnings": levels.count("warning"),
               "notices": levels.count("notice")}
        yield {column: row[column] if column in row else report.value(column) for column in columns}


class Writable(Protocol):
    """Whatever takes text: a file, standard output."""

    def write(self, text: str, /) -> object:
        """Take some text."""


def write_csv(rows: Iterable[dict[str, Any]], columns: Iterable[str], out: Writable) -> None:
    """Rows as CSV with a head: numbers as they are, None as nothing. Text that a spreadsheet would run is defused."""
    writer = csv.writer(out, lineterminator="\n")
    names = list(columns)
    writer.writerow(names)
    for row in rows:
        writer.writerow([csv_value(row.get(name)) for name in names])


def to_csv(reports: Iterable[Report], *, wide_form: bool = False) -> str:
    """The long or the wide form as the text of a CSV file."""
    out = io.StringIO()
    write_csv(wide(reports) if wide_form else long(reports), wide_columns() if wide_form else LONG, out)
    return out.getvalue()


def columns_of(reports: Iterable[Report], *, wide_form: bool = False) -> dict[str, list[Any]]:
    """A dict of columns, which every data-frame library takes. Values are float or None; year and counts int.

    The wide form has the columns of the editions that occur.
    """
    if wide_form:
        kept = list(reports)
        names = wide_columns({report.edition for report in kept})
        rows: Iterable[dict[str, Any]] = wide(kept, names)
    else:
        names, rows = LONG, long(reports)
    made: dict[str, list[Any]] = {name: [] for name in names}
    for row in rows:
        for name in names:
            value = row[name]
            number = isinstance(value, int | Decimal) and name not in _WHOLE
            made[name].append(float(value) if number else value)
    return made


def to_arrow(reports: Iterable[Report], *, wide_form: bool = False) -> pyarrow.Table:
    """A pyarrow Table with fixed types, also where a column is empty throughout. Needs ``gongkai[data]``."""
    import pyarrow

    columns = columns_of(reports, wide_form=wide_form)
    types = [pyarrow.field(name, {"int": pyarrow.int64(), "float": pyarrow.float64()}.get(_kind(name), pyarrow.string()))
             for name in columns]
    return pyarrow.table(columns, schema=pyarrow.schema(types))


def to_polars(reports: Iterable[Report], *, wide_form: bool = False) -> polars.DataFrame:
    """A polars DataFrame with fixed types. Needs ``gongkai[data]``."""
    import polars

    columns = columns_of(reports, wide_form=wide_form)
    types = {"int": polars.Int64(), "float": polars.Float64()}
    return polars.DataFrame(columns, schema={name: types.get(_kind(name), polars.String()) for name in columns})


def to_pandas(reports: Iterable[Report], *, wide_form: bool = False) -> pandas.DataFrame:
    """A pandas DataFrame; numbers are float64, years and counts Int64, empty cells missing. Needs ``gongkai[data]``."""
    import pandas

    columns = columns_of(reports, wide_form=wide_form)
    types = {"int": "Int64", "float": "float64"}
    return pandas.DataFrame({name: pandas.Series(values, dtype=types.get(_kind(name), "object"))
                             for name, values in columns.items()})


def _kind(column: str) -> str:
    if column in _WHOLE:
        return "int"
    return "float" if column == "value" or column[0].isdigit() else "text"


def _about(report: Report) -> dict[str, Any]:
    return {"file": report.source.file, "unit": report.unit, "unit_kind": report.unit_kind,
            "region_code": report.region_code, "scope": report.scope, "year": report.year,
            "edition": report.edition, "url": report.source.url}


@cache
def _words(edition: str, address: str) -> tuple[str | None, str | None]:
    """The cell in the form's words and its unit of measure; None for an address the edition does not know."""
    try:
        form = editions()[edition]
        table, row, column = split_address(address)
        return form.label(address), form.tables[table].column(row, column).unit
    except KeyError:
        return None, None


def csv_value(value: Number | str | None) -> Any:
    """A value for a CSV file: decimals without an exponent, text that a spreadsheet would run behind an apostrophe."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str) and _RUN.match(value):
        return f"'{value}"
    return value
