"""What a table cell says: a number, an empty cell, a mark for "none", or something else.

Empty, 0, ``/``, ``-`` and 无 stay apart: only a printed number has a value. 减4 is −4; 251000元 in a column of 万元
is 25.1; 22（其中修订16件） is 22 with a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from gongkai.report.model import Number

Kind = Literal["number", "empty", "mark", "digits", "text"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A cell's text as read. `kind` ``digits`` is a run such as ``0000000`` that can be no single number.

    `value` is in units as printed (`unit`: 元, 万元, 件 … or None); `note` is what stands beside the number.
    """

    kind: Kind
    value: Number | None = None
    unit: str | None = None
    note: str | None = None
    approximate: bool = False


UNSEEN = "\u200b\u200c\u200d\ufeff\u2060\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u061c"
"""Characters without a form of their own: of no width, and marks of direction, which calculators leave around what is copied from them.
What turns digits around (U+202E) is none of them."""
_WIDTH: dict[int, str | None] = {ord(full): half for full, half in zip("０１２３４５６７８９．，－＋（）／％＼：", "0123456789.,-+()/%\\:", strict=True)}
_WIDTH |= {ord(char): None for char in UNSEEN}
_WIDTH |= {ord("−"): "-", ord("﹣"): "-", ord("\u3000"): " ", ord("\xa0"): " ", ord("\u2002"): " ", ord("\u2003"): " ", ord("\u2009"): " ", ord("\u202f"): " ", ord("’"): "'"}

