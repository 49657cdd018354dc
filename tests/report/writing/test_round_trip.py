"""What is written is read again: same unit, year, edition, tables and section texts, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from written import reports, sample

from gongkai.report.model import Number, Report
from gongkai.report.reading import read_bytes
from gongkai.report.writing import write

FORMATS = ["html", "fragment", "md", "docx", "pdf", "json"]
EXAMPLES = {"html": 40, "fragment": 20, "md": 40, "docx": 15, "pdf": 15, "json": 20}


@dataclass
class Quiet:
    """A report whose failure says in a line what it was, rather than in a thousand."""

    report: Report

    def __repr__(self) -> str:
        return f"{self.report.title!r} of {self.report.unit!r}, published {self.report.published}"


def again(report: Report, format: str) -> Report:
    """The report written and read."""
    if format == "fragment":
        return read_bytes(write(report, "html", fragment=True), "fragment.html")
    return read_bytes(write(report, format), f"report.{format}")


def values(report: Report) -> dict[str, Number | None]:
    return {address: cell.value for address, cell in report.cells.items()}


def texts(report: Report) -> dict[int, str]:
    """Section → text without white space; a section without text is as good as none."""
    made = {section.number: "".join(section.text.split()) for section in report.sections}
    return {number: text for number, text in made.items() if text}


def same(report: Report, format: str) -> None:
    read = again(report, format)
    assert (read.unit, read.year, read.edition) == (report.unit, report.year, report.edition)
    assert values(read) == values(report)
    assert texts(read) == texts(report)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["2019", "2021"])
def test_a_plain_report_comes_back(name: str, format: str) -> None:
    same(sample(name), format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["2019", "2021"])
def test_the_empty_form_comes_back_empty(name: str, format: str) -> None:
    year = int(name)
    report = Report(edition=name, unit="青禾县水利局", year=year)
    read = again(report, format)
    assert (read.unit, read.year, read.edition) == ("青禾县水利局", year, name)
    assert all(value is None for value in values(read).values())
    assert texts(read) == {}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["2019", "2021"])
def test_any_report_comes_back(name: str, format: str) -> None:
    @settings(max_examples=EXAMPLES[format], deadline=None,
              suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(reports(name).map(Quiet))
    def run(drawn: Quiet) -> None:
        same(drawn.report, format)

    run()


@pytest.mark.parametrize("format", FORMATS)
def test_real_reports_come_back(format: str, shared_reports: Path) -> None:
    read = 0
    for path in sorted(shared_reports.iterdir()):
        if path.suffix in (".txt", ".html", ".pdf", ".docx"):
            same(read_bytes(path.read_bytes(), path.name), format)
            read += 1
    assert read >= 8


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("unit", ["晴川县㵲阳镇人民政府", "晴川县𠮷山街道办事处", "晴川县𬇕浦镇人民政府"])
def test_rare_characters_of_place_names_come_back(unit: str, format: str) -> None:
    made = sample("2021")
    made.unit, made.title = unit, f"{unit}{made.year}年政府信息公开工作年度报告"
    made.sections[0].text, made.sections[0].parts = f"{unit}在𠮷山设立了查阅点，𬇕浦村也设立了一处。", []
    same(made, format)
