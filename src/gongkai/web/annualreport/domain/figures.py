"""A unit's numbers of a year in one packed row, so that thousands can be added up at once.

The row is made from what holds: of the published version and the version that the office above has, the newer; else the accepted
file, with what people confirmed in place of what was read. `renew` makes it anew after every change of these.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction

from gongkai.report.form import editions
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
ENTRY = struct.Struct("<hq")
"""A packed number: its place among `gongkai.report.frames.addresses`, and the number in millionths or `ABSENT`."""
HEAD = -1
"""The place of a row's first entry, which says how many cells the form has."""


@cache
def unsaid(edition: str) -> tuple[int, ...]:
    """What a cell holds that has no entry, for each address: 0, or `ABSENT` for a group's own row, which most reports do not print.

    Most cells of most reports hold 0: so a row is a few hundred bytes in place of two thousand, and thousands of rows come out of a
    database in a blink.
    """
    form = editions()[edition]
    groups = {f"{table.number}.{group.key}." for table in form.tables.values() for group in table.groups()}
    return tuple(ABSENT if f"{address.rsplit('.', 1)[0]}." in groups else 0 for address in addresses(edition))


def pack(edition: str, values: Mapping[str, Number | None]) -> bytes:
    """Numbers by address as a row of `ENTRY`: the head, then those that differ from `unsaid`, in the form's order.

    Raises:
        ValueError: a number is too large, or has more than six places.
    """
    made = [ENTRY.pack(HEAD, len(addresses(edition)))]
    for place, (address, usual) in enumerate(zip(addresses(edition), unsaid(edition), strict=True)):
        value = values.get(address)
        scaled = ABSENT
        if value is not None:
            exact = Decimal(value) * SCALE
            if exact != exact.to_integral_value() or abs(exact) >= 2**62:
                raise ValueError(f"{address}: {value}")
            scaled = int(exact)
        if scaled != usual:
            made.append(ENTRY.pack(place, scaled))
    return b"".join(made)


def unpack(edition: str, packed: bytes) -> dict[str, Number | None]:
    """The numbers that `pack` packed, by address.

    Raises:
        ValueError: they were packed for another form.
    """
    entries = list(ENTRY.iter_unpack(bytes(packed)))
    known = addresses(edition)
    if not entries or entries[0] != (HEAD, len(known)):
        raise ValueError(f"{entries[0][1] if entries else 0} cells packed, edition {edition} has {len(known)}")
    made = list(unsaid(edition))
    for place, value in entries[1:]:
        made[place] = value
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
    first = Publication.objects.filter(**where).order_by("id").first()  # a correction does not move the day on which it was published
    return {"source": FigureSource.REPORT, "version": version, "file": None, "public": published is not None and published.version_id == version.pk,
            "published_on": first.on if first else None, "late": first.late if first else False,
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
