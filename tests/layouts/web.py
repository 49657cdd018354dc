"""Pages as content systems, Word and hand-written HTML make them. Each printer turns one grid into markup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random

from layouts.grids import C, Grid, laid_out

Markup = Callable[[Grid, Random], str]


def _spans(cell: C) -> str:
    return (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
        f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")


def _table(grid: Grid, inner: Callable[[C], str], attributes: str = ' border="1"') -> str:
    rows = ("<tr>" + "".join(f"<td{_spans(cell)}>{inner(cell)}</td>" for cell in row) + "</tr>" for row in grid)
    return f"<table{attributes}><tbody>\n" + "\n".join(rows) + "\n</tbody></table>"


def plain(grid: Grid, rng: Random) -> str:
    """rowspan and colspan as they should be; a cut head holds a <br>."""
    return _table(grid, lambda cell: escape(cell.text, quote=False).replace("\n", "<br/>"))


def _cut(text: str, rng: Random) -> str:
    """A text over several spans and fonts, cut anywhere, through numbers too."""
    if not text:
        return "<span><o:p>&nbsp;</o:p></span>"
    made, rest = [], text
    while rest:
        at = rng.randint(1, max(1, len(rest) // 2))
        piece, rest = escape(rest[:at], quote=False), rest[at:]
        made.append(f"<span style='font-family:仿宋_GB2312'><font face=\"仿宋\">{piece}</font></span>"
                    if rng.random() < 0.5 else f"<span lang=EN-US>{piece}</span>")
    return "".join(made) + "<span lang=EN-US><o:p></o:p></span>"


def word(grid: Grid, rng: Random) -> str:
    """Word's export: words and numbers cut over spans, <o:p>, classes, line breaks between tags."""
    def inner(cell: C) -> str:
        return "\n".join(f"<p class=MsoNormal align=center>{_cut(line, rng)}</p>" for line in cell.text.split("\n"))
    return ("<!--[if gte mso 9]><xml><w:View>Normal</w:View><w:Zoom>100</w:Zoom></xml><![endif]-->\n"
            + _table(grid, inner, " class=MsoNormalTable border=1 cellspacing=0 style='mso-yfti-tbllook:1184'"))


def word_wrapped_source(grid: Grid, rng: Random) -> str:
    """Word breaks its source lines inside tags and between them."""
    def inner(cell: C) -> str:
        text = escape(cell.text, quote=False).replace("\n", "<br>")
        return f"\n      <p\n      style='line-height:1.5'><span\n      style='font-size:12pt'>{text}</span></p>\n      "
    return _table(grid, inner)


def nested(grid: Grid, rng: Random) -> str:
    """Each table in a one-cell table, itself in another."""
    return f"<table><tr><td><table width=100%><tr><td>{plain(grid, rng)}</td></tr></table></td></tr></table>"


def split(grid: Grid, rng: Random) -> str:
    """A long table cut into two <table>s; the second has no heads, a span that goes on begins anew without its label."""
    if len(grid) < 15:
        return plain(grid, rng)
    at = rng.randint(8, len(grid) - 6)
    top, bottom = [list(row) for row in grid[:at]], [list(row) for row in grid[at:]]
    over: list[C] = []
    for y, row in enumerate(top):
        for x, cell in enumerate(row):
            if y + cell.rowspan > at:
                over.append(C("", cell.rowspan - (at - y), cell.colspan, key=cell.key))
                row[x] = C(cell.text, at - y, cell.colspan, key=cell.key)
    bottom[0] = [*over, *bottom[0]]
    return plain(top, rng) + "\n<p>&nbsp;</p>\n" + plain(bottom, rng)


