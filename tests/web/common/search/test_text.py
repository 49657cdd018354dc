import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.web.common.search import marked, plain, snippet, words
from gongkai.web.common.search.text import asked_numbers, fold, grams, numbers, squeeze, term


@pytest.mark.parametrize("one, other", [
    ("政府資訊公開條例", "政府资讯公开条例"), ("ＡＢＣ１２", "abc12"), ("〔2024〕", "[2024]"), ("（2024）", "【2024】"), ("“公开”", '"公开"'),
    ("關於印發", "关于印发"),
])
def test_forms_of_one_character_are_one(one, other):
    assert fold(squeeze(one)) == fold(squeeze(other))


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once_for_all(text):
    squeezed = squeeze(text)
    folded = fold(squeezed)
    assert len(folded) == len(squeezed)
    assert fold(squeeze(folded)) == folded
    assert all(character.isalnum() or not character.isascii() for character in folded)


def test_spaces_within_chinese_are_no_letters_and_a_line_ends_a_word():
    assert squeeze("石 里　镇 2024 年\u200b度 open  data\r\n\n 二、") == "石里镇2024年度open data\n二、"


@pytest.mark.parametrize("asked, expected", [
    ("教发〔2024〕12号", ("教发·2024·12号",)), ("  教育\u3000通知 教育", ("教育", "通知")), ('"公开" OR (条例) NOT *', ("公开", "or", "条例", "not")),
    ("% * ' \" ( ) -- ;", ()), ("", ()), ("100%", ("100",)), ("《条例》", ("条例",)),
])
def test_words_of_a_query_have_no_operators(asked, expected):
    assert words(asked) == expected


def test_a_text_without_two_characters_has_no_bigrams():
    assert list(grams("公")) == list(grams("")) == []


def test_a_filter_value_is_one_word_and_no_other_value_is_the_same():
    values = ["a-b", "a_b", "a b", "ab", "甲", "甲·", "12"]
    made = [term("genre", value) for value in values]
    assert len(set(made)) == len(values)
    assert not any(character.isspace() or (character.isascii() and not character.isalnum()) for word in made for character in word)


def test_the_text_of_html_is_what_a_reader_sees():
    assert plain("<p>甲<b>乙</b>丙</p><p>丁</p><script>x</script>") == "甲乙丙\n丁"


def test_snippets_mark_every_form_of_a_word_and_escape_the_rest():
    shown = snippet("<script>alert(1)</script>" + "前" * 200 + "政府資訊公開條例" + "后" * 200, words("资讯公开"))
    assert "<mark>資訊公開</mark>" in shown and "<script>" not in shown and shown.startswith("…") and shown.endswith("…")
    assert marked("<b>公开</b>&", words("公开")) == "&lt;b&gt;<mark>公开</mark>&lt;/b&gt;&amp;"


def test_a_snippet_without_a_place_is_the_beginning():
    assert snippet("甲乙丙", words("丁戊")) == "甲乙丙"


@given(st.text(st.sampled_from("发·12024a号"), max_size=30), st.data())
def test_a_text_has_every_number_that_is_asked_of_a_piece_of_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    assert numbers(text) >= set(asked_numbers(text[start:data.draw(st.integers(start, len(text)))]))


@pytest.mark.parametrize("text, asked, there", [
    ("截至2022年底，水发", "水发·2022", False), ("水发·2022·3号", "水发·2022", True), ("水发·20221号", "发·2022·", False),
])
def test_a_year_in_a_document_number_is_told_from_one_in_a_date(text, asked, there):
    assert (numbers(fold(text)) >= set(asked_numbers(asked))) == there
