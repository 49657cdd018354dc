"""Broken and hostile Word documents are refused quickly, each with one sentence; nothing else is ever raised."""

import io
import random
import struct
import zipfile

import pytest
from docx_parts import NS, OFFICE, document, lvl, numbered, numbering, p, relationships, tbl, tr, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import UnreadableReport
from gongkai.report.reading.document import Document, Limits
from gongkai.report.reading.docx import read

TYPES = {"[Content_Types].xml": "<Types/>"}
LIMITS = Limits()
GOOD = document(p("一、总体情况") + tbl(tr("规章", "1"), tr("许可", "2")), core="<c/>")


def refusal(data, limits=LIMITS):
    with pytest.raises(UnreadableReport) as caught:
        read(data, limits)
    sentence = str(caught.value)
    assert sentence.endswith("。") and sentence.count("。") == 1 and "请" in sentence
    return sentence


def body(xml):
    return zipped({**TYPES, "word/document.xml": xml})


def test_a_bomb_is_measured_while_it_inflates():
    bomb = body(f"<w:document {NS}><w:body>" + " " * 3_000_000 + "</w:body></w:document>")
    assert len(bomb) < 10_000
    assert "解压后过大" in refusal(bomb, Limits(unpacked=1_000_000))


def test_sizes_in_headers_are_not_believed():
    bomb = bytearray(body(f"<w:document {NS}><w:body>" + " " * 3_000_000 + "</w:body></w:document>"))
    at = bomb.rfind(b"PK\1\2")  # the last member's entry in the central directory
    struct.pack_into("<I", bomb, at + 24, 50)
    refusal(bytes(bomb), Limits(unpacked=1_000_000))


def test_parts_that_are_not_read_may_be_large():
    data = zipped(
        {
            **TYPES,
            "word/document.xml": f"<w:document {NS}><w:body>{p('甲')}</w:body></w:document>",
            "word/media/image1.png": b"\0" * 3_000_000,
        }
    )
    assert read(data, Limits(unpacked=1_000_000)).blocks[0].text == "甲"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off(share):
    assert "不完整或已损坏" in refusal(GOOD[: int(len(GOOD) * share)])


def test_a_password():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "密码" in refusal(ole)


def test_a_locked_archive():
    data = bytearray(body("<x/>"))
    at = data.rfind(b"PK\1\2")
    data[at + 8] |= 1
    assert "密码" in refusal(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        zipped({**TYPES, "word/styles.xml": "<x/>"}),
        zipped({**TYPES, "word/document.xml": ""}),
        body("<document><body/></document>"),
        body(f"<w:document {NS}/>"),
        b"%PDF-1.4\n",
        "一、总体情况".encode(),
    ],
)
def test_no_word_document(data):
    assert "没有 Word 正文" in refusal(data)


def test_a_workbook_under_a_false_name():
    assert "Excel 工作簿" in refusal(zipped({**TYPES, "xl/workbook.xml": "<x/>"}))


def test_a_workbook_that_claims_a_word_folder():
    parts = {
        **TYPES,
        "word/document.xml": "",
        "xl/workbook.xml": "<workbook/>",
        "_rels/.rels": relationships(f'<Relationship Id="m" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'),
    }
    assert "没有 Word 正文" in refusal(zipped(parts))


ENTITIES = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_expanded(encoding):
    xml = (
        f"<?xml version='1.0' encoding='{encoding}'?>{ENTITIES}<w:document {NS}><w:body>{p('甲')}</w:body></w:document>"
    )
    assert "XML 声明" in refusal(body(xml.encode(encoding)))


def test_entities_in_the_styles_either():
    xml = f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:styles {NS}>&a;</w:styles>"
    assert "XML 声明" in refusal(
        zipped({**TYPES, "word/document.xml": f"<w:document {NS}><w:body/></w:document>", "word/styles.xml": xml})
    )


@pytest.mark.parametrize("xml", ["<w:document", "no xml at all", f"<w:document {NS}><w:body></w:document>"])
def test_malformed_xml(xml):
    assert "损坏" in refusal(body(xml))


