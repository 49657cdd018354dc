"""A table of a known source is read without being parsed: nothing else comes out than the parser would give.

``GONGKAI_SEEDS=20`` tries twenty times as many pages.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from random import Random

import pytest
from layouts import LAYOUTS, make
from test_mutations import MUTATIONS

from gongkai.errors import UnreadableReport
from gongkai.report.reading import html, html_known, plans
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.document import Document, Grid, Limits
from gongkai.report.reading.html_known import take_out

SEEDS = 12 * int(os.environ.get("GONGKAI_SEEDS", "1"))
PAGES = [name for name in LAYOUTS if name.startswith("html")]
ROW = "<tr><td>规章</td><td>{}</td><td>{}</td><td>{}</td></tr>"
TABLE = f"<table><tr><td colspan=2>信息内容</td><td>制发</td><td>废止</td></tr>{ROW}{ROW}<tr><td colspan=4>{{}}</td></tr></table>" + " " * 200


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    html_known.forget()
    plans.forget()
    yield
    html_known.forget()
    plans.forget()


def _read(page: str | bytes) -> Document | str:
    try:
        return html.read(page if isinstance(page, bytes) else page.encode())
    except UnreadableReport as error:
        return str(error)


def _parsed(page: str | bytes) -> Document | str:
    """As it is read where no table is known; what is known stays known."""
    kept, met = dict(html_known._KEPT), set(html_known._MET)
    html_known.forget()
    made = _read(page)
    html_known._KEPT.update(kept)
    html_known._MET.update(met)
    return made


def _known(page: str | bytes) -> int:
    """How many tables of a page are known."""
    source = page if isinstance(page, bytes) else page.encode()
    met = set(html_known._MET)
    known = take_out(source, source.lower()).known
    html_known._MET.clear()
    html_known._MET.update(met)
    return len(known)


def _page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>报告</title>{head}</head><body>{body}</body></html>"


def _table(*numbers: object) -> str:
    return TABLE.format(*(numbers or range(7)))


def _learn(*pages: str | bytes) -> None:
    for page in pages:
        _read(page)
        _read(page)


def _grids(page: str) -> list[list[list[str]]]:
    document = _read(page)
    assert isinstance(document, Document)
    return [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)]


# -- what is known ------------------------------------------------------------------------------------------------------


def test_a_source_is_known_from_the_third_time_on_whatever_its_numbers() -> None:
    pages = [_page(_table(*(number * step for step in range(7)))) for number in (1, 2, 30)]
    seen = []
    for page in pages:
        seen.append(_known(page))
        _read(page)
    assert seen == [0, 0, 1]
    assert _grids(pages[2])[0][1:] == [["规章", "0", "30", "60"], ["规章", "90", "120", "150"], ["180"]]
    assert _read(pages[2]) == _parsed(pages[2])


@pytest.mark.parametrize("layout", ["html-plain", "html-word-wrapped-source", "html-nested", "html-in-frame"])
def test_the_tables_of_reports_are_known(layout: str) -> None:
    pages = [decode(LAYOUTS[layout](make("busy", Random(seed), form="2021"), Random(1)).data).text for seed in range(3)]
    for page in pages[:2]:
        _read(page)
    assert _known(pages[2]) == 3


def test_digits_that_tags_part_are_one_number_and_digits_among_words_are_words() -> None:
    cells = "<td><b>{}</b><i>{}</i></td><td><span>5</span>.内部事务</td><td><p>{}</p></td>"
    page = _page(f"<table>{'<tr>' + cells + '</tr>'}</table>".replace("</table>", " " * 200 + "</table>"))
    first, other = page.format(1, 2, 3), page.format(4, 0, 55)
    _learn(first)
    assert _known(other) == 1
    assert _grids(other) == [[["40", "5.内部事务", "55"]]]
    renumbered = other.replace("<span>5</span>", "<span>6</span>")
    assert _known(renumbered) == 0
    assert _grids(renumbered) == [[["40", "6.内部事务", "55"]]]


@pytest.mark.parametrize("printed", ["007", "\n 5 \n", "<b>1</b> 2", "<b>1</b>\n2", "<b> 1</b>2", "<b>1</b><b> 2</b>", "0.5", "00.5", "10.05", "00", "1,203", "1234567890", "1 2", "１２", "-3", "12件", "", "/", ".5", "1.2345678", "1<br>2"])
def test_what_is_no_plain_number_is_read_as_it_stands(printed: str) -> None:
    _learn(_page(_table()))
    page = _page(_table(printed, 1, 2, 3, 4, 5, 6))
    assert _read(page) == _parsed(page)


def test_every_hole_is_a_number_for_those_who_read_tables_by_plan() -> None:
    rng = Random(1)
    texts = ["0", "7", "999999999", "0.5", "12.50", "100000000.123456", *(str(rng.randrange(10 ** rng.randrange(1, 10))) for _ in range(300))]
    assert all(html_known._WHOLE.fullmatch(text) and plans._said(text).number for text in texts)
    assert not html_known._WHOLE.fullmatch("007")


@pytest.mark.parametrize("table", [
    _table().replace("</tr>", "</tr>走样", 1),  # stands before the table
    _table().replace("<td>规章", "<td><div hidden>规章"),
    _table().replace("<td>规章", "<td><s>规章</s>"),
    _table().replace("<td>规章", "<td><sup>1</sup>规章"),
    _table().replace("<td>规章", "<td><!-- 3 -->规章"),
    _table().replace("<td>规章", "<td title='<b>3<b>'>规章"),
    _table().replace("<td>规章", "<td><textarea>3</textarea>规章"),
    _table().replace("<td>规章", "<td><select><option>3</select>规章"),
    _table().replace("<td>规章", "<td></table>规章"),
    _table().replace("</td></tr></table>", "").strip(),
    _table().replace("<table>", "<table><form>"),
    _table().replace("<table>", "<table><title>年报</title>"),
    _table().replace("<table>", "<table><meta name=pubdate content=2024-01-02>"),
    _table().replace("</table>", "<tr><td>\ue000</td></tr></table>"),
    _table().replace("<table>", "<table><caption>表</caption>").replace("</table>", "<caption>4</caption></table>"),  # no cell
    _table().replace("</table>", "<caption>3</caption></table>"),  # read before the rows
])
def test_tables_that_reach_out_hide_or_hold_more_than_words_read_the_same_each_time(table: str) -> None:
    pages = [_page(f"<p>前</p>{table}<p>后</p>"), _page(f"<div>前{table}后</div><p>尾</p>")]
    wanted = [_parsed(page) for page in pages]
    _learn(*pages)
    assert [_read(page) for page in pages] == wanted
    assert _known(pages[0]) == 0


@pytest.mark.parametrize("table", [_table().replace("<td>规章", "<td \">规章"), _table().replace("<table>", "<table><b><a href=x>"),
                                   _table().replace("<td>规章", "<td><b><p></b>规章</i></div></p>")])
def test_odd_tables_that_keep_to_themselves_are_known_and_read_the_same(table: str) -> None:
    pages = [_page(f"<p>前</p>{table}<p>后</p>"), _page(f"<div>前<a href=y>{table}后</div><p>尾</p>")]
    _learn(pages[0])
    assert [_known(page) for page in pages] == [1, 1]
    assert [_read(page) for page in pages] == [_parsed(page) for page in pages]


# -- where it stands ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("around", [
    "<!-- {} -->", "<!-- {}", "<p title='{}", '<p title="{}', '<p title="{}">"', "<p title={}>", "<script>{}</script>", "<style>{}</style>", "<textarea>{}</textarea>",
    "<title>{}</title>", "<xmp>{}</xmp>", "<noscript>{}</noscript>", "<select>{}</select>", "<select><option>{}", "<svg>{}</svg>", "<svg><desc>{}</desc></svg>",
    "<math><mi>{}</mi></math>", "<math>{}</math>", "<template>{}</template>", "<iframe>{}</iframe>", "<object>{}</object>", "<div hidden>{}</div>",
    "<div style='display: none'>{}</div>", "<s>{}</s>", "<del>{}", "<b>{}</b>", "<b><i><u>{}", "<a href=x>{}</a>", "<p>{}</p>", "<p><b>{}</p>后",
    "<table>{}</table>", "<table><tr>{}</tr></table>", "<table><tr><td>{}</td></tr></table>", "<table><caption>{}</caption></table>", "<ul><li>{}</ul>",
    "<button>{}</button>", "<h1>{}</h1>", "<pre>{}</pre>", "<frameset>{}</frameset>", "<![CDATA[{}]]>", "<{}", "<td>{}</td>", "</body>{}", "</html>{}", "<form>{}</form>",
    "<marquee>{}</marquee>", "<fieldset>{}</fieldset>", "<plaintext>{}", "<font color={}>x</font>", "<b title='\">{}'>x</b>", "{}{}", "<nobr>{}<nobr>", "&lt;{}&gt;"])
def test_a_known_table_reads_as_its_parsed_self_wherever_it_stands(around: str) -> None:
    for doctype in (True, False):
        learnt = _page(f"<p>前</p>{_table()}")
        _learn(learnt)
        assert _known(learnt) == 1
        page = _page("<p>前</p>" + around.replace("{}", _table(7, 8, 9, 1, 2, 3, 4)) + "<p>后</p><div>尾</div>")
        page = page if doctype else page.removeprefix("<!DOCTYPE html>")
        assert _read(page) == _parsed(page), around


def test_a_table_in_the_head_reads_as_its_parsed_self() -> None:
    _learn(_page(_table()))
    page = _page("<p>后</p>", head=_table(9, 8, 7, 6, 5, 4, 3))
    assert _read(page) == _parsed(page)
    assert _grids(page)[0][1] == ["规章", "9", "8", "7"]


def test_blocks_behind_a_known_table_keep_their_places() -> None:
    page = _page("<p>前</p>" + _table().replace("规章", "<p>规章</p><div>一</div>") + "<p>后</p><div>尾</div>" + _table())
    _learn(page)
    assert _known(page) == 2
    assert _read(page) == _parsed(page)


@pytest.mark.parametrize("layout", PAGES)
def test_pages_that_are_broken_around_known_tables_or_within_them_read_as_the_parser_has_them(layout: str) -> None:
    for seed in range(SEEDS):
        rng = Random(f"{layout} {seed}")
        page = LAYOUTS[layout](make(rng.choice(("busy", "quiet", "sparse")), rng, form="2021"), Random(1)).data
        _learn(page)
        broken = page
        for mutate in rng.choices(MUTATIONS, k=rng.choice((1, 2))):
            tables = [found.span() for found in re.finditer(rb"(?is)<table.*?</table>", broken)]
            start, end = rng.choice([*tables, (0, len(broken)), (0, min(1500, len(broken)))])
            if rng.random() < 0.6:  # outside the tables
                end = next((first for first, _ in tables), len(broken))
                start = 0
            if end > start:
                broken = (broken[:start] + mutate(broken[start:end], rng) + broken[end:])[:200_000]
        assert _read(broken) == _parsed(broken), seed


# -- bounds ------------------------------------------------------------------------------------------------------------------


def test_no_more_sources_are_kept_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_known, "_ROOM", 3)
    for number in range(120):
        _read(_page(_table().replace("规章", "规" * number)))
        if number % 10 == 0:
            _read(_page(_table().replace("规章", "规" * number)))
    assert len(html_known._KEPT) <= 3
    assert len(html_known._MET) <= 96


def test_the_cells_of_known_tables_count() -> None:
    page = _page(_table() * 4)
    _learn(page)
    with pytest.raises(UnreadableReport, match="超过30个单元格"):
        html.read(page.encode(), Limits(cells=30))
