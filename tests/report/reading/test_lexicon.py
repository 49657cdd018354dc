"""Which label is this? Official wordings, variants, misprints, runs of labels; no words of prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.form import edition, editions, load
from gongkai.report.reading.lexicon import Lexicon, bare, lexicon

WORDS = lexicon()


def _keys(text: str, table: str = "3") -> set[str | None]:
    return {meaning.key for meaning in WORDS.find(text) if meaning.table == table}


def _labels() -> list[tuple[str, str, str | None, str]]:
    """Every label of every edition: edition, table, key, wording."""
    return [(name, number, row.key, words) for name, form in editions().items()
            for number, table in form.tables.items()
            for row in (table.row(key) for key in table) for words in (row.label, *row.variants)]


@pytest.mark.parametrize(("printed", "spelling"), [
    ("1.属于国家秘密", "属于国家秘密"), ("１．属于国家秘密", "属于国家秘密"), ("1、属于国家秘密", "属于国家秘密"), ("（一）予以公开", "予以公开"),
    ("(一)予以公开", "予以公开"), ("（ 一 ） 予以公开", "予以公开"), ("一、本年新收", "本年新收"), ("①属于国家秘密", "属于国家秘密"),
    ("商 业 企 业", "商业企业"), ("商\u3000业企业", "商业企业"), ("商业\u200b企业", "商业企业"), ("商业\n企业", "商业企业"),
    ("3.危及“三安全一稳定”", "危及三安全一稳定"), ('3.危及"三安全一稳定"', "危及三安全一稳定"), ("3.危及「三安全一稳定」", "危及三安全一稳定"),
    ("本年增/减", "本年增减"), ("本年增\\减", "本年增减"), ("本年增／减", "本年增减"), ("第20条第（1）项", "第20条第1项"), ("第２０条", "第20条"),
    ("", ""), ("——", ""), ("（一）", ""), ("20", "20"), ("2.5万", "25万"),
])
def test_the_bare_spelling_leaves_out_numbering_spaces_and_marks(printed: str, spelling: str) -> None:
    assert bare(printed) == spelling


@pytest.mark.parametrize(("name", "table", "key", "words"), _labels())
def test_every_official_label_and_variant_is_found(name: str, table: str, key: str, words: str) -> None:
    found = [meaning for meaning in WORDS.find(words) if meaning.table == table and meaning.key == key]
    assert found
    assert any(name in meaning.editions for meaning in found)


@pytest.mark.parametrize(("printed", "key"), [
    ("一、本年新收政府信息公开申请数量", "received"), ("本年新收政府信息公开申请数量", "received"), ("一本年新收政府信息公开申请数量", "received"),
    ("一、 本年新收政府信息公开申请情况", "received"), ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "partial"),
    ("（二）部分公开", "partial"), ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "partial"),
    ("2.其他法律、行政法规禁止公开", "denied.law_prohibited"), ("3.危及‘三安全一稳定’", "denied.security_stability"),
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "closed.not_corrected"), ("1.逾期不补正", "closed.not_corrected"),
    ("四、结转下年度继续办理", "carried_out"), ("1属于国家秘密", "denied.state_secret"), ("1 .属于国家秘密", "denied.state_secret"),
])
def test_labels_are_told_however_they_are_printed(printed: str, key: str) -> None:
    assert _keys(printed) == {key}


def test_one_spelling_may_mean_several_things() -> None:
    assert {(m.table, m.kind, m.key) for m in WORDS.find("其他")} >= {
        ("3", "head", "other"), ("3", "row", "closed.other"), ("4", "head", "other")}
    assert {(m.table, m.kind) for m in WORDS.find("总计")} >= {("3", "head"), ("3", "row"), ("4", "head")}


def test_a_note_in_brackets_does_not_hide_a_label() -> None:
    assert _keys("行政许可（含备案3件）", "2") == {"licensing"}
    assert _keys("行政处罚【不含简易程序】", "2") == {"penalty"}
    assert _keys("自然人（人）") == {"person"}


@pytest.mark.parametrize("text", [
    "", " ", "。", "12", "（一）", "政府信息公开", "本年度共收到申请4件", "行政检查", "行政许可和行政处罚事项依法公开", "总计划", "其他事项", "自然", "商业",
    "件", "一、总体情况", "三", "予以公开" * 100,
])
def test_other_words_are_no_labels(text: str) -> None:
    assert WORDS.find(text) == ()


def test_a_label_names_the_editions_that_have_it() -> None:
    def of(text: str, kind: str) -> set[frozenset[str]]:
        return {meaning.editions for meaning in WORDS.find(text) if meaning.kind == kind}

    assert of("现行有效件数", "head") == {frozenset({"2021"})}
    assert of("对外公开总数量", "head") == {frozenset({"2019"})}
    assert of("予以公开", "row") == {frozenset({"2019", "2021"})}


# -- misprints ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("printed", "key"), [
    ("2.其他法律行政止公开", "denied.law_prohibited"),
    ("1.申请人无正当理由预期不补正、行政机关不再处理其政府信息公开申请", "closed.not_corrected"),
    ("2.申请人预期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "closed.fee_unpaid"),
    ("一、本年新收政府信息公开申情数量", "received"),
    ("5.要求行政机关确认或从新出具已获取信息", "declined.reconfirm"),
    ("1.本机关不掌握相关政府信自", "unable.not_held"),
    ("7.属于行政执法案眷", "denied.enforcement_file"),
])
def test_a_misprinted_label_is_told_by_likeness(printed: str, key: str) -> None:
    found = WORDS.like(printed, "3")
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(("printed", "table"), [
    ("行政检查", "2"), ("行政确认", "2"), ("行政征收", "2"), ("其他主动公开文件", "2"), ("总数", "3"), ("属于", "3"), ("小计", "3"), ("", "3"),
    ("公开", "3"), ("申请人", "3"), ("属" * 121, "3"), ("办理天数", "3"), ("行政赔偿", "4"),
])
def test_what_is_like_nothing_or_like_several_is_no_misprint(printed: str, table: str) -> None:
    assert WORDS.like(printed, table) is None


@pytest.mark.parametrize("table", ["2", "3"])
def test_an_official_label_is_most_like_itself(table: str) -> None:
    for name, form in editions().items():
        for row in form.tables[table].leaves():
            found = WORDS.like(row.label, table)
            assert found is None or found.key == row.key, (name, row.label)


@given(st.data())
def test_a_label_with_one_character_wrong_is_never_taken_for_another_row(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([leaf for leaf in edition("2021").tables["3"].leaves() if len(bare(leaf.label)) > 3]))
    at = data.draw(st.integers(0, len(row.label) - 1))
    wrong = row.label[:at] + data.draw(st.sampled_from(["", "口", "某某"])) + row.label[at + 1:]
    found = {meaning.key for meaning in WORDS.find(wrong) if meaning.kind == "row" and "2021" in meaning.editions} or {
        meaning.key for meaning in [WORDS.like(wrong, "3")] if meaning}
    assert found <= {row.key, None}, wrong


@pytest.mark.parametrize(("printed", "key"), [
    ("2.其他法律行", "denied.law_prohibited"), ("1.申请人无正当", "closed.not_corrected"), ("2.申请人逾", "closed.fee_unpaid"),
    ("（二）部分公开（区分处理的，", "partial"), ("四、结转", "carried_out"),
])
def test_the_beginning_of_one_label_only_names_its_row(printed: str, key: str) -> None:
    found = WORDS.beginning(printed, "3")
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("printed", ["属于", "1.属", "2.", "本机", "", "申请人无", "禁止公开", "没有的话"])
def test_the_beginning_of_none_or_several_names_no_row(printed: str) -> None:
    found = WORDS.beginning(printed, "3")
    assert found is None or printed == "申请人无"  # without numbering it begins a variant of one row only


def test_the_end_of_a_label_is_told_from_a_whole_label() -> None:
    assert WORDS.ends("缴纳费用、行政机关不再处理其政府信息公开申请", "3")
    assert WORDS.ends("申请数量", "3")
    assert not WORDS.ends("予以公开", "3")
    assert not WORDS.ends("没有这样的话", "3")


@pytest.mark.parametrize(("text", "wanted"), [("商业", True), ("公益组织", True), ("务机构", True), ("业", False), ("", False), ("行政检查", False)])
def test_a_piece_of_a_label_has_two_characters_at_least(text: str, wanted: bool) -> None:
    assert WORDS.is_fragment(text) is wanted


# -- several labels in one run ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "parts"), [
    ("三、本年度办理结果 （一）予以公开", ["三、本年度办理结果 ", "（一）予以公开"]),
    ("（三）不予公开1.属于国家秘密", ["（三）不予公开", "1.属于国家秘密"]),
    ("（一）予以公开", None), ("（一）予以公开（二）某某公开", None), ("", None),
])
def test_a_run_is_cut_before_the_numbering_of_labels(text: str, parts: list[str] | None) -> None:
    assert WORDS.pieces(text) == parts


@pytest.mark.parametrize(("text", "parts"), [
    ("自然人 法人或其他组织 总计", ["自然人", "法人或其他组织", "总计"]),
    ("商业企业科研机构社会公益组织法律服务机构其他", ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]),
    ("结果维持结果纠正", ["结果维持", "结果纠正"]), ("自然人某某总计", None), ("", None), ("某自然人", None), ("自然人总", None),
])
def test_a_run_of_heads_is_cut_where_nothing_is_left_over(text: str, parts: list[str] | None) -> None:
    assert WORDS.segment(text) == parts


@pytest.mark.parametrize(("text", "pieces"), [
    ("规章 0 1 行政规范性文件 2", [("规章", True), ("0 1", False), ("行政规范性文件", True), ("2", False)]),
    ("行政许可12行政处罚3", [("行政许可", True), ("12", False), ("行政处罚", True), ("3", False)]),
    ("没有标签", [("没有标签", False)]), ("", []),
])
def test_labels_and_numbers_in_one_run_are_told_apart(text: str, pieces: list[tuple[str, bool]]) -> None:
    assert list(WORDS.cut(text)) == pieces


def test_a_lexicon_of_one_edition_knows_no_others() -> None:
    from gongkai.engine.lawfile import LAW

    only = Lexicon([load(LAW / "forms" / "2019.yaml")])
    assert only.find("对外公开总数量")
    assert only.find("现行有效件数") == ()


@given(st.text(max_size=60))
def test_any_text_may_be_looked_up(text: str) -> None:
    for found in (WORDS.find(text), WORDS.pieces(text) or (), WORDS.segment(text) or (), list(WORDS.cut(text))):
        assert isinstance(found, tuple | list)
    assert WORDS.is_fragment(text) in (True, False)
    WORDS.like(text, "3")
    WORDS.beginning(text, "3")
