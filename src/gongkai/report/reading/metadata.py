"""Title, unit, year, period, day of publication, contacts: what a report says of itself.

A value stands where the report states it; where it must be gathered from elsewhere (a signature, a sentence, an
account's name) the reader says so. Days of the page's frame are not the report's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.metadata_unit import NAMED, NAMED_AFTER, WHITE, Named, unit_of
from gongkai.report.reading.numbers import day
from gongkai.report.reading.sections import Narrative
from gongkai.report.reading.titles import UNIT_WORDS, years
from gongkai.report.reading.words import page_frame
from gongkai.report.unitnames import HAN

_MADE = re.compile(
    r"(?:编制|撰写|形成|公布|发布)(?:了|《|本(?:单位|机关|局|办|委|镇|乡|街道)?)?(?P<year>20\d\d)年?(?:度)?(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?报告(?!的?(?:有关|编制|编写|编报|发布|公布|相关|工作|格式))")
_PERIOD = re.compile(
    r"(?P<y1>20\d\d)(?:年度?|[-./])?(?P<m1>\d{1,2})[-./月](?P<d1>\d{1,2})[日号]{0,2}(?:\d{1,2}[时点])?[起始]?[，,、]?(?:至|到|—+|–|-+|－+|~|～)"
    r"(?:(?P<y2>20\d\d)(?:年度?|[-./])?)?(?P<m2>\d{1,2})[-./月](?P<d2>\d{1,2})(?!\d)[日号]?")
_WEEKDAY = re.compile("星期[一二三四五六日天]")
_SIGNED_BY = 6
"""A report signed up to this month is the last year's: it is due by the end of March (Art. 49, 50) and often late."""
_FULL_WIDTH = {ord(full): half for full, half in zip("０１２３４５６７８９．", "0123456789.", strict=True)}
_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_A_YEAR = "20"
"""Every date begins with it."""
_NO_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d|\s*[年度])")
"""Four digits that are no year: of a notice's number (〔2021〕30号), a count (2000余件)."""
_TOLD_ALONE = re.compile(r"(20\d\d)年?(?:度)?(?:政府|政务)信息公开(?:工作)?(?:年度)?(?:报告|工作|情况)")
_BEGINS = re.compile(r"(?:^|[。；）)、]|[我本](?:局|委|办|厅|院|镇|乡|县|区|市|旗|街道|单位|机关|中心))(20\d\d)年(?:度|以?来)?(?!\d{1,2}月|[^，。；]{0,12}(?:修订|施行|印发|号|党的))")
_TILL = re.compile(r"截[至止]到?(20\d\d)年(?:12月31日|年?底|末)")
_ALONE = re.compile(r"\s*(?:20\d\d)[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*")
_AROUND_DATE = " \u3000•·●-—（）()"
"""What may stand around a day that is a line of its own: a list's mark, brackets."""
_BESIDE_SOURCE = re.compile(  # 2024-01-25 14:48 来源：某局; 来源：某局 2024-01-25 17:13:25 【字体：大 中 小】
    rf"{_ALONE.pattern}(?:(?:信息|文章|稿件)?来源\s*[:：]\s*\S{{2,30}}|[{HAN}]{{2,28}}(?:{UNIT_WORDS}))?(?:\s+(?:[【\[(（]?字[体号]|浏览|阅读|点击|打印|分享|作者|编辑).*)?"
    rf"|(?:信息|文章|稿件)?来源\s*[:：]\s*\S{{2,30}}\s+{_ALONE.pattern}(?:[【\[(（]?(?:字[体号]|浏览|阅读|点击|打印|分享|作者|编辑).*)?")
_NOTICE = re.compile(r"(?:国办公开办函|国办函|国办发|国办秘函|政办发|政办函)\s*[〔\[（(【﹝]\s*(20\d\d)\s*[〕\])）】﹞]\s*(\d+)\s*号")
_CONTACT_LABEL = "联系电话|办公电话|电话|传真|联系地址|办公地址|地址|邮编|邮政编码|电子邮箱|电子邮件|邮箱|E-?mail"
_CONTACT = re.compile(  # up to the next label: 电话：0570-0000000 邮箱：…
    rf"(?:{_CONTACT_LABEL})\s*[：:]?\s*(?![、和及或与等])((?:(?!(?:{_CONTACT_LABEL}|\s[{HAN}]{{2,8}})\s*[：:])[^，,；;。：:）)（(\]】]){{4,40}})", re.I)


