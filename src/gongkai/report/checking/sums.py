"""The declared sums (勾稽关系) of an edition, evaluated on a report.

`expand` lays a form's sums out over the cells that the report has: one `Equation` for each row or column. A group's
name stands for its items, or for the one row it is printed as. `check` tells which equations are broken, and `repair`
whether one cell explains several of them.

Blank is not zero. An equation with empty cells is broken for certain only where the numbers that are there already
exceed the other side; where they fall short, an empty cell may hold the rest, and the finding is a warning. A cell that
the reader withheld excuses the sum. An empty total says nothing: empty cells have a finding of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from gongkai.report.checking.repair import Repair, repairs
from gongkai.report.checking.wordings import listed, shown, size
from gongkai.report.form import Form, Sum, split_address
from gongkai.report.model import Finding, Level, Number, Place, Report

Verdict = Literal["holds", "broken", "short", "unknown"]
_NAMED = 5
"""Up to so many addends are named one by one; of more, the first and the last."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: the form's terms, and the cells they stand for."""

    terms: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """One sum over one row or column. `key` is that row's address or column's key."""

    sum: Sum
    key: str
    left: Side
    right: Side

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells, left before right."""
        return self.left.cells + self.right.cells

    def sign(self, address: str) -> int:
        """1 for a cell on the left, -1 for one on the right."""
        return 1 if address in self.left.cells else -1

    def gap(self, values: Mapping[str, Number | None]) -> Number:
        """Left minus right, empty cells left out."""
        return _added(self.left.cells, values) - _added(self.right.cells, values)


def _added(cells: tuple[str, ...], values: Mapping[str, Number | None]) -> Number:
    return sum(value for address in cells if (value := values.get(address)) is not None)


def expand(form: Form, report: Report) -> list[Equation]:
    """A form's sums over the cells of a report, those left out of which the report has no cell at all.

    Reports that have the same cells share the result, since most reports do.
    """
    cells = report.cells
    groups = tuple([address for address in _group_cells(form) if address in cells and cells[address].value is not None])
    key = (id(form), tuple(report.cells), groups)
    known = _LAID_OUT.get(key)
    if known is None or known[0] is not form:
        if len(_LAID_OUT) >= 64:
            _LAID_OUT.clear()
        known = _LAID_OUT[key] = (form, _lay_out(form, report))
    return known[1]


_LAID_OUT: dict[tuple[int, tuple[str, ...], tuple[str, ...]], tuple[Form, list[Equation]]] = {}


_GROUPS: dict[int, tuple[Form, tuple[str, ...]]] = {}


def _group_cells(form: Form) -> tuple[str, ...]:
    known = _GROUPS.get(id(form))
    if known is None or known[0] is not form:
        known = _GROUPS[id(form)] = (form, tuple(
            f"{table.number}.{group.key}.{column.key}" for table in form.tables.values() for group in table.groups()
            for column in table.block_of(group.key or "").columns))
    return known[1]


def _lay_out(form: Form, report: Report) -> list[Equation]:
    printed: dict[tuple[str, str], dict[str, None]] = {}
    for address in report.cells:
        number, row, column = split_address(address)
        printed.setdefault((number, column), {})[row] = None
    made = []
    for declared in form.sums:
        table = form.tables[declared.table]
        if declared.per == "row":
            rows = dict.fromkeys(row for head in table.columns for row in printed.get((declared.table, head.key), ()))
            keys = [row for row in rows if row in table or row.rpartition(".")[0] in table]
        else:
            keys = [column.key for column in table.columns if (declared.table, column.key) in printed]
        for key in keys:
            left, right = (_side(declared, terms, key, form, report, printed) for terms in (declared.left, declared.right))
            made.append(Equation(declared, key, left, right))
    return made


def _side(declared: Sum, terms: tuple[str, ...], key: str, form: Form, report: Report,
          printed: Mapping[tuple[str, str], Mapping[str, None]]) -> Side:
    if declared.per == "row":
        return Side(terms, tuple(f"{declared.table}.{key}.{term}" for term in terms))
    rows = printed.get((declared.table, key), {})
    return Side(terms, tuple(f"{declared.table}.{row}.{key}" for term in terms
                             for row in _rows(declared.table, term, key, form, report, rows)))


def _rows(table: str, term: str, column: str, form: Form, report: Report, printed: Mapping[str, None]) -> list[str]:
    """The rows a term stands for: itself where it is printed as one row, else the items that report or form have."""
    below = [row for row in printed if row.startswith(f"{term}.")]
    if report.value(f"{table}.{term}.{column}") is not None or (term in printed and not below):
        return [term]
    return below or [leaf.key or "" for leaf in form.tables[table].row(term).leaves()]


class Judged(NamedTuple):
    """An equation with its verdict: ``short`` is broken unless an empty cell holds the rest."""

    equation: Equation
    verdict: Verdict
    gap: Number


def judge(equation: Equation, values: Mapping[str, Number | None], withheld: frozenset[str]) -> Judged:
    """Whether an equation holds, is broken, falls short with empty cells, or can't be told."""
    try:
        gap: Number = sum(map(values.__getitem__, equation.left.cells)) - sum(map(values.__getitem__, equation.right.cells))  # type: ignore[arg-type]
    except (KeyError, TypeError):  # a cell is absent or empty
        return _judge_with_blanks(equation, values, withheld)
    return Judged(equation, "broken" if gap else "holds", gap)


