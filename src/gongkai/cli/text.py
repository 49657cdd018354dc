"""Chinese text in columns: how wide it is, where a line may end, tables that fit 80 columns.

    >>> wrap("表三“一、本年新收”总计填 0，请核对。", 20)
    ['表三“一、本年新收”总', '计填 0，请核对。']
    >>> wrap("总计填写不符，请核对。", 12)
    ['总计填写不', '符，请核对。']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"[A-Za-z0-9_.,/%:@#&=+*~\\\-]+|\s+|.", re.DOTALL)
_WIDE = re.compile(r"[\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]")
_ORDINARY = re.compile(rf"(?:[ -~\u2010-\u2027]|{_WIDE.pattern})*")
"""What Chinese officials write; for these there is no need to load rich, which knows all characters."""
_CLOSING = set("，。、；：？！”’）】》〕〉」』…％%,.;:?!)]}")
_OPENING = set("“‘（【《〔〈「『([{")


_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd") | dict.fromkeys(map(ord, "\t\n\r"), " ")


def plain(text: str) -> str:
    """Text as one line that moves no cursor and changes no colour: a file's name may hold any character.

        >>> plain("报告\\n.txt")
        '报告 .txt'
    """
    return text.translate(_CONTROLS)


def width(text: str) -> int:
    """The columns that text takes on a terminal; a Chinese character takes two."""
    if _ORDINARY.fullmatch(text):
        return len(text) + len(_WIDE.findall(text))
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Text filled with spaces to so many columns."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def shortened(text: str, columns: int) -> str:
    """Text cut to so many columns, with … where something was cut."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - 1:
            break
        kept += character
    return kept + "…"


def wrap(text: str, columns: int | None) -> list[str]:
    """Lines of no more than so many columns; the whole text where `columns` is None.

    Words and numbers stay whole where they fit; no line begins with a closing mark or ends with an opening one.
    """
    if columns is None or width(text) <= columns:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    for token in _tokens(text, columns):
        if line and width("".join(line)) + width(token) > columns and not token.isspace():
            carried: list[str] = []
            if token[0] in _CLOSING:
                while len(line) > 1 and (not carried or carried[0][0] in _CLOSING):
                    carried.insert(0, line.pop())
            while len(line) > 1 and line[-1] in _OPENING:
                carried.insert(0, line.pop())
            lines.append("".join(line).rstrip())
            line = carried
        if line or not token.isspace():
            line.append(token)
    return [*lines, "".join(line).rstrip()] if line else lines


def _tokens(text: str, columns: int) -> list[str]:
    made = []
    for token in _TOKEN.findall(text):
        while width(token) > columns:
            made.append(token[:columns])
            token = token[columns:]
        made.append(token)
    return made


def hung(text: str, columns: int | None, first: str, rest: str) -> str:
    """Text as one paragraph, wrapped, after `first`, its further lines after `rest` (both are as wide as each other)."""
    lines = wrap(plain(text), None if columns is None else columns - width(first))
    return "\n".join((first if number == 0 else rest) + line for number, line in enumerate(lines))


def grid(rows: Sequence[Sequence[str]], columns: Sequence[int], *, numbers: bool = True) -> list[str]:
    """A table as lines, cells wrapped to their widths, the first row its head, set off by a rule.

    `columns` are the widths. Columns after the first are set to the right where they hold `numbers`.
    """
    made = []
    for number, row in enumerate(rows):
        cells = [wrap(text, size) for text, size in zip(row, columns, strict=True)]
        for line in range(max(len(cell) for cell in cells)):
            parts = [padded(cell[line] if line < len(cell) else "", size, right=numbers and place > 0)
                     for place, (cell, size) in enumerate(zip(cells, columns, strict=True))]
            made.append(" ".join(parts).rstrip())
        if number == 0:
            made.append(" ".join("-" * size for size in columns))
    return made


def pipes(rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; the first row is its head."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]
