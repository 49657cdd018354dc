"""Report → findings: what is wrong with one annual report, and with two years of one unit.

    sums.py        the form's declared sums (勾稽关系); repair.py: the one cell that explains several
    declared.py    the engine of the cross-checks in law/checks/arithmetic.yaml
    numbers.py     whole and non-negative
    formal.py      sections, edition, notice, wording of templates, what must be told; empties.py: empty cells
    dates.py       years and days
    narrative.py   the narrative against the tables; personal.py: personal data in the text, with
                   personal_numbers.py, which tells in any text which numbers are a person's
    years.py       two years of one unit; sentences.py: which sentences are last year's
    units.py       what a unit is, by its name
    registry.py    every code with its title, levels and explanation: docs/reference/findings.md

A check yields findings and never raises on what a report holds. An error is certain, or nearly so; what may have a
good reason is a warning or a notice.
"""

from __future__ import annotations

from gongkai.report.checking import dates, empties, formal, numbers, sums, units
from gongkai.report.checking.declared import declared, evaluate
from gongkai.report.form import Form, edition_for, editions
from gongkai.report.model import Finding, Report

_ORDER = {"error": 0, "warning": 1, "notice": 2}


def check(report: Report, previous: Report | None = None) -> list[Finding]:
    """All findings of the checks, errors first; those of reading are in ``report.findings`` already.

    Args:
        report: as read, with its facts where it has any.
        previous: last year's report of the same unit, for what must carry over from one to the next.

    >>> from gongkai.report.model import Cell
    >>> report = Report("2021", cells={"4.review.upheld": Cell(2, "2"), "4.review.total": Cell(0, "0")})
    >>> [finding.code for finding in check(report)][:1]
    ['sum.4.total']
    """
    from gongkai.report.checking import narrative, personal

    findings = []
    form = form_of(report)
    if form is not None:
        findings += sums.check(report, form)
        findings += _declared(report)
    findings += numbers.check(report)
    if form is not None:
        findings += formal.check(report, form)
    findings += empties.check(report)
    findings += dates.check(report)
    findings += narrative.check(report)
    findings += personal.check(report)
    if previous is not None:
        from gongkai.report.checking import years  # late: comparing sentences takes a library of its own

        findings += years.check(report, previous)
    return sorted(findings, key=lambda finding: _ORDER[finding.level])


def form_of(report: Report) -> Form | None:
    """The edition that a report was read by; that of its year where its edition is unknown."""
    return editions().get(report.edition) or (edition_for(report.year) if report.year else None)


def _declared(report: Report) -> list[Finding]:
    unit = units.kind(report)
    words = f"{report.unit}（{unit.label}）" if report.unit and unit else report.unit or "本机关"
    return [finding for rule in declared() if not rule.pair
            for finding in evaluate(rule, report, power=unit.rules if unit else None, unit=words)]
