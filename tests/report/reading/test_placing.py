"""Values → columns: the declared sums as an error-correcting code. What they prove is kept, what they leave open is not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.report.form import edition
from gongkai.report.model import Number, Place
from gongkai.report.reading.heads import Leaf
from gongkai.report.reading.numbers import parse
from gongkai.report.reading.placing import Placed, agreed, place, place_in
from gongkai.report.reading.records import Header, Record
from gongkai.report.reading.rows import Token
from gongkai.report.reading.settling import columns_hold, holding, settle

FORM = edition("2021")
PERSONS = [Leaf(column.key, column.label) for column in FORM.tables["3"].columns]
RESULTS = [Leaf(column.key, column.label, row="review") for column in FORM.tables["4"].columns]
ALL_RESULTS = [Leaf(column.key, column.label, row=row.key) for row in FORM.tables["4"].leaves()
               for column in FORM.tables["4"].columns]
SUMS = [declared for declared in FORM.sums if declared.table == "3"]


def record(*values: str, key: str = "received", separated: bool = False, columns: Sequence[int] | None = None) -> Record:
    """A printed row; an empty text is an empty cell. With `columns`, cells stand in a grid."""
    place = Place(line=1)
    tokens = [Token("value", text, (), parse(text), place, columns[index] if columns else None)
              for index, text in enumerate(values)]
    return Record("3", key, key, Header("3"), place=place, values=tokens, separated=separated or bool(columns),
                  geometric=bool(columns))


def expand(term: str) -> tuple[str, ...]:
    return tuple(leaf.key or "" for leaf in FORM.tables["3"].row(term).leaves())


def settled(*rows: Placed) -> list[list[Number | str | None]]:
    """What the rows say after settling: for each column a value, None for no value, ? where it is open."""
    settle(list(rows), SUMS, expand)
    return [values(placed) for placed in rows]


def values(placed: Placed) -> list[Number | str | None]:
    return [(token.parsed.value if token and token.parsed else None) if same else "?" for token, same in agreed(placed)]


def read(*printed: str, together: bool = False, leaves: list[Leaf] = PERSONS, separated: bool = False) -> list[Number | str | None]:
    return settled(place(record(*printed, separated=separated), leaves, together))[0]


# -- whole rows -------------------------------------------------------------------------------------------------------


def test_a_whole_row_is_taken_cell_by_cell() -> None:
    placed = place(record("3", "1", "0", "0", "0", "0", "4"), PERSONS, False)
    assert settled(placed) == [[3, 1, 0, 0, 0, 0, 4]]
    assert placed.sure


def test_a_printed_number_is_never_changed_though_it_breaks_the_sum() -> None:
    assert read("3", "1", "0", "0", "0", "0", "9") == [3, 1, 0, 0, 0, 0, 9]


def test_empty_cells_between_borders_stay_empty() -> None:
    assert read("3", "", "", "", "", "", "3", separated=True) == [3, None, None, None, None, None, 3]


def test_a_row_without_any_number_is_empty() -> None:
    assert read("", "", "", "", "", "", "", separated=True) == [None] * 7
    assert read() == [None] * 7
    assert read("", "") == [None] * 7


def test_marks_for_none_take_their_column_and_have_no_value() -> None:
    assert read("3", "/", "/", "/", "/", "/", "3") == [3, None, None, None, None, None, 3]


# -- cells lost -------------------------------------------------------------------------------------------------------


def test_six_numbers_in_seven_columns_stay_open_where_several_columns_could_be_the_empty_one() -> None:
    placed = place(record("3", "1", "0", "0", "0", "4"), PERSONS, False)
    assert settled(placed) == [["?", "?", "?", "?", "?", "?", 4]]
    assert not placed.sure


def test_numbers_are_placed_where_the_sum_proves_them() -> None:
    # 1 to 6 and a total that only fits if the last addend is the one that is missing … which columns is still open.
    assert read("1", "2", "3", "6")[-1] == 6
    assert read("5", "5") == ["?", "?", "?", "?", "?", "?", "?"]


def test_a_total_that_equals_two_numbers_before_it_is_the_total() -> None:
    assert read("2", "3", "5", leaves=RESULTS) == ["?", "?", "?", "?", 5]
    assert read("2", "3", "0", "5", leaves=RESULTS)[-1] == 5


@pytest.mark.parametrize("numbers", [("3",), ("0",), ("0", "0"), ("3", "4")])
def test_too_few_numbers_prove_nothing(numbers: tuple[str, ...]) -> None:
    assert all(value == "?" for value in read(*numbers))


def test_an_all_zero_row_that_lost_a_cell_proves_nothing() -> None:
    assert "?" in read("0", "0", "0", "0", "0", "0")


def test_more_numbers_than_columns_are_not_placed_but_kept() -> None:
    placed = place(record("1", "2", "3", "4", "5", "6", "7", "8"), PERSONS, False)
    assert placed.candidates == []
    assert [token.text for token in placed.record.values] == list("12345678")
    assert settled(placed) == [["?"] * 7]


def test_empty_cells_behind_the_last_number_are_what_is_too_much() -> None:
    assert read("1", "0", "0", "0", "0", "0", "1", "", "", separated=True) == [1, 0, 0, 0, 0, 0, 1]


def test_empty_cells_before_the_first_number_are_taken_off_where_other_rows_show_how_many() -> None:
    row = record("", "1", "", "", "", "", "1", "", separated=True)
    assert values(place(row, PERSONS, False, 1)) == [1, None, None, None, None, 1, None]
    assert "?" in values(place(row, PERSONS, False, None))
    whole = record("", "1", "", "", "", "", "", "1", "", separated=True)
    assert values(place(whole, PERSONS, False, None)) == [1, None, None, None, None, None, 1]


# -- other rows of the table ------------------------------------------------------------------------------------------


def _whole(key: str, *numbers: int) -> Placed:
    return place(record(*map(str, numbers), key=key), PERSONS, False)


def test_the_columns_of_other_rows_tell_where_the_numbers_stand() -> None:
    open_row = place(record("3", "1", "4", key="received"), PERSONS, False)
    settled(open_row, _whole("carried_in", 0, 0, 0, 0, 0, 0, 0), _whole("processed", 3, 0, 0, 1, 0, 0, 4),
            _whole("carried_out", 0, 0, 0, 0, 0, 0, 0))
    assert values(open_row) == [3, None, None, 1, None, None, 4]
    assert not open_row.sure


def test_blank_is_not_zero_an_empty_cell_neither_fits_nor_breaks_a_column() -> None:
    # The zeros could stand in any of five columns, all of which hold: they stay open, and none is made up.
    open_row = place(record("3", "0", "3", key="received"), PERSONS, False)
    settled(open_row, _whole("carried_in", 0, 0, 0, 0, 0, 0, 0), _whole("processed", 3, 0, 0, 0, 0, 0, 3),
            _whole("carried_out", 0, 0, 0, 0, 0, 0, 0))
    assert values(open_row) == [3, "?", "?", "?", "?", "?", 3]


def test_a_whole_reading_of_the_table_strikes_out_the_others() -> None:
    # 202 is 2, 0, 2 or 20, 2 …: the columns of the other rows leave one.
    together = place(record("2000002", key="received"), PERSONS, True)
    settled(together, _whole("carried_in", 0, 0, 0, 0, 0, 0, 0), _whole("processed", 2, 0, 0, 0, 0, 0, 2),
            _whole("carried_out", 0, 0, 0, 0, 0, 0, 0))
    assert values(together) == [2, 0, 0, 0, 0, 0, 2]


def test_the_table_decides_between_splits_that_each_add_up() -> None:
    # 1 1 0 0 0 0 2 or 1 … : 1100002 has one split; 11000011 has two (11,0,0,0,0,0,11 and 1,10,…,11).
    def row() -> Placed:
        return place(record("110000011", key="received"), PERSONS, True)

    alone = row()
    assert "?" in settled(alone)[0]
    among = row()
    settled(among, _whole("carried_in", 0, 0, 0, 0, 0, 0, 0), _whole("processed", 11, 0, 0, 0, 0, 0, 11),
            _whole("carried_out", 0, 0, 0, 0, 0, 0, 0))
    assert values(among) == [11, 0, 0, 0, 0, 0, 11]


def test_rows_that_contradict_each_other_strike_out_nothing() -> None:
    together = place(record("110000011", key="received"), PERSONS, True)
    before = list(together.candidates)
    settled(together, _whole("carried_in", 9, 9, 9, 9, 9, 9, 54), _whole("processed", 1, 0, 0, 0, 0, 0, 1),
            _whole("carried_out", 0, 0, 0, 0, 0, 0, 0))
    assert together.candidates == before


# -- cells run together -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("digits", "wanted"), [
    ("0000000", [0] * 7), ("2000002", [2, 0, 0, 0, 0, 0, 2]), ("1200003", [1, 2, 0, 0, 0, 0, 3]), ("12000001", "?"),
    ("1111116", [1, 1, 1, 1, 1, 1, 6]), ("100000010", [10, 0, 0, 0, 0, 0, 10]),
])
def test_digits_that_ran_together_are_cut_where_the_sum_leaves_one_way(digits: str, wanted: object) -> None:
    found = read(digits, together=True)
    assert found == wanted or (wanted == "?" and all(value == "?" for value in found))


def test_202_is_two_nought_two_in_three_columns() -> None:
    three = [Leaf("upheld", "结果维持", row="review"), Leaf("corrected", "结果纠正", row="review"), Leaf("total", "总计", row="review")]
    assert read("202", together=True, leaves=three) == [2, 0, 2]


def test_digits_are_one_number_where_nothing_else_ran_together() -> None:
    assert "?" in read("2000002", together=False)
    assert read("202", leaves=[Leaf("decisions", "本年处理决定数量")], together=True) == [202]


def test_without_a_total_digits_can_be_cut_in_one_way_only_by_their_count() -> None:
    columns = [Leaf("issued", "本年制发件数"), Leaf("repealed", "本年废止件数"), Leaf("in_force", "现行有效件数")]
    assert read("202", together=True, leaves=columns) == [2, 0, 2]
    assert "?" in read("2012", together=True, leaves=columns)


def test_all_of_table_four_run_together_is_cut_by_its_three_totals() -> None:
    digits = "10001" + "00000" + "02013"
    placed = place(Record("4", "*", "", Header("4"), values=[Token("value", digits, (), parse(digits))]), ALL_RESULTS, True)
    settle([placed], (), lambda term: (term,))
    assert values(placed) == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 1, 3]


def test_a_total_printed_wrong_among_right_ones_is_not_taken_for_another_column() -> None:
    """Six numbers each; the last row's total should be 52, and as an addend it would break nothing."""
    rows = [place(record(*numbers.split(), key=key), PERSONS, False) for key, numbers in {
        "granted": "4 1 2 3 5 15", "partial": "6 2 1 4 7 20", "declined.repeat": "41 1 3 0 7 51"}.items()]
    assert settled(*rows)[2] == ["?"] * 7


