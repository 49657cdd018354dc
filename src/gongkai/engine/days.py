"""Legal days as people write them: read strictly, printed in Chinese. Days are dates, never times."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from gongkai.errors import GongkaiError

WEEKDAYS = "一二三四五六日"
_PRINTED = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
)


def parse_day(text: str, what: str = "日期") -> date:
    """The day in `text`: ``2026-09-18``, ``2026/9/18``, ``2026.9.18`` or ``2026年9月18日``.

    `what` names the field in the message.

    Raises:
        GongkaiError: the text is no date, or a day that does not exist.

    >>> parse_day("2026年9月18日")
    datetime.date(2026, 9, 18)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _PRINTED.fullmatch(plain)
    if not match:
        raise GongkaiError(f"{what}“{text}”不是日期，请按 2026-09-18 的样式填写。")
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise GongkaiError(f"{what}“{text}”不是存在的日期，请核对后按 2026-09-18 的样式填写。") from None


def chinese(day: date) -> str:
    """``2026年10月22日（星期四）``.

    >>> chinese(date(2026, 10, 22))
    '2026年10月22日（星期四）'
    """
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def short(day: date) -> str:
    """``10月22日（星期四）``, for a day whose year is plain."""
    return f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"
