"""Text saved from pages: each printer turns one grid into lines, as the tools met in the wild do."""

from __future__ import annotations

import re
from collections.abc import Callable
from csv import writer
from io import StringIO
from random import Random
from unicodedata import east_asian_width

from layouts.grids import C, Grid, laid_out, width

Printer = Callable[[Grid, Random], list[str]]


def flat(text: str) -> str:
    """A cell on one line: its line breaks become blanks."""
    return text.replace("\n", " ")


def _bar(cells: list[str]) -> str:
    return "".join(f"{cell} | " if cell else "| " for cell in cells).rstrip()


def bars(grid: Grid, rng: Random) -> list[str]:
    """``规章 | 0 | 0 | 0 |``: each line's own cells, the label of a spanning row on its first line only."""
    return [_bar([flat(cell.text) for cell in row]) for row in grid]


def bars_filled(grid: Grid, rng: Random) -> list[str]:
    """As `bars`, the line filled up with bars to the width of the table: ``信息内容 | 采购项目数量 | ||``."""
    full = width(grid)
    return [_bar([flat(cell.text) for cell in row]) + " " + "|" * (full - len(row)) for row in grid]


def bars_indented(grid: Grid, rng: Random) -> list[str]:
    """``| | 2.其他… | 0 |``: cells that a span from above covers stay as empty cells on the left."""
    lines = []
    for row in laid_out(grid):
        first = next((x for x, cell in enumerate(row) if cell), 0)
        lines.append(_bar([""] * first + [flat(cell.text) for cell in row if cell]))
    return lines


def bars_cut_cells(grid: Grid, rng: Random) -> list[str]:
    """A line break inside a cell breaks the line: ``信息内容 | 上一年项目数量⏎| 本年增/减⏎|``."""
    lines = []
    for row in grid:
        text = "".join(f"{cell.text} | " if cell.text else "| " for cell in row).rstrip()
        lines += text.split("\n")
    return lines


def bars_cut_heads(grid: Grid, rng: Random) -> list[str]:
    """The second half of cut heads forms a line of its own: ``商业 | 科研 | 其他 |⏎企业 | 机构 |``."""
    lines = []
    for row in grid:
        halves = [cell.text.split("\n") for cell in row]
        lines.append(_bar([half[0] for half in halves]))
        for n in range(1, max(len(half) for half in halves)):
            lines.append(_bar([half[n] for half in halves if len(half) > n]))
    return lines


def _pad(text: str, columns: int) -> str:
    shown = sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(0, columns - shown)


def bars_leading(grid: Grid, rng: Random) -> list[str]:
    """``|  规章        |  0 |  0 |``: leading bars, cells padded, spans laid out as empty cells."""
    return ["| " + " | ".join(_pad(flat(cell.text), 12) if cell else " " * 12 for cell in row) + " |"
            for row in laid_out(grid)]


def bars_leading_only(grid: Grid, rng: Random) -> list[str]:
    """``| 规章 | 0 | 0 | 0``: leading bars, no closing ones, own cells only."""
    return ["".join(f"| {flat(cell.text)} " for cell in row).rstrip() for row in grid]


def bars_doubled(grid: Grid, rng: Random) -> list[str]:
    """``|| 规章 || 0 || 0 ||``: two bars for one, as some wikis write; an empty cell is two bars more."""
    return [line.replace("|", "||") for line in bars(grid, rng)]


def bars_doubled_leading(grid: Grid, rng: Random) -> list[str]:
    """As `bars_leading`, two bars for one, spaces dropped: ``||规章||0||||``."""
    return [line.replace("|", "||").replace(" ", "") for line in bars_leading(grid, rng)]


def markdown(grid: Grid, rng: Random) -> list[str]:
    """A Markdown table: laid out in full, a rule below the first line."""
    lines = bars_leading(grid, rng)
    return ["", lines[0], "|" + "---|" * width(grid), *lines[1:], ""]


def one_a_line(grid: Grid, rng: Random) -> list[str]:
    """One cell a line, empty cells lost."""
    return [line for row in grid for cell in row if cell.text for line in cell.text.split("\n")]