@pytest.mark.parametrize("digits", ["9" * 40, "1" * 32, "0" * 500])
def test_endless_digits_are_left_alone(digits: str) -> None:
    assert all(value in ("?", None) for value in read(digits, together=True))


# -- columns in one of several orders -----------------------------------------------------------------------------------


def test_where_the_total_may_stand_first_or_last_the_sums_tell() -> None:
    orders = [PERSONS, [PERSONS[-1], *PERSONS[:-1]]]
    first = place_in(record("4", "3", "1", "0", "0", "0", "0"), orders, False)
    assert dict(zip([leaf.key for leaf in first.leaves], settled(first)[0], strict=True))["total"] == 4
    unknown = place_in(record("2", "0", "0", "0", "0", "0", "2"), orders, False)
    assert values(unknown)[1:-1] == [0, 0, 0, 0, 0] or "?" in values(unknown)
    assert not first.sure


# -- grids --------------------------------------------------------------------------------------------------------------


def _at(leaves: list[Leaf], first: int) -> list[Leaf]:
    return [Leaf(leaf.key, leaf.label, extent=(first + index, first + index + 1)) for index, leaf in enumerate(leaves)]


def test_cells_of_a_grid_stand_under_their_heads() -> None:
    row = record("3", "", "", "", "", "", "3", columns=range(2, 9))
    placed = place(row, _at(PERSONS, 2), False)
    assert values(placed) == [3, None, None, None, None, None, 3]
    assert placed.sure


