"""In which order the columns of table 3 stand, and where its values begin, as the rows themselves show."""

from __future__ import annotations

from collections import Counter

from gongkai.report.form import Form
from gongkai.report.reading.heads import Heads, Leaf
from gongkai.report.reading.placing import without_padding
from gongkai.report.reading.records import Record


def orders(heads: Heads, members: list[Record], form: Form) -> list[list[Leaf]]:
    """The possible orders of the columns: as the heads say; where they leave it open, as the rows' sums prove."""
    official = [Leaf(c.key, c.label, c.unit) for c in form.tables["3"].blocks[0].columns]
    sizes = Counter(
        len(record.values) if record.geometric and not record.guessed else sum(not token.blank for token in record.values)
        for record in members
        if record.key and any(not token.blank for token in record.values)
    )
    usual = sizes.most_common(1)[0][0] if sizes else 0
    first = heads.orders[0]
    if heads.lost:
        # A head was lost: its values too, or only the head. Where nothing bounds the cells, it is tangled with others.
        if usual != len(official) and not _score(first, members)[0] and (
                2 * sizes[len(first)] > sizes.total() or any(member.separated for member in members)) and (
                2 * len(first) > len(official) and not any(member.guessed for member in members)):
            return [first]
        known = [leaf.key for leaf in first if leaf.key]
        if known == [leaf.key for leaf in official if leaf.key in known]:
            return [official]
        # The heads stand in an order of their own: where the lost one stood the rows must tell.
        gone = [leaf for leaf in official if leaf.key not in known]
        if len(gone) > 1 or len(known) < len(first):
            return [first]
        possible = [[*first[:at], gone[0], *first[at:]] for at in range(len(official))]
        judged = [(_score(order, members), order) for order in possible]
        sound = [order for (broken, proven), order in judged if proven and not broken]
        return sound or possible
    if heads.extra and any(leaf.key is None for leaf in first):
        plain = [[leaf for leaf in order if leaf.key is not None] for order in heads.orders]
        broken, proven = _score(plain[0], members)
        return plain if usual == len(plain[0]) and proven and not broken else heads.orders
    if len(heads.orders) == 1:
        return heads.orders
    judged = [(_score(order, members), order) for order in heads.orders]
    sound = [order for (broken, proven), order in judged if proven and not broken]
    return sound if len(sound) == 1 else heads.orders


def offsets(records: list[Record], chosen: dict[int, list[list[Leaf]]]) -> dict[tuple[int, int], int]:
    """(depth, number of values) → empty cells before the first value, where the full rows of that kind agree.

    `chosen` gives the possible orders of columns under each header, by its identity.
    """
    found: dict[tuple[int, int], set[int]] = {}
    for record in records:
        count = len(chosen[id(record.header)][0])
        solid = [index for index, token in enumerate(record.values) if not token.blank]
        if (
            record.separated
            and len(solid) == count
            and len(record.values) > count
            and solid[-1] - solid[0] == count - 1
        ):
            found.setdefault((record.depth, len(record.values)), set()).add(solid[0])
    return {kind: starts.pop() for kind, starts in found.items() if len(starts) == 1}


def leads(records: list[Record], chosen: dict[int, list[list[Leaf]]]) -> dict[int, int | None]:
    """Depth → empty cells before the first value of rows whose last cells may be lost; 0 where none are.

    Full rows tell it; so do rows of which none is longer than the columns. None where rows of one depth differ in length and
    full rows don't agree.
    """
    lengths: dict[int, list[int]] = {}
    count = 0
    starts: dict[int, set[int]] = {}
    for record in records:
        if not record.separated or record.geometric:
            continue
        solid = [index for index, token in enumerate(record.values) if not token.blank]
        if not solid:
            continue
        if solid[-1] < len(record.values) - 1 and not record.values[-1].padding:
            return {}  # Empty cells at the end are there.
        count = len(chosen[id(record.header)][0])
        lengths.setdefault(record.depth, []).append(len(without_padding(record.values)))
        if len(solid) == count and solid[-1] - solid[0] == count - 1:
            starts.setdefault(record.depth, set()).add(solid[0])
    made: dict[int, int | None] = {}
    for depth, seen in lengths.items():
        found = starts.get(depth, set())
        if len(set(seen)) == 1 or (not found and max(seen) == count and seen.count(count) > 1):
            made[depth] = 0
        elif len(found) == 1:
            made[depth] = next(iter(found))
        else:
            made[depth] = None
    return made


def _score(order: list[Leaf], members: list[Record]) -> tuple[int, int]:
    """How many full rows break and how many prove (total of two numbers or more) their sum in an order of columns."""
    broken = proven = 0
    at = next((index for index, leaf in enumerate(order) if leaf.key == "total"), None)
    for record in members:
        numbers = [token.parsed.value if token.parsed else None for token in record.values if not token.blank]
        if at is None or len(numbers) != len(order) or any(number is None for number in numbers):
            continue
        parts = [number or 0 for index, number in enumerate(numbers) if index != at and order[index].key is not None]
        if sum(parts) != numbers[at]:
            broken += 1
        elif sum(1 for part in parts if part) >= 1:
            proven += 1
    return broken, proven
