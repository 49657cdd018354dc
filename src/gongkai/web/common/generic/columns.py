"""The columns of sheets that come in: what they are called, what their cells mean, what is wrong in them.

    Column("kind", "类别", parse=one_of(UnitKind.choices), help="政府部门、乡镇人民政府等")
    Column("audience", "公开对象", ticks=(Tick("全社会"), Tick("特定群体", ("特定群众",), named=True)))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 0?0:00(?::00)?)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TICKED, _UNTICKED = "√✓✔☑■●✅", ("", "×", "✗", "□", "否", "/", "-", "—", "无")


@dataclass(frozen=True, slots=True)
class Tick:
    """One of several narrow columns below the head of a column, in which a mark says that it holds.

    Args:
        label: what a mark stands for, and the narrow column's head.
        variants: other heads.
        named: whether a cell may also say in words who or what is meant.
    """

    label: str
    variants: tuple[str, ...] = ()
    named: bool = False

    def read(self, text: str) -> str:
        """What a cell says: the label, with the cell's own words in brackets; "" where it is not ticked.

        Raises:
            ValueError: it is neither ticked nor empty.
        """
        if text in _UNTICKED:
            return ""
        words = text.lstrip(_TICKED).strip(" （）()") if text != "是" else ""
        if not self.named and words and text[0] not in _TICKED:
            raise ValueError(f"（{self.label}）应打“√”或者留空")
        return f"{self.label}（{words}）" if words else self.label


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        key: its name in a parsed row.
        label: its head in the template and in messages.
        variants: other heads under which it is found.
        required: whether a cell must hold something.
        parse: text → value; raises ValueError or ValidationError with a sentence's end, such as 应为日期.
        help: what goes in, shown on the upload page.
        example: a cell of the template's example row.
        default: the value of an empty cell.
        ticks: the narrow columns into which a sheet may part it; what is ticked makes its text.
        any_tick: whether other narrow columns count too, under the heads that they have.
    """

    key: str
    label: str
    variants: tuple[str, ...] = ()
    required: bool = False
    parse: Callable[[str], Any] = str
    help: str = ""
    example: str = ""
    default: Any = ""
    ticks: tuple[Tick, ...] = ()
    any_tick: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a sheet. `row` is the number that Excel shows, 0 for the sheet as a whole."""

    row: int
    column: str
    text: str

    def as_json(self) -> dict[str, Any]:
        """For ImportRun.errors."""
        return {"row": self.row, "column": self.column, "text": self.text}


def faults_in(error: ValidationError, row: Mapping[str, Any], columns: Iterable[Column]) -> list[Fault]:
    """What domain/ found wrong in a row, beside the columns that it names; a cell that is known to be wrong is not told twice."""
    labels = {column.key: column.label for column in columns}
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return [Fault(row["row"], labels.get(key, ""), "；".join(texts)) for key, texts in told.items() if key not in row.get("faulty", ())]


Rows = list[dict[str, Any]]
"""Parsed rows: the value of each column by its key; ``row``, the number that Excel shows; ``faulty``, the keys of the columns
whose cells are wrong and hold the default."""


def day(text: str) -> date:
    """A parser for days: 2026-11-24, 2026/11/24, 2026年11月24日, 20261124.

    Raises:
        ValueError: it is none.
    """
    found = _DAY.fullmatch(text) or _PACKED.fullmatch(text)
    if not found:
        raise ValueError("应为日期，例如 2026-11-24")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError("不是日历上有的日期，应形如 2026-11-24") from None


def whole(text: str) -> int:
    """A parser for whole numbers from 0 on.

    Raises:
        ValueError: it is none.
    """
    plain = text.replace(",", "").replace("，", "")
    return int(plain) if plain.isdecimal() and len(plain) < 16 else _no("应为不小于 0 的整数")


def at_most(most: int) -> Callable[[str], str]:
    """A parser that refuses what is longer."""

    def parse(text: str) -> str:
        return text if len(text) <= most else _no(f"有 {len(text)} 个字，最多 {most} 个字")

    return parse


def one_of(choices: Iterable[tuple[Any, Any]], **variants: Any) -> Callable[[str], Any]:
    """A parser for a closed list: takes its labels, its values and the `variants`."""
    labels = {str(label): value for value, label in choices}
    known = {**{str(value): value for value in labels.values()}, **labels, **variants}

    def parse(text: str) -> Any:
        return known[text] if text in known else _no(f"应为：{'、'.join(labels)}")

    return parse


def flag(text: str) -> bool:
    """A parser for 是 and 否.

    Raises:
        ValueError: it is neither.
    """
    return text in ("是", "√", "1", "true", "TRUE") or (text not in ("否", "×", "0", "false", "FALSE") and _no("应为“是”或“否”"))


def _no(sentence: str) -> Any:
    raise ValueError(sentence)
