"""A unit's numbers in one packed row."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.frames import addresses
from gongkai.web.annualreport.domain.figures import pack, unpack

NUMBERS = st.one_of(st.none(), st.integers(-10**11, 10**11), st.decimals(-10**9, 10**9, places=6))


@given(st.lists(NUMBERS, min_size=20, max_size=20))
def test_what_is_packed_comes_out_the_same(values):
    known = addresses("2021")
    given_values = dict(zip(known[::9], values, strict=False))
    out = unpack("2021", pack("2021", given_values))
    assert list(out) == list(known)
    assert {address: value for address, value in out.items() if value is not None} == {
        address: value for address, value in given_values.items() if value is not None}


def test_zero_and_nothing_stay_apart():
    first, second, *_ = addresses("2021")
    out = unpack("2021", pack("2021", {first: 0, second: None}))
    assert (out[first], out[second]) == (0, None)


@pytest.mark.parametrize("value", [10**14, Decimal("0.0000001")])
def test_what_cannot_be_kept_whole_is_refused(value):
    with pytest.raises(ValueError):
        pack("2021", {addresses("2021")[0]: value})


def test_numbers_of_another_form_are_refused():
    with pytest.raises(ValueError):
        unpack("2019", pack("2021", {}))
