"""Column heads as printed → the columns of the form, in the order in which a row's values stand.

A head may be whole, cut in two (商业/企业), shortened, lost, or one that the form does not know (小计). Where the
order is not certain, all possible orders are given and the sums decide (see placing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from gongkai.report.form import Block, Column, Form, editions
from gongkai.report.model import Number
from gongkai.report.reading.lexicon import bare, slip
from gongkai.report.reading.numbers import MONEY, Parsed, in_unit, money_named
from gongkai.report.reading.records import Header
from gongkai.report.reading.rows import Token

Extent = tuple[int, int]
_NEUTRAL = str.maketrans(dict.fromkeys("度件的数量总新"))
_OF_ANOTHER = frozenset("上去前次下累总计增减新")
_WIDE = 1_000
"""Heads are put in order by token, then by where they begin within it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column as printed: `key` None where the form has no such column. `extent`: its grid columns, half open.

    For table 4, whose rows lie side by side, `row` is the row's address.
    """

    key: str | None
    label: str
    unit: str = "件"
    extent: Extent | None = None
    row: str | None = None
    negative: bool = False
    printed: str | None = None
    """The unit of measure that the head names, where it is another one: 元 for 万元."""

    def value(self, parsed: Parsed) -> Number | None:
        """A cell's number in the form's unit, None where what is printed cannot be converted to it."""
        if self.printed and parsed.unit in (None, MONEY):
            parsed = replace(parsed, unit=self.printed)
        return in_unit(parsed, self.unit)


def in_printed_units(leaves: list[Leaf], words: str) -> list[Leaf]:
    """The columns with the unit of money that heads and label name in `words`."""
    named = money_named(words)
    return [replace(leaf, printed=named) if leaf.unit == "万元" and named not in (None, leaf.unit) else leaf for leaf in leaves]


@dataclass(slots=True)
class Heads:
    """What a header says. `orders` holds one list of leaves, or several where more than one is possible."""

    orders: list[list[Leaf]]
    editions: frozenset[str] = frozenset()
    lost: list[Column] = field(default_factory=list)
    """Columns of the form whose head is not printed though rows may have their values."""
    extra: list[str] = field(default_factory=list)
    default: bool = False
    """No head at all was printed: the form's own order is taken."""
    misprinted: list[tuple[str, str]] = field(default_factory=list)
    """Heads with a misprinted word, and what they should be."""


def extent_of(token: Token) -> Extent | None:
    """The grid columns under a head, None where the source has no geometry."""
    return (token.column, token.column + token.span) if token.column is not None else None


def _official(block: Block) -> list[Leaf]:
    return [Leaf(column.key, column.label, column.unit, None, None, column.negative) for column in block.columns]


def table_two(header: Header, rows: set[str], wanted: str | None) -> Heads | None:
    """The columns over the rows of one block of table 2; None where no edition has such a block.

    `rows` are the addresses of the rows under this header, `wanted` the edition to take where the heads don't tell.
    """
    best: tuple[float, Heads] | None = None
    for form in editions().values():
        table = form.tables["2"]
        blocks = [block for block in table.blocks if rows & {leaf.key for leaf in block.leaves()}]
        if not blocks:
            continue
        heads, score = _match_block(header, blocks[0], form)
        if form.edition == wanted:
            score += 0.1
        if best is None or score > best[0] + 1e-9:
            best = (score, heads)
        elif abs(score - best[0]) <= 1e-9 and not heads.default:
            best[1].editions |= heads.editions
    return best[1] if best else None


