"""The engine of the cross-checks that ``law/checks/arithmetic.yaml`` declares.

An expression adds and takes away cells (``2.rules.issued``, last year's as ``last.2.rules.in_force``), names and
integers; a condition compares two of them. Nothing else can be said, so that nothing but arithmetic can happen. A cell
that is empty makes its expression unknown, and a condition on the unknown never holds: blank is not zero.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError
from gongkai.report.checking.wordings import Wording, shown, size
from gongkai.report.form import Form, editions, split_address
from gongkai.report.model import Finding, Level, Number, Report

_LEVELS = ("error", "warning", "notice")
_ADDRESS = re.compile(r"(?P<last>last\.)?(?P<address>\d\.[a-z_]+(?:\.[a-z_]+)+)")
_TERM = re.compile(r"\s*(?P<sign>[+-]?)\s*(?P<term>(?:last\.)?\d\.[a-z_]+(?:\.[a-z_]+)+|[a-z_]+|\d+)\s*")
_CONDITION = re.compile(r"(.+?)(!=|>=|<=|=|>|<)(.+)")
_OPERATORS: dict[str, Callable[[Number, Number], bool]] = {
    "=": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}

Values = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """Terms with their signs: addresses, names or integers."""

    terms: tuple[tuple[int, str], ...]

    def addresses(self) -> tuple[str, ...]:
        """The cells named, ``last.`` kept."""
        return tuple(term for _, term in self.terms if _ADDRESS.fullmatch(term))

    def names(self) -> tuple[str, ...]:
        """The names used."""
        return tuple(term for _, term in self.terms if not _ADDRESS.fullmatch(term) and not term.isdigit())

    def value(self, look_up: Callable[[str], Number | None]) -> Number | None:
        """The sum; None where a term is unknown."""
        total: Number = 0
        for sign, term in self.terms:
            value = int(term) if term.isdigit() else look_up(term)
            if value is None:
                return None
            total += sign * value
        return total


def expression(text: str) -> Expression:
    """Parse an expression such as ``last.2.rules.in_force + 2.rules.issued - 1``.

    Raises:
        ValueError: anything but cells, names and integers joined by + and -.
    """
    terms: list[tuple[int, str]] = []
    position = 0
    text = text.strip()
    while position < len(text):
        match = _TERM.match(text, position)
        if not match or (terms and not match["sign"]):
            raise ValueError(f"no expression of cells, names and integers joined by + and -: {text!r}")
        terms.append((-1 if match["sign"] == "-" else 1, match["term"]))
        position = match.end()
    if not terms:
        raise ValueError("an empty expression")
    return Expression(tuple(terms))


@dataclass(frozen=True, slots=True)
class Condition:
    """Two expressions compared."""

    left: Expression
    sign: str
    right: Expression

    def holds(self, values: Values) -> bool:
        """Whether it holds for certain: never with an unknown value."""
        left, right = self.left.value(values.get), self.right.value(values.get)
        return left is not None and right is not None and _OPERATORS[self.sign](left, right)


def condition(text: str) -> Condition:
    """Parse ``left < right``; ValueError where it is no comparison of two expressions."""
    match = _CONDITION.fullmatch(text.strip())
    if not match:
        raise ValueError(f"no comparison of two expressions: {text!r}")
    return Condition(expression(match[1]), match[2], expression(match[3]))


@dataclass(frozen=True, slots=True)
class Case:
    """A check with its * filled in: the named expressions and the cell that gives {row} and {column} their label."""

    values: tuple[tuple[str, Expression], ...]
    about: str


@dataclass(frozen=True, slots=True)
class Check:
    """One declared check; see the head of ``law/checks/arithmetic.yaml`` for its fields."""

    code: str
    level: Level
    title: str
    explanation: str
    editions: frozenset[str]
    pair: bool
    units: frozenset[str]
    cases: tuple[Case, ...]
    when: tuple[Condition, ...]
    gather: bool
    found: str | None
    expected: str | None
    item: str
    message: Wording
    basis: str
    addresses: frozenset[str]
    """All cells that the cases name, last year's with ``last.`` before them."""


def _case(node: lawfile.Mapping, each: str | None, forms: list[Form]) -> Case:
    made: list[tuple[str, Expression]] = []
    about = None
    for name, text in node["values"].items():
        try:
            parsed = expression(str(text).replace("*", each or "*"))
        except ValueError as error:
            raise LawError(f"{node['values'].where(name)}: {error}") from error
        known = {earlier for earlier, _ in made}
        for unknown in set(parsed.names()) - known:
            raise LawError(f"{node['values'].where(name)}: {unknown!r} is neither a cell nor a value named before")
        for address in parsed.addresses():
            plain = address.removeprefix("last.")
            for form in forms:
                try:
                    form.label(plain)
                except (KeyError, ValueError) as error:
                    raise LawError(f"{node['values'].where(name)}: edition {form.edition} has no cell {plain!r}") from error
            about = about or plain
        made.append((name, parsed))
    if about is None:
        raise LawError(f"{node.where('values')}: no cell is named")
    return Case(tuple(made), about)


