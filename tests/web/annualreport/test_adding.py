"""Many units added up: who is in, who is missing, who may see it, and what is behind a number."""

from datetime import date
from decimal import Decimal

import pytest
from annualfigures import asked, figures
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.annualreport.domain.adding import add_public, add_up, parent_check, units_of
from gongkai.web.annualreport.domain.area import areas_seen, units_seen
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import ReportDuty
from gongkai.web.common.gate import Refused
from gongkai.web.organs.enums import ChangeKind, Role, UnitKind
from gongkai.web.organs.models import Unit, UnitChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(county):
    return county.staff("root", Role.SUPERVISOR)


def codes(total):
    return [finding.code for finding in total.findings()]


def test_the_units_of_a_year_are_added_and_the_missing_are_named(county, boss):
    figures(county.education, 2024, asked(5, 3))
    figures(county.water, 2024, asked(2, 2))
    figures(county.water, 2023, asked(9, 9))
    total = add_up(boss, county.root, [2024])[2024]
    assert (total.value("3.received.total"), total.stated["3.received.total"], total.edition) == (7, 2, "2021")
    assert total.missing == [county.office.pk, county.town.pk], "governments, whose report is their area's, are not"
    assert codes(total) == ["rollup.missing"] * 2
    assert total.sentence == "本年度汇总 2 个单位的报告，清川县人民政府办公室、石里镇人民政府未报送，未计入。"


def test_a_year_without_figures_has_no_sums_and_says_so(county, boss):
    total = add_up(boss, county.root, [2024])[2024]
    assert total.value("3.received.total") is None and total.stated["3.received.total"] == 0
    assert codes(total)[0] == "rollup.none"


def test_the_list_of_those_who_must_report_goes_before_history(county, boss):
    figures(county.education, 2024, asked(5))
    figures(county.office, 2024, asked(1))
    for unit, exempt in ((county.education, False), (county.water, False), (county.town, True)):
        ReportDuty.objects.create(unit=county.root, year=2024, reporter=unit, exempt=exempt, reason="当年新设立" if exempt else "")
    total = add_up(boss, county.root, [2024])[2024]
    assert total.missing == [county.water.pk] and total.exempt == {county.town.pk: "当年新设立"}
    assert total.unexpected == [county.office.pk] and total.value("3.received.total") == 6


def test_units_that_stood_in_the_year_are_expected_under_the_names_of_the_year(county, boss):
    Unit.objects.filter(pk=county.water.pk).update(founded_on=date(2025, 3, 1))
    Unit.objects.filter(pk=county.town.pk).update(abolished_on=date(2024, 6, 1))
    totals = add_up(boss, county.root, [2023, 2024, 2025])
    assert [len(totals[year].missing) for year in (2023, 2024, 2025)] == [3, 2, 3]


def test_a_unit_counts_where_it_stood_at_the_end_of_the_year(county, boss):
    figures(county.water, 2023, asked(4))
    figures(county.water, 2024, asked(6))
    change = UnitChange.objects.create(kind=ChangeKind.MOVED, day=date(2024, 5, 1), unit=county.water)
    change.sources.add(county.root)
    Unit.objects.get(pk=county.water.pk)
    county.water.parent = county.education
    county.water.save()
    totals = add_up(boss, county.education, [2023, 2024])
    assert totals[2023].value("3.received.total") is None and totals[2024].value("3.received.total") == 6
    assert add_up(boss, county.root, [2023])[2023].value("3.received.total") == 4


def test_a_move_that_was_taken_back_moved_nothing(county, boss):
    figures(county.water, 2023, asked(4))
    change = UnitChange.objects.create(kind=ChangeKind.MOVED, day=date(2024, 5, 1), unit=county.water)
    change.sources.add(county.education)
    assert add_up(boss, county.education, [2023])[2023].value("3.received.total") == 4
    UnitChange.objects.create(kind=ChangeKind.MOVED, day=date(2024, 5, 1), unit=county.water, undoes=change)
    assert add_up(boss, county.education, [2023])[2023].value("3.received.total") is None


def test_another_edition_is_left_out_and_named(county, boss):
    figures(county.education, 2024, asked(5))
    figures(county.office, 2024, asked(1))
    figures(county.water, 2024, name="2019")
    total = add_up(boss, county.root, [2024])[2024]
    assert total.left_out == {county.water.pk: "2019"} and "rollup.edition" in codes(total)
    assert county.water.pk not in total.missing and "清川县水利局所用格式版本不同" in total.sentence


def test_empty_cells_and_errors_of_a_unit_are_named(county, boss):
    figures(county.education, 2024, asked(5) | {"3.received.legal": None}, errors=2)
    figures(county.water, 2024, asked(1), doubtful=["3.received.total"])
    total = add_up(boss, county.root, [2024])[2024]
    assert total.doubtful == {county.education.pk: (1, "3.received.legal"), county.water.pk: (1, "3.received.total")}
    assert total.faulty == {county.education.pk: 2}
    assert total.stated["3.received.legal"] == 1 and total.value("3.received.legal") == 0


def test_a_number_opens_to_its_units_the_largest_first(county, boss):
    figures(county.education, 2024, asked(5) | {"3.received.legal": None})
    figures(county.water, 2024, asked(15))
    _, parts = units_of(boss, county.root, 2024, "3.received.total")
    assert [(part.name, part.value, part.share) for part in parts] == [("清川县水利局", 15, Decimal("0.75")), ("清川县教育局", 5, Decimal("0.25"))]
    _, parts = units_of(boss, county.root, 2024, "3.received.legal")
    assert [(part.name, part.value, part.share, part.doubtful) for part in parts] == [("清川县水利局", 0, None, False), ("清川县教育局", None, None, True)]
    with pytest.raises(LookupError):
        units_of(boss, county.root, 2024, "3.nothing.total")


