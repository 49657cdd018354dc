"""Every worked case of ``tests/cases`` holds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gongkai.engine import lawfile
from gongkai.engine.calendar import calendar, national
from gongkai.engine.clock import due
from gongkai.engine.events import parse_event
from gongkai.engine.fee import fee
from gongkai.engine.receipt import channel

FOLDER = Path(__file__).resolve().parent.parent / "cases"


def worked_cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*/*.yaml")):
        data = lawfile.read(path)
        data.check({"supplied_by": str, "cases": list})
        for case in data["cases"]:
            case.check({"title": str, "expect": dict}, {"due": dict, "fee": dict, "holiday": list})
            found.append(pytest.param(case, id=f"{path.parent.name}/{path.stem}: {case['title']}"))
    return found


@pytest.mark.parametrize("case", worked_cases())
def test_the_case_comes_out_as_its_supplier_says(case: Any) -> None:
    expect = dict(case["expect"])
    if "fee" in case:
        assert {"amount": fee(**case["fee"]).amount} == expect
    elif "holiday" in case:
        first, last = case["holiday"]
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        assert [national().is_working(day) for day in days] == [False] * expect["days"]
        assert [national().is_working(day) for day in expect["work"]] == [True] * len(expect["work"])
    else:
        given = case["due"]
        given.check({"received": None}, {"channel": str, "events": list, "region": str})
        found = due(
            given["received"],
            map(parse_event, given.get("events", ())),
            calendar(given.get("region")),
            channel=channel(given["channel"], given["received"]) if "channel" in given else None,
        )
        got = {key: getattr(found, key) for key in expect}
        if "warnings" in expect:
            got["warnings"] = len(found.warnings)
        assert got == expect


def test_every_folder_of_cases_is_explained() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    folders = [path.name for path in FOLDER.iterdir() if path.is_dir()]
    assert folders and all(f"`{name}/`" in told for name in folders)
