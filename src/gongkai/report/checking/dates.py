"""Dates and years: do title, period, the report's own name and section six speak of one year, and can the days be?

Years of comparison, of documents and of plans stand rightly beside the report's year; `wording_rules.Years` says where.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from gongkai.report.checking.lines import Line, lines
from gongkai.report.checking.units import kind, legal_day, surely_different
from gongkai.report.checking.wording_rules import rules
from gongkai.report.checking.wordings import listed, quoted
from gongkai.report.model import Finding, Level, Report
from gongkai.report.unitnames import HAN

_ANNUAL = "《中华人民共和国政府信息公开条例》第四十九条、第五十条：年度报告报告上一年度的情况"
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?=年)")
_LOST = re.compile(
    r"(?<!\d)20\d\d(?:1[0-2]|0?[1-9])\s*月(?:\s*\d{1,2}\s*日?)?"  # 20231月1日
    r"|(?<!\d)20\d\d\s*年?\s*\d{1,4}\s*日(?![内前后])"  # 202311日, 2023年1231日
    r"|(?<!\d)20\d\d\s*年\s*\d{1,2}\s*月\s*日|(?<!\d)20\d\d\s*年\s*月\s*\d{0,2}\s*日"  # 2023年1月日, 2023年月日
    r"|(?<!\d)20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}(?=\s*[至止])"  # 2023年12月31止
    r"|(?<!\d)2\d\d\s*年\s*(?:1[0-2]|0?[1-9])\s*月")  # 203年1月
_EXTRA = re.compile(r"(?<!\d)20\d{3,6}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?")  # 202023年12月31日
_DAY = re.compile(r"(?:(?<!\d)(?P<year>20\d\d)\s*年\s*)?(?<!\d)(?<!\d\s)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,3})\s*日")
_OWN_NAME = re.compile(r"(?<!\d)(20\d\d)\s*年?\s*(?:度)?\s*(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:年度)?(?:工作)?报告")
_OWN_UNIT = re.compile(rf"(?:公布|公开|发布|编制|报告|现将|现就)(?:了|《)?([{HAN}]{{2,24}}?(?:局|委员会|委|人民政府|政府|办事处|办公室|中心))(?=20\d\d年[^，。；]{{0,30}}(?:报告|年报))")
_OURS = re.compile("我[^们]?(?:局|委|办|厅|镇|乡|县|区|市|院|单位)|[本各全](?:局|委|办|厅|镇|乡|县|区|市|院|单位|机关|部门)")
"""A sentence about the unit or about others (全面总结我局2023年…): it names none."""
_OTHERS = re.compile(  # in section one: 现向社会公布某镇2020年度政府信息公开工作年度报告
    rf"现(?:将|就|(?:依法)?(?:向社会)?(?:公布|公开|发布))(?P<unit>[{HAN}]{{2,24}}?(?:局|委员会|委|人民政府|政府|办事处|办公室|中心|镇|乡|街道))"
    r"(?P<year>20\d\d)年(?:度)?(?:政府|政务)信息公开(?:工作)?(?:年度)?(?:工作)?报告")
_ABOUT_REPORTS = re.compile(r"的?(?:有关|编制|编写|编报|(?:发布|公布)(?!如下|于下|出来|给)|相关|工作)")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_DOCUMENT = re.compile(r"通知|意见|办法|方案|要点|要求|函|格式")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_NUMBERED = re.compile(r"\W*(?:[（(]?[一二三四五六七八九十\d]{1,2}(?:[)）、.．]|是))?\W*(?:其中)?\W*")
_BEGUN = re.compile(  # 2022年，我镇…; 截至2022年12月31日…; 结合2022年…工作实际
    r"(?:^|[\s:：，,）)])(?:截[至止]到?)?(20\d\d)\s*年(?:度|全年|12月31日|年?底|末)?(?=[，,\u4e00-\u9fff])"
    r"|结合(20\d\d)年(?:度)?[^，,。；]{0,30}(?:实际|情况|数据)")
_COUNTED = re.compile(r"(?:公开|公布|发布|收到|受理|制定|制发|办理|更新|答复)[^，,。；\d]{0,24}\d+\s*余?(?:条|件|项|篇|份|期)")
_COMPARED = re.compile("较|比|结转|以来|与上年|去年|上年|增长|增加|减少|下降")
_NEAR = 80
"""So many characters before a year are looked at for what it is."""
_CLAUSE_END = re.compile(r"[，,。；;：:、（(\s]")


def check(report: Report) -> list[Finding]:
    """What is wrong with the dates and years of a report."""
    text = lines(report)
    return [*_period(report), *_own_name(report, text), *_own_unit(report, text),
            *_section_one(report, text), *_section_six(report, text), *_plans(report, text), *_lost(report, text),
            *_impossible(text), *_published(report)]


def _school_year(start: date, end: date) -> bool:
    """Whether a period is that of schools, 1 September to 31 August: they report under the rules of their own branch (Art. 55)."""
    return (start.month, start.day, end.month, end.day, end.year) == (9, 1, 8, 31, start.year + 1)


def _period(report: Report) -> Iterator[Finding]:
    if report.period is None or report.year is None:
        return
    start, end = report.period
    year, place = report.year, report.hints.get("period_place")
    printed = report.hints.get("period_text") or f"{_day(start)}至{_day(end)}"
    whole = (date(year, 1, 1), date(year, 12, 31))
    if year not in (start.year, end.year):
        yield Finding("date.period_year", "error",
                      f"报告为{year}年度，而所列数据的统计期限写作{quoted(printed)}，年份不一致，请核对。", expected=whole,
                      found=report.period, place=place, basis=_ANNUAL)
    elif report.period != whole and not _school_year(start, end):
        yield Finding("date.period_whole", "warning",
                      f"所列数据的统计期限写作{quoted(printed)}，不是{year}年1月1日至12月31日的完整年度，请核对。", expected=whole,
                      found=report.period, place=place, basis=_ANNUAL)


def _own_name(report: Report, text: list[Line]) -> Iterator[Finding]:
    """The report's own name in the title lines and the preamble: a name with 报告, in no document's title."""
    if report.year is None:
        return
    named = [(match, line) for line in text if line.section == 0 for match in _own_names(line.text)]
    named += [(told, line) for line in text if line.section == 1 for match in _OTHERS.finditer(line.text)
              if (told := _OWN_NAME.search(match[0]))]
    wrong = [(match, line) for match, line in named if int(match[1]) != report.year]
    if wrong:
        match, line = wrong[0]
        # Beside its right name, the other may be that of an earlier report.
        level: Level = "warning" if len(wrong) < len(named) else "error"
        yield Finding("name.preamble_year", level,
                      f"报告为{report.year}年度，而{'第一部分' if line.section else '导语'}称本报告为{quoted(match[0])}，年份不一致，请核对。",
                      expected=report.year, found=int(match[1]), place=line.place, basis=_ANNUAL)
        return
    titled = [(title, place, int(years[0])) for title, place in report.hints.get("titles", ())
              if (years := _YEAR.findall(title))]
    for title, place, year in titled:
        if year != report.year and not any(other == report.year for _, _, other in titled):
            yield Finding("name.title_year", "error",
                          f"报告为{report.year}年度，而标题写作{quoted(title)}，年份不一致，请核对。",
                          expected=report.year, found=year, place=place, basis=_ANNUAL)
            return


def _own_names(text: str) -> Iterator[re.Match[str]]:
    """Names that a text gives to the report itself: none in a notice's title, none that something is compared with."""
    documents = [m.span() for m in _QUOTED.finditer(text) if _DOCUMENT.search(m[0])]
    for match in _OWN_NAME.finditer(text):
        if any(start <= match.start() < end for start, end in documents):
            continue
        ahead = text[:match.start()]
        ahead = ahead[ahead.rfind("《") + 1:][-_NEAR:]
        if not _ABOUT_REPORTS.match(text, match.end()) and not rules().years.before.search(ahead):
            yield match


