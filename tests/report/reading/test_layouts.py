"""Every layout met in the wild: each cell is right, or null with a finding that lists it; never silently wrong.

``GONGKAI_SEEDS=20`` tries twenty rounds of reports instead of one.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import KINDS, LAYOUTS, Sheet, Synthetic, faults, make

from gongkai.report.reading import finish, read_bytes

ROUNDS = int(os.environ.get("GONGKAI_SEEDS", "1"))

# (kind of report, edition printed, （六） in one row, year that does not fit the edition)
PLAIN = [("quiet", "2021", False, None), ("busy", "2021", False, None), ("light", "2019", False, None)]
ODD = [("broken", "2021", False, None), ("busy", "2019", False, None), ("busy", "2021", True, None),
       ("sparse", "2021", False, None), ("only_totals", "2021", False, None), ("empty", "2021", False, None),
       ("no_detail_totals", "2021", False, None), ("light", "2021", False, 2020), ("light", "2019", False, 2022),
       ("broken", "2019", False, None), ("sparse", "2019", False, None)]


def _reports(name: str, turn: int):
    """Three plain reports and two odd ones, other odd ones for each layout and turn."""
    rng = Random(f"{name} {turn}")
    for kind, form, grouped, year in [*PLAIN, *rng.sample(ODD, 2)]:
        yield f"{kind}-{form}{'-grouped' * grouped}-{year or ''}", make(kind, rng, form=form, grouped=grouped, year=year)


def _read(sheet: Sheet):
    """The report as read, not checked: a check's finding on an empty cell must not excuse the reader."""
    return read_bytes(sheet.data, f"{sheet.name}.{sheet.extension}")


def _complaint(label: str, found: list, total: int) -> str:
    shown = "\n  ".join(str(fault) for fault in found[:6])
    return f"{label}: {len(found)} of {total} cells\n  {shown}"


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_cell_is_right_or_null_with_a_finding(name: str) -> None:
    complaints = []
    for turn in range(ROUNDS):
        for label, report in _reports(name, turn):
            sheet = LAYOUTS[name](report, Random(f"{name} {label} {turn}"))
            got = _read(sheet)
            if found := faults(sheet, got):
                complaints.append(_complaint(f"{name} {label} turn {turn}", found, len(sheet.truth)))
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(("name", "turn"), [("run-together", 12), ("run-on", 10), ("run-together+halfwidth", 10)])
def test_digits_of_a_row_without_a_total_are_not_cut_so_that_one_comes_out(name: str, turn: int) -> None:
    """0 0 102 0 0 12 and no total, printed as 001020012: 0+0+10+2+0+0 is 12."""
    label, report = next(each for each in _reports(name, turn) if each[0].startswith("no_detail_totals"))
    sheet = LAYOUTS[name](report, Random(f"{name} {label} {turn}"))
    assert not faults(sheet, _read(sheet))


@pytest.mark.parametrize("name", ["bars", "one-a-line-blank", "tabs-shifted", "html-word", "html-in-frame", "bars-s2twp"])
def test_unit_year_and_edition_are_read(name: str) -> None:
    report = make("light", Random(name))
    got = _read(LAYOUTS[name](report, Random(1)))
    assert (got.year, got.edition) == (report.year, report.edition)
    if "s2t" not in name:
        assert got.unit == report.unit


@pytest.mark.parametrize("name", ["bars", "one-a-line-blank", "html-plain", "html-word", "tabs-shifted"])
def test_sections_hold_their_sentences_and_no_table(name: str) -> None:
    got = _read(LAYOUTS[name](make("busy", Random(name)), Random(1)))
    assert [section.number for section in got.sections] == [1, 2, 3, 4, 5, 6]
    assert "二是解读材料形式单一" in got.section(5).text
    assert "行政许可" not in got.section(2).text
    assert "予以公开" not in got.section(3).text


@pytest.mark.parametrize("name", ["bars", "html-plain", "tabs", "one-a-line-blank"])
@pytest.mark.parametrize(("form", "year"), [("2021", 2020), ("2019", 2022)])
def test_the_printed_edition_is_kept_though_the_year_asks_for_another(name, form, year) -> None:
    got = finish(_read(LAYOUTS[name](make("light", Random(7), form=form, year=year), Random(1))))
    assert (got.edition, got.year) == (form, year)
    assert any(finding.code == "form.edition" for finding in got.findings)


@pytest.mark.parametrize("name", ["bars+extra-row", "html+extra-row", "tabs-shifted+extra-row", "html+subtotal", "bars+subtotal"])
def test_numbers_that_the_form_does_not_ask_for_are_reported(name: str) -> None:
    got = _read(LAYOUTS[name](make("light", Random(3)), Random(1)))
    word = "小计" if "subtotal" in name else "其他主动公开文件"
    assert any(word in finding.message for finding in got.findings)


@settings(max_examples=60)
@given(name=st.sampled_from(sorted(LAYOUTS)), kind=st.sampled_from(KINDS), form=st.sampled_from(["2019", "2021"]),
       grouped=st.booleans(), seed=st.integers(0, 2**32))
def test_no_report_in_no_layout_is_silently_wrong(name, kind, form, grouped, seed) -> None:
    report: Synthetic = make(kind, Random(seed), form=form, grouped=grouped and form == "2021")
    sheet = LAYOUTS[name](report, Random(seed))
    got = _read(sheet)
    grave = [str(fault) for fault in faults(sheet, got) if fault.kind in ("silently wrong", "wrong", "silently lost")]
    assert grave == []
