"""Read, check and picture one file, in a worker process; what comes back is plain data.

Called by name through `gongkai.report.workers.Worker`; imports no Django.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.report.model import Place, Report
from gongkai.report.reading.document import Grid, Paragraph

FUNCTION = "gongkai.web.portal.reports.looking:look"
MOST_PAGES = 30
DOTS_PER_POINT = 1.5


@dataclass(slots=True)
class Page:
    """A page of a PDF as a picture: PNG, and its size in points."""

    number: int
    png: bytes
    width: float
    height: float


@dataclass(slots=True)
class Look:
    """A report with its findings, and its source: blocks as they were printed, or pages as pictures.

    `previous` is why last year's report could not be used, where one came along.
    """

    report: Report
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    previous: str | None = None


def look(path: str, *, name: str, previous: str | None = None, previous_name: str = "") -> Look:
    """Read and check the file at `path`, beside last year's at `previous` where there is one.

    Args:
        name: what the file is called by whoever dropped it; helps to tell the kind of a text.

    Raises:
        UnreadableReport: the file cannot be read as an annual report.
    """
    from gongkai.report import checking
    from gongkai.report.reading import finish, read_bytes, read_document, sniffing

    data = Path(path).read_bytes()
    report = finish(read_bytes(data, name), check=False)
    old = complaint = None
    if previous is not None:
        try:
            old = finish(read_bytes(Path(previous).read_bytes(), previous_name), check=False)
        except GongkaiError as error:
            complaint = f"上年报告“{previous_name}”无法读取，未作上下年度核对：{error}"
    known = {(finding.code, finding.message) for finding in report.findings}
    report.findings += [found for found in checking.check(report, previous=old) if (found.code, found.message) not in known]
    report.hints = {}
    kind = sniffing.kind(data, name)
    found = Look(report, previous=complaint)
    if kind == "pdf":
        found.pages = _pictures(data, _marked_pages(report))
    elif kind != "json":
        found.blocks = [block for block in read_document(data, kind).blocks if not (isinstance(block, Paragraph) and block.frame)]
    return found


def _marked_pages(report: Report) -> set[int]:
    """The pages on which a finding, or a cell that it names, stands."""
    places: list[Place | None] = []
    for finding in report.findings:
        places.append(finding.place)
        places += [report.cells[address].place for address in finding.cells if address in report.cells]
    return {place.page for place in places if place is not None and place.page}


def _pictures(data: bytes, numbers: set[int]) -> list[Page]:
    import pypdfium2

    made = []
    with pypdfium2.PdfDocument(data) as opened:
        for number in sorted(numbers)[:MOST_PAGES]:
            page = opened[number - 1]
            width, height = page.get_size()
            # A page of absurd size is pictured small, not at length.
            scale = min(DOTS_PER_POINT, 2_000 / max(width, height, 1))
            picture = io.BytesIO()
            page.render(scale=scale).to_pil().save(picture, "PNG", optimize=True)
            made.append(Page(number, picture.getvalue(), width, height))
            page.close()
    return made
