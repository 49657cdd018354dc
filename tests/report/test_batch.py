"""Many files in worker processes: order, time, crashes, recycling."""

import itertools
import os
import subprocess
import sys
import time
from decimal import Decimal

import pytest

from gongkai.report.batch import Task, cores, read_many
from gongkai.report.model import Place

JOBS = "tests.report.batch_jobs:"


def test_results_come_in_the_order_of_the_tasks_though_the_first_is_the_slowest():
    tasks = [Task("a", {"pause": 0.4}), *(Task(f"{n}", {"pause": 0}) for n in range(30))]
    results = list(read_many(tasks, jobs=3, function=JOBS + "echo"))
    assert [result.path for result in results] == [task.path for task in tasks]
    assert [result.report.source.file for result in results] == [task.path for task in tasks]


def test_a_report_comes_back_whole_with_what_the_task_knows():
    [result] = read_many([Task("a.txt", {"unit": "某镇人民政府", "year": 2023})], jobs=1, function=JOBS + "echo")
    assert result.error is None
    assert (result.report.unit, result.report.year) == ("某镇人民政府", 2023)
    assert result.report.cells["2.fees.amount"].value == Decimal("1.50")
    assert result.report.cells["2.fees.amount"].place == Place(line=3)
    assert result.report.hints == {}


def test_bad_input_is_a_result_with_the_sentence_of_the_reader():
    results = list(read_many(["good", "bad.zip", "good2"], jobs=2, function=JOBS + "bad"))
    assert [result.error for result in results] == [None, "“bad.zip”不是年度报告，请核对。", None]
    assert results[1].report is None


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read():
    results = list(read_many(["hang", "ok"], jobs=1, seconds=2, function=JOBS + "hang"))
    assert results[0].error == "读取超过 2 秒仍未完成，已停止，请检查文件是否过大或已损坏。"
    assert results[1].report.source.file == "ok"


def test_a_worker_that_dies_costs_its_file_alone_and_what_it_prints_does_no_harm():
    results = list(read_many(["a", "crash", "b"], jobs=1, function=JOBS + "crash"))
    assert results[1].error == "读取时程序意外退出，文件可能已损坏，请用办公软件另存后再试。"
    assert [result.report is not None for result in results] == [True, False, True]


@pytest.mark.parametrize(("name", "words"), [
    ("a", "程序出错（KeyError，batch_jobs.py:"), ("deep", "嵌套过深"), ("big", "内存超出限度")])
def test_a_fault_becomes_a_sentence_without_a_traceback(name, words):
    [result] = read_many([name], jobs=1, function=JOBS + "bug")
    assert words in result.error
    assert "Traceback" not in result.error
    assert "\n" not in result.error


def test_an_answer_that_is_no_report_is_not_taken():
    results = list(read_many(["smuggle", "b"], jobs=1, function=JOBS + "smuggle"))
    assert results[0].error == "读取进程的回答不是报告，该文件未处理，请把文件反馈给维护者。"
    assert results[1].report is not None


def test_workers_are_renewed_after_so_many_files():
    results = list(read_many([str(n) for n in range(7)], jobs=1, renew=3, function=JOBS + "echo"))
    pids = [result.report.contacts[0] for result in results]
    assert [len(list(group)) for _, group in itertools.groupby(pids)] == [3, 3, 1]


def test_tasks_are_drawn_as_needed_so_memory_does_not_grow_with_their_number():
    drawn = []

    def endless():
        for n in itertools.count():
            drawn.append(n)
            yield str(n)

    results = read_many(endless(), jobs=1, function=JOBS + "echo")
    for _ in range(5):
        next(results)
    results.close()
    assert len(drawn) <= 5 + 8


def test_leaving_early_ends_the_workers():
    results = read_many((str(n) for n in range(100)), jobs=2, function=JOBS + "echo")
    pid = int(next(results).report.contacts[0])
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_workers_end_when_the_parent_is_killed():
    script = ("from gongkai.report.batch import read_many\n"
              "for r in read_many(map(str, range(9**9)), jobs=1, function='tests.report.batch_jobs:echo'):\n"
              "    print(r.report.contacts[0], flush=True)\n")
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.stdout.close()
    parent.wait()
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if "Z" in _state(pid):
            return
        time.sleep(0.02)
    pytest.fail(f"worker {pid} still runs")


def _state(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


def test_at_least_one_core():
    assert cores() >= 1
