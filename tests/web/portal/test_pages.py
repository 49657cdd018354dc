"""Pages that anybody may read: what they show, what they refuse, what they cost."""

from datetime import date

import pytest
from county import unit
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.web.common import days, files
from gongkai.web.disclosure.domain import register
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.disclosure.models import (
    CatalogueNode,
    IntakeRow,
    Interpretation,
    ItemVersion,
    Publication,
    PublishedItem,
)
from gongkai.web.organs.domain import reforms
from gongkai.web.organs.models import OfficeContact, Unit
from gongkai.web.portal import memory, published, tree

FIXED = ["home", "guide", "institutions", "items", "annual", "apply"]


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("part", FIXED)
def test_every_part_stands_for_the_county_and_for_each_unit_and_says_so_where_it_is_empty(client, county, nodes, part):
    for address in (reverse(f"portal:{part}"), reverse(f"portal:unit_{part}", kwargs={"slug": county.water.slug})):
        response = client.get(address)
        assert response.status_code == 200
        assert "nonce-" not in text(response) and "<script>" not in text(response)
    assert client.get(reverse(f"portal:unit_{part}", kwargs={"slug": "nowhere"})).status_code == 404


def test_an_abolished_unit_says_so_on_every_part_and_sends_applicants_to_its_heir(client, county, nodes, publish):
    publish("防汛值班安排", unit=county.water)
    reforms.abolish_unit(county.staff("root", "manager"), county.water, day=days.today(), heirs=[county.education])
    memory.forget()
    for part in ("unit_home", *(f"unit_{part}" for part in FIXED[1:])):
        page = text(client.get(reverse(f"portal:{part}", kwargs={"slug": county.water.slug})))
        assert f"{county.water.name}已于" in page and f'<a href="/units/{county.education.slug}/">{county.education.name}</a>' in page, part
    apply = text(client.get(reverse("portal:unit_apply", kwargs={"slug": county.water.slug})))
    assert f'<a href="/units/{county.education.slug}/apply/">' in apply and "填写申请表" not in apply and "提出申请</span>" not in apply
    assert "本指南不再适用" in text(client.get(reverse("portal:unit_guide", kwargs={"slug": county.water.slug})))
    assert "已于" not in text(client.get(reverse("portal:unit_home", kwargs={"slug": county.education.slug})))


def test_before_there_is_any_unit_the_front_says_what_to_do(client, db):
    assert "先建立单位" in text(client.get("/"))
    assert client.get("/guide/").status_code == 404


def test_an_item_of_a_unit_and_a_row_of_the_catalogue_made_a_moment_ago_opens(client, county, nodes, publish):
    client.get("/")  # what every page needs is remembered from here on
    nodes["new"] = CatalogueNode.objects.create(scheme=Scheme.OWN, unit=county.root, code="new", name="新栏目")
    new = unit("清川县数据局", parent=county.root)
    row = publish("数据目录", unit=new, node="new", keep=True)
    page = text(client.get(f"/items/{row.pk}/"))
    assert "清川县数据局" in page and "新栏目" in page


def test_an_item_shows_its_metadata_text_and_history(client, publish):
    row = publish("关于印发《办法》的通知", document_number="清教发〔2024〕12号", valid_from=date(2024, 3, 1), valid_until=date(2029, 2, 28))
    page = text(client.get(f"/items/{row.pk}/"))
    for shown in (row.index_number, "清川县教育局", "2024-03-01", "清教发〔2024〕12号", "通知", "科技、教育", "现行有效", "主动公开", "规范性文件",
                  "<p>做好招生工作。</p>", "公开记录", "关于印发《办法》的通知"):
        assert shown in page
    assert "已失效" in text(client.get(f"/items/{row.pk}/?on=2030-01-01"))
    assert "尚未生效" in text(client.get(f"/items/{row.pk}/?on=2020-01-01"))


@pytest.mark.parametrize(("act", "said"), [("repealed", "已废止"), ("expired", "已失效"), ("", "已失效")])
def test_a_document_that_ended_says_how_on_its_page_and_in_lists(client, county, publish, act, said):
    item = publish("关于学区划分的办法", unit=county.education).item
    clerk = county.staff("education", "clerk")
    row = register.register_document(clerk, county.education, kind="normative_documents", title="关于学区划分的办法", item=item,
                                     issued_on=date(2020, 1, 1), valid_until=None if act else date(2025, 12, 31))
    if act:
        register.record_act(clerk, row, act, on=date(2026, 1, 1))
    else:
        register.change_document(clerk, row, row.version, note="未予延长")
    page = text(client.get(f"/items/{item.pk}/?on=2026-01-01"))
    assert said in page and "现行有效" not in page
    assert "现行有效" in text(client.get(f"/items/{item.pk}/?on=2025-12-31"))
    assert published.validity(PublishedItem.objects.get(), date(2026, 1, 1)) == said



