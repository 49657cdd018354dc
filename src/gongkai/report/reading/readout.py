"""Records → the cells of a report, and a finding for all that is odd about them.

Every address of the edition gets a cell. A cell without a value has a finding that says why, unless it is an empty
cell in the source; every number inside a table is used or reported as left over.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from gongkai.report.form import Form, edition_for, editions
from gongkai.report.model import Cell, Finding
from gongkai.report.reading.completing import complete
from gongkai.report.reading.damage import displaced, drop_row_numbers, dumped, lines_removed, run_together
from gongkai.report.reading.filling import address_of, fill, label_of
from gongkai.report.reading.gaps import drop_ends, keeps_empty, reconsider, shows_none, trim, wide
from gongkai.report.reading.heads import Heads, Leaf, in_printed_units, table_three, table_two
from gongkai.report.reading.heads_across import table_four, whole_table_four
from gongkai.report.reading.ledger import NUMERALS, Ledger, gathered
from gongkai.report.reading.ordering import leads, offsets, orders
from gongkai.report.reading.placing import Placed, doubt_short, place, place_in
from gongkai.report.reading.records import ACROSS, Header, Record, Tables
from gongkai.report.reading.settling import columns_hold, settle


@dataclass(slots=True)
class Readout:
    """The edition and cells of a report and what reading them found.

    `settled`: words, empty cells and where numbers stand decided it all; other numbers in their places, or another
    year, would be read alike.
    """

    edition: str
    cells: dict[str, Cell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    settled: bool = False


_Place = tuple[int, str | None]
"""A header and the block of the form that stands under it."""


def _head_of(record: Record) -> _Place:
    return id(record.header), record.meaning.block if record.meaning and record.table == "2" else None


def read_tables(tables: Tables, year: int | None) -> Readout:
    """The edition, cells and findings of a document's tables; `year` (of the report) helps where heads are lost."""
    return _Reader(tables, year).read()


