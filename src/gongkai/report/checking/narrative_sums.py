"""Sums and percentages within the narrative: parts against their whole, shares, growth over the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from gongkai.report.model import Finding, Report
from gongkai.report.reading.facts import Reading
from gongkai.report.reading.facts_mentions import Mention
from gongkai.report.reading.facts_topics import topics
from gongkai.report.reading.facts_words import words

BASIS = "《中华人民共和国政府信息公开条例》第五十条"

_RUN = 3
"""So many shares side by side tell what they are shares of."""
_REACH = 60
"""So many counts before a percentage are looked at."""


def check(read: Reading, report: Report) -> list[Finding]:
    """Lists whose parts exceed their whole, complete lists that fall short of it, percentages that don't follow."""
    findings = [finding for mention in read.mentions if mention.parts and not _with_carried(mention, read.mentions) for finding in _parts(mention)]
    for index, mention in enumerate(read.mentions):
        if mention.count.unit == "%":
            findings.extend(_percentage(read.mentions, index, report))
        elif index and mention.whole is None:
            findings.extend(_greater(read.mentions, index))
    findings.extend(_shares_of_one_base(read.mentions))
    return findings


def _parts(whole: Mention) -> Iterator[Finding]:
    parts = _listed(whole.parts)
    if whole.count.about is not None or any(part.count.about is not None for part in parts):
        return
    total = Decimal(whole.value)
    values = [Decimal(part.value) for part in parts]
    # A number as large as the whole is no part of it but said of all (其中8件…，满意10件).
    others = [value for value in values if value != total]
    divided = _divides(values, total)
    over = sum(values) % total if divided and total and all(part.gap.startswith("、") for part in parts[1:]) else 0
    if (divided and not over) or (len(others) < len(values) and sum(others) <= total):
        return
    added = sum(values, Decimal(0))
    if whole.whole is not None and added <= whole.whole.value:
        return
    complete = any(part.complete for part in parts)
    if added == total or (added < total and not complete):
        return
    listed = "＋".join(f"{part.value}" for part in parts) if len(parts) <= _REACH else f"{len(parts)}项"
    verb = "多于" if added > total else "少于"
    yield Finding(
        "text.parts", "notice" if divided else "warning",
        f"正文“{_clip(whole.quote())}”所列各项 {listed}＝{_plain(added)}，{verb}总数 {_plain(total)}，"
        f"相差 {_plain(abs(added - total))} {whole.count.unit}，请核对。",
        (), _plain(added), whole.value, whole.fact.place, BASIS)


def _greater(mentions: list[Mention], index: int) -> Iterator[Finding]:
    """公开信息30条，其中网站公开32条: a part of the one count before it in the sentence that is greater than that."""
    whole, part = mentions[index - 1], mentions[index]
    if not part.gap.lstrip("，（").startswith("其中") or part.value <= whole.value or part.count.unit != whole.count.unit \
            or part.sentence != whole.sentence or part.passage is not whole.passage or part.change or whole.change \
            or part.count.about is not None or whole.count.about is not None:
        return
    if any(other.sentence == whole.sentence and other.passage is whole.passage and other.count.unit == whole.count.unit for other in mentions[max(0, index - _REACH):index - 1]):
        return  # 新收19件，上年结转1件，其中自然人20件: of what came before as well
    yield Finding(
        "text.parts", "warning",
        f"正文称“{_clip(whole.quote())}”，而“{_clip(part.quote())}”，其中一项多于总数，相差 {_plain(Decimal(part.value) - Decimal(whole.value))} {whole.count.unit}，请核对。",
        (), part.value, whole.value, whole.fact.place, BASIS)


def _listed(parts: list[Mention]) -> list[Mention]:
    """Without what brackets straight behind the whole say of it: 办结9件（含上年结转1件），其中予以公开5件、不予公开4件."""
    for index, part in enumerate(parts[1:], 1):
        if part.gap.startswith("）") and words().among.search(part.gap) and parts[0].gap.startswith("（"):
            return parts[index:]
    return parts


def _with_carried(whole: Mention, mentions: list[Mention]) -> bool:
    """收到9件，上年结转1件，其中网上5件，信函5件: the parts divide both."""
    carried = [other.value for other in mentions if other.passage is whole.passage and other.sentence == whole.sentence
               and whole.count.start < other.count.start < whole.parts[0].count.start and topics().carried_in.search(other.lead)]
    return bool(carried) and sum(part.value for part in whole.parts) == whole.value + sum(carried)


def _divides(values: list[Decimal], total: Decimal) -> bool:
    """Whether the list divides the whole more than once (by applicant, then by way): each run adds up to it."""
    added = Decimal(0)
    for value in values:
        added += value
        if added == total:
            added = Decimal(0)
        elif added > total:
            return False
    return added == 0 or (added < total and sum(values) > total)


def _percentage(mentions: list[Mention], index: int, report: Report) -> Iterator[Finding]:
    known = topics()
    mention = mentions[index]
    if mention.count.about is not None:
        return
    before = [other for other in mentions[max(0, index - _REACH):index] if other.sentence == mention.sentence and other.passage is mention.passage
              and other.count.about is None and not other.nothing]
    share = known.share.search(mention.lead)
    if share:
        line = mention.passage.line(mention.count.start)
        earlier = [other for other in mentions[max(0, index - _REACH):index] if other.passage is mention.passage and other.sentence != mention.sentence
                   and mention.passage.line(other.count.start) == line]
        yield from _share(mention, before, mentions[index + 1:index + 2], earlier)
        return
    up, down = known.growth.search(mention.lead), known.decline.search(mention.lead)
    if (up or down) and known.compared.search(mention.so_far):
        yield from _growth(mention, before, bool(down), report)


