"""Personal data left in the text of a report: identity numbers, bank cards, mobile numbers.

Numbers are told apart by their own check digits first, by the words around them second. The office's own contacts, credit
codes (GB 32100), index and document numbers are none. A finding never repeats the number: its middle is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, Mapping
from gongkai.report.model import Finding, Level, Report
from gongkai.report.reading.facts import reading
from gongkai.report.reading.facts_text import Passage
from gongkai.report.reading.facts_words import either, texts

BASIS = "《中华人民共和国政府信息公开条例》第十五条"
_LONG = re.compile(r"\d(?:[ \-]?\d){10,22}[Xx]?")
_GLUED = re.compile(r"[0-9A-Za-z_/=@#&.\-]")
"""Beside a number these make it a piece of something longer: a link, an e-mail address, an index number."""
_OLDEST, _FAR = 1890, 2100
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = [pow(3, power, 31) for power in range(17)]


class _Personal:
    """The vocabulary, compiled."""

    def __init__(self, path: Path) -> None:
        node = lawfile.read(path)
        node.check({"title": str, "identity": Mapping, "bank_card": Mapping, "mobile": Mapping, "window": Mapping,
                    "shown": Mapping})
        identity, card, mobile = node["identity"], node["bank_card"], node["mobile"]
        identity.check({"standard": str, "weights": list, "check": str, "provinces": list, "words": list, "other": list})
        card.check({"words": list, "office": list, "lengths": Mapping})
        card["lengths"].check({"from": int, "to": int})
        mobile.check({"office": list, "person": list})
        node["window"].check({"before": int, "after": int})
        node["shown"].check({"front": int, "back": int})
        self.weights: list[int] = identity["weights"]
        self.check: str = identity["check"]
        self.provinces = frozenset(str(number) for number in identity["provinces"])
        self.identity_words = re.compile(either(texts(identity, "words")))
        self.other_words = re.compile(f"(?:{either(texts(identity, 'other'))})[^，。；]{{0,4}}$")
        self.card_words = re.compile(either(texts(card, "words")))
        self.card_office = re.compile(either(texts(card, "office")))
        self.card_lengths = range(card["lengths"]["from"], card["lengths"]["to"] + 1)
        self.office = re.compile(either(texts(mobile, "office")))
        self.person = re.compile(either(texts(mobile, "person")))
        self.before: int = node["window"]["before"]
        self.after: int = node["window"]["after"]
        self.front: int = node["shown"]["front"]
        self.back: int = node["shown"]["back"]


@cache
def _personal() -> _Personal:
    return _Personal(LAW / "vocabularies" / "personal.yaml")


def check(report: Report) -> list[Finding]:
    """Personal data in the preamble and the sections: identity numbers are errors, the rest are warnings.

    Source: 《条例》第十五条 (个人隐私); GB 11643-1999 for identity numbers; ISO/IEC 7812-1 (Luhn) for bank cards.
    """
    findings: list[Finding] = []
    for passage in reading(report).passages:
        for found in _LONG.finditer(passage.text):
            findings.extend(_judge(passage, found, report.year or _FAR))
    return findings


def is_identity_number(number: str) -> bool:
    """Whether eighteen characters are a citizen's identity number: province, day of birth, check character.

        >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
        (True, False)
    """
    known = _personal()
    if not re.fullmatch(r"\d{17}[\dXx]", number) or number[:2] not in known.provinces or not _day(number[6:14], _FAR):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, known.weights, strict=False))
    return known.check[total % 11] == number[17].upper()


def is_credit_code(code: str) -> bool:
    """Whether eighteen characters are a unified social credit code (GB 32100-2015): alphabet and check character."""
    if len(code) != 18 or any(character not in _CREDIT for character in code):
        return False
    total = sum(_CREDIT.index(character) * weight for character, weight in zip(code, _CREDIT_WEIGHTS, strict=False))
    return _CREDIT[(31 - total % 31) % 31] == code[17]


def is_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _judge(passage: Passage, found: re.Match[str], year: int) -> Iterator[Finding]:
    known = _personal()
    text = passage.text
    start, end = found.span()
    if _GLUED.match(text[start - 1:start]) or _GLUED.match(text[end:end + 1]):
        return
    before, after = text[max(0, start - known.before):start], text[end:end + known.after]
    number = re.sub(r"[ \-]", "", found[0])
    kind: tuple[str, Level, str] | None = None
    if len(number) == 18 and not known.other_words.search(before) and is_identity_number(number):
        # One identity number in thirty-one is a credit code's spelling too.
        doubt = is_credit_code(number) and not known.identity_words.search(before)
        kind = ("personal.identity", "warning" if doubt else "error", "公民身份号码")
    elif len(number) == 18 and known.identity_words.search(before) and number[:2] in known.provinces and _day(number[6:14], year):
        kind = ("personal.identity", "warning", "公民身份号码（校验码不符，疑有误字）")
    elif len(number) == 15 and _is_old_identity(number, before):
        kind = ("personal.identity", "warning", "十五位旧身份证号码")
    elif len(number) in known.card_lengths and number.isdigit() and is_luhn(number) \
            and known.card_words.search(before + "，" + after) and not known.card_office.search(before + "，" + after):
        kind = ("personal.bank_card", "warning", "银行卡号")
    elif _is_mobile(number) and not _is_office(passage, before):
        kind = ("personal.mobile", "warning", "个人手机号码")
    if kind is None:
        return
    code, level, name = kind
    yield Finding(
        code, level, f"正文{_where(passage, start)}出现{name}“{mask(number)}”，涉及个人隐私，请删去或作遮盖处理后再公开。",
        (), None, mask(number), passage.place(start), BASIS)


def mask(number: str) -> str:
    """A number with its middle masked.

        >>> mask("13800001234")
        '138******34'
    """
    known = _personal()
    hidden = max(0, len(number) - known.front - known.back)
    return number[:known.front] + "*" * hidden + number[len(number) - known.back:]


def _where(passage: Passage, start: int) -> str:
    heading = passage.heading(start)
    return f"“{heading}”" if heading else ""


def _is_old_identity(number: str, before: str) -> bool:
    known = _personal()
    if not number.isdigit() or number[:2] not in known.provinces or known.other_words.search(before):
        return False
    return _day("19" + number[6:12], _FAR)


def _is_mobile(number: str) -> bool:
    number = number.removeprefix("86") if len(number) == 13 else number
    return len(number) == 11 and number[0] == "1" and number[1] in "3456789"


def _is_office(passage: Passage, before: str) -> bool:
    """Whether a mobile number is the office's: in the preamble, or labelled so and nobody's in particular."""
    if passage.section == 0:
        return True
    known = _personal()
    near = re.split(r"[。；\n]", before)[-1]
    return known.person.search(near) is None and known.office.search(near) is not None


def _day(digits: str, year: int) -> bool:
    """Whether eight digits are a day on which somebody named in a report for `year` may be born."""
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return _OLDEST <= born.year <= year
