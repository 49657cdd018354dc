"""Sentences of two narratives held against each other: which are the same, which changed, which are new or gone.

Numbers are masked before two sentences are compared: a sentence that only got new figures is the same sentence.

    >>> old, new = ["全年公开信息36条。", "召开培训会2次。"], ["全年公开信息41条。", "新设查询终端一台。"]
    >>> made = match(old, new, alike=90)
    >>> [(pair.old, pair.new) for pair in made.pairs], made.added, made.removed
    ([('全年公开信息36条。', '全年公开信息41条。')], ['新设查询终端一台。'], ['召开培训会2次。'])
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_NUMBER = re.compile(r"[\d０-９][\d０-９,，.．]*(?<![,，.．])%?")
_BLANK = re.compile(r"[\s\u3000]+")
_NUMBERING = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+[、是]|\d+[.．、])")
_MOST, _LONGEST = 600, 1_000
"""More sentences, and longer ones, than a report holds: beyond them only equal ones are matched."""


def split(text: str) -> list[str]:
    """The sentences of a text, white space at their ends left out.

        >>> split("一是甲。二是乙；\\n三是丙")
        ['一是甲。', '二是乙；', '三是丙']
    """
    return [sentence for match in _SENTENCE.finditer(text) if (sentence := match[0].strip())]


def masked(sentence: str) -> str:
    """A sentence without white space, numbering and figures.

        >>> masked("（一）2023年公开 1,203 条，占12.5%。")
        '#年公开#条，占#。'
    """
    return _NUMBER.sub("#", _NUMBERING.sub("", _BLANK.sub("", sentence)))


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in both texts; `alike` 100 where only figures differ at most."""

    old: str
    new: str
    alike: float


@dataclass(slots=True)
class Match:
    """Pairs in the order of the new text, and the sentences that have no partner."""

    pairs: list[Pair] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[Pair]:
        """Pairs whose sentences are not the same, white space aside."""
        return [pair for pair in self.pairs if _BLANK.sub("", pair.old) != _BLANK.sub("", pair.new)]

    @property
    def share(self) -> float:
        """The share of the new text, by characters, that has a partner in the old; 0 for an empty text."""
        reused = sum(len(masked(pair.new)) for pair in self.pairs)
        total = reused + sum(len(masked(sentence)) for sentence in self.added)
        return reused / total if total else 0.0


def match(old: Sequence[str], new: Sequence[str], *, alike: float) -> Match:
    """Pair the sentences of two texts: equal ones first, then those at least so `alike` (0 to 100), each once."""
    made = Match()
    waiting: dict[str, list[int]] = defaultdict(list)
    olds = [masked(sentence) for sentence in old]
    for index, text in enumerate(olds):
        waiting[text].append(index)
    partner: dict[int, tuple[int, float]] = {}
    news = [masked(sentence) for sentence in new]
    for index, text in enumerate(news):
        if waiting.get(text):
            partner[index] = (waiting[text].pop(0), 100.0)
    free = dict.fromkeys(sorted(index for indexes in waiting.values() for index in indexes))
    lonely = [index for index in range(len(new)) if index not in partner]
    if len(free) <= _MOST and len(lonely) <= _MOST:
        for index in lonely:
            choices = {other: olds[other] for other in free if len(olds[other]) <= _LONGEST}
            best = (process.extractOne(news[index], choices, scorer=fuzz.ratio, score_cutoff=alike)
                    if choices and len(news[index]) <= _LONGEST else None)
            if best is not None:
                partner[index] = (best[2], best[1])
                del free[best[2]]
    used = {other for other, _ in partner.values()}
    for index, sentence in enumerate(new):
        if index in partner:
            made.pairs.append(Pair(old[partner[index][0]], sentence, partner[index][1]))
        else:
            made.added.append(sentence)
    made.removed = [sentence for index, sentence in enumerate(old) if index not in used]
    return made
