"""机构改革: merged, split, abolished, taken back; the figures of the year before keep their unit."""

from datetime import date

import pytest
from county import fresh, person, unit
from django.core.exceptions import ValidationError

from gongkai.web.common import days
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.organs.domain import queries, reforms, tokens, undoing, units
from gongkai.web.organs.enums import ChangeKind, Role, UnitKind
from gongkai.web.organs.models import Unit

DAY = date(2024, 3, 15)
EVE = date(2024, 3, 14)


@pytest.fixture
def boss(county):
    return county.staff("root", Role.MANAGER)


def add(boss, county, name, **facts):
    return units.add_unit(boss, county.root, name=name, kind=UnitKind.DEPARTMENT, **facts)


def test_two_bureaux_become_one_and_each_year_has_its_own_units(county, boss):
    culture, tourism = add(boss, county, "清川县文化局"), add(boss, county, "清川县旅游局")
    new = reforms.merge_units(boss, [culture, tourism], into={"name": "清川县文化和旅游局"}, day=DAY, document="清办发〔2024〕2号")
    assert new.parent == county.root and new.kind == UnitKind.DEPARTMENT
    before, after = set(queries.units_on(EVE)), set(queries.units_on(DAY))
    assert {culture, tourism} <= before and new not in before
    assert new in after and not {culture, tourism} & after
    assert queries.successors(culture, date(2023, 12, 31)) == [new] == queries.successors(tourism, EVE)
    assert queries.successors(culture, DAY) == [culture]  # nothing happened after that day
    assert queries.unit_by_name("清川县文化局", 2023) == culture and queries.unit_by_name("县文化局", 2024) == culture
    assert queries.unit_by_name("清川县文化局", 2025) is None
    assert queries.unit_by_name("清川县文化和旅游局", 2025) == new and queries.unit_by_name("清川县文化和旅游局", 2023) is None
    assert list(queries.changes_of(culture)) == list(queries.changes_of(new)) == [new.changes.get()]
    assert set(Event.objects.filter(action="unit.merged").values_list("unit", flat=True)) == {culture.pk, tourism.pk, new.pk}


def test_a_new_unit_reviews_as_strictly_as_those_it_is_made_of(county, boss):
    Unit.objects.filter(pk=county.water.pk).update(review_levels=3)
    Unit.objects.filter(pk=county.education.pk).update(region_code="990921")
    new = reforms.merge_units(boss, [county.education, county.water], into={"name": "甲局"}, day=DAY)
    assert (new.review_levels, new.region_code) == (3, "990921")
    parts = reforms.split_unit(boss, new, [{"name": "乙局"}, {"name": "丙局", "review_levels": 2}], stays=False, day=date(2025, 1, 10))
    assert [(part.review_levels, part.region_code) for part in parts] == [(3, "990921"), (2, "990921")]


def test_one_bureau_takes_in_another_and_the_units_below_it(county, boss):
    office = unit("清川县教育督导室", parent=county.education)
    staying = reforms.merge_units(boss, [county.education], into=county.water, day=DAY)
    assert staying == county.water and staying.abolished_on is None
    office.refresh_from_db()
    assert office.path == f"{county.water.path}{office.pk}/"
    assert queries.parents_on(EVE)[office.pk] == county.education.pk
    assert queries.successors(county.education, EVE) == [county.water] == queries.successors(county.water, EVE)


def test_the_unit_that_takes_in_may_be_named_among_those_that_merge(county, boss):
    reforms.merge_units(boss, [county.education, county.water], into=county.water, day=DAY)
    assert Unit.objects.get(pk=county.water.pk).abolished_on is None
    assert Unit.objects.get(pk=county.education.pk).abolished_on == DAY


def test_a_new_unit_may_bear_the_name_of_one_that_ends(county, boss):
    new = reforms.merge_units(boss, [county.education, county.water], into={"name": "清川县教育局"}, day=DAY)
    assert new.pk != county.education.pk and queries.unit_by_name("清川县教育局", 2023) == county.education
    assert queries.unit_by_name("清川县教育局", 2025) == new