def test_titles_and_texts_are_escaped_wherever_they_stand(client, publish):
    evil = "<script>alert('甲')</script>\"><img src=x onerror=alert(1)>"
    row = publish(evil, summary=evil, body=f"<p>{evil}</p>正文", document_number="<b>1号</b>")
    for address in (f"/items/{row.pk}/", "/items/", "/", "/search/?q=script", "/search/?q=甲&sort=date", "/feed.xml", "/statistics/",
                    f"/search/?q={evil}", "/units/" + row.unit.slug + "/"):
        page = text(client.get(address))
        assert "<script>alert" not in page and "<img src=x" not in page, address


def test_a_correction_is_seen_and_so_is_a_withdrawal_but_not_what_was_withdrawn(client, publish, withdraw):
    row = publish("含有姓名的标题")
    again = ItemVersion.objects.create(item_id=row.pk, number=2, content={}, sha256="1" * 64, levels=1)
    Publication.objects.create(item_id=row.pk, version=again, act="corrected", at=row.published_at, reason="更正附件一的日期")
    PublishedItem.objects.filter(pk=row.pk).update(changed_at=row.published_at)
    assert "更正附件一的日期" in text(client.get(f"/items/{row.pk}/"))
    withdraw(row, "含有张三的身份证号码")
    gone = client.get(f"/items/{row.pk}/")
    assert gone.status_code == 410
    assert row.index_number in text(gone) and "含有姓名的标题" not in text(gone) and "张三" not in text(gone)
    assert "含有姓名的标题" not in text(client.get("/search/?q=姓名"))


@pytest.mark.parametrize("address", ["/items/999/", "/items/99999999999999999999999/", "/units/none/", "/catalogue/999/feed.xml", "/sitemap-9.xml"])
def test_what_never_was_is_404_in_one_sentence(client, county, address):
    response = client.get(address)
    assert response.status_code == 404


@pytest.mark.parametrize("query", [
    "node=x&unit=-1&year=99999&genre=%27&validity=maybe&on=2024-13-45&page=zz", "page=-1", "page=999999", "unit=99999999999999999999",
    "on=%00", "year=0", "node=%F0%9F%98%80"])
def test_what_makes_no_sense_in_an_address_counts_as_not_given(client, publish, query):
    publish()
    for address in ("/items/", "/search/", "/statistics/", "/register.csv"):
        response = client.get(f"{address}?{query}&q=招生")
        assert response.status_code == 200
        assert b"".join(response) if response.streaming else response.content


def test_the_list_is_narrowed_by_each_filter(client, county, publish):
    first = publish("教育通知", day=date(2023, 5, 1), valid_from=date(2023, 5, 1), valid_until=date(2023, 12, 31))
    second = publish("水利公告", unit=county.water, node="2002", genre="proclamation", subject="agriculture", day=date(2024, 5, 1))
    for query, expected in [
        (f"unit={county.water.pk}", [second]), (f"unit={county.root.pk}", [second, first]), (f"node={first.node.parent_id}", [first]),
        (f"node={second.node_id}", [second]), ("genre=notice", [first]), ("subject=agriculture", [second]), ("year=2023", [first]),
        ("validity=ended", [first]), ("validity=valid&on=2023-06-01", [second, first]), ("validity=valid", [second]),
        ("genre=notice&year=2024", []),
    ]:
        shown = client.get(f"/items/?{query}").context["rows"]
        assert [row.item for row in shown] == expected, query
    assert "没有符合这些条件" in text(client.get("/items/?genre=notice&year=2024"))


def test_fixed_parts_list_the_items_of_their_row_of_the_catalogue(client, county, publish):
    rule, report = publish("信息公开保密审查制度", node="zd"), publish("2023年政府信息公开工作年度报告", node="nb")
    assert [row.item for row in client.get("/institutions/").context["rows"]] == [rule]
    assert [row.item for row in client.get("/annual-reports/").context["rows"]] == [report]
    assert "还没有" in text(client.get(f"/units/{county.water.slug}/annual-reports/"))


def test_the_guide_is_made_of_the_units_own_data(client, county, nodes):
    before = text(client.get(f"/units/{county.education.slug}/guide/"))
    assert "还没有登记" in before
    OfficeContact.objects.create(unit=county.education, office="办公室", address="人民路2号", hours="9:00—17:00", telephone="0000-7654321",
                                 email="a@b.example")
    page = text(client.get(f"/units/{county.education.slug}/guide/"))
    for shown in ("人民路2号", "9:00—17:00", "0000-7654321", "未设传真", "a@b.example", "规章和规范性文件", "20个工作日"):
        assert shown in page
    apply = text(client.get(f"/units/{county.education.slug}/apply/"))
    for shown in ("人民路2号", "身份证明", "20个工作日", "7个工作日", "填写申请表", "双方确认"):
        assert shown in apply


def test_a_government_without_a_contact_of_its_own_names_its_office(client, county, nodes):
    OfficeContact.objects.create(unit=county.office, office="政务公开股", address="县府大楼", hours="工作日", telephone="1")
    assert "政务公开股" in text(client.get("/guide/"))


