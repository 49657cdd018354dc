"""The form: sections, edition, the notice cited, wording of templates, what must be told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.report.checking.lines import Line, lines
from gongkai.report.checking.units import bases, kind
from gongkai.report.checking.wording_rules import rules
from gongkai.report.checking.wordings import listed, quoted
from gongkai.report.form import Form, SectionForm, edition_for, editions
from gongkai.report.model import Finding, Level, Report

_NUMERALS = "〇一二三四五六七八九"
_MARKS = re.compile(r"[\s\u3000、，,。．.：:；;（）()“”\"'《》]+")
_NUMBERING = re.compile(r"^[\s\u3000]*(?:第?[一二三四五六七八九十\d]+(?:部分|章)?[\s、．.：:，,]+|[（(][一二三四五六七八九十\d]+[)）])")
_ON_THE_FORMAT = re.compile("年度报告|年报|格式|编制")
_NEAR, _BEHIND = 120, 30
"""So many characters before and behind a notice's number tell whether the notice is that on the format."""
_NUMBER = re.compile(r"\s*[〔\[［【（(﹝]\s*(20\d\d)\s*[〕\]］】）)﹞]\s*(?:第\s*)?(\d{1,4})\s*号")


def check(report: Report, form: Form) -> list[Finding]:
    """What is wrong with the form of a report that was read by `form`."""
    text = lines(report)
    series = rules().notice_series
    documents = {str(other.citation["document"]).removeprefix(series): other for other in editions().values()}
    findings = [*_sections(report, form), *_edition(report, form), *_notice(report, form, text, documents),
                *_misspelled_notice(text, documents), *_phrases(text),
                *_reach(report, text), *_fee(report, form), *_oversight(report)]
    return findings


# -- sections ----------------------------------------------------------------------------------------------------------


def before_forms(report: Report) -> bool:
    """Whether a report is of a year before there was a form: its sections were the office's own choice, and Art. 50 was not yet law."""
    return report.year is not None and report.year < min(form.first_year for form in editions().values())


def _title(section: SectionForm) -> str:
    return f"“{_NUMERALS[section.number]}、{section.heading}”"


@lru_cache(maxsize=1024)
def plain(heading: str) -> str:
    """A heading without numeral, spaces and marks.

        >>> plain("四、政府信息公开行政复议、 行政诉讼情况")
        '政府信息公开行政复议行政诉讼情况'
    """
    return _MARKS.sub("", _NUMBERING.sub("", heading))


def _sections(report: Report, form: Form) -> Iterator[Finding]:
    basis = f"{form.citation['document']}所附格式"
    there = {section.number: section for section in report.sections}
    if before_forms(report):
        return
    if not there and not report.hints.get("headings"):
        return  # a report of tables alone, such as one added up from others
    hinted = "headings" in report.hints
    missing = [section for section in form.sections
               if section.number not in there or (hinted and there[section.number].printed is None)]
    if missing:
        yield Finding("form.section_missing", "warning",
                      f"没有读到{listed([_title(s) for s in missing])}的标题，统一格式共六个部分，请核对是否缺少或漏写标题。",
                      expected=[s.number for s in missing], basis=basis)
    for wanted in form.sections:
        section = there.get(wanted.number)
        if section is None or wanted in missing:
            continue
        printed = (section.heading or section.printed or "").strip("?？ ")  # spaces that a page's copy lost
        if printed and plain(printed) != plain(wanted.heading):
            yield Finding("form.section_renamed", "notice",
                          f"第{_NUMERALS[wanted.number]}部分标题为{quoted(printed)}，统一格式的标题是“{wanted.heading}”，请核对。",
                          expected=wanted.heading, found=printed, place=section.place, basis=basis)
    seen: dict[int, str] = {}
    for heading in report.hints.get("headings", ()):
        number = heading.get("number")
        if number in seen:
            yield Finding("form.section_repeated", "notice",
                          f"第{_NUMERALS[number]}部分的标题出现两次（{quoted(seen[number])}、{quoted(heading['printed'])}），请核对各部分的编号。",
                          found=heading["printed"], place=heading.get("place"), basis=basis)
        elif number:
            seen[number] = heading["printed"]


# -- edition and notice ------------------------------------------------------------------------------------------------


def _edition(report: Report, form: Form) -> Iterator[Finding]:
    wanted = edition_for(report.year) if report.year else None
    if wanted is None or wanted.edition == form.edition:
        return
    # Only cells that no other edition has tell the edition for certain.
    own = set(form.addresses()) - {a for other in editions().values() if other is not form for a in other.addresses()}
    certain = sum(report.value(address) is not None for address in own if address.startswith("2.")) >= 2
    agreed = report.period is None or report.period[1].year == report.year
    level: Level = "error" if certain and agreed else "warning"
    years = f"{form.first_year}至{form.last_year}年度" if form.last_year else f"{form.first_year}年度起"
    yield Finding("form.edition", level,
                  f"本报告为{report.year}年度，却使用了{form.citation['document']}的格式（适用于{years}），"
                  f"应使用{wanted.citation['document']}的格式，请按新格式重新填报。" if form.first_year < wanted.first_year else
                  f"本报告为{report.year}年度，却使用了{form.citation['document']}的格式（适用于{years}），"
                  f"当年应使用{wanted.citation['document']}的格式，请核对。",
                  expected=wanted.edition, found=form.edition,
                  basis=f"{wanted.citation['document']}，适用于{wanted.first_year}"
                        f"{f'至{wanted.last_year}' if wanted.last_year else ''}年度{'' if wanted.last_year else '起'}的报告")


