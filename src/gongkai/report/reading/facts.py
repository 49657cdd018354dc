"""Facts of the narrative: each count with its subject, unit, year, section, place and the parts it is made of.

`extract` gives the facts. `reading` gives the same with their surroundings (`Mention`), for the checks that
hold the narrative against the tables. The way there: `facts_text` (running text) → `facts_numbers` (counts) → year,
subject (here) → parts (`facts_links`).

    >>> from gongkai.report.model import Report, Section
    >>> text = "2023年，共公开信息30条，其中政策文件18条、财政信息12条。"
    >>> for fact in extract(Report("2021", year=2023, sections=[Section(1, "总体情况", text)])):
    ...     print(fact.subject, fact.value, fact.unit, [part.value for part in fact.parts])
    公开信息 30 条 [18, 12]
    政策文件 18 条 []
    财政信息 12 条 []
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from gongkai.report.model import Fact, Number, Report
from gongkai.report.reading.facts_links import link
from gongkai.report.reading.facts_mentions import LONGEST_LIST, Mention
from gongkai.report.reading.facts_numbers import Count, counts
from gongkai.report.reading.facts_text import Passage, passages
from gongkai.report.reading.facts_words import words
from gongkai.report.reading.facts_zero import nothings

_KEY = "facts_reading"
_MOST = 10_000
"""More counts than any report holds: those after them are left alone, and a finding says so."""
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_LONGEST_BRACKET = 24
_UNTIL = re.compile(r"(?:截至|截止|截至到|截止到|自|从|至|到)$")
_SINCE = re.compile(r"(?:\d{1,2}月(?:\d{1,2}日)?|[初底末])?(?:起|以来|开始|至今)")
_OF = re.compile(r"度?(?:同期)?的?[（(]?")
_JOINT = re.compile(r"^(?:、|和(?!谐|解|平|田|睦)|及(?!时)|与(?!会))+")
_JOINTS = frozenset("、和及与")
_JOINT_AT_END = re.compile(r"(?:以及|[、和与]|(?<![涉普遍触顾])及)$")
_NO_OBJECT = re.compile(r"[均全都已并未按皆仅其较比占和及与、（()）增减]|上升|下降|提高|降低|以[上下内]|左右|有余|之多")
_OBJECT_ENDS = re.compile(r"(?<=.)(?:均(?!衡)|全部|纳入|进行|向社会)")
"""What is counted ends here, and what is said of it begins (新发布的2件文件均配有解读)."""
_ENUMERATOR = re.compile(r"[一二三四五六七八九十]{0,3}$")
_BOOK = re.compile(r"《[^《》\n]{0,80}(?:《[^《》\n]{0,60}》[^《》\n]{0,60})*》")
_EDITION = re.compile(r"20\d\d年")
"""《…指南》（2023年版）1条: a year in brackets is no count."""
_ON = re.compile(r"[一二三四五六七八九]是")
_COUNTED = re.compile(r"(?<![\d.])\d[\d.,]*[余多几]?[万千百亿]*[余多几]?[^\d，。；、]{1,3}$")
"""A count at the end of what it is sought in."""
_LONGEST_COUNT = 16
_LONGEST_SUBJECT = 60
_LONGEST_SUM = 12
_SUM = re.compile("[，、]?(?:总共|共计|合计|总计|累计|共)+")
_BOUND = re.compile("[、，》《]")
_LINKS = re.compile(r"以及|[、和与及]")


@dataclass(slots=True)
class Reading:
    """All passages of a report with the mentions in each, in order. `most` is set where there were more than so many."""

    passages: list[Passage]
    mentions: list[Mention]
    most: int | None = None


def extract(report: Report) -> list[Fact]:
    """The facts that the narrative states, in reading order; a fact that is part of another also stands in its `parts`.

    Never raises on odd text: what cannot be understood as a count is no fact.
    """
    return [mention.fact for mention in reading(report).mentions]


def reading(report: Report) -> Reading:
    """The narrative with its mentions. Kept with the report until a text of it changes."""
    key = (report.year, report.preamble, tuple((section.number, section.text) for section in report.sections))
    kept: tuple[object, Reading] | None = report.hints.get(_KEY)
    if kept is not None and kept[0] == key:
        return kept[1]
    made = Reading(passages(report), [])
    for passage in made.passages:
        room = _MOST - len(made.mentions)
        found = _mentions(passage, report.year, room + 1)
        made.mentions.extend(found[:room])
        if len(found) > room:
            made.most = _MOST
            break
    report.hints[_KEY] = (key, made)
    return made


class _Years:
    """Which year holds where: a year named in a paragraph holds until the next one or the paragraph's end. `names`: where titles
    of papers stand, which tell no year (《政府公报2022年专刊》)."""

    def __init__(self, passage: Passage, year: int | None, names: list[tuple[int, int]]) -> None:
        self._default = year
        self._passage = passage
        self._last = year - 1 if year else None
        self._own = str(year)
        self._named: list[tuple[int, int | None]] = []
        self._until: dict[int, int] = {}
        self._compared: dict[int, int | None] = {}
        known = words()
        text = passage.text
        for found in known.year.finditer(text):
            start = found.start()
            if names and any(begin < start < end for begin, end in names):
                continue
            if text[start - 1:start] in ("《", "〔", "“", "〈"):
                continue
            if known.compared.search(text[max(0, start - 4):start]):
                self._compared[found.end()] = int(found[0][:4]) if found[0][0].isdigit() else self._last
                continue
            if _DAY.match(text, found.end()) and not _UNTIL.search(text[max(0, start - 4):start]):
                continue
            if known.onward.search(text[max(0, start - 5):start]):
                continue
            if _SINCE.match(text, found.end()) and found[0][:4] != self._own:
                self._until[start] = passage.sentence(start)[1]  # 2019年起…。现有2名: what stands behind is of this year
            opened = text.rfind("（", max(0, start - LONGEST_LIST), start)
            if opened > text.rfind("）", max(0, start - LONGEST_LIST), start):
                # 收到3件（上年无结转），办结3件: what stands in brackets ends with them.
                self._until[start] = text.find("）", start, start + LONGEST_LIST)
            word = found[0]
            if word[0].isdigit():
                self._named.append((start, int(word[:4])))
            elif word in known.this_year:
                self._named.append((start, year))
            else:
                self._named.append((start, self._last))

    def at(self, offset: int) -> int | None:
        # 较2022年的8件: the number itself is of the year compared with.
        text = self._passage.text
        for length in range(5) if self._compared else ():
            if offset - length in self._compared and _OF.fullmatch(text, offset - length, offset):
                return self._compared[offset - length]
        index = bisect_left(self._named, offset, key=itemgetter(0)) - 1
        while index >= 0 and -1 < self._until.get(self._named[index][0], -1) < offset:
            index -= 1
        if index >= 0 and self._named[index][0] >= self._passage.line(offset):
            return self._named[index][1]
        return self._default


def _mentions(passage: Passage, year: int | None, most: int) -> list[Mention]:
    text = passage.text
    found = counts(text, most)
    names = [name.span() for name in _BOOK.finditer(text)] if "《" in text else []
    if names:  # 《2025年十件实事》 is a name
        found = [count for count in found if not any(start < count.start < end for start, end in names)]
    none = list(islice(nothings(passage), most))
    if not found and not none:
        return []
    known = words()
    years = _Years(passage, year, names)
    made: list[Mention] = []
    last_end = 0
    for index, count in enumerate(found):
        sentence = passage.sentence(count.start)
        clause_start, _ = passage.clause(count.start)
        _, clause_end = passage.clause(count.end)
        if clause_end < count.end:
            clause_end = count.end
        following = found[index + 1].start if index + 1 < len(found) else len(text)
        from_ = max(clause_start, last_end, sentence[0])
        lead = text[from_:count.start]
        tail = text[count.end:min(clause_end, following)]
        gap = text[max(last_end, sentence[0]):count.start]
        about = years.at(count.start)
        change = count.unit != "%" and bool(known.change.search(lead))
        fact = Fact(_quote(passage, count.start if lead.endswith("、") else from_, count, clause_end, following),
                    _subject(text, passage, lead, tail, from_, sentence[0], last_end), count.value, count.unit, about,
                    passage.section, count.about is not None, passage.place(count.start))
        made.append(Mention(passage, count, sentence, lead, tail, gap, about, change, fact))
        last_end = count.end
    link(made)
    _distribute(made)
    _sum_up(made)
    for nothing in none:
        sentence = passage.sentence(nothing.start)
        start, end = passage.clause(nothing.start)
        about = years.at(nothing.start)
        count = Count(nothing.start, nothing.end, 0, nothing.unit)
        fact = Fact(passage.printed[start:end].strip(), nothing.subject, 0, nothing.unit, about, passage.section, False,
                    passage.place(nothing.start))
        made.append(Mention(passage, count, sentence, text[start:nothing.start], "", "", about, False, fact,
                            nothing=nothing.topic))
    made.sort(key=lambda mention: mention.count.start)
    return made


def _distribute(mentions: list[Mention]) -> None:
    """政策文件、财政信息分别为3条、4条: each number gets its own subject."""
    known = words()
    for index, mention in enumerate(mentions):
        found = known.respectively.search(mention.lead)
        if not found:
            continue
        run = [mention]
        for following in mentions[index + 1:index + LONGEST_LIST]:
            if following.gap.strip("，、和及与 ") or following.count.unit != mention.count.unit:
                break
            run.append(following)
        names = [name for name in _LINKS.split(known.front.sub("", mention.lead[:found.start()])) if name]
        if len(run) > 1 and len(names) == len(run):
            for each, name in zip(run, names, strict=True):
                each.fact.subject = name.strip("“”，：")


def _sum_up(mentions: list[Mention]) -> None:
    """微博3条、微信4条，共计7条: what sums up the counts before it is of all of them, not of the last."""
    for index, mention in enumerate(mentions):
        if not _SUM.fullmatch(mention.lead) or mention.tail or not index or mention.fact.subject != mentions[index - 1].fact.subject:
            continue
        added: Number = 0
        run: list[str] = []
        for before in reversed(mentions[max(0, index - _LONGEST_SUM):index]):
            if before.sentence != mention.sentence or before.count.unit != mention.count.unit or before.change:
                break
            added += before.value
            run.insert(0, before.fact.subject)
            if added >= mention.value and len(run) > 1:
                break
        if added == mention.value and len(run) > 1:
            all_of = "、".join(dict.fromkeys(run))
            mention.fact.subject = (all_of if len(all_of) <= _LONGEST_SUBJECT else f"{_first(run[0])}等") + "合计"


def _first(piece: str) -> str:
    return piece[:_LONGEST_SUBJECT]


def _last(piece: str) -> str:
    """The end of a piece that is too long, from where something is named on."""
    if len(piece) <= _LONGEST_SUBJECT:
        return piece
    piece = piece[-_LONGEST_SUBJECT:]
    mark = _BOUND.search(piece, 0, _LONGEST_SUBJECT // 2)
    return piece if mark is None else piece[mark.start():] if mark[0] == "《" else piece[mark.end():]


def _in_brackets(text: str, passage: Passage, start: int, bound: int) -> str:
    """What stands before a bracket that closes just before `start`, with the bracket: 重点领域信息（执法监督）. Empty where
    none closes there, where it holds a count of its own or numbers a part."""
    if text[start - 1:start] != "）":
        return ""
    opened = text.rfind("（", max(bound, start - _LONGEST_BRACKET), start)
    if opened <= bound or any(char.isdigit() for char in _EDITION.sub("", text[opened:start])) or _ENUMERATOR.match(text[opened + 1:start - 1]):
        return ""
    from_ = max(passage.clause(opened - 1)[0], bound)
    if opened == from_ or words().front.fullmatch(text[from_:opened]):  # 其中（会同气象局）红色预警5期
        return ""
    return text[from_:start]


def _quote(passage: Passage, start: int, count: Count, clause_end: int, following: int) -> str:
    end = clause_end if clause_end <= following else count.end
    return _unjoined(_without_joint(passage.printed[start:end].strip("、，, \n"))).strip("、，, \n")


def _without_joint(piece: str) -> str:
    """A piece without the 和 or 、 before it."""
    return _JOINT.sub("", piece) if piece[:1] in _JOINTS else piece


def _paired(piece: str) -> str:
    """A piece without a mark whose partner stands outside of it, and without the marks around the whole.

        >>> _paired("掌上晴川”公众号"), _paired("县气象局）预警"), _paired("“掌上晴川”公众号"), _paired("“要闻”")
        ('掌上晴川公众号', '预警', '“掌上晴川”公众号', '要闻')
    """
    for opening, closing in ("“”", "（）"):
        if (lone := piece.find(closing)) >= 0 and piece.find(opening, 0, lone) < 0:
            piece = piece[lone + 1:] if closing == "）" and piece[lone + 1:] else piece[:lone] + piece[lone + 1:]
        if (lone := piece.rfind(opening)) >= 0 and piece.find(closing, lone) < 0:
            piece = piece[:lone] + piece[lone + 1:]
    return piece[1:-1] if piece[:1] == "“" and piece.find("”") == len(piece) - 1 else piece


def _unjoined(piece: str) -> str:
    """A piece without the 和 or 、 behind it."""
    return _JOINT_AT_END.sub("", piece) if piece[-1:] in _JOINTS else piece


def _subject(text: str, passage: Passage, lead: str, tail: str, start: int, sentence_start: int, last_end: int) -> str:
    """What is counted: the words before the number without fillers; else those after it; else the clause before."""
    known = words()

    def trim(piece: str) -> str:
        piece = _without_joint(piece)
        if front := known.front.match(piece):
            piece = piece[front.end():]
        piece = known.without_back(piece)
        return _paired(piece.strip("、，：\"|｜ "))

    if last_end == start and "、" in lead[1:-1]:  # 处罚类35条信息、许可类信息12条: 信息 is what was counted before
        lead = lead[lead.index("、", 1) + 1:]
    own = trim(lead)
    if not lead.startswith("、") and (beside := _in_brackets(text, passage, start, max(last_end, sentence_start))):
        own = trim(beside) + own
    # 32条、重大民生信息22条: what stands behind the mark is the next one's.
    after = "" if tail.startswith("、") else _unjoined(tail.strip("，。；、|｜ ").removeprefix("的"))
    if begun := _ON.search(after):  # 发布126条信息一是…: a full stop was left out
        after = after[:begun.start()]
    if lead and not lead.strip("|｜ "):
        return _first(after)  # 3次 | 21条: the cells of a row, which its heads name
    if after and last_end == start and _JOINT_AT_END.search(lead):
        return _first(after)  # 收到1781条热线和11条来信: 热线 is what was counted before
    if len(own) <= 2 and after and own + after:
        return _first(own + after)
    if after and known.begun.search(own) and not _NO_OBJECT.match(after):
        return _last(own + _OBJECT_ENDS.split(after, 1)[0])
    at = start
    for _ in range(4):
        if own or at <= sentence_start:
            break
        before, _ = passage.clause(at - 1)
        if before >= at:
            break
        end = at - 1
        if before < last_end <= at and (counted := _COUNTED.search(text, max(before, last_end - _LONGEST_COUNT), last_end)):
            end = counted.start()  # 新建平台1个，共计2个: 平台 is counted, not 平台1个
        own = trim(text[before:end])
        at = before
    return _last(own or after)
