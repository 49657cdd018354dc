"""What the tests of the command line share."""

import json
from dataclasses import dataclass

import pytest

from gongkai import cli
from gongkai.cli import inputs

ERROR = ["sum.3.total", "error", "表三“一、本年新收政府信息公开申请数量”总计填 0，而正文称 4 件，相差 4 件，请核对。"]
NOTICE = ["form.heading", "notice", "标题与格式不同。"]


@dataclass
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return call


@pytest.fixture
def reports(monkeypatch, tmp_path):
    """Files that the fake reader takes: two good ones, one with an error, one that cannot be read."""
    monkeypatch.setattr(inputs, "READ", "tests.cli.fake_reader:read")
    zero = {f"3.{row}.total": 0 for row in ("received", "carried_in", "granted", "processed", "carried_out")}

    def put(name, **said):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")

    put("r/a.txt", unit="甲局", year=2023, cells=zero, findings=[NOTICE])
    put("r/b.txt", unit="乙局", year=2023, cells={**zero, "3.received.total": 7}, findings=[NOTICE, ERROR])
    put("r/c.txt", unit="丙局", year=2023, cells={**zero, "3.received.person": None})
    put("bad.txt", bad="“bad.txt”不是年度报告，请核对。")
    return put
