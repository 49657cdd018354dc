"""Indicators by their formulas, and values unlike others."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.lawfile import LawError
from gongkai.report.form import edition, editions
from gongkai.report.indicators import FILE, Rate, indicators, vocabulary
from gongkai.report.unusual import look


def cells(**more):
    made = dict.fromkeys(edition("2021").addresses(), 0)
    return made | {address.replace("__", "."): value for address, value in more.items()}


def rate(key, values, name="2021"):
    return indicators()[key].of_cells(name, values.get)


def test_rates_are_sums_of_cells_over_sums_of_cells():
    values = cells() | {"3.granted.total": 6, "3.partial.total": 2, "3.processed.total": 10, "3.received.total": 9, "3.carried_in.total": 3,
                        "3.carried_out.total": 2, "3.denied.third_party.total": 1, "3.denied.deliberative.total": 1}
    assert rate("disclosure_rate", values).share == Decimal("0.8")
    assert rate("partial_rate", values).share == Decimal("0.2")
    assert rate("denial_rate", values) == Rate(2, 10)
    assert rate("carried_rate", values) == Rate(2, 12)


def test_what_is_not_decided_yet_is_not_divided_by():
    values = cells() | {"4.review.upheld": 3, "4.review.corrected": 1, "4.review.pending": 6, "4.review.total": 10,
                        "4.litigation_direct.corrected": 1, "4.litigation_after_review.upheld": 4}
    assert rate("review_corrected_rate", values) == Rate(1, 4)
    assert rate("suit_corrected_rate", values) == Rate(1, 5)


def test_nothing_divided_by_nothing_is_no_rate():
    found = rate("disclosure_rate", cells())
    assert (found.share, found.over, found.why_none) == (None, 0, "分母为0")


def test_an_empty_cell_makes_no_zero():
    found = rate("denial_rate", cells() | {"3.processed.total": 4, "3.denied.state_secret.total": None})
    assert (found.share, found.empty) == (None, "3.denied.state_secret.total")


def test_a_group_printed_as_one_row_counts_as_its_items():
    values = {address: value for address, value in cells().items() if not address.startswith("3.denied.")}
    assert rate("denial_rate", values | {"3.denied.total": 3, "3.processed.total": 4}) == Rate(3, 4)


@pytest.mark.parametrize("key", list(indicators()))
@pytest.mark.parametrize("name", list(editions()))
def test_every_formula_is_shown_in_the_words_of_its_edition(key, name):
    assert "÷" in indicators()[key].formula(name) and "表" in indicators()[key].formula(name)


@pytest.mark.parametrize(("old", "new", "word"), [
    ("of: [3.partial.total]", "of: [3.partal.total]", "3.partal.total"), ('["2019", "2021"]', '["2017"]', "2017"),
    ("key: partial_rate", "key: disclosure_rate", "twice"), ("watched: [", "watched: [3.nobody.total, ", "3.nobody.total")])
def test_a_file_that_names_what_there_is_not_is_refused(tmp_path, old, new, word):
    path = tmp_path / "indicators.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=word):
        vocabulary.__wrapped__(path)


OTHERS = [10, 12, 9, 11, 10]


def test_a_wild_value_is_told_with_its_median_and_number():
    found = look(90, OTHERS)
    assert (found.median, found.n, found.above) == (10, 5, True)
    assert found.deviations == Decimal(80) / Decimal("1.4826")
    assert look(Decimal("0.1"), [Decimal("0.7"), Decimal("0.8"), Decimal("0.75"), Decimal("0.72"), Decimal("0.78")], rate=True).above is False


@pytest.mark.parametrize(("value", "others"), [
    (90, OTHERS[:4]), (90, [*OTHERS[:4], None, None]), (None, OTHERS), (12, OTHERS), (4, [0] * 6), (13, OTHERS)])
def test_too_few_others_an_absent_value_or_a_small_difference_say_nothing(value, others):
    assert look(value, others) is None


def test_where_all_others_are_alike_a_large_difference_is_told():
    found = look(40, [3] * 8)
    assert (found.median, found.deviations) == (3, None)
    assert look(40, [3] * 7 + [4]).deviations > 100, "where more than half are alike the mean distance serves"


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=40), st.integers(0, 10**6))
def test_the_order_of_the_others_does_not_matter(others, value):
    assert look(value, others) == look(value, sorted(others))
