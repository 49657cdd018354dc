"""Rows of the set of annual reports as CSV, JSON and Parquet, sent while they are read: memory holds a few hundred rows, however many there
are. Numbers of Parquet are doubles, as in gongkai.report.frames; those of CSV and JSON are as the reports say them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from gongkai.report.frames import csv_value

GROUP = 2000
"""Rows of a group of a Parquet file."""
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


class _Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> Iterator[str]:
    """CSV that a spreadsheet opens in Chinese; a text that it would run is defused."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([csv_value(row[name]) for name in columns])


def json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One JSON array, an object a line."""
    yield "["
    mark = "\n"
    for row in rows:
        yield mark + json.dumps(row, ensure_ascii=False, default=plain)
        mark = ",\n"
    yield "\n]\n"


def plain(value: Any) -> Any:
    """Numbers and days as JSON has them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def parquet(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> Iterator[bytes]:
    """Parquet, a group of rows after the other."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema([(name, _type(name, pyarrow)) for name in columns])
    sink, waiting = _Sink(), iter(rows)
    with ParquetWriter(pyarrow.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        while some := list(islice(waiting, GROUP)):
            writer.write_table(pyarrow.table({name: [_number(row[name]) for row in some] for name in columns}, schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """A file that is read off while it is written."""

    closed = False

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, data: Any) -> int:
        """Keep some bytes."""
        self.parts.append(bytes(data))
        self.size += len(self.parts[-1])
        return len(self.parts[-1])

    def tell(self) -> int:
        """How much was written."""
        return self.size

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """The end is told by the rows."""

    def writable(self) -> bool:
        """Yes."""
        return True

    def taken(self) -> bytes:
        """What was written since this was last asked."""
        made = b"".join(self.parts)
        self.parts.clear()
        return made


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _type(name: str, pyarrow: Any) -> Any:
    if name == "year":
        return pyarrow.int32()
    if name == "published_on":
        return pyarrow.date32()
    if name == "late":
        return pyarrow.bool_()
    return pyarrow.float64() if name == "value" or name[0].isdigit() else pyarrow.string()
