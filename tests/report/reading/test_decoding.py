"""What the bytes say comes before what the file declares; a broken byte costs one character, not the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.reading.decoding import decode

SIMPLIFIED = "本年新收政府信息公开申请12件，上年结转3件。其中“自然人”7件；法人或其他组织8件（详见附表）。\n" * 8
TRADITIONAL = "本年新收政府資訊公開申請12件，上年結轉3件。其中自然人7件，法人或其他組織8件，詳見附表。\n" * 8


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "no such thing"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gb18030"), (SIMPLIFIED, "gbk"), (TRADITIONAL, "utf-8"),
     (SIMPLIFIED, "utf-8-sig"), (SIMPLIFIED, "utf-16"), (SIMPLIFIED, "utf-32"), (SIMPLIFIED, "utf-16-le")],
)
def test_text_comes_back_whatever_was_declared(text, encoding, declared):
    assert decode(text.encode(encoding), declared).text == text


@pytest.mark.parametrize("declared", [None, "utf-8", "gbk", "big5"])
def test_big5_is_known_by_its_common_characters(declared):
    read = decode(TRADITIONAL.encode("big5"), declared)
    assert (read.text, read.encoding) == (TRADITIONAL, "big5hkscs")


def test_traditional_characters_in_gbk_are_not_taken_for_big5():
    assert decode(TRADITIONAL.encode("gbk"), None).text == TRADITIONAL


def test_four_byte_characters_of_gb18030():
    text = SIMPLIFIED + "㛃村𠮷"
    assert decode(text.encode("gb18030"), "gb2312").text == text


@pytest.mark.parametrize(
    ("text", "declared"), [("联通", None), ("联通", "gb2312"), ("¥100 · ©", None), ("¥100", "utf-8")])
def test_short_text_that_fits_two_encodings(text, declared):
    encoding = "gbk" if text == "联通" else "utf-8"
    assert decode(text.encode(encoding), declared).text == text


def test_one_broken_byte_costs_one_place_and_is_reported():
    data = SIMPLIFIED.encode()
    at = data.index("自然人".encode())
    read = decode(data[:at] + b"\xff" + data[at:], "utf-8")
    assert read.text == SIMPLIFIED.replace("自然人", "\ufffd自然人", 1)
    assert read.replaced == 1
    assert read.remark == "文件中有 1 处字节无法按 UTF-8 编码识别，读出的文字以“\ufffd”代替，请核对这些地方的原文。"


def test_a_cut_character_at_the_end_is_reported():
    read = decode(SIMPLIFIED.encode()[:-2], None)
    assert read.encoding == "utf-8" and read.replaced == 1


def test_broken_bytes_in_gb18030_are_counted_and_spare_the_digits():
    read = decode(SIMPLIFIED.encode("gbk") + "结转".encode("gbk") + b"\xff 12", "gbk")
    assert read.replaced == 1 and read.text.endswith("结转\ufffd 12")


def test_replacement_characters_that_stand_in_the_source_are_not_counted():
    read = decode((SIMPLIFIED + "\ufffd").encode() + b"\xff", None)
    assert read.replaced == 1 and read.text.count("\ufffd") == 2


@pytest.mark.parametrize(
    ("encoding", "declared", "really"), [("gb18030", "UTF-8", "GB18030"), ("utf-8", "gb2312", "UTF-8")])
def test_a_wrong_declaration_is_remarked(encoding, declared, really):
    remark = decode(SIMPLIFIED.encode(encoding), declared).remark
    assert remark == f"文件声明的编码是 {declared}，实际是 {really}，已按 {really} 读取。"


@pytest.mark.parametrize(
    ("encoding", "declared"), [("gb18030", "gb2312"), ("gbk", "GBK"), ("utf-8", "utf-8"), ("utf-16", "utf-16")])
def test_a_right_declaration_is_not(encoding, declared):
    assert decode(SIMPLIFIED.encode(encoding), declared).remark is None


def test_ascii_fits_every_declaration():
    assert decode(b"<html>12</html>", "gb2312").remark is None


def test_a_utf8_mark_glued_onto_a_gbk_page():
    assert decode(b"\xef\xbb\xbf" + SIMPLIFIED.encode("gbk"), None).text == SIMPLIFIED


@given(
    st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_text_in_a_marked_encoding_comes_back(text, encoding):
    if encoding == "utf-8":
        text = "公" + text  # a short text without any Chinese character may be something else
    expected = text.lstrip("\ufeff") if text.startswith("\ufeff") and encoding == "utf-8" else text
    assert decode(text.encode(encoding), None).text == expected


@given(st.binary(), st.sampled_from([None, "utf-8", "gbk", "big5", "utf-16"]))
def test_no_bytes_raise(data, declared):
    read = decode(data, declared)
    assert read.replaced >= 0 and (read.replaced == 0 or read.remark)
