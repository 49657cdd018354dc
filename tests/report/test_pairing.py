"""Reports set beside the same unit's report of the year before, read in worker processes."""

from pathlib import Path

import pytest

from gongkai.errors import GongkaiError
from gongkai.report.batch import Task, read_many
from gongkai.report.pairing import FUNCTION, pair

EXAMPLES = Path(__file__).parents[2] / "examples"
OLD, NEW = EXAMPLES / "qingchuan-shili-town-2023.txt", EXAMPLES / "qingchuan-shili-town-2024.md"


def years(path, previous):
    """The codes of the two years' findings for one file."""
    pairs = pair(str(previous), [Task(str(path))], jobs=1)
    [result] = read_many(pairs.tasks, jobs=1, function=FUNCTION)
    assert result.error is None
    return [finding.code for finding in result.report.findings
            if finding.code.startswith("year.") or "carried" in finding.code]


def test_what_was_carried_over_is_held_against_last_years_report(tmp_path):
    text = NEW.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "上年结转" in line and line.startswith("|"))
    cells = line.split("|")
    cells[-2] = " 4 "
    (tmp_path / "new.md").write_text(text.replace(line, "|".join(cells)), encoding="utf-8")
    assert years(NEW, OLD) == []
    assert years(tmp_path / "new.md", OLD) != []


def test_the_right_one_of_a_folder_is_taken():
    assert years(NEW, EXAMPLES) == []


def test_a_folder_without_a_report_that_can_be_read_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("没有表格", encoding="utf-8")
    with pytest.raises(GongkaiError, match=r"a\.txt”无法读取，未用于核对：文件中没有找到政府信息公开工作年度报告的表格或章节"):
        pair(str(tmp_path), [Task(str(NEW))], jobs=1)
    (tmp_path / "b.txt").write_text("没有表格，也没有章节", encoding="utf-8")
    with pytest.raises(GongkaiError, match="，请核对路径和文件。"):
        pair(str(tmp_path), [Task(str(NEW))], jobs=1)
