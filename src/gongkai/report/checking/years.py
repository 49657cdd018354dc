"""Two years of one unit: what one report carries over the next carries in, jumps, copied text.

The arithmetic of the pair stands in ``law/checks/arithmetic.yaml`` (``pair: true``) and is evaluated by `declared`;
figures and wording of this module stand in ``law/checks/years.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError
from gongkai.report.checking import sentences
from gongkai.report.checking.declared import declared, evaluate
from gongkai.report.checking.numbers import label
from gongkai.report.checking.units import kind
from gongkai.report.checking.wordings import shown, size
from gongkai.report.form import editions
from gongkai.report.model import Finding, Level, Report
from gongkai.report.unitnames import same_unit

_LEVELS = ("error", "warning", "notice")


@dataclass(frozen=True, slots=True)
class Jump:
    """Cells whose change by `factor` and by `least` is worth a look, where both reports use one of `editions`."""

    editions: frozenset[str]
    cells: tuple[str, ...]
    factor: int
    least: int
    level: Level


@dataclass(frozen=True, slots=True)
class Copied:
    """When a narrative counts as copied; see ``law/checks/years.yaml``."""

    levels: tuple[tuple[float, Level], ...]
    sentences: int
    alike: int
    shortest: int
    boilerplate: re.Pattern[str]
    basis: str

    def own(self, text: str) -> list[str]:
        """The sentences of a text that are no boilerplate."""
        return [sentence for sentence in sentences.split(text)
                if len(sentence) >= self.shortest and not self.boilerplate.search(sentence)]


@dataclass(frozen=True, slots=True)
class Rules:
    """All of the file."""

    jumps: tuple[Jump, ...]
    jumps_basis: str
    copied: Copied


@cache
def rules() -> Rules:
    """Thresholds of ``law/checks/years.yaml``.

    Raises:
        LawError: an unknown key, a level or cell that does not exist; names file and line.
    """
    node = lawfile.read(LAW / "checks" / "years.yaml")
    node.check({"title": str, "jumps": list, "jumps_basis": str, "copied": dict})
    copied = node["copied"]
    copied.check({"levels": list, "sentences": int, "alike": int, "shortest": int, "boilerplate": str, "basis": str})
    for child in copied["levels"]:
        child.check({"share": (int, float), "level": str})
    levels = tuple(sorted(((float(child["share"]), _level(child)) for child in copied["levels"]), reverse=True))
    boilerplate = re.compile("".join(copied["boilerplate"].split()))
    return Rules(tuple(_jump(child) for child in node["jumps"]), node["jumps_basis"], Copied(
        levels, copied["sentences"], copied["alike"], copied["shortest"], boilerplate, copied["basis"]))


def _level(node: lawfile.Mapping) -> Level:
    if node["level"] not in _LEVELS:
        raise LawError(f"{node.where('level')}: level is one of {', '.join(_LEVELS)}, not {node['level']!r}")
    return node["level"]


def _jump(node: lawfile.Mapping) -> Jump:
    node.check({"editions": list, "cells": list, "factor": int, "least": int, "level": str})
    for name in node["editions"]:
        for address in node["cells"]:
            try:
                editions()[name].label(address)
            except (KeyError, ValueError) as error:
                raise LawError(f"{node.where('cells')}: edition {name} has no cell {address!r}") from error
    return Jump(frozenset(node["editions"]), tuple(node["cells"]), node["factor"], node["least"], _level(node))


def check(report: Report, previous: Report) -> list[Finding]:
    """What two reports of one unit say against each other; `previous` is last year's.

    Where the units differ in name or scope (本级, 全域) nothing is called an error; where the years don't follow each other, what must
    carry over from one to the next is not looked at.
    """
    findings = list(_identity(report, previous))
    same = not any(finding.code == "year.unit_differs" for finding in findings)
    same = same and (report.scope or previous.scope) == (previous.scope or report.scope)
    if not any(finding.code == "year.not_consecutive" for finding in findings):
        unit = kind(report)
        for rule in declared():
            if rule.pair:
                level: Level | None = "warning" if not same and rule.level == "error" else None
                findings += evaluate(rule, report, previous, power=unit.rules if unit else None, level=level)
        findings += _jumps(report, previous)
    findings += copied(report, previous)
    return findings


def _identity(report: Report, previous: Report) -> Iterator[Finding]:
    if report.unit and previous.unit and not same_unit(report.unit, previous.unit):
        yield Finding("year.unit_differs", "notice",
                      f"本报告的单位是“{report.unit}”，对照的上一年度报告的单位是“{previous.unit}”，请核对是否为同一单位。",
                      expected=previous.unit, found=report.unit)
    if report.year and previous.year and report.year != previous.year + 1:
        yield Finding("year.not_consecutive", "notice",
                      f"本报告为{report.year}年度，对照的报告为{previous.year}年度，不是上一年度，未核对结转和增减。",
                      expected=report.year - 1, found=previous.year)


def _jumps(report: Report, previous: Report) -> Iterator[Finding]:
    last = f"{previous.year}年度" if previous.year else "上一年度"
    for jump in rules().jumps:
        if not {report.edition, previous.edition} <= jump.editions:
            continue
        for address in jump.cells:
            now, before = report.value(address), previous.value(address)
            if now is None or before is None or size(now - before) < jump.least:
                continue
            if max(now, before) >= jump.factor * max(min(now, before), 1):
                cell = report.cells[address]
                yield Finding("year.jump", jump.level,
                              f"{label(address)}填 {shown(now)}，{last}为 {shown(before)}，变化较大，请核对数据和单位。",
                              (address,), before, now, cell.place, rules().jumps_basis)


def copied(report: Report, previous: Report) -> list[Finding]:
    """Whether the narrative is last year's: the share of its sentences, by characters, that stood there already."""
    rule = rules().copied
    old, new = (rule.own("\n".join(section.text for section in each.sections)) for each in (previous, report))
    if len(new) < rule.sentences or not old:
        return []
    share = sentences.match(old, new, alike=rule.alike).share
    for least, level in rule.levels:
        if share >= least:
            return [Finding("year.text_copied", level,
                            f"正文（套话和数字除外）有 {share:.0%} 与上一年度报告相同，请按本年度实际情况重新撰写。",
                            expected=None, found=round(share, 3), basis=rule.basis)]
    return []
