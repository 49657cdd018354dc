"""Charts as files: pictures and data."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import RequestFactory
from PIL import Image

from gongkai.web.common import chartfiles, charts

LINES = charts.lines("申请数量", ["2024", "2025"], {"新收": [1203, None], "<公开>": [3, 4]}, unit="件")
LYING = charts.across("各单位", ["某县很长很长很长很长的名称单位局", "乙"], [7, None], unit="件")


def asked(address, **shown):
    return chartfiles.asked(RequestFactory().get(address), shown)


@pytest.mark.parametrize("chart", [LINES, LYING, charts.bars("空", [], {"甲": []})])
def test_a_picture_stands_alone(chart):
    drawing = chartfiles.svg(chart)
    root = ElementTree.fromstring(drawing)
    assert "class=" not in drawing and "style" not in drawing and root.get("width") == "560"
    assert chart.title in "".join(root.itertext())
    picture = Image.open(io.BytesIO(chartfiles.png(chart)))
    assert picture.size == (1120, 2 * int(root.get("height"))) and len(picture.convert("RGB").getcolors(1 << 20)) > 5


def test_the_legend_is_in_the_picture_its_words_escaped():
    texts = [one.text for one in ElementTree.fromstring(chartfiles.svg(LINES)).iter("{http://www.w3.org/2000/svg}text")]
    assert "新收" in texts and "<公开>" in texts


def test_colours_are_those_of_the_style_sheet():
    sheet = (Path(charts.__file__).parent / "static/gongkai/gongkai.css").read_text(encoding="utf-8")
    assert dict(re.findall(r"\.(tint\d) \{ fill: (#\w+);", sheet)) == chartfiles._TINTS
    assert len(chartfiles._TINTS) == charts.TINTS


def test_data_are_numbers_and_nothing_is_no_zero():
    response = asked("/?chart=a&as=csv", a=LINES)
    assert b"".join(response.streaming_content).decode("utf-8-sig").splitlines() == ["年份,新收,<公开>", "2024,1203,3", "2025,,4"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(asked("/?chart=a&as=xlsx", a=LINES).streaming_content)))
    assert [[cell.value for cell in row] for row in book.active][1:] == [["2024", 1203, 3], ["2025", None, 4]]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_are_sent_as_files(kind):
    response = asked(f"/?chart=a&as={kind}", a=LINES)
    assert response["Content-Type"] == chartfiles.KINDS[kind] and response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/", "/?chart=a", "/?chart=a&as=exe", "/?chart=b&as=svg", "/?as=svg"])
def test_what_is_not_asked_for_is_not_sent(address):
    assert asked(address, a=LINES) is None


def test_bars_that_lie_are_as_long_as_their_numbers_say():
    chart = charts.across("各单位", ["甲", "乙", "丙"], [10, 5, 0], unit="件")
    long = [float(one.get("width")) for one in ElementTree.fromstring(chart.svg).iter("rect")]
    assert long[0] == pytest.approx(2 * long[1]) and long[2] == 0 and chart.rows[1] == ("乙", ["5"])
