"""Traditional characters, Taiwan's words, radicals and pinyin glosses become the form's own spelling, and are remarked."""

from __future__ import annotations

import pytest

from gongkai.report.reading.document import Document, Grid, GridCell, Paragraph
from gongkai.report.reading.script import simplify

LONG = "本年度認真貫徹條例，規範處理申請，維護羣衆的知情權，開展業務培訓，審查機構設置與辦事規則。"


def _simplified(*texts: str, cells: tuple[str, ...] = (), title: str | None = None) -> Document:
    blocks: list[Paragraph | Grid] = [Paragraph(text) for text in texts]
    if cells:
        blocks.append(Grid([[GridCell(text, row, 0)] for row, text in enumerate(cells)]))
    document = Document(blocks, title=title)
    simplify(document)
    return document


def _texts(document: Document) -> list[str]:
    return [text for block in document.blocks
            for text in ([block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row])]


def _remarks(document: Document) -> list[str]:
    return [message for message, _ in document.remarks]


TRADITIONAL = "原文为繁体字，已转换为简体字读取，请以原文为准。"
GLOSSED = "原文带有拼音注音，已略去注音读取，请以原文为准。"


def test_simplified_text_is_left_alone() -> None:
    text = "本年度公开信息36条（其中概况类3条），行政复议0件（b类）。"
    made = _simplified(text, cells=("规章", "0"))
    assert (_texts(made), _remarks(made)) == ([text, "规章", "0"], [])


def test_traditional_text_becomes_simplified_everywhere() -> None:
    made = _simplified(LONG, cells=("行政規範性文件", "行政許可", "總計", "12"), title="某縣民政局年度報告")
    assert _texts(made) == ["本年度认真贯彻条例，规范处理申请，维护群众的知情权，开展业务培训，审查机构设置与办事规则。", "行政规范性文件", "行政许可", "总计", "12"]
    assert made.title == "某县民政局年度报告"
    assert _remarks(made) == [TRADITIONAL]


def test_a_table_alone_tells_that_it_is_traditional() -> None:
    made = _simplified(cells=("規章", "行政規範性文件", "行政許可", "行政處罰", "行政強制", "總計", "社會公益組織", "結果維持", "尚未審結"))
    assert _texts(made)[:4] == ["规章", "行政规范性文件", "行政许可", "行政处罚"]


def test_a_few_traditional_characters_in_a_name_change_nothing() -> None:
    made = _simplified("开展“國學進社區”活动36场。")
    assert _texts(made) == ["开展“國學進社區”活动36场。"]
    assert _remarks(made) == []


@pytest.mark.parametrize(("taiwan", "form"), [
    ("資訊公開", "信息公开"), ("資訊內容", "信息内容"), ("上一年專案數量", "上一年项目数量"), ("行政規範性檔案", "行政规范性文件"), ("行政規範性文件", "行政规范性文件"),
    ("行政許可", "行政许可"),
])
def test_taiwans_words_become_those_of_the_form(taiwan: str, form: str) -> None:
    made = _simplified(LONG, "政府資訊公開工作年度報告", cells=(taiwan,))
    assert _texts(made)[-1] == form


@pytest.mark.parametrize(("glossed", "plain"), [
    ("一、本年新收申請(qǐng)數量", "一、本年新收申请数量"), ("行政處(chù)罰", "行政处罚"), ("政務(wù)公開", "政务公开"), ("服務（wù）", "服务"), ("複( fù )議", "复议"),
])
def test_glosses_are_taken_off_and_traditional_characters_turned(glossed: str, plain: str) -> None:
    made = _simplified(LONG, glossed)
    assert _texts(made)[-1] == plain
    assert _remarks(made) == [TRADITIONAL, GLOSSED]


def test_glosses_in_simplified_text_are_taken_off() -> None:
    made = _simplified("政务(wù)公开工作", cells=("总计(jì)", "12(件)"))
    assert _texts(made) == ["政务公开工作", "总计", "12(件)"]
    assert _remarks(made) == [GLOSSED]


def test_latin_words_in_brackets_stay_where_no_tone_is_marked() -> None:
    text = "移动客户端（APP）和网站（www）共公开36条。"
    assert _texts(_simplified(text)) == [text]


def test_other_latin_words_stay_beside_glosses() -> None:
    assert _texts(_simplified("政务(wù)公开", "移动客户端（APP）共36条"))[1] == "移动客户端（APP）共36条"


@pytest.mark.parametrize(("radical", "plain"), [("⾃然⼈", "自然人"), ("行政复议⼀件", "行政复议一件"), ("⻅附表", "见附表"), ("⻔户⽹站", "门户网站"), ("⺠政局", "民政局")])
def test_radicals_become_the_characters_they_look_like(radical: str, plain: str) -> None:
    assert _texts(_simplified(radical)) == [plain]


def test_an_empty_document_stays_empty() -> None:
    assert _texts(_simplified()) == []