def one_a_line_blank(grid: Grid, rng: Random) -> list[str]:
    """One cell a line, a blank line between, empty cells lost; a cut head is two such lines."""
    return [line for text in one_a_line(grid, rng) for line in (text, "")]


def one_a_line_kept(grid: Grid, rng: Random) -> list[str]:
    """One cell a line, an empty cell a blank line."""
    return [flat(cell.text) for row in grid for cell in row]


def one_a_line_closed(grid: Grid, rng: Random, full: int | None = None) -> list[str]:
    """``0 |`` on each line; the bars of empty cells and of the rest of the row run together: ``||``."""
    full, lines = full or width(grid), []
    for row in grid:
        pending = ""
        for cell in row:
            if not cell.text:
                pending += "|"
                continue
            lines += [pending] * bool(pending)
            pending = ""
            lines.append(f"{flat(cell.text)} |")
        pending += "|" * (full - len(row))
        lines += [pending] * bool(pending)
    return lines


def one_a_line_opened(grid: Grid, rng: Random) -> list[str]:
    """As `one_a_line_closed`, each row opened by a line that holds one bar."""
    full = width(grid)
    return [line for row in grid for line in ("|", *one_a_line_closed([row], rng, full))]


def one_a_line_lone_bar(grid: Grid, rng: Random) -> list[str]:
    """A cell, then a bar on a line of its own; a cut head keeps its two lines."""
    lines = []
    for row in grid:
        for cell in row:
            lines += [*(cell.text.split("\n") if cell.text else []), "|"]
    return lines


def tabs(grid: Grid, rng: Random) -> list[str]:
    """Tabs, spans laid out as empty cells, blanks for cut heads."""
    return ["\t".join(flat(cell.text) if cell else "" for cell in row) for row in laid_out(grid)]


def tabs_shifted(grid: Grid, rng: Random) -> list[str]:
    """Tabs; a wide label takes two cells rather than three, so columns don't line up by index."""
    full, lines = width(grid), []
    for row in laid_out(grid):
        left = next((x for x, cell in enumerate(row) if cell), 0)
        cells = [""] * left
        for cell in (cell for cell in row if cell):
            cells += [flat(cell.text), *[""] * (min(cell.colspan, 2) - 1 if cell.address is None else 0)]
        lines.append("\t".join(cells + [""] * (full - len(cells))))
    return lines


def tabs_own(grid: Grid, rng: Random) -> list[str]:
    """Tabs between each line's own cells: rows below a spanning label have lost their indent."""
    return ["\t".join(flat(cell.text) for cell in row) for row in grid]


def spaces(grid: Grid, rng: Random) -> list[str]:
    """Single blanks between cells, as PDF tools hand over text; empty cells are gone."""
    return [line for row in grid if (line := " ".join(flat(cell.text) for cell in row if cell.text))]


def spaces_wide(grid: Grid, rng: Random) -> list[str]:
    """Runs of blanks between cells."""
    return [line for row in grid if (line := "    ".join(flat(cell.text) for cell in row if cell.text))]


def wrapped(grid: Grid, rng: Random) -> list[str]:
    """Labels wrapped around their numbers: first half / numbers / second half, each on a line of its own."""
    lines = []
    for row in grid:
        labels = [cell for cell in row if cell.address is None and cell.text]
        numbers = " ".join(cell.text for cell in row if cell.address is not None and cell.text)
        if not numbers or not labels:
            lines += [line for line in (" ".join(flat(cell.text) for cell in labels), numbers) if line]
            continue
        lines += [flat(cell.text) for cell in labels[:-1]]
        last, half = labels[-1].text, (len(labels[-1].text) + 1) // 2
        if len(last) < 8:
            lines.append(f"{last} {numbers}")
        else:
            lines += [last[:half], numbers, last[half:]]
    return lines


def _paged(lines: list[str], rng: Random) -> list[str]:
    """Page numbers between lines, as PDF tools leave them."""
    if len(lines) < 15:
        return lines
    at = rng.randint(6, len(lines) - 4)
    return [*lines[:at], rng.choice(("- 4 -", "— 4 —", "第 4 页 共 9 页")), *lines[at:]]


