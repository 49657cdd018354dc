"""Figures of units for tests, as `renew` would make them."""

from __future__ import annotations

from gongkai.report.form import edition
from gongkai.web.annualreport.domain.figures import pack
from gongkai.web.annualreport.enums import FigureSource, Scope
from gongkai.web.annualreport.models import Figures
from gongkai.web.organs.models import Unit


def figures(unit: Unit, year: int, values: dict[str, object] | None = None, *, name: str = "", **more: object) -> Figures:
    """A row of figures, each cell of the form 0 but those given."""
    name = name or ("2021" if year >= 2021 else "2019")
    cells = dict.fromkeys(edition(name).addresses(), 0) | (values or {})
    for address in values or {}:  # a group printed as one line stands in place of its items
        row = address.rsplit(".", 1)[0]
        for item in [other for other in cells if other.startswith(f"{row}.") and other.count(".") > address.count(".")]:
            del cells[item]
    return Figures.objects.create(**{"unit": unit, "year": year, "scope": Scope.OWN, "edition": name, "source": FigureSource.FILE, "packed": pack(name, cells),
                                     "doubtful": [address for address, value in cells.items() if value is None], **more})


def asked(received: int, granted: int = 0, **more: object) -> dict[str, object]:
    """Cells of a year with some applications, of persons all."""
    return {"3.received.person": received, "3.received.total": received, "3.granted.person": granted, "3.granted.total": granted,
            "3.processed.person": granted, "3.processed.total": granted, "3.carried_out.person": received - granted,
            "3.carried_out.total": received - granted, **more}
