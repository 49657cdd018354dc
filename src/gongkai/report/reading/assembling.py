"""Document → Report: tables, narrative and metadata put together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.report.form import editions
from gongkai.report.model import Finding, Report
from gongkai.report.reading.document import Document, Grid, Paragraph
from gongkai.report.reading.metadata import Metadata, metadata
from gongkai.report.reading.plans import Outline, find, learn, outline
from gongkai.report.reading.readout import Readout, read_tables
from gongkai.report.reading.rows import regions
from gongkai.report.reading.script import simplify
from gongkai.report.reading.sections import Item, Narrative, flattened, narrative
from gongkai.report.reading.strays import with_strays
from gongkai.report.reading.tables import Collector
from gongkai.report.reading.titles import find_title
from gongkai.report.reading.unfolding import unfold, unrolled, whole_report

_NAMES_ITSELF = re.compile(r"20\d\d.{0,20}信息公开.{0,8}(?:报告|年报)")


def assemble(document: Document) -> Report | None:
    """The report in a document, None where nothing in it is an annual report."""
    simplify(document)
    blocks, outlines = _with_form_grids_only(document)
    blocks = unfold(blocks)
    tables = _tables(blocks, outlines)
    items = _items(blocks, tables.spans)
    lines = [item for kind, item in items if kind == "line" and isinstance(item, Paragraph)]
    title_at, title = find_title(lines, document)
    item_index = _index_of(items, lines[title_at]) if title_at is not None else None
    text = narrative(items, item_index)
    if not _is_report(tables.rows, text, title):
        return None
    made = metadata(document, text, text.before, title, lines[title_at].place if title_at is not None else None)
    readout = tables.read(made.year)
    report = Report(
        edition=readout.edition, unit=made.unit, year=made.year, title=made.title, contacts=made.contacts,
        period=made.period, published=made.published, preamble=text.preamble, cells=readout.cells,
        sections=text.sections,
    )
    report.hints = _hints(document, text, made)
    _findings(report, document, with_strays(readout.findings, text.lines), made)
    return report


def _with_form_grids_only(document: Document) -> tuple[list[Paragraph | Grid], list[Outline]]:
    """The document's blocks, with grids that are no table of the form turned into paragraphs; the outlines of the rest."""
    blocks: list[Paragraph | Grid] = []
    outlines: list[Outline] = []
    found: list[Paragraph | Grid] = []
    for block in document.blocks:
        found += unrolled(block) if isinstance(block, Grid) and whole_report(block) else [block]
    for block in found:
        if not isinstance(block, Grid):
            blocks.append(block)
            continue
        seen = outline(block)
        if seen.labels >= 2 and seen.labels * 2 >= seen.texts:
            blocks.append(block)
            outlines.append(seen)
        else:
            blocks.extend(flattened(block))
    return blocks, outlines


@dataclass(slots=True)
class _Tables:
    """Where the tables are and how to read them. `spans`: start and end of blocks → the numbers of the tables there;
    `rows`: how many rows of the form were found; `read`: the cells, given the report's year."""

    spans: dict[tuple[int, int], list[str]]
    rows: int
    read: Callable[[int | None], Readout]


def _tables(blocks: list[Paragraph | Grid], outlines: list[Outline]) -> _Tables:
    """The tables of a document: by a plan where its grids are of a known layout and hold all that is of a table."""
    grids = {index: block for index, block in enumerate(blocks) if isinstance(block, Grid)}
    plan = find(outlines)
    if plan is not None and not regions(blocks, grids=False):
        return _Tables({(start, start + 1): list(numbers) for start, numbers in zip(grids, plan.tables, strict=True)},
                       plan.rows, lambda year: plan.read(list(grids.values())))
    found = regions(blocks)
    collector = Collector()
    for region in found:
        collector.feed(region)
    tables = collector.tables
    spans: dict[tuple[int, int], list[str]] = {}
    for number, ranges in sorted(tables.spans.items()):
        for span in ranges:
            spans.setdefault(span, []).append(number)
    rows = sum(record.key is not None for record in tables.records)

    def read(year: int | None) -> Readout:
        readout = read_tables(tables, year)
        if all(region.grid for region in found):
            learn(outlines, list(grids.values()), [spans.get((start, start + 1), []) for start in grids], rows, readout)
        return readout

    return _Tables(spans, rows, read)


def _items(blocks: list[Paragraph | Grid], spans: dict[tuple[int, int], list[str]]) -> list[Item]:
    """What is outside the tables, with the number of each table where it stands."""
    taken = {start: numbers for (start, _), numbers in spans.items()}
    inside = {index for span in spans for index in range(*span)}
    items: list[Item] = []
    for index, block in enumerate(blocks):
        for number in taken.get(index, ()):
            items.append(("table", number))
        if index not in inside and isinstance(block, Paragraph):
            items.append(("line", block))
    return items


def _index_of(items: list[Item], paragraph: Paragraph) -> int | None:
    return next((index for index, (_, item) in enumerate(items) if item is paragraph), None)


def _is_report(known: int, text: Narrative, title: str | None) -> bool:
    """Whether there is anything of the form: known rows of its tables, or title and sections."""
    headed = sum(1 for heading in text.headings if heading["number"])
    named = headed >= 2 and any(_NAMES_ITSELF.search(line) for line, _, number in text.lines if number <= 1)
    printed = [str(heading["printed"]) for heading in text.headings]
    spoken = headed >= 2 and sum("公开" in words for words in printed) >= 2 and any("依申请公开" in words for words in printed)
    return known >= 3 or headed >= 3 or named or spoken or (title is not None and (headed >= 1 or known >= 1))


def _hints(document: Document, text: Narrative, made: Metadata) -> dict[str, object]:
    return {
        "format": document.format, "headings": text.headings, "lines": text.lines, "period_text": made.period_text,
        "period_place": made.period_place, "notices": made.notices, "titles": made.titles,
        "title_place": made.title_place, "signed_unit": text.signed_unit, "signed_date": text.signed_date,
        "restarted": text.restarted,
    }


def _findings(report: Report, document: Document, found: list[Finding], made: Metadata) -> None:
    for message, place in document.remarks:
        tracked = "修订" in message and document.tracked
        report.findings.append(Finding("read.tracked_changes" if tracked else "read.remark", "notice", message,
                                       place=place))
    for code, level, message, place in made.remarks:
        report.findings.append(Finding(code, level, message, place=place))  # type: ignore[arg-type]
    report.findings.extend(found)
    missing = [finding for finding in report.findings if finding.code == "read.table_missing"]
    if document.pictures and missing:
        report.findings.append(Finding(
            "read.table_picture", "warning",
            f"没有读到表格，而文件中有{document.pictures}张图片，表格可能是图片，其中的数字没有读入，请换用表格为文字的文件，或者对照图片逐格填写。",
            tuple(address for finding in missing for address in finding.cells)))
    first = next(iter(editions().values()))
    if made.year and made.year < first.first_year:
        # Nothing that the uniform form asks for can be missing before there was one.
        report.findings = [f for f in report.findings if f.code not in ("read.table_missing", "read.row_missing")]
        report.findings.append(Finding(
            "read.before_forms", "notice",
            f"本报告为{made.year}年度，统一格式自{first.first_year}年度起施行，各表按{report.edition}年版格式读取，没有的单元格留空。",
            tuple(address for address, cell in report.cells.items() if cell.value is None), place=made.title_place))
    basis = f"{editions()[report.edition].citation['document']}所附格式"
    for finding in report.findings:
        finding.basis = finding.basis or basis