def _own_unit(report: Report, text: list[Line]) -> Iterator[Finding]:
    """The preamble or section one gives the report, or the end is signed with, the name of another unit."""
    if not report.unit:
        return
    names = [(match[1], line.place, "导语称本报告为") for line in text if line.section == 0
             for match in _OWN_UNIT.finditer(line.text) if not _DOCUMENT.search(line.text[match.end():match.end() + 30]) and not _OURS.search(match[1])]
    names += [(match["unit"], line.place, "第一部分称本报告为") for line in text if line.section == 1 for match in _OTHERS.finditer(line.text)]
    signed = report.hints.get("signed_unit")
    for name, place, where in [*names, *([(signed, None, "落款为")] if signed else [])]:
        if surely_different(report.unit, name):
            whose = "的报告" if "本报告" in where else ""
            yield Finding("name.unit_differs", "warning",
                          f"报告单位是“{report.unit}”，而{where}“{name}”{whose}，请核对是否沿用了其他单位的文字。",
                          expected=report.unit, found=name, place=place, basis=_ANNUAL)
            return


def _section_one(report: Report, text: list[Line]) -> Iterator[Finding]:
    """Sentences of the preamble and of section one that count something of another year, where nothing beside them is of the report's."""
    if report.year is None:
        return
    words = rules().years
    for line in text:
        if line.section > 1 or "年" not in line.text or not any(str(year) in line.text for year in (report.year - 1, report.year + 1)):
            continue
        plain = _QUOTED.sub("", line.text)
        if str(report.year) in plain:
            continue
        for sentence in _SENTENCE.finditer(plain):
            said = sentence[0].strip()
            match = _BEGUN.search(said)
            year = int(match[1] or match[2]) if match else 0
            if match is None or abs(year - report.year) != 1 or _COMPARED.search(said):
                continue
            counted = _COUNTED.search(said, match.end())
            if match[1] and (counted is None or words.after.match(said[match.end():])):
                continue
            told = said[match.start():counted.end() if match[1] and counted else match.end()].strip("：:，, ")
            yield Finding("date.section_one_year", "notice",
                          f"报告为{report.year}年度，而{'第一部分' if line.section else '导语'}称{quoted(told)}，说的是{year}年，请核对是否沿用了其他年度的文字。",
                          expected=report.year, found=year, place=line.place, basis=_ANNUAL)
            return