def _share(mention: Mention, before: list[Mention], after: list[Mention], earlier: list[Mention]) -> Iterator[Finding]:
    counted = [other for other in before if other.count.unit != "%" and not other.change]
    if "分别" in mention.lead or not counted or any(other.sentence == mention.sentence and other.count.unit == "%"
                                                    and not other.lead.strip("、，和及") for other in after[:1]):
        return
    part = counted[-1]
    # Only a share straight after its part is taken for that part's share.
    if any(other.count.unit == "%" and other.count.start > part.count.start for other in before):
        return
    whole = part.whole
    if whole is None or not whole.value or _follows(mention, part, whole):
        return
    if any(other.count.unit == part.count.unit and other.value and _follows(mention, part, other) for other in earlier):
        return  # 公开40份，历年累计900份。其中甲10份，占25%: of the first
    bases = [other for other in counted[:-1] if other.count.unit == part.count.unit and other.value]
    level = "notice" if any(_follows(mention, part, other) for other in bases) else "warning"
    due = _percent(Decimal(part.value) / Decimal(whole.value), mention.count.decimals)
    yield Finding(
        "text.percentage", level,  # type: ignore[arg-type]
        f"正文“{_clip(part.quote())}”称占 {mention.value}%，而 {part.value}÷{whole.value}＝{due}%，请核对。",
        (), due, mention.value, mention.fact.place, BASIS)


def _shares_of_one_base(mentions: list[Mention]) -> Iterator[Finding]:
    """Shares told one after the other without their whole (予以公开9件，占30%；不予公开6件，占20%；…): where all but one or
    few follow from one number told before, those that don't."""
    runs: dict[tuple[int, tuple[int, int]], list[tuple[Mention, Mention]]] = {}
    for part, share in pairwise(mentions):
        if (share.count.unit == "%" and share.count.about is None and share.sentence == part.sentence and share.passage is part.passage
                and part.whole is None and part.count.unit != "%" and part.count.about is None and not part.nothing and part.value
                and (said := topics().share.search(share.lead)) and not said["of"].strip("比的总数量为")):
            runs.setdefault((id(share.passage), share.sentence), []).append((part, share))
    for run in runs.values():
        if len(run) < _RUN:
            continue
        first = run[0][0]
        line = first.passage.line(first.count.start)
        bases = {other.value: other for other in mentions if other.passage is first.passage and other.count.start < first.count.start
                 and first.passage.line(other.count.start) == line and other.count.unit == first.count.unit
                 and other.value >= max(part.value for part, _ in run)}
        best = max(bases.values(), key=lambda base: sum(_follows(share, part, base) for part, share in run), default=None)
        wrong = [(part, share) for part, share in run if best is not None and not _follows(share, part, best)]
        if best is None or not wrong or len(wrong) * 3 > len(run):
            continue
        for part, share in wrong:
            due = _percent(Decimal(part.value) / Decimal(best.value), share.count.decimals)
            yield Finding(
                "text.percentage", "warning",
                f"正文“{_clip(part.quote())}”称占 {share.value}%，同句其他占比以 {best.value} 为总数，而 {part.value}÷{best.value}＝{due}%，请核对。",
                (), due, share.value, share.fact.place, BASIS)


def _growth(mention: Mention, before: list[Mention], down: bool, report: Report) -> Iterator[Finding]:
    levels = [other for other in before if other.count.unit != "%" and not other.change]
    changes = [other for other in before if other.change]
    if not levels or any(other.count.unit == "%" for other in before):
        return
    if changes and len(levels) == 1 and len(changes) == 1 and changes[0].count.unit == levels[0].count.unit:
        now = Decimal(levels[0].value)
        delta = Decimal(changes[0].value)
        base = now + delta if down else now - delta
    elif len(levels) == 2 and levels[0].count.unit == levels[1].count.unit and report.year is not None \
            and {levels[0].year, levels[1].year} == {report.year, report.year - 1}:
        now = Decimal(next(other.value for other in levels if other.year == report.year))
        base = Decimal(next(other.value for other in levels if other.year == report.year - 1))
    else:
        return
    if base <= 0:
        return
    ratio = (base - now if down else now - base) / base
    stated, step = Decimal(mention.value), Decimal(1).scaleb(-mention.count.decimals)
    if abs(stated - ratio * 100) < step:
        return
    due = _percent(ratio, mention.count.decimals)
    yield Finding(
        "text.percentage", "warning",
        f"正文“{_clip(mention.quote())}”称{'下降' if down else '增长'} {mention.value}%，而由 {_plain(base)} 到 {_plain(now)} "
        f"应为 {due}%，请核对。",
        (), due, mention.value, mention.fact.place, BASIS)


def _follows(mention: Mention, part: Mention, whole: Mention) -> bool:
    """Whether a share follows from part and whole, to the decimals printed, rounded or cut off."""
    step = Decimal(1).scaleb(-mention.count.decimals)
    return abs(Decimal(mention.value) - Decimal(part.value) / Decimal(whole.value) * 100) < step


def _percent(ratio: Decimal, decimals: int) -> Decimal:
    return (ratio * 100).quantize(Decimal(1).scaleb(-max(decimals, 1)), ROUND_HALF_UP)


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _clip(text: str) -> str:
    return text if len(text) <= 46 else f"…{text[-46:]}"
