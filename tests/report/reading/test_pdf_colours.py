"""Colour profiles are set aside before pdfium sees them: nothing that is printed changes, and what is unsure stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from producers import bare

from gongkai.report.reading import pdf, read
from gongkai.report.reading.pdf import pdfium
from gongkai.report.reading.pdf.colours import without_profiles
from gongkai.report.writing import write

EXAMPLES = Path(__file__).parents[3] / "examples"
GRAY = b"7 0 obj<</Length 2/N 1>>stream\n[]endstream endobj\n"


@pytest.mark.parametrize(("components", "plain"), [(1, b"/DeviceGray"), (3, b"/DeviceRGB"), (4, b"/DeviceCMYK")])
def test_names_the_plain_colour_of_as_many_components_and_moves_nothing(components: int, plain: bytes) -> None:
    data = b"17 0 obj<</N 2>>\n7 0 obj\n<</Range[0 1]/N %d/Length 0>>\n[/Indexed[/ICCBased 7 0 R]1<00>] end" % components
    made = without_profiles(data)
    assert len(made) == len(data)
    assert made.replace(b" ", b"") == data.replace(b"/ICCBased 7 0 R", plain).replace(b" ", b"")


@pytest.mark.parametrize("data", [
    b"no profile at all", b"[/ICCBased 7 0 R]", GRAY + b"(/ICCBased)[/ICCBased 8 0 R]",
    GRAY + GRAY.replace(b"/N 1", b"/N 3") + b"[/ICCBased 7 0 R]",
    GRAY + GRAY.replace(b"/N 1", b"/N 8 0 R") + b"[/ICCBased 7 0 R]",
    GRAY.replace(b"/N 1", b"/N 12") + b"[/ICCBased 7 0 R]", GRAY + b"the words /ICCBased 7 0 R are no colour",
], ids=["none", "nowhere", "another", "two-voices", "by-reference", "impossible", "words"])
def test_leaves_what_it_is_not_sure_of(data: bytes) -> None:
    assert without_profiles(data) == data


def test_gives_up_on_files_made_to_tire_it() -> None:
    spaces, versions = GRAY + b"[/ICCBased 7 0 R]" * 5_000, GRAY * 5_000 + b"[/ICCBased 7 0 R]"
    assert without_profiles(spaces).count(b"/ICCBased") == 4_000
    assert without_profiles(versions) == versions


def test_a_picture_in_a_gray_of_its_own_still_ends_where_it_ends() -> None:
    # 10 × 10 pixels of one component: taken for three, the picture would swallow the words after it
    picture = "q 10 0 0 10 0 0 cm BI /W 10 /H 10 /BPC 8 /CS /Own ID " + "x" * 100 + "\nEI Q "
    words = "BT /F1 10 Tf 100 500 Td (The words after the picture are read.) Tj ET"
    data = bare(picture + words, page="/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>"
                                      "/ColorSpace<</Own[/ICCBased 9 0 R]>>>>")
    data += b"\n9 0 obj<</N 1/Length 0>>stream\n\nendstream endobj\n"
    assert without_profiles(data) != data
    assert [block.text for block in pdf.read(data).blocks] == ["The words after the picture are read."]  # type: ignore[union-attr]


def test_a_report_reads_the_same_with_its_profiles_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write(read(EXAMPLES / "nanting-jiashe-district-2023.html", check=False), "pdf")
    assert b"/ICCBased" in data
    assert b"/ICCBased" not in without_profiles(data)
    made = pdf.read(data)
    monkeypatch.setattr(pdfium, "without_profiles", bytes)
    assert pdf.read(data) == made
