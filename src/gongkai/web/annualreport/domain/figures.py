"""A unit's numbers of a year in one packed row, so that thousands can be added up at once.

The row is made from what holds: of the published version and the version that the office above has, the newer; else the accepted
file, with what people confirmed in place of what was read. What is public is the published version, else the accepted file that the
public may see: a correction on its way takes nothing away from the public. `renew` makes both anew after every change of these.
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

    A group's own cell that is among `values` without a number has an entry too: the group was printed as one row, and left empty.

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
        if scaled != usual or (usual == ABSENT and address in values):
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


def cells_of(edition: str, packed: bytes) -> dict[str, Number | None]:
    """The cells that the packed report has: those of its form, a group printed as one row, also an empty one, in place of its items.

    Raises:
        ValueError: as `unpack`.
    """
    values, known, form = unpack(edition, packed), addresses(edition), editions()[edition]
    lines = {known[place].rsplit(".", 1)[0] for place, _ in ENTRY.iter_unpack(bytes(packed)) if place != HEAD and unsaid(edition)[place] == ABSENT}
    made = {}
    for address, value in values.items():
        row = address.rsplit(".", 1)[0]
        table, key = row.split(".", 1)
        if row in lines or (not form.tables[table].row(key).rows and not any(row.startswith(f"{line}.") for line in lines)):
            made[address] = value
    return made


def plain(scaled: int) -> Number | None:
    """A kept number as int, or Decimal where it has a fraction; None where there is none."""
    if scaled == ABSENT:
        return None
    whole, rest = divmod(scaled, SCALE)
    return whole if not rest else (Decimal(scaled) / SCALE).normalize()


@transaction.atomic
def renew(unit: Unit, year: int, scope: str = Scope.OWN) -> Figures | None:
    """Make the rows of a unit, year and scope anew: what holds for the offices, and what is public, mostly one and the same.

    Returns:
        The row that holds; None where nothing does.
    """
    public = _of_publication(unit, year, scope) or _of_file(unit, year, scope, public=True)
    held = _of_hand_in(unit, year, scope, public) or public or _of_file(unit, year, scope)
    same = held is not None and public is not None and (held["version"], held["file"]) == (public["version"], public["file"])
    where: dict[str, Any] = {"unit": unit, "year": year, "scope": scope}
    # What is to go goes first: the database lets no two rows of a kind stand beside each other.
    if public is None or same:
        Figures.published.filter(**where, held=False).delete()
    if held is None:
        Figures.objects.filter(**where).delete()
        return None
    row: Figures = Figures.objects.update_or_create(**where, held=True, defaults=held | {"public": same})[0]
    if public is not None and not same:
        Figures.published.update_or_create(**where, public=True, defaults=public | {"held": False})
    return row


def _of_publication(unit: Unit, year: int, scope: str) -> dict[str, Any] | None:
    """What was published last. A correction does not move the day on which the report was published."""
    acts = list(Publication.objects.filter(report__unit=unit, report__year=year, report__scope=scope).select_related("version").order_by("id"))
    return _of_version(acts[-1].version) | {"published_on": acts[0].on, "late": acts[0].late} if acts else None


def _of_hand_in(unit: Unit, year: int, scope: str, public: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the office above has, where it is newer than what is public."""
    handed = HandIn.objects.filter(report__unit=unit, report__year=year, report__scope=scope, act=HandAct.HANDED, report__handing__in=(
        Handing.HANDED, Handing.ACCEPTED)).select_related("version").order_by("-id").first()
    published = public["version"] if public is not None else None
    if handed is None or (published is not None and published.number >= handed.version.number):
        return None
    told = {"published_on": public["published_on"], "late": public["late"]} if public is not None and published is not None else {}
    return _of_version(handed.version) | told


def _of_version(version: ReportVersion) -> dict[str, Any]:
    content = version.content
    return {"source": FigureSource.REPORT, "version": version, "file": None, "published_on": None, "late": False,
            **_kept(content["edition"], {address: number_of(text) for address, text in content["cells"].items()}),
            "errors": content.get("errors", 0), "warnings": content.get("warnings", 0)}


def _of_file(unit: Unit, year: int, scope: str, *, public: bool = False) -> dict[str, Any] | None:
    """What the accepted file says, with `public` only one that the public may see."""
    files = CollectedFile.objects.filter(unit=unit, year=year, scope=scope, state=FileState.ACCEPTED)
    file = (files.filter(batch__public=True) if public else files).order_by("-accepted_at").first()
    if file is None or not file.reading:
        return None
    return {"source": FigureSource.FILE, "version": None, "file": file, "published_on": None, "late": False,
            **_kept(file.edition, values_of(file)), "errors": file.errors, "warnings": file.warnings}


def values_of(file: CollectedFile) -> dict[str, Number | None]:
    """The numbers of a collected file: what people confirmed, else what was read; Decimal where there is a fraction."""
    reading = file.reading or {"tables": {}}
    values = {f"{table}.{row}.{column}": number_of(str(value)) if value is not None else None
              for table, rows in reading["tables"].items() for row, cells in rows.items() for column, value in cells.items()}
    return values | {one.address: number_of(one.value) for one in file.decisions.order_by("id")}


def _kept(edition: str, values: Mapping[str, Number | None]) -> dict[str, Any]:
    empty = {address for address, value in values.items() if value is None}  # PostgreSQL keeps JSON in an order of its own
    return {"edition": edition, "packed": pack(edition, values), "doubtful": [address for address in addresses(edition) if address in empty]}