def blocks_apart(grid: Grid, rng: Random) -> str:
    """A table for each block of table 2, a table for 复议 and one for 诉讼 of table 4."""
    if grid[0][0].key == "block":
        starts = [y for y, row in enumerate(grid) if row[0].key == "block"]
        return "<p></p>".join(plain(grid[a:b], rng) for a, b in zip(starts, [*starts[1:], len(grid)], strict=True))
    if len(grid) == 4:
        halves = ([grid[0][:1], [C(c.text, key=c.key) for c in grid[1][:5]], grid[3][:5]], [grid[0][1:], grid[1][5:], grid[2], grid[3][5:]])
        return "<p></p>".join(plain(half, rng) for half in halves)
    return plain(grid, rng)


def spanless(grid: Grid, rng: Random) -> str:
    """No spans at all: each line has its own cells only, so lines begin in different columns."""
    return _table([[C(c.text, address=c.address) for c in row] for row in grid], lambda c: escape(c.text, quote=False))


def spans_filled(grid: Grid, rng: Random) -> str:
    """No spans: empty cells where a span covers."""
    lines = [[C(c.text) if c else C("") for c in row] for row in laid_out(grid)]
    return _table(lines, lambda c: escape(c.text, quote=False).replace("\n", "<br>"))


def tail_missing(grid: Grid, rng: Random) -> str:
    """Empty cells at the end of a row have no <td>."""
    def cut(row: list[C]) -> list[C]:
        row = list(row)
        while len(row) > 1 and not row[-1].text:
            row.pop()
        return row
    return plain([cut(row) for row in grid], rng)


def span_too_long(grid: Grid, rng: Random) -> str:
    """三、本年度办理结果 spans further than the table, as pages edited by hand do."""
    return plain([[C(c.text, c.rowspan + 30, c.colspan, key=c.key) if c.key == "results" else c for c in row]
                  for row in grid], rng)


def span_one_off(grid: Grid, rng: Random) -> str:
    """（三）不予公开 spans one line too many, which pushes the next line one column to the right."""
    return plain([[C(c.text, c.rowspan + 1, c.colspan, key=c.key) if c.key == "denied" else c for c in row]
                  for row in grid], rng)


def lines_of_tabs(grid: Grid, rng: Random) -> str:
    """No table: a <p> a line, tabs between cells."""
    rows = ("\t".join(c.text.replace("\n", "") if c else "" for c in row) for row in laid_out(grid))
    return "\n".join(f'<p style="white-space:pre">{escape(row, quote=False)}</p>' for row in rows)


def lines_of_blanks(grid: Grid, rng: Random) -> str:
    """No table: a <p> a line, runs of &nbsp; between cells, empty cells gone."""
    rows = ("&nbsp;&nbsp;&nbsp;".join(escape(c.text.replace("\n", ""), quote=False) for c in row if c.text) for row in grid)
    return "\n".join(f"<p>{row}</p>" for row in rows)


def cell_a_paragraph(grid: Grid, rng: Random) -> str:
    """No table: a <p> for each cell, an empty cell an empty <p>."""
    return "\n".join(f"<p>{escape(c.text, quote=False).replace(chr(10), '') or '&nbsp;'}</p>" for row in grid for c in row)


def divs(grid: Grid, rng: Random) -> str:
    """A table of <div>s."""
    rows = ('<div class="tr" style="display:table-row">' + "".join(
        f'<div class="td" style="display:table-cell">{escape(c.text, quote=False)}</div>' for c in row) + "</div>"
        for row in grid)
    return '<div class="table" style="display:table">\n' + "\n".join(rows) + "\n</div>"


def shouting(grid: Grid, rng: Random) -> str:
    """Upper case, attributes without quotes, as pages of 2003 have it."""
    rows = ("<TR>" + "".join(
        f"<TD ALIGN=CENTER ROWSPAN={c.rowspan} COLSPAN={c.colspan}><FONT SIZE=2>{escape(c.text, quote=False)}</FONT></TD>"
        for c in row) + "</TR>" for row in grid)
    return "<TABLE BORDER=1 WIDTH=100%>\n" + "\n".join(rows) + "\n</TABLE>"


def unclosed(grid: Grid, rng: Random) -> str:
    """No closing tag for cells, rows and paragraphs."""
    rows = ("<tr>" + "".join(f"<td{_spans(c)}><p>{escape(c.text, quote=False)}" for c in row) for row in grid)
    return "<table border=1>\n" + "\n".join(rows) + "\n</table>"


