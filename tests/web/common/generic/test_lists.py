import io

import django_filters
import django_tables2
import openpyxl
import pytest
from django.urls import include, path

from gongkai.web.common.access import lists
from gongkai.web.common.generic import lists as generic
from gongkai.web.common.generic import paging
from gongkai.web.common.models import Event
from gongkai.web.organs.models import Unit


class UnitTable(django_tables2.Table):
    name = django_tables2.Column(verbose_name="名称", attrs={"td": {"class": "title"}})
    kind = django_tables2.Column(verbose_name="类别")
    slug = django_tables2.Column(verbose_name="网址名", exclude_from_export=True)


class UnitFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="名称", lookup_expr="contains")
    founded = django_filters.DateFilter(field_name="founded_on", label="设立日期")

    class Meta:
        model = Unit
        fields = ()


@lists(Unit)
def index(request):
    return generic.show(request, Unit.objects.restrict(request.user), UnitTable, title="单位", filters=UnitFilter, empty="还没有单位。")


urlpatterns = [path("workbench/units-of-test", index), path("", include("gongkai.web.urls"))]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def manager(county, client):
    client.force_login(county.people["root", "manager"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get_list = lambda query="": client.get(f"/workbench/units-of-test{query}")
    return client


def names(response):
    return [row.record.name for row in response.context["table"].paginated_rows]


def test_a_list_holds_what_the_person_may_see(county, client):
    client.force_login(county.people["water", "clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert names(client.get("/workbench/units-of-test")) == ["清川县水利局"]
    content = client.get("/workbench/units-of-test?export=csv").getvalue().decode("utf-8-sig")
    assert "水利局" in content and "教育局" not in content


def test_filters_and_sorting_come_from_the_address(manager):
    assert sorted(names(manager.get_list("?name=局"))) == ["清川县教育局", "清川县水利局"]
    assert names(manager.get_list("?sort=kind,-name"))[0] == "清川县水利局"
    assert names(manager.get_list("?sort=password")) == names(manager.get_list())


def test_a_filter_that_is_wrong_shows_its_fault_and_no_rows(manager):
    response = manager.get_list("?founded=昨天")
    assert response.context["page_obj"].paginator.count == 0
    assert response.context["filter"].form.errors["founded"]
    assert manager.get_list("?name=a%00b").status_code == 200


def test_a_list_without_rows_says_so_and_one_filtered_empty_says_how_to_go_on(county, manager):
    assert "请放宽或清除筛选条件" in manager.get_list("?name=没有这个").content.decode()
    manager.logout()
    county.people["root", "clerk"].roles.all().delete()
    manager.force_login(county.people["root", "clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "还没有单位。" in manager.get_list().content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "999", "2"])
def test_any_number_of_a_page_leads_to_a_page(county, manager, page):
    for number in range(30):
        Unit.objects.create(name=f"第{number}中学", kind="authorised", slug=f"s{number}", parent=county.root)
    assert manager.get_list(f"?page={page}").status_code == 200
    assert "第 2/2 页" in manager.get_list("?page=2").content.decode()


def test_counting_ends_at_the_cap(county, monkeypatch):
    page = paging.CappedPaginator(Unit.objects.all(), 2, most=3)
    assert page.count == 3 and page.capped and page.num_pages == 2
    assert not paging.CappedPaginator(Unit.objects.all(), 2, most=5).capped


def test_the_export_holds_the_filtered_rows_without_the_columns_kept_from_it_and_is_logged(county, manager):
    county.water.name = "=HYPERLINK(局)"
    county.water.save()
    response = manager.get_list("?export=xlsx&name=局&sort=name")
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    assert [cell.value for cell in sheet[1]] == ["名称", "类别"]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"=HYPERLINK(局)", "清川县教育局"}
    assert {cell.data_type for row in sheet.rows for cell in row} == {"s"}
    event = Event.objects.get(action="list.exported")
    assert event.after["rows"] == 2 and event.actor == county.people["root", "manager"]


def test_an_export_of_too_many_rows_is_refused_with_a_way_on(manager, monkeypatch):
    monkeypatch.setattr(generic, "EXPORTED", 3)
    assert "请先筛选" in manager.get_list("?export=csv").content.decode()
    assert not Event.objects.filter(action="list.exported").exists()


def test_a_page_asks_the_database_as_often_for_many_rows_as_for_few_and_never_for_all(county, manager, django_assert_max_num_queries):
    for number in range(60):
        Unit.objects.create(name=f"第{number}中学", kind="authorised", slug=f"s{number}", parent=county.root)
    manager.get_list()
    with django_assert_max_num_queries(15) as asked:
        manager.get_list()
    about = [query["sql"] for query in asked.captured_queries if 'FROM "organs_unit"' in query["sql"]]
    reach, listed = [sql for sql in about if "LIKE" in sql], [sql for sql in about if '"id" IN (' in sql]
    assert len(reach) == 1 and len(listed) == 2, "the manager's units are read once; the rows and their number come by them"
    assert all("LIMIT" in sql for sql in about if sql not in reach)


def test_a_first_page_that_holds_all_rows_is_not_counted(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = paging.page_of(Unit.objects.all(), None, 25)
        assert (page.paginator.count, page.paginator.capped, page.has_next()) == (5, False, False)
    with django_assert_num_queries(2):
        page = paging.page_of(Unit.objects.all(), "1", 2)
        assert len(page.object_list) == 2 and (page.paginator.count, page.paginator.num_pages) == (5, 3)
    assert [unit.pk for unit in paging.page_of(Unit.objects.all(), "3", 2)] == [Unit.objects.all()[4].pk]


def test_rows_that_are_gone_through_by_their_ids_are_the_same_in_the_same_order(county):
    rows = Unit.objects.select_related("parent").order_by("-name", "-pk")
    for number in ("1", "2", "3", "9", "x"):
        assert list(paging.page_of(rows, number, 2, narrow=True)) == list(paging.page_of(rows, number, 2))
