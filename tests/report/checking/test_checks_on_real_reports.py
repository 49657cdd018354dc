"""The checks on the real reports beside the repository: what is wrong is found, and nothing else is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import read
from gongkai.report.checking.registry import codes
from gongkai.report.model import Finding

# Codes of this package that reading the tables and the narrative have no part in.
OURS = ("sum.", "form.", "date.", "name.", "year.")
ERRORS = {
    "hongze-district-2023.pdf": {("sum.4.total", "4.review.total"), ("sum.4.total", "4.litigation_after_review.total")},
    "oroqen-civil-affairs-2023.txt": {("name.preamble_year", None)},
    "excerpts/lueyang-zrj-2021.txt": {("form.edition", None)},
    "excerpts/xjnlk-town-2023.txt": {("sum.rules_without_power", "2.rules.in_force")},
}
SAID = [
    ("oroqen-civil-affairs-2023.txt", "date.section_six_year", "2022年"),
    ("baiyu-county-office-2023.txt", "date.characters_lost", "20231月1日"),
    ("caozhen-township-2020.txt", "form.notice", "〔2019〕60号"),
    ("dongsheng-ndrc-2024.txt", "form.section_renamed", "报告内容"),
    ("shuyang-ndrc-2023.html", "form.section_renamed", "整改措施"),
    ("shuyang-ndrc-2023.html", "form.empty_cells", "整列"),
    ("hongze-district-2023.pdf", "form.oversight_untold", "社会评议"),
    ("excerpts/taiping-2022.txt", "form.notice", "〔2021〕30号"),
    ("excerpts/lueyang-zrj-2021.txt", "sum.decisions_accumulated", "97"),
    ("excerpts/zhouji-2020.txt", "form.template_words", "编写说明"),
    ("excerpts/tuanjie-2020.txt", "date.characters_lost", "20201月1日"),
]
_READ: dict[Path, list[Finding]] = {}


def findings(path: Path) -> list[Finding]:
    if path not in _READ:
        _READ[path] = read(path).findings
    return _READ[path]


def files(folder: Path) -> list[Path]:
    return [path for path in sorted([*folder.glob("*.*"), *(folder / "excerpts").glob("*.txt")])
            if path.suffix in (".txt", ".html", ".pdf", ".docx")]


@pytest.mark.parametrize(("name", "code", "says"), SAID)
def test_a_known_fault_is_told(shared_reports: Path, name: str, code: str, says: str) -> None:
    assert [f.message for f in findings(shared_reports / name) if f.code == code and says in f.message]


def test_no_error_but_the_known_ones(shared_reports: Path) -> None:
    wrong = {}
    for path in files(shared_reports):
        name = path.relative_to(shared_reports).as_posix()
        errors = {(f.code, f.cells[0] if f.cells else None) for f in findings(path)
                  if f.level == "error" and f.code.startswith(OURS)}
        if errors != ERRORS.get(name, set()):
            wrong[name] = errors
    assert wrong == {}


def test_every_finding_has_a_registered_code_and_level_and_is_one_whole_sentence(shared_reports: Path) -> None:
    for path in files(shared_reports):
        for finding in findings(path):
            assert finding.code in codes() and finding.level in codes()[finding.code].levels, finding
            assert finding.message.endswith("。"), finding.message
            if finding.code.startswith(OURS):
                assert finding.basis or finding.code in ("date.impossible", "date.characters_lost", "date.characters_extra"), finding
