"""Lists of persons: tables, sheets and lines of text in which one row is one person.

A list is known by its head (姓名 beside 身份证号, 银行账号, 电话 or 住址), or, without one, by rows one after the other that
each hold a name and a long number. A list of offices' contacts (单位, 联系人, 联系电话) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.web.disclosure.screening.plain import Cell, Plain, Table
from gongkai.web.disclosure.screening.vocabulary import vocabulary

_KINDS = ("identity", "bank_card", "telephone", "address")
_HEADS = 6
"""The head is among so many first rows of a table."""
_HEAD_LENGTH = 14
_MISSES = 3
_SEPARATORS = ("\t", "|", "，", ",", "、")
_BLANKS = re.compile(r"[ \u3000\xa0]+")
_LONG = re.compile(r"\d(?:[ \-]?\d){10}")
_IDENTITY = re.compile(r"\d(?:[ \-]?\d){14}")
_WORD = re.compile("[\u4e00-\u9fff]+")
_NAME = re.compile("[\u4e00-\u9fff·]{2,15}")
_LONGEST_LINE = 400


@dataclass(slots=True, eq=False)
class Listing:
    """A list of persons by offsets in the plain text.

    `rows` are its rows, head included; `cells` the values of sensitive columns with their kind; `names` the values of
    columns of names; `office_cells` telephones that are an office's. `headed` is False where the rows alone tell.
    """

    rows: list[Cell] = field(default_factory=list)
    cells: list[tuple[str, int, int]] = field(default_factory=list)
    names: list[tuple[int, int]] = field(default_factory=list)
    office_cells: list[tuple[int, int]] = field(default_factory=list)
    headed: bool = True


def listings(page: Plain) -> list[Listing]:
    """The lists of persons in a text, and the tables of offices' telephones (without rows)."""
    made = [_of_table(page, table) for table in page.tables]
    inside = [(table.rows[0][0].start, table.rows[-1][-1].end) for table in page.tables if table.rows]
    made.extend(_of_lines(page, inside))
    return [listing for listing in made if listing is not None]


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Names of persons that stand by themselves in a text, or behind 村民, 户主 and the like."""
    known = vocabulary()
    for word in _WORD.finditer(text):
        start = word.start()
        role = known.beside.match(word[0]) or known.columns["name"].match(word[0])
        if role:
            start += role.end()
        name = text[start:word.end()]
        if _is_name(name) and text[word.end():word.end() + 1] not in ("*", "＊", "×"):
            yield start, word.end()


def name_cell(text: str) -> bool:
    """Whether a value under 姓名 is a name, not masked: its blanks do not count."""
    bare = _BLANKS.sub("", text.strip())
    return _NAME.fullmatch(bare) is not None and "某" not in bare and bare not in vocabulary().no_names


def surname_length(name: str) -> int:
    """How many characters of a name are its surname."""
    return 2 if name.startswith(vocabulary().compound) and len(name) > 2 else 1


def _is_name(name: str) -> bool:
    known = vocabulary()
    if "某" in name or name in known.no_names or (name.endswith(known.titles) and name[0] in known.surnames):
        return False
    if name.startswith(known.compound):
        return 3 <= len(name) <= 4
    return 2 <= len(name) <= 3 and name[0] in known.surnames


def _of_table(page: Plain, table: Table) -> Listing | None:
    rows = table.rows[:vocabulary().rows]
    for index, row in enumerate(rows[:_HEADS]):
        roles = _roles([page.text[cell.start:cell.end] for cell in row], [cell.column for cell in row])
        if roles:
            listing = Listing()
            if not _offices(roles):
                listing.rows = [Cell(each[0].start, each[-1].end, 0) for each in rows[index:]]
            _collect(listing, rows[index + 1:], roles)
            return listing
    return _headless([(row[0].start, row[-1].end) for row in rows], page)


def _of_lines(page: Plain, inside: list[tuple[int, int]]) -> Iterator[Listing]:
    """Lists among the lines outside tables."""
    text, bound = page.text, vocabulary().rows
    lines, place = [], 0
    tables = iter(sorted(inside))
    table = next(tables, None)
    for line in text.split("\n")[:50 * bound]:
        while table is not None and place >= table[1]:
            table = next(tables, None)
        if table is None or place + len(line) <= table[0]:
            lines.append((place, place + len(line)))
        place += len(line) + 1
    loose: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        start, end = lines[index]
        split = _split(text[start:end]) if end - start <= _LONGEST_LINE else None
        cells = [text[start + a:start + b] for a, b in split[1]] if split else []
        roles = _roles(cells, list(range(len(cells)))) if split else {}
        if not roles or split is None:
            loose.extend(_people(page.even, start, end))
            index += 1
            continue
        if (found := _headless(loose, page)) is not None:
            yield found
        loose = []
        used, rows = _rows_below(text, lines[index + 1:index + 1 + bound], split[0], len(cells))
        listing = Listing()
        if not _offices(roles):
            listing.rows = [Cell(row[0].start, row[-1].end, 0) for row in rows]
        _collect(listing, rows, roles)
        yield listing
        index += 1 + used
    if (found := _headless(loose, page)) is not None:
        yield found


def _rows_below(text: str, lines: list[tuple[int, int]], separator: str, count: int) -> tuple[int, list[list[Cell]]]:
    """The rows under a head: lines of as many cells; how many lines that took."""
    rows: list[list[Cell]] = []
    used = misses = 0
    for number, (start, end) in enumerate(lines, 1):
        split = _split(text[start:end], separator) if start < end <= start + _LONGEST_LINE else None
        if split is None or len(split[1]) != count:
            misses += 1
            if start == end or misses > _MISSES:
                break
            continue
        misses, used = 0, number
        rows.append([Cell(start + a, start + b, column) for column, (a, b) in enumerate(split[1])])
    return used, rows


def _split(line: str, separator: str | None = None) -> tuple[str, list[tuple[int, int]]] | None:
    """The cells of a line and what parts them; None where it is one piece."""
    if separator is None:
        separator = next((mark for mark in _SEPARATORS if mark in line), " ")
    cells: list[tuple[int, int]] = []
    place = 0
    if separator == " ":
        for gap in _BLANKS.finditer(line):
            cells.append((place, gap.start()))
            place = gap.end()
        cells.append((place, len(line)))
        cells = [(a, b) for a, b in cells if a < b]
    else:
        for piece in line.split(separator):
            cells.append((place, place + len(piece)))
            place += len(piece) + 1
    return (separator, cells) if len(cells) > 1 else None


def _roles(heads: list[str], columns: list[int]) -> dict[int, str]:
    """What each column of a head holds; empty where it is no head of a list of persons or of offices' telephones."""
    known = vocabulary().columns
    roles: dict[int, str] = {}
    for head, column in zip(heads, columns, strict=True):
        word = re.sub(r"\s", "", head)
        if not word or len(word) > _HEAD_LENGTH or any(letter.isdigit() for letter in word):
            continue
        if known["office_telephone"].search(word):
            roles[column] = "office_telephone"
        elif kind := next((kind for kind in _KINDS if known[kind].search(word)), None):
            roles[column] = "mobile" if kind == "telephone" and "手机" in word else kind
        elif known["not_office"].search(word):
            continue
        elif known["name"].search(word):
            roles[column] = "name"
        elif known["office"].search(word):
            roles[column] = "office"
    held = set(roles.values())
    persons = "identity" in held or ("name" in held and held & {"bank_card", "telephone", "mobile", "address"})
    offices = "office" in held and held & {"telephone", "mobile", "office_telephone"}
    return roles if persons or offices or {"name", "office_telephone"} <= held else {}


