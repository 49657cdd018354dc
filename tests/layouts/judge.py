"""What was read against what was printed: a wrong cell without a finding is the worst defect there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from layouts.sheet import Sheet

GRAVITY = ("silently wrong", "wrong", "silently lost", "withheld")


@dataclass(frozen=True)
class Fault:
    """One cell that was misread. `kind` is one of GRAVITY, gravest first."""

    kind: str
    address: str
    want: Any
    got: Any

    def __str__(self) -> str:
        return f"{self.kind}: {self.address} should be {self.want}, is {self.got}"


def faults(sheet: Sheet, report: Any) -> list[Fault]:
    """Every cell that is neither right nor, where the layout allows it, null with a finding that lists it."""
    listed = {address for finding in report.findings for address in finding.cells}
    found = []
    for address in sorted(set(sheet.truth) | set(report.cells)):
        want, got = sheet.truth.get(address), report.value(address)
        if got == want:
            continue
        if got is not None:
            kind = "wrong" if address in listed else "silently wrong"
        elif address not in listed:
            kind = "silently lost"
        elif address in sheet.doubtful:
            continue
        else:
            kind = "withheld"
        found.append(Fault(kind, address, want, got))
    return sorted(found, key=lambda fault: GRAVITY.index(fault.kind))
