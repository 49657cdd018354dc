"""pdf: A4 pages, tables uncut, heads with their tables, text that typst never takes for markup."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest
from written import INVENTED, large, sample

from gongkai.report.form import load
from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import write


def pages(data: bytes) -> list[str]:
    with pdfium.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def bare(text: str) -> str:
    return "".join(text.split())


def test_pages_are_a4_and_numbered() -> None:
    data = write(sample(), "pdf")
    with pdfium.PdfDocument(data) as document:
        assert {tuple(round(side) for side in page.get_size()) for page in document} == {(595, 842)}
    assert all(f"—{number}—" in bare(text) for number, text in enumerate(pages(data), 1))


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_table_three_stands_uncut_under_its_heading(name: str) -> None:
    whole = [bare(text) for text in pages(write(sample(name), "pdf"))]
    [page] = [text for text in whole if "本年新收政府信息公开申请数量" in text]
    assert "三、收到和处理政府信息公开申请情况" in page
    assert "结转下年度继续办理" in page


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_table_three_stands_uncut_with_large_numbers_and_breaks_none(name: str) -> None:
    whole = [text.replace(" ", "") for text in pages(write(large(name), "pdf"))]
    [page] = [text for text in whole if "三、收到和处理政府信息公开申请情况" in text]
    assert "结转下年度继续办理" in bare(page)
    assert page.count("1234567") > 150


def test_every_text_and_number_is_on_the_pages() -> None:
    report = sample()
    whole = bare("".join(pages(write(report, "pdf"))))
    for section in report.sections:
        for line in section.text.split("\n"):
            assert bare(line) in whole
    assert "12.50" in whole and "2024年1月22日" in whole


def test_typst_markup_in_the_text_stays_text() -> None:
    words = '#panic("x") $a^2$ *粗* _斜_ `码` <标签> @引用 = 题 \\ // 注 /* 注 */ #read("/etc/passwd") --- ... "直引号"'
    report = Report(edition="2021", unit='局"); #panic()', year=2023, preamble=words,
                    sections=[Section(1, "= 题", words), Section(4, "情况", f"- {words}")])
    report.cells["2.rules.issued"] = Cell(None, "#pagebreak()")
    assert bare("".join(pages(write(report, "pdf")))).count(bare(words)) == 3


def test_letters_that_no_line_holds_are_broken_not_cut() -> None:
    address = "https://www.example.gov.cn/" + "abcdefghij" * 20
    data = write(Report(edition="2021", preamble=f"网址：{address}。"), "pdf")
    with pdfium.PdfDocument(data) as document:
        text = document[0].get_textpage()
        edges = [text.get_charbox(index)[2] for index in range(text.count_chars())]
    assert max(edges) <= 595 - 26 / 25.4 * 72 + 16
    assert address in bare("".join(pages(data)))


def test_table_longer_than_a_page_repeats_its_head_and_keeps_its_rows_whole(tmp_path) -> None:
    rows = "".join(f"                  - {{key: r{n}, label: 第{n}类事项}}\n" for n in range(120))
    text = INVENTED.replace("                  - {key: x, label: 细目一}\n                  - {key: y, label: 细目二}\n", rows)
    text = text.replace("      - label: 甲项\n        stub: 内容\n", "      - stub: 内容\n", 1)
    start, end = text.index("      - label: 乙项"), text.index("  - number: \"3\"")
    (tmp_path / "long.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    data = write(Report(edition="2030"), "pdf", form=load(tmp_path / "long.yaml"))
    cut = [bare(page) for page in pages(data) if "类事项" in page]
    assert len(cut) > 2
    assert all("丙数" in page for page in cut)
    assert all(sum(f"第{n}类事项" in page for page in cut) == 1 for n in range(120))


def test_title_unit_and_day_are_declared() -> None:
    with pdfium.PdfDocument(write(sample(), "pdf")) as document:
        declared = document.get_metadata_dict()
    assert declared["Title"] == "青禾县人力资源和社会保障局2023年政府信息公开工作年度报告"
    assert declared["Author"] == "青禾县人力资源和社会保障局"
    assert declared["CreationDate"].startswith("D:20240122")


def test_same_report_gives_the_same_bytes() -> None:
    report = sample()
    assert write(report, "pdf") == write(report, "pdf")
    report.published = None
    assert write(report, "pdf") == write(report, "pdf")
