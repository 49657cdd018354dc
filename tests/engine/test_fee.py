"""The processing fee: bands, steps, refusals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.fee import fee
from gongkai.errors import GongkaiError

SOME = st.integers(0, 500)


def test_forty_five_items_are_charged_band_by_band() -> None:
    found = fee(items=45)
    assert (found.amount, found.method) == (5500, "按件")
    assert [step.sentence for step in found.steps] == [
        "第1至10件，共10件，不收费",
        "第11至30件，共20件，每件100元，计2000元",
        "第31至40件，共10件，每件200元，计2000元",
        "第41至45件，共5件，每件300元，计1500元",
    ]
    assert "国办函〔2020〕109号" in found.basis and "第四条" in found.basis


@given(SOME, SOME)
def test_a_month_costs_the_same_however_it_is_cut(first: int, second: int) -> None:
    assert fee(items=first).amount + fee(items=second, prior=first).amount == fee(items=first + second).amount


@given(SOME, SOME)
def test_more_never_costs_less(number: int, more: int) -> None:
    assert fee(pages=number).amount <= fee(pages=number + more).amount
    assert fee(items=number).amount <= fee(items=number + more).amount


@given(SOME)
def test_the_steps_add_up_and_cover_every_unit(number: int) -> None:
    for found in (fee(items=number), fee(pages=number)):
        assert found.amount == sum(step.count * step.rate for step in found.steps)
        assert [unit for step in found.steps for unit in range(step.first, step.last + 1)] == [*range(1, number + 1)]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({}, "请给出件数"),
        ({"items": 1, "pages": 1}, "不得同时计收"),
        ({"items": -1}, "件数-1有误"),
        ({"pages": 100_001}, "页数100001有误"),
        ({"items": 1, "prior": -1}, "此前件数-1有误"),
        ({"pages": 40, "prior": 3}, "请去掉 --prior"),
        ({"items": 12, "on": date(2020, 12, 31)}, "2020年12月31日"),
    ],
)
def test_bad_input_is_refused_in_one_chinese_sentence(arguments: dict[str, int], part: str) -> None:
    with pytest.raises(GongkaiError) as caught:
        fee(**arguments)  # type: ignore[arg-type]
    assert part in str(caught.value) and str(caught.value).endswith("。")


def test_the_rates_of_a_day_are_those_in_force() -> None:
    assert fee(items=12, on=date(2021, 1, 1)).amount == 200
