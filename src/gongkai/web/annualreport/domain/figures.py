"""A unit's numbers of a year in one packed row, so that thousands can be added up at once.

The row is made from what holds: of the published version and the version that the office above has, the newer; else the accepted
file, with what people confirmed in place of what was read. `renew` makes it anew after every change of these.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.report.frames import addresses
from gongkai.report.model import Number
from gongkai.report.reading.typed import number_of
from gongkai.web.annualreport.enums import FigureSource, FileState, HandAct, Handing, Scope
from gongkai.web.annualreport.models import CollectedFile, Figures, HandIn, Publication, ReportVersion
from gongkai.web.organs.models import Unit

SCALE = 1_000_000
"""Numbers are kept as whole millionths: 万元 has six places at most (元 two, 万 four)."""
ABSENT = -(2**63)
"""Stands for a cell without a number."""


def pack(edition: str, values: Mapping[str, Number | None]) -> bytes:
    """Numbers in the order of `gongkai.report.frames.addresses`, each as 8 bytes, least first.

    Raises:
        ValueError: a number is too large, or has more than six places.
    """
    made = array("q")
    for address in addresses(edition):
        value = values.get(address)
        if value is None:
            made.append(ABSENT)
            continue
        scaled = Decimal(value) * SCALE
        if scaled != scaled.to_integral_value() or abs(scaled) >= 2**62:
            raise ValueError(f"{address}: {value}")
        made.append(int(scaled))
    return made.tobytes()


def unpack(edition: str, packed: bytes) -> dict[str, Number | None]:
    """The numbers that `pack` packed, by address.

    Raises:
        ValueError: they were packed for another form.
    """
    made = array("q")
    made.frombytes(bytes(packed))
    known = addresses(edition)
    if len(made) != len(known):
        raise ValueError(f"{len(made)} numbers for the {len(known)} cells of edition {edition}")
    return {address: plain(value) for address, value in zip(known, made, strict=True)}


def plain(scaled: int) -> Number | None:
    """A kept number as int, or Decimal where it has a fraction; None where there is none."""
    if scaled == ABSENT:
        return None
    whole, rest = divmod(scaled, SCALE)
    return whole if not rest else (Decimal(scaled) / SCALE).normalize()


@transaction.atomic
def renew(unit: Unit, year: int, scope: str = Scope.OWN) -> Figures | None:
    """Make the row of a unit, year and scope anew from what holds now; None where nothing does, and then there is no row."""
    made = _of_version(unit, year, scope) or (_of_file(unit, year) if scope == Scope.OWN else None)
    if made is None:
        Figures.objects.filter(unit=unit, year=year, scope=scope).delete()
        return None
    return Figures.objects.update_or_create(unit=unit, year=year, scope=scope, defaults=made)[0]


def _of_version(unit: Unit, year: int, scope: str) -> dict[str, Any] | None:
    where = {"report__unit": unit, "report__year": year, "report__scope": scope}
    published = Publication.objects.filter(**where).select_related("version").order_by("-id").first()
    handed = HandIn.objects.filter(**where, act=HandAct.HANDED, report__handing__in=(Handing.HANDED, Handing.ACCEPTED)).select_related(
        "version").order_by("-id").first()
    versions: list[ReportVersion] = [row.version for row in (published, handed) if row is not None]
    if not versions:
        return None
    version = max(versions, key=lambda one: one.number)
    return {"source": FigureSource.REPORT, "version": version, "file": None, "public": published is not None and published.version_id == version.pk,
            "published_on": published.on if published else None, "late": published.late if published else False,
            **_kept(version.content["edition"], {address: number_of(text) for address, text in version.content["cells"].items()}),
            "errors": version.content.get("errors", 0), "warnings": version.content.get("warnings", 0)}


def _of_file(unit: Unit, year: int) -> dict[str, Any] | None:
    file = CollectedFile.objects.filter(unit=unit, year=year, state=FileState.ACCEPTED).select_related("batch").order_by("-accepted_at").first()
    if file is None or not file.reading:
        return None
    return {"source": FigureSource.FILE, "version": None, "file": file, "public": file.batch.public, "published_on": None, "late": False,
            **_kept(file.edition, values_of(file)), "errors": file.errors, "warnings": file.warnings}


def values_of(file: CollectedFile) -> dict[str, Number | None]:
    """The numbers of a collected file: what people confirmed, else what was read; Decimal where there is a fraction."""
    reading = file.reading or {"tables": {}}
    values = {f"{table}.{row}.{column}": number_of(str(value)) if value is not None else None
              for table, rows in reading["tables"].items() for row, cells in rows.items() for column, value in cells.items()}
    return values | {one.address: number_of(one.value) for one in file.decisions.order_by("id")}


def _kept(edition: str, values: Mapping[str, Number | None]) -> dict[str, Any]:
    return {"edition": edition, "packed": pack(edition, values), "doubtful": [address for address, value in values.items() if value is None]}