def _check(node: lawfile.Mapping) -> Check:
    node.check(
        {"code": str, "level": str, "editions": list, "values": dict, "when": list, "message": str, "basis": str,
         "confirmed": None},
        {"title": str, "explanation": str, "pair": bool, "units": list, "each": list, "gather": bool,
         "item": str, "found": str, "expected": str})
    if node["level"] not in _LEVELS:
        raise LawError(f"{node.where('level')}: level is one of {', '.join(_LEVELS)}, not {node['level']!r}")
    for name in node["editions"]:
        if name not in editions():
            raise LawError(f"{node.where('editions')}: there is no edition {name!r} of the form")
    forms = [editions()[name] for name in node["editions"]]
    cases = tuple(_case(node, each, forms) for each in node.get("each", [None]))
    known = {name for name, _ in cases[0].values}
    conditions = []
    for text in node["when"]:
        try:
            conditions.append(condition(str(text)))
        except ValueError as error:
            raise LawError(f"{node.where('when')}: {error}") from error
        for unknown in {*conditions[-1].left.names(), *conditions[-1].right.names()} - known:
            raise LawError(f"{node.where('when')}: no value is named {unknown!r}")
    for key in ("found", "expected"):
        if key in node and node[key] not in known:
            raise LawError(f"{node.where(key)}: no value is named {node[key]!r}")
    message = Wording(node["message"], known | {"row", "column", "unit", "last_year", "items"}, node.where("message"))
    Wording(node.get("item", ""), known | {"row", "column"}, node.where("item"))
    return Check(
        node["code"], node["level"], node.get("title", ""), node.get("explanation", ""), frozenset(node["editions"]),
        node.get("pair", False), frozenset(node.get("units", ())), cases, tuple(conditions), node.get("gather", False),
        node.get("found"), node.get("expected"), node.get("item", ""), message, node["basis"],
        frozenset(address for case in cases for _, expr in case.values for address in expr.addresses()))


def load(path: Path | str) -> tuple[Check, ...]:
    """The checks declared in a file.

    Raises:
        LawError: an unknown key, a cell that does not exist, a name nobody gave, a placeholder nobody fills.
    """
    node = lawfile.read(path)
    node.check({"title": str, "checks": list})
    return tuple(_check(child) for child in node["checks"])


@cache
def declared() -> tuple[Check, ...]:
    """The checks of ``law/checks/arithmetic.yaml``."""
    return load(LAW / "checks" / "arithmetic.yaml")


@dataclass(frozen=True, slots=True)
class _Hit:
    values: dict[str, Number | None]
    case: Case

    def cells(self) -> tuple[str, ...]:
        """This year's cells, in the order of naming."""
        named = (address for _, expr in self.case.values for address in expr.addresses())
        return tuple(dict.fromkeys(address for address in named if not address.startswith("last.")))


def evaluate(check: Check, report: Report, previous: Report | None = None, *, power: str | None = None,
             unit: str = "本机关", level: Level | None = None) -> Iterator[Finding]:
    """The findings of one declared check on a report.

    Args:
        previous: last year's report; a `pair` check without it says nothing.
        power: whether the unit can make rules (``none``, ``unlikely``, …), see units.py.
        unit: the unit in words, for the message.
        level: in place of the declared level.
    """
    if report.edition not in check.editions or (check.units and power not in check.units):
        return
    if check.pair and (previous is None or previous.edition not in check.editions):
        return

    cells = {address: _look_up(address, report, previous) for address in check.addresses}
    hits = []
    for case in check.cases:
        values: dict[str, Number | None] = {}
        known = dict(cells)  # no name has a full stop, every address has
        for name, expr in case.values:
            values[name] = known[name] = expr.value(known.__getitem__)
        if all(condition.holds(values) for condition in check.when):
            hits.append(_Hit(values, case))
    for group in ([hits] if check.gather and hits else [[hit] for hit in hits]):
        yield _finding(check, group, report, previous, unit, level or check.level)


def _look_up(address: str, report: Report, previous: Report | None) -> Number | None:
    """A cell of this year's report, or with ``last.`` of last year's."""
    if address.startswith("last."):
        return previous.value(address.removeprefix("last.")) if previous is not None else None
    return report.value(address)


def _finding(check: Check, hits: list[_Hit], report: Report, previous: Report | None, unit: str, level: Level) -> Finding:
    form, first = editions()[report.edition], hits[0]
    last_year = f"{previous.year}年度" if previous is not None and previous.year else "上一年度"
    items = "、".join(check.item.format(**_words(hit, form)) for hit in hits)
    message = check.message.fill(**_words(first, form), unit=unit, last_year=last_year, items=items)
    cells = tuple(dict.fromkeys(address for hit in hits for address in hit.cells()))
    place = next((cell.place for address in cells if (cell := report.cells.get(address)) and cell.place), None)
    several = len(hits) > 1
    found = [hit.values.get(check.found or "") for hit in hits] if several else first.values.get(check.found or "")
    expected = ([hit.values.get(check.expected or "") for hit in hits] if several and check.expected
                else first.values.get(check.expected or ""))
    return Finding(check.code, level, message, cells, expected, found, place, check.basis)


def _words(hit: _Hit, form: Form) -> dict[str, str]:
    table, row, column = split_address(hit.case.about)
    labels = {"row": form.tables[table].row(row).label, "column": form.tables[table].column(row, column).label}
    return labels | {name: shown(size(value) if name == "gap" else value) for name, value in hit.values.items()
                     if value is not None}