def spaces_paged(grid: Grid, rng: Random) -> list[str]:
    """As `spaces`, a page number somewhere in the long table."""
    return _paged(spaces(grid, rng), rng)


def wrapped_paged(grid: Grid, rng: Random) -> list[str]:
    """As `wrapped`, a page number somewhere, between the halves of a label as well."""
    return _paged(wrapped(grid, rng), rng)


def run_together(grid: Grid, rng: Random) -> list[str]:
    """Labels one a line, the numbers of a row in one word: ``202``, ``0000000``; blank lines between."""
    lines = []
    for row in grid:
        for cell in row:
            if cell.address is None and cell.text:
                lines += [line for text in cell.text.split("\n") for line in (text, "")]
        if word := "".join(cell.text for cell in row if cell.address is not None):
            lines += [word, ""]
    return lines


def run_on(grid: Grid, rng: Random) -> list[str]:
    """Label and numbers in one word: ``（一）予以公开0000000``; heads run together as well."""
    return [line for row in grid if (line := "".join(flat(cell.text) for cell in row))]


def dumped(grid: Grid, rng: Random) -> list[str]:
    """Heads and labels first, then every number of the table on one line."""
    words = [flat(cell.text) for row in grid for cell in row if cell.address is None and cell.text]
    numbers = [cell.text for row in grid for cell in row if cell.address is not None and cell.text]
    return [" ".join(words), " ".join(numbers)]


def labels_lost(grid: Grid, rng: Random) -> list[str]:
    """The labels of rows are gone; lines of bare numbers remain below the heads."""
    lines = []
    for row in grid:
        numbers = [cell.text for cell in row if cell.address is not None]
        if numbers:
            lines.append(" ".join(number for number in numbers if number))
        else:
            lines.append(" ".join(flat(cell.text) for cell in row if cell.text))
    return [line for line in lines if line]


def equal_lines_removed(grid: Grid, rng: Random) -> list[str]:
    """One cell a line, then a tool that removes a line equal to the one before it."""
    lines = one_a_line(grid, rng)
    return [line for n, line in enumerate(lines) if n == 0 or line != lines[n - 1]]


def equal_lines_gone(grid: Grid, rng: Random) -> list[str]:
    """One cell a line, then a tool that keeps each line once in the whole table."""
    return list(dict.fromkeys(one_a_line(grid, rng)))


def halves_lost(grid: Grid) -> Grid:
    """Only the first line of each cell is kept: ``本年新`` for both 本年新制作数量 and 本年新公开数量."""
    return [[C(cell.text.split("\n")[0], cell.rowspan, cell.colspan, cell.address, cell.key) for cell in row]
            for row in grid]


def bars_told_again(grid: Grid, rng: Random) -> list[str]:
    """Bars; a cell that spans is told again in every place it covers, as tools that undo merged cells have it."""
    places: dict[tuple[int, int], C] = {}
    for y, row in enumerate(grid):
        x = 0
        for cell in row:
            while (y, x) in places:
                x += 1
            places |= {(y + down, x + right): cell for down in range(cell.rowspan) for right in range(cell.colspan)}
            x += cell.colspan
    full = max(x for _, x in places) + 1
    return [_bar([flat(places[y, x].text) if (y, x) in places else "" for x in range(full)]) for y in range(len(grid))]