def test_people_and_roles_pass_to_the_new_unit_where_that_is_wanted_and_stay_in_the_old(county, boss):
    new = reforms.merge_units(boss, [county.education, county.water], into={"name": "清川县综合局"}, day=DAY, carry=True)
    clerk = county.staff("education", Role.CLERK)
    assert clerk.home == new and clerk.holds(Role.CLERK, new) and clerk.holds(Role.CLERK, county.education)


def test_merging_asks_for_two_units_that_stand_and_the_right_from_above(county, boss):
    with pytest.raises(ValidationError, match="两个以上"):
        reforms.merge_units(boss, [county.water], into={"name": "清川县综合局"}, day=DAY)
    with pytest.raises(ValidationError, match="两个以上"):
        reforms.merge_units(boss, [county.water], into=county.water, day=DAY)
    with pytest.raises(Refused):
        reforms.merge_units(county.staff("education", Role.MANAGER), [county.education], into=county.water, day=DAY)
    below = unit("清川县水利站", parent=county.water)
    with pytest.raises(ValidationError, match="不能并入"):
        reforms.merge_units(boss, [county.water], into=below, day=DAY)
    assert not Unit.objects.exclude(abolished_on=None).exists()


def test_a_bureau_and_a_unit_below_it_merge_into_a_new_one(county, boss):
    below = unit("清川县水利站", parent=county.water)
    new = reforms.merge_units(boss, [county.water, below], into={"name": "清川县水务局"}, day=DAY)
    assert set(queries.units_on(DAY)) & {county.water, below, new} == {new}


def test_a_bureau_is_split_and_goes_on_or_ends(county, boss):
    sport, = reforms.split_unit(boss, county.education, [{"name": "清川县体育局"}], stays=True, day=DAY)
    assert set(queries.successors(county.education, EVE)) == {county.education, sport}
    one, two = reforms.split_unit(boss, county.water, [{"name": "清川县供水局"}, {"name": "清川县排水局"}], stays=False, day=DAY)
    assert queries.successors(county.water, EVE) == [one, two]
    assert queries.unit_by_name("清川县水利局", 2023) == county.water
    with pytest.raises(ValidationError, match="两个以上"):
        reforms.split_unit(boss, county.education, [{"name": "清川县考试局"}], stays=False, day=date(2024, 5, 1))


def test_succession_goes_on_through_later_changes(county, boss):
    first = reforms.merge_units(boss, [county.education, county.water], into={"name": "甲局"}, day=DAY)
    later = reforms.split_unit(boss, first, [{"name": "乙局"}, {"name": "丙局"}], stays=False, day=date(2025, 1, 10))
    assert queries.successors(county.water, EVE) == later
    assert queries.successors(first, DAY) == later


def test_an_abolished_unit_leaves_its_work_to_heirs_and_its_keys_end(county, boss):
    _, key = tokens.make_token(county.staff("water", Role.MANAGER), county.water, "办公系统")
    reforms.abolish_unit(boss, county.water, day=DAY, heirs=[county.education])
    assert queries.successors(county.water, EVE) == [county.education]
    assert tokens.token_of(f"Bearer {key}") is None
    assert fresh(county.people["water", Role.CLERK]).holds(Role.CLERK, county.water)  # old rows are still looked after
    with pytest.raises(ValidationError, match="已于2024-03-15撤销"):
        units.rename_unit(boss, Unit.objects.get(pk=county.water.pk), 2, day=date(2024, 6, 1), name="清川县水务局")


def test_a_unit_with_units_below_it_is_not_abolished(county, boss):
    unit("石里镇水利站", parent=county.town)
    with pytest.raises(ValidationError, match="还有1个下属单位"):
        reforms.abolish_unit(boss, county.town, day=DAY)
    with pytest.raises(Refused):
        reforms.abolish_unit(boss, county.root, day=DAY)