def test_a_group_printed_as_one_line_opens_to_lines_and_to_sums_of_items(county, boss):
    figures(county.education, 2024, {"3.closed.total": 3, "3.closed.person": 3})
    figures(county.water, 2024, {"3.closed.not_corrected.total": 1, "3.closed.other.total": 1})
    total, parts = units_of(boss, county.root, 2024, "3.closed.total")
    assert total.value("3.closed.total") == 5 and [part.value for part in parts] == [3, 2]
    assert any(finding.code == "rollup.grouped" and "清川县教育局" in finding.message for finding in total.findings())
    assert "3.closed.other.total" not in total.cells


def test_some_kinds_of_units_can_be_added_alone(county, boss):
    figures(county.education, 2024, asked(5))
    figures(county.town, 2024, asked(1))
    total = add_up(boss, county.root, [2024], kinds=["town"])[2024]
    assert (total.value("3.received.total"), total.counted, total.missing) == (1, [county.town.pk], [])


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.SIGNER])
def test_a_sum_over_more_than_one_may_see_is_refused(county, role):
    figures(county.education, 2024, asked(5))
    with pytest.raises(Refused):
        add_up(county.staff("root", role), county.root, [2024])
    with pytest.raises(Refused):
        units_of(county.staff("education", role), county.root, 2024, "3.received.total")
    assert add_up(county.staff("education", role), county.education, [2024])[2024].value("3.received.total") == 5


def test_a_unit_that_has_moved_away_is_named_not_added(county, boss):
    other = Unit.objects.create(name="凤溪县人民政府", kind="government", slug="fengxi")
    figures(county.water, 2023, asked(4))
    change = UnitChange.objects.create(kind=ChangeKind.MOVED, day=date(2024, 5, 1), unit=county.water)
    change.sources.add(county.root)
    county.water.parent = other
    county.water.save()
    total = add_up(boss, county.root, [2023])[2023]
    assert total.unseen == [county.water.pk] and total.value("3.received.total") is None and county.water.pk not in total.missing


def test_who_may_add_up_what(county, boss):
    assert list(areas_seen(boss)) == [county.root]
    assert list(areas_seen(county.staff("education", Role.CLERK))) == []
    assert list(units_seen(county.staff("education", Role.CLERK))) == [county.education]
    assert list(units_seen(county.staff("education", Role.MANAGER))) == []


def test_the_report_of_an_area_is_compared_not_added(county, boss):
    figures(county.education, 2024, asked(5, 2))
    printed = figures(county.root, 2024, asked(6, 2), scope=Scope.AREA)
    total = add_up(boss, county.root, [2024])[2024]
    found = parent_check(total, printed)
    assert total.value("3.received.total") == 5
    assert [finding.cells[0] for finding in found] == ["3.received.person", "3.received.total", "3.carried_out.person", "3.carried_out.total"]
    assert "为 6，各单位合计为 5，相差 1" in found[1].message
    assert [one.code for one in parent_check(total, figures(county.office, 2024, name="2019", scope=Scope.AREA))] == ["rollup.edition"]


def test_the_report_of_an_area_stands_for_its_units_where_none_has_given_its_own(county, boss):
    station = Unit.objects.create(name="石里镇水利站", kind=UnitKind.DEPARTMENT, slug="station", parent=county.town)
    figures(county.education, 2024, asked(5))
    figures(county.town, 2024, asked(40), scope=Scope.AREA, doubtful=["2.orders.made"])
    figures(county.root, 2024, asked(99), scope=Scope.AREA)
    total, parts = units_of(boss, county.root, 2024, "3.received.total")
    assert (total.value("3.received.total"), total.whole) == (45, {county.town.pk: {county.town.pk, station.pk}})
    assert total.missing == [county.office.pk, county.water.pk] and total.doubtful == {county.town.pk: (1, "2.orders.made")}
    assert [(part.name, part.value) for part in parts] == [("石里镇人民政府（全域）", 40), ("清川县教育局", 5)]
    assert "其中石里镇人民政府按其全域报告计入" in total.sentence
    assert add_up(boss, county.root, [2024], kinds=[UnitKind.TOWN])[2024].counted == [], "it holds more than towns"
    figures(station, 2024, asked(3))
    total = add_up(boss, county.root, [2024])[2024]
    assert (total.value("3.received.total"), total.whole) == (8, {}) and county.town.pk in total.missing


def test_the_public_sum_holds_what_is_public_and_blames_nobody(county):
    figures(county.education, 2024, asked(5), public=True)
    figures(county.water, 2024, asked(7))
    total = add_public(county.root, [2024])[2024]
    assert (total.value("3.received.total"), total.missing, total.doubtful) == (5, [], {})


def test_the_questions_do_not_grow_with_the_units(county, boss, django_assert_num_queries):
    figures(county.education, 2024, asked(5))
    with CaptureQueriesContext(connection) as first:
        add_up(county.staff("root", Role.SUPERVISOR), county.root, [2024])
    figures(county.water, 2024, asked(5))
    figures(county.town, 2024, asked(5))
    with django_assert_num_queries(len(first)):
        add_up(county.staff("root", Role.SUPERVISOR), county.root, [2024])