def bars_tail_lost(grid: Grid, rng: Random) -> list[str]:
    """Leading bars, spans laid out as empty cells, the empty cells at the end of a line gone."""
    lines = []
    for row in laid_out(grid):
        cells = [flat(cell.text) if cell else "" for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def bars_wrapped(grid: Grid, rng: Random) -> list[str]:
    """Columns of twelve characters, what is longer goes on in the next line; bars between cells, none around them."""
    lines = []
    for row in laid_out(grid):
        cells = [re.findall(".{1,12}", flat(cell.text) if cell else "") or [""] for cell in row]
        for part in range(max(map(len, cells))):
            lines.append(" | ".join((pieces[part] if part < len(pieces) else "").ljust(12) for pieces in cells))
    return lines


def bars_spans_kept(grid: Grid, rng: Random) -> list[str]:
    """Leading bars, a cell that spans columns followed by empty cells, one that spans lines on its first line only: rows begin
    with as many empty cells as their own label spans."""
    return ["| " + " | ".join(text for cell in row for text in (flat(cell.text), *[""] * (cell.colspan - 1))) + " |" for row in grid]


def tabs_ended(grid: Grid, rng: Random) -> list[str]:
    """As `tabs_own`, two tabs behind every line."""
    return [line + "\t\t" for line in tabs_own(grid, rng)]


def tabs_ragged(grid: Grid, rng: Random) -> list[str]:
    """As `tabs_own`, some tabs behind every line."""
    return [line + "\t" * rng.randint(1, 3) for line in tabs_own(grid, rng)]


def tabs_packed(grid: Grid, rng: Random) -> list[str]:
    """Tabs; empty cells left out, the line filled up behind."""
    full = width(grid)
    return ["\t".join(cells + [""] * (full - len(cells))) for row in grid for cells in ([flat(cell.text) for cell in row if cell.text],)]


def listed(grid: Grid, rng: Random) -> list[str]:
    """A list of each row's cells: ``- 规章``, ``  - 0``."""
    return [f"{'  ' * bool(x)}- {flat(cell.text)}" for row in grid for x, cell in enumerate(row)]


def commas(grid: Grid, rng: Random) -> list[str]:
    """Cells between commas, quotes where one holds a comma; spans laid out as empty cells."""
    return _delimited([[flat(cell.text) if cell else "" for cell in row] for row in laid_out(grid)], ",")


def commas_own(grid: Grid, rng: Random) -> list[str]:
    """As `commas`, each line's own cells."""
    return _delimited([[flat(cell.text) for cell in row] for row in grid], ",")


def semicolons(grid: Grid, rng: Random) -> list[str]:
    """As `commas_own`, semicolons for commas."""
    return _delimited([[flat(cell.text) for cell in row] for row in grid], ";")


def _delimited(rows: list[list[str]], sign: str) -> list[str]:
    sheet = StringIO()
    writer(sheet, delimiter=sign, lineterminator="\n").writerows(rows)
    return sheet.getvalue().rstrip("\n").split("\n")


def _spans(cell: C, form: str) -> str:
    return " ".join(form.format(name, count) for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if count > 1)


def wiki(grid: Grid, rng: Random) -> list[str]:
    """A table in the markup of wikis, a cell a line: ``! rowspan="2" | 自然人``."""
    lines = ['{| class="wikitable"']
    for row in grid:
        mark = "|" if any(cell.address for cell in row) else "!"
        lines += ["|-", *(f"{mark} {spans} | {flat(cell.text)}" if (spans := _spans(cell, '{}="{}"')) else f"{mark} {flat(cell.text)}" for cell in row)]
    return [*lines, "|}"]


def wiki_rows(grid: Grid, rng: Random) -> list[str]:
    """As `wiki`, a row a line: ``| 规章 || 0 || 0``, without the first mark of a row."""
    lines = ["{|"]
    for row in grid:
        lines += ["| " + " || ".join(f"{spans}| {flat(cell.text)}" if (spans := _spans(cell, "{}={}")) else flat(cell.text) for cell in row), "|-"]
    return [*lines[:-1], "|}"]


def forum(grid: Grid, rng: Random) -> list[str]:
    """A table in the markup of forums: ``[tr][td=2,1]规章[/td]``."""
    return ["[table=98%]", *("[tr]" + "".join(f"[td={cell.colspan},{cell.rowspan}]{flat(cell.text)}[/td]" for cell in row) + "[/tr]" for row in grid), "[/table]"]


def folded(page: str, columns: int) -> str:
    """A page whose lines are cut where they are wider than so many columns, wherever that is."""
    made = []
    for line in page.split("\n"):
        piece, taken = "", 0
        for char in line:
            wide = 2 if east_asian_width(char) in "WF" else 1
            if taken + wide > columns:
                made.append(piece)
                piece, taken = "", 0
            piece += char
            taken += wide
        made.append(piece)
    return "\n".join(made)