def test_a_cell_beside_all_heads_makes_the_grid_no_proof() -> None:
    row = record("3", "0", "0", "0", "0", "0", "3", columns=range(1, 8))
    placed = place(row, _at(PERSONS, 2), False)
    assert values(placed) == [3, 0, 0, 0, 0, 0, 3]


def test_two_numbers_under_one_head_are_not_read_as_one() -> None:
    row = record("3", "1", "0", "0", "0", "0", "0", "4", columns=(2, 2, 3, 4, 5, 6, 7, 8))
    assert "?" in values(place(row, _at(PERSONS, 2), False))


# -- properties -----------------------------------------------------------------------------------------------------------

ROWS = st.lists(st.integers(0, 30) | st.just(0), min_size=6, max_size=6).map(lambda parts: [*parts, sum(parts)])


@given(ROWS, st.sets(st.integers(0, 5)))
def test_cells_that_printed_nothing_may_be_dropped_and_no_value_is_wrong(row: list[int], empty: set[int]) -> None:
    """Empty cells vanish from a row whose numbers add up to its total: a value that is given is the right one."""
    truth: list[int | None] = [None if index in empty else value for index, value in enumerate(row[:6])]
    truth.append(sum(value for value in truth if value is not None))
    found = read(*[str(value) for value in truth if value is not None])
    assert all(value == "?" or value == true for value, true in zip(found, truth, strict=True)), (found, truth)


