"""雷同: which sentences of a report stood in last year's, or stand in another unit's, side by side. Numbers are left out of sight."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.report.checking import sentences
from gongkai.report.checking.years import rules
from gongkai.report.model import Report
from gongkai.web.annualreport.domain.contents import content_of, report_of
from gongkai.web.annualreport.models import AnnualReport

SISTERS = 500
"""Reports that one is held against at most."""
LEAST = 0.2
"""A share below which a sister's report is not worth a line."""


@dataclass(frozen=True, slots=True)
class Side:
    """One sentence of the new text with its partner: "" where it has none; `same` where only figures differ at most."""

    new: str
    old: str
    same: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """A text held against another: its sentences in order, boilerplate left out; the share that has a partner; at which share the checks speak."""

    sides: list[Side]
    share: float
    notice: float


def hold(row: AnnualReport, other: Report) -> Likeness:
    """A report's text against another's."""
    rule = rules().copied
    old, new = (rule.own("\n".join(section.text for section in each.sections)) for each in (other, report_of(content_of(row), check=False)))
    match = sentences.match(old, new, alike=rule.alike)
    partners: dict[str, list[sentences.Pair]] = {}
    for one in match.pairs:
        partners.setdefault(one.new, []).append(one)
    sides = []
    for sentence in new:
        pair: sentences.Pair | None = partners[sentence].pop(0) if partners.get(sentence) else None
        sides.append(Side(sentence, pair.old if pair else "", pair is not None and pair.alike == 100))
    return Likeness(sides, match.share, min(share for share, _ in rule.levels))


def alike_among(row: AnnualReport, others: list[AnnualReport]) -> list[tuple[AnnualReport, float]]:
    """Reports that have sentences of this one, figures aside, word for word, the most alike first.

    Args:
        others: those that the person may see.

    Returns:
        Each with the share of this report's text, by characters, that it has too; those below `LEAST` are left out.
    """
    rule = rules().copied
    own = [sentences.masked(one) for one in rule.own("\n".join(content_of(row)["texts"].values()))]
    total = sum(map(len, own))
    if not total:
        return []
    found = []
    for other in others[:SISTERS]:
        theirs = {sentences.masked(one) for one in rule.own("\n".join(other.texts.values()))}
        share = sum(len(one) for one in own if one in theirs) / total
        if share >= LEAST:
            found.append((other, share))
    return sorted(found, key=lambda pair: -pair[1])