@dataclass(slots=True)
class Metadata:
    """What a report says of itself; `remarks` are (code, level, sentence, place) for findings."""

    title: str | None = None
    title_place: Place | None = None
    unit: str | None = None
    year: int | None = None
    period: tuple[date, date] | None = None
    period_text: str | None = None
    period_place: Place | None = None
    published: date | None = None
    contacts: list[str] = field(default_factory=list)
    notices: list[tuple[str, Place | None]] = field(default_factory=list)
    titles: list[tuple[str, Place | None]] = field(default_factory=list)
    remarks: list[tuple[str, str, str, Place | None]] = field(default_factory=list)


def metadata(document: Document, narrative: Narrative, frame: list[Paragraph], title: str | None,
             title_place: Place | None) -> Metadata:
    """Everything a report says of itself. `frame` are the lines before the text, the page's frame among them."""
    made = Metadata(title=title, title_place=title_place)
    if title:
        made.titles.append((title, title_place))
    _period(made, narrative)
    _unit(made, unit_of(title, narrative, frame))
    _year(made, narrative)
    _published(made, document, narrative, frame)
    for text, place, number in narrative.lines:
        if "号" in text:
            made.notices.extend((" ".join(match[0].split()), place) for match in _NOTICE.finditer(text))
        if number <= 1 and ("电话" in text or "地址" in text or "邮" in text or "传真" in text):
            made.contacts.extend(match[0].strip() for match in _CONTACT.finditer(text))
    made.contacts = list(dict.fromkeys(made.contacts))[:12]
    return made


def _period(made: Metadata, narrative: Narrative) -> None:
    candidates = _periods([(WHITE.sub("", text), place) for text, place, _ in narrative.lines if _may_tell(text)])
    if not candidates:  # broken by the end of a line
        lines = [(WHITE.sub("", text), place) for text, place, _ in narrative.lines]
        candidates = _periods([(text + after, place) for (text, place), (after, _) in pairwise(lines)])
    if not candidates:
        return
    weight, match, place = max(candidates, key=lambda item: item[0])
    if not weight:
        return
    made.period_text, made.period_place = match[0], place
    try:
        start = date(int(match["y1"]), int(match["m1"]), int(match["d1"]))
        made.period = (start, date(int(match["y2"] or match["y1"]), int(match["m2"]), int(match["d2"])))
    except ValueError:
        made.period = None


def _may_tell(text: str) -> bool:
    """Whether a line may tell a period, by single characters, which white space cannot hide."""
    return "月" in text or "统" in text or "期" in text


def _periods(lines: list[tuple[str, Place | None]]) -> list[tuple[int, re.Match[str], Place | None]]:
    """The periods in lines without white space: how much speaks for each, the match, its place."""
    found = []
    for text, place in lines:
        if not ("月" in text and ("日" in text or "号" in text)) and "统计" not in text and "期限" not in text:
            continue
        text = text.translate(_FULL_WIDTH)
        for match in _PERIOD.finditer(text):
            near = text[max(0, match.start() - 40): match.start()]
            weight = 2 * bool(re.search(r"统计|期限|时限|数据|时间", near)) + (match["m1"] == "1" and match["m2"] == "12")
            found.append((weight, match, place))
    return found


def _unit(made: Metadata, named: Named | None) -> None:
    if named is None:
        made.remarks.append(("read.unit_missing", "warning", "没有读到报告单位的名称，请在标题中写明机关全称，或用清单文件指定。", None))
        return
    made.unit = named.unit
    if named.where:
        made.remarks.append(("read.unit_inferred", "notice",
                             f"标题没有写明报告单位，单位名称“{named.unit}”取自{named.where}，请在标题中写明机关全称。", named.place))


