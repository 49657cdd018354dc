"""Placements → cells: each value under its address, and a finding for all that is odd about a row or a cell."""

from __future__ import annotations

from gongkai.report.model import Cell
from gongkai.report.reading.heads import Leaf
from gongkai.report.reading.ledger import NUMERALS, Ledger, short
from gongkai.report.reading.lexicon import slip
from gongkai.report.reading.placing import Placed, agreed
from gongkai.report.reading.records import ACROSS, Record
from gongkai.report.reading.rows import Token


def address_of(record: Record, leaf: Leaf) -> str:
    """The address of a record's cell under a column."""
    if record.key == ACROSS:
        return f"4.{leaf.row}.{leaf.key}"
    return f"{record.table}.{record.key}.{leaf.key}"


def fill(ledger: Ledger, placed: list[Placed]) -> None:
    """Write every placed row into the ledger."""
    by_key: dict[tuple[str, str | None], list[Placed]] = {}
    for each in placed:
        by_key.setdefault((each.record.table, each.record.key), []).append(each)
    for members in by_key.values():
        if len(members) > 1:
            members = _told_once(members)
        if len(members) > 1:
            _several(ledger, members)
        else:
            _one(ledger, members[0])


def _told_once(members: list[Placed]) -> list[Placed]:
    """The members without bare labels that say again whose row it is: where a tool unrolled merged cells, 三、（三）不予公开
    stands before each of its items, or a label in each column that it spanned."""
    heads = [each.record.header for each in members if each.record.values]
    made = []
    for each in members:
        if not each.record.values:
            if any(each.record.header is head for head in heads):
                continue
            heads.append(each.record.header)
        made.append(each)
    return made


def _one(ledger: Ledger, placed: Placed) -> None:
    record = placed.record
    numeral = NUMERALS[record.table]
    label = label_of(record)
    addresses = [address_of(record, leaf) for leaf in placed.leaves if leaf.key]
    if placed.sure and _plain(ledger, placed, addresses):
        if record.misprinted or record.sub is not None:
            _note_row(ledger, record, label, addresses)
        return
    withheld: list[str] = []
    inferred = not placed.sure
    printed = " ".join(token.text.strip() for token in record.values if not token.blank)
    for index, (token, same) in enumerate(agreed(placed)):
        leaf = placed.leaves[index]
        if leaf.key is None:
            continue
        address = address_of(record, leaf)
        if not same:
            withheld.append(address)
            ledger.cells[address] = Cell(None, printed or None, "read", record.place)
            continue
        _cell(ledger, address, token, leaf, record, inferred, label)
    if withheld and ledger.explained.issuperset(withheld):
        pass
    elif withheld:
        why = (
            f"表{numeral}“{label}”一行的数字“{short(printed)}”与各列对不上，无法确定属于哪一列，"
            f"相关单元格留空，请核对原件。"
        ) if printed else f"表{numeral}“{label}”一行没有读到数字，相关单元格留空，请核对原件。"
        ledger.add("read.ambiguous", "warning", why, addresses, record.place, printed)
    elif placed.split:
        ledger.add(
            "read.split",
            "notice",
            f"表{numeral}“{label}”一行的单元格连写为“{short(printed)}”，已拆分为各列数字，请核对。",
            addresses,
            record.place,
            printed,
        )
    elif inferred and record.values:
        ledger.add(
            "read.inferred",
            "notice",
            f"表{numeral}“{label}”一行缺少单元格边界，数字“{short(printed)}”的列位由勾稽关系推定，请核对。",
            addresses,
            record.place,
            printed,
        )
    _note_row(ledger, record, label, addresses)


def _plain(ledger: Ledger, placed: Placed, addresses: list[str]) -> bool:
    """Write a row of plain numbers and empty cells, as most are; False, and nothing written, where one is not."""
    if len(placed.candidates) != 1 or len(addresses) != len(placed.leaves):
        return False
    made = []
    for token, leaf in zip(placed.candidates[0], placed.leaves, strict=True):
        parsed = token.parsed if token is not None else None
        if token is None or parsed is None or parsed.kind not in ("number", "empty") or parsed.unit or parsed.note or parsed.approximate:
            return False
        if parsed.kind == "number" and leaf.unit == "万元" and (leaf.printed or not isinstance(parsed.value, int)):
            return False
        made.append(Cell(parsed.value, token.text.strip(), "read", token.place or placed.record.place))
    ledger.cells.update(zip(addresses, made, strict=True))
    return True


def label_of(record: Record) -> str:
    """What a row is called in a finding: its official label, else the printed one."""
    if record.key == ACROSS:
        return "行政复议、行政诉讼"
    return record.meaning.label if record.meaning else record.label.strip()


def _note_row(ledger: Ledger, record: Record, label: str, addresses: list[str]) -> None:
    numeral = NUMERALS[record.table]
    if record.misprinted:
        printed = " ".join(record.label.split())
        found = slip(printed, label)
        message = (
            f"表{numeral}行标签“{short(printed, 24)}”中“{found[0]}”应为“{found[1]}”，请更正。"
            if found
            else f"表{numeral}行标签印为“{short(printed)}”，按统一格式应为“{label}”。"
        )
        ledger.add("read.label_misprint", "notice", message, addresses, record.place, printed)
    if record.sub is not None:
        ledger.add(
            "read.row_divided",
            "notice",
            f"表{numeral}“{label}”下另列“{record.sub.text.strip()}”，不在统一格式之内，请核对。",
            addresses,
            record.place,
            record.sub.text.strip(),
        )


