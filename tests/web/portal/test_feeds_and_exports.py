import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest


def body(response):
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def test_feeds_are_valid_and_narrowed(client, county, publish):
    one, other = publish("教育"), publish("水利 & <其他>\x0b", unit=county.water, node="2002")
    for address, expected in [("/feed.xml", [other, one]), (f"/units/{county.water.slug}/feed.xml", [other]),
                              (f"/catalogue/{one.node.parent_id}/feed.xml", [one])]:
        feed = feedparser.parse(client.get(address).content)
        assert not feed.bozo and feed.version == "rss20"
        assert [entry.link.rstrip("/").rpartition("/")[2] for entry in feed.entries] == [str(row.pk) for row in expected]
        assert all(entry.link.startswith("http") for entry in feed.entries)
    assert feedparser.parse(client.get("/feed.xml").content).entries[0].title == "水利 & <其他>"


def test_the_sitemap_names_every_item_once(client, publish, monkeypatch):
    monkeypatch.setattr("gongkai.web.portal.views.feeds.BLOCK", 2)
    rows = [publish() for _ in range(5)]
    index = ElementTree.fromstring(body(client.get("/sitemap.xml")))
    found = []
    for part in index.findall(".//{*}loc"):
        path = "/" + part.text.split("/", 3)[3]
        response = client.get(path)
        if response.status_code == 200:
            found += [node.text for node in ElementTree.fromstring(body(response)).findall(".//{*}loc")]
    assert sorted(address for address in found if "/items/" in address and not address.endswith("items/")) == \
        sorted(f"http://127.0.0.1:8000/items/{row.pk}/" for row in rows)
    assert "http://127.0.0.1:8000/guide/" in found


def test_the_whole_register_comes_as_csv_and_json(client, county, publish):
    publish("=1+1", document_number="清教发〔2024〕1号")
    publish('含"引号",逗号', unit=county.water, day=date(2023, 1, 1))
    sheet = list(csv.DictReader(io.StringIO(body(client.get("/register.csv")).removeprefix("\ufeff"))))
    assert [row["名称"] for row in sheet] == ["'=1+1", '含"引号",逗号']
    data = json.loads(body(client.get("/register.json")))
    assert [(row["title"], row["unit"], row["published_on"]) for row in data] == [
        ("=1+1", "清川县教育局", "2024-03-01"), ('含"引号",逗号', "清川县水利局", "2023-01-01")]
    assert len(json.loads(body(client.get("/register.json?year=2023")))) == 1


def test_an_empty_register_is_still_whole(client, county):
    assert json.loads(body(client.get("/register.json"))) == []
    assert len(body(client.get("/register.csv")).splitlines()) == 1


def test_robots_are_shown_the_sitemap_and_kept_from_the_workbench(client, db):
    said = body(client.get("/robots.txt"))
    assert "Disallow: /workbench/" in said and "Sitemap: http://127.0.0.1:8000/sitemap.xml" in said


@pytest.mark.parametrize("limit, pages", [(2, 3), (5, 1)])
def test_the_interface_turns_pages_without_loss(client, publish, limit, pages):
    rows = [publish(f"第{number}条") for number in range(5)]
    found, cursor, turned = [], "", 0
    while cursor is not None:
        answer = client.get("/api/v1/items", {"limit": limit, "cursor": cursor}).json()
        found += [item["id"] for item in answer["items"]]
        cursor, turned = answer["next"], turned + 1
    assert found == [row.pk for row in reversed(rows)] and turned == pages


def test_the_interface_gives_an_item_or_says_why_not(client, county, publish, withdraw):
    row = publish(body="<p>正文</p><script>alert(1)</script>")
    told = client.get(f"/api/v1/items/{row.pk}").json()
    assert told["title"] == row.title and told["unit"] == county.education.slug and told["body"] == "<p>正文</p>"
    assert told["genre"] == {"code": "notice", "name": "通知"}
    withdraw(row)
    assert client.get(f"/api/v1/items/{row.pk}").status_code == 410
    assert client.get("/api/v1/items/99999").status_code == 404
    assert client.get("/api/v1/items?unit=none").status_code == 404
    assert client.get("/api/v1/items?limit=1000").status_code == 422
    assert "limit" in client.get("/api/v1/items?limit=1000").json()["detail"]


def test_the_interface_searches(client, publish):
    publish()
    told = client.get("/api/v1/search", {"q": "招生"}).json()
    assert told["count"] == 1 and "<mark>招生</mark>" in told["items"][0]["snippet"]
    assert told["facets"]["year"] == {"2024": 1}
    assert client.get("/api/v1/search").status_code == 422


def test_the_interface_describes_itself_and_lists_units_and_catalogue(client, county, nodes):
    described = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/items", "/api/v1/items/{id}", "/api/v1/search", "/api/v1/units", "/api/v1/catalogue"} <= set(described["paths"])
    assert [unit["parent"] for unit in client.get("/api/v1/units").json()][:2] == [None, county.root.slug]
    assert [node["name"] for node in client.get("/api/v1/catalogue").json()][:2] == ["法规、规章和规范性文件", "规范性文件"]
