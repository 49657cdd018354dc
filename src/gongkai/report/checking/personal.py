"""Personal data left in the text of a report: identity numbers, bank cards, mobile numbers.

Which numbers are a person's is told by personal_numbers.py. A finding never repeats the number: its middle is masked.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.report.checking.personal_numbers import FAR, Kind, find, mask
from gongkai.report.model import Finding, Level, Report
from gongkai.report.reading.facts import reading
from gongkai.report.reading.facts_text import Passage

BASIS = "《中华人民共和国政府信息公开条例》第十五条"
_SAID: dict[Kind, tuple[str, Level, str]] = {
    "identity": ("personal.identity", "error", "公民身份号码"),
    "identity_or_credit_code": ("personal.identity", "warning", "公民身份号码"),
    "identity_misspelt": ("personal.identity", "warning", "公民身份号码（校验码不符，疑有误字）"),
    "identity_old": ("personal.identity", "warning", "十五位旧身份证号码"),
    "bank_card": ("personal.bank_card", "warning", "银行卡号"),
    "mobile": ("personal.mobile", "warning", "个人手机号码"),
}


def check(report: Report) -> list[Finding]:
    """Personal data in the preamble and the sections: identity numbers are errors, the rest are warnings.

    Source: 《条例》第十五条 (个人隐私).
    """
    return [finding for passage in reading(report).passages for finding in _in(passage, report.year or FAR)]


def _in(passage: Passage, year: int) -> Iterator[Finding]:
    for number in find(passage.text, born_by=year, is_office=lambda start: passage.section == 0):
        code, level, name = _SAID[number.kind]
        heading = passage.heading(number.start)
        where, shown = f"“{heading}”" if heading else "", mask(number.digits)
        yield Finding(
            code, level, f"正文{where}出现{name}“{shown}”，涉及个人隐私，请删去或作遮盖处理后再公开。",
            (), None, shown, passage.place(number.start), BASIS)
