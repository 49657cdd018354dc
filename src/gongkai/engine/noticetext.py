"""A notice of holidays read from its own text, as a clerk pastes it (国务院办公厅关于…年部分节假日安排的通知), or line by line, a holiday each,
as a region's own holidays and changes of single days are written down.

Every holiday's 共N天 and every weekday in brackets is held against the days that were read: a slip of the pen, in the text or
in the reading, is refused and not guessed at. The notice that comes out is checked again as one typed in (``entered.py``).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from gongkai.engine.calendar import national
from gongkai.engine.calendarfile import Notice
from gongkai.engine.days import WEEKDAYS, chinese, short
from gongkai.engine.entered import Holiday, notice, span
from gongkai.errors import GongkaiError

_YEAR = re.compile(r"(\d{4})年部分节假日安排")
_NUMBER = re.compile(r"国办发(?:明电)?〔\d{4}〕\d+号")
_ISSUED = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$", re.MULTILINE)
_ITEM = re.compile(
    r"^[一二三四五六七八九十]+、([^：:。\n]{2,20})[：:](.+?)(?=^[一二三四五六七八九十]+、|\Z)", re.MULTILINE | re.DOTALL
)
_NOTE = r"(?:\(([^()]*)\))?"
_DAY = re.compile(rf"(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日{_NOTE}")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_LINE = re.compile(r"(?:[一二三四五六七八九十]+、)?([^:\s]{1,20})[:\s]\s*(.+)")
_SUM = re.compile(r"共(\d+)天")


def read_notice(text: str) -> Notice:
    """The notice in `text`.

    Raises:
        GongkaiError: no year, no holidays, one of the statute's holidays missing, a day that does not exist, a weekday or a
            number of days that does not fit, a sentence that tells of days off or at work and could not be read.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("\r", "")
    year = _YEAR.search(plain)
    if not year:
        raise GongkaiError("没有读到“某年部分节假日安排”的字样，请粘贴通知的标题和全文。")
    covers = int(year[1])
    holidays = [_holiday(name, body, covers) for name, body in _ITEM.findall(plain)]
    if not holidays:
        raise GongkaiError("没有读到“一、元旦：……放假”样式的安排，请粘贴通知全文，或者逐项填写。")
    named = "、".join(name for name, _, _ in holidays)
    statute = national().statute
    missing = [holiday.name for holiday in statute.holidays if holiday.name not in named] if statute else []
    if missing:
        raise GongkaiError(f"没有读到{'、'.join(dict.fromkeys(missing))}的安排，请核对是否粘贴了全文。")
    number = _NUMBER.search(plain)
    dates = _ISSUED.findall(plain)
    issued = _date(*map(int, dates[-1])) if dates else None
    return notice(
        f"国务院办公厅关于{covers}年部分节假日安排的通知", covers, holidays, number[0] if number else None, issued
    )


def is_yearly(text: str) -> bool:
    """Whether a text says of itself that it is a yearly notice, which `read_notice` takes."""
    return bool(_YEAR.search(unicodedata.normalize("NFKC", text).replace(" ", "")))


def read_lines(
    text: str, title: str, covers: int | None = None, number: str | None = None, issued: date | None = None
) -> Notice:
    """A notice from its lines: the name of a holiday, its days off, the weekend days that work.

    Days are written 2027-01-03, or 1月3日 of the year that is covered (of the day of issue where none is); 放假, 共N天 and
    weekdays may stand as in a notice.

        >>> read_lines("三月三：4月8日至9日放假，共2天。", "地方假日", issued=date(2027, 3, 1)).days[date(2027, 4, 9)]
        (False, '三月三')

    Raises:
        GongkaiError: a sentence that names the line; or as `entered.notice` raises.
    """
    holidays: list[Holiday] = []
    year = covers or (issued.year if issued else 0)
    for count, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        plain = _ISO.sub(_written, unicodedata.normalize("NFKC", line))
        found = _LINE.fullmatch(plain)
        if found is None:
            raise GongkaiError(
                f"第{count}行“{line[:30]}”应写成“节日名称 起始日期至截止日期”，需要调休上班的再写“上班 日期”。"
            )
        body = found[2].replace(" ", "")
        if "放假" not in body:
            off, _, work = body.partition("上班")
            body = f"{off}放假。" + (f"{work}上班。" if work else "")
        try:
            holidays.append(_holiday(found[1], body, year))
        except GongkaiError as error:
            raise GongkaiError(f"第{count}行：{error}") from None
    return notice(title, covers, holidays, number, issued)


def _written(found: re.Match[str]) -> str:
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日"


def _holiday(name: str, body: str, covers: int) -> Holiday:
    """One holiday: its name, its days off, the weekend days that work."""
    rest: list[date] = []
    work: list[date] = []
    told: int | None = None
    for sentence in re.split(r"[。;]", body):
        total = _SUM.search(sentence)
        if "上班" in sentence:
            days = _days(sentence, covers, name)
            if not days:
                raise GongkaiError(f"{name}的“{sentence.strip()}”没有读出日期，请核对，或者逐项填写。")
            work += days
        elif "放假" in sentence:
            rest += _ranges(sentence, covers, name)
            told = int(total[1]) if total else told
    if not rest:
        raise GongkaiError(f"{name}没有读出放假日期，请核对，或者逐项填写。")
    if told is not None and told != len(rest):
        raise GongkaiError(
            f"{name}写明共{told}天，读出的是{short(rest[0])}至{short(rest[-1])}共{len(rest)}天，请核对，或者逐项填写。"
        )
    return name, rest, work


def _ranges(sentence: str, covers: int, name: str) -> list[date]:
    """The days off of a sentence: single days and ranges."""
    found: list[date] = []
    for part in re.split(
        r"[、,]", re.sub(r"\([^()]*\)", lambda note: note[0].replace("、", " ").replace(",", " "), sentence)
    ):
        days = _days(part, covers, name)
        found += span(days[0], days[-1]) if len(days) == 2 and re.search(r"日[^日]*[至到—~-]", part) else days
    return found


def _days(text: str, covers: int, name: str) -> list[date]:
    """Every day that a piece of text names, each held against its weekday; a month or year not repeated carries over."""
    found: list[date] = []
    for year, month, day, note in _DAY.findall(text):
        if not month and not found:
            continue  # 补休, 共3日
        last = found[-1] if found else None
        in_year = int(year) if year else (last.year if last else covers)
        read = _date(in_year, int(month) if month else (last.month if last else 0), int(day))
        weekday = _WEEKDAY.search(note)
        if weekday and weekday[1].replace("天", "日") != WEEKDAYS[read.weekday()]:
            raise GongkaiError(f"{name}的{chinese(read)}在通知中写作周{weekday[1]}，请核对日期和年份。")
        found.append(read)
    return found


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise GongkaiError(f"{year}年{month}月{day}日不是存在的日期，请核对通知文本。") from None