def _match_block(header: Header, block: Block, form: Form) -> tuple[Heads, float]:
    official = {column.key: column for column in block.columns}
    order: list[Leaf] = []
    fragments: list[Token] = []
    lines: dict[str, int] = {}
    misprinted: list[tuple[str, str]] = []
    for line, token in header.tokens:
        # A head may have several meanings (本年处理决定数量): the one of this block counts.
        meaning = next((m for m in token.meanings if m.table == "2" and m.kind == "head" and m.key in official
                        and form.edition in m.editions), None)
        key = meaning.key if meaning else None if token.meanings else _all_but_neutral(token, block)
        if not key and not token.meanings and _misprinted(token, block):
            key = block.columns[0].key
            misprinted.append((token.text, block.columns[0].label))
        if key and all(leaf.key != key for leaf in order):
            column = official[key]
            order.append(Leaf(column.key, column.label, column.unit, extent_of(token), None, column.negative))
            lines[key] = line
        elif key and lines[key] == line:
            order.append(Leaf(None, official[key].label, extent=extent_of(token)))  # printed again, over a column of its own
        elif not meaning:
            fragments.append(token)
    known = {leaf.key for leaf in order} - {None}
    if header.geometric:
        order = _left_to_right(order)
    if len(known) == len(official):
        if divided := _divided(order, fragments):
            foreign = [Leaf(None, column.label) for column in block.columns]
            return Heads([foreign], frozenset({form.edition}), list(block.columns), divided), float(len(known))
        if header.gaps and [leaf.key for leaf in order] != list(official) and _fill_gaps(header, block):
            order = _official(block)
        return Heads([order], frozenset({form.edition}), misprinted=misprinted), float(len(known)) - 0.1 * len(misprinted)
    if not header.tokens:
        return Heads([_official(block)], frozenset({form.edition}), default=True), 0.0
    pieced = _pieced(header, block)
    if pieced is not None:
        return Heads([pieced], frozenset({form.edition})), float(len(pieced)) - 0.2
    lost = [column for column in block.columns if column.key not in known]
    extra = [token.text for token in fragments if not _piece_of(token, block)]
    if order and not fragments:
        return Heads([order], frozenset({form.edition}), lost), float(len(known)) - 0.5 * len(lost)
    if order and len(fragments) + len(known) == len(official):
        # Heads that are cut short stand where the form has them.
        made = _fit(header, block)
        if made is not None:
            return Heads([made], frozenset({form.edition})), float(len(known)) - 0.3
    if extra and lost:
        # Heads that the form does not know stand where its own are missing: what they mean nobody can tell.
        foreign = [Leaf(None, column.label) for column in block.columns]
        return Heads([foreign], frozenset({form.edition}), lost, extra), float(len(known)) - len(lost)
    return Heads([order or _official(block)], frozenset({form.edition}), lost, extra, default=not order), \
        float(len(known)) - len(lost)


def _left_to_right(order: list[Leaf]) -> list[Leaf]:
    """Columns as they stand, where each has a place of its own: heads may come in another order where lines of a page tangle."""
    starts = [leaf.extent[0] for leaf in order if leaf.extent]
    if len(starts) < len(order) or len(set(starts)) < len(starts):
        return order
    return sorted(order, key=lambda leaf: leaf.extent[0] if leaf.extent else 0)


def _divided(order: list[Leaf], below: list[Token]) -> list[str]:
    """The heads that divide a column into several (2022年, 2023年), of which none is the form's; [] where none is divided."""
    return next((words for leaf in order if leaf.extent and len(words := [
        token.text for token in below if token.column is not None and leaf.extent[0] <= token.column < leaf.extent[1]]) > 1), [])


def _all_but_neutral(token: Token, block: Block) -> str | None:
    """The column that a head names but for characters that say nothing (本年度制发数 for 本年制发件数), None where it names none."""
    spelling = bare(token.text).translate(_NEUTRAL)
    named = {column.key for column in block.columns for text in (column.label, *column.variants)
             if bare(text).translate(_NEUTRAL) == spelling} if len(spelling) >= 4 else set()
    return named.pop() if len(named) == 1 else None


def _misprinted(token: Token, block: Block) -> bool:
    """Whether a head is that of the only column of a block but for a misprinted word, none that tells of another year or count
    (本年处理绝对数量 for 本年处理决定数量, not 上年处理决定数量)."""
    spelling = bare(token.text)
    if len(block.columns) != 1 or len(spelling) < 6 or (found := slip(spelling, bare(block.columns[0].label))) is None:
        return False
    return not set(found[0][:-1]) & _OF_ANOTHER


