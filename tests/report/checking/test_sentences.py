"""Which sentences of one text stand in another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.checking.sentences import masked, match, split

SENTENCES = st.lists(st.text("甲乙丙丁戊12，", min_size=1, max_size=12).map(lambda text: text + "。"), max_size=12)


def test_figures_spaces_and_numbering_do_not_tell_sentences_apart() -> None:
    assert masked("一是公开 36 条，占1.5%。") == masked("（二）公开1,203条，占20%。") == "公开#条，占#。"


def test_a_sentence_is_used_once() -> None:
    made = match(["甲乙丙。"], ["甲乙丙。", "甲乙丙。"], alike=90)
    assert (len(made.pairs), made.added, made.share) == (1, ["甲乙丙。"], 0.5)


def test_alike_sentences_are_changed_ones() -> None:
    made = match(["全年组织培训两次，覆盖全部科室。"], ["全年组织培训三次，覆盖全部科室。"], alike=90)
    assert [(pair.old, pair.new) for pair in made.changed] == [("全年组织培训两次，覆盖全部科室。", "全年组织培训三次，覆盖全部科室。")]


@given(SENTENCES, SENTENCES)
def test_every_sentence_is_paired_added_or_removed(old: list[str], new: list[str]) -> None:
    made = match(old, new, alike=92)
    assert sorted([pair.new for pair in made.pairs] + made.added) == sorted(new)
    assert sorted([pair.old for pair in made.pairs] + made.removed) == sorted(old)
    assert 0 <= made.share <= 1


@given(SENTENCES)
def test_a_text_is_all_reused_in_itself(text: list[str]) -> None:
    made = match(text, text, alike=92)
    assert not made.added and not made.removed and not made.changed and made.share == (1 if text else 0)


@given(SENTENCES)
def test_splitting_loses_nothing(sentences: list[str]) -> None:
    assert "".join(split("".join(sentences))) == "".join(sentences)