def test_a_step_entered_by_mistake_is_taken_back_the_last_one_first(county, boss):
    units.rename_unit(boss, county.town, 1, day=DAY, name="石里街道办事处")
    renamed = county.town.changes.get()
    units.move_unit(boss, county.town, 2, day=DAY, parent=county.water)
    moved = county.town.changes.get(kind=ChangeKind.MOVED)
    with pytest.raises(ValidationError, match="从最近的一项开始"):
        undoing.undo_change(boss, renamed, "误操作")
    undoing.undo_change(boss, moved, "误操作")
    undoing.undo_change(boss, renamed, "误操作")
    town = Unit.objects.get(pk=county.town.pk)
    assert (town.name, town.parent, town.path) == ("石里镇人民政府", county.root, county.town.path)
    assert queries.name_on(town, date(2025, 1, 1)) == "石里镇人民政府" and not town.changes.held().exists()
    assert queries.parents_on(EVE)[town.pk] == county.root.pk
    assert Event.objects.filter(action="unit.change_undone").count() == 2


def test_an_abolition_entered_by_mistake_is_taken_back(county, boss):
    water = add(boss, county, "清川县水务局")
    reforms.abolish_unit(boss, water, day=DAY)
    undoing.undo_change(boss, water.changes.get(kind=ChangeKind.ABOLISHED), "误操作")
    water.refresh_from_db()
    assert water.abolished_on is None and water.names.get().until is None


def merger(boss, county):
    """教育局, with a unit below it, and 水利局 become one; people pass on."""
    below = unit("清川县教育督导室", parent=county.education)
    new = reforms.merge_units(boss, [county.education, county.water], into={"name": "清川县教育局"}, day=DAY, carry=True)
    return new, below


def test_a_merger_entered_by_mistake_is_taken_back_by_another_entry(county, boss):
    new, below = merger(boss, county)
    entered = new.changes.get()
    entry = undoing.undo_change(boss, entered, "选错了单位")
    education, water, new, below = (Unit.objects.get(pk=one.pk) for one in (county.education, county.water, new, below))
    assert education.abolished_on is None and water.abolished_on is None and not new.exists_on(DAY)
    assert (below.parent, below.path) == (education, f"{education.path}{below.pk}/")
    assert queries.parents_on(EVE)[below.pk] == education.pk == queries.parents_on(date(2030, 1, 1))[below.pk]
    assert set(queries.units_on(DAY)) >= {education, water, below} and new not in queries.units_on(DAY)
    assert queries.name_on(education, date(2030, 1, 1)) == "清川县教育局" and queries.unit_by_name("清川县教育局", 2025) == education
    assert queries.successors(education, EVE) == [education]
    assert queries.unit_by_name("清川县教育局", 2024) == education, "the unit that never stood bears the name too"
    clerk = county.staff("education", Role.CLERK)
    assert clerk.home == education and clerk.holds(Role.CLERK, education) and not clerk.holds(Role.CLERK, new)
    assert (entry.kind, entry.undoes, entry.note) == (ChangeKind.UNDONE, entered, "选错了单位")
    assert set(queries.changes_of(water)) == {entered, entry}, "the wrong entry stays on record"
    logged = Event.objects.filter(action="unit.change_undone", note="选错了单位").values_list("unit", flat=True)
    assert set(logged) == {education.pk, water.pk, new.pk}
    with pytest.raises(ValidationError, match="已经撤回"):
        undoing.undo_change(boss, entered, "又一次")
    again = reforms.merge_units(boss, [education, water], into=water, day=DAY)  # and now the right one
    assert again == water and queries.successors(education, EVE) == [water]


def test_a_merger_into_one_of_the_units_is_taken_back_and_what_was_moved_since_stays(county, boss):
    first, second = unit("清川县督导室", parent=county.education), unit("清川县考试中心", parent=county.education)
    reforms.merge_units(boss, [county.education], into=county.water, day=DAY)
    second.refresh_from_db()
    units.move_unit(boss, second, second.version, day=date(2024, 9, 1), parent=county.office)
    undoing.undo_change(boss, county.water.changes.get(kind=ChangeKind.MERGED), "误操作")
    assert Unit.objects.get(pk=county.water.pk).abolished_on is None is Unit.objects.get(pk=county.education.pk).abolished_on
    assert Unit.objects.get(pk=first.pk).parent == county.education
    assert Unit.objects.get(pk=second.pk).parent == county.office


def test_what_a_merged_unit_has_of_its_own_by_then_stays_with_it(county, boss):
    new, _ = merger(boss, county)
    late = person("late", new, Role.CLERK)
    undoing.undo_change(boss, new.changes.get(), "误操作")
    new.refresh_from_db()
    assert new.abolished_on == days.today() and new.exists_on(DAY)
    assert fresh(late).holds(Role.CLERK, new)


