"""Statements of nothing: 未收到政府信息公开申请, 未发生行政复议、行政诉讼, 零申请. They state a number too: none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.reading.facts_text import Passage
from gongkai.report.reading.facts_topics import topics

_REACH = 80
"""What there was none of is named within so many characters."""
_ANY_WAY = re.compile(r"(?:通过|以|经|从)[^，,。；;]{2,40}?等(?:各种|多种|各类)?(?:形式|方式|渠道|途径|平台)")
"""A list of ways that is left open (通过平台、传真、信函等形式): by any way, so no narrower."""


_BY_LETTER = re.compile("^的?(?:来信|来函|信函|邮件)")
"""未接到依申请公开来信: the application by another name."""
_LISTED = re.compile(r"(?:的?(?:申请|信息|事项|件|情况|要求))*[、和及或与]")


@dataclass(frozen=True, slots=True)
class Nothing:
    """There was none of `topic` (``received``, ``review``, ``litigation``); said from `start` to `end`."""

    start: int
    end: int
    topic: str
    subject: str
    unit: str


def nothings(passage: Passage) -> Iterator[Nothing]:
    """All such statements of a passage. Narrower ones (未收到重复申请, 无行政复议被纠正) are left alone."""
    known = topics()
    text = passage.text
    reached = 0
    for found in known.nothing.finditer(text):
        if found.start() < reached:
            continue
        if found[0] in known.zero:
            yield Nothing(found.start(), found.end(), "received", known.nothing_subjects["received"], known.nothing_unit)
            continue
        _, sentence_end = passage.sentence(found.end())
        clause_start, end = passage.clause(found.start())[0], passage.clause(found.end())[1]
        if known.some.search(text, max(clause_start, found.start() - _REACH), found.start()) \
                or known.some.search(text, found.end(), min(sentence_end, found.end() + _REACH // 2)):
            continue
        end = min(end, found.end() + _REACH)
        rest = text[found.end():end]
        if len(rest) < 2:
            continue
        objects = list(known.nothing_object.finditer(rest))
        if not objects:
            continue
        # 因政府信息公开申请行政复议: the dispute is what did not happen, the application is its cause.
        disputes = [item for item in objects if item.lastgroup != "received"]
        chosen = disputes or objects[:1]
        # 未收到依申请公开、行政复议: a list, and there was none of any of them.
        if disputes and objects[0] is not disputes[0] and "因" not in found[0] + rest[:objects[0].start()] and _LISTED.match(rest, objects[0].end()):
            chosen = [objects[0], *disputes]
        # 行政执法均无被申请复议: of another work of the office than disclosure.
        if disputes and (of := known.elsewhere.search(text, clause_start, found.start())) and "公开" not in of[0] + rest:
            continue
        between = known.listed_before.sub("", rest[:chosen[0].start()])
        after = known.listed_after.sub("", rest[chosen[0].end():])
        # 没有收到公民、法人和其他组织的申请: nobody's, so no narrower.
        if known.narrower.search(known.whoever.sub("", _ANY_WAY.sub("", between))) or known.not_after.search(after) or any(char.isdigit() for char in rest):
            continue
        if not disputes and known.others.search(between + _BY_LETTER.sub("", after)):
            continue
        reached = end
        for topic in dict.fromkeys(item.lastgroup for item in chosen):
            if topic:
                yield Nothing(found.start(), end, topic, known.nothing_subjects[topic], known.nothing_unit)