def _offices(roles: dict[int, str]) -> bool:
    """Whether a list tells how to reach offices: nothing of a person but a name and a telephone beside the office."""
    held = set(roles.values())
    return "identity" not in held and ("office" in held or not held & {"bank_card", "telephone", "mobile", "address"})


def _collect(listing: Listing, rows: list[list[Cell]], roles: dict[int, str]) -> None:
    offices = _offices(roles)
    for row in rows:
        for cell in row:
            role = roles.get(cell.column)
            if role == "office_telephone" or (offices and role == "telephone"):
                listing.office_cells.append((cell.start, cell.end))
            elif offices:
                continue
            elif role == "name":
                listing.names.append((cell.start, cell.end))
            elif role is not None and role != "office":
                listing.cells.append(("telephone" if role == "mobile" else role, cell.start, cell.end))


def _headless(rows: list[tuple[int, int]], page: Plain) -> Listing | None:
    """Rows without a head, of which two or more, one after the other, hold a name and a long number."""
    known, office_word = vocabulary().columns, vocabulary().office_word
    found = Listing(headed=False)
    before = False
    for index, (start, end) in enumerate(rows):
        row = page.even[start:end] if end - start <= _LONGEST_LINE else ""
        fits = _leading_name(row) is not None and not known["office_telephone"].search(row) \
            and (_IDENTITY.search(row) is not None or not (known["office"].search(row) or office_word.search(row)))
        if fits and before and (not found.rows or found.rows[-1].start != rows[index - 1][0]):
            found.rows.append(Cell(*rows[index - 1], 0))
        if fits and before:
            found.rows.append(Cell(start, end, 0))
        before = fits
    for each in found.rows:
        name = _leading_name(page.even[each.start:each.end])
        if name is not None:
            found.names.append((each.start + name[0], each.start + name[1]))
    return found if found.rows else None


def _leading_name(row: str) -> tuple[int, int] | None:
    """The first name before the first long number of a row."""
    long = _LONG.search(row)
    return next(names_in(row[:long.start()]), None) if long else None


def _people(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line that lists several persons, cut between them; any other line whole."""
    line = text[start:end] if end - start <= _LONGEST_LINE else ""
    mark = next((mark for mark in "；;、" if mark in line), None)
    if mark is None or len(_LONG.findall(line)) < 2:
        return [(start, end)]
    cut, place = [], start
    for piece in line.split(mark):
        cut.append((place, place + len(piece)))
        place += len(piece) + 1
    return cut
