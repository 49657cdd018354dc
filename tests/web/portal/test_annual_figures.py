"""The public's figures of annual reports: the page, the whole set in three formats, the interface."""

import csv
import io
import json
import re
from decimal import Decimal

import pyarrow.parquet
import pytest
from annualfigures import asked, figures
from django.urls import reverse

from gongkai.report import dictionary
from gongkai.web.portal import annualset
from gongkai.web.portal.export import export
from gongkai.web.portal.views.annualfigures import _ABOUT, CHARTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(county):
    for year in (2020, 2024, 2025):
        figures(county.education, year, asked(20, 12), public=True)
    figures(county.water, 2025, asked(4, 1) | {"3.received.legal": None, "2.fees.amount": Decimal("1.25"), "3.closed.total": 2, "3.closed.person": 2}, public=True, late=True)
    figures(county.town, 2025, asked(1000, 1000))
    figures(county.root, 2025, asked(24, 13), public=True, scope="area")
    return county


def text(response):
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_the_page_adds_up_what_is_public_and_nothing_else(client, filled):
    shown = client.get(reverse("portal:annual_figures")).content.decode()
    assert "<b>2</b><span>公布年报数据的单位" in shown and "<b>24</b><span>本年新收申请" in shown
    assert "石里镇" not in shown.split("各单位</h2>")[1].split("</section>")[0] and "逾期公布" in shown and "1,000" not in shown
    assert shown.count("<svg") >= 3 and "公开率" in shown and "÷" in shown


@pytest.mark.parametrize("query", ["?year=2020", "?year=1", "?year=x", "?year=2023"])
def test_another_year_or_none_at_all(client, filled, query):
    assert client.get(reverse("portal:annual_figures") + query).status_code == 200


def test_before_anything_is_public_the_page_says_so(client, county):
    figures(county.town, 2025, asked(1000, 1000))
    assert "还没有公布年报数据" in client.get(reverse("portal:annual_figures")).content.decode()
    assert json.loads(text(client.get(reverse("portal:annual_json")))) == []
    assert client.get(reverse("portal:annual_parquet")).status_code == 200


@pytest.mark.parametrize("kind", ["svg", "png", "csv", "xlsx"])
def test_charts_can_be_taken_away(client, filled, kind):
    response = client.get(reverse("portal:annual_figures"), {"chart": "numbers", "as": kind})
    assert response.status_code == 200 and response["Content-Disposition"].startswith("attachment")


def test_the_three_formats_hold_the_same(client, filled):
    as_csv = list(csv.DictReader(io.StringIO(text(client.get(reverse("portal:annual_csv"))))))
    as_json = json.loads(text(client.get(reverse("portal:annual_json"))))
    data = b"".join(client.get(reverse("portal:annual_parquet")).streaming_content)
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    assert tuple(table.column_names) == annualset.WIDE
    rows = table.to_pylist()
    assert len(rows) == len(as_csv) == len(as_json) == 5
    for one, other, third in zip(rows, as_json, as_csv, strict=True):
        for name in annualset.WIDE:
            value = one[name].isoformat() if name == "published_on" and one[name] else one[name]
            assert value == other[name], name
            assert third[name] == ("" if other[name] is None else str(other[name])) or float(third[name]) == other[name], name


def test_the_long_form_has_a_row_for_each_cell_and_only_cells_that_there_are(client, filled):
    rows = list(csv.DictReader(io.StringIO(text(client.get(reverse("portal:annual_csv") + "?form=long&year=2025&unit=u4")))))
    found = {row["address"]: row for row in rows}
    assert found["2.fees.amount"]["value"] == "1.25" and found["2.fees.amount"]["unit_of_measure"] == "万元"
    assert found["3.received.legal"]["value"] == "" and found["3.closed.total"]["value"] == "2" and "3.closed.other.total" not in found
    assert {row["unit_name"] for row in rows} == {"清川县水利局"} and tuple(rows[0]) == annualset.LONG
    data = b"".join(client.get(reverse("portal:annual_parquet") + "?form=long&year=2025&unit=u4").streaming_content)
    assert [row["address"] for row in pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()] == list(found)


def test_an_empty_cell_stays_empty_and_another_editions_cell_too(client, filled):
    rows = json.loads(text(client.get(reverse("portal:annual_json"))))
    old = next(row for row in rows if row["year"] == 2020)
    new = next(row for row in rows if row["unit"] == "u4")
    assert old["2.rules.issued"] is None and old["2.rules.made"] == 0 and new["3.received.legal"] is None and new["2.rules.issued"] == 0


