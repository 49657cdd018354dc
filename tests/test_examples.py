"""The examples read as they were printed, yield the faults planted in them, and are clean where they are said to be."""

from __future__ import annotations

import re

import pytest
from layouts.examples import EXAMPLES, FOLDER, Example, render

from gongkai import read
from gongkai.report.checking import check

examples = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@examples
def test_every_cell_of_an_example_is_read(example: Example) -> None:
    report = read(FOLDER / example.name)
    wanted = example.report()
    assert {address: cell.value for address, cell in report.cells.items()} == wanted.values
    assert (report.unit, report.year, report.edition) == (example.unit, example.year, example.edition)


@examples
def test_a_check_finds_what_was_planted_and_no_error_elsewhere(example: Example) -> None:
    report = read(FOLDER / example.name)
    said = [finding for finding in [*report.findings, *check(report)] if finding.level != "notice" or example.faults]
    for fault in example.faults:
        assert any(fault in finding.message for finding in said), fault
    if not example.faults:
        assert [finding.message for finding in said if finding.level == "error"] == []


@examples
def test_the_committed_file_is_the_one_the_script_writes(example: Example) -> None:
    """Word and PDF files hold the moment of their making; the others are compared byte by byte."""
    if not re.search(r"\.(docx|pdf)$", example.name):
        assert (FOLDER / example.name).read_bytes() == render(example)


def test_the_list_of_examples_names_every_file() -> None:
    listed = set(re.findall(r"^\| ([\w.-]+\.(?:txt|md|html|docx|pdf)) \|", (FOLDER / "README.md").read_text("utf-8"), re.M))
    assert listed == {example.name for example in EXAMPLES} == {p.name for p in FOLDER.iterdir() if p.name != "README.md"}
