"""HTML → paragraphs and grids as a person sees them: spans, layout tables, hidden and struck text, odd markup."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import UnreadableReport
from gongkai.report.model import Place
from gongkai.report.reading import html
from gongkai.report.reading.document import Document, Grid, Limits, Paragraph
from gongkai.report.reading.html import read


def page(body: str, head: str = "") -> Document:
    return read(f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode())


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def spots(grid: Grid) -> list[list[tuple[int, int, int, int]]]:
    return [[(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows]


# -- paragraphs -------------------------------------------------------------------------------------------------------


def test_blocks_are_paragraphs_and_runs_are_joined() -> None:
    made = page("<h1>年度<b>报告</b></h1><p>本<span>年</span>度<a href=x>公开</a>信息<i>3</i><b>6</b>条。</p><div>另起一行</div>")
    assert paragraphs(made) == ["年度报告", "本年度公开信息36条。", "另起一行"]


def test_text_outside_of_blocks_and_nested_blocks_keep_their_order() -> None:
    made = page("头<div>甲<p>乙</p>丙<ul><li>丁</li><li>戊</li></ul></div>尾")
    assert paragraphs(made) == ["头", "甲", "乙", "丙", "丁", "戊", "尾"]


def test_a_line_break_ends_a_paragraph() -> None:
    assert paragraphs(page("<p>一、总体情况<br>本年度<br/>公开</p>")) == ["一、总体情况", "本年度", "公开"]


def test_line_feeds_of_the_source_are_no_breaks_and_spaces_shrink() -> None:
    assert paragraphs(page("<p>公开\n   信息&nbsp;&nbsp; 36\r\n条</p>")) == ["公开 信息 36 条"]


def test_line_feeds_of_preformatted_text_are_breaks() -> None:
    made = page("<p>甲\n乙</p><pre class=x>规章\t0\t1\t2\n行政规范性文件\t3\t0\t9\n\n</pre><p>丙\n丁</p>")
    assert paragraphs(made) == ["甲 乙", "规章\t0\t1\t2", "行政规范性文件\t3\t0\t9", "丙 丁"]


def test_a_table_in_preformatted_text_is_a_table() -> None:
    made = page("<pre>表\n<table>\n<tr>\n<td>规章</td>\n<td>1\n</td></tr>\n</table>\n尾</pre>")
    assert (paragraphs(made), [texts(grid) for grid in grids(made)]) == (["表", "尾"], [[["规章", "1"]]])


def test_tabs_in_a_paragraph_stay_where_they_part_cells() -> None:
    assert paragraphs(page("<p>规章\t0\t\t2</p>")) == ["规章\t0\t\t2"]


@pytest.mark.parametrize(("written", "read_as"), [
    ("公&lt;信息&gt;&amp;&#x516c;", "公<信息>&公"), ("&amp;lt;td&amp;gt;", "&lt;td&gt;"), ("&lt;/td&gt;12", "</td>12"), ("1 < 2", "1 < 2"),
    ("甲&ensp;乙", "甲\u2002乙"), ("&quot;三安全一稳定&quot;", '"三安全一稳定"'), ("&unknown;", "&unknown;"),
])
def test_entities_are_taken_for_what_they_are(written: str, read_as: str) -> None:
    made = page(f"<p>{written}</p><table><tr><td>{written}</td></tr></table>")
    assert paragraphs(made) == [read_as]
    assert texts(grids(made)[0]) == [[read_as]]


def test_a_zero_width_space_leaves_nothing_behind() -> None:
    assert paragraphs(page("<p>公\u200b开1\u200b2件</p>")) == ["公开12件"]


def test_empty_blocks_are_no_paragraphs() -> None:
    assert paragraphs(page("<p></p><p> &nbsp;</p><div><span></span></div>")) == []


@pytest.mark.parametrize("hidden", [
    "<p style='display:none'>藏</p>", "<p style='color:red; DISPLAY : NONE'>藏</p>", "<div hidden><p>藏</p></div>",
    "<script>藏</script>", "<style>藏</style>", "<noscript>藏</noscript>", "<template><p>藏</p></template>",
    "<select><option>藏</option></select>", "<textarea>藏</textarea>", "<!-- 藏 -->", "<svg><text>藏</text></svg>",
    "<p style='display:none!important'>藏</p>", "<iframe>藏</iframe>",
])
def test_what_a_person_does_not_see_is_not_read(hidden: str) -> None:
    assert paragraphs(page(f"<p>前</p>{hidden}<p>后</p>")) == ["前", "后"]


def test_invisible_text_is_not_read() -> None:
    assert paragraphs(page("<p>前</p><p style='visibility:hidden'>藏</p>")) == ["前"]


@pytest.mark.parametrize("struck", ["<s>8</s>", "<del>8</del>", "<strike>8</strike>",
                                    "<span style='text-decoration: line-through'>8</span>"])
def test_struck_text_is_gone_and_said_to_be(struck: str) -> None:
    made = page(f"<p>共{struck}9件</p>")
    assert paragraphs(made) == ["共9件"]
    assert [message for message, _ in made.remarks] == ["网页中有1处划掉的文字，已略去，请核对。"]


@pytest.mark.parametrize(("raised", "text"), [
    ("<sup>1</sup>", "12"), ("<sup>[2]</sup>", "12"), ("<sup>①</sup>", "12"), ("<sup>*</sup>", "12"), ("<sup>注</sup>", "12"),
    ("<sup>（1）</sup>", "12"), ("<sup>千</sup>", "12千"),
])
def test_a_raised_note_mark_is_no_digit_of_its_number(raised: str, text: str) -> None:
    made = page(f"<table><tr><td>12{raised}</td></tr></table><p>12{raised}</p>")
    assert texts(grids(made)[0]) == [[text]]
    assert paragraphs(made) == [text]


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_is_a_grid_in_its_place() -> None:
    made = page("<p>前</p><table><tr><td>规章</td><td>0</td></tr></table><p>后</p>")
    assert [type(block).__name__ for block in made.blocks] == ["Paragraph", "Grid", "Paragraph"]
    assert texts(grids(made)[0]) == [["规章", "0"]]


def test_spans_are_laid_out() -> None:
    made = page("""<table>
        <tr><th rowspan=2>信息</th><th colspan=2>申请人</th><th rowspan="2">总计</th></tr>
        <tr><th>自然人</th><th>企业</th></tr>
        <tr><td>甲</td><td>1</td><td>2</td><td>3</td></tr></table>""")
    assert spots(grids(made)[0]) == [[(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1)], [(1, 1, 1, 1), (1, 2, 1, 1)],
                                     [(2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1)]]


@pytest.mark.parametrize(("attribute", "span"), [
    ("colspan=0", 1), ("colspan='-3'", 1), ("colspan=abc", 1), ("colspan=''", 1), ("colspan=' 3 '", 3), ("colspan=99999", 60),
    ("colspan='9999999999999'", 1), ("colspan='２'", 1), ("colspan=2.5", 1),
])
def test_a_span_that_makes_no_sense_is_bounded(attribute: str, span: int) -> None:
    made = page(f"<table><tr><td {attribute}>甲</td><td>乙</td></tr></table>")
    assert spots(grids(made)[0]) == [[(0, 0, 1, span), (0, span, 1, 1)]]


def test_a_rowspan_that_is_too_long_ends_with_the_table() -> None:
    made = page("<table><tr><td rowspan=9>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table><table><tr><td>丁</td></tr></table>")
    assert spots(grids(made)[0])[1] == [(1, 1, 1, 1)]
    assert spots(grids(made)[1]) == [[(0, 0, 1, 1)]]


@pytest.mark.parametrize(("cell", "text"), [
    ("1<br>2", "1\n2"), ("<p>1</p><p>2</p>", "1\n2"), ("<div>1</div>2", "1\n2"), ("1<br/>", "1"), ("商业<br>企业", "商业\n企业"),
    ("<p>商业</p>\n<p>企业</p>", "商业\n企业"), ("1 2", "1 2"), ("1\n2", "1 2"), ("1&nbsp;2", "1 2"),
    ("<span>1</span><span>2</span>", "12"), ("<ul><li>1</li><li>2</li></ul>", "1\n2"),
])
def test_a_break_within_a_cell_never_joins_two_numbers(cell: str, text: str) -> None:
    assert texts(grids(page(f"<table><tr><td>{cell}</td></tr></table>"))[0]) == [[text]]


def test_words_and_numbers_cut_over_spans_are_whole() -> None:
    cell = "<p class=MsoNormal><span>1</span><span lang=EN-US>,</span><span>20</span><o:p></o:p><span>3</span></p>"
    label = "<p><span>行政</span><span style='x'>规范<b>性</b></span>文件</p>"
    assert texts(grids(page(f"<table><tr><td>{label}</td><td>{cell}</td></tr></table>"))[0]) == [["行政规范性文件", "1,203"]]


def test_layout_tables_are_paragraphs_and_the_table_within_is_the_grid() -> None:
    made = page("""<table><tr><td>首页</td><td>导航</td></tr><tr><td colspan=2><h1>报告</h1>
        <table><tr><td>规章</td><td>0</td></tr></table><p>尾</p></td></tr></table>""")
    assert paragraphs(made) == ["首页", "导航", "报告", "尾"]
    assert [texts(grid) for grid in grids(made)] == [[["规章", "0"]]]
    assert grids(made)[0].place == Place(path="(//table)[2]")


def test_layout_tables_may_lie_in_layout_tables() -> None:
    inner = "<table><tr><td>规章</td><td>0</td></tr></table>"
    made = page(f"<table><tr><td><table><tr><td><table><tr><td>{inner}</td></tr></table></td></tr></table></td></tr></table>{inner}")
    assert [texts(grid) for grid in grids(made)] == [[["规章", "0"]], [["规章", "0"]]]


def test_numbers_in_cells_of_a_layout_table_are_not_joined() -> None:
    made = page("<table><tr><td>1</td><td>2<table><tr><td>甲</td></tr></table></td></tr></table>")
    assert paragraphs(made) == ["1", "2"]


def test_the_caption_comes_before_the_rows() -> None:
    made = page("<table><caption>表二<br>单位：件</caption><tr><td>规章</td></tr></table>")
    assert texts(grids(made)[0]) == [["表二\n单位：件"], ["规章"]]
    assert grids(made)[0].rows[0][0].place == Place(path="(//table)[1]/caption")


def test_hidden_cells_and_rows_are_no_cells() -> None:
    made = page("<table><tr><td>甲</td><td style='display:none'>9</td><td>1</td></tr><tr hidden><td>藏</td></tr></table>")
    assert texts(grids(made)[0]) == [["甲", "1"]]


def test_the_foot_is_read_where_it_stands() -> None:
    made = page("<table><thead><tr><td>头</td></tr></thead><tfoot><tr><td>脚</td></tr></tfoot><tbody><tr><td>身</td></tr></tbody></table>")
    assert texts(grids(made)[0]) == [["头"], ["脚"], ["身"]]


# -- broken markup ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("markup", [
    "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>",
    "<TABLE><TR><TD>甲</TD><TD>1</TD></TR><TR><TD>乙</TD><TD>2</TD></TR></TABLE>",
    "<table><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></table>",
    "<table><tbody><tr><td>甲</b></td><td><font>1</td></tr><tr><td>乙</td><td>2",
    "<table><tr><th>甲</th><td>1</td></tr></tbody><tbody><tr><td>乙</td><td>2</td></tr></tbody></table>",
])
def test_tables_that_are_never_closed_are_read(markup: str) -> None:
    assert texts(grids(page(markup))[0]) == [["甲", "1"], ["乙", "2"]]


def test_text_between_the_rows_is_moved_before_the_table() -> None:
    made = page("<table><tr><td>甲</td></tr>单位：件<tr><td>乙</td></tr></table>")
    assert paragraphs(made) == ["单位：件"]
    assert texts(grids(made)[0]) == [["甲"], ["乙"]]


@pytest.mark.parametrize("attribute", [
    "title='a>b'", 'title="<td>9</td>"', "title='</table>'", 'alt="<!--"', "onclick='if(1<2){}'", 'data-x="&lt;tr&gt;"', "title='<s>'",
    'title="a&quot;>9"', "a=1 < b=2", "class='x' class='<p>'", "title='colspan=\"3\"'", "data-colspan=3", "<p", "/",
])
def test_no_attribute_is_taken_for_markup(attribute: str) -> None:
    made = page(f"<p {attribute}>甲</p><table {attribute}><tr {attribute}><td {attribute}>乙</td><td {attribute}>1</td></tr></table>")
    assert paragraphs(made) == ["甲"]
    assert [texts(grid) for grid in grids(made)] == [[["乙", "1"]]]
    assert spots(grids(made)[0]) == [[(0, 0, 1, 1), (0, 1, 1, 1)]]


@pytest.mark.parametrize("comment", ["<!-- <td>9</td> -->", "<!--[if mso]><td>9</td><![endif]-->", "<!-- a > b -->", "<!---->", "<!-- -- -->",
                                     "<![CDATA[9]]>", "<?xml:namespace prefix = o />", "<!>"])
def test_comments_say_nothing(comment: str) -> None:
    made = page(f"<p>甲{comment}乙</p><table>{comment}<tr><td>乙{comment}</td>{comment}<td>1</td></tr></table>")
    assert paragraphs(made) == ["甲乙"]
    assert [texts(grid) for grid in grids(made)] == [[["乙", "1"]]]


@pytest.mark.parametrize("tag", ["xmp", "plaintext", "noembed", "noframes", "o:p", "font", "center", "track", "table1", "custom-element", "nobr", "trx"])
def test_odd_elements_neither_open_rows_nor_lose_text(tag: str) -> None:
    assert "".join(paragraphs(page(f"<p>前</p><{tag}>公开9件</{tag}>"))).startswith("前公开9件")
    if tag != "plaintext":
        assert texts(grids(page(f"<table><tr><td><{tag}>9</{tag}></td><td>1</td></tr></table>"))[0]) == [["9", "1"]]


@pytest.mark.parametrize("data", [b"", b"   ", b"<", b"<html>", b"<table>", b"<p>", b"\x00\x00", b"<html></html>", b"</td></td>"])
def test_an_empty_page_is_an_empty_document(data: bytes) -> None:
    assert [block for block in read(data).blocks if isinstance(block, Grid) and block.rows] == []


@settings(max_examples=80)
@given(st.lists(st.sampled_from(["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=3>", "<td colspan=2>", "<p>",
                                 "</p>", "<br>", "<s>", "</s>", "<sup>1</sup>", "1", "甲", " ", "<caption>", "<div hidden>", "</div>",
                                 "<!--", "-->"]), max_size=40))
def test_no_markup_raises_and_rows_go_on_to_the_right(pieces: list[str]) -> None:
    for grid in grids(page("".join(pieces))):
        for row in grid.rows:
            columns = [cell.column for cell in row]
            assert columns == sorted(set(columns))


# -- places, head, limits, encodings --------------------------------------------------------------------------------


def test_every_block_and_cell_knows_its_path() -> None:
    made = page("<div>甲</div><p>乙</p><p>丙</p><h2>丁</h2><table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>")
    assert [block.place for block in made.blocks] == [
        Place(path="(//div)[1]"), Place(path="(//p)[1]"), Place(path="(//p)[2]"), Place(path="(//h2)[1]"), Place(path="(//table)[1]")]
    assert grids(made)[0].rows[1][1].place == Place(path="(//table)[1]//tr[2]/*[2]")


def test_the_paths_count_as_a_browser_does_whatever_was_hidden() -> None:
    made = page("<p>甲</p><p>乙</p><table><tr><td>1</td></tr></table><p>丙</p><table><tr><td>2</td></tr></table>")
    assert [block.place.path for block in made.blocks if block.place] == [
        "(//p)[1]", "(//p)[2]", "(//table)[1]", "(//p)[3]", "(//table)[2]"]


@pytest.mark.parametrize(("head", "day"), [
    ("<meta name='PubDate' content='2024-01-10 09:30'>", date(2024, 1, 10)),
    ("<meta name=pubdate content='2024年1月10日'>", date(2024, 1, 10)),
    ("<meta property='article:published_time' content='2024-01-10T09:30:00+08:00'>", date(2024, 1, 10)),
    ("<meta name='publishdate' content='2024/1/10'>", date(2024, 1, 10)),
    ("<publishtime>2024-01-10 08:00:00</publishtime>", date(2024, 1, 10)),
    ("<meta name='PubDate' content='2024-13-40'>", None),
    ("<meta name='PubDate' content=''>", None),
    ("<meta name='lastmodified' content='2024-01-10'>", None),
    ("", None),
])
def test_the_day_of_publication_is_the_one_of_the_pages_head(head: str, day: date | None) -> None:
    assert page("<p>甲</p>", head).published == day


@pytest.mark.parametrize(("head", "title"), [
    ("<title> 某镇\n年度报告 </title>", "某镇 年度报告"), ("<title></title>", None), ("", None),
    ("<title>某网</title><meta name='ArticleTitle' content='某镇2023年年度报告'>", "某镇2023年年度报告"),
    ("<meta name='ArticleTitle' content='某镇2023年年度报告'><title>某网</title>", "某镇2023年年度报告"),
])
def test_the_title_of_the_pages_head(head: str, title: str | None) -> None:
    assert page("<p>甲</p>", head).title == title


def test_a_page_that_claims_another_encoding_is_read_as_what_it_is() -> None:
    text = "<html><head><meta charset='{}'></head><body><p>政府信息公开工作年度报告，本年度公开信息三十六条。</p></body></html>"
    for claimed, real in (("utf-8", "gb18030"), ("gb2312", "utf-8"), ("gb2312", "gb18030")):
        made = read(text.format(claimed).encode(real))
        assert paragraphs(made) == ["政府信息公开工作年度报告，本年度公开信息三十六条。"], (claimed, real)


def test_more_cells_or_paragraphs_than_the_limits_are_refused_in_one_sentence() -> None:
    table = "<table>" + "<tr><td>1</td><td>2</td></tr>" * 6 + "</table>"
    assert len(grids(read(table.encode(), Limits(cells=12)))) == 1
    with pytest.raises(UnreadableReport, match=r"^网页中的表格超过11个单元格.*。$"):
        read(table.encode(), Limits(cells=11))
    with pytest.raises(UnreadableReport, match=r"^网页超过4段文字.*。$"):
        read(("<p>甲</p>" * 9).encode(), Limits(paragraphs=4))


def test_elements_without_end_are_refused() -> None:
    with pytest.raises(UnreadableReport, match=r"^网页元素过多.*。$"):
        read(b"<div>" * 60_001)


_BITS = ("<span>", "<span style='color:red'>", "<span lang=\"a>b\">", "<span x='<td>' ", "</span>", "<font size=2>", "</font>", "<o:p>", "</o:p>", "<b>",
         "</b>", "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<td rowspan=2>", "<br>", "<pre>", "</pre>",
         "<svg><span>", "<select>", "<textarea>", "<title>", "<a href=x>", "规章", "12", " ", "\n", "&nbsp;", "&lt;span&gt;", "<", ">", "件")


@given(st.lists(st.sampled_from(_BITS), max_size=60))
def test_many_wrappers_are_taken_away_as_few_are(bits: list[str]) -> None:
    source = f"<html><head><meta charset='utf-8'></head><body>{''.join(bits)}</body></html>".encode()
    with pytest.MonkeyPatch.context() as patch:
        made = []
        for many in (-1, 10**9):
            patch.setattr(html, "_MANY", many)
            made.append(read(source))
    assert made[0] == made[1]
