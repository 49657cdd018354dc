from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.common import files as stored
from gongkai.web.disclosure.models import FileReading


@pytest.fixture
def corpus(county, publish):
    publish("关于义务教育招生的通知", document_number="清教发〔2024〕12号")
    publish("水利公告", unit=county.water, genre="proclamation", day=date(2023, 1, 1), body="<p>与义务教育无关<b>的</b>公告</p>")


def test_a_search_finds_marks_and_counts(client, corpus):
    page = client.get("/search/?q=義務教育").content.decode()
    assert "关于<mark>义务教育</mark>招生的通知" in page and "与<mark>义务教育</mark>无关的公告" in page
    assert 'genre=notice' in page and 'year=2023' in page
    assert [row.item.title for row, *_ in client.get("/search/?q=2024]12号").context["results"]] == ["关于义务教育招生的通知"]


def test_filters_narrow_and_can_be_taken_away(client, county, corpus):
    page = client.get(f"/search/?q=义务教育&unit={county.water.pk}&year=2023").context
    assert [row.item.title for row, *_ in page["results"]] == ["水利公告"]
    assert [label for label, _ in page["chosen"]] == ["清川县水利局", "2023年"]
    assert dict(page["chosen"])["2023年"] == f"?q=%E4%B9%89%E5%8A%A1%E6%95%99%E8%82%B2&unit={county.water.pk}"


@pytest.mark.parametrize("asked, said", [
    ("", "请在上方输入"), ("%", "没有可以查找的文字"), ("***", "没有可以查找的文字"), ("义务教肓招生", "您要找的是不是"), ("义务教育 航空母舰", "减少词语再试"),
    ("航空母舰", "按目录查找"),
])
def test_nothing_found_is_never_an_empty_page(client, corpus, asked, said):
    assert said in client.get("/search/", {"q": asked}).content.decode()


def test_a_filter_that_leaves_nothing_is_offered_to_be_dropped(client, corpus):
    assert "去掉筛选条件，可以找到 2 条" in client.get("/search/?q=义务教育&year=2020").content.decode()


@pytest.mark.parametrize("asked", ["'", '"', "%", "_", "*", "(", "[", "\\", "a AND", "NOT", "NEAR(a b)", "\x00", "义务'教育", "\ud83d\ude00", "词" * 5000,
                                   "title:通知", "-通知", "通知^2", "{通知}", " ".join("词语" + str(n) for n in range(500))])
def test_no_query_fails(client, corpus, asked):
    assert client.get("/search/", {"q": asked.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}).status_code == 200


@pytest.fixture
def filed(county, publish):
    """``filed("标题", "附件名称", "附件文字")`` publishes an item with one attachment that was read."""

    def put(title, name, text, **more):
        kept = stored.keep(title.encode(), "表.xlsx", unit=county.education, kind="xlsx", media_type="application/octet-stream", by=None)
        FileReading.objects.create(file=kept, text=text)
        return publish(title, files=[{"id": str(kept.pk), "title": name, "name": "表.xlsx", "kind": "xlsx", "size": 9, "sha256": kept.sha256}], **more)

    return put


def test_a_hit_in_an_attachment_says_in_which_and_marks_the_place(client, filed):
    row = filed("资助情况公示", "资助学校名单", "序号\n学校\n1\n<石里>小學\n" + "其他内容。" * 90_000)
    page = client.get("/search/?q=石里》小学").content.decode()
    assert f'附件《<a href="/items/{row.pk}/files/{row.files[0]["id"]}" download>资助学校名单</a>》：' in page
    assert "&lt;<mark>石里&gt;小學</mark>" in page and len(page) < 40_000
    assert "附件《" not in client.get("/search/?q=招生工作").content.decode()


def test_a_hit_in_the_name_of_an_attachment_marks_the_name(client, filed):
    filed("资助情况公示", "资助学校名单", "")
    page = client.get("/search/?q=招生 学校名单").content.decode()
    assert "资助<mark>学校名单</mark></a>》</p>" in page and "做好<mark>招生</mark>工作" in page


def test_hits_in_many_attachments_are_one_question(client, filed):
    def asked():
        with CaptureQueriesContext(connection) as taken:
            client.get("/search/?q=石里小学")
        return len(taken)

    filed("第一批", "名单", "石里小学")
    asked()
    few = asked()
    for number in range(5):
        filed(f"又一批{number}", "名单", "石里小学、凤溪小学")
    asked()
    assert asked() == few
