"""Document → Report: tables, narrative and metadata put together."""

from __future__ import annotations

import re

from gongkai.report.form import editions
from gongkai.report.model import Finding, Report
from gongkai.report.reading.document import Document, Grid, Paragraph
from gongkai.report.reading.metadata import Metadata, metadata
from gongkai.report.reading.readout import read_tables
from gongkai.report.reading.rows import Region, lex, regions
from gongkai.report.reading.script import simplify
from gongkai.report.reading.sections import Item, Narrative, flattened, narrative
from gongkai.report.reading.strays import with_strays
from gongkai.report.reading.tables import Collector, Tables
from gongkai.report.reading.titles import find_title
from gongkai.report.reading.unfolding import unfold

_NAMES_ITSELF = re.compile(r"20\d\d.{0,20}信息公开.{0,8}(?:报告|年报)")


def assemble(document: Document) -> Report | None:
    """The report in a document, None where nothing in it is an annual report."""
    simplify(document)
    blocks = unfold(_with_form_grids_only(document))
    found = regions(blocks)
    collector = Collector()
    for region in found:
        collector.feed(region)
    tables = collector.tables
    items = _items(blocks, found, tables)
    lines = [item for kind, item in items if kind == "line" and isinstance(item, Paragraph)]
    title_at, title = find_title(lines, document)
    item_index = _index_of(items, lines[title_at]) if title_at is not None else None
    text = narrative(items, item_index)
    if not _is_report(tables, text, title):
        return None
    made = metadata(document, text, text.before, title, lines[title_at].place if title_at is not None else None)
    readout = read_tables(tables, made.year)
    report = Report(
        edition=readout.edition, unit=made.unit, year=made.year, title=made.title, contacts=made.contacts,
        period=made.period, published=made.published, preamble=text.preamble, cells=readout.cells,
        sections=text.sections,
    )
    report.hints = _hints(document, text, made)
    _findings(report, document, with_strays(readout.findings, text.lines), made)
    return report


def _with_form_grids_only(document: Document) -> list[Paragraph | Grid]:
    """The document's blocks, with grids that are no table of the form turned into paragraphs."""
    blocks: list[Paragraph | Grid] = []
    for block in document.blocks:
        if isinstance(block, Grid) and not _is_form(block):
            blocks.extend(flattened(block))
        else:
            blocks.append(block)
    return blocks


def _is_form(grid: Grid) -> bool:
    kinds = [kind for row in grid.rows for cell in row for kind, *_ in lex(cell.text)]
    labels = kinds.count("label")
    return labels >= 2 and labels * 2 >= kinds.count("text")


def _items(blocks: list[Paragraph | Grid], found: list[Region], tables: Tables) -> list[Item]:
    """What is outside the tables, with the number of each table where it stands."""
    spans: dict[tuple[int, int], list[str]] = {}
    for number, ranges in tables.spans.items():
        for start, end in ranges:
            spans.setdefault((start, end), []).append(number)
    taken: dict[int, list[str]] = {}
    inside: set[int] = set()
    for region in found:
        numbers = sorted(spans.get((region.start, region.end), []))
        if numbers:
            taken[region.start] = numbers
            inside.update(range(region.start, region.end))
    items: list[Item] = []
    for index, block in enumerate(blocks):
        for number in taken.get(index, ()):
            items.append(("table", number))
        if index not in inside and isinstance(block, Paragraph):
            items.append(("line", block))
    return items


def _index_of(items: list[Item], paragraph: Paragraph) -> int | None:
    return next((index for index, (_, item) in enumerate(items) if item is paragraph), None)


def _is_report(tables: Tables, text: Narrative, title: str | None) -> bool:
    """Whether there is anything of the form: a row of its tables, or title and sections."""
    known = sum(record.key is not None for record in tables.records)
    headed = sum(1 for heading in text.headings if heading["number"])
    named = headed >= 2 and any(_NAMES_ITSELF.search(line) for line, _, number in text.lines if number <= 1)
    return known >= 3 or headed >= 3 or named or (title is not None and (headed >= 1 or known >= 1))


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