@given(ROWS, st.sets(st.integers(0, 6), min_size=1))
def test_whatever_is_dropped_a_row_that_lost_a_cell_is_never_sure(row: list[int], lost: set[int]) -> None:
    kept = [str(value) for index, value in enumerate(row) if index not in lost]
    assume(kept)
    assert not place(record(*kept), PERSONS, False).sure


@given(ROWS)
def test_a_row_run_together_is_cut_rightly_or_not_at_all(row: list[int]) -> None:
    found = read("".join(map(str, row)), together=True)
    assert all(value == "?" or value == true for value, true in zip(found, row, strict=True)), (found, row)


@given(st.lists(st.lists(st.integers(0, 12), min_size=4, max_size=4), min_size=3, max_size=3))
def test_table_four_run_together_is_cut_rightly_or_not_at_all(groups: list[list[int]]) -> None:
    truth = [number for parts in groups for number in (*parts, sum(parts))]
    digits = "".join(map(str, truth))
    placed = place(Record("4", "*", "", Header("4"), values=[Token("value", digits, (), parse(digits))]), ALL_RESULTS, True)
    settle([placed], (), lambda term: (term,))
    found = values(placed)
    assert all(value == "?" or value == true for value, true in zip(found, truth, strict=True)), (found, truth)


@given(st.data())
def test_a_table_with_one_row_run_together_is_never_read_wrongly(data: st.DataObject) -> None:
    processed, out, before = (data.draw(ROWS) for _ in range(3))
    received = [p + o - b for p, o, b in zip(processed, out, before, strict=True)]
    assume(min(received) >= 0)
    rows = {"received": received, "carried_in": before, "processed": processed, "carried_out": out}
    victim = data.draw(st.sampled_from(sorted(rows)))
    placed = {key: place(record("".join(map(str, row)), key=key), PERSONS, True) if key == victim else _whole(key, *row)
              for key, row in rows.items()}
    settled(*placed.values())
    for key, row in rows.items():
        assert all(value == "?" or value == true for value, true in zip(values(placed[key]), row, strict=True))


