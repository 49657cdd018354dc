"""What the tables lack and what they hold too much: every address gets a cell, every number is used or reported."""

from __future__ import annotations

from gongkai.report.form import Form, Table, split_address
from gongkai.report.model import Cell
from gongkai.report.reading.ledger import NUMERALS, Ledger, short
from gongkai.report.reading.records import Tables


def complete(ledger: Ledger, tables: Tables, form: Form) -> None:
    """Note rows and numbers that belong to no cell of the form, then give every address of the form a cell."""
    _unknown_rows(ledger, tables)
    _loose(ledger, tables)
    _complete(ledger, tables, form)


def _unknown_rows(ledger: Ledger, tables: Tables) -> None:
    for record in tables.records:
        if record.key is not None:
            continue
        values = [token.text.strip() for token in record.values if not token.blank]
        if not values:
            continue
        ledger.add(
            "read.row_extra",
            "warning",
            f"表{NUMERALS[record.table]}有统一格式以外的一行“{short(record.label.strip())}”，"
            f"填写为“{short(' '.join(values))}”，未计入任何单元格，请核对。",
            place=record.place,
            found=" ".join(values),
        )


def _loose(ledger: Ledger, tables: Tables) -> None:
    for loose in tables.loose:
        words = " ".join(token.text.strip() for token in loose.tokens)
        table = f"表{NUMERALS.get(loose.table or '', '')}" if loose.table else "表格"
        ledger.add(
            "read.leftover",
            "warning",
            f"{table}中的数字“{short(words)}”没有对应的行标签，未计入任何单元格，请核对原件。",
            place=loose.tokens[0].place,
            found=words,
        )


def _complete(ledger: Ledger, tables: Tables, form: Form) -> None:
    """A cell for every address of the form; tables, rows and columns that the source lacks are told."""
    read: dict[str, set[str]] = {}
    for address in ledger.cells:
        number, row, _ = split_address(address)
        read.setdefault(number, set()).add(row)
    for table in form.tables.values():
        numeral = NUMERALS.get(table.number, table.number)
        present = read.get(table.number, set())
        if not present:
            addresses = [a for a in form.addresses() if a.startswith(table.number + ".")]
            for address in addresses:
                ledger.cells[address] = Cell(None)
            addresses += [
                f"{table.number}.{group.key}.{column.key}"
                for group in table.groups()
                for column in table.columns
                if group.key
            ]
            if any(loose.table == table.number for loose in tables.loose):
                ledger.add(
                    "read.ambiguous",
                    "warning",
                    f"表{numeral}有数字而没有读到行标签，无法确定每个数字属于哪一行，表{numeral}各单元格留空，请核对原件。",
                    addresses,
                )
                continue
            heading = next((s.heading for s in form.sections if s.number == table.section), "")
            ledger.add(
                "read.table_missing",
                "error",
                f"没有读到表{numeral}（{heading}），请核对报告是否缺少该表，或表格是否为图片。",
                addresses,
            )
            continue
        _rows_missing(ledger, table, form, present, numeral)
    _cells_missing(ledger, form)


def _rows_missing(ledger: Ledger, table: Table, form: Form, present: set[str], numeral: str) -> None:
    missing: list[tuple[str, list[str]]] = []
    gone: dict[str, list[str]] = {}
    for block in table.blocks:
        for row in block.leaves():
            assert row.key is not None
            group = row.key.rsplit(".", 1)[0] if "." in row.key else None
            # A group printed as one row stands for its items, unless some of them have rows of their own.
            alone = group in present and not any(other.startswith(f"{group}.") for other in present)
            if row.key in present or alone or any(other.startswith(row.key + ".") for other in present):
                continue
            addresses = [f"{table.number}.{row.key}.{column.key}" for column in block.columns]
            for address in addresses:
                ledger.cells[address] = Cell(None)
            missing.append((row.label, addresses))
            if group:
                gone.setdefault(group, []).append(row.key)
    for group_row in table.groups():
        if group_row.key in present and table.number == "3" and "." not in (group_row.key or ""):
            columns = [f"{table.number}.{group_row.key}.{column.key}" for column in table.columns]
            items = [leaf.key for leaf in group_row.leaves()]
            if any(item in present for item in items):
                # The group's own row beside its items: an extra row.
                if any(ledger.cells[a].value is not None for a in columns if a in ledger.cells):
                    ledger.add(
                        "read.row_extra",
                        "notice",
                        f"表{numeral}“{group_row.label}”除分项外另填了一行合计，统一格式没有这一行，请核对。",
                        columns,
                    )
                else:
                    for address in columns:
                        ledger.cells.pop(address, None)
                continue
            ledger.add(
                "read.group_one_row",
                "notice",
                f"表{numeral}“{group_row.label}”只填一行，未按统一格式分列{len(items)}项，请核对。",
                columns,
            )
    if missing:
        names = "、".join(f"“{short(label)}”" for label, _ in missing[:4]) + (
            f"等{len(missing)}行" if len(missing) > 4 else ""
        )
        # A group all of whose items are missing may have been printed as one row.
        whole = [
            f"{table.number}.{group}.{column.key}"
            for group, keys in gone.items()
            if len(keys) == len(table.row(group).leaves())
            for column in table.block_of(group).columns
        ]
        ledger.add(
            "read.row_missing",
            "warning",
            f"表{numeral}没有读到{names}，相关单元格留空，请核对原件。",
            [*(address for _, addresses in missing for address in addresses), *whole],
        )


def _cells_missing(ledger: Ledger, form: Form) -> None:
    """Cells that a row lacks though the row is there: a lost column, or cells removed by a tool."""
    rows: dict[tuple[str, str], set[str]] = {}
    for address in ledger.cells:
        table, row, column = split_address(address)
        rows.setdefault((table, row), set()).add(column)
    for (number, key), columns in rows.items():
        table_form = form.tables.get(number)
        if table_form is None or key not in table_form:
            continue
        official = [column.key for column in table_form.block_of(key).columns]
        for column in official:
            if column not in columns:
                ledger.cells[f"{number}.{key}.{column}"] = Cell(None)
    absent: dict[str, list[str]] = {}
    named = ledger.explained
    for address, cell in ledger.cells.items():
        if cell.value is None and cell.raw is None and address not in named:
            absent.setdefault(address.split(".", 1)[0], []).append(address)
    for number, addresses in sorted(absent.items()):
        ledger.add(
            "read.cell_missing",
            "warning",
            f"表{NUMERALS.get(number, number)}有{len(addresses)}个单元格没有读到，已留空，请核对原件。",
            addresses,
        )
