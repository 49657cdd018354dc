"""A table cut by the end of a page becomes one table again.

Two pieces belong together where nothing stands between them and their outer edges agree. Their columns are laid over
each other; rows of the head that the next page repeats word for word are dropped; a grouping label that the cut left
empty, or in two halves, becomes one cell; so does a row whose text runs over the cut. Two numbers are never put into
one cell.
"""

from __future__ import annotations

import re

from gongkai.report.reading.pdf.ruled import Field, Table

_SAME = 6.0
_LOOSE = 14.0
_VALUE = re.compile(r"[\d０-９][\d０-９,，.．\s%％]*|[/／\-－—–]+|无|零")
_ENUMERATED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d０-９]+[）)、.．]|第[一二三四五六七八九十\d]+)")


def is_value(text: str) -> bool:
    """Whether a cell holds a number or a mark that stands for one."""
    return _VALUE.fullmatch(text.strip()) is not None


def continues(upper: Table, lower: Table) -> bool:
    """Whether `lower`, first on its page, can go on with `upper`, last on the page before."""
    if upper.ruled != lower.ruled:
        return False
    if upper.ruled:
        return abs(upper.xs[0] - lower.xs[0]) <= _SAME and abs(upper.xs[-1] - lower.xs[-1]) <= _SAME
    ours, theirs = upper.xs[upper.labels:], lower.xs[lower.labels:]
    return len(ours) == len(theirs) and all(
        abs(a - b) <= _LOOSE for a, b in zip(ours[1:-1], theirs[1:-1], strict=True))


def join(upper: Table, lower: Table) -> Table:
    """One table of both pieces; `upper` and `lower` are used up."""
    if not upper.ruled:  # its columns are guessed from the numbers, so they differ a little from page to page
        left, right = upper.xs[0], upper.xs[upper.labels]
        walls = upper.xs[1:upper.labels] if lower.labels <= upper.labels else [
            left + (right - left) * k / lower.labels for k in range(1, lower.labels)]
        lower.xs = [left, *walls[:lower.labels - 1], *upper.xs[upper.labels:]]
    xs, old, new = _overlay(upper.xs, lower.xs)
    _move(upper, old)
    _move(lower, new)
    dropped = _repeated_head(upper, lower)
    _trim(upper, len(upper.ys) - 2)
    _trim(lower, dropped)
    top = [cell for cell in lower.fields if cell.row == dropped]
    below = len(upper.ys) - 1
    open_bottom = _spread(upper.open_bottom, old, len(xs) - 1)
    open_top = _spread(lower.open_top, new, len(xs) - 1)
    ends = {(cell.column, cell.colspan): cell for cell in upper.fields if cell.row + cell.rowspan == below}
    pairs = [(ends[key], cell) for cell in top if (key := (cell.column, cell.colspan)) in ends]
    is_open = {id(cell): all(open_bottom[k] and open_top[k] for k in range(cell.column, cell.column + cell.colspan))
               for _, cell in pairs}
    row_runs_on = _row_runs_on(pairs, top, ends, is_open)
    shift = below - dropped - (1 if row_runs_on else 0)
    merged: set[int] = set()
    heads = not any(is_value(cell.text) for pair in pairs for cell in pair)
    for above, cell in pairs:
        if row_runs_on or (heads and bool(above.text) != bool(cell.text)) or _label_runs_on(above, cell, is_open[id(cell)]):
            if cell.text and cell.text != above.text:
                above.text = f"{above.text}\n{cell.text}" if above.text else cell.text
            above.rowspan = cell.row + shift + cell.rowspan - above.row
            merged.add(id(cell))
    fields = list(upper.fields)
    for cell in lower.fields:
        if cell.row >= dropped and id(cell) not in merged:
            cell.row += shift
            fields.append(cell)
    ys = upper.ys + [upper.ys[-1] + y - lower.ys[dropped] for y in lower.ys[dropped + (2 if row_runs_on else 1):]]
    return Table(upper.page, xs, ys, fields, [], _spread(lower.open_bottom, new, len(xs) - 1), upper.ruled,
                 labels=max(upper.labels, lower.labels))


def _overlay(old: list[float], new: list[float]) -> tuple[list[float], list[int], list[int]]:
    """Both lists of positions as one, and where each old and each new position is in it."""
    nearest = {j: min(range(len(old)), key=lambda i: abs(old[i] - x)) for j, x in enumerate(new)}
    same: dict[int, int] = {}
    taken: set[int] = set()
    for j, i in nearest.items():
        edge = (i, j) in ((0, 0), (len(old) - 1, len(new) - 1))
        if (abs(old[i] - new[j]) <= _SAME or edge) and i not in taken:
            same[j] = i
            taken.add(i)
    points = [(x, 0, i) for i, x in enumerate(old)]
    points += [(x, 1, j) for j, x in enumerate(new) if j not in same]
    points.sort()
    xs = [x for x, _, _ in points]
    where = {(kind, i): k for k, (_, kind, i) in enumerate(points)}
    return xs, [where[0, i] for i in range(len(old))], [
        where[0, same[j]] if j in same else where[1, j] for j in range(len(new))]