def test_interpretations_are_bound_both_ways_and_only_public_ones_are_shown(client, publish, withdraw):
    document, explanation, hidden = publish("管理办法"), publish("《管理办法》解读"), publish("尚未公开的解读")
    for item in (explanation, hidden):
        Interpretation.objects.create(document=document.item, item=item.item, kind="text")
    withdraw(hidden)
    assert "《管理办法》解读" in text(client.get(f"/items/{document.pk}/"))
    assert "尚未公开的解读" not in text(client.get(f"/items/{document.pk}/"))
    assert "被解读的文件" in text(client.get(f"/items/{explanation.pk}/"))


def test_only_files_of_the_published_version_are_served(client, county, publish, withdraw):
    kept = files.keep(b"%PDF-1.7 x", "附件.pdf", unit=county.education, kind="pdf", media_type="application/pdf")
    other = files.keep(b"secret", "内部.txt", unit=county.education, kind="txt", media_type="text/plain")
    row = publish(files=[{"id": str(kept.pk), "title": "附件一", "name": "附件.pdf", "kind": "pdf", "size": 10, "sha256": kept.sha256}])
    assert "附件一" in text(client.get(f"/items/{row.pk}/"))
    response = client.get(f"/items/{row.pk}/files/{kept.pk}")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    assert response["X-Content-Type-Options"] == "nosniff" and "attachment" in response["Content-Disposition"]
    assert client.get(f"/items/{row.pk}/files/{other.pk}").status_code == 404
    withdraw(row)
    assert client.get(f"/items/{row.pk}/files/{kept.pk}").status_code == 404


def test_previous_and_next_go_through_the_items_of_the_unit(client, county, publish):
    rows = [publish(f"第{number}条") for number in range(3)]
    publish("别的单位", unit=county.water)
    page = client.get(f"/items/{rows[1].pk}/").context
    assert (page["newer"], page["older"]) == (rows[2], rows[0])


@pytest.mark.parametrize("address", ["/", "/items/", "/search/?q=通知", "/feed.xml", "/statistics/", "/institutions/", "/api/v1/items"])
def test_questions_to_the_database_do_not_grow_with_the_items(client, publish, address):
    def asked():
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200
        return len(taken)

    for number in range(22):  # more than a page holds: a list that one page holds is not counted
        publish(f"通知{number}", node="zd")
    asked()
    few = asked()
    for number in range(22, 44):
        publish(f"通知{number}", node="zd")
    asked()
    assert asked() == few


def test_pages_may_be_kept_by_caches_and_are_not_sent_twice(client, publish):
    row = publish()
    first = client.get(f"/items/{row.pk}/")
    assert "public" in first["Cache-Control"] and "max-age=60" in first["Cache-Control"] and first["ETag"]
    assert client.get(f"/items/{row.pk}/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.post(f"/items/{row.pk}/").status_code == 405
    assert "default-src 'self'" in first["Content-Security-Policy"] and "unsafe" not in first["Content-Security-Policy"]


def test_no_page_works_within_a_transaction(publish):
    from gongkai.web.portal.urls import urlpatterns

    assert all("default" in getattr(pattern.callback, "_non_atomic_requests", ()) for pattern in urlpatterns)
    assert all(pattern.callback.access.kind == "public" for pattern in urlpatterns)


def test_statistics_add_up(client, county, publish):
    publish(day=date(2023, 1, 1))
    publish(day=date(2024, 1, 1), unit=county.water, genre="report")
    context = client.get("/statistics/").context
    assert context["total"] == 2
    assert context["by_year"].rows == [("2023", ["1"]), ("2024", ["1"])]
    assert [(bar.label, bar.count) for bar in dict(context["charts"])["按体裁"]] == [("通知", 1), ("报告", 1)]
    assert client.get("/statistics/?year=2023").context["total"] == 1
    assert client.get(f"/statistics/?unit={county.water.pk}").context["total"] == 1


def test_below_a_header_of_the_host_search_large_print_and_the_menu_stay(client, county, settings, tmp_path):
    ours = text(client.get("/"))
    (tmp_path / "frame").mkdir()
    (tmp_path / "frame/header.html").write_text("<div>主站页头</div>")
    settings.HOST_HEADER = True
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    page = text(client.get("/"))
    assert "主站页头" in page and "主站页头" not in ours
    for part in ('action="/search/"', "data-large", 'aria-label="栏目"'):
        assert page.count(part) == ours.count(part) == 1


def test_units_stand_in_the_order_of_the_tree(client, county, nodes):
    below = unit("清川县水利站", parent=county.water)
    Unit.objects.filter(pk=county.town.pk).update(order=0)
    names = [entry.name for entry in tree.units().all]
    assert names.index(below.name) == names.index(county.water.name) + 1
    assert str(IntakeRow(values={"title": None}, place="a.html")) == "a.html"
