"""Batches of foreign files for the tests of collecting, read at once instead of in the background."""

from __future__ import annotations

from types import SimpleNamespace

from gongkai.web.annualreport.domain import collect_reading, collecting
from gongkai.web.annualreport.domain.unpacking import Drop, unpack
from gongkai.web.annualreport.models import CollectBatch, CollectedFile
from gongkai.web.demonstration import foreign

YEAR = 2024


def drop(*files: tuple[str, bytes]) -> Drop:
    made = Drop()
    for name, data in files:
        unpack(made, name, data)
    return made


def document(unit: str, *faults: str, year: int = YEAR, seed: int = 7, format: str = "md", carried_in: int = 0) -> bytes:
    made = foreign.report(unit, year, seed, carried_in=carried_in)
    for fault in faults:
        foreign.broken(made, fault)
    return foreign.file_of(made, format)


def collect(county: SimpleNamespace, *files: tuple[str, bytes], year: int = YEAR, read: bool = True) -> CollectBatch:
    """A batch of the county's 主管部门."""
    boss = county.staff("root", "supervisor")
    batch = collecting.open_batch(boss, county.root, year=year)
    collecting.take_in(boss, batch, drop(*files))
    if read:
        collect_reading.read_waiting(batch.pk)
    return batch


def only(batch: CollectBatch) -> CollectedFile:
    return batch.files.get()