def _move(table: Table, where: list[int]) -> None:
    for cell in table.fields:
        start, end = where[cell.column], where[cell.column + cell.colspan]
        cell.column, cell.colspan = start, end - start


def _spread(flags: list[bool], where: list[int], count: int) -> list[bool]:
    made = [False] * count
    for i, flag in enumerate(flags):
        for k in range(where[i], where[i + 1]):
            made[k] = flag
    return made


def _repeated_head(upper: Table, lower: Table) -> int:
    """How many rows at the top of `lower` only repeat the top of `upper`; rows with numbers never do."""
    if not upper.ruled:
        count = _head_rows(lower)
        texts = [sorted(cell.text for cell in table.fields if cell.text and cell.row < rows)
                 for table, rows in ((upper, _head_rows(upper)), (lower, count))]
        return count if texts[0] == texts[1] and count < len(lower.ys) - 1 else 0
    rows = min(len(upper.ys), len(lower.ys) - 1) - 1
    best = 0
    for count in range(1, rows + 1):
        heads = [[(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in table.fields
                  if cell.row < count] for table in (upper, lower)]
        if any(is_value(text) for *_, text in heads[0]) or sorted(heads[0]) != sorted(heads[1]):
            break
        if all(row + span <= count for row, _, span, _, _ in heads[1]) and any(text for *_, text in heads[1]):
            best = count
    return best


def _trim(table: Table, row: int) -> None:
    """Take away a row at the cut in which nothing is printed, such as the padding of a cut row."""
    while len(table.ys) > 2 and not any(cell.text for cell in table.fields
                                        if cell.row <= row < cell.row + cell.rowspan and cell.rowspan == 1):
        if all(cell.rowspan > 1 for cell in table.fields if cell.row <= row < cell.row + cell.rowspan):
            return
        kept = []
        for cell in table.fields:
            if cell.row <= row < cell.row + cell.rowspan:
                if cell.rowspan == 1:
                    continue
                cell.rowspan -= 1
            elif cell.row > row:
                cell.row -= 1
            kept.append(cell)
        table.fields = kept
        del table.ys[row if row == 0 else row + 1]
        if row:
            row -= 1


def _head_rows(table: Table) -> int:
    """The rows above the first number."""
    return min((cell.row for cell in table.fields if is_value(cell.text)), default=0)


def _row_runs_on(pairs: list[tuple[Field, Field]], top: list[Field], ends: dict[tuple[int, int], Field],
                 is_open: dict[int, bool]) -> bool:
    """Whether the first row of the next page is the rest of the last row of this one.

    Only where at most one of the two holds numbers, and the words of the second read as the rest of the first: no
    rule parts them, or the first is an item with its number (1., （一）) and the second has none, or it has no words at all.
    """
    if len(pairs) != len(top) or len(pairs) != len(ends) or len(pairs) < 2:
        return False
    flat = [(above, cell) for above, cell in pairs if above.rowspan == 1 or cell.rowspan == 1]
    values = [(above.text, cell.text) for above, cell in flat if is_value(above.text) or is_value(cell.text)]
    if not values or (any(up for up, _ in values) and any(low for _, low in values)):
        return False
    words = [(above, cell) for above, cell in flat if not is_value(above.text) and not is_value(cell.text)]
    if any(up for up, _ in values) and not any(above.text for above, _ in words):
        return any(cell.text for _, cell in words)  # numbers whose label stands on the next page
    if any(is_enumerated(cell.text) for _, cell in words):
        return False
    if all(is_open[id(cell)] for _, cell in flat):
        return any(above.text for above, _ in words)
    return any(above.text and cell.text and is_enumerated(above.text) for above, cell in words)


def _label_runs_on(above: Field, cell: Field, is_open: bool) -> bool:
    """Whether a grouping label goes on over the cut."""
    if is_value(above.text) or is_value(cell.text) or (above.rowspan == 1 and cell.rowspan == 1 and not is_open):
        return False
    if not cell.text:
        return bool(above.text) and (above.rowspan > 1 or cell.rowspan > 1)
    if above.rowspan == 1 and cell.rowspan == 1:
        return False
    if cell.text == above.text or not above.text:
        return cell.rowspan > 1 or is_open
    if is_enumerated(cell.text):
        return False
    return is_open or is_enumerated(above.text)


def is_enumerated(text: str) -> bool:
    """Whether a text begins with a number of its own: 一、, （一）, 1."""
    return _ENUMERATED.match(text.replace("\n", "")) is not None
