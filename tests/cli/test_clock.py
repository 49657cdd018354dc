"""`gongkai due` and `gongkai fee` at the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from gongkai.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    [sentence] = printed.err.splitlines()
    assert sentence.endswith("。")
    return sentence


def test_due_answers_and_says_why_day_by_day(capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "due", "--received", "2026-09-18", "--channel", "online").splitlines()
    assert lines[0] == "应于2026年10月22日（星期四）前答复（含当日）"
    days = [line.split() for line in lines if line.startswith("2026-")]
    assert [day[0] for day in days] == [
        *(f"2026-09-{n}" for n in range(18, 31)), *(f"2026-10-{n:02}" for n in range(1, 23)),
    ]  # fmt: skip
    assert days[2] == ["2026-09-20", "周日", "第1日（国庆节调休上班）"]
    assert days[-1] == ["2026-10-22", "周四", "第20日，答复期限届满"]
    assert "· 《政府信息公开条例》第三十一条第三项" in lines


def test_due_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "due", "--received", "2026-09-18", "--channel", "online", "--format", "json"))
    assert {key: found[key] for key in ("due", "days", "provisional", "received", "state", "warnings")} == {
        "due": "2026-10-22", "days": 20, "provisional": False, "received": "2026-09-18", "state": "running",
        "warnings": [],
    }  # fmt: skip
    assert found["steps"][-1] == {
        "date": "2026-10-22", "until": "2026-10-22", "count": 20,
        "article": "《政府信息公开条例》第三十三条第二款", "sentence": "第20日，答复期限届满",
    }  # fmt: skip


def test_due_says_whether_an_answer_was_in_time_and_by_which_way(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--received", "2026-09-18", "--event", "served=2026-10-26:post"]
    lines = run(capsys, "due", *words).splitlines()
    assert lines[0] == "已于2026年10月26日（星期一）答复，超过答复期限（2026年10月22日（星期四）届满）2个工作日"
    assert any("送达答复（邮政企业邮寄，交邮之日），停止计算" in line for line in lines)
    found = json.loads(run(capsys, "due", *words, "--format", "json"))
    assert {key: found[key] for key in ("due", "state", "stopped", "in_time", "late")} == {
        "due": "2026-10-22", "state": "answered", "stopped": "2026-10-26", "in_time": False, "late": 2,
    }  # fmt: skip
    assert found["summary"].endswith("超过答复期限2个工作日。")


def test_due_tells_the_rounds_before_a_new_answer_was_ordered(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--received", "2026-03-18"]
    for event in ("served=2026-04-10:post", "reanswer_ordered=2026-06-08:15"):
        words += ["--event", event]
    text = run(capsys, "due", *words)
    assert (
        text.startswith("应于2026年6月30日（星期二）前答复")
        and "\n此前：\n· 2026年3月18日（星期三）为收到申请之日" in text
    )
    found = json.loads(run(capsys, "due", *words, "--format", "json"))
    assert [(round["due"], round["in_time"]) for round in found["earlier"]] == [("2026-04-16", True)]


def test_due_refuses_a_way_of_service_nobody_knows(capsys: pytest.CaptureFixture[str]) -> None:
    assert "不认识送达方式“pigeon”" in refused(
        capsys, "due", "--received", "2026-09-18", "--event", "served=2026-10-20:pigeon"
    )


def test_due_with_events_in_any_order(capsys: pytest.CaptureFixture[str]) -> None:
    events = ["third_party_answered=2026-09-24", "extended=2026-10-20:10", "third_party_asked=2026-09-21"]
    words = [word for event in events for word in ("--event", event)]
    found = json.loads(run(capsys, "due", "--received", "2026-09-18", *words, "--format", "json"))
    assert (found["due"], found["days"]) == ("2026-11-10", 30)


def test_due_as_csv_is_one_row_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, "due", "--received", "2026-09-18", "--format", "csv"))))
    assert len(rows) == 35 and {row["due"] for row in rows} == {"2026-10-22"}
    assert [row["count"] for row in rows if row["count"]] == [str(number) for number in range(1, 21)]


def test_due_as_markdown_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "due", "--received", "2026-09-18", "--format", "md").splitlines()
    assert lines[2:4] == ["| 日期 | 说明 | 依据 |", "| --- | --- | --- |"] and len(lines) == 39


def test_due_into_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "期限.json"
    assert run(capsys, "due", "--received", "2026-09-18", "--output", str(path)) == ""
    assert json.loads(path.read_text(encoding="utf-8"))["due"] == "2026-10-22"


def test_an_unconfirmed_online_submission_has_no_due_day(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("due", "--submitted", "2026-09-18", "--channel", "online")
    assert run(capsys, *words).startswith("答复期限尚未起算\n")
    found = json.loads(run(capsys, *words, "--format", "json"))
    assert (found["due"], found["state"], found["received"]) == (None, "unconfirmed", None)


def test_what_is_submitted_in_person_is_received(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "due", "--submitted", "2026-09-18", "--channel", "in_person", "--format", "json"))
    assert (found["received"], found["due"]) == ("2026-09-18", "2026-10-22")


def test_a_day_past_the_last_calendar_is_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("due", "--received", "2026-12-18")
    assert json.loads(run(capsys, *words, "--format", "json"))["provisional"] is True
    assert run(capsys, *words).startswith("应于2027年1月18日（星期一）前答复（含当日）（暂定）\n")


def test_a_region_lays_its_holidays_over_the_nations(capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "due", "--received", "2024-04-08", "--region", "广西")
    assert found.startswith("应于2024年5月10日") and "壮族三月三放假，不计" in found


@pytest.mark.parametrize(
    ("event", "first"),
    [
        ("correction_asked=2026-09-22", "等待申请人补正，收到补正之后有20个工作日"),
        ("third_party_asked=2026-09-21", "正在征求意见，期限停算，收到意见之后还有18个工作日"),
        (
            "fee_notified=2026-09-30",
            "等待申请人缴费（最迟2026年11月3日（星期二）），缴费之后有20个工作日；逾期不缴视为放弃申请",
        ),
    ],
)
def test_what_is_awaited_is_said_first(capsys: pytest.CaptureFixture[str], event: str, first: str) -> None:
    assert run(capsys, "due", "--received", "2026-09-18", "--event", event).splitlines()[0] == first


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "--received"),
        (["--received", "2026-02-30"], "不是存在的日期"),
        (["--received", "2026-09-18", "--event", "paused=2026-09-20"], "不认识事件“paused”"),
        (["--received", "2026-09-18", "--event", "extended=2026-09-17"], "早于收到申请之日"),
        (["--received", "2026-09-18", "--channel", "telegram"], "不认识渠道"),
        (["--received", "2026-09-18", "--region", "火星"], "没有“火星”的地方放假日历"),
        (["--received", "2026-09-18", "--format", "xml"], "xml"),
        (["--received", "2026-09-18", "--submitted", "2026-09-19"], "早于提交之日"),
        (
            ["--received", "2026-09-18", "--submitted", "2026-09-17", "--channel", "in_person"],
            "以提交之日为收到申请之日",
        ),
        (["--submitted", "2026-09-18"], "--channel"),
        (["--submitted", "2026-09-18", "--channel", "online", "--event", "extended=2026-09-21"], "尚未签收或确认"),
        (["--received", "2041-01-04"], "2041年"),
        (["--received", "2010-01-04"], "早于现行"),
    ],
)
def test_bad_input_to_due_is_one_chinese_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], part: str
) -> None:
    assert part in refused(capsys, "due", *words)


def test_fee_by_items_and_by_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "fee", "--items", "45").startswith("信息处理费：5500元（按件计收）\n")
    assert run(capsys, "fee", "--pages", "250").startswith("信息处理费：4700元（按量计收）\n")


def test_fee_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "fee", "--items", "45", "--format", "json"))
    assert (found["amount"], found["method"], len(found["steps"])) == (5500, "按件", 4)
    assert sum(step["amount"] for step in found["steps"]) == 5500


def test_fee_as_csv_and_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, "fee", "--pages", "250", "--format", "csv"))))
    assert [int(row["amount"]) for row in rows] == [0, 700, 2000, 2000]
    assert "| 档次 | 金额 |" in run(capsys, "fee", "--pages", "250", "--format", "md").splitlines()


def test_fee_counts_what_the_month_has_seen_already(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "fee", "--items", "5", "--prior", "9").startswith("信息处理费：400元")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "请给出件数"),
        (["--items", "1", "--pages", "1"], "不得同时计收"),
        (["--items", "-1"], "件数“-1”有误"),
        (["--items", "十"], "件数“十”有误"),
        (["--items", "1.5"], "件数“1.5”有误"),
        (["--items", "999999"], "件数999999有误"),
        (["--items", "3", "--date", "2019-06-01"], "2019年6月1日"),
    ],
)
def test_bad_input_to_fee_is_one_chinese_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], part: str
) -> None:
    assert part in refused(capsys, "fee", *words)


@pytest.mark.parametrize(
    "words",
    [
        ["--received", "2018-03-05"],
        ["--received", "2018-03-05", "--channel", "online"],
        ["--received", "2018-03-05", "--channel", "post", "--submitted", "2018-03-01"],
        ["--submitted", "2018-03-05", "--channel", "online"],
    ],
)
def test_a_day_before_the_regulations_in_force_is_told_by_the_term_of_reply(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "早于现行“答复期限”规定的施行日" in refused(capsys, "due", *words)
