"""Plans: grids that were met before, and what each of their cells turned out to be.

Thousands of reports print their tables in the same few layouts. How grids are read hangs on their outlines alone: the
words, the spans and the empty cells of each row, and where numbers stand, not which. So where all grids of a document
have outlines that were read before with nothing left open, the cells are taken by address at once; whatever is not
just the same is read in full.

`learn` keeps a reading only where it says that it is `Readout.settled`, where the words of each row come before its
numbers, and where the text of each cell alone tells what was read from it. So a plan gives what a full reading would
give; whoever lets numbers decide more of a reading has to say so there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from gongkai.report.model import Cell, Finding, Number, Place
from gongkai.report.reading.damage import LONGEST_COUNT
from gongkai.report.reading.document import Grid, GridCell
from gongkai.report.reading.readout import Readout
from gongkai.report.reading.rows import lex

_MOST = 128
"""So many plans are kept, about 5 MB; then all are dropped, and those in use are soon learnt again."""
_LARGEST = 1_000
"""The form's three tables have 400 cells; grids with more than this are read in full each time."""
_KEPT: dict[tuple[tuple[str | int | None, ...], ...], Plan] = {}


class Outline(NamedTuple):
    """What decides how a grid is read. `key`: for each cell its words (None for a number), column and spans, with -1
    before each row. `labels` and `texts` count the labels of the form and the other words."""

    key: tuple[str | int | None, ...]
    labels: int
    texts: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read the grids of a document: the numbers of the `tables` in each grid, how many `rows` of the form they
    have, for each address the grid cell it is read from, and for each finding the cell it stands at. Cells are counted
    from 0 over all grids."""

    edition: str
    tables: tuple[tuple[str, ...], ...]
    rows: int
    cells: tuple[tuple[str, int], ...]
    findings: tuple[tuple[Finding, int], ...]

    def read(self, grids: Sequence[Grid]) -> Readout:
        """The cells of grids that have this plan's outlines."""
        texts, places = _printed(grids)
        said = {text: _said(text) for text in set(texts)}
        cells = {address: Cell((each := said[texts[index]]).value, each.raw, "read", places[index]) for address, index in self.cells}
        return Readout(self.edition, cells,
                       [replace(finding, place=places[index]) for finding, index in self.findings], True)


class _Said(NamedTuple):
    """What a cell says by itself. `number`: it is a number and nothing else (12, 1,203, 25.1)."""

    number: bool
    value: Number | None
    raw: str
    labels: int
    texts: int


@lru_cache(maxsize=4096)
def _said(text: str) -> _Said:
    tokens = lex(text)
    kinds = [kind for kind, *_ in tokens]
    _, words, _, parsed = tokens[0]
    number = (len(tokens) == 1 and parsed is not None and parsed.kind == "number"
              and not (parsed.unit or parsed.note or parsed.approximate)
              and not (words.isdigit() and len(words) > LONGEST_COUNT))
    return _Said(number, parsed.value if number and parsed else None, words.strip(), kinds.count("label"), kinds.count("text"))


def outline(grid: Grid) -> Outline:
    """What decides how a grid is read."""
    if grid.filled is None:
        return _outline(grid.rows)
    stencil = grid.filled.known.stencil
    if stencil.outline is None:
        stencil.outline = _outline(grid.filled.rows())
    return stencil.outline


def _outline(rows: Sequence[Sequence[GridCell]]) -> Outline:
    made: list[str | int | None] = []
    labels = texts = 0
    for row in rows:
        made.append(-1)
        for cell in row:
            number, _, _, more_labels, more_texts = _said(cell.text)
            made += (None if number else cell.text, cell.column, cell.rowspan, cell.colspan)
            labels += more_labels
            texts += more_texts
    return Outline(tuple(made), labels, texts)


def _printed(grids: Iterable[Grid]) -> tuple[list[str], list[Place | None]]:
    """The texts and places of all cells."""
    texts: list[str] = []
    places: list[Place | None] = []
    for grid in grids:
        more_texts, more_places = grid.printed()
        texts += more_texts
        places += more_places
    return texts, places


def _cell(text: str, place: Place | None) -> Cell:
    said = _said(text)
    return Cell(said.value, said.raw, "read", place)


def _words_first(row: list[GridCell]) -> bool:
    """Whether no label or other words stand behind a number: a number before a label may be the row's."""
    said = [_said(cell.text) for cell in row]
    first = next((index for index, each in enumerate(said) if each.number), len(said))
    return not any(each.labels or each.texts for each in said[first:])


def find(outlines: Iterable[Outline]) -> Plan | None:
    """The plan for grids with these outlines, in their order, None where there is none."""
    return _KEPT.get(tuple(outline.key for outline in outlines))


def learn(outlines: Iterable[Outline], grids: Sequence[Grid], tables: Sequence[Sequence[str]], rows: int,
          readout: Readout) -> None:
    """Keep how grids, and nothing beside them, were read in full, where their outlines alone decided it."""
    texts, places = _printed(grids)
    if not readout.settled or len(texts) > _LARGEST or not all(_words_first(row) for grid in grids for row in grid.rows):
        return
    where: dict[Place | None, int] = {place: index for index, place in enumerate(places)}
    cells = [(address, where.get(cell.place, -1)) for address, cell in readout.cells.items()]
    findings = [(replace(finding), where.get(finding.place, -1)) for finding in readout.findings]
    told = all(index >= 0 and _cell(texts[index], places[index]) == readout.cells[address] for address, index in cells)
    if len(where) < len(places) or not told or any(index < 0 for _, index in findings):
        return
    if len(_KEPT) >= _MOST:
        _KEPT.clear()
    _KEPT[tuple(outline.key for outline in outlines)] = Plan(
        readout.edition, tuple(map(tuple, tables)), rows, tuple(cells), tuple(findings))


def forget() -> None:
    """Drop all plans: the next document is read in full."""
    _KEPT.clear()