def _notice(report: Report, form: Form, text: list[Line], documents: dict[str, Form]) -> Iterator[Finding]:
    """The notice cited for the format: another edition's, or a number with a year that no notice has. `documents`: the editions by
    their notice's number, without its series."""
    series = rules().notice_series
    wanted = (edition_for(report.year) if report.year else None) or form
    numbers = {document.partition("〕")[2]: document for document in documents}
    cited: dict[str, Line] = {}
    spelled = re.compile(r"\s*".join(series))
    for line in text:
        for start in spelled.finditer(line.text) if series[0] in line.text else ():
            if match := _NUMBER.match(line.text, start.end()):
                cited.setdefault(f"〔{match[1]}〕{match[2]}号", line)
    right = str(wanted.citation["document"]).removeprefix(series)
    for number, line in cited.items():
        if number == right or number in rules().other_notices:
            continue
        basis = f"{wanted.citation['document']}《{wanted.citation['name']}》"
        if number in documents and right not in cited:
            other = documents[number]
            span = f"{other.first_year}至{other.last_year}" if other.last_year else f"{other.first_year}年及以后"
            yield Finding("form.notice", "warning",
                          f"正文引用{series}{number}，该通知的格式适用于{span}年度的报告，本报告应依据{wanted.citation['document']}，请核对。",
                          expected=wanted.citation["document"], found=series + number, place=line.place, basis=basis)
        elif number not in documents and number.partition("〕")[2] in numbers and _ON_THE_FORMAT.search(line.text):
            meant = numbers[number.partition("〕")[2]]
            yield Finding("form.notice", "warning",
                          f"正文引用的{series}{number}年份有误，该号通知是{series}{meant}，请核对。",
                          expected=series + meant, found=series + number, place=line.place, basis=basis)


def _misspelled_notice(text: list[Line], documents: dict[str, Form]) -> Iterator[Finding]:
    """The number of a notice on the format under another series (国办发〔2021〕30号), in a sentence on the report."""
    series = rules().notice_series
    for line in text:
        for start in rules().notice_misspelled.finditer(line.text) if series[:2] in line.text else ():
            match = _NUMBER.match(line.text, start.end())
            number = f"〔{match[1]}〕{match[2]}号" if match else ""
            sentence = line.text[line.text.rfind("。", 0, start.start()) + 1:start.start()][-_NEAR:] + line.text[start.end():start.end() + _BEHIND].partition("。")[0]
            if match and number in documents and _ON_THE_FORMAT.search(sentence):
                cited = start[0] + number
                yield Finding("form.notice", "notice",
                              f"正文引用{quoted(cited)}，年度报告格式的通知文号是{series}{number}，请核对。",
                              expected=series + number, found=cited, place=line.place,
                              basis=f"{series}{number}《{documents[number].citation['name']}》")
                return


# -- wording -----------------------------------------------------------------------------------------------------------


def _phrases(text: list[Line]) -> Iterator[Finding]:
    whole = "\n".join(line.text for line in text)
    for phrase in rules().phrases:
        if not any(map(whole.__contains__, phrase.needs)) or not phrase.pattern.search(whole):
            continue
        found: dict[str, Line] = {}
        for line in text:
            matches = list(phrase.pattern.finditer(line.text))
            excused = [m.span() for m in phrase.excused.finditer(line.text)] if matches and phrase.excused else []
            for match in matches:
                if not any(start <= match.start() < end for start, end in excused):
                    found.setdefault(match[0].strip(), line)
        if found:
            first = next(iter(found.values()))
            yield Finding(phrase.code, phrase.level, phrase.message.fill(found=listed([quoted(f) for f in found])),
                          found=list(found), place=first.place, basis=rules().phrases_basis)


def _reach(report: Report, text: list[Line]) -> Iterator[Finding]:
    """Words of a higher body's reach, such as a town that moves the whole province."""
    reach, unit = rules().reach, kind(report)
    if unit is None or unit.key not in reach.kinds:
        return
    for line in text:
        if match := reach.pattern.search(line.text):
            yield Finding("form.reach", "notice", reach.message.fill(unit=report.unit or unit.label, found=quoted(match[0])),
                          found=match[0], place=line.place, basis=reach.basis)
            return


# -- what must be told in words ----------------------------------------------------------------------------------------


def _fee(report: Report, form: Form) -> Iterator[Finding]:
    fee, section = rules().fee, report.section(rules().fee.section)
    first = editions()[fee.edition].first_year
    if section is None or form.first_year < first or (report.year or first) < first:
        return
    if not fee.pattern.search(section.text):
        yield Finding("form.fee_untold", "notice", fee.message, place=section.place, basis=fee.basis)


def _oversight(report: Report) -> Iterator[Finding]:
    unit = kind(report)
    if unit is None or not unit.government or not report.sections or before_forms(report):
        return
    text = report.preamble + "".join(section.text for section in report.sections)
    absent = [name for name, words in rules().topics if not any(word in text for word in words)]
    if absent:
        yield Finding("form.oversight_untold", "warning", rules().oversight.fill(topics=listed(absent)),
                      expected=absent, basis=bases()["government"])
