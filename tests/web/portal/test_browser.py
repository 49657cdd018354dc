"""The portal in a browser: from the search box to the text, on a telephone, in large print."""

import pytest
from browsing import TELEPHONE
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LONG = "关于进一步加强和规范全县义务教育阶段学校招生入学工作切实维护教育公平保障适龄儿童少年平等接受义务教育权利的实施意见及其配套措施的通知" * 3


@pytest.fixture
def public(county, publish):
    """Something to find, a title of 200 characters, a table wider than a telephone."""
    found = publish("关于义务教育招生的通知", document_number="清教发〔2024〕12号")
    table = "<table><tr>" + "<td>一二三四五六七八九十</td>" * 12 + "</tr></table>"
    return found, publish(LONG[:200], body=f"<p>{'连续不断' * 200}</p>{table}<p>https://example.gov.cn/{'a' * 300}</p>")


def test_somebody_finds_a_document_by_its_number_and_reads_it(public, visitor):
    reader = visitor()
    reader.go("/")
    reader.page.fill("#site-search", "〔2024〕12号")
    reader.page.press("#site-search", "Enter")
    reader.page.wait_for_url("**/search/**")
    assert reader.page.locator("mark").first.inner_text() == "2024〕12号"
    reader.page.click(".results a")
    reader.page.wait_for_url("**/items/**")
    assert reader.page.locator("h1").inner_text() == "关于义务教育招生的通知"
    reader.page.click("[data-size=bigger]")
    assert "bigger" in reader.page.locator("#text").get_attribute("class")
    reader.page.click("[data-copy]")
    reader.page.wait_for_function("document.getElementById('copied').textContent !== ''")  # the clipboard answers when it has time
    assert (reader.complaints, reader.strays) == ([], [])


@pytest.mark.parametrize("address", ["/", "/items/", "/search/?q=通知", "/guide/", "/apply/", "/statistics/", "/annual-reports/", "item", "long"])
@pytest.mark.parametrize("large", [False, True])
def test_nothing_is_wider_than_a_telephone_in_either_print(public, visitor, address, large):
    reader = visitor(TELEPHONE)
    if large:
        reader.go("/display?print=large&next=/")
    reader.go({"item": f"/items/{public[0].pk}/", "long": f"/items/{public[1].pk}/"}.get(address, address))
    assert reader.overflows() <= 0
    assert bool(reader.page.evaluate("document.documentElement.classList.contains('large')")) is large
    assert (reader.complaints, reader.strays) == ([], [])


def test_without_scripts_everything_is_reached(public, visitor):
    reader = visitor(java_script_enabled=False)
    reader.go("/items/")
    reader.page.select_option("#f-genre", "notice")
    reader.page.click(".filters button")
    assert "genre=notice" in reader.page.url
    reader.page.click(".list a >> nth=0")
    expect(reader.page.locator(".needs-script").first).to_be_hidden()
