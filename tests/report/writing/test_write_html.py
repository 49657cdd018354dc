"""html: a page that stands alone, a fragment that survives an editor, text that never becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from selectolax.lexbor import LexborHTMLParser
from written import sample

from gongkai.report.form import edition
from gongkai.report.model import Report, Section
from gongkai.report.writing import write
from gongkai.report.writing.layout import lay_out

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> & \"引号\" '单引号' </p></table>"
EDITIONS = ["2019", "2021"]


def page(report: Report, fragment: bool = False) -> LexborHTMLParser:
    return LexborHTMLParser(write(report, "html", fragment=fragment).decode())


def hostile() -> Report:
    return Report(edition="2021", unit=HOSTILE, year=2023, preamble=HOSTILE, sections=[Section(1, HOSTILE, HOSTILE)])


def printed(report: Report, fragment: bool = False) -> list[list[list[tuple[str, int, int]]]]:
    return [[[(cell.text(), int(cell.attributes.get("rowspan") or 1), int(cell.attributes.get("colspan") or 1))
              for cell in row.css("th,td")] for row in table.css("tr")]
            for table in page(report, fragment).css("table")]


@pytest.mark.parametrize("fragment", [False, True])
@pytest.mark.parametrize("name", EDITIONS)
def test_tables_are_those_of_the_layout_with_their_spans(name: str, fragment: bool) -> None:
    report = sample(name)
    wanted = [[[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in table.rows]
              for table in lay_out(edition(name), report.cells)]
    assert printed(report, fragment) == wanted


@pytest.mark.parametrize("fragment", [False, True])
def test_text_never_becomes_markup(fragment: bool) -> None:
    tree = page(hostile(), fragment)
    assert tree.css("script,img") == []
    paragraph = next(node for node in tree.css("p") if "alert" in node.text())
    assert paragraph.text() == HOSTILE
    assert len(tree.css("table")) == 3


def test_page_loads_nothing_and_declares_language_title_and_day() -> None:
    text = write(sample(), "html").decode()
    tree = LexborHTMLParser(text)
    root = tree.root
    assert root is not None and root.attributes["lang"] == "zh-CN"
    assert tree.css("script,link,img,iframe") == []
    assert not re.search(r"url\(|@import|https?:", text)
    titles = {node.attributes["name"]: node.attributes["content"] for node in tree.css("meta[name]")}
    assert titles["ArticleTitle"] == "青禾县人力资源和社会保障局2023年政府信息公开工作年度报告"
    assert titles["PubDate"] == "2024-01-22"
    assert "@page" in text and "table-header-group" in text


def test_every_head_has_a_scope_and_every_table_a_name() -> None:
    tree = page(sample())
    assert {node.attributes.get("scope") for node in tree.css("th")} == {"col", "colgroup", "row", "rowgroup"}
    names = [node.attributes["aria-label"] for node in tree.css("div.table")]
    assert names == [chapter.text() for chapter in tree.css("h2")][1:4]
    assert len(tree.css("thead")) == 2


def test_fragment_needs_no_page_styles_or_classes() -> None:
    text = write(sample(), "html", fragment=True).decode()
    tags = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            tags.add(tag)
            names = {name for name, _ in attributes}
            assert not names & {"class", "id"} and not any(name.startswith("on") for name in names)
            if tag in ("p", "td", "th", "table", "h2", "h3", "h4"):
                assert "style" in names
            if tag in ("td", "th"):
                assert "border:1px solid" in dict(attributes)["style"]

    Reader().feed(text)
    assert tags <= {"h2", "h3", "h4", "p", "div", "span", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
    assert text.count('border="1"') == 3


def test_empty_report_gives_the_empty_form() -> None:
    cells = [cell for table in printed(Report(edition="2021")) for row in table for cell in row]
    assert ("一、本年新收政府信息公开申请数量", 1, 3) in cells
    assert not any(text.isdigit() for text, _, _ in cells)