def _judge_with_blanks(equation: Equation, values: Mapping[str, Number | None], withheld: frozenset[str]) -> Judged:
    left = [value for value in map(values.get, equation.left.cells) if value is not None]
    right = [value for value in map(values.get, equation.right.cells) if value is not None]
    gap: Number = sum(left) - sum(right)
    left_blanks, right_blanks = len(equation.left.cells) - len(left), len(equation.right.cells) - len(right)
    if not left or not right:
        return Judged(equation, "unknown", gap)
    if gap == 0:
        return Judged(equation, "holds", gap)
    lesser = left_blanks if gap < 0 else right_blanks
    if not lesser and all(value >= 0 for value in [*left, *right]):
        return Judged(equation, "broken", gap)
    if withheld and any(address in withheld and values.get(address) is None for address in equation.cells):
        return Judged(equation, "unknown", gap)
    return Judged(equation, "short", gap)


def derived(equations: list[Equation], values: Mapping[str, Number | None]) -> dict[str, dict[int, Number]]:
    """Empty cell → what each equation with no other empty cell makes it, by the equation's index."""
    made: dict[str, dict[int, Number]] = {}
    for index, equation in enumerate(equations):
        blank = [address for address in equation.cells if values.get(address) is None]
        if len(blank) == 1:
            value = -equation.sign(blank[0]) * equation.gap(values)
            if value >= 0:
                made.setdefault(blank[0], {})[index] = value
    return made


def judge_all(equations: list[Equation], values: Mapping[str, Number | None], withheld: frozenset[str]) -> list[Judged]:
    """All equations judged; an empty cell that another equation proves excuses one that falls short by it."""
    made = [judge(equation, values, withheld) for equation in equations]
    if not any(found.verdict == "short" for found in made):
        return made
    proofs = derived(equations, values)
    for index, (equation, found) in enumerate(zip(equations, made, strict=True)):
        if found.verdict == "short":
            filled = dict(values)
            for address in equation.cells:
                others = {value for by, value in proofs.get(address, {}).items() if by != index}
                if len(others) == 1:
                    filled[address] = others.pop()
            if filled != values and judge(equation, filled, withheld).verdict == "holds":
                made[index] = Judged(equation, "unknown", found.gap)
    return made


def withheld_cells(report: Report) -> frozenset[str]:
    """Cells without a value for which reading has a finding: not empty in the source, but not read either. That a group is printed as one
    row withholds nothing: its empty cells are empty."""
    return frozenset(address for finding in report.findings if finding.code.startswith("read.") and finding.code != "read.group_one_row"
                     for address in finding.cells if report.value(address) is None)


def check(report: Report, form: Form) -> list[Finding]:
    """The broken sums of a report. Several that one cell explains make one finding, which names it and its value."""
    values = {address: cell.value for address, cell in report.cells.items()}
    judged = judge_all(expand(form, report), values, withheld_cells(report))
    broken = [item for item in judged if item.verdict in ("broken", "short")]
    if not broken:
        return []
    holding = [item.equation for item in judged if item.verdict == "holds"]
    mended, candidates = repairs([item.equation for item in broken], holding, values)
    findings = [_one_cell(repair, [item for item in broken if item.equation in repair.equations], report, form)
                for repair in mended]
    explained = {id(equation) for repair in mended for equation in repair.equations}
    for item in broken:
        if id(item.equation) not in explained:
            findings.append(_broken(item, report, form, values, candidates.get(id(item.equation), ())))
    return findings


