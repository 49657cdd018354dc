"""gongkai.read: files that are none, files that are no report, what a manifest adds, what reading and checking give."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import gongkai
from gongkai.errors import GongkaiError, UnreadableReport
from gongkai.report.model import Report
from gongkai.report.reading import apply_manifest, finish, read_bytes
from gongkai.report.reading.document import Limits

UNIT = "晴川县示例镇人民政府"
TEXT = f"""{UNIT}2023年政府信息公开工作年度报告

统计期限自2023年1月1日至2023年12月31日。
一、总体情况
全年主动公开信息36条。
二、主动公开政府信息情况
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 3 | 1 | 17
五、存在的主要问题及改进情况
人手不足。
六、其他需要报告的事项
本年度未收取信息处理费。
"""
BARE = TEXT.replace(f"{UNIT}2023年", "").replace("统计期限自2023年1月1日至2023年12月31日。", "编制依据为条例。")


def written(folder: Path, text: str = TEXT, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


# -- what comes back ------------------------------------------------------------------------------------------------------


def test_a_report_is_read_checked_and_has_its_facts(tmp_path: Path) -> None:
    report = gongkai.read(written(tmp_path))
    assert (report.unit, report.year, report.edition) == (UNIT, 2023, "2021")
    assert report.tables["2"]["normative_documents"]["issued"] == 3
    assert [(fact.value, fact.unit) for fact in report.facts] == [(36, "条")]
    assert "read.table_missing" in codes(report)


def test_the_path_may_be_words_too(tmp_path: Path) -> None:
    assert gongkai.read(str(written(tmp_path))).unit == UNIT


def test_the_source_is_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    source = gongkai.read(path, url="https://example.invalid/report").source
    assert (source.file, source.format, source.url) == (str(path), "txt", "https://example.invalid/report")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.read_at is not None
    assert abs(datetime.fromisoformat(source.read_at) - datetime.now(UTC)) < timedelta(minutes=5)


def test_without_checks_there_are_the_findings_of_reading_alone(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert {code.split(".")[0] for code in codes(gongkai.read(path, check=False))} == {"read"}
    assert len(gongkai.read(path).findings) > len(gongkai.read(path, check=False).findings)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = written(tmp_path)
    first, second = (gongkai.read(path).to_json() for _ in range(2))
    for told in (first, second):
        told["source"].pop("read_at")
    assert first == second


def test_no_finding_stands_twice(tmp_path: Path) -> None:
    report = gongkai.read(written(tmp_path))
    assert len({(finding.code, finding.message) for finding in report.findings}) == len(report.findings)
    count = len(report.findings)
    assert len(finish(report).findings) == count


def test_what_was_written_as_json_is_read_again(tmp_path: Path) -> None:
    told = json.dumps(gongkai.read(written(tmp_path)).to_json(), ensure_ascii=False)
    again = gongkai.read(written(tmp_path, told, "report.json"))
    assert (again.unit, again.tables) == (UNIT, gongkai.read(written(tmp_path)).tables)


# -- bad input ------------------------------------------------------------------------------------------------------------


def refused(path: Path | str) -> str:
    with pytest.raises(UnreadableReport) as told:
        gongkai.read(path)
    message = str(told.value)
    assert message.endswith("。")
    assert message.count("。") == 1, "one sentence"
    assert "\n" not in message
    return message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.txt") == f"找不到文件“{tmp_path / '没有.txt'}”，请核对文件名和路径。"


def test_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path) == f"“{tmp_path}”是文件夹，请指定其中的文件。"


def test_a_pipe_is_not_waited_for_nor_a_device_read_without_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    assert refused(tmp_path / "管道.txt") == f"“{tmp_path / '管道.txt'}”不是普通文件，无法读取，请先存为文件再指定。"
    assert "不是普通文件" in refused("/dev/zero")


def test_a_path_through_a_file(tmp_path: Path) -> None:
    refused(written(tmp_path) / "inner.txt")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    refused(tmp_path / ("长" * 300))


@pytest.mark.parametrize("path", ["a\0b.txt", "\0"])
def test_a_name_with_a_nul(path: str) -> None:
    refused(path)


@pytest.mark.parametrize("data", [b"", b"\n", b"   \n\n", b"\xef\xbb\xbf", b"\x00" * 100, "晴川县示例镇简介".encode(), b"%PDF-1.7", b"PK\x03\x04", b"<html></html>",
                                  b"{}", b"{", b"[]", b"null", b"\xff\xfe", bytes(range(256)), b"GIF89a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
@pytest.mark.parametrize("name", ["report.txt", "report", "report.html", "report.pdf", "report.docx"])
def test_a_file_that_is_no_annual_report(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    refused(path)


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read() -> None:
    assert read_bytes(TEXT.encode(), "report.txt", Limits(bytes=len(TEXT.encode()))).unit == UNIT
    with pytest.raises(UnreadableReport, match=r"^文件超过2兆字节.*。$"):
        read_bytes(b"1" * 2_000_001, "report.txt", Limits(bytes=2_000_000))


def test_the_one_error_of_reading_is_an_error_of_the_library() -> None:
    assert issubclass(UnreadableReport, GongkaiError)


# -- a manifest -----------------------------------------------------------------------------------------------------------


def test_a_manifest_tells_what_the_file_does_not(tmp_path: Path) -> None:
    path = written(tmp_path, BARE)
    assert {"read.unit_missing", "read.year_missing"} <= set(codes(gongkai.read(path)))
    report = gongkai.read(path, unit=UNIT, year=2023, code="361025", kind="town", url="https://example.invalid/1")
    assert (report.unit, report.year, report.region_code, report.unit_kind) == (UNIT, 2023, "361025", "town")
    assert report.source.url == "https://example.invalid/1"
    assert not {"read.unit_missing", "read.year_missing", "read.manifest_differs"} & set(codes(report))


@pytest.mark.parametrize(("known", "told"), [
    ({"unit": "白石区民政局"}, ("清单中的单位是“白石区民政局”", "报告写的是“晴川县示例镇人民政府”")),
    ({"year": 2022}, ("清单中的年度是2022年", "报告写的是2023年"))])
def test_where_file_and_manifest_differ_the_file_stands_and_both_are_told(known: dict, told: tuple[str, str], tmp_path: Path) -> None:
    report = gongkai.read(written(tmp_path), **known)
    assert (report.unit, report.year) == (UNIT, 2023)
    (finding,) = [finding for finding in report.findings if finding.code == "read.manifest_differs"]
    assert all(words in finding.message for words in told)
    assert finding.level == "warning"


def test_a_fuller_name_of_the_same_unit_is_taken(tmp_path: Path) -> None:
    report = gongkai.read(written(tmp_path), unit="江东省" + UNIT)
    assert report.unit == "江东省" + UNIT
    assert "read.manifest_differs" not in codes(report)


def test_a_shorter_name_of_the_same_unit_changes_nothing(tmp_path: Path) -> None:
    report = gongkai.read(written(tmp_path), unit="示例镇人民政府", year=2023)
    assert report.unit == UNIT
    assert "read.manifest_differs" not in codes(report)


def test_a_guess_gives_way_to_the_manifest() -> None:
    guessed = TEXT.replace(UNIT, "") + f"{UNIT}\n2024年1月12日\n"
    report = read_bytes(guessed.encode(), "report.txt")
    assert (report.unit, "read.unit_inferred" in codes(report)) == (UNIT, True)
    apply_manifest(report, unit="白石区民政局")
    assert report.unit == "白石区民政局"
    assert "read.unit_inferred" not in codes(report)


def test_an_empty_manifest_changes_nothing(tmp_path: Path) -> None:
    report = read_bytes(TEXT.encode(), "report.txt")
    before = report.to_json()
    apply_manifest(report)
    apply_manifest(report, unit="", code="", kind="", url="")
    assert report.to_json() == before


def test_an_old_report_without_title_is_known_by_its_headings() -> None:
    lines = ["一、概述", "2010年，我局公开工作正常。", "二、政府信息主动公开情况", "公开信息175条。", "三、政府信息依申请公开情况", "未收到政府信息公开申请。", "四、人员和收支情况", "全职人员1人。"]
    read = read_bytes("\n".join(lines).encode(), "x.txt")
    assert (read.year, [section.number for section in read.sections]) == (2010, [1, 2, 3, 4])


@pytest.mark.parametrize(("data", "sentence"), [
    (b"", "文件“{}”是空文件，不能直接读取，请重新下载或导出后再试。"),
    ("今天天气很好。".encode(), "{}：文件中没有找到政府信息公开工作年度报告的表格或章节，请核对提交的是否为年度报告。")])
def test_the_sentence_of_a_refusal_names_the_file_by_its_path(data: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "甲局" / "报告.txt"
    path.parent.mkdir()
    path.write_bytes(data)
    with pytest.raises(UnreadableReport) as refused:
        gongkai.read(path)
    assert str(refused.value) == sentence.format(path)
