"""Two reports held against each other: cell by cell, section by section.

    >>> from gongkai.report.model import Cell
    >>> old = Report("2021", year=2022, cells={"3.received.total": Cell(3, "3")})
    >>> new = Report("2021", year=2023, cells={"3.received.total": Cell(5, "5")})
    >>> [(change.address, change.difference) for change in compare(old, new).cells]
    [('3.received.total', 2)]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gongkai.report.checking import sentences, years
from gongkai.report.checking.numbers import label
from gongkai.report.form import editions
from gongkai.report.model import Finding, Number, Report

_ALIKE = 60
"""From so alike on (0 to 100), two sentences are told as one that changed rather than as one gone and one new."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that both reports have and that differs. `difference` is new minus old, None where one is empty."""

    address: str
    label: str
    old: Number | None
    new: Number | None

    @property
    def difference(self) -> Number | None:
        """New minus old; None where either cell is empty."""
        return None if self.old is None or self.new is None else self.new - self.old


@dataclass(frozen=True, slots=True)
class LoneCell:
    """A cell that only one of the reports has, for the most part because the other uses another edition."""

    address: str
    label: str
    value: Number | None


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section's text in both reports; number 0 is the preamble.

    `reused` is the share of the new text, by characters and with figures masked, that stood in the old. `changed` are
    pairs (old, new) of sentences that are alike but not the same.
    """

    number: int
    heading: str
    reused: float
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Comparison:
    """What changed from `old` to `new`. `findings` are those that the pair gives (codes ``year.*`` and ``sum.*``)."""

    old: Report
    new: Report
    cells: list[CellChange] = field(default_factory=list)
    only_old: list[LoneCell] = field(default_factory=list)
    only_new: list[LoneCell] = field(default_factory=list)
    sections: list[SectionChange] = field(default_factory=list)
    reused: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The comparison as JSON values (see docs/how-to/compare.md)."""
        return {
            "old": _about(self.old), "new": _about(self.new),
            "cells": [{"address": change.address, "label": change.label, "old": _json(change.old),
                       "new": _json(change.new), "difference": _json(change.difference)} for change in self.cells],
            "only_old": [_lone(cell) for cell in self.only_old],
            "only_new": [_lone(cell) for cell in self.only_new],
            "sections": [{"number": section.number, "heading": section.heading, "reused": round(section.reused, 3),
                          "added": list(section.added), "removed": list(section.removed),
                          "changed": [{"old": old, "new": new} for old, new in section.changed]}
                         for section in self.sections],
            "reused": round(self.reused, 3),
            "findings": [finding.to_json() for finding in self.findings],
        }


def compare(old: Report, new: Report) -> Comparison:
    """What changed from one report to another, as a rule last year's and this year's of one unit.

    The findings are those of `gongkai.report.checking.years` (Art. 50: what one report carries over the next carries
    in); reports of other units or years compare too, with a notice that they do.
    """
    made = Comparison(old, new)
    for address in _ordered(old, new):
        if address not in new.cells:
            made.only_old.append(LoneCell(address, label(address), old.value(address)))
        elif address not in old.cells:
            made.only_new.append(LoneCell(address, label(address), new.value(address)))
        elif old.value(address) != new.value(address):
            made.cells.append(CellChange(address, label(address), old.value(address), new.value(address)))
    made.sections = list(_sections(old, new))
    made.reused = sentences.match(sentences.split(_all_text(old)), sentences.split(_all_text(new)),
                                  alike=years.rules().copied.alike).share
    made.findings = years.check(new, old)
    return made


def _ordered(old: Report, new: Report) -> list[str]:
    """The cells of both, in the order of the newer report's form, then as they come."""
    form = editions().get(new.edition)
    order = {address: place for place, address in enumerate(form.addresses() if form else ())}
    addresses = dict.fromkeys([*new.cells, *old.cells])
    return sorted(addresses, key=lambda address: (address[:1], order.get(address, len(order))))


def _sections(old: Report, new: Report) -> Iterator[SectionChange]:
    numbers = sorted({section.number for report in (old, new) for section in report.sections})
    for number in [0, *numbers]:
        before, after = (_text(report, number) for report in (old, new))
        if not before and not after:
            continue
        section = (new.section(number) or old.section(number)) if number else None
        strict = sentences.match(sentences.split(before), sentences.split(after), alike=years.rules().copied.alike)
        loose = sentences.match(strict.removed, strict.added, alike=_ALIKE)
        changed = [*strict.changed, *loose.pairs]
        yield SectionChange(number, section.heading if section else "", strict.share, tuple(loose.added),
                            tuple(loose.removed), tuple((pair.old, pair.new) for pair in changed))


def _text(report: Report, number: int) -> str:
    if number == 0:
        return report.preamble
    section = report.section(number)
    return section.text if section else ""


def _all_text(report: Report) -> str:
    return "\n".join([report.preamble, *(section.text for section in report.sections)])


def _about(report: Report) -> dict[str, Any]:
    return {"file": report.source.file, "unit": report.unit, "year": report.year, "edition": report.edition,
            "title": report.title}


def _json(value: Number | None) -> int | float | None:
    """A number as JSON has it; a whole Decimal becomes an int."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _lone(cell: LoneCell) -> dict[str, Any]:
    return {"address": cell.address, "label": cell.label, "value": _json(cell.value)}