class _Reader:
    def __init__(self, tables: Tables, year: int | None) -> None:
        self.tables = tables
        self.ledger = Ledger()
        self.wanted = form.edition if year and (form := edition_for(year)) else None
        self.votes: Counter[str] = Counter()
        """Edition → headers of table 2 that only it has."""
        self.run_together = self.padded = False
        """`padded`: lines of text are filled up with empty cells."""
        self.keeps_empty = keeps_empty(tables.records)
        self.reported: set[_Place] = set()
        """Headers whose oddities were told."""

    def read(self) -> Readout:
        """The whole reading."""
        for header in self.tables.headers:
            if header.numbered or header.table == "3":
                drop_row_numbers(self.tables, header)
        for record in self.tables.records:
            record.settle_words()
        self.run_together = run_together(self.tables)
        by_table: dict[str, list[Record]] = {"2": [], "3": [], "4": []}
        for record in self.tables.records:
            by_table.setdefault(record.table, []).append(record)
        placed = self._table_two(by_table["2"])
        edition = self._edition(by_table["3"])
        form = editions()[edition]
        placed += self._table_three(by_table["3"], form)
        placed += self._table_four(by_table["4"], form)
        if lines_removed(self.tables):
            self._withhold_remains(placed)
        fill(self.ledger, placed)
        complete(self.ledger, self.tables, form)
        return Readout(edition, self.ledger.ordered(edition), gathered(self.ledger.findings), self._settled(placed))

    def _settled(self, placed: list[Placed]) -> bool:
        """Whether neither a number nor the year decided anything: each cell stands under its head, whose unit of measure is
        the form's, the heads tell the edition, rows are not numbered, and no finding but that of a misprinted label was made."""
        return (len(self.votes) == 1 and not self.run_together
                and not any(header.numbered or header.rows for header in self.tables.headers)
                and all(leaf.extent and not leaf.printed for each in placed for leaf in each.leaves)
                and all(finding.code == "read.label_misprint" for finding in self.ledger.findings))

    def _withhold_remains(self, placed: list[Placed]) -> None:
        """Give up rows that are not whole where equal lines were removed: what fits a sum fits it by chance."""
        lost: list[str] = []
        for each in placed:
            solid = sum(not token.blank for token in each.record.values)
            if solid < len(each.leaves):
                each.candidates = []
                lost += [address_of(each.record, leaf) for leaf in each.leaves if leaf.key]
        self.ledger.add("read.lines_removed", "warning",
                  "文件中相同的行似乎已被删去（每行一个单元格，却没有相同的数字相邻），不完整的行无法读取，相关单元格留空，请使用原始文件。",
                  lost, placed[0].record.place if placed else None)

    def _heads_two(self, records: list[Record]) -> dict[_Place, Heads | None]:
        """The columns over each block of table 2; rows whose own heads were lost stand under another block's."""
        by_header: dict[_Place, tuple[Header, set[str]]] = {}
        for record in records:
            if record.key:
                by_header.setdefault(_head_of(record), (record.header, set()))[1].add(record.key)
        made: dict[_Place, Heads | None] = {}
        for ident, (header, keys) in by_header.items():
            made[ident] = table_two(header, keys, None)
        votes = Counter(name for heads in made.values() if heads and not heads.default and len(heads.editions) == 1
                        and any(leaf.key for leaf in heads.orders[0])
                        for name in heads.editions)
        if not votes:
            # No row was read: the heads may still tell.
            votes.update(name for header in self.tables.headers if header.table == "2" for _, token in header.tokens
                         for m in token.meanings if m.table == "2" and m.kind == "head" and len(m.editions) == 1
                         for name in m.editions)
        self.votes = votes
        wanted = votes.most_common(1)[0][0] if votes else self.wanted
        for ident, (header, keys) in by_header.items():
            heads = made[ident]
            if heads is None or heads.default or len(heads.editions) > 1:
                made[ident] = table_two(header, keys, wanted)
        return made

    def _table_two(self, records: list[Record]) -> list[Placed]:
        heads_of = self._heads_two(records)
        placed = []
        known = [(record, heads) for record in records if record.key and (heads := heads_of.get(_head_of(record)))]
        self._ends([(record, len(self._for_row(record, heads))) for record, heads in known])
        for record, heads in known:
            words = " ".join([*(token.text for _, token in record.header.tokens), record.label])
            row_heads = in_printed_units(self._for_row(record, heads), words)
            placed.append(place(record, row_heads, self.run_together))
            self._report_heads(record, heads, "2")
        doubt_short(placed)
        if dumped(self.tables, records):
            for each in placed:
                each.candidates = []
        return placed

    def _ends(self, rows: list[tuple[Record, int]]) -> None:
        """Rid rows of text of empty cells at their ends that are none."""
        if not any(record.separated and not record.geometric for record, _ in rows):
            return
        filled = wide(rows)
        self.padded |= trim(rows)
        proven = self.padded and (filled or rows[0][0].table != "3")
        if not self.keeps_empty and (proven or (filled and shows_none(self.tables.records, rows))):
            drop_ends(rows)

    def _for_row(self, record: Record, heads: Heads) -> list[Leaf]:
        """The columns for a row: all of the form's where a head was lost but the row has a value for each."""
        leaves = heads.orders[0]
        own = [leaf for leaf in leaves if leaf.key is not None]
        if not record.geometric and len(record.values) == len(own) < len(leaves) and not heads.extra:
            return own  # Heads that span columns were told again in each, the numbers below them were not.
        if heads.lost and not heads.extra and (record.guessed or not record.geometric):
            solid = sum(not token.blank for token in record.values)
            if record.guessed or solid == len(leaves) + len(heads.lost):
                for form in editions().values():
                    if form.edition in heads.editions and record.key in form.tables[record.table]:
                        assert record.key is not None
                        block = form.tables[record.table].block_of(record.key)
                        return [Leaf(c.key, c.label, c.unit, None, None, c.negative) for c in block.columns]
        return leaves

    def _report_heads(self, record: Record, heads: Heads, table: str) -> None:
        if _head_of(record) in self.reported:
            return
        self.reported.add(_head_of(record))
        numeral = NUMERALS[table]
        if heads.default:
            self.ledger.add("read.head_missing", "notice",
                      f"表{numeral}“{label_of(record)}”上方没有读到列标题，按格式规定的列顺序读取，请核对。",
                      place=record.place)
        elif heads.lost:
            names = "、".join(f"“{column.label}”" for column in heads.lost)
            self.ledger.add("read.column_missing", "warning",
                      f"表{numeral}缺少列标题{names}，请按统一格式补齐。", place=record.place)
        for printed, label in heads.misprinted:
            self.ledger.add("read.label_misprint", "notice",
                      f"表{numeral}列标题印为“{printed.strip()}”，按统一格式应为“{label}”。", place=record.place)
        if heads.extra and not heads.default:
            names = "、".join(f"“{text.strip()}”" for text in heads.extra)
            self.ledger.add("read.column_extra", "notice", f"表{numeral}有统一格式以外的列标题{names}，请核对。",
                      place=record.place)

    def _edition(self, three: list[Record]) -> str:
        """The edition that most heads of table 2 are of; else the one that the other tables' heads and rows are of."""
        if not self.votes:
            printed = {record.key for record in three if record.key and any(not t.blank for t in record.values)}
            fitting = [name for name, form in editions().items()
                       if printed <= {leaf.key for leaf in form.tables["3"].leaves()}]
            told = [name for name in self._told() if name in fitting]
            known = told or fitting or list(editions())
            return self.wanted if self.wanted in known else known[-1]
        most = max(self.votes.values())
        names = [name for name, count in self.votes.items() if count == most]
        if len(self.votes) > 1:
            mixed = "、".join(f"{name}年版" for name in sorted(self.votes))
            self.ledger.add("read.edition_mixed", "warning",
                            f"表二混用了{mixed}格式的列，请改用本年度适用的统一格式。")
        return self.wanted if self.wanted in names else names[0]

    def _told(self) -> list[str]:
        """Editions with heads in tables 3 and 4 that no other edition has."""
        return sorted({name for header in self.tables.headers if header.table != "2" for _, token in header.tokens
                       for m in token.meanings if m.table == header.table and m.kind == "head" and len(m.editions) == 1
                       for name in m.editions})

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
                heads, possible = previous
            else:
                possible = orders(heads, members, form)
            previous = chosen[ident] = (heads, possible)
            if any(member.key for member in members):
                self._report_heads(next(m for m in members if m.key), heads, "3")
        under = {ident: possible for ident, (_, possible) in chosen.items()}
        self._ends([(record, len(under[id(record.header)][0])) for record in records if record.key])
        starts, before = offsets(records, under), leads([record for record in records if record.key], under)
        for record in records:
            if record.key:
                rows.append(place_in(record, chosen[id(record.header)][1], self.run_together,
                                     starts.get((record.depth, len(record.values))), before.get(record.depth, 0)))

        def expand(term: str) -> tuple[str, ...]:
            row = table.row(term) if term in table else None
            present = {each.record.key for each in rows}
            if row is None or not row.rows or term in present:
                items = tuple(key for key in present if key and key.startswith(term + "."))
                return (term, *items) if term in present else items
            return tuple(leaf.key for leaf in row.leaves() if leaf.key)

        reconsider(rows)
        sums = [each for each in form.sums if each.table == "3"]
        settle(rows, sums, expand)
        if displaced(self.tables, records) and not columns_hold(rows, sums, expand):
            addresses = [f"3.{r.key}.{c.key}" for r in records if r.key for c in table.columns]
            self.ledger.add("read.ambiguous", "warning",
                      "表三的数字与行标签错位，无法确定每个数字属于哪一行，表三各单元格留空，请核对原件。",
                      addresses, records[0].place)
            for placed in rows:
                placed.candidates = []
        return rows

    def _table_four(self, records: list[Record], form: Form) -> list[Placed]:
        table = form.tables["4"]
        if not records:
            # Heads without a number below them: the table is there, and empty.
            heads_ = [header for header in self.tables.headers if header.table == "4"
                      and len(header.tokens) > len(table.columns) * 2]
            records = [Record("4", ACROSS, "", header, place=header.tokens[-1][1].place) for header in heads_[:1]]
        placed: list[Placed] = []
        for record in records:
            heads = table_four(record.header, form)
            if record.key == ACROSS:
                if len(heads.orders[0]) < len(table.blocks[0].leaves()) * len(table.columns) and (
                        whole := whole_table_four(record.values, form)):
                    heads = whole
                elif heads.default and record.header.labelled:
                    heads.default = False
                    heads.extra = []
                self._report_heads(record, heads, "4")
                self._ends([(record, len(heads.orders[0]))])
                placed.append(place(record, heads.orders[0], self.run_together))
            elif record.key:
                leaves = [Leaf(column.key, column.label, column.unit) for column in table.columns]
                placed.append(place(record, leaves, self.run_together))
        reconsider(placed)
        settle(placed, (), lambda term: (term,))
        return placed
