"""Wording, fields and messages of letters: read strictly, complete, and nobody's data where it may not stand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from wordmaking import texts

from gongkai.engine.answers import answers
from gongkai.engine.lawfile import LawError
from gongkai.engine.letters import every_letter
from gongkai.engine.letters import fields as engine_fields
from gongkai.engine.remedies import remedies
from gongkai.errors import GongkaiError
from gongkai.web.applications.letters.building import default_template
from gongkai.web.applications.letters.fields import FOLDER as VOCABULARIES
from gongkai.web.applications.letters.fields import certain_of, examples, fields, fields_of, load_fields, values_for
from gongkai.web.applications.letters.filling import MissingValues, fill
from gongkai.web.applications.letters.messages import check_message, message, messages
from gongkai.web.applications.letters.reference import reference
from gongkai.web.applications.letters.wording import FOLDER, load_wording, wording

KINDS = every_letter()
TODAY = date(2026, 9, 18)


def letter(kind, **left_out):
    return texts(fill(default_template(KINDS[kind]), {**examples(KINDS[kind]), **left_out}))


def test_every_kind_of_letter_has_a_wording_and_no_other():
    assert set(wording()[1]) == set(KINDS)


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_every_letter_is_made_from_what_it_needs_alone_and_from_all_it_may_have(kind):
    template, everything = default_template(kind), examples(kind)
    certain = {name: value for name, value in everything.items() if name in certain_of(kind)}
    needed = fill(template, certain)
    assert len(fill(template, everything)) > 0
    whole = "\n".join(texts(needed))
    assert not re.search(r"[{}%]|。。|，。|；。|：。|：$", whole)
    assert whole.startswith(f"{everything['机关名称']}\n{kind.title}")


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.needs], ids=lambda kind: kind.key)
def test_every_field_that_a_letter_needs_is_asked_for_by_its_default_template(kind):
    for field in fields_of(kind):
        if field.key in kind.needs:
            with pytest.raises(MissingValues, match=f"“{field.name}”"):
                fill(default_template(kind), {**examples(kind), field.name: None})


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.answer], ids=lambda kind: kind.key)
def test_every_answer_tells_its_article_its_remedies_and_who_signs_when(kind):
    made = letter(kind.key)
    assert examples(kind)["救济途径"] in made
    signed = made.index("2026年9月18日")
    assert made[signed - 1] == "清川县教育局" and signed > made.index(examples(kind)["救济途径"])
    whole = "".join(made)
    for article in kind.articles:
        assert article.split("第", 2)[1] in whole, article


@pytest.mark.parametrize("kind", [each for each in answers(TODAY).values() if each.served], ids=lambda each: each.key)
def test_every_answer_that_is_served_has_its_letter_with_the_remedies_of_the_day(kind):
    told = remedies(kind, TODAY, "department", "清川县人民政府", "清川县人民法院", grounds=[ground.key for ground in kind.grounds][:1])
    made = texts(fill(default_template(KINDS[kind.letter]), {**examples(KINDS[kind.letter]), "救济途径": told.text}))
    assert told.text in made and "清川县人民政府" in told.text


def test_letters_to_third_parties_and_other_offices_hold_nothing_of_the_applicant():
    of_applicant = {"applicant", "content", "applicant_contact", "applicant_document", "agent", "query_code"}
    for kind in KINDS.values():
        if kind.to in ("third_party", "agency") and kind.key != "record_forward":
            assert not {field.key for field in fields_of(kind)} & of_applicant, kind.key


def test_a_letter_from_values_by_key_takes_its_own_and_leaves_the_rest():
    kind = KINDS["third_party_inquiry"]
    values = values_for(kind, {"third_party": "甲公司", "applicant": "陈某某", "content": "全部", "information": "核算表", "unit": "乙局", "issued_on": TODAY,
                               "number": "乙〔2026〕1号", "opinion_due": None}, TODAY)
    assert values == {"机关名称": "乙局", "文号": "乙〔2026〕1号", "落款日期": TODAY, "第三方": "甲公司", "涉及信息": "核算表", "第三方意见工作日数": 15}
    assert "陈某某" not in "".join(texts(fill(default_template(kind), values)))


@pytest.mark.parametrize(("kind", "words"), [("person", "你"), ("自然人", "你"), ("enterprise", "你单位"), ("其他", "你单位"), (None, "你（单位）")])
def test_an_applicant_is_addressed_as_what_they_are(kind, words):
    assert values_for(KINDS["extension_notice"], {"applicant_kind": kind}, TODAY)["称呼"] == words


def test_lists_come_by_the_keys_of_their_columns_or_as_plain_texts():
    kind = KINDS["service_record"]
    assert values_for(kind, {"documents": [{"title": "答复书", "copies": 2}]}, TODAY) == {"送达文书": [{"名称": "答复书", "份数": 2}]}
    assert values_for(kind, {"documents": ["答复书", "材料"]}, TODAY) == {"送达文书": [{"名称": "答复书"}, {"名称": "材料"}]}


def test_before_the_fees_were_in_force_a_fee_notice_is_refused():
    with pytest.raises(GongkaiError, match="早于现行"):
        values_for(KINDS["fee_notice"], {}, date(2020, 6, 1))


def test_what_is_left_out_leaves_no_trace():
    made = letter("answer_granted", 所附材料=None, 获取途径=None, 征求意见情况=None, 工作机构电话=None)
    assert not any("附件" in line or "获取该" in line or "电话" in line for line in made)
    assert "计算过程|" not in "\n".join(letter("fee_notice", 收费计算=None))
    assert "计算过程|第11至12件" in "\n".join(letter("fee_notice"))


def test_a_full_stop_stands_once_where_value_and_template_both_have_one():
    made = letter("answer_repeat", 前次答复="已于4月10日答复。")
    assert any("作出答复：已于4月10日答复。根据" in line for line in made)


# -- the files of the law


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    for path in (FOLDER if name != "letter_fields.yaml" else VOCABULARIES).glob("*.yaml"):
        text = path.read_text("utf-8")
        if path.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("old", "new", "words"), [
    ("use: received", "use: nothing", "frame.yaml has no 'nothing' above"), ("widths: [34, 122]", "widths: [34, 121]", "155 mm wide"),
    ('["*收费依据", "{{收费依据}}"]', '["*收费依据"]', "a row of 1 columns in a table of 2"), ("- text: 特此告知。", "- words: 特此告知。", "there is no block words"),
    ("- text: 特此告知。", "- {text: 特此告知。, more: 1}", "unknown key 'more'"), ("  delay_notice:", "  answer_granted:", "has a wording already|repeated"),
    ('["*收费依据", "{{收费依据}}"]', '["*收费依据", 3]', "a cell is a text"),
])
def test_a_wording_that_cannot_be_trusted_is_refused(tmp_path, old, new, words):
    with pytest.raises(LawError, match=words):
        load_wording(changed(tmp_path, "notices.yaml", old, new))


@pytest.mark.parametrize(("old", "new", "words"), [
    ("name: 机关名称", "name: 机关 名称", "cannot stand in a tag"), ("{key: unit,", "{key: units,", "there is no 'units'"), ("name: 工作机构,", "name: 机关名称,", "a name is repeated"),
    ("kind: day", "kind: date", "is one of"), ("kind: rows", "kind: text", "rows have columns"), ("only: [applicant]", "only: [citizen]", "there is no addressee or letter citizen"),
    (", only: [applicant]", "", "a field has a key"), ("{parameter: fee_payment", "{parameter: fee_days", "there is no 'fee_days'"),
    ("  - {key: agent, name: 代理人", "  #", "agent, which has no name here"),
])
def test_a_list_of_fields_that_cannot_be_trusted_is_refused(tmp_path, old, new, words):
    with pytest.raises(LawError, match=words):
        load_fields(changed(tmp_path, "letter_fields.yaml", old, new) / "letter_fields.yaml")


def test_every_field_has_a_meaning_and_no_two_one_name():
    assert all(field.meaning and (field.example or field.columns) for field in fields().values())
    assert {field.key for field in fields().values() if field.key} == set(engine_fields())


def test_the_page_of_fields_is_up_to_date():
    page = Path(__file__).parents[3] / "docs/reference/letter-fields.md"
    assert page.read_text("utf-8") == reference(), "run: make docs"


# -- messages


@pytest.mark.parametrize("each", list(messages().values()), ids=list(messages()))
def test_every_message_is_short_and_says_who_sends_it(each):
    values = {name: field.example for name, field in fields().items() if field.kind != "rows"}
    made = each.fill(values)
    assert len(made) <= 140 and made.endswith("清川县教育局")
    assert check_message(each.text) == []
    assert not any(word in made for word in (fields()["申请人"].example, fields()["申请内容"].example, fields()["查询码"].example))


@pytest.mark.parametrize(("text", "words"), [
    ("", "消息是空的"), ("长" * 501, "超过500字"), ("{{申请人}}您好", "“{{申请人}}”可能是个人信息"), ("{{查询码}}", "可能是个人信息"), ("{{移送信息}}", "是一个清单"),
    ("{% for 件 in 移送信息 %}{% endfor %}", "是循环，消息里不能用"), ("{{甲}}", "“{{甲}}”不是可用的字段"), ("{% if 文号 %}x", "没有结束"), ("{{文号|x}}", "只能写一个字段名"),
    ("{% if 申请人 == '甲' %}x{% endif %}", "可能是个人信息"),
])
def test_a_message_of_ones_own_is_looked_at(text, words):
    found = check_message(text)
    assert words in found[0] and all(sentence.endswith("。") for sentence in found)


def test_an_unknown_message_is_named_with_those_there_are():
    with pytest.raises(GongkaiError, match="不认识消息“x”，可用的有：confirm_letter（平常信函的当日确认）"):
        message("x")
