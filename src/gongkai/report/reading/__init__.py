"""A file → Document (paragraphs and grids, each with its place) → Report.

sniffing.py     what kind of file this is
decoding.py     bytes → text, whatever the page claims
text.py html.py docx.py doc.py pdf/ json_report.py   each kind → Document (or Report)
markup.py       tables in the markup of wikis and forums → HTML
lines.py        the lines of a text as they were before they were folded, quoted, numbered
document.py     what they all become
html_blocks.py html_known.py stencils.py   a page's blocks; tables whose source was met before
script.py       traditional characters, glosses
lexicon.py numbers.py headings.py   labels, cell numbers, headings
titles.py metadata.py metadata_unit.py   what a report says of itself: its title; year, period, days, contacts; its unit
rows.py         where tables are: lines of tokens
upended.py      a table 4 with one number a line
tables.py records.py   lines → records: rows of the form with their values
heads.py heads_across.py placing.py gaps.py settling.py readout.py   column heads; values → columns; empty ends of rows; the declared sums; records → cells and findings
sections.py     the narrative
plans.py        grids of a layout that was met before
strays.py       lines of numbers that no table took
facts*.py       numbers that the narrative states
assembling.py   all of it → Report
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from gongkai.errors import UnreadableReport, of_file, reason
from gongkai.report.model import Finding, Report, Source
from gongkai.report.reading.document import LIMITS, Document, Grid, Limits


def read_bytes(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> Report:
    """The report in a file's bytes, read but not checked. `name` helps to tell the kind of file.

    Raises:
        UnreadableReport: with one Chinese sentence on what is wrong, where, and what to do.
    """
    return read_with_source(data, name, limits)[0]


def read_with_source(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> tuple[Report, Document | None]:
    """As `read_bytes`, with the document that it was read from; None for our own JSON."""
    from gongkai.report.reading import sniffing

    if len(data) > limits.bytes:
        raise UnreadableReport(f"文件超过{limits.bytes // 1_000_000}兆字节，不像年度报告，请核对后重新提交。")
    kind = sniffing.kind(data, name)
    if kind == "json":
        from gongkai.report.reading.json_report import load

        return load(data), None
    from gongkai.report.reading.assembling import assemble

    try:
        document = read_document(data, kind, limits)
        report = assemble(document)
    except RecursionError as error:
        raise UnreadableReport("文件的嵌套层次过深，无法读取，请另存为普通文档后重新提交。") from error
    if report is None:
        if document.pictures:
            raise UnreadableReport(f"文件中没有年度报告的文字，只有{document.pictures}张图片，表格可能是图片，请换用含有文字和表格的 .docx 文档或者带文字层的 PDF。")
        raise UnreadableReport("文件中没有找到政府信息公开工作年度报告的表格或章节，请核对提交的是否为年度报告。")
    report.source = Source(name, hashlib.sha256(data).hexdigest(), None,
                           datetime.now(UTC).isoformat(timespec="seconds"), kind)
    return report, document


def read_document(data: bytes, kind: str, limits: Limits = LIMITS) -> Document:
    """The document in a file of a known kind (`sniffing.kind`). Later kinds (ofd, scans) join here.

    Raises:
        UnreadableReport: the file is damaged, locked or past a limit.
    """
    if kind == "html":
        from gongkai.report.reading import html

        document = html.read(data, limits)
        if not any(isinstance(block, Grid) for block in document.blocks):
            document.pictures = data.lower().count(b"<img")
        return document
    if kind == "docx":
        from gongkai.report.reading import docx

        return docx.read(data, limits)
    if kind in ("doc", "wps"):
        from gongkai.report.reading import doc

        return doc.read(data, limits)
    if kind == "pdf":
        from gongkai.report.reading import pdf

        return pdf.read(data, limits)
    from gongkai.report.reading import text

    return text.read_markdown(data, limits) if kind == "md" else text.read(data, limits)


def read(path: str | Path, *, unit: str | None = None, code: str | None = None, kind: str | None = None,
         year: int | None = None, url: str | None = None, check: bool = True, limits: Limits = LIMITS) -> Report:
    """Read one annual report, with its facts and, unless `check` is False, its findings.

    Args:
        path: a txt, md, html, docx, doc, wps or pdf file, or Gongkai's own JSON.
        unit, code, kind, year, url: what a manifest knows of the report, where the file itself does not say.

    Raises:
        UnreadableReport: the file cannot be read as an annual report; the sentence says which file, why and what to do.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise UnreadableReport(f"“{path}”不是普通文件，无法读取，请先存为文件再指定。")  # a pipe would be waited for, a device never ends
        with path.open("rb") as source:
            data = source.read(limits.bytes + 1)
    except FileNotFoundError as error:
        raise UnreadableReport(f"找不到文件“{path}”，请核对文件名和路径。") from error
    except ValueError as error:
        raise UnreadableReport("文件名含有不允许的字符，请改名后重新提交。") from error
    except IsADirectoryError as error:
        raise UnreadableReport(f"“{path}”是文件夹，请指定其中的文件。") from error
    except OSError as error:
        raise UnreadableReport(f"无法打开文件“{path}”（{reason(error)}），请核对文件权限。") from error
    try:
        report = read_bytes(data, str(path), limits)
    except UnreadableReport as error:
        raise UnreadableReport(of_file(str(path), str(error))) from error
    apply_manifest(report, unit=unit, code=code, kind=kind, year=year, url=url)
    return finish(report, check=check)


def apply_manifest(report: Report, *, unit: str | None = None, code: str | None = None, kind: str | None = None,
                   year: int | None = None, url: str | None = None) -> None:
    """Add what a manifest knows of a report where the file itself does not say, in place.

    A fuller name of the same unit is taken over the file's shorter one. Where file and manifest differ, what the
    file says stays and a finding tells both.
    """
    guessed = {finding.code for finding in report.findings}
    if unit and (not report.unit or "read.unit_inferred" in guessed or unit.endswith(report.unit)):
        report.unit = unit
        report.findings = [f for f in report.findings if f.code not in ("read.unit_missing", "read.unit_inferred")]
    elif unit and report.unit and not report.unit.endswith(unit):
        report.findings.append(Finding(
            "read.manifest_differs", "warning",
            f"清单中的单位是“{unit}”，而报告写的是“{report.unit}”，已按报告读取，请核对清单与文件是否对应。",
            expected=unit, found=report.unit, place=report.hints.get("title_place")))
    if year and (not report.year or "read.year_inferred" in guessed):
        report.year = year
        report.findings = [f for f in report.findings if f.code not in ("read.year_missing", "read.year_inferred")]
    elif year and report.year != year:
        report.findings.append(Finding(
            "read.manifest_differs", "warning",
            f"清单中的年度是{year}年，而报告写的是{report.year}年，已按报告读取，请核对清单与文件是否对应。",
            expected=year, found=report.year, place=report.hints.get("title_place")))
    report.region_code = code or report.region_code
    report.unit_kind = kind or report.unit_kind
    report.source.url = url or report.source.url


def finish(report: Report, *, check: bool = True) -> Report:
    """Add the narrative's facts and, unless told not to, the findings of all checks."""
    from gongkai.report.reading.facts import extract

    if not report.facts:
        report.facts = extract(report)
    if report.unit_kind is None:
        from gongkai.report.checking.units import kind

        found = kind(report)
        report.unit_kind = found.label if found else None
    if check:
        from gongkai.report import checking

        known = {(finding.code, finding.message) for finding in report.findings}
        report.findings += [f for f in checking.check(report) if (f.code, f.message) not in known]
    return report
