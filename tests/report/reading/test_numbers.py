"""What stands in a table's cell: numbers in every printed form, empty cells, marks and words stay apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.reading.numbers import Parsed, chinese, in_unit, parse

# Printed text → value, unit, note, approximate.
NUMBERS = [
    # plain
    ("0", 0), ("7", 7), ("1203", 1203), (" 12 ", 12), ("\u300012\u3000", 12), ("\xa012\xa0", 12), ("12\u200b", 12),
    ("\ufeff8", 8), ("1\u200b2", 12), ("\u202d12\u202c", 12), ("\u200e5", 5), ("\u2066-3\u2069", -3), ("999999999", 999_999_999),
    # thousands, in both widths
    ("1,203", 1203), ("1，203", 1203), ("1,234,567", 1_234_567), ("12，345，678", 12_345_678), ("1, 203", 1203),
    # full width
    ("１２", 12), ("１，２０３", 1203), ("０", 0), ("２５．１", Decimal("25.1")),
    # decimals
    ("25.1", Decimal("25.1")), ("0.5", Decimal("0.5")), (".5", Decimal("0.5")), ("3.141593", Decimal("3.141593")),
    ("12.00", Decimal("12.00")), ("0.00", Decimal("0")), ("1,203.50", Decimal("1203.5")),
    # Chinese numerals
    ("十二", 12), ("十", 10), ("二十", 20), ("一百零三", 103), ("一百二十三", 123), ("两", 2), ("零", 0), ("〇", 0),
    ("三千零五", 3005), ("二〇", 20), ("九千九百九十九", 9999),
    # with a sign
    ("-3", -3), ("−3", -3), ("－3", -3), ("+3", 3), ("减4", -4), ("增3", 3), ("减少4", -4), ("增加3", 3), ("减 4", -4), ("↓4", -4),
    ("↑3", 3), ("减4项", -4), ("增0", 0),
    # with words that say nothing of their own
    ("共12", 12), ("共计12件", 12), ("合计3", 3), ("12。", 12), ("12；", 12),
]


@pytest.mark.parametrize(("printed", "value"), NUMBERS)
def test_a_number_is_read_however_it_is_printed(printed: str, value: int | Decimal) -> None:
    parsed = parse(printed)
    assert (parsed.kind, parsed.value) == ("number", value)
    assert not parsed.approximate
    assert parsed.note is None


@pytest.mark.parametrize(("printed", "value", "unit"), [
    ("0件", 0, "件"), ("12件", 12, "件"), ("12 件", 12, "件"), ("十二件", 12, "件"), ("3项", 3, "项"), ("5条", 5, "条"), ("36人次", 36, "人次"),
    ("251000元", 251_000, "元"), ("25.1万元", Decimal("25.1"), "万元"), ("25.1 万元", Decimal("25.1"), "万元"),
    ("￥12.5万元", Decimal("12.5"), "万元"), ("¥3", 3, "￥"), ("￥251000元", 251_000, "元"), ("1.2亿元", Decimal("1.2"), "亿元"), ("3万", 3, "万"),
    ("人民币", None, None), ("0元", 0, "元"), ("12万件", 12, "万件"), ("100元人民币", 100, "元"),
])
def test_the_unit_of_measure_is_kept_as_printed(printed: str, value: object, unit: str | None) -> None:
    parsed = parse(printed)
    assert (parsed.value, parsed.unit) == (value, unit)


@pytest.mark.parametrize(("printed", "value", "note"), [
    ("22（其中修订16件）", 22, "（其中修订16件）"),
    ("22(其中修订16件)", 22, "(其中修订16件)"),
    ("55（含自然失效29件）", 55, "（含自然失效29件）"),
    ("22件（其中修订16件）", 22, "（其中修订16件）"),
    ("22其中修订16件", 22, "其中修订16件"),
    ("22，其中修订16件", 22, "其中修订16件"),
    ("22【含上年】", 22, "【含上年】"),
    ("3*", 3, "*"),
    ("0（无）", 0, "（无）"),
    ("1,203（其中1,000件）", 1203, "（其中1,000件）"),
    ("１２（其中３件）", 12, "（其中３件）"),
])
def test_what_stands_beside_a_number_is_its_note(printed: str, value: int, note: str) -> None:
    parsed = parse(printed)
    assert (parsed.kind, parsed.value, parsed.note) == ("number", value, note)


@pytest.mark.parametrize(("printed", "value"), [
    ("约20", 20), ("20余件", 20), ("20多件", 20), ("近20件", 20), ("超20", 20), ("超过20件", 20), ("逾20", 20), ("约 20 件", 20)])
def test_an_approximate_number_says_so(printed: str, value: int) -> None:
    parsed = parse(printed)
    assert (parsed.kind, parsed.value, parsed.approximate) == ("number", value, True)


@pytest.mark.parametrize("printed", ["", " ", "\u3000", "\xa0\xa0", "\t", "\n", "\u200b", "\ufeff", " \u3000\u200b"])
def test_nothing_is_empty(printed: str) -> None:
    assert parse(printed) == Parsed("empty")


@pytest.mark.parametrize("printed", ["/", "／", "\\", "-", "－", "—", "——", "–", "−", "无", "没有", "空", "*", "…", "……", "~", "无数据",
                                     "不涉及", "N/A", "n/a", "无 ", " / "])
def test_marks_for_none_are_neither_zero_nor_empty(printed: str) -> None:
    assert parse(printed) == Parsed("mark")


@pytest.mark.parametrize("printed", ["00", "000", "0000000", "012", "007", "0" * 40, "1" * 41, "０００"])
def test_digits_that_can_be_no_single_number_are_kept_apart(printed: str) -> None:
    assert parse(printed) == Parsed("digits")


@pytest.mark.parametrize("printed", [
    "1 203", "0 0 1", "1 2", "12 3件", "1\u3000203",  # two numbers or one: not ours to say
    "1,2", "12,34", "1,2034", ",5", "1.2.3", "1..2", "12-15", "3/4", "2023-01-01", "20%", "1+2", "1=1", "五十以上",
    "详见附表", "见附件", "自然人", "件", "件12", "十十", "百", "二十百", "第3", "3起诉", "12abc", "1e5", "0x10", "①", "减", "约", "增减",
    "减-4", "12、", "--4", "一二三四五六七八九一二三四五六七八九一二三", "1" * 39 + "件件件件件",
])
def test_anything_else_is_words(printed: str) -> None:
    assert parse(printed).kind == "text"
    assert parse(printed).value is None


@pytest.mark.parametrize("printed", ["57  0", "1  2", "0   0", "12 \u3000 3", "1\n\n2", "1 203", "\u202e12"])
def test_numbers_that_blanks_part_are_never_joined(printed: str) -> None:
    assert parse(printed).value is None


@pytest.mark.parametrize("printed", ["１２", "1，203", "２２（其中修订１６件）", "（无）", "12[注]", "3（", "（3）", "【】", "*3"])
def test_odd_marks_never_raise(printed: str) -> None:
    assert parse(printed).kind in ("number", "text", "mark")


@pytest.mark.parametrize("size", [100, 10_000, 1_000_000])
@pytest.mark.parametrize("piece", ["1", "1,000", "十", "（", "-", "1 ", "减", "含1", "*", "件"])
def test_very_long_cells_are_no_numbers(piece: str, size: int) -> None:
    assert parse(piece * (size // len(piece))).kind in ("text", "digits")


def test_a_number_with_a_very_long_note_is_still_a_number() -> None:
    parsed = parse("22（其中" + "修订一件" * 200 + "）")
    assert parsed.value == 22
    assert parsed.note is not None and parsed.note.startswith("（其中修订一件")


# -- Chinese numerals ---------------------------------------------------------------------------------------------

_DIGITS = "零一二三四五六七八九"


def _spelled(number: int) -> str:
    """A number below ten thousand as it is said."""
    if number < 10:
        return _DIGITS[number]
    text, zero = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            text += ("零" if zero else "") + _DIGITS[digit] + word
        zero = bool(text) and not digit
        if not number:
            break
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(0, 9999))
def test_every_spoken_numeral_below_ten_thousand_is_known(number: int) -> None:
    assert chinese(_spelled(number)) == number
    assert parse(_spelled(number)).value == number


@pytest.mark.parametrize("text", ["", "百", "十十", "二百百", "三二十", "零百", "一" * 21, "12", "甲", "百一", "千百"])
def test_what_no_one_says_is_no_numeral(text: str) -> None:
    assert chinese(text) is None


@pytest.mark.parametrize(("text", "value"), [("二〇二三", 2023), ("一〇", 10), ("两百", 200), ("一百一", 101), ("十三", 13), ("百〇三", None)])
def test_numerals_read_by_digits_or_by_scale(text: str, value: int | None) -> None:
    assert chinese(text) == value


# -- units of measure -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("printed", "column", "value"), [
    ("251000元", "万元", Decimal("25.1")), ("251000.50元", "万元", Decimal("25.10005")), ("25.1万元", "万元", Decimal("25.1")),
    ("25.1", "万元", Decimal("25.1")), ("0元", "万元", 0), ("10000元", "万元", 1), ("1.2亿元", "万元", 12_000), ("3万", "万元", 3),
    ("12件", "件", 12), ("12项", "件", 12), ("12条", "件", 12), ("12件", "万元", None), ("12元", "件", None), ("1.2万件", "件", 12_000),
    ("3万", "件", 30_000), ("-", "件", None), ("", "万元", None), ("0", "万元", 0),
])
def test_a_value_is_given_in_the_columns_unit_or_not_at_all(printed: str, column: str, value: object) -> None:
    assert in_unit(parse(printed), column) == value


@given(st.decimals(0, 10**9, places=2))
def test_yuan_and_wan_are_the_same_money(amount: Decimal) -> None:
    in_wan = in_unit(parse(f"{amount}元"), "万元")
    assert in_wan is not None
    assert Decimal(in_wan) * 10_000 == amount


# -- properties -----------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}", " {} ", "{}件", "{}（其中1件）", "共{}"]))
def test_any_count_is_read_back(number: int, shape: str) -> None:
    assert parse(shape.format(number)).value == number


@given(st.integers(0, 10**12).map(lambda number: f"{number:,}"))
def test_the_width_of_the_characters_does_not_matter(printed: str) -> None:
    wide = printed.translate({ord(half): full for half, full in zip("0123456789,", "０１２３４５６７８９，", strict=True)})
    assert parse(wide).value == parse(printed).value


@given(st.text(st.sampled_from("0123456789一二十百零〇,.，-—/减增约余件元万（）() \t\u3000无其中含"), max_size=30))
def test_no_text_raises_and_only_numbers_have_values(text: str) -> None:
    parsed = parse(text)
    assert (parsed.value is not None) == (parsed.kind == "number")
    assert parsed.kind in ("number", "empty", "mark", "digits", "text")


@given(st.text("0123456789", min_size=1, max_size=30), st.text("0123456789", min_size=1, max_size=30))
def test_two_numbers_with_a_space_between_are_never_one(left: str, right: str) -> None:
    assert parse(f"{left} {right}").kind == "text"

def test_a_numbering_behind_a_number_is_no_note_of_it() -> None:
    assert parse("22 （七）总计 24 242").kind == "text"
    assert parse("22（其中修订16件）").value == 22


@pytest.mark.parametrize(("text", "value"), [("负4", -4), ("下降4", -4), ("减：4", -4), ("净增3项", 3), ("新增3", 3), ("增：3", 3)])
def test_the_sign_of_a_change_in_words(text: str, value: int) -> None:
    assert parse(text).value == value


@pytest.mark.parametrize("text", ["---3", "负", "下降", "新增"])
def test_a_sign_without_its_number(text: str) -> None:
    assert parse(text).value is None
