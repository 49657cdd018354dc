"""Counts in running text: 1,203件, １２条, 1.2万余条, 十二条, 两次, 98.5%, 百分之十.

Ordinals (第3期, 第十五条), dates, document and telephone numbers, ranges, clock times, deadlines (20个工作日) and phrases
that only look like counts (一件事, 三项制度) are none. What counts as a unit lies in ``law/vocabularies/counting.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.model import Number
from gongkai.report.reading.facts_words import Words, words

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_ORDINAL = re.compile(rf"第[{_NUMERAL}\d、，和及至（）()款项条\-—]{{0,16}}$")
_ORDINAL_ENDS = frozenset("第〇零一二两三四五六七八九十百条项款、，和及至—-")
_BARE_LEAD = re.compile(r"(?:数量|总数|总量|件数|条数|数|共计|合计|总计|共)(?:为|是|[:：]|共)?$")
_SESSION = re.compile(r"届[^，。；]{0,5}$")
"""县十八届人大二次会议: which session, not how many."""
_RANKED = frozenset(("名", "位"))
_BY_NOW = re.compile("[目此以之]前$")
_LONG = 100
"""Digits beyond this are no count that anybody wrote, and slow to turn into a number."""
_ALL = 1 << 30
_BARE_END = re.compile(r"(?=[，。；、,;)）\n]|$)")


@dataclass(slots=True)
class Count:
    """A number with its unit, from `start` to `end` of the text. `about` says which way an approximate one may err:
    ``more`` (400余), ``near`` (近400), ``about`` (约400), None for an exact one. `decimals` are as printed."""

    start: int
    end: int
    value: Number
    unit: str
    about: str | None = None
    decimals: int = 0


def numeral(text: str) -> int | None:
    """The value of a Chinese numeral, None where it is none (三五, 百千).

        >>> numeral("一百二十三"), numeral("十二"), numeral("两万三千"), numeral("二〇二三"), numeral("三五")
        (123, 12, 23000, 2023, None)
    """
    if not text or any(character not in _NUMERAL for character in text):
        return None
    if not any(character in _TENS or character in _LARGE for character in text):
        if len(text) > 1 and not any(character in "零〇" for character in text) and len(text) != 4:
            return None
        return int("".join(str(_DIGITS[character]) for character in text))
    total = part = 0
    digit: int | None = None
    scale: float = float("inf")
    for position, character in enumerate(text):
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            ten = _TENS[character]
            bare = digit is None and (ten != 10 or text[max(0, position - 1)] in "百千")
            if ten >= scale or bare or digit == 0:
                return None
            part += (1 if digit is None else digit) * ten
            digit, scale = None, ten
        else:
            if not part and digit is None:
                return None
            total = (total + part + (digit or 0)) * _LARGE[character]
            part, digit, scale = 0, None, float("inf")
    return total + part + (digit or 0)


def counts(text: str, most: int = _ALL) -> list[Count]:
    """The counts of a text in order: all of them, or the first `most`."""
    # Three walks, since a pattern that starts with one class of characters is many times faster than a choice.
    known = words()
    walks = ((known.arabic, _arabic), (known.chinese, _chinese), (known.percent, _percent))
    made: list[Count] = []
    for pattern, count_of in walks:
        room = most
        for found in pattern.finditer(text):
            count = count_of(text, found, known)
            if count is not None:
                made.append(count)
                room -= 1
                if not room:
                    break
    made.sort(key=lambda count: count.start)
    return made[:most]


def _percent(text: str, found: re.Match[str], known: Words) -> Count | None:
    value = _value(found["percent"])
    if value is None:
        return None
    decimals = len(found["percent"].partition(".")[2])
    return Count(*found.span(), value, "%", _about(text, *found.span(), None, known), decimals)


def _arabic(text: str, found: re.Match[str], known: Words) -> Count | None:
    start, end = found.span()
    before, unit, inside, scale = text[start - 1:start], found["unit"], found["inside"] or found["early"], found["scale"]
    if before in known.blocked or text[start - 3:start] == "百分之":
        return None
    if (before == "“" and text[end:end + 1] != "”") or (before == "前" and unit in _RANKED and not _BY_NOW.search(text, max(0, start - 3), start)):
        return None  # “7个专项行动” is a name, 前20名 a rank
    if before and before in "-—–~～至/.：" and text[start - 2:start - 1].isdigit():
        return None
    if unit is None and (inside or scale or not _BARE_LEAD.search(text[max(0, start - 8):start])
                         or not _BARE_END.match(text, end)):
        return None
    if _is_ordinal(text, start, before) or known.recurring.search(text[max(0, start - 10):start]):
        return None
    printed = text[start:found.end("more")]
    value = _value(printed)
    if value is None:
        return None
    for character in scale:
        value *= (_TENS | _LARGE)[character]
    return Count(start, end, int(value) if value == int(value) else value, known.unit_names.get(unit or "", unit or ""),
                 _about(text, start, end, inside, known), len(printed.partition(".")[2]))


def _chinese(text: str, found: re.Match[str], known: Words) -> Count | None:
    start, end = found.span()
    before, printed, unit, inside = text[start - 1:start], found["chinese"], found["unit"], found["inside"]
    if before in known.blocked or before == "“" or before.isdigit() or (before and before in _NUMERAL) or known.not_counts.match(text, start):
        return None
    near = max(0, start - 14)
    if (unit in known.loose_units or printed in ("一", "零")) and not known.counting.search(text, max(near, text.rfind("》", near, start)), start):
        return None
    if unit in known.loose_units and text[end:end + 1] == "“":  # 做到两个“凡是”
        return None
    if unit == "次" and _SESSION.search(text, max(0, start - 6), start):
        return None
    if printed == "一" and text.endswith(known.as_one, 0, start):
        return None
    if _is_ordinal(text, start, before) or known.recurring.search(text[max(0, start - 10):start]):
        return None
    value = numeral(printed)
    if value is None:
        # 百余条: the numeral says its own scale.
        if printed not in ("百", "千", "万") or not inside:
            return None
        value = (_TENS | _LARGE)[printed]
    return Count(start, end, value, known.unit_names.get(unit, unit), _about(text, start, end, inside, known))


def _is_ordinal(text: str, start: int, before: str) -> bool:
    return before in _ORDINAL_ENDS and _ORDINAL.search(text[max(0, start - 20):start]) is not None


def _value(printed: str) -> Number | None:
    if printed[0].isdigit():
        if len(printed) < _LONG and printed.isdecimal():
            return int(printed)
        value = Decimal(re.sub(r"[,，]", "", printed))
        return int(value) if value == int(value) else value
    return numeral(printed)


def _about(text: str, start: int, end: int, inside: str | None, known: Words) -> str | None:
    if inside:
        return known.inside[inside]
    found = known.before.search(text[max(0, start - 3):start])
    if found and not known.not_before.search(text[max(0, start - 4):start]):
        return known.before_kinds[found[0]]
    after = known.after.match(text, end)
    return known.after_kinds[after[0]] if after else None