def test_a_merger_is_not_taken_back_past_later_changes_by_others_or_without_a_reason(county, boss):
    new, _ = merger(boss, county)
    entered = new.changes.get()
    with pytest.raises(ValidationError, match="说明理由"):
        undoing.undo_change(boss, entered, " ")
    with pytest.raises(Refused):
        undoing.undo_change(county.staff("education", Role.MANAGER), entered, "误操作")
    sub = units.add_unit(boss, new, name="清川县教研室", kind=UnitKind.DEPARTMENT)
    with pytest.raises(ValidationError, match="下属单位"):
        undoing.undo_change(boss, entered, "误操作")
    reforms.abolish_unit(boss, sub, day=days.today())
    units.rename_unit(boss, new, new.version, day=date(2024, 9, 1), name="清川县教育和水利局")
    with pytest.raises(ValidationError, match="从最近的一项开始"):
        undoing.undo_change(boss, entered, "误操作")
    undoing.undo_change(boss, new.changes.get(kind=ChangeKind.RENAMED), "误操作")
    undoing.undo_change(boss, entered, "误操作")
    assert Unit.objects.get(pk=county.water.pk).abolished_on is None


def test_what_was_taken_back_leaves_the_name_free_only_while_nobody_took_it(county, boss):
    new = reforms.merge_units(boss, [county.education, county.water], into={"name": "甲局"}, day=DAY)
    add(boss, county, "清川县水利局")
    with pytest.raises(ValidationError, match="已有同名单位"):
        undoing.undo_change(boss, new.changes.get(), "误操作")
    assert Unit.objects.get(pk=county.education.pk).abolished_on == DAY, "all of it or nothing"


@pytest.mark.parametrize("stays", [True, False])
def test_a_division_entered_by_mistake_is_taken_back(county, boss, stays):
    parts = reforms.split_unit(boss, county.water, [{"name": "清川县供水局"}, {"name": "清川县排水局"}], stays=stays, day=DAY)
    entered = county.water.changes.get()
    undoing.undo_change(boss, entered, "误操作")
    water = Unit.objects.get(pk=county.water.pk)
    assert water.abolished_on is None and water.names.filter(until=None).count() <= 1
    assert not set(queries.units_on(days.today())) & set(parts)
    assert queries.successors(water, EVE) == [water] and queries.name_on(water, days.today()) == "清川县水利局"
    reforms.split_unit(boss, water, [{"name": "清川县供水局"}, {"name": "清川县排水局"}], stays=stays, day=DAY)


def test_a_founding_is_no_step_that_can_be_taken_back(county, boss):
    made = add(boss, county, "清川县体育局", founded_on=DAY)
    with pytest.raises(ValidationError, match="不能撤回"):
        undoing.undo_change(boss, made.changes.get(), "误操作")


@pytest.mark.parametrize("name", ["清川县教育局", "县教育局", "教育局", "清川教育局", "县教局", "清川县 教育局"])
def test_a_unit_is_found_by_its_name_with_and_without_the_region_and_by_its_short_name(county, boss, name):
    units.edit_unit(boss, county.education, 1, short_name="县教局")
    assert queries.unit_by_name(name, 2024) == county.education


def test_last_years_figures_are_found_under_the_old_name_and_the_new(county, boss):
    units.rename_unit(boss, county.education, 1, day=DAY, name="清川县教育体育局")
    for year in (2023, 2024):
        assert queries.unit_by_name("清川县教育局", year) == county.education
    assert queries.unit_by_name("清川县教育体育局", 2023) == county.education  # reported late, under the new name
    assert queries.unit_by_name("清川县政府办公室", 2023) == county.office


def test_a_name_that_may_mean_two_units_means_none(county):
    other = unit("南汀县人民政府", UnitKind.GOVERNMENT)
    theirs = unit("南汀县教育局", parent=other)
    assert queries.unit_by_name("县教育局", 2024) is None
    assert queries.unit_by_name("南汀县教育局", 2024) == theirs
    assert queries.unit_by_name("县教育局", 2024, among=other.subtree()) == theirs
    assert queries.unit_by_name("", 2024) is None