def misnested(grid: Grid, rng: Random) -> str:
    """Tags that close in the wrong order, a stray </div>, a <center> around rows."""
    rows = ("<tr><b>" + "".join(
        f"<td{_spans(c)}><span><strong>{escape(c.text, quote=False)}</span></strong></div></td>" for c in row) + "</b></tr>"
        for row in grid)
    return "<div><table>\n" + "\n".join(rows) + "\n</table>"


def foot_first(grid: Grid, rng: Random) -> str:
    """thead, then tfoot with the last line, then tbody: the order in which HTML 4 wanted them."""
    def rows(lines: Grid, tag: str) -> str:
        return "\n".join("<tr>" + "".join(f"<{tag}{_spans(c)}>{escape(c.text, quote=False)}</{tag}>" for c in row) + "</tr>"
                         for row in lines)
    heads = 3 if len(grid) > 3 and not any(c.address for row in grid[:3] for c in row) else 0
    foot = grid[-1:] if len(grid) > 15 else []
    body = grid[heads:len(grid) - len(foot)]
    return (f"<table><thead>{rows(grid[:heads], 'th')}</thead><tfoot>{rows(foot, 'td')}</tfoot>"
            f"<tbody>{rows(body, 'td')}</tbody></table>")


def hidden(grid: Grid, rng: Random) -> str:
    """Numbers that nobody sees: hidden cells and rows, comments, scripts, styles, templates."""
    rows = []
    for row in grid:
        cells = []
        for c in row:
            extra = rng.choice(("", "", '<td style="display:none">99</td>', "<td hidden>98</td>", "<!-- <td>97</td> -->",
                                "<script>var n=96;document.title+=n;</script>"))
            inside = rng.choice(("", "", "<span style='display: none'>95</span>", "<!--94-->", "<template>93</template>"))
            cells.append(f"<td{_spans(c)}>{inside}{escape(c.text, quote=False)}</td>{extra}")
        rows.append("<tr>" + "".join(cells) + "</tr>")
        if rng.random() < 0.2:
            rows.append("<tr style='DISPLAY:NONE'>" + "<td>92</td>" * len(row) + "</tr>")
    return ("<style>td{width:91px}</style><table>" + "\n".join(rows) + "</table><div style='display:none'>"
            + plain([[c if not c.address else c.says("90") for c in row] for row in grid], rng) + "</div>")


def pictures(grid: Grid, rng: Random) -> str:
    """Pictures with alternative texts beside labels: the texts are not the cell's."""
    return _table(grid, lambda c: escape(c.text, quote=False) + (
        '<img src="line.gif" width=1 height=99 alt="图片88">' if rng.random() < 0.3 else ""))


def footnotes(grid: Grid, rng: Random) -> str:
    """A raised footnote mark behind some numbers: 12<sup>1</sup> is 12, never 121."""
    return _table(grid, lambda c: escape(c.text, quote=False) + ("<sup>1</sup>" if c.address and "#" in (c.key or "") else ""))


def struck(grid: Grid, rng: Random) -> str:
    """An old number struck out beside the new one."""
    return _table(grid, lambda c: ("<s>7</s>" if c.address and "#" in (c.key or "") else "") + escape(c.text, quote=False))


def spacers(grid: Grid, rng: Random) -> str:
    """An empty column behind every column, as pages of office programs keep their columns apart."""
    apart = [[each for cell in row for each in (replace(cell, colspan=2 * cell.colspan - 1), C("", rowspan=cell.rowspan))] for row in grid]
    return plain(apart, rng)


def heads_spanless(grid: Grid, rng: Random) -> str:
    """Heads have lost their colspan, so that those in the third line stand beside those above them."""
    return plain([[cell if cell.address or any(other.address for other in row) else replace(cell, colspan=1 if cell.key != "stub" else cell.colspan)
                   for cell in row] for row in grid], rng)
