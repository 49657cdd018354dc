"""Units in a tree: set up, described, renamed, moved."""

from datetime import date

import pytest
from county import fresh, person, unit
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.organs.domain import queries, units
from gongkai.web.organs.enums import ChangeKind, Role, UnitKind
from gongkai.web.organs.models import Unit, UnitName

DAY = date(2024, 7, 1)


@pytest.fixture
def boss(county):
    return county.staff("root", Role.MANAGER)


def test_a_unit_is_set_up_under_another_with_its_first_name_and_a_web_name(county, boss):
    made = units.add_unit(boss, county.root, name="清川县民政局", kind=UnitKind.DEPARTMENT, founded_on=date(2019, 3, 1))
    assert made.path == f"{county.root.path}{made.pk}/" and made.slug
    assert list(made.names.values_list("name", "since", "until")) == [("清川县民政局", date(2019, 3, 1), None)]
    assert made.changes.get().kind == ChangeKind.FOUNDED
    assert Event.objects.get(action="unit.added").after["name"] == "清川县民政局"


def test_a_manager_sets_up_units_only_under_units_of_their_own(county):
    with pytest.raises(Refused):
        units.add_unit(county.staff("education", Role.MANAGER), county.water, name="某站", kind=UnitKind.DEPARTMENT)
    with pytest.raises(Refused):
        units.add_unit(county.staff("root", Role.SUPERVISOR), county.root, name="某局", kind=UnitKind.DEPARTMENT)


def test_two_standing_units_of_one_name_under_one_unit_are_refused_in_a_sentence(county, boss):
    with pytest.raises(ValidationError, match="同一上级之下已有同名单位"):
        units.add_unit(boss, county.root, name="清川县教育局", kind=UnitKind.DEPARTMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        unit("清川县教育局", parent=county.root)


def test_facts_are_changed_with_what_they_were_before_in_the_log(county, boss):
    units.edit_unit(boss, county.education, 1, short_name="县教育局", review_levels=3)
    county.education.refresh_from_db()
    assert (county.education.short_name, county.education.review_levels, county.education.version) == ("县教育局", 3, 2)
    event = Event.objects.get(action="unit.edited")
    assert event.before == {"review_levels": 1} and event.after == {"short_name": "县教育局", "review_levels": 3}
    assert event.unit == county.education


def test_the_second_of_two_editors_is_told(county, boss):
    units.edit_unit(boss, county.education, 1, document_word="清教")
    with pytest.raises(Conflict):
        units.edit_unit(boss, county.education, 1, document_word="清教发")


@pytest.mark.parametrize(("facts", "words"), [
    ({"credit_code": "11111111111111111X"}, "统一社会信用代码应为18位"), ({"region_code": "12345"}, "行政区划代码应为"),
    ({"review_levels": 4}, "审核级数应为1至3级"), ({"slug": "u1"}, "该网址名已被其他单位使用")])
def test_a_wrong_fact_is_refused_and_nothing_is_saved(county, boss, facts, words):
    with pytest.raises(ValidationError, match=words):
        units.edit_unit(boss, county.education, 1, **facts)
    assert Unit.objects.get(pk=county.education.pk).version == 1


def test_a_rename_in_the_midst_of_a_year_keeps_the_old_name_with_its_days(county, boss):
    units.rename_unit(boss, county.education, 1, day=DAY, name="清川县教育体育局", short_name="县教体局", document="清编〔2024〕3号")
    county.education.refresh_from_db()
    assert county.education.name == "清川县教育体育局"
    assert queries.name_on(county.education, date(2024, 6, 30)) == "清川县教育局"
    assert queries.name_on(county.education, DAY) == "清川县教育体育局"
    assert queries.name_on(county.education, date(1999, 1, 1)) == "清川县教育局"
    change = county.education.changes.get()
    assert (change.kind, change.day, change.document) == (ChangeKind.RENAMED, DAY, "清编〔2024〕3号")


def test_a_rename_takes_effect_after_the_name_before_it_and_not_in_days_to_come(county, boss):
    units.rename_unit(boss, county.education, 1, day=DAY, name="清川县教育体育局")
    with pytest.raises(ValidationError, match="现名称自2024-07-01起使用"):
        units.rename_unit(boss, county.education, 2, day=DAY, name="清川县教育委员会")
    with pytest.raises(ValidationError, match="尚未到来"):
        units.rename_unit(boss, county.education, 2, day=date(2999, 1, 1), name="清川县教育委员会")


def test_a_name_that_was_entered_wrongly_is_put_right_without_a_change_of_the_unit(county, boss):
    made = units.add_unit(boss, county.root, name="清川县明政局", kind=UnitKind.DEPARTMENT)
    units.correct_name(boss, made, 1, name="清川县民政局", note="录入时错字")
    assert queries.name_on(made, date(2000, 1, 1)) == "清川县民政局" and not made.changes.exists()


def test_a_town_becomes_a_subdistrict_under_a_new_name(county, boss):
    units.rename_unit(boss, county.town, 1, day=DAY, name="石里街道办事处", kind=UnitKind.SUBDISTRICT)
    county.town.refresh_from_db()
    assert county.town.kind == UnitKind.SUBDISTRICT


def test_moving_a_unit_takes_its_whole_subtree_along_and_the_gate_follows(county, boss):
    station = unit("石里镇水利站", parent=county.town)
    watcher = person("水利主管", county.water, Role.SUPERVISOR)
    assert not Unit.objects.restrict(fresh(watcher)).filter(pk=station.pk).exists()
    units.move_unit(boss, county.town, 1, day=DAY, parent=county.water, document="清政函〔2024〕8号")
    station.refresh_from_db()
    assert station.path == f"{county.water.path}{county.town.pk}/{station.pk}/"
    assert Unit.objects.restrict(fresh(watcher)).filter(pk=station.pk).exists()
    assert queries.parents_on(date(2024, 6, 30))[county.town.pk] == county.root.pk
    assert queries.parents_on(DAY)[county.town.pk] == county.water.pk


def test_a_unit_is_not_moved_into_its_own_subtree_nor_by_its_own_manager(county, boss):
    station = unit("石里镇水利站", parent=county.town)
    with pytest.raises(ValidationError, match="不能作为它的上级"):
        units.move_unit(boss, county.town, 1, day=DAY, parent=station)
    with pytest.raises(Refused):
        units.move_unit(county.staff("town", Role.MANAGER), county.town, 1, day=DAY, parent=county.town)
    with pytest.raises(Refused):
        units.move_unit(boss, county.root, 1, day=DAY, parent=county.town)


def test_a_unit_has_one_present_name(county):
    UnitName.objects.create(unit=county.water, name="甲")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitName.objects.create(unit=county.water, name="乙")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=12))
