"""Every worked case of ``tests/cases`` holds, by the engine and by a counter that knows nothing of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gongkai.engine import disputes, lawfile
from gongkai.engine.calendar import calendar, national
from gongkai.engine.clock import due, unconfirmed
from gongkai.engine.deadline import Deadline
from gongkai.engine.events import Kind, parse_event
from gongkai.engine.fee import fee
from gongkai.engine.receipt import channel

FOLDER = Path(__file__).resolve().parent.parent / "cases"
KINDS = {"due": dict, "fee": dict, "holiday": list, "period": dict}
TOLD = {"ground": str, "counted": str, "reckoning": dict, "resting": list}
DATED = ("due", "pay_by", "otherwise")


def loaded() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted(FOLDER.glob("*/*.yaml")):
        data = lawfile.read(path)
        data.check({"supplied_by": str, "cases": list})
        for case in data["cases"]:
            case.check({"title": str, "expect": dict}, KINDS | TOLD)
            name = f"{path.parent.name}/{path.stem}: {case['title']}"
            assert name not in found, f"{name} stands twice"
            found[name] = case
    return found


CASES = loaded()
RECKONED = {name: case for name, case in CASES.items() if "reckoning" in case}


def answered(given: Any) -> Deadline:
    given.check({}, {"received": None, "submitted": None, "channel": str, "events": list, "region": str, "in_order": bool})
    day = given.get("received") or given["submitted"]
    how = channel(given["channel"], day) if "channel" in given else None
    if "received" not in given:
        assert how
        return unconfirmed(how, day)
    events = [parse_event(text) for text in given.get("events", ())]
    if given.get("in_order"):  # the acts of one day followed each other as they are listed
        events = [replace(event, order=number) for number, event in enumerate(events, 1)]
    return due(day, events, calendar(given.get("region")), channel=how)


def procedure(given: Any) -> disputes.Period:
    given.check({"of": str, "start": None}, {"simplified": bool, "extended": bool, "rights_known": None})
    rest = {key: value for key, value in given.items() if key not in ("of", "start")}
    return getattr(disputes, given["of"])(given["start"], **rest)


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_case_comes_out_as_its_supplier_says(case: Any) -> None:
    expect = dict(case["expect"])
    if "fee" in case:
        assert {"amount": fee(**case["fee"]).amount} == expect
    elif "holiday" in case:
        first, last = case["holiday"]
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        assert [national().is_working(day) for day in days] == [False] * expect["days"]
        assert [national().is_working(day) for day in expect["work"]] == [True] * len(expect["work"])
    elif "period" in case:
        period = procedure(case["period"])
        assert {key: getattr(period, key) for key in expect} == expect
    else:
        found = answered(case["due"])
        got = {key: getattr(found, key) for key in expect}
        if "warnings" in expect:
            got["warnings"] = len(found.warnings)
        assert got == expect, found.warnings


@pytest.mark.parametrize("case", RECKONED.values(), ids=list(RECKONED))
def test_the_days_of_a_case_were_counted_without_the_engine(case: Any) -> None:
    reckoning = pytest.importorskip("reckoning", reason="chinesecalendar is not installed")
    off = case.get("resting", [])
    for key, moves in case["reckoning"].items():
        found = reckoning.between(*moves, off=off) if key == "late" else reckoning.reckon(moves, off)
        assert found == case["expect"][key], key


def test_a_case_that_tells_its_ground_reckons_each_of_its_days() -> None:
    for name, case in CASES.items():
        if "ground" in case:
            days = {key for key in DATED if isinstance(case["expect"].get(key), date)}
            assert "counted" in case and days <= set(case.get("reckoning", ())), name


def test_the_cases_are_many_and_cover_every_event_channel_and_period() -> None:
    used = Counter(parse_event(text).kind for case in CASES.values() for text in case.get("due", {}).get("events", ()))
    assert len(RECKONED) >= 120 and set(used) == set(Kind)
    ways = {case["due"].get("channel") for case in CASES.values() if "due" in case}
    assert ways >= {"in_person", "post", "letter", "online", "fax"}
    periods = {case["period"]["of"] for case in CASES.values() if "period" in case}
    assert periods == {
        "review_answer", "review_apply", "review_apply_silence", "review_decision", "suit_answer", "suit_after_review",
        "suit_direct",
    }  # fmt: skip


def test_every_folder_of_cases_is_explained() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    folders = [path.name for path in FOLDER.iterdir() if path.is_dir()]
    assert folders and all(f"`{name}/`" in told for name in folders)