@given(st.lists(st.text(st.sampled_from("0123456789/-无 "), max_size=4), max_size=16), st.booleans(), st.booleans())
def test_any_cells_are_placed_in_order_or_not_at_all(cells: list[str], separated: bool, together: bool) -> None:
    placed = place(record(*cells, separated=separated), PERSONS, together)
    for candidate in placed.candidates:
        assert len(candidate) == 7
        if not placed.split:
            kept = [token.text for token in candidate if token is not None and not token.blank]
            assert kept == [token.text for token in placed.record.values if not token.blank]


# -- columns that hold ------------------------------------------------------------------------------------------------------


def _table(**rows: list[int]) -> list[Placed]:
    full = {leaf.key: [0] * 7 for leaf in FORM.tables["3"].leaves()} | {key.replace("__", "."): row for key, row in rows.items()}
    return [_whole(str(key), *row) for key, row in full.items()]


def test_a_table_whose_columns_hold_is_told_from_one_that_is_all_zero_or_broken() -> None:
    four = [4, 0, 0, 0, 0, 0, 4]
    assert columns_hold(_table(received=four, granted=four, processed=four), SUMS, expand)
    assert not columns_hold(_table(), SUMS, expand)
    assert not columns_hold(_table(received=four, processed=four), SUMS, expand)
    assert not columns_hold(_table(received=four, granted=four, processed=four)[1:], SUMS, expand)


def test_all_splits_are_found_that_add_up() -> None:
    """The list of splits against the plain way to make them, for all digits in four columns."""
    three = [Leaf(key, key, row="review") for key in ("upheld", "corrected", "other")]
    total = Leaf("total", "总计", row="review")
    for digits in ("1001", "10011", "11011", "123", "1236", "111113", "00000"):
        cuts = [cut for cut in product(range(1, len(digits)), repeat=3) if list(cut) == sorted(set(cut))]
        parts = [(digits[:a], digits[a:b], digits[b:c], digits[c:]) for a, b, c in cuts]
        wanted = {tuple(map(int, part)) for part in parts if all(p == "0" or p[0] != "0" for p in part)
                  and int(part[0]) + int(part[1]) + int(part[2]) == int(part[3])}
        found = place(record(digits), [*three, total], True)
        assert {tuple(found.numbers(candidate)) for candidate in found.candidates} == wanted or (
            len(digits) < 4), digits


_SOME = st.dictionaries(st.sampled_from("abc"), st.none() | st.integers(-3, 3) | st.sampled_from([Decimal("0.5"), Decimal("-1.25"), 10**30]))


@given(_SOME, st.lists(st.lists(_SOME, min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_holds_is_what_trying_every_choice_finds(base: dict[str, Number | None], options: list[list[dict[str, Number | None]]]) -> None:
    kept: list[set[int]] = [set() for _ in options]
    for choice in product(*(range(len(option)) for option in options)):
        chosen = [base, *(option[index] for option, index in zip(options, choice, strict=True))]
        columns = [[vector.get(key, 0) for vector in chosen] for key in "abc"]
        if all(None in column or not sum(map(Fraction, column)) for column in columns):
            for term, index in zip(kept, choice, strict=True):
                term.add(index)
    assert holding(base, options) == kept