@pytest.mark.parametrize(("query", "count"), [("?year=2025", 3), ("?year=2025&scope=own", 2), ("?unit=u3", 3), ("?scope=area", 1), ("?year=1999", 0)])
def test_a_part_of_the_set(client, filled, query, count):
    assert len(json.loads(text(client.get(reverse("portal:annual_json") + query)))) == count


@pytest.mark.parametrize("query", ["?unit=nobody", "?year=twenty", "?scope=all"])
def test_what_there_is_not_is_told(client, filled, query):
    assert client.get(reverse("portal:annual_csv") + query).status_code == 404


def test_every_column_is_in_the_dictionary(client, filled):
    assert set(_ABOUT) == set(dictionary.ABOUT)
    shown = client.get(reverse("portal:annual_dictionary")).content.decode()
    assert all(f"<code>{name}</code>" in shown for name in annualset.WIDE)


def test_the_interface_gives_reports_page_by_page(client, filled):
    seen, cursor = [], ""
    while True:
        page = client.get("/api/v1/annual-figures", {"limit": 2, "cursor": cursor}).json()
        seen += [(row["unit"], row["year"], row["scope"]) for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5 and ("u5", 2025, "本级") not in seen
    row = client.get("/api/v1/annual-figures", {"unit": "u4"}).json()["items"][0]
    assert row["cells"]["2.fees.amount"] == 1.25 and row["cells"]["3.received.legal"] is None and row["late"] is True
    assert client.get("/api/v1/annual-figures", {"unit": "nobody"}).status_code == 404


def test_the_interface_adds_up_and_explains(client, filled):
    assert client.get("/api/v1/annual-figures/years").json() == [2025, 2024, 2020]
    total = client.get("/api/v1/annual-figures/totals/2025").json()
    assert total["cells"]["3.received.total"] == 24 and total["stated"]["3.received.legal"] == 1 and sorted(total["units"]) == ["u3", "u4"]
    rate = next(one for one in total["indicators"] if one["key"] == "disclosure_rate")
    assert rate["value"] == 1.0 and rate["divided_by"] == 13 and "÷" in rate["formula"]
    assert client.get("/api/v1/annual-figures/totals/2001").status_code == 404
    assert {one["address"] for one in client.get("/api/v1/annual-figures/dictionary").json()} == {entry.address for entry in dictionary.entries()}


def test_the_set_does_not_ask_more_for_more_reports(client, filled, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first:
        text(client.get(reverse("portal:annual_csv") + "?year=2025"))
    figures(filled.office, 2025, asked(1, 1), public=True)
    with django_assert_num_queries(len(first)):
        text(client.get(reverse("portal:annual_csv") + "?year=2025"))


def test_the_portal_as_files_has_the_figures_with_their_charts_and_the_whole_set(client, filled, tmp_path):
    export(tmp_path)
    folder = tmp_path / "annual-figures"
    assert {path.name for path in folder.glob("*.html")} == {"index.html", "index-year-2025.html", "index-year-2024.html", "index-year-2020.html"}
    for year in (2020, 2024, 2025):
        for chart in CHARTS:
            assert (folder / f"{chart}-{year}.png").read_bytes().startswith(b"\x89PNG") and (folder / f"{chart}-{year}.xlsx").read_bytes().startswith(b"PK")
    assert (folder / "numbers-2025.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("2020,20")
    rows = list(csv.DictReader(io.StringIO((folder / "annual-reports.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 5 == pyarrow.parquet.read_table(folder / "annual-reports.parquet").num_rows
    assert len(json.loads((folder / "annual-reports-long.json").read_text())) > 5 * 50
    for made in folder.rglob("*.html"):
        links = re.findall(r'(?:href|src)="([^"#]*)', made.read_text())
        assert not [link for link in links if re.match(r"https?://[^/]*/annual-figures", link)], "nothing of these pages leads back to the site"
        for link in links:
            if not re.match(r"https?:|mailto:|$", link):
                assert (made.parent / link.partition("#")[0]).exists(), f"{made}: {link}"
    assert "index-year-2024.html" in (folder / "index.html").read_text() and "numbers-2025.svg" in (folder / "index.html").read_text()


def test_the_portal_as_files_before_anything_is_public(county, tmp_path):
    export(tmp_path)
    assert "还没有公布年报数据" in (tmp_path / "annual-figures/index.html").read_text()
    assert not list((tmp_path / "annual-figures").glob("annual-reports*"))
