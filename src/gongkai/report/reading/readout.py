"""Records → the cells of a report, and a finding for all that is odd about them.

Every address of the edition gets a cell. A cell without a value has a finding that says why, unless it is an empty
cell in the source; every number inside a table is used or reported as left over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from gongkai.report.form import Form, Table, edition_for, editions, split_address
from gongkai.report.model import Cell, Finding, Place
from gongkai.report.reading.heads import Heads, Leaf, table_four, table_three, table_two
from gongkai.report.reading.numbers import in_unit
from gongkai.report.reading.placing import Placed, agreed, columns_hold, place, place_in, settle
from gongkai.report.reading.rows import Token
from gongkai.report.reading.tables import Header, Record, Tables

_NUMERALS = {"2": "二", "3": "三", "4": "四"}
_ACROSS = "*"
"""The key of a record that holds all rows of table 4."""


@dataclass(slots=True)
class Readout:
    """The edition and cells of a report and what reading them found."""

    edition: str
    cells: dict[str, Cell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class _Reader:
    def __init__(self, tables: Tables, year: int | None) -> None:
        self.tables = tables
        self.findings: list[Finding] = []
        self.cells: dict[str, Cell] = {}
        self.explained: set[str] = set()
        """Addresses that have a finding of their own."""
        self.wanted = (form.edition if year and (form := edition_for(year)) else None)
        self.edition = ""

    # -- what the whole document shows --------------------------------------------------------------------------

    def _run_together(self) -> bool:
        """Whether cells have run together somewhere: digits that can be no number, one for each column."""
        return any(
            token.parsed and token.parsed.kind == "digits" and len(token.text.strip()) > 1
            and sum(not other.blank for other in record.values) == 1
            for record in self.tables.records for token in record.values
        )

    def _lines_removed(self) -> bool:
        """Whether a tool removed lines that stood before: one cell a line, no value ever printed twice, rows empty."""
        known = [record for record in self.tables.records if record.key and not record.separated]
        texts = [token.text.strip() for record in known for token in record.values if not token.blank]
        empty = sum(all(token.blank for token in record.values) for record in known)
        return len(texts) >= 3 and len(set(texts)) == len(texts) and len(known) >= 10 and 2 * empty >= len(known)

    def _add(self, code: str, level: str, message: str, cells: Iterable[str] = (), place: Place | None = None,
             found: object = None) -> None:
        addresses = tuple(dict.fromkeys(cells))
        self.explained.update(addresses)
        self.findings.append(Finding(code, level, message, addresses, None, found, place))  # type: ignore[arg-type]

    # -- the tables ----------------------------------------------------------------------------------------------

    def read(self) -> Readout:
        self.run_together = self._run_together()
        for header in self.tables.headers:
            if header.numbered:
                self._drop_row_numbers(header)
        by_table: dict[str, list[Record]] = {"2": [], "3": [], "4": []}
        for record in self.tables.records:
            by_table.setdefault(record.table, []).append(record)
        two = self._table_two(by_table["2"])
        self._decide_edition(two, by_table["3"])
        form = editions()[self.edition]
        placed = list(two)
        placed += self._table_three(by_table["3"], form)
        placed += self._table_four(by_table["4"], form)
        if self._lines_removed():
            self._withhold_remains(placed)
        self._cells(placed, form)
        self._unknown_rows(form)
        self._loose()
        self._complete(form)
        return Readout(self.edition, self._ordered(form), _gathered(self.findings))

    def _withhold_remains(self, placed: list[Placed]) -> None:
        """Give up rows that are not whole where equal lines were removed: what fits a sum fits it by chance."""
        lost: list[str] = []
        for each in placed:
            solid = sum(not token.blank for token in each.record.values)
            if solid < len(each.leaves):
                each.candidates = []
                lost += [self._address(each.record, leaf) for leaf in each.leaves if leaf.key]
        self._add("read.lines_removed", "warning",
                  "文件中相同的行似乎已被删去（没有一个数字出现两次），不完整的行无法读取，相关单元格留空，请使用原始文件。",
                  lost, placed[0].record.place if placed else None)

    def _drop_row_numbers(self, header: Header) -> None:
        """Take the numbers of a column 序号 off the rows before them, in place."""
        number = 2
        records = [record for record in self.tables.records if record.header is header]
        for record in records[:-1]:
            last = next((i for i in range(len(record.values) - 1, -1, -1) if not record.values[i].blank), None)
            if last is not None and (parsed := record.values[last].parsed) and parsed.value == number:
                del record.values[last:]
                number += 1
        self.tables.loose = [loose for loose in self.tables.loose if not (
            loose.table == header.table and loose.before_rows and len(loose.tokens) == 1)]

    def _heads_two(self, records: list[Record]) -> dict[int, Heads | None]:
        by_header: dict[int, tuple[Header, set[str]]] = {}
        for record in records:
            if record.key:
                by_header.setdefault(id(record.header), (record.header, set()))[1].add(record.key)
        made: dict[int, Heads | None] = {}
        for ident, (header, keys) in by_header.items():
            made[ident] = table_two(header, keys, self.wanted)
        votes = Counter(name for heads in made.values() if heads and not heads.default and len(heads.editions) == 1
                        for name in heads.editions)
        if not votes:
            # No row was read: the heads may still tell.
            votes.update(name for header in self.tables.headers if header.table == "2" for _, token in header.tokens
                         for m in token.meanings if m.table == "2" and m.kind == "head" and len(m.editions) == 1
                         for name in m.editions)
        self.votes = votes
        if votes:
            wanted = votes.most_common(1)[0][0]
            for ident, (header, keys) in by_header.items():
                heads = made[ident]
                if heads is None or heads.default or len(heads.editions) > 1:
                    made[ident] = table_two(header, keys, wanted)
        return made

    def _table_two(self, records: list[Record]) -> list[Placed]:
        heads_of = self._heads_two(records)
        placed = []
        for record in records:
            heads = heads_of.get(id(record.header)) if record.key else None
            if heads is None:
                continue
            row_heads = self._for_row(record, heads)
            placed.append(place(record, row_heads, self.run_together))
            self._report_heads(record, heads, "2")
        return placed

    def _for_row(self, record: Record, heads: Heads) -> list[Leaf]:
        """The columns for a row: all of the form's where a head was lost but the row has a value for each."""
        leaves = heads.orders[0]
        if heads.lost and not record.geometric:
            solid = sum(not token.blank for token in record.values)
            if solid == len(leaves) + len(heads.lost):
                for form in editions().values():
                    if form.edition in heads.editions and record.key in form.tables[record.table]:
                        assert record.key is not None
                        block = form.tables[record.table].block_of(record.key)
                        return [Leaf(c.key, c.label, c.unit, None, None, c.negative) for c in block.columns]
        return leaves

    def _report_heads(self, record: Record, heads: Heads, table: str) -> None:
        header = record.header
        if header.geometric is None or getattr(self, "_reported", None) is None:
            self._reported: set[int] = set()
        if id(header) in self._reported:
            return
        self._reported.add(id(header))
        numeral = _NUMERALS[table]
        if heads.default:
            self._add("read.head_missing", "notice",
                      f"表{numeral}“{record.label.strip()}”上方没有读到列标题，按格式规定的列顺序读取，请核对。",
                      place=record.place)
        elif heads.lost:
            names = "、".join(f"“{column.label}”" for column in heads.lost)
            self._add("read.column_missing", "warning",
                      f"表{numeral}缺少列标题{names}，请按统一格式补齐。", place=record.place)
        if heads.extra and not heads.default:
            names = "、".join(f"“{text.strip()}”" for text in heads.extra)
            self._add("read.column_extra", "notice", f"表{numeral}有统一格式以外的列标题{names}，请核对。",
                      place=record.place)

    def _decide_edition(self, two: list[Placed], three: list[Record]) -> None:
        if self.votes:
            names = [name for name, _ in self.votes.most_common()]
            self.edition = names[0]
            if len(names) > 1 and self.votes[names[0]] == self.votes[names[1]] and self.wanted in names:
                self.edition = self.wanted or names[0]
            if len(names) > 1:
                self._add("read.edition_mixed", "warning",
                          "表二混用了2019年和2021年两种格式的列，请改用本年度适用的统一格式。")
        else:
            # Table 2 does not tell: an edition that has the rows of table 3 as they are printed.
            printed = {record.key for record in three if record.key and any(not t.blank for t in record.values)}
            fitting = [name for name, form in editions().items()
                       if printed <= {leaf.key for leaf in form.tables["3"].leaves()}]
            known = fitting or list(editions())
            self.edition = self.wanted if self.wanted in known else known[-1]

    def _table_three(self, records: list[Record], form: Form) -> list[Placed]:
        table = form.tables["3"]
        rows: list[Placed] = []
        chosen: dict[int, tuple[Heads, list[list[Leaf]]]] = {}
        groups: dict[int, list[Record]] = {}
        for record in records:
            groups.setdefault(id(record.header), []).append(record)
        previous: tuple[Heads, list[list[Leaf]]] | None = None
        for ident, members in groups.items():
            heads = table_three(members[0].header, form)
            if heads.default and previous is not None:
                heads, orders = previous
            else:
                orders = self._orders(heads, members, form)
            previous = chosen[ident] = (heads, orders)
            if any(member.key for member in members):
                self._report_heads(next(m for m in members if m.key), heads, "3")
        offsets = self._offsets(records, chosen)
        for record in records:
            if record.key:
                orders = chosen[id(record.header)][1]
                rows.append(place_in(record, orders, self.run_together,
                                     offsets.get((record.depth, len(record.values)))))
        def expand(term: str) -> tuple[str, ...]:
            row = table.row(term) if term in table else None
            present = {each.record.key for each in rows}
            if row is None or not row.rows or term in present:
                items = tuple(key for key in present if key and key.startswith(term + "."))
                return (term, *items) if term in present else items
            return tuple(leaf.key for leaf in row.leaves() if leaf.key)

        sums = [each for each in form.sums if each.table == "3"]
        settle(rows, sums, expand)
        if self._displaced(records) and not columns_hold(rows, sums, expand):
            addresses = [f"3.{r.key}.{c.key}" for r in records if r.key for c in table.columns]
            self._add("read.ambiguous", "warning",
                      "表三的数字与行标签错位，无法确定每个数字属于哪一行，表三各单元格留空，请核对原件。",
                      addresses, records[0].place)
            for placed in rows:
                placed.candidates = []
        return rows

    def _displaced(self, records: list[Record]) -> bool:
        """Whether numbers may stand at the wrong rows: pieces of labels or numbers are left over between rows that
        no bars or grid hold together. Where every number is the same it does not matter."""
        known = [record for record in records if record.key]
        if not known or any(record.separated for record in known):
            return False
        odd = self.tables.orphans.get("3", 0) or any(
            loose.table == "3" and loose.before_rows and len(loose.tokens) > 1 for loose in self.tables.loose)
        values = {token.text.strip() for record in known for token in record.values if not token.blank}
        return bool(odd) and len(values) > 1

    def _orders(self, heads: Heads, members: list[Record], form: Form) -> list[list[Leaf]]:
        """The possible orders of the columns: as the heads say; where they leave it open, as the rows' sums prove."""
        official = [Leaf(c.key, c.label, c.unit) for c in form.tables["3"].blocks[0].columns]
        sizes = Counter(len(record.values) if record.geometric else sum(not token.blank for token in record.values)
                        for record in members if record.key and any(not token.blank for token in record.values))
        usual = sizes.most_common(1)[0][0] if sizes else 0
        first = heads.orders[0]
        if heads.lost:
            # A head was lost: its values too, or only the head.
            return [official] if usual == len(official) or _score(first, members)[0] else [first]
        if heads.extra and any(leaf.key is None for leaf in first):
            plain = [[leaf for leaf in order if leaf.key is not None] for order in heads.orders]
            broken, proven = _score(plain[0], members)
            return plain if usual == len(plain[0]) and proven and not broken else heads.orders
        if len(heads.orders) == 1:
            return heads.orders
        judged = [(_score(order, members), order) for order in heads.orders]
        sound = [order for (broken, proven), order in judged if proven and not broken]
        return sound if len(sound) == 1 else heads.orders

    def _offsets(self, records: list[Record], chosen: dict[int, tuple[Heads, list[list[Leaf]]]]) -> dict[tuple[int, int], int]:
        """(depth, number of values) → empty cells before the first value, where the full rows of that kind agree."""
        found: dict[tuple[int, int], set[int]] = {}
        for record in records:
            count = len(chosen[id(record.header)][1][0])
            solid = [index for index, token in enumerate(record.values) if not token.blank]
            if record.separated and len(solid) == count and len(record.values) > count \
                    and solid[-1] - solid[0] == count - 1:
                found.setdefault((record.depth, len(record.values)), set()).add(solid[0])
        return {kind: starts.pop() for kind, starts in found.items() if len(starts) == 1}

    def _table_four(self, records: list[Record], form: Form) -> list[Placed]:
        if not records:
            return []
        table = form.tables["4"]
        placed: list[Placed] = []
        for record in records:
            heads = table_four(record.header, form)
            if record.key == _ACROSS:
                if heads.default and record.header.labelled:
                    heads.default = False
                    heads.extra = []
                self._report_heads(record, heads, "4")
                placed.append(place(record, heads.orders[0], self.run_together))
            elif record.key:
                leaves = [Leaf(column.key, column.label, column.unit) for column in table.columns]
                placed.append(place(record, leaves, self.run_together))
        settle(placed, (), lambda term: (term,))
        return placed

    # -- cells ---------------------------------------------------------------------------------------------------

    def _address(self, record: Record, leaf: Leaf) -> str:
        if record.key == _ACROSS:
            return f"4.{leaf.row}.{leaf.key}"
        return f"{record.table}.{record.key}.{leaf.key}"

    def _cells(self, placed: list[Placed], form: Form) -> None:
        by_key: dict[tuple[str, str | None], list[Placed]] = {}
        for each in placed:
            by_key.setdefault((each.record.table, each.record.key), []).append(each)
        for members in by_key.values():
            if len(members) > 1:
                self._several(members)
            else:
                self._one(members[0])

    def _one(self, placed: Placed) -> None:
        record = placed.record
        numeral = _NUMERALS[record.table]
        label = self._label(record)
        addresses = [self._address(record, leaf) for leaf in placed.leaves if leaf.key]
        withheld: list[str] = []
        inferred = not placed.sure
        printed = " ".join(token.text.strip() for token in record.values if not token.blank)
        for index, (token, same) in enumerate(agreed(placed)):
            leaf = placed.leaves[index]
            if leaf.key is None:
                continue
            address = self._address(record, leaf)
            if not same:
                withheld.append(address)
                self.cells[address] = Cell(None, printed or None, "read", record.place)
                continue
            self._cell(address, token, leaf, record, inferred, label)
        if withheld and self.explained.issuperset(withheld):
            pass
        elif withheld:
            why = (f"表{numeral}“{label}”一行的数字“{_short(printed)}”与各列对不上，无法确定属于哪一列，"
                   f"相关单元格留空，请核对原件。")
            self._add("read.ambiguous", "warning", why, addresses, record.place, printed)
        elif placed.split:
            self._add("read.split", "notice",
                      f"表{numeral}“{label}”一行的单元格连写为“{_short(printed)}”，已拆分为各列数字，请核对。",
                      addresses, record.place, printed)
        elif inferred and record.values:
            self._add("read.inferred", "notice",
                      f"表{numeral}“{label}”一行缺少单元格边界，数字“{_short(printed)}”的列位由勾稽关系推定，请核对。",
                      addresses, record.place, printed)
        self._note_row(record, label, addresses)

    def _label(self, record: Record) -> str:
        if record.key == _ACROSS:
            return "行政复议、行政诉讼"
        return record.meaning.label if record.meaning else record.label.strip()

    def _note_row(self, record: Record, label: str, addresses: list[str]) -> None:
        numeral = _NUMERALS[record.table]
        if record.misprinted:
            self._add("read.label_misprint", "notice",
                      f"表{numeral}行标签印为“{_short(record.label.strip())}”，按统一格式应为“{label}”。",
                      addresses, record.place, record.label.strip())
        if record.sub is not None:
            self._add("read.row_divided", "notice",
                      f"表{numeral}“{label}”下另列“{record.sub.strip()}”，不在统一格式之内，请核对。",
                      addresses, record.place, record.sub.strip())

    def _cell(self, address: str, token: Token | None, leaf: Leaf, record: Record, inferred: bool, label: str) -> None:
        if token is None:
            self.cells[address] = Cell(None, None, "read", record.place)
            return
        parsed = token.parsed
        place_ = token.place or record.place
        raw = token.text.strip(" \u3000\t\n") if parsed and parsed.kind == "empty" else token.text.strip()
        if parsed is None or parsed.kind in ("text", "digits"):
            self.cells[address] = Cell(None, raw, "read", place_)
            self._add("read.not_a_number", "warning",
                      f"表{_NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为“{_short(raw)}”，不是数字，请填写数字。",
                      [address], place_, raw)
            return
        value = in_unit(parsed, leaf.unit)
        if parsed.kind == "number" and value is None:
            self.cells[address] = Cell(None, raw, "read", place_)
            self._add("read.not_a_number", "warning",
                      f"表{_NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为“{_short(raw)}”，"
                      f"计量单位与该列要求的“{leaf.unit}”不符，请核对。", [address], place_, raw)
            return
        self.cells[address] = Cell(value, raw, "inferred" if inferred and parsed.kind == "number" else "read", place_,
                                   parsed.note)
        if parsed.kind == "number" and parsed.value != value:
            self._add("read.unit_converted", "notice",
                      f"表{_NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为“{_short(raw)}”，"
                      f"已折算为{value}{leaf.unit}，请按“{leaf.unit}”填写。", [address], place_, raw)
        if parsed.approximate:
            self._add("read.approximate", "warning",
                      f"表{_NUMERALS[record.table]}“{label}”的“{leaf.label}”填写为约数“{_short(raw)}”，请填写准确数字。",
                      [address], place_, raw)

    def _several(self, members: list[Placed]) -> None:
        """One row printed more than once: divided into kinds, or a table printed twice."""
        first = members[0].record
        label = self._label(first)
        numeral = _NUMERALS[first.table]
        if any(each.record.sub is not None for each in members):
            self._divided(members, label)
            return
        read: dict[str, list[tuple[Token | None, Leaf, Placed]]] = {}
        unsure: list[str] = []
        for each in members:
            for index, (token, same) in enumerate(agreed(each)):
                leaf = each.leaves[index]
                if leaf.key is None:
                    continue
                address = self._address(each.record, leaf)
                if same:
                    read.setdefault(address, []).append((token, leaf, each))
                else:
                    unsure.append(address)
        clash = []
        for address, tokens in read.items():
            solid = [(t, leaf, p) for t, leaf, p in tokens if t is not None and not t.blank]
            values: set[object] = {in_unit(t.parsed, leaf.unit) if t.parsed else t.text for t, leaf, _ in solid}
            if solid and any((t is None or t.blank) and (
                    p.record.header is not solid[0][2].record.header or any(not v.blank for v in p.record.values))
                             for t, _, p in tokens):
                values.add(None)
            if len(values) > 1 or address in unsure:
                clash.append(address)
                self.cells[address] = Cell(None, " / ".join(t.text.strip() for t, _, _ in solid), "read", first.place)
            else:
                token, leaf, each = (solid or tokens)[0]
                self._cell(address, token, leaf, each.record, not each.sure, label)
        for address in unsure:
            if address not in self.cells:
                clash.append(address)
                self.cells[address] = Cell(None, None, "read", first.place)
        if clash:
            self._add("read.row_repeated", "warning",
                      f"表{numeral}“{label}”一行出现{len(members)}次且数字不同，无法确定以哪一次为准，相关单元格留空，请核对原件。",
                      clash, members[1].record.place)
        else:
            self._add("read.row_repeated", "notice",
                      f"表{numeral}“{label}”一行重复出现{len(members)}次，数字相同，请删去重复部分。",
                      [self._address(first, leaf) for leaf in members[0].leaves if leaf.key], members[1].record.place)

    def _divided(self, members: list[Placed], label: str) -> None:
        """A row printed as several kinds (行政检查, 行政确认): their sum where each kind is certain."""
        first = members[0]
        numeral = _NUMERALS[first.record.table]
        names = "、".join(f"“{(each.record.sub or each.record.label).strip()}”" for each in members)
        addresses = []
        for index, leaf in enumerate(first.leaves):
            if leaf.key is None:
                continue
            address = self._address(first.record, leaf)
            addresses.append(address)
            values = []
            for each in members:
                token, same = agreed(each)[index] if len(each.leaves) == len(first.leaves) else (None, False)
                values.append(in_unit(token.parsed, leaf.unit) if same and token and token.parsed else None)
            raw = " + ".join(" ".join(t.text.strip() for t in each.record.values[index: index + 1]) for each in members)
            known = [value for value in values if value is not None]
            whole = len(known) == len(values)
            self.cells[address] = Cell(sum(known) if whole else None, raw, "inferred", first.record.place)
        self._add("read.row_divided", "warning",
                  f"表{numeral}“{label}”被分列为{names}，统一格式只有一行，已按各行之和读取，请核对。",
                  addresses, first.record.place)

    # -- what is left --------------------------------------------------------------------------------------------

    def _unknown_rows(self, form: Form) -> None:
        for record in self.tables.records:
            if record.key is not None:
                continue
            values = [token.text.strip() for token in record.values if not token.blank]
            if not values:
                continue
            self._add("read.row_extra", "warning",
                      f"表{_NUMERALS[record.table]}有统一格式以外的一行“{_short(record.label.strip())}”，"
                      f"填写为“{_short(' '.join(values))}”，未计入任何单元格，请核对。",
                      place=record.place, found=" ".join(values))

    def _loose(self) -> None:
        for loose in self.tables.loose:
            words = " ".join(token.text.strip() for token in loose.tokens)
            table = f"表{_NUMERALS.get(loose.table or '', '')}" if loose.table else "表格"
            self._add("read.leftover", "warning",
                      f"{table}中的数字“{_short(words)}”没有对应的行标签，未计入任何单元格，请核对原件。",
                      place=loose.tokens[0].place, found=words)

    def _complete(self, form: Form) -> None:
        """A cell for every address of the form; tables, rows and columns that the source lacks are told."""
        for table in form.tables.values():
            numeral = _NUMERALS.get(table.number, table.number)
            present = {address.split(".", 1)[1].rsplit(".", 1)[0] for address in self.cells
                       if address.startswith(table.number + ".")}
            if not present:
                addresses = [a for a in form.addresses() if a.startswith(table.number + ".")]
                for address in addresses:
                    self.cells[address] = Cell(None)
                addresses += [f"{table.number}.{group.key}.{column.key}" for group in table.groups()
                              for column in table.columns if group.key]
                heading = next((s.heading for s in form.sections if s.number == table.section), "")
                self._add("read.table_missing", "error", f"没有读到表{numeral}（{heading}），请核对报告是否缺少该表，"
                          "或表格是否为图片。", addresses)
                continue
            self._rows_missing(table, form, present, numeral)
        self._cells_missing(form)

    def _rows_missing(self, table: Table, form: Form, present: set[str], numeral: str) -> None:
        missing: list[tuple[str, list[str]]] = []
        gone: dict[str, list[str]] = {}
        for block in table.blocks:
            for row in block.leaves():
                assert row.key is not None
                group = row.key.rsplit(".", 1)[0] if "." in row.key else None
                if row.key in present or group in present or any(
                        other.startswith(row.key + ".") for other in present):
                    continue
                addresses = [f"{table.number}.{row.key}.{column.key}" for column in block.columns]
                for address in addresses:
                    self.cells[address] = Cell(None)
                missing.append((row.label, addresses))
                if group:
                    gone.setdefault(group, []).append(row.key)
        for group_row in table.groups():
            if group_row.key in present and table.number == "3" and "." not in (group_row.key or ""):
                columns = [f"{table.number}.{group_row.key}.{column.key}" for column in table.columns]
                items = [leaf.key for leaf in group_row.leaves()]
                if any(item in present for item in items):
                    # The group's own row beside its items: an extra row.
                    if any(self.cells[a].value is not None for a in columns if a in self.cells):
                        self._add("read.row_extra", "notice",
                                  f"表{numeral}“{group_row.label}”除分项外另填了一行合计，统一格式没有这一行，请核对。",
                                  columns)
                    else:
                        for address in columns:
                            self.cells.pop(address, None)
                    continue
                self._add("read.group_one_row", "notice",
                          f"表{numeral}“{group_row.label}”只填一行，未按统一格式分列{len(items)}项，请核对。", columns)
        if missing:
            names = "、".join(f"“{_short(label)}”" for label, _ in missing[:4]) + (
                f"等{len(missing)}行" if len(missing) > 4 else "")
            # A group all of whose items are missing may have been printed as one row.
            whole = [f"{table.number}.{group}.{column.key}" for group, keys in gone.items()
                     if len(keys) == len(table.row(group).leaves()) for column in table.block_of(group).columns]
            self._add("read.row_missing", "warning", f"表{numeral}没有读到{names}，相关单元格留空，请核对原件。",
                      [*(address for _, addresses in missing for address in addresses), *whole])

    def _cells_missing(self, form: Form) -> None:
        """Cells that a row lacks though the row is there: a lost column, or cells removed by a tool."""
        rows: dict[tuple[str, str], set[str]] = {}
        for address in self.cells:
            table, row, column = split_address(address)
            rows.setdefault((table, row), set()).add(column)
        absent: dict[str, list[str]] = {}
        for (number, key), columns in rows.items():
            table_form = form.tables.get(number)
            if table_form is None or key not in table_form:
                continue
            official = [column.key for column in table_form.block_of(key).columns]
            if columns.isdisjoint(official):
                continue  # a row of another edition
            for column in official:
                if column not in columns:
                    address = f"{number}.{key}.{column}"
                    self.cells[address] = Cell(None)
                    absent.setdefault(number, []).append(address)
        named = self.explained
        for address, cell in self.cells.items():
            if cell.value is None and cell.raw is None and address not in named:
                absent.setdefault(address.split(".", 1)[0], []).append(address)
        for number, addresses in sorted(absent.items()):
            self._add("read.cell_missing", "warning",
                      f"表{_NUMERALS.get(number, number)}有{len(addresses)}个单元格没有读到，已留空，请核对原件。", addresses)

    def _ordered(self, form: Form) -> dict[str, Cell]:
        """The cells in official order, those of another edition after them."""
        rank = _rank(form.edition)
        return dict(sorted(self.cells.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0].split(".")[0])))


