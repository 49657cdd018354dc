"""People, their passwords, the roles they hold."""

from datetime import date, timedelta

import pytest
from county import fresh, person
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.web.common import days
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.organs.domain import people, roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld


@pytest.fixture
def boss(county):
    return county.staff("root", Role.MANAGER)


def test_a_new_person_gets_a_first_password_that_must_be_changed(county, boss):
    made, password = people.add_person(boss, county.education, username="王小明", name="王小明", telephone="0571-8888")
    assert made.check_password(password) and made.must_change_password and len(password) == 14
    assert "8888" not in str(Event.objects.filter(action="person.added").values())
    assert made.grants == ()


def test_a_user_name_that_is_taken_is_refused_in_a_sentence(county, boss):
    with pytest.raises(ValidationError, match="该用户名已被使用"):
        people.add_person(boss, county.education, username="root-clerk", name="某")


def test_a_manager_makes_people_only_in_units_of_their_own(county):
    manager = county.staff("education", Role.MANAGER)
    people.add_person(manager, county.education, username="wang", name="王")
    with pytest.raises(Refused):
        people.add_person(manager, county.water, username="li", name="李")


def test_the_log_says_that_a_telephone_number_was_changed_but_not_to_what(county, boss):
    somebody = county.people["education", Role.CLERK]
    people.change_person(boss, somebody, 1, name="新名", telephone="13800000000", email="a@example.cn")
    event = Event.objects.get(action="person.changed")
    assert event.after == {"name": "新名", "telephone": "已修改", "email": "已修改"}
    assert event.before == {"name": "education-clerk"}
    with pytest.raises(Conflict):
        people.change_person(boss, somebody, 1, name="另一名")


def test_resetting_a_password_ends_sessions_and_asks_for_a_new_one(county, boss, client):
    somebody = county.people["education", Role.CLERK]
    client.force_login(somebody)
    password = people.reset_password(boss, somebody)
    assert fresh(somebody).check_password(password) and fresh(somebody).must_change_password
    assert client.get("/workbench/").status_code == 302  # to the sign-in
    assert password not in str(list(Event.objects.values()))


def test_an_account_that_holds_a_role_above_is_not_taken_over_from_below(county):
    manager = county.staff("office", Role.MANAGER)
    leader = person("县领导", county.office, Role.MANAGER, where=county.root)
    for act in (lambda: people.reset_password(manager, fresh(leader)),
                lambda: people.deactivate_person(manager, fresh(leader), "理由"),
                lambda: people.change_person(manager, fresh(leader), 1, email="mine@example.cn")):
        with pytest.raises(Refused):
            act()


def test_somebody_who_left_signs_in_no_more_and_may_do_nothing(county, boss, client):
    somebody = county.people["education", Role.CLERK]
    client.force_login(somebody)
    people.deactivate_person(boss, somebody, "调离")
    assert fresh(somebody).grants == () and client.get("/workbench/").status_code == 302
    people.activate_person(boss, fresh(somebody))
    assert fresh(somebody).holds(Role.CLERK, county.education)


def test_nobody_deactivates_themselves_and_the_last_manager_at_the_top_stays(county, boss):
    with pytest.raises(ValidationError, match="不能停用自己"):
        people.deactivate_person(boss, boss, "理由")
    second = person("第二人", county.root, Role.MANAGER)
    people.deactivate_person(boss, fresh(second), "理由")
    with pytest.raises(ValidationError, match="唯一的管理员"):
        roles.revoke_role(boss, boss.roles.get())
    with pytest.raises(ValidationError, match="唯一的管理员"):
        roles.revoke_role(boss, boss.roles.get(), until=days.today() + timedelta(days=30))


def test_a_person_moves_to_another_unit_and_keeps_the_roles(county, boss):
    somebody = county.staff("education", Role.CLERK)
    people.move_person(boss, somebody, 1, county.water)
    assert fresh(somebody).home == county.water and fresh(somebody).holds(Role.CLERK, county.education)
    with pytest.raises(Refused):
        people.move_person(county.staff("water", Role.MANAGER), fresh(somebody), 2, county.education)


def test_a_role_is_granted_from_a_day_on_and_taken_away_at_once(county, boss):
    somebody = county.people["education", Role.CLERK]
    held = roles.grant_role(boss, somebody, county.water, Role.REVIEWER)
    assert fresh(somebody).holds(Role.REVIEWER, county.water)
    roles.revoke_role(boss, held)
    assert not fresh(somebody).holds(Role.REVIEWER, county.water)
    held.refresh_from_db()
    assert held.until == days.today() and held.ended_by == boss
    again = roles.grant_role(boss, somebody, county.water, Role.REVIEWER)  # the same day
    assert again.pk != held.pk and fresh(somebody).holds(Role.REVIEWER, county.water)