def _cell(
    ledger: Ledger, address: str, token: Token | None, leaf: Leaf, record: Record, inferred: bool, label: str
) -> None:
    if token is None:
        ledger.cells[address] = Cell(None, None, "read", record.place)
        return
    parsed = token.parsed
    place_ = token.place or record.place
    raw = token.text.strip(" \u3000\t\n") if parsed and parsed.kind == "empty" else token.text.strip()
    if parsed is None or parsed.kind in ("text", "digits"):
        ledger.cells[address] = Cell(None, raw, "read", place_)
        ledger.add(
            "read.not_a_number",
            "warning",
            f"表{NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为“{short(raw)}”，不是数字，请填写数字。",
            [address],
            place_,
            raw,
        )
        return
    value = leaf.value(parsed)
    if parsed.kind == "number" and value is None:
        ledger.cells[address] = Cell(None, raw, "read", place_)
        ledger.add(
            "read.not_a_number",
            "warning",
            f"表{NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为“{short(raw)}”，"
            f"计量单位与该列要求的“{leaf.unit}”不符，请核对。",
            [address],
            place_,
            raw,
        )
        return
    ledger.cells[address] = Cell(
        value, raw, "inferred" if inferred and parsed.kind == "number" else "read", place_, parsed.note
    )
    if parsed.kind == "number" and parsed.value != value:
        printed = f"（单位：{leaf.printed}）" if leaf.printed and parsed.unit is None else ""
        ledger.add(
            "read.unit_converted",
            "notice",
            f"表{NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为“{short(raw)}”{printed}，"
            f"已折算为{value}{leaf.unit}，请按“{leaf.unit}”填写。",
            [address],
            place_,
            raw,
        )
    if parsed.approximate:
        ledger.add(
            "read.approximate",
            "warning",
            f"表{NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为约数“{short(raw)}”，请填写准确数字。",
            [address],
            place_,
            raw,
        )


def _several(ledger: Ledger, members: list[Placed]) -> None:
    """One row printed more than once: divided into kinds, or a table printed twice."""
    first = members[0].record
    label = label_of(first)
    numeral = NUMERALS[first.table]
    if any(each.record.sub is not None for each in members):
        _divided(ledger, members, label)
        return
    read: dict[str, list[tuple[Token | None, Leaf, Placed]]] = {}
    unsure: list[str] = []
    for each in members:
        for index, (token, same) in enumerate(agreed(each)):
            leaf = each.leaves[index]
            if leaf.key is None:
                continue
            address = address_of(each.record, leaf)
            if same:
                read.setdefault(address, []).append((token, leaf, each))
            else:
                unsure.append(address)
    clash = []
    for address, tokens in read.items():
        solid = [(t, leaf, p) for t, leaf, p in tokens if t is not None and not t.blank]
        values: set[object] = {leaf.value(t.parsed) if t.parsed else t.text for t, leaf, _ in solid}
        if solid and any(
            (t is None or t.blank)
            and (p.record.header is not solid[0][2].record.header or any(not v.blank for v in p.record.values))
            for t, _, p in tokens
        ):
            values.add(None)
        if len(values) > 1 or address in unsure:
            clash.append(address)
            ledger.cells[address] = Cell(None, " / ".join(t.text.strip() for t, _, _ in solid), "read", first.place)
        else:
            token, leaf, each = (solid or tokens)[0]
            _cell(ledger, address, token, leaf, each.record, not each.sure, label)
    for address in unsure:
        if address not in ledger.cells:
            clash.append(address)
            ledger.cells[address] = Cell(None, None, "read", first.place)
    if all(len(tokens) == 1 for tokens in read.values()) and not unsure:
        return  # table 4 in two parts
    if clash:
        ledger.add(
            "read.row_repeated",
            "warning",
            f"表{numeral}“{label}”一行出现{len(members)}次且数字不同，无法确定以哪一次为准，相关单元格留空，请核对原件。",
            clash,
            members[1].record.place,
        )
    else:
        ledger.add(
            "read.row_repeated",
            "notice",
            f"表{numeral}“{label}”一行重复出现{len(members)}次，数字相同，请删去重复部分。",
            [address_of(first, leaf) for leaf in members[0].leaves if leaf.key],
            members[1].record.place,
        )


def _divided(ledger: Ledger, members: list[Placed], label: str) -> None:
    """A row printed as several kinds (行政检查, 行政确认): their sum where each kind is certain."""
    first = members[0]
    numeral = NUMERALS[first.record.table]
    names = "、".join(f"“{(each.record.sub.text if each.record.sub else each.record.label).strip()}”" for each in members)
    addresses = []
    withheld = False
    for index, leaf in enumerate(first.leaves):
        if leaf.key is None:
            continue
        address = address_of(first.record, leaf)
        addresses.append(address)
        values = []
        for each in members:
            token, same = agreed(each)[index] if len(each.leaves) == len(first.leaves) else (None, False)
            values.append(leaf.value(token.parsed) if same and token and token.parsed else None)
        raw = " + ".join(" ".join(t.text.strip() for t in each.record.values[index : index + 1]) for each in members)
        known = [value for value in values if value is not None]
        whole = len(known) == len(values)
        withheld |= not whole
        ledger.cells[address] = Cell(sum(known) if whole else None, raw, "inferred", first.record.place)
    ledger.add(
        "read.row_divided",
        "warning",
        f"表{numeral}“{label}”被分列为{names}，统一格式只有一行，{'各行没有都填数字的列无法相加，已留空' if withheld else '已按各行之和读取'}，请核对。",
        addresses,
        first.record.place,
    )