def _one_cell(repair: Repair, items: list[Judged], report: Report, form: Form) -> Finding:
    level: Level = "error" if any(item.verdict == "broken" for item in items) else "warning"
    sums = "；".join(_place_of(item.equation, form) + item.equation.sum.statement for item in items)
    message = (f"{form_label(form, repair.address)}填 {shown(repair.found)}，与 {len(items)} 处勾稽关系不符（{sums}），"
               f"改为 {shown(repair.expected)} 则全部相符，请核对。")
    others = tuple(dict.fromkeys(address for item in items for address in item.equation.cells
                                 if address != repair.address and report.value(address)))
    return Finding("sum.cell", level, message, (repair.address, *others), repair.expected, repair.found,
                   _place(report, repair.address), _basis(form, *(item.equation.sum for item in items)))


def _broken(item: Judged, report: Report, form: Form, values: Mapping[str, Number | None],
            candidates: tuple[Repair, ...]) -> Finding:
    equation, declared = item.equation, item.equation.sum
    unit = form.tables[declared.table].columns[0].unit
    left, right = (_side_words(equation, side, report, form) for side in (equation.left, equation.right))
    where = f"表{_numeral(declared.table)}" + _of(equation, form)
    message = f"{where}{left}，{right}，相差 {shown(size(item.gap))} {unit}"
    blank = [address for address in equation.cells if report.value(address) is None]
    if item.verdict == "short":
        message += f"（另有 {len(blank)} 格为空，未计入）"
    if candidates:
        message += "，可能是" + "或".join(f"{form_label(form, c.address)}应为 {shown(c.expected)}" for c in candidates[:3])
    level: Level = "error" if item.verdict == "broken" else "warning"
    total, parts = (equation.left, equation.right) if len(equation.left.cells) == 1 else (equation.right, equation.left)
    single = len(total.cells) == 1
    first = total.cells if single else equation.left.cells
    cells = tuple(dict.fromkeys([*first, *(a for a in equation.cells if report.value(a) or len(equation.cells) <= 8)]))
    found = _added(total.cells if single else equation.left.cells, values)
    expected = _added(parts.cells if single else equation.right.cells, values)
    return Finding(f"sum.{declared.id}", level, message + "，请核对。", cells, expected, found,
                   _place(report, *cells), _basis(form, declared))


def _side_words(equation: Equation, side: Side, report: Report, form: Form) -> str:
    values = {address: report.value(address) for address in side.cells}
    names = [_term_label(equation.sum, term, form) for term in side.terms]
    total = shown(_added(side.cells, values))
    if len(side.terms) == 1 and len(side.cells) == 1:
        return f"{names[0]}填 {total}"
    if len(side.terms) > _NAMED or len(side.terms) != len(side.cells):
        what = "各列" if equation.sum.per == "row" else "各项"
        return f"{names[0]}至{names[-1]}{what}之和为 {total}"
    words = listed([name + (f" {shown(v)}" if (v := values[address]) is not None else "（空）")
                    for name, address in zip(names, side.cells, strict=True)], _NAMED)
    return f"{words}{'' if words.endswith('）') else ' '}之和为 {total}"


def _term_label(declared: Sum, term: str, form: Form) -> str:
    table = form.tables[declared.table]
    if declared.per == "row":
        return next(column.label for column in table.columns if column.key == term)
    return f"“{table.row(term).label.partition('（区分')[0]}”"


def _of(equation: Equation, form: Form) -> str:
    """The row or column an equation is about, in words: 自然人列, “行政复议”."""
    table = form.tables[equation.sum.table]
    if equation.sum.per == "column":
        return f"{next(column.label for column in table.columns if column.key == equation.key)}列"
    return f"“{table.row(equation.key).label}”" if equation.key in table else f"“{equation.key}”"


def _place_of(equation: Equation, form: Form) -> str:
    return _of(equation, form) + ("" if equation.sum.per == "column" else "行") + "："


def form_label(form: Form, address: str) -> str:
    """A cell in the form's words, as far as the form has it."""
    try:
        return form.label(address)
    except (KeyError, ValueError):
        return address


def _numeral(table: str) -> str:
    return "零一二三四五六七八九"[int(table)] if table.isdigit() and len(table) == 1 else table


def _place(report: Report, *addresses: str) -> Place | None:
    return next((cell.place for a in addresses if (cell := report.cells.get(a)) is not None and cell.place), None)


def _basis(form: Form, *sums: Sum) -> str:
    statements = "；".join({declared.id: declared.statement for declared in sums}.values())
    return f"{form.citation['document']}所附格式的勾稽关系：{statements}"


def statements(form: Form) -> Iterator[tuple[str, str]]:
    """Code and statement of every declared sum of a form."""
    for declared in form.sums:
        yield f"sum.{declared.id}", f"表{_numeral(declared.table)}：{declared.statement}"
