"""Lists of the narrative: which counts are parts of which (其中…, 分别为…, 一是…), and whether a list claims to be whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    lists = _Lists(mentions)
    for index in range(len(mentions)):
        lists.follow(index)


@dataclass(slots=True)
class _List:
    """A list of counts: what it divides (none once it is over), how it was led in and how far it adds up."""

    whole: Mention | None = None
    mark: str | None = None
    begins: str = ""
    """How its first part begins."""
    bracketed: bool = False
    """（其中修订9件）: it ends with its brackets."""
    by_way: bool = False
    """其中通过网站…: a further 通过 is of the same list."""
    listed: bool = False
    """甲20条、乙30条、丙7条: one list, however far it adds up."""
    added: Number = 0

    def take(self, mention: Mention) -> None:
        """A count as its part."""
        assert self.whole is not None
        self.added += mention.value
        _tie(self.whole, mention, self.mark)
        mention.complete = self.mark in ("respectively", "numbered") or words().rest.search(mention.gap) is not None


class _Lists:
    """Goes through the counts of a passage and knows the list that runs."""

    def __init__(self, mentions: list[Mention]) -> None:
        self._mentions = mentions
        self._list = _List()
        self._last: Mention | None = None  # the count before, shares and changes left aside
        self._inside: Mention | None = None  # 网站65条（公告3条）、公众号…: what the brackets say is of the part before them
        self._held = False  # 答复22件（建议16件，提案6件）: known to add up, so no word ends it before its bracket does

    def follow(self, index: int) -> None:
        """The next count: a list begins with it, goes on or ends before it."""
        mention, last = self._mentions[index], self._last
        fresh = not index or mention.sentence != self._mentions[index - 1].sentence
        if fresh:
            self._into_sentence(index)
        if mention.count.unit == "%" or mention.change:
            return
        self._inside = self._within_brackets(mention)
        if self._inside is not None:
            _tie(self._inside, mention, "among")
            return
        opening = self._opening(index, fresh)
        if opening and not fresh and last is not None:
            gap = mention.gap
            self._list = _List(_whole(self._mentions, index, last, self._list.whole), opening, _beginning(gap), "（" in gap and "）" not in gap,
                               by_way="通过" in gap, listed=True)
        elif not opening and self._over(mention, fresh):
            self._list.whole = None
        listing = self._list
        if listing.whole is not None and (self._divided(mention, opening) or (listing.mark == "among" and mention.value > listing.whole.value)):
            listing.whole = None  # no part is greater than what it is a part of
        if listing.whole is not None and _same(listing.whole, mention) and listing.whole is not mention:
            listing.listed = listing.listed and (opening is not None or not listing.whole.parts or mention.gap.startswith("、"))
            listing.take(mention)
        self._last = mention

    def _into_sentence(self, index: int) -> None:
        """With its sentence a list ends, unless it goes on (二是…); the new one may divide the last count of its line (其中…)."""
        mention, last, gap, known = self._mentions[index], self._last, self._mentions[index].gap, words()
        if self._list.mark == "numbered" and _NUMBERED.match(gap) and not gap.startswith("一是"):
            return
        self._list.whole = None
        opened = known.among.match(gap.lstrip("，（")) or known.respectively.match(gap)
        if not opened or last is None or mention.passage is not last.passage \
                or mention.passage.line(mention.count.start) != mention.passage.line(last.count.start):
            self._list.mark = None
            return
        whole = _candidate(self._mentions, index, last)
        if whole is not None and whole is not last and whole.whole is not None:
            whole = None  # 受理45件。其中甲31件，乙7件，丙2件。包括上年结转4件: of all, not of the last that could hold it
        self._list = _List(whole, "respectively" if known.respectively.search(gap) else "among", _beginning(gap))

    def _within_brackets(self, mention: Mention) -> Mention | None:
        """The part of a list that a count in brackets straight behind it is of, None where it is of none."""
        inside, last, whole = self._inside, self._last, self._list.whole
        if inside is None and mention.gap.startswith("（") and last is not None and whole is not None and last.whole is whole:
            inside = last
        elif "）" in mention.gap:
            return None
        return inside if inside is not None and _same(inside, mention) and mention.value <= inside.value else None

    def _opening(self, index: int, fresh: bool) -> str | None:
        """How a list is led in before this count: by words, or by counts that add up to the one before them."""
        last, gap = self._last, self._mentions[index].gap
        opening = _opening(gap, fresh)
        self._held = self._held and "）" not in gap
        if opening is None and self._list.whole is None and not fresh and last is not None:
            self._held = self._held or _in_brackets(self._mentions, index, last)
            if not self._held and _by_every_way(self._mentions, index, last):
                return "respectively"
        return opening or ("among" if self._held and gap.startswith("（") else None)

    def _over(self, mention: Mention, fresh: bool) -> bool:
        """Whether the list that runs ends before this count, by what is said between."""
        whole, gap = self._list.whole, mention.gap
        if whole is None or fresh or self._held:
            return False
        lead = words().rest.sub("", gap)
        if self._list.by_way and gap.startswith(("，通过", "、通过")):
            lead = lead[3:]  # 其中今年通过网站公开9条，通过公众号公开3条
        alike = self._list.begins != "" and _beginning(gap) == self._list.begins  # 其中通过网站公开3条，通过公众号公开4条
        return (_ends(lead) and not (alike and gap.startswith(("，", "、")))) or "。" in gap or (self._list.bracketed and "）" in gap) \
            or (not alike and _anew(whole, gap))

    def _divided(self, mention: Mention, opening: str | None) -> bool:
        """Whether the whole is divided already: what follows is counted anew."""
        whole, listed = self._list.whole, self._list.listed
        return whole is not None and not opening and bool(mention.value) and self._list.added == whole.value and not (listed and mention.gap.startswith("、"))


def _tie(whole: Mention, part: Mention, mark: str | None) -> None:
    part.whole, part.list_mark = whole, mark
    whole.parts.append(part)
    whole.fact.parts.append(part.fact)


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