def _fill_gaps(header: Header, block: Block) -> bool:
    """Whether the last heads, put into the empty cells before them, make the form's order.

    A head that stands in the second line of heads, below an empty cell, comes last where lines of cells became a stream.
    """
    wanted = [column.key for column in block.columns]
    places: list[str | None] = []
    gaps = list(header.gaps)
    for number, (_, token) in enumerate(header.tokens):
        places += [None] * gaps.count(number)
        places += [m.key for m in token.meanings if m.table == "2" and m.kind == "head" and m.key in wanted][:1]
    while places and places[0] is None:
        del places[0]
    missing = places.count(None)
    if not missing or None in places[-missing:]:
        return False
    last = iter(places[-missing:])
    return [next(last) if key is None else key for key in places[:-missing]] == wanted


def _piece_of(token: Token, block: Block) -> bool:
    spelling = bare(token.text)
    return any(spelling in bare(text) for column in block.columns for text in (column.label, *column.variants))


def _pieced(header: Header, block: Block) -> list[Leaf] | None:
    """The official columns where the heads, put together, spell them: cut in two lines or two rows, or cut short."""
    tokens = [token for _, token in header.tokens]
    spelled = "".join(bare(token.text) for token in tokens)
    official = [bare(column.label) for column in block.columns]
    if spelled == "".join(official):
        return _with_extents(tokens, block)
    return _fit(header, block)


def _fit(header: Header, block: Block) -> list[Leaf] | None:
    """The official columns where the first heads are beginnings of them, in order, and the rest are their ends."""
    tokens = [token for _, token in header.tokens]
    columns = block.columns
    if len(tokens) < len(columns):
        return None
    for column, token in zip(columns, tokens, strict=False):
        spelling = bare(token.text)
        spellings = [bare(text) for text in (column.label, *column.variants)]
        if len(spelling) < 2 or not any(text.startswith(spelling) for text in spellings):
            return None
    rest = tokens[len(columns):]
    if any(not _piece_of(token, block) for token in rest):
        return None
    return _with_extents(tokens, block)


def _with_extents(tokens: list[Token], block: Block) -> list[Leaf]:
    leaves = _official(block)
    if len(tokens) >= len(leaves) and all(token.column is not None for token in tokens[: len(leaves)]):
        columns = [token.column for token in tokens[: len(leaves)] if token.column is not None]
        if columns == sorted(set(columns)):
            return [Leaf(leaf.key, leaf.label, leaf.unit, extent_of(token), None, leaf.negative)
                    for leaf, token in zip(leaves, tokens, strict=False)]
    return leaves