def test_whatever_is_moved_wherever_paths_tell_the_tree(county, moves):
    """After any moves, refused ones among them, every path is the parent's path and the own id: no circle, none left behind."""
    with transaction.atomic():
        boss = county.staff("root", Role.MANAGER)
        rows = [unit(f"单位{number}", parent=county.root) for number in range(12)]
        day = date(2000, 1, 1)
        for moved, under in moves:
            day = day.replace(year=day.year + 1)
            row = Unit.objects.get(pk=rows[moved].pk)
            try:
                units.move_unit(boss, row, row.version, day=day, parent=rows[under])
            except ValidationError:
                continue
        found = {row.pk: row for row in Unit.objects.all()}
        for row in found.values():
            assert row.path == (found[row.parent_id].path if row.parent_id else "/") + f"{row.pk}/"
        transaction.set_rollback(True)


def names():
    return list(Unit.objects.values_list("name", flat=True))


def test_units_are_listed_as_the_tree_is_shown(county):
    boss = county.staff("root", Role.MANAGER)
    school = units.add_unit(boss, county.education, name="清川县第一小学", kind=UnitKind.AUTHORISED)
    many = [units.add_unit(boss, county.root, name=f"第{number}局", kind=UnitKind.DEPARTMENT) for number in range(8)]  # ids of two digits
    assert names() == ["清川县人民政府", "清川县人民政府办公室", "清川县教育局", "清川县第一小学", "清川县水利局", "石里镇人民政府", *(unit.name for unit in many)]
    units.edit_unit(boss, county.education, county.education.version, order=90)
    assert names()[-2:] == ["清川县教育局", "清川县第一小学"]
    units.move_unit(boss, school, school.version, day=date(2026, 1, 5), parent=county.town)
    assert names()[names().index("石里镇人民政府") + 1] == "清川县第一小学" and names()[-1] == "清川县教育局"


def test_the_place_of_each_unit_is_what_its_row_says(county):
    boss = county.staff("root", Role.MANAGER)
    units.edit_unit(boss, county.root, county.root.version, order=7)
    for row in Unit.objects.all():
        kept, row.place = row.place, ""
        row.save()
        assert row.place == kept