def _year(made: Metadata, narrative: Narrative) -> None:
    if made.title and (named := years(made.title)):
        made.year = named[0]
        return
    told = _told_year(narrative)
    if made.period and made.period[0].year == made.period[1].year:
        made.year = made.period[0].year
        if told is None and made.year + 1 == _year_of_all(narrative):
            made.year += 1  # the period was left from last year's report: of a year to come nothing can be told
        elif told is not None and told != made.year:
            # One of them was left from another year's report: the text goes by its own year.
            said = Counter(year for text, _, number in narrative.lines if number <= 1 for year in years(text))
            made.year = max(made.year, told, key=lambda year: (said[year], year == made.year))
        return
    if told is not None:
        made.year = told
        return
    for text, _, number in narrative.lines:
        if number <= 1 and (match := _TOLD_ALONE.search(WHITE.sub("", text))):
            made.year = _not_last(int(match[1]), number, narrative)
            return
    counts: Counter[int] = Counter()
    named_there: list[int] = []
    for text, _, number in narrative.lines:
        if number <= 1 and (_A_YEAR in text or "二" in text):
            named = years(_NO_YEAR.sub("", text))
            named_there += named
            counts.update(set(named))
    if len(set(named_there)) == 1 < len(named_there):  # one year alone, twice or more in however few lines
        counts.update(named_there)
    if made.period_text and (named := years(made.period_text)):
        counts[named[0]] += 2
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        made.year = ranked[0][0]
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和统计期限没有写明年度，按正文读作{made.year}年度，请在标题中写明年度。", None))
        return
    if len(named_there) == 1 and (alone := _lone_year(narrative)):
        made.year = alone
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和统计期限没有写明年度，正文只说到{alone}年，读作{alone}年度，请在标题中写明年度。", None))
        return
    if begun := _year_of_all(narrative, 1):
        made.year = begun
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和统计期限没有写明年度，正文所报告的都是{begun}年，读作{begun}年度，请在标题中写明年度。", None))
        return
    signed = narrative.signed_date
    if signed and signed.month <= _SIGNED_BY:
        made.year = signed.year - 1
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和正文没有写明年度，按落款日期{signed.year}年{signed.month}月{signed.day}日读作{made.year}年度，请在标题中写明年度。",
                             narrative.signed_place))
        return
    made.remarks.append(("read.year_missing", "warning", "没有读到报告年度，请在标题中写明年度，或用清单文件指定。", None))


def _told_year(narrative: Narrative) -> int | None:
    """The year that the opening gives the report by naming it (现公布某局2023年政府信息公开工作年度报告, 编制了2023年…报告)."""
    for pattern in (NAMED, NAMED_AFTER, _MADE):
        for text, _, number in narrative.lines:
            if number <= 1 and (match := pattern.search(WHITE.sub("", text))):
                return _not_last(int(match["year"]), number, narrative)
    return None


def _not_last(told: int, number: int, narrative: Narrative) -> int:
    """The year of a report of which its text, in section `number`, names `told`. In section one that may be last year's report, which
    was published in the year (2022年，公开发布《某局2021年…年度报告》)."""
    begun = _lone_year(narrative) if number == 1 else None
    return begun if begun == told + 1 else told


def _year_of_all(narrative: Narrative, least: int = 2) -> int | None:
    """The year with which sentences of section one begin: `least` of them or more, and none with another."""
    begun = [int(match[1]) for text, _, number in narrative.lines if number == 1 and _A_YEAR in text
             for match in _BEGINS.finditer(WHITE.sub("", text))]
    return begun[0] if len(begun) >= least and len(set(begun)) == 1 else None


def _lone_year(narrative: Narrative) -> int | None:
    """The year with which a sentence of the opening or of section one begins (2023年，我局…), or at whose end it counts."""
    for text, _, number in narrative.lines:
        if number <= 1 and (match := _BEGINS.search(WHITE.sub("", text)) or _TILL.search(WHITE.sub("", text))):
            return int(match[1])
    return None


def _published(made: Metadata, document: Document, narrative: Narrative, frame: list[Paragraph]) -> None:
    if document.published:
        made.published = document.published
        return
    words = page_frame()
    lines = [" ".join(paragraph.text.split()) for paragraph in frame]
    dated = [text for text in lines if _A_YEAR in text]
    for labels in (words["published"], words["written"]):
        for text in dated:
            if len(text) > 200 or any(label in text for label in words["other_dates"]):
                text = re.sub(rf"(?:{'|'.join(words['other_dates'])}).*", "", text)
            for label in labels:
                if label in text and (match := _dated(label).search(text)):
                    made.published = day(match[1], match[2], match[3])
                    return
    for text in dated:
        if _WEEKDAY.search(text):
            continue  # 2019年12月3日星期二: the page's clock, stored as it stood
        text = re.sub(rf"(?:{'|'.join(words['other_dates'])}).*", "", text).strip(_AROUND_DATE)
        if (_ALONE.fullmatch(text) or _BESIDE_SOURCE.fullmatch(text)) and (match := _DATE.search(text)):
            made.published = day(match[1], match[2], match[3])
            return
    made.published = narrative.signed_date


@cache
def _dated(label: str) -> re.Pattern[str]:
    """A label with a day behind it; a short one (日期) does not count within a longer word (成文日期)."""
    alone = rf"(?<![{HAN}]){label}" if len(label) <= 2 else label
    return re.compile(rf"{alone}[\s:：】\]|｜]*" + _DATE.pattern)
