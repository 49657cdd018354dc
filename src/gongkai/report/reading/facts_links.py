"""Lists of the narrative: which counts are parts of which (其中…, 分别为…, 一是…), and whether a list claims to be whole."""

from __future__ import annotations

import re

from gongkai.report.model import Number
from gongkai.report.reading.facts_mentions import LONGEST_LIST, Mention
from gongkai.report.reading.facts_words import words

_NUMBERED = re.compile(r"[一二三四五六七八九十]是")
_OTHER_WAYS = re.compile(r"[、，](?:通过|以)?其[他它](?:方式|渠道|途径|形式|平台)")
_FEW = 3
_DONE = ("答复", "回复", "办结")
_DONE_ALL = ("已", "均", "共", "都", "全部", "按时", "按期", "及时")
_NAMED = 4
"""So many characters name something before 答复."""
_MARKS = re.compile("[，。；：、（）]")
_WITHIN = re.compile(r"^[^，。；：、）]{0,10}中(?:有)?[，：]")


def link(mentions: list[Mention]) -> None:
    """Find the lists and tie each part to its whole."""
    known = words()
    whole: Mention | None = None
    mark: str | None = None
    sentence: tuple[int, int] | None = None
    last: Mention | None = None
    added: Number = 0
    bracketed = False  # （其中修订9件）: the list ends with its brackets
    by_way = False  # 其中通过网站…: a further 通过 is of the same list
    listed = False  # 甲20条、乙30条、丙7条: one list, however far it adds up
    inside: Mention | None = None  # 网站65条（公告3条）、公众号…: what the brackets say is of the part before them
    begins = ""  # how the first part of the list begins
    held = False  # 答复22件（建议16件，提案6件）: known to add up, so no word ends it before its bracket does
    for index, mention in enumerate(mentions):
        fresh = mention.sentence != sentence
        sentence = mention.sentence
        gap = mention.gap
        if fresh:
            numbered = mark == "numbered" and _NUMBERED.match(gap) and not gap.startswith("一是")
            opened = known.among.match(gap.lstrip("，（")) or known.respectively.match(gap)
            whole = whole if numbered else None
            if opened and last is not None and mention.passage is last.passage \
                    and mention.passage.line(mention.count.start) == last.passage.line(last.count.start):
                whole, added, bracketed = _candidate(mentions, index, last), 0, False
                if whole is not None and whole is not last and whole.whole is not None:
                    whole = None  # 受理45件。其中甲31件，乙7件，丙2件。包括上年结转4件: of all, not of the last that could hold it
                begins = _beginning(gap)
                mark = "respectively" if known.respectively.search(gap) else "among"
            elif not numbered:
                mark = None
        if mention.count.unit == "%" or mention.change:
            continue
        inside = _inside(mention, gap, last, whole, inside)
        if inside is not None:
            mention.whole, mention.list_mark = inside, "among"
            inside.parts.append(mention)
            inside.fact.parts.append(mention.fact)
            continue
        opening = _opening(gap, fresh)
        held = (held and "）" not in gap) or (opening is None and whole is None and not fresh and last is not None and _in_brackets(mentions, index, last))
        if held and opening is None and gap.startswith("（"):
            opening = "among"
        if opening is None and whole is None and not fresh and last is not None and not held and _by_every_way(mentions, index, last):
            opening = "respectively"
        if opening and not fresh and last is not None:
            whole, mark, added = _whole(mentions, index, last, whole), opening, 0
            begins = _beginning(gap)
            bracketed = "（" in gap and "）" not in gap
            by_way, listed = "通过" in gap, True
        elif whole is not None and not (fresh and mark is None):
            lead = known.rest.sub("", gap)
            if by_way and gap.startswith(("，通过", "、通过")):
                lead = lead[3:]  # 其中今年通过网站公开9条，通过公众号公开3条
            alike = begins != "" and _beginning(gap) == begins  # 其中通过网站公开3条，通过公众号公开4条
            if not opening and not fresh and not held and ((_ends(lead) and not (alike and gap.startswith(("，", "、")))) or "。" in gap or (bracketed and "）" in gap)
                                              or (not alike and _anew(whole, gap))):
                whole = None
        if whole is not None and not opening and mention.value and added == whole.value and not (listed and gap.startswith("、")):
            # The whole is divided already: what follows is counted anew.
            whole = None
        if whole is not None and mark == "among" and mention.value > whole.value:
            whole = None  # no part is greater than what it is a part of
        if whole is not None and _same(whole, mention) and whole is not mention:
            mention.whole, mention.list_mark = whole, mark
            listed = listed and (opening is not None or not whole.parts or gap.startswith("、"))
            added += mention.value
            whole.parts.append(mention)
            whole.fact.parts.append(mention.fact)
            if mark in ("respectively", "numbered") or known.rest.search(gap):
                mention.complete = True
        last = mention


