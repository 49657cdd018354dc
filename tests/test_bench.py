"""The bench runs and prints what it should; how fast anything is, is no matter for a test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import clock, command, stream, table, timing  # noqa: E402
from bench.contenders import html_floor, pdf_floor, ways  # noqa: E402
from bench.files import EXAMPLES, File  # noqa: E402
from bench.timing import Times  # noqa: E402

PAGE = EXAMPLES / "nanting-jiashe-district-2023.html"
PRINT = EXAMPLES / "nanting-shifan-commission-2024.pdf"


def test_ways_take_turns_after_one_unmeasured_round() -> None:
    calls: list[str] = []
    taken = timing.in_turn({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 2)
    assert calls == ["a", "b", "a", "b", "a", "b"]
    assert {name: len(times.seconds) for name, times in taken.items()} == {"a": 2, "b": 2}


def test_a_way_is_repeated_as_often_as_fits_its_time() -> None:
    calls: list[int] = []
    assert timing.repetitions(lambda: calls.append(1), 10.0, most=7) == 7
    assert timing.repetitions(lambda: calls.append(1), 0.0, least=3) == 3
    assert calls == [1, 1]


@pytest.mark.parametrize("path", [PAGE, PRINT], ids=["html", "pdf"])
def test_every_way_goes_through_a_file_again_and_again(path: Path) -> None:
    taken = timing.in_turn(ways(path.read_bytes(), path.name), 2)
    assert list(taken) == ["floor", "read", "check", "today"]
    assert all(time > 0 for times in taken.values() for time in times.seconds)


def test_the_floor_holds_the_text_that_the_reader_needs() -> None:
    assert "商业企业" in html_floor(PAGE.read_bytes())
    assert "（七）总计 19 2 0 0 1 0 19" in "".join(pdf_floor(PRINT.read_bytes()))


def test_the_table_says_which_wanted_figures_are_met() -> None:
    def times(floor: float, read: float, check: float, today: float) -> dict[str, Times]:
        return {"floor": Times((floor,)), "read": Times((read,)), "check": Times((check,)), "today": Times((today,))}

    file = File("a-name-that-is-longer-than-its-column.pdf", "pdf", b"")
    for measured, met in ((times(.010, .020, .004, .3), True), (times(.010, .024, .004, .3), False),
                          (times(.010, .020, .004, .2), False)):
        lines = table.speed("pdf", [(file, measured)])
        assert all(len(line) <= 80 for line in lines)
        assert (lines[-1].strip() == "met") is met
    # One that is too slow by itself is marked; the verdict is that of all together.
    lines = table.speed("pdf", [(file, times(.010, .024, .004, .3)), (file, times(.090, .100, .004, 3.))])
    assert "by itself not what is wanted" in "".join(lines) and lines[-1].strip() == "met"
    assert "NOT MET" in "".join(table.commands({"gongkai --help": Times((0.31,))}))


def test_the_stream_is_made_of_different_files_the_same_every_time() -> None:
    first, second = list(stream.made(30)), list(stream.made(30))
    assert first == second
    assert len({data for data, _ in first}) == 30


def test_the_stream_tells_memory_and_pace() -> None:
    told = stream.run(10)
    assert set(told["memory"]) == {1, 5, 10}
    assert [pages for *_, pages in told["html"].values()] == [5, 2]
    assert all(ours > floor > 0 for ours, floor, _ in told["html"].values())
    assert all(len(line) <= 80 for line in table.stream(told))


def test_the_commands_that_are_timed_are_commands() -> None:
    from gongkai.cli.app import run

    for words in command.LINES.values():
        assert run([*words[:-1], str(ROOT / words[-1])] if words[0] == "check" else words) in (0, 1)


def test_a_county_that_does_not_exist_is_the_same_each_time_and_asked_in_a_listed_mix() -> None:
    from bench import web, webtexts

    assert list(webtexts.texts(5)) == list(webtexts.texts(5))
    assert len({text.title for text in webtexts.texts(200)}) > 100
    assert {kind: len(set(web.addresses(kind, 1000))) > 10 for kind in web.KINDS} == dict.fromkeys(web.KINDS, True)
    assert web.percentile([0.001] * 95 + [0.1] * 5, 0.95) == 100


def test_the_clock_is_measured_over_cases_of_every_kind(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.clock", "--cases", "50"])
    clock.main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["due", "due", "whose", "sentence", "wanted:"]
    assert " 50 cases" in lines[1] and len({len(events) for _, _, events in clock.cases(200)}) == 4
