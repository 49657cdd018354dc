"""Files of notices, regions and the statute: one mistake each, refused with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.engine.calendarfile import load_notices, load_statute, region_from_file
from gongkai.engine.lawfile import LAW, LawError

NOTICE = """title: 关于2030年部分节假日安排的通知
number: null
date: 2029-11-04
covers: 2030
source: 某处
confirmed: 2029-11-05
holidays:
  - {name: 元旦, rest: [2030-01-01], work: [2030-01-05]}
"""
REGION = """region: 某州
names: [某自治州]
basis: 某办法
years: [2030]
notices:
  - {title: 某通知, number: null, date: null, source: 某处, confirmed: 未读到原文,
     holidays: [{name: 州庆, rest: [2030-09-03]}]}
"""


def test_a_right_notice_is_read(tmp_path: Path) -> None:
    (tmp_path / "2030.yaml").write_text(NOTICE, encoding="utf-8")
    [notice] = load_notices(tmp_path)
    assert (notice.covers, len(notice.days), notice.label) == (2030, 2, "《关于2030年部分节假日安排的通知》")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("covers: 2030", "year: 2030", r":4: unknown key 'year'"),
        ("source: 某处\n", "", r":1: the key 'source' is missing"),
        ("date: 2029-11-04", "date: 去年", r":3: 'date' must be a date"),
        ("date: 2029-11-04", "date: null", r":3: a national notice needs its date"),
        ("confirmed: 2029-11-05", "confirmed: null", r":6: 'confirmed' must be a date"),
        ("rest: [2030-01-01]", "off: [2030-01-01]", r":8: unknown key False"),
        ("rest: [2030-01-01]", "rest: []", r":8: 'rest' is one day"),
        ("rest: [2030-01-01]", "rest: [2030-01-03, 2030-01-01]", r":8: 'rest' is one day"),
        ("rest: [2030-01-01]", "rest: [2030-01-01, 2030-10-01]", r":8: .*at most 15 days"),
        ("work: [2030-01-05]", "work: [2030-01-04]", r":8: 2030-01-04 is no weekend day"),
        ("rest: [2030-01-01]", "rest: [2030-01-01, 2030-01-05]", r":8: 2030-01-05 is listed twice"),
        ("work: [2030-01-05]", "work: [1月5日]", r":8: 'work' is a list of dates"),
        (
            "  - {name: 元旦, rest: [2030-01-01], work: [2030-01-05]}",
            "  - 元旦",
            r":7: 'holidays' is a list of mappings",
        ),
    ],
)
def test_a_faulty_notice_is_refused(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in NOTICE
    (tmp_path / "2030.yaml").write_text(NOTICE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load_notices(tmp_path)
    assert re.search(message, str(caught.value)), caught.value


def test_two_notices_must_not_settle_one_year(tmp_path: Path) -> None:
    for name in ("2030", "2030-again"):
        (tmp_path / f"{name}.yaml").write_text(NOTICE, encoding="utf-8")
    with pytest.raises(LawError, match="another notice covers 2030 already"):
        load_notices(tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("years: [2030]", "years: [今年]", r":4: 'years' holds an item of a wrong type"),
        ("names: [某自治州]", "names: [540000]", r":2: 'names' holds"),
        ("basis: 某办法\n", "", r":1: the key 'basis' is missing"),
        ("number: null,", "number: null, covers: 2030,", r":6: unknown key 'covers'"),
    ],
)
def test_a_faulty_region_is_refused(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in REGION
    path = tmp_path / "zhou.yaml"
    path.write_text(REGION.replace(right, wrong), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        region_from_file(path)
    assert re.search(message, str(caught.value)), caught.value


@pytest.mark.parametrize(
    ("file", "right", "wrong", "message"),
    [
        ("2024", "month: 1, day: 1, days: 1", "month: 1, days: 1", r"either a month and a day or a festival"),
        ("2024", "festival: duanwu", "festival: chongyang", r"festivals.yaml:\d+: (unknown key|the key)"),
        ("festivals", "qingming: 2027-04-05", "qingming: 2026-04-05", r"does not lie in 2027"),
    ],
)
def test_a_faulty_statute_is_refused(tmp_path: Path, file: str, right: str, wrong: str, message: str) -> None:
    for path in (LAW / "calendars" / "statutory").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.stem == file:
            assert right in text
            text = text.replace(right, wrong, 1)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load_statute(tmp_path)
    assert re.search(message, str(caught.value)), caught.value
