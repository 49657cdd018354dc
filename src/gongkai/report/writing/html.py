"""html: a whole page with the styles of page.css, or a fragment with inline styles.

The page prints on A4 and narrows its tables on a telephone. The fragment is for the editor of a website: such
editors drop style sheets, classes and often ``<col>``, so that every rule stands on its own element and the tables
carry plain ``border`` and ``width`` attributes too.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from gongkai.report.form import Form
from gongkai.report.model import Report
from gongkai.report.writing.layout import LaidCell, LaidTable
from gongkai.report.writing.manuscript import Chapter, Line, Manuscript, compose

_SERIF = "FangSong,FangSong_GB2312,仿宋,STFangsong,SimSun,serif"
_CELL = "border:1px solid #333;padding:5px 4px;font-weight:normal;vertical-align:middle;"
_INLINE = {
    "title": "margin:0 0 28px;text-align:center;text-indent:0;font-size:26px;line-height:1.5;font-weight:bold;"
             "font-family:FZXiaoBiaoSong-B05S,方正小标宋简体,STZhongsong,SimSun,serif;",
    "heading": "margin:20px 0 8px;text-indent:2em;font-size:18px;line-height:1.8;font-weight:bold;"
               "font-family:SimHei,STHeiti,Microsoft YaHei,sans-serif;",
    "part": "margin:10px 0 4px;text-indent:2em;font-size:18px;line-height:1.8;font-weight:bold;"
            "font-family:KaiTi,KaiTi_GB2312,楷体,STKaiti,serif;",
    "body": f"margin:0;text-indent:2em;text-align:justify;font-size:18px;line-height:1.8;font-family:{_SERIF};",
    "sign": f"margin:0;text-indent:0;text-align:right;padding-right:2em;font-size:18px;line-height:1.8;"
            f"font-family:{_SERIF};",
    "wrap": "margin:14px 0 20px;overflow-x:auto;",
    "table": "width:100%;border-collapse:collapse;font-size:15px;line-height:1.5;font-family:SimSun,STSong,serif;",
    "dense": "width:100%;border-collapse:collapse;font-size:14px;line-height:1.4;"
             "font-family:SimSun,STSong,serif;",
    "block": f"{_CELL}text-align:left;background-color:#eef3f9;",
    "head": f"{_CELL}text-align:center;text-wrap:balance;",
    "label": f"{_CELL}text-align:left;",
    "number": f"{_CELL}text-align:center;",
}
_CLASSES = {"sign", "block", "label", "dense"}


def render(report: Report, form: Form, *, fragment: bool = False) -> bytes:
    """The report as UTF-8 html; see `gongkai.report.writing.write`."""
    text = compose(report, form)
    body = "\n".join(_Printer(fragment).document(text))
    if fragment:
        return f"{body}\n".encode()
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    meta = [("ArticleTitle", text.name), ("ContentSource", text.unit),
            ("PubDate", text.published.isoformat() if text.published else None)]
    head = "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in meta if value)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(text.name)}</title>\n'
        f"{head}\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


class _Printer:
    """Prints the same elements with classes (page) or with inline styles (fragment)."""

    def __init__(self, fragment: bool) -> None:
        self.fragment = fragment
        # In a fragment the page around it already has its h1.
        self.tags = ("h2", "h3", "h4") if fragment else ("h1", "h2", "h3")

    def style(self, name: str, more: str = "") -> str:
        if self.fragment:
            return f' style="{_INLINE[name]}{more}"'
        return f' class="{name}"' if name in _CLASSES else ""

    def document(self, text: Manuscript) -> Iterator[str]:
        title, heading, part = self.tags
        # Boxes that break between lines of the title but put no break into its text.
        lines = "".join(f'<span style="display:inline-block">{escape(line)}</span>' for line in text.title)
        yield f"<{title}{self.style('title')}>{lines if len(text.title) > 1 else escape(text.name)}</{title}>"
        for line in text.preamble:
            yield f"<p{self.style('body')}>{escape(line.text)}</p>"
        for chapter in text.chapters:
            yield f"<{heading}{self.style('heading')}>{escape(chapter.heading)}</{heading}>"
            for block in chapter.blocks:
                if isinstance(block, LaidTable):
                    yield from self.table(chapter, block)
                else:
                    yield self.line(block, part)
        for index, words in enumerate(text.signature):
            yield f"<p{self.style('sign', '' if index else 'margin-top:2em;')}>{escape(words)}</p>"

    def line(self, line: Line, part: str) -> str:
        tag = part if line.kind == "part" else "p"
        return f"<{tag}{self.style(line.kind)}>{escape(line.text)}</{tag}>"

    def table(self, chapter: Chapter, table: LaidTable) -> Iterator[str]:
        name = escape(chapter.heading)
        old = ' border="1" cellspacing="0" cellpadding="4" width="100%"' if self.fragment else ""
        wrap = self.style("wrap") if self.fragment else ' class="table" role="region" tabindex="0"'
        small = f' style="--type:{table.size:.1f}pt"' if table.scale < 1 and not self.fragment else ""
        yield f'<div{wrap} aria-label="{name}"><table{old}{self.style("dense" if table.dense else "table")}{small}>'
        yield "<colgroup>" + "".join(f'<col style="width:{share:.2%}">' for share in table.shares) + "</colgroup>"
        for head, rows in table.groups():
            yield "<thead>" if head else "<tbody>"
            for row in rows:
                yield "<tr>" + "".join(self.cell(cell, table) for cell in row) + "</tr>"
            yield "</thead>" if head else "</tbody>"
        yield "</table></div>"

    def cell(self, cell: LaidCell, table: LaidTable) -> str:
        spans = "".join(f' {name}="{count}"' for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
                        if count > 1)
        width = f"width:{sum(table.shares[cell.column:cell.column + cell.colspan]):.2%};"
        kind = "head" if cell.kind == "label" and table.label_columns == 1 else cell.kind
        item = cell.kind == "label" and 1 < cell.column + 1 == table.label_columns
        if item:
            width += "min-width:9em;"
        style = self.style(kind, width)
        if item and not self.fragment:
            style = ' class="label item"'
        if cell.kind == "number":
            return f"<td{spans}{style}>{escape(cell.text)}</td>"
        if cell.kind == "label":
            scope = "rowgroup" if cell.rowspan > 1 else "row"
        else:
            scope = "colgroup" if cell.colspan > 1 else "col"
        return f'<th{spans} scope="{scope}"{style}>{escape(cell.text)}</th>'
