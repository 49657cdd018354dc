"""Sums over packed rows are those of the core's roll-up of the same reports."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.form import edition, editions
from gongkai.report.model import Cell, Report
from gongkai.report.rollup import rollup
from gongkai.web.annualreport.domain.figures import cells_of, pack, unpack
from gongkai.web.annualreport.domain.packed import Rows, add

NUMBERS = st.one_of(st.none(), st.just(0), st.integers(0, 9999), st.decimals(0, 10**6, places=6), st.integers(-50, 0))


@st.composite
def reports(draw, name):
    """Some reports of an edition: a few cells differ from 0, some are empty, some groups printed as one line."""
    form = edition(name)
    groups = [(table, group) for table in form.tables.values() for group in table.groups()]
    made = []
    for number in range(draw(st.integers(1, 5))):
        cells = dict.fromkeys(form.addresses(), 0)
        for address in draw(st.lists(st.sampled_from(sorted(cells)), max_size=25)):
            cells[address] = draw(NUMBERS)
        for table, group in draw(st.lists(st.sampled_from(groups), max_size=2, unique_by=lambda pair: pair[1].key)):
            columns = table.block_of(group.key).columns
            if draw(st.booleans()):
                for leaf in group.leaves():
                    for column in columns:
                        cells.pop(f"{table.number}.{leaf.key}.{column.key}", None)
            cells |= {f"{table.number}.{group.key}.{column.key}": draw(NUMBERS) for column in columns}
            cells[f"{table.number}.{group.key}.{columns[-1].key}"] = draw(st.integers(0, 99))
        made.append(Report(name, unit=f"第{number}局", year=2023, cells={address: Cell(value) for address, value in cells.items()}))
    return made


@pytest.mark.parametrize("name", list(editions()))
def test_the_sums_are_those_of_the_core(name):
    @settings(max_examples=60, deadline=None)
    @given(reports(name))
    def same(made):
        core = rollup(made, year=2023)
        packed = add(name, [pack(name, {address: cell.value for address, cell in one.cells.items()}) for one in made])
        assert packed.cells == {address: cell.value for address, cell in core.cells.items()}
        assert packed.stated == core.stated
        assert packed.count == len(made)

    same()


@pytest.mark.parametrize("name", list(editions()))
def test_what_each_row_says_adds_up_to_the_sum(name):
    @settings(max_examples=40, deadline=None)
    @given(reports(name), st.data())
    def adds_up(made, data):
        rows = Rows(name, [pack(name, {address: cell.value for address, cell in one.cells.items()}) for one in made])
        whole = rows.add()
        address = data.draw(st.sampled_from(sorted(whole.cells)))
        said = [value for value in rows.values(address) if value is not None]
        assert len(said) == whole.stated[address]
        assert (Decimal(sum(said)) / 1_000_000 if said else None) == whole.cells[address]

    adds_up()


def test_sums_too_large_for_a_machine_word_stay_exact():
    high = 4 * 10**12
    made = add("2021", [pack("2021", {"3.received.total": high})] * 5)
    assert made.cells["3.received.total"] == 5 * high


def test_empty_cells_are_told_by_row_with_the_first_of_them():
    full = dict.fromkeys(edition("2021").addresses(), 0)
    some = full | {"3.received.person": None, "3.received.total": None}
    made = add("2021", [pack("2021", full), pack("2021", some), pack("2021", {})])
    assert made.empty[1] == (2, "3.received.person")
    assert made.empty[2][0] == len(full)
    assert 0 not in made.empty


def test_items_of_a_group_printed_as_one_line_are_not_missing():
    cells = {address: 0 for address in edition("2021").addresses() if not address.startswith("3.closed.")}
    cells |= {f"3.closed.{column.key}": 0 for column in edition("2021").tables["3"].columns}
    made = add("2021", [pack("2021", cells)])
    assert made.empty == {} and made.grouped == {"3.closed": [0]}


def test_an_empty_line_of_a_group_is_told_from_items_that_are_empty():
    rest = {address: 0 for address in edition("2021").addresses() if not address.startswith("3.closed.")}
    line = rest | {f"3.closed.{column.key}": None for column in edition("2021").tables["3"].columns}
    items = rest | {address: None for address in edition("2021").addresses() if address.startswith("3.closed.")}
    part = line | {"3.closed.person": 2, "3.closed.total": 2}
    made = add("2021", [pack("2021", one) for one in (line, items, part)])
    assert made.empty == {0: (7, "3.closed.person"), 1: (21, "3.closed.not_corrected.person"), 2: (5, "3.closed.enterprise")}
    assert made.grouped == {"3.closed": [0, 2]}
    assert (made.cells["3.closed.total"], made.stated["3.closed.total"], made.stated["3.closed.legal"]) == (2, 1, 0)
    assert [{address for address in cells_of("2021", pack("2021", one)) if address.startswith("3.closed")} for one in (line, items)] == [
        set(line) - set(rest), set(items) - set(rest)]


def test_rows_of_another_form_are_refused():
    with pytest.raises(ValueError):
        add("2019", [pack("2021", {})])
    assert unpack("2021", pack("2021", {}))["3.received.total"] is None