def table_three(header: Header, form: Form) -> Heads:
    """The columns of table 3 in printed order, total first or last, with a column lost or one too many."""
    block = form.tables["3"].blocks[0]
    official = {column.key: column for column in block.columns}
    spans = {bare(text) for head in block.heads for text in (head.label, "法人或其他组织")}
    found: dict[str, tuple[int, int, Token]] = {}
    unknown: list[tuple[int, int, Token]] = []
    applicant = None
    for number, (line, token) in enumerate(header.tokens):
        index = number * _WIDE
        meanings = [m for m in token.meanings if m.table == "3"]
        head = next((m for m in meanings if m.kind == "head" and form.edition in m.editions), None)
        if head and head.key:
            found.setdefault(head.key, (line, index, token))
            continue
        if any(m.kind in ("span", "stub") for m in meanings) or bare(token.text) in spans:
            applicant = (line, index) if applicant is None and "申请人" in token.text else applicant
            continue
        spelling = bare(token.text)
        if not spelling or len(spelling) > 12:
            continue
        starts = [key for key, column in official.items() if len(spelling) >= 2
                  and any(bare(text).startswith(spelling) for text in (column.label, *column.variants))]
        if len(starts) == 1:
            found.setdefault(starts[0], (line, index, token))
        elif not any(spelling in bare(text) for column in official.values()
                     for text in (column.label, *column.variants)) and spelling not in "勾稽关系为第一项加第二项之和":
            unknown.append((line, index, token))
    if len(found) < len(official):
        _find_spelled(header, official, found)
    lost = [column for key, column in official.items() if key not in found]
    if not found:
        return Heads([_official(block)], frozenset({form.edition}), default=True)

    def leaf(key: str, token: Token) -> Leaf:
        return Leaf(key, official[key].label, official[key].unit, extent_of(token))

    extra = [token.text for _, _, token in unknown if len(bare(token.text)) <= 6]
    if header.geometric and all(token.column is not None for _, _, token in found.values()):
        placed = [(token.column or 0, leaf(key, token)) for key, (_, _, token) in found.items()]
        first = min(column for column, _ in placed)
        taken = {column for column, _ in placed}
        placed += [(token.column, Leaf(None, token.text, extent=extent_of(token))) for _, _, token in unknown
                   if token.column is not None and token.column not in taken and token.text in extra
                   and token.column >= first]
        columns = [column for column, _ in placed]
        if len(set(columns)) == len(columns):
            order = [each for _, each in sorted(placed, key=lambda pair: pair[0])]
            shown = [each.key for each in order if each.key]
            usual = (list(official), sorted(official, key=lambda key: key != "total"))
            if len({line for line, _, _ in found.values()}) > 1 and not lost and not extra and shown not in usual:
                # Heads over several lines whose spans are wrong stand one beside the other in an order nobody meant.
                return Heads([order, _official(block)], frozenset({form.edition}))
            return Heads([order], frozenset({form.edition}), lost, extra)
    orders = _streams(found, unknown, extra, applicant, leaf, list(official))
    if header.geometric and not lost and [each.key for each in orders[0] if each.key] != list(official):
        # Heads that share a column of the grid: where each of them stands, and so in which order, nobody can tell.
        orders = [[each for each in orders[0] if each.key], _official(block)]
    return Heads(orders, frozenset({form.edition}), lost, extra)


def _find_spelled(header: Header, official: dict[str, Column], found: dict[str, tuple[int, int, Token]]) -> None:
    """Add heads that are cut over several tokens (社会 公益 组织), found where the tokens are put together."""
    starts, spelled = [], ""
    for index, (line, token) in enumerate(header.tokens):
        starts += [(line, index * _WIDE + offset, token) for offset in range(len(bare(token.text)))]
        spelled += bare(token.text)
    for key, column in official.items():
        if key not in found:
            at = spelled.replace("法人或其他组织", "\0" * 7).find(bare(column.label))
            if at >= 0:
                found[key] = starts[at]


_Found = tuple[int, int, Token]
"""A head: its line, its rank among all heads, its token."""


def _streams(found: dict[str, _Found], unknown: list[_Found], extra: list[str], applicant: tuple[int, int] | None,
             leaf: Callable[[str, Token], Leaf], form_order: Sequence[str]) -> list[list[Leaf]]:
    """Possible orders where heads come as a stream without geometry."""
    others = sorted((index, key, token) for key, (_, index, token) in found.items() if key != "total")
    names = [key for _, key, _ in others]
    official = [key for key in form_order if key in names]
    if names != official:
        # Lines of heads that changed places, or columns that did: both are possible.
        swapped = _streams({key: (0, number, found[key][2]) for number, key in enumerate([*official, "total"])
                            if key in found}, [], [], None, leaf, form_order)
        body_first = [leaf(key, found[key][2]) for key in names]
        tail = [leaf("total", found["total"][2])] if "total" in found else []
        return [[*body_first, *tail], *swapped] if not extra else [[*body_first, *tail]]
    body = [leaf(key, found[key][2]) for key in names]
    positions = {key: found[key][1] for key in names}
    for _, index, token in unknown:
        if token.text in extra:
            at = sum(position < index for position in positions.values())
            body.insert(min(at, len(body)), Leaf(None, token.text))
    if "total" not in found:
        return [body]
    line, index, token = found["total"]
    total = leaf("total", token)
    last = [*body, total]
    first = [total, *body]
    person = found.get("person")
    if person is None or index > person[1]:
        return [last]
    if line == person[0]:
        return [first] if applicant is None or applicant[0] != line or applicant[1] > index else [last, first]
    if applicant is not None and applicant[0] == line and applicant[1] < index:
        return [last]
    return [last, first]