def _inside(mention: Mention, gap: str, last: Mention | None, whole: Mention | None, inside: Mention | None) -> Mention | None:
    """The part of a list that a count in brackets straight behind it is of, None where it is of none."""
    if inside is None and gap.startswith("（") and last is not None and whole is not None and last.whole is whole:
        inside = last
    elif "）" in gap:
        return None
    return inside if inside is not None and _same(inside, mention) and mention.value <= inside.value else None


def _ends(lead: str) -> bool:
    """Whether a word before a count ends the list. 建议答复16件 is a part that is called so; 我局答复16件, 已答复16件 is what was done."""
    found = words().ends.search(lead)
    if found is None or found[0] not in _DONE:
        return found is not None
    named = _MARKS.split(lead[:found.start()])[-1]
    return len(named) < _NAMED or named.endswith(_DONE_ALL) or words().ends.search(lead, found.end()) is not None


def _beginning(gap: str) -> str:
    """The first two characters of what is said before a count, without what leads it in: 其中，通过…, ，通过… → 通过."""
    known = words()
    gap = gap.lstrip("，。；：、（）")
    if led := known.among.match(gap) or known.respectively.match(gap):
        gap = gap[led.end():].lstrip("，：")
    return gap[:2]


def _anew(whole: Mention, gap: str) -> bool:
    """Whether what stands behind a semicolon begins as the whole did: 发布动态38条，其中采用5条；发布数据26条."""
    return gap.startswith("；") and len(begins := _beginning(gap)) == 2 and begins == words().front.sub("", whole.lead)[:2]


def _among(gap: str) -> bool:
    """Whether a gap leads in a list of counts: not where what is named (包括招生、招聘等信息；通过公众号…) ends before the count."""
    known = words()
    if not known.among.search(gap):
        return False
    *_, last = known.among.finditer(gap)
    rest = gap[last.end():].lstrip("，：")
    return "；" not in rest and not ("，" in rest and known.ends.search(rest[rest.index("，"):]))


def _in_brackets(mentions: list[Mention], index: int, last: Mention) -> bool:
    """Whether the counts in brackets straight behind a count add up to it: 更新89条（动态55条，转载34条）."""
    first = mentions[index]
    if not first.gap.startswith("（") or "）" in first.gap:
        return False
    held = [first.value]
    for mention in mentions[index + 1:index + LONGEST_LIST]:
        if "）" in mention.gap or mention.sentence != first.sentence:
            break
        held.append(mention.value)
        if mention.count.unit != last.count.unit or mention.change:
            return False
    return len(held) > 1 and first.count.unit == last.count.unit and not first.change and sum(held) == last.value


def _by_every_way(mentions: list[Mention], index: int, last: Mention) -> bool:
    """Whether counts straight behind one tell all the ways it was reached by: 公开89条，通过网站50条、公众号30条、其他方式9条."""
    if not mentions[index].gap.startswith("，"):
        return False
    for number, mention in enumerate(mentions[index:index + LONGEST_LIST]):
        if (number and not mention.gap.startswith(("、", "，通过"))) or mention.sentence != last.sentence or mention.passage is not last.passage \
                or mention.count.unit != last.count.unit or mention.change or mention.value > last.value or "，" in mention.gap[1:] or "；" in mention.gap:
            return False
        if number and _OTHER_WAYS.match(mention.gap):
            return True
    return False


def _opening(gap: str, fresh: bool) -> str | None:
    known = words()
    among = _among(gap)
    found = known.respectively.search(gap)
    # 网站发布6条，微博、微信分别发布3条、2条: things of their own, no parts.
    if found and (among or not known.front.sub("", gap[:found.start()]) or gap[found.end():found.end() + 1] in ("为", "是", "")):
        return "respectively"
    if among:
        return "among"
    if not fresh and "中" in gap and _WITHIN.match(gap):
        return "within"
    if "一是" in gap and "：" in gap:
        return "numbered"
    return None


def _whole(mentions: list[Mention], index: int, last: Mention, current: Mention | None) -> Mention | None:
    """Whose parts a list is. After a semicolon a second list divides the same whole anew; straight after a part it
    divides that part."""
    part = mentions[index]
    nested = part.gap.strip("，（").startswith(("其中", "含", "包括", "包含", "内有"))
    again = part.gap.startswith(("；", "）；"))
    if current is not None and _same(current, part) and part.value <= current.value \
            and (not nested or again or part.value > last.value):
        return current
    return _candidate(mentions, index, last)


def _candidate(mentions: list[Mention], index: int, last: Mention) -> Mention | None:
    """The nearest count before a list, of the same sentence and unit, that can hold its first part."""
    part = mentions[index]
    # 办理许可20件，公布清单48项。其中，办结9条: of another unit than what stands just before, it looks back no further than a few.
    reach = LONGEST_LIST if last.count.unit == part.count.unit or last.sentence == part.sentence else _FEW
    for mention in reversed(mentions[max(0, index - reach):index]):
        if mention.sentence != last.sentence:
            return None
        if mention.count.unit == part.count.unit and not mention.change and mention.value >= part.value:
            return mention
    return None


def _same(whole: Mention, part: Mention) -> bool:
    return whole.count.unit == part.count.unit and whole.passage is part.passage