def _section_six(report: Report, text: list[Line]) -> Iterator[Finding]:
    """Clauses of section six that state something of another year only."""
    year, words = report.year, rules().years
    if year is None:
        return
    for line in text:
        if line.section != 6:
            continue
        for sentence in _SENTENCE.finditer(line.text):
            said = sentence[0]
            named = list(_YEAR.finditer(said))
            if not named or any(int(match[1]) == year for match in named) or not words.statements.search(said):
                continue
            first = named[0]
            if int(first[1]) > year and words.plans.search(said):
                continue
            if words.before.search(said[:first.start()].rstrip()[-_NEAR:]) or words.after.match(said[first.end():].lstrip()):
                continue
            if not _NUMBERED.fullmatch(said[:first.start()][-_NEAR:]) and not _CLAUSE_END.match(said[first.start() - 1:first.start()]):
                continue
            yield Finding("date.section_six_year", "warning",
                          f"报告为{year}年度，而第六部分称{quoted(said.strip())}，说的是{first[1]}年，请核对是否沿用了其他年度的文字。",
                          expected=year, found=int(first[1]), place=line.place, basis=_ANNUAL)
            return


def _plans(report: Report, text: list[Line]) -> Iterator[Finding]:
    """Section five plans for the year that the report is about: text of the year before."""
    if report.year is None:
        return
    plan = re.compile(rf"(?:^|[。；;，,：:])[^。；;，,]{{0,12}}{report.year}年(?:度)?[，,]?[^。；;，,]{{0,10}}(?:将|拟|计划)(?!近|于)")
    for line in text:
        if line.section == 5 and (match := plan.search(line.text)):
            said = match[0].strip("。；;，,：: ")
            yield Finding("date.plan_year", "notice",
                          f"第五部分称{quoted(said)}，是{report.year}年的打算，而本报告就是{report.year}年度的报告，请核对是否应为{report.year + 1}年。",
                          expected=report.year + 1, found=report.year, place=line.place, basis=_ANNUAL)
            return


def _lost(report: Report, text: list[Line]) -> Iterator[Finding]:
    found: dict[str, Line] = {}
    for line in text:
        for match in _LOST.finditer(line.text) if "月" in line.text or "日" in line.text else ():
            found.setdefault(match[0].strip(), line)
    if found:
        first = next(iter(found.values()))
        yield Finding("date.characters_lost", "warning", f"日期{listed([quoted(f) for f in found])}缺字，请补全年、月、日。",
                      found=list(found), place=first.place, basis=_ANNUAL if first.section == 0 else None)
    more = {match[0].strip(): line for line in text if "年" in line.text for match in _EXTRA.finditer(line.text)}
    if more:
        yield Finding("date.characters_extra", "warning", f"日期{listed([quoted(f) for f in more])}的年份多了数字，请核对。",
                      found=list(more), place=next(iter(more.values())).place)


def _impossible(text: list[Line]) -> Iterator[Finding]:
    found: dict[str, Line] = {}
    cut = False
    """Whether the line before ends in a digit: a wrapped line may cut 12月 in two."""
    for line in text:
        after_cut, cut = cut, line.text[-1:].isdigit()
        for match in _DAY.finditer(line.text) if "月" in line.text else ():
            month, day = int(match["month"]), int(match["day"])
            # Without a year, 29 February may be.
            longest = calendar.monthrange(int(match["year"] or 2000), month)[1] if 1 <= month <= 12 else 0
            if not 1 <= day <= longest and not (after_cut and match.start() == 0) and not _LOST.match(line.text[match.start():]):
                found.setdefault("".join(match[0].split()), line)
    if found:
        first = next(iter(found.values()))
        yield Finding("date.impossible", "error", f"正文中的日期{listed([quoted(f) for f in found])}不存在，请核对。",
                      found=list(found), place=first.place)


def _published(report: Report) -> Iterator[Finding]:
    if report.published is None or report.year is None:
        return
    published = report.published
    end = date(report.year, 12, 31)
    if published <= end:
        yield Finding("date.published_early", "warning",
                      f"发布日期为{_day(published)}，早于统计期限届满之日（{_day(end)}），请核对发布日期和数据。", expected=end,
                      found=published, basis=_ANNUAL)
        return
    unit = kind(report)
    legal = legal_day(unit.due, report.year) if unit is not None else None
    if legal is None:
        return
    due, value = legal
    if published > due:
        basis = f"{value.citation}：{value.notes}"
        yield Finding("date.published_late", "notice",
                      f"发布日期为{_day(published)}，晚于法定的{_day(due)}；网站迁移或改版会改动发布日期，请核对。",
                      expected=due, found=published, basis=basis)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
