"""Tables in the markup of wikis and of forums → HTML, line by line, so that they are read as tables written out are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

_ATTRIBUTES = re.compile(r"""\s*((?:[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'|]+)\s*)+)\|(?!\|)""")
_SPAN = re.compile(r"""\b(rowspan|colspan)\s*=\s*["']?\s*(\d+)""", re.I)
_CELLS = re.compile(r"\|\||!!")
_FORUM = re.compile(r"\[(/?)(table|tr|td|th)(?:=\s*(\d+)\s*,\s*(\d+)[^\]]*|=[^\]]*)?\]", re.I)
_FORUM_TABLE = re.compile(r"\[table[\]=]", re.I)


def in_html(lines: Sequence[str]) -> list[str]:
    """The lines, those of tables in HTML; a line stays a line.

        >>> in_html(["{|", "! colspan=2 | 规章", "|-", "| 0 || 1", "|}"])
        ['<table>', '<td colspan="2">规章', '<tr>', '<td>0<td>1', '</table>']
        >>> in_html(["[table][tr][td=1,2]规章[/td][td]0[/td][/tr][/table]"])
        ['<table><tr><td colspan="1" rowspan="2">规章</td><td>0</td></tr></table>']
    """
    made = []
    inside = False
    forum = _closed("\n".join(lines))
    ends = max((number for number, line in enumerate(lines) if line.lstrip().startswith("|}")), default=-1)
    for number, line in enumerate(lines):
        bare = line.strip()
        if bare.startswith("{|") and number < ends:
            inside = True
            made.append("<table>")
        elif inside:
            inside = not bare.startswith("|}")
            made.append(_wiki(bare) if inside else "</table>" + escape(bare[2:]))
        elif forum and "[" in line:
            made.append(_FORUM.sub(_forum, line))
        else:
            made.append(line)
    return made


def has_tables(text: str) -> bool:
    """Whether a text may hold such tables."""
    return ("{|" in text and "|}" in text) or _closed(text)


def _closed(text: str) -> bool:
    """Whether there are tables of a forum, each with its end."""
    opened = len(_FORUM_TABLE.findall(text)) if "[" in text else 0
    return opened > 0 and opened == text.lower().count("[/table]")


def _wiki(line: str) -> str:
    if line.startswith("|-"):
        return "<tr>"
    if line.startswith("|+"):
        return f"<caption>{escape(line[2:])}</caption>"
    if line[:1] not in ("|", "!"):
        return escape(line)
    made = ""
    for cell in _CELLS.split(line[1:]):
        attributes = _ATTRIBUTES.match(cell)
        spans = "".join(f' {name.lower()}="{number}"' for name, number in _SPAN.findall(attributes[1])) if attributes else ""
        made += f"<td{spans}>{escape((cell[attributes.end():] if attributes else cell).strip().strip(chr(39)))}"
    return made


def _forum(tag: re.Match[str]) -> str:
    spans = f' colspan="{tag[3]}" rowspan="{tag[4]}"' if tag[3] and tag[2].lower() in ("td", "th") and not tag[1] else ""
    return f"<{tag[1]}{tag[2].lower()}{spans}>"