def test_a_role_with_a_last_day_to_come_holds_until_then(county, boss):
    somebody, today = county.people["education", Role.CLERK], days.today()
    held = roles.grant_role(boss, somebody, county.water, Role.SIGNER, until=today + timedelta(days=7))
    assert fresh(somebody).holds(Role.SIGNER, county.water)
    assert held in RoleHeld.objects.on(today + timedelta(days=7)) and held not in RoleHeld.objects.on(today + timedelta(days=8))
    later = roles.grant_role(boss, somebody, county.water, Role.SIGNER, since=today + timedelta(days=8))
    roles.revoke_role(boss, later)  # before it began
    assert later not in RoleHeld.objects.on(today + timedelta(days=8))


def test_a_role_is_held_once_at_a_time(county, boss):
    somebody = county.people["education", Role.CLERK]
    with pytest.raises(ValidationError, match="已是清川县教育局的经办人"):
        roles.grant_role(boss, somebody, county.education, Role.CLERK)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHeld.objects.create(person=somebody, unit=county.education, role=Role.CLERK, since=date(2024, 1, 1))


def test_nobody_grants_beyond_the_own_subtree(county):
    manager = county.staff("education", Role.MANAGER)
    somebody = county.people["education", Role.CLERK]
    roles.grant_role(manager, somebody, county.education, Role.REVIEWER)
    for elsewhere in (county.root, county.water):
        with pytest.raises(Refused):
            roles.grant_role(manager, somebody, elsewhere, Role.REVIEWER)
    with pytest.raises(Refused):
        roles.revoke_role(manager, county.people["water", Role.CLERK].roles.get())
    with pytest.raises(Refused):
        roles.grant_role(county.staff("root", Role.SUPERVISOR), somebody, county.education, Role.SIGNER)


def test_a_role_is_not_granted_to_somebody_who_left_nor_for_days_gone_by(county, boss):
    somebody = county.people["education", Role.CLERK]
    with pytest.raises(ValidationError, match="不能早于今天"):
        roles.grant_role(boss, somebody, county.water, Role.CLERK, since=date(2020, 1, 1))
    people.deactivate_person(boss, somebody, "调离")
    with pytest.raises(ValidationError, match="已停用"):
        roles.grant_role(boss, fresh(somebody), county.water, Role.CLERK)


def test_an_office_of_one_person_may_approve_its_own_text_by_name(county, boss):
    alone = county.staff("town", Role.CLERK)
    assert not roles.may_approve_own(alone, county.town)
    leave = roles.allow_sole_approval(boss, county.town, alone, "全镇仅一名工作人员")
    assert roles.may_approve_own(alone, county.town) and not roles.may_approve_own(alone, county.water)
    with pytest.raises(ValidationError, match="无需重复批准"):
        roles.allow_sole_approval(boss, county.town, alone, "再次")
    roles.end_sole_approval(boss, leave)
    assert not roles.may_approve_own(alone, county.town)


def test_leave_to_approve_ones_own_text_comes_from_somebody_else_and_has_a_reason(county, boss):
    manager = county.staff("town", Role.MANAGER)
    with pytest.raises(ValidationError, match="不能批准自己"):
        roles.allow_sole_approval(manager, county.town, manager, "仅一人")
    with pytest.raises(ValidationError):
        roles.allow_sole_approval(boss, county.town, county.staff("town", Role.CLERK), "  ")
    with pytest.raises(ValidationError, match="没有角色"):
        roles.allow_sole_approval(boss, county.town, county.staff("water", Role.CLERK), "仅一人")


def test_holders_are_those_who_can_act_today(county, boss):
    assert list(roles.holders(county.town, Role.REVIEWER)) == [county.people["town", Role.REVIEWER]]
    people.deactivate_person(boss, county.people["town", Role.REVIEWER], "调离")
    assert not roles.holders(county.town, Role.REVIEWER).exists()


def test_the_first_manager_begins_a_site(county):
    made = people.first_manager(county.root, username="admin", name="张三", password="very-strong-2024")
    assert fresh(made).holds(Role.MANAGER, county.root)
    with pytest.raises(ValidationError):
        people.first_manager(county.root, username="admin2", name="李四", password="12345")
    assert not Person.objects.filter(username="admin2").exists()