_UNITS = "件|项|条|个|份|次|宗|起|人次|部|篇|家|页|例|万元|亿元|千元|元|万|人民币"
_NUMBER = re.compile(
    r"(?:共计?|合计|(?P<money>[¥￥$]))?(?P<about>约|近|超过?|逾)?(?P<sign>-|\+|(?:减少?|增加?|净?增|新增|净减|下降):?|负|↓|↑)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:'\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[〇零一二两三四五六七八九十百千]+)"
    rf"(?P<more>余|多)?(?P<unit>(?:{_UNITS}){{0,3}})"
)
MONEY = "￥"
"""The unit of a number before which a sign of money stands: 元 by itself, 万元 where the column counts so. Which of them, nobody can tell."""
_BELOW = ("-", "减少", "减", "净减", "下降", "负", "↓")
_NOTE = re.compile(r"[(（\[【](?!\s*[一二三四五六七八九十]{1,3}\s*[)）\]】])|其中|含|[*＊]")
"""Where a note beside the number begins; （七） is a row's numbering, which a number before it has run into."""
_SPACES = re.compile(r"(?<![\d\s])\s+|\s+(?![\d\s])|(?<=,)\s+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?! *\d)")
_LONGEST = 40
"""No number of the form is longer, its note aside."""
_MARK = re.compile(r"[-—–─―~/\\、·….*＊]{1,20}|无|没有|空|无数据|无此项|不涉及|未发生|无变化|[Nn]/?[Aa]|[Nn]one|[Nn]ull")
_DIGITS = re.compile(r"\d+")
_PAIR = re.compile(r"[+-]?\d{1,6}\s*/\s*[+-]?\d{1,6}")
_NONE_OF_BOTH = re.compile(r"[+-]?0\s*/\s*[+-]?0")
"""增/减 of nothing."""
_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000}


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand, None where it is none.

        >>> chinese("一百二十三"), chinese("十二"), chinese("二〇"), chinese("百")
        (123, 12, 20, None)
    """
    if not text:
        return None
    if len(text) > 20:
        return None
    if all(char in _CHINESE for char in text):
        return int("".join(str(_CHINESE[char]) for char in text))
    total, digit = 0, None
    last_scale = 10_000
    for char in text:
        if char in _CHINESE:
            if digit:
                return None
            digit = _CHINESE[char]
        else:
            scale = _SCALE.get(char)
            if scale is None or scale >= last_scale or (digit is None and (char != "十" or total)) or digit == 0:
                return None
            total += (1 if digit is None else digit) * scale
            last_scale, digit = scale, None
    return total + (digit or 0)


def parse_cell(text: str) -> Parsed:
    """Read a cell that has bounds: there 1 203 is one number, which elsewhere may be two.

        >>> parse_cell("1 203").value, parse_cell("1 203 件").value, parse_cell("0 203").kind, parse("1 203").kind
        (1203, 1203, 'text', 'text')
    """
    plain = text.translate(_WIDTH).strip()
    grouped = _GROUPED.match(plain)
    return parse(grouped[0].replace(" ", "") + plain[grouped.end():]) if grouped else parse(text)


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """Read one cell.

        >>> parse("1，203"), parse("减4").value, parse("/").kind, parse("").kind, parse("0000000").kind
        (Parsed(kind='number', value=1203, unit=None, note=None, approximate=False), -4, 'mark', 'empty', 'digits')
        >>> parse("0/0").value, parse("减：4").value, parse("新增3").value
        (0, -4, 3)
        >>> parse("22（其中修订16件）")
        Parsed(kind='number', value=22, unit=None, note='（其中修订16件）', approximate=False)
        >>> parse("251000元").unit, parse("￥25.1").unit, parse("￥25.1万元").unit
        ('元', '￥', '万元')
    """
    plain = text.translate(_WIDTH).strip()
    if not plain:
        return Parsed("empty")
    if plain.isdigit() and plain.isascii():
        if (len(plain) > 1 and plain[0] == "0") or len(plain) > _LONGEST:
            return Parsed("digits")
        return Parsed("number", int(plain))
    if _MARK.fullmatch(plain):
        return Parsed("mark")
    if _NONE_OF_BOTH.fullmatch(plain):
        return Parsed("number", 0)
    cut = _NOTE.search(plain)
    head = plain[: cut.start()] if cut else plain
    note = plain[cut.start():].strip(" 。.;；,，") if cut else None
    if len(head) > _LONGEST:
        return Parsed("text")
    # Spaces within a number (1 203) stay: whether they are one number or two is not ours to say here.
    match = _NUMBER.fullmatch(_SPACES.sub("", head).rstrip("。.;；,，"))
    if not match:
        return Parsed("text")
    digits = match["digits"].replace(",", "").replace("'", "")
    value: Number
    if digits[0] in _CHINESE or digits[0] in _SCALE:
        number = chinese(digits)
        if number is None:
            return Parsed("text")
        value = number
    elif len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        return Parsed("digits") if _DIGITS.fullmatch(plain) else Parsed("text")
    else:
        value = Decimal(digits) if "." in digits else int(digits)
    if (match["sign"] or "").rstrip(":") in _BELOW:
        value = -value
    unit = (match["unit"] or "").replace("人民币", "") or (MONEY if match["money"] else None)
    if note:
        # As printed, not in half width.
        at = text.find(note[0]) if note[0] in text else text.find("（")
        note = text[at:].strip() if at >= 0 else note
        unit = unit or money_named(note)
    return Parsed("number", value, unit, note, bool(match["about"] or match["more"]))


def is_pair(text: str) -> bool:
    """Whether a cell holds two numbers where one is due (3/1 under 本年增/减): a cell all the same, though of no value.

        >>> is_pair("3/1"), is_pair("1/3 页")
        (True, False)
    """
    return _PAIR.fullmatch(text.translate(_WIDTH).strip()) is not None


def day(year: str | int, month: str | int, number: str | int) -> date | None:
    """The date that three numbers name, None where there is no such day.

        >>> day("2024", "2", "30") is None
        True
    """
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def in_unit(parsed: Parsed, unit: str) -> Number | None:
    """The value in the column's unit of measure, None where the printed unit cannot be converted to it.

        >>> in_unit(parse("251000元"), "万元")
        Decimal('25.1')
    """
    value, printed = parsed.value, parsed.unit
    if not value or printed is None or printed == unit:
        return value
    money = {"元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
    if unit in money:
        factor = money.get(printed) or (money["万元"] if printed == "万" else None)
        return _tidy(Decimal(value) * factor / money[unit]) if factor else None
    if printed in money or printed == MONEY:
        return None
    if printed.startswith("万"):
        return _tidy(Decimal(value) * 10_000)
    return value


_MONEY = re.compile(r"(?:单位\s*[:：]?\s*|[（(\[【]\s*(?:人民币)?\s*)(?:人民币)?(千元|万元|亿元|元)")


def money_named(text: str) -> str | None:
    """The unit of money that a head names, None where it names none.

        >>> money_named("本年收费金额（单位：元）"), money_named("采购总金额（万元）"), money_named("采购总金额")
        ('元', '万元', None)
    """
    found = _MONEY.search(text)
    return found[1] if found else None


def _tidy(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value.normalize()