@pytest.mark.parametrize("depth", [50, 300, 3_000])
@pytest.mark.parametrize(
    "tags",
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:odd>", "</w:odd>"),
    ],
)
def test_nesting_is_read_or_refused(tags, depth):
    opening, closing = tags
    data = document(opening * depth + p("甲") + closing * depth)
    if depth > 50:
        assert "嵌套过深" in refusal(data)
    else:
        assert [block.text for block in read(data).blocks] == ["甲"]


def test_too_many_cells_and_paragraphs():
    assert "过多" in refusal(document(tbl(tr("1", "2", "3"), tr("4", "5", "6"))), Limits(cells=5))
    assert "过多" in refusal(document(p("1") * 11), Limits(paragraphs=10))
    assert "过大" in refusal(document("<w:p/>" * 1_000), Limits(paragraphs=10))


def test_a_page_of_a_hundred_thousand_cells():
    assert "过多" in refusal(document(tbl(("<w:tr>" + "<w:tc><w:p/></w:tc>" * 100 + "</w:tr>") * 1_000)))


@pytest.mark.parametrize("count", ["1001", "999999999", "-5", "9" * 5_000])
def test_absurd_spans(count):
    data = document(tbl(tr(f"<w:tc><w:tcPr><w:gridSpan w:val='{count}'/></w:tcPr>{p('甲')}</w:tc>", "乙")))
    if len(count) > 9:  # no number of Word's: the cell counts as one column
        assert isinstance(read(data), Document)
    else:
        assert "列数异常" in refusal(data)


def test_many_wide_cells_in_a_row():
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='900'/></w:tcPr><w:p/></w:tc>"
    assert "列数异常" in refusal(document(tbl(tr(wide, wide))))


@pytest.mark.parametrize(
    "levels",
    [
        lvl(0, "lowerLetter", "%1", 999_999_999),
        lvl(0, "lowerRoman", "%1", 999_999_999),
        lvl(99, "decimal", "%1"),
        lvl(0, "chineseCounting", "%1", -3),
        lvl(0, "decimal", "%1" * 100_000),
        "<w:lvl/>",
    ],
)
def test_absurd_numbering(levels):
    text = read(document(p("甲", properties=numbered()), numbering=numbering(levels))).blocks[0].text
    assert text.endswith("甲") and len(text) < 3_000


def test_names_that_leave_the_archive_and_names_twice():
    outside = relationships(f'<Relationship Id="m" Type="{OFFICE}/officeDocument" Target="../../../etc/passwd"/>')
    assert "没有 Word 正文" in refusal(zipped({**TYPES, "_rels/.rels": outside, "word/document.xml": "<x/>"}))
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    assert "损坏" in refusal(stream.getvalue())


def test_backslashes_and_capitals_in_names_of_parts():
    data = zipped({**TYPES, "Word\\Document.xml": f"<w:document {NS}><w:body>{p('甲')}</w:body></w:document>"})
    assert read(data).blocks[0].text == "甲"


def test_targets_outside_are_not_followed():
    outside = relationships(
        f'<Relationship Id="m" Type="{OFFICE}/styles" TargetMode="External" Target="http://localhost/x"/>'
    )
    data = zipped(
        {
            **TYPES,
            "word/document.xml": f"<w:document {NS}><w:body>{p('甲')}</w:body></w:document>",
            "word/_rels/document.xml.rels": outside,
        }
    )
    assert read(data).blocks[0].text == "甲"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_mutated_files_raise_nothing_else(seed):
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    whole = bytearray(zipped({name: bytes(part) for name, part in parts.items()}))
    victims = [whole] if chance.random() < 0.4 else [part for part in parts.values() if part]
    for _ in range(chance.randrange(1, 6)):
        victim = chance.choice(victims)
        at = chance.randrange(len(victim))
        victim[at : at + chance.choice([0, 1, 1, 9])] = bytes(chance.choices(range(256), k=chance.choice([0, 1, 1, 5])))
        victim += b"\0" * (not victim)
    data = bytes(whole) if victims[0] is whole else zipped({name: bytes(part) for name, part in parts.items()})
    try:
        assert isinstance(read(data), Document)
    except UnreadableReport as error:
        assert str(error).endswith("。")