@cache
def _rank(edition: str) -> dict[str, int]:
    """Address → place in official order, groups included."""
    rank: dict[str, int] = {}
    for table in editions()[edition].tables.values():
        for key in table.keys():
            for column in table.block_of(key).columns:
                rank[f"{table.number}.{key}.{column.key}"] = len(rank)
    return rank


_GATHERED = {
    "read.split": "表{table}有{count}行的单元格连写在一起（如“{label}”一行的“{found}”），已拆分为各列数字，请核对。",
    "read.inferred": "表{table}有{count}行缺少单元格边界（如“{label}”一行的“{found}”），列位由勾稽关系推定，请核对。",
    "read.ambiguous": "表{table}有{count}行的数字与各列对不上（如“{label}”一行的“{found}”），无法确定属于哪一列，"
                      "相关单元格留空，请核对原件。",
}


def _gathered(findings: list[Finding]) -> list[Finding]:
    """Findings of one kind on many rows of a table as one, so that what matters is not buried."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.code in _GATHERED and finding.cells and finding.found is not None:
            groups.setdefault((finding.code, finding.cells[0].split(".", 1)[0]), []).append(finding)
    made = []
    for finding in findings:
        group = groups.get((finding.code, finding.cells[0].split(".", 1)[0])) if finding.cells else None
        if group is None or finding not in group or len(group) <= 3:
            made.append(finding)
        elif finding is group[0]:
            table, rest = finding.cells[0].split(".", 1)
            label = finding.message.split("“", 1)[1].split("”一行", 1)[0]
            words = _GATHERED[finding.code].format(table=_NUMERALS[table], count=len(group), label=label,
                                                   found=_short(str(finding.found)))
            cells = tuple(dict.fromkeys(cell for each in group for cell in each.cells))
            made.append(Finding(finding.code, finding.level, words, cells, None, finding.found, finding.place))
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


def _short(text: str, most: int = 40) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most] + "…"


def read_tables(tables: Tables, year: int | None) -> Readout:
    """The edition, cells and findings of a document's tables; `year` (of the report) helps where heads are lost."""
    return _Reader(tables, year).read()
