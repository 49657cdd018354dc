"""Screens of units, people, roles, keys and the log: what they show, what they do, what they cost."""

import re
from datetime import date

import pytest
from county import person, unit
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.web.common.models import Event, ImportRun
from gongkai.web.organs import tables
from gongkai.web.organs.domain import roles, tokens, units
from gongkai.web.organs.domain.importing import import_units
from gongkai.web.organs.domain.tree import lines_of
from gongkai.web.organs.enums import Role, UnitKind
from gongkai.web.organs.models import ApiToken, OfficeContact, Officer, Person, RoleHeld, Unit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def boss(county, client):
    client.force_login(county.people["root", "manager"], backend=BACKEND)
    return client


def text(response):
    return response.content.decode()


def at(name, row=None, **query):
    return reverse(f"organs:{name}", args=[row.pk] if row else [], query=query or None)


def many(county, number, first=0):
    """Units below the county, some of them below one another."""
    for place in range(first, first + number):
        units.add_unit(county.staff("root", "manager"), county.education if place % 3 else county.root, name=f"单位{place}",
                       kind=UnitKind.DEPARTMENT)


@pytest.mark.parametrize("address", ["units", "units_list", "people", "roles", "log"])
def test_a_screen_asks_as_much_of_the_database_for_many_units_as_for_few(county, boss, address):
    many(county, 1)
    boss.get(at(address))
    with CaptureQueriesContext(connection) as few:
        boss.get(at(address))
    many(county, 12, 1)
    with CaptureQueriesContext(connection) as more:
        boss.get(at(address))
    assert len(more) <= len(few)


def test_the_tree_is_whole_and_nested_as_units_are(county, boss):
    station = unit("石里镇水利站", parent=county.town)
    page = text(boss.get(at("units")))
    assert page.count("<ul>") == page.count("</ul>") - page.count("<ul ") and page.count("<details") == page.count("</details>") == 2
    lines = lines_of(Unit.objects.all(), date.today())
    assert [(line.name, line.depth, line.below) for line in lines][-2:] == [("石里镇人民政府", 1, 1), (station.name, 2, 0)]


@pytest.mark.parametrize("depths", [[0], [0, 0], [0, 1, 2, 0], [0, 1, 2, 3], [0, 1, 1, 2, 0, 1]])
def test_lists_that_open_in_the_tree_are_closed(county, depths):
    above = [county.root]
    for number, depth in enumerate(depths):
        del above[depth + 1:]
        above.append(unit(f"层{number}", parent=above[-1]))
    lines = lines_of(Unit.objects.all(), date.today())
    assert sum(line.opens for line in lines) == sum(len(line.closes) for line in lines)


def test_the_tree_of_a_day_gone_by_shows_the_units_names_and_places_of_that_day(county, boss):
    somebody = county.staff("root", "manager")
    units.rename_unit(somebody, county.education, 1, day=date(2024, 7, 1), name="清川县教育体育局")
    units.move_unit(somebody, county.town, 1, day=date(2024, 7, 1), parent=county.water)
    before, after = text(boss.get(at("units", on="2024-06-30"))), text(boss.get(at("units")))
    assert "清川县教育局" in before and "清川县教育体育局" not in before
    assert "清川县教育体育局" in after and "1 个下属单位" in after and "1 个下属单位" not in before


def test_a_day_that_is_none_is_told_of(county, boss):
    assert "截至日期填写有误" in text(boss.get(at("units", on="昨天")))


def test_a_unit_is_found_by_a_former_name(county, boss):
    units.rename_unit(county.staff("root", "manager"), county.education, 1, day=date(2024, 7, 1), name="清川县教体局")
    assert "清川县教体局" in text(boss.get(at("units_list", q="教育局")))
    assert "清川县水利局" not in text(boss.get(at("units_list", q="教育局")))


def test_the_export_of_units_holds_the_codes_that_the_screen_has_no_room_for(county, boss):
    Unit.objects.filter(pk=county.water.pk).update(region_code="330000")
    rows = boss.get(at("units_list", export="csv")).getvalue().decode("utf-8-sig").splitlines()
    assert rows[0].startswith("名称,简称,类别,上级单位,机关代字,审核级数,联系电话,行政区划代码")
    assert any("清川县水利局" in row and "330000" in row for row in rows)


@pytest.mark.parametrize("table", [tables.UnitTable, tables.PersonTable, tables.RoleTable, tables.SoleTable, tables.TokenTable, tables.EventTable])
def test_every_column_has_a_chinese_head(table):
    for column in table([]).columns:
        assert not re.search("[A-Za-z]", str(column.header)), column.name


def test_each_kind_of_change_has_its_form(county, boss):
    new = boss.post(at("unit_add"), {"parent": county.root.pk, "name": "清川县民政局", "kind": "department", "review_levels": 2})
    made = Unit.objects.get(name="清川县民政局")
    assert new["Location"] == at("unit", made) and made.review_levels == 2
    boss.post(at("unit_edit", made), {"row-version": 1, "kind": "department", "slug": "mzj", "review_levels": 3, "short_name": "县民政局"})
    boss.post(at("unit_rename", made), {"row-version": 2, "name": "清川县民政和老龄局", "kind": "department", "day": "2024-07-01"})
    boss.post(at("unit_move", made), {"row-version": 3, "parent": county.town.pk, "day": "2024-07-02"})
    boss.post(at("unit_move", made), {"row-version": 4, "parent": county.root.pk, "day": "2024-07-03"})
    made.refresh_from_db()
    assert (made.slug, made.name, made.parent) == ("mzj", "清川县民政和老龄局", county.root)
    boss.post(at("unit_split", made), {"parts": "清川县老龄局", "stays": "on", "day": "2024-08-01"})
    boss.post(at("unit_merge", made), {"units": [made.pk, county.water.pk], "name": "清川县综合局", "day": "2024-09-01"})
    assert Unit.objects.get(name="清川县综合局").changes.get().sources.count() == 2
    old = Unit.objects.get(name="清川县老龄局")
    boss.post(at("unit_abolish", old), {"day": "2024-09-02", "heirs": [county.root.pk]})
    old.refresh_from_db()
    assert old.abolished_on == date(2024, 9, 2) and "职能由清川县人民政府承接" in text(boss.get(at("unit", old)))
    boss.post(at("change_undo", old.changes.get(kind="abolished")), {"reason": "误操作"})
    old.refresh_from_db()
    assert old.abolished_on is None


def test_what_domain_says_against_a_change_stands_in_the_form(county, boss):
    answer = boss.post(at("unit_rename", county.water), {"row-version": 1, "name": "新名", "kind": "department", "day": "2999-01-01"})
    assert "尚未到来" in text(answer)
    unit("石里镇水利站", parent=county.town)
    assert "还有1个下属单位" in text(boss.post(at("unit_abolish", county.town), {"day": "2024-01-01"}))


def test_contacts_and_officers_are_kept_by_the_units_own_clerk(county, client):
    client.force_login(county.people["town", "clerk"], backend=BACKEND)
    client.post(at("unit_contact", county.town), {"office": "党政办公室", "address": "石里镇中心街1号", "hours": "工作日", "telephone": "1234567",
                                                  "since": "2024-01-01", "seen": ""})
    client.post(at("officer_add", county.town), {"name": "赵一", "post": "staff", "since": "2024-01-01"})
    officer = Officer.objects.get()
    client.post(at("officer_change", officer), {"name": "赵一", "post": "office_head", "since": "2024-06-01"})
    client.post(at("officer_end", Officer.objects.get(until=None)), {"until": "2024-07-01"})
    assert OfficeContact.objects.get().office == "党政办公室"
    assert list(Officer.objects.order_by("id").values_list("post", "until")) == [
        ("staff", date(2024, 5, 31)), ("office_head", date(2024, 7, 1))]
    assert "党政办公室" in text(client.get(at("unit", county.town)))


def test_a_new_person_is_made_with_roles_and_the_password_is_shown_once(county, boss):
    page = text(boss.post(at("person_add"), {"home": county.water.pk, "username": "wang", "name": "王五", "roles": ["clerk", "reviewer"]}))
    made = Person.objects.get(username="wang")
    password = re.search(r'class="secret">([^<]+)<', page)[1]
    assert made.check_password(password) and {held.role for held in made.roles.all()} == {"clerk", "reviewer"}
    assert password not in text(boss.get(at("person", made)))


def test_a_person_is_changed_moved_reset_put_out_and_let_in_again(county, boss):
    made = county.people["water", "clerk"]
    boss.post(at("person_edit", made), {"row-version": 1, "username": made.username, "name": "新名", "telephone": "123"})
    boss.post(at("person_home", made), {"row-version": 2, "home": county.town.pk})
    page = text(boss.post(at("person_password", made)))
    made.refresh_from_db()
    assert made.name == "新名" and made.home == county.town and made.check_password(re.search(r'"secret">([^<]+)<', page)[1])
    boss.post(at("person_deactivate", made), {"reason": "调离"})
    made.refresh_from_db()
    assert not made.is_active and "已停用" in text(boss.get(at("person", made)))
    boss.post(at("person_activate", made))
    made.refresh_from_db()
    assert made.is_active
    assert "没有启用两步验证" in text(boss.post(at("person_second_factor", made)))


@pytest.mark.parametrize("route", ["roles", "sole"])
def test_who_holds_something_is_found_by_name_and_by_user_name(county, boss, route):
    clerk = county.people["water", "clerk"]
    Person.objects.filter(pk=clerk.pk).update(name="张小河")
    roles.allow_sole_approval(county.staff("root", Role.MANAGER), county.water, clerk, "只有一人")
    for words, found in (("小河", True), ("WATER-CL", True), ("没有的人", False)):
        assert ("张小河" in text(boss.get(at(route), {"q": words}))) is found


def test_roles_are_granted_several_at_once_and_all_or_none(county, boss):
    alone = person("一人", county.town)
    values = {"who": alone.pk, "unit": county.town.pk, "roles": ["clerk", "reviewer"], "since": date.today().isoformat()}
    assert boss.post(at("role_grant"), values).status_code == 302
    boss.post(at("role_revoke", alone.roles.get(role="reviewer")), {})
    again = boss.post(at("role_grant"), {**values, "roles": ["reviewer", "clerk"]})
    assert "无需重复授予" in text(again)
    assert not RoleHeld.objects.filter(person=alone, role="reviewer", until=None).exists()


def test_leave_for_a_sole_approver_is_given_and_ended(county, boss):
    clerk = county.people["town", "clerk"]
    boss.post(at("sole_add"), {"who": clerk.pk, "unit": county.town.pk, "reason": "仅一人", "since": date.today().isoformat()})
    assert "仅一人" in text(boss.get(at("sole")))
    boss.post(at("sole_end", county.town.sole_approvers.get()), {})
    assert "仅一人" not in text(boss.get(at("sole"))) and "仅一人" in text(boss.get(at("sole", state="all")))


def test_a_key_is_made_shown_and_stopped(county, boss):
    page = text(boss.post(at("token_add"), {"unit": county.water.pk, "name": "协同办公", "role": "clerk"}))
    key = re.search(r'"secret">([^<]+)<', page)[1]
    assert tokens.token_of(f"Bearer {key}") is not None and key not in text(boss.get(at("tokens")))
    boss.post(at("token_revoke", ApiToken.objects.get()), {"reason": "更换系统"})
    assert tokens.token_of(f"Bearer {key}") is None


def test_choosers_hold_nothing_from_beyond_the_gate(county, client):
    client.force_login(county.people["education", "manager"], backend=BACKEND)
    for address in ("person_add", "role_grant", "sole_add", "token_add", "unit_add"):
        page = text(client.get(at(address)))
        assert "清川县教育局" in page and "清川县水利局" not in page and "water-clerk" not in page
    beyond = client.post(at("role_grant"), {"who": county.people["water", "clerk"].pk, "unit": county.water.pk, "roles": ["clerk"],
                                            "since": date.today().isoformat()})
    assert beyond.status_code == 200 and RoleHeld.objects.filter(person=county.people["water", "clerk"]).count() == 1


def test_the_log_is_filtered_and_tells_the_values_in_the_words_of_the_screens(county, boss):
    units.edit_unit(county.staff("root", "manager"), county.water, 1, kind=UnitKind.AUTHORISED)
    event = Event.objects.get(action="unit.edited")
    page = text(boss.get(at("event", event)))
    assert "类别" in page and "政府部门" in page and "法律、法规授权的组织" in page
    assert "清川县水利局" in text(boss.get(at("log", action="unit.edited", title="水利")))
    assert "没有符合条件" in text(boss.get(at("log", title="不存在")))
    assert "没有符合条件" in text(boss.get(at("log", until="2000-01-01")))


def test_ones_own_telephone_is_changed_without_a_manager(county, client):
    client.force_login(county.people["water", "clerk"], backend=BACKEND)
    client.post(reverse("account_contact"), {"row-version": 1, "telephone": "7654321", "email": ""})
    assert Person.objects.get(pk=county.people["water", "clerk"].pk).telephone == "7654321"
    assert "7654321" not in str(Event.objects.get(action="person.changed").after)


def sheet(*rows):
    head = "名称,上级单位,类别,简称,联系电话,办公地址,办公时间,工作机构名称"
    return SimpleUploadedFile("单位.csv", "\n".join([head, *rows]).encode())


def test_units_come_in_by_a_sheet_that_is_looked_at_first(county, boss):
    answer = boss.post(at("units_import"), {"file": sheet("清川县民政局,,部门,县民政局,1234567,一号,工作日,办公室", "清川县养老院,清川县民政局,授权组织")})
    run = ImportRun.objects.get()
    assert answer["Location"] == at("units_import_preview", run) and not Unit.objects.filter(name="清川县民政局").exists()
    assert "没有发现问题" in text(boss.get(answer["Location"])) and not Unit.objects.filter(name="清川县民政局").exists()
    boss.post(answer["Location"])
    assert Unit.objects.get(name="清川县养老院").parent.name == "清川县民政局"
    assert OfficeContact.objects.get().telephone == "1234567"


def test_each_wrong_row_of_a_sheet_is_named_and_nothing_comes_in(county, boss):
    answer = boss.post(at("units_import"), {"file": sheet("清川县民政局,没有的局,部门", "清川县水利局,,,县水利局", "甲局,,")})
    page = text(boss.get(answer["Location"]))
    assert "没有找到上级单位“没有的局”" in page and "新设单位须填写类别" in page
    boss.post(answer["Location"])
    assert Unit.objects.count() == 5 and Unit.objects.get(pk=county.water.pk).short_name == ""


def test_all_that_is_wrong_with_a_unit_is_told_at_once(county, boss):
    answer = boss.post(at("units_import"), {"file": sheet(
        f"{'长' * 101},没有的局,部门,{'短' * 41},1234567,,工作日,", "清川县民政局,,公司,,,一号,,", "清川县养老院,清川县民政局,授权组织", ",清川县民政局,部门")})
    faults = [(fault.row, fault.column) for fault in boss.get(answer["Location"]).context["faults"]]
    assert faults == [(2, "名称"), (2, "上级单位"), (2, "简称"), (2, "办公地址"), (3, "类别"), (3, "办公时间"), (3, "联系电话"), (5, "名称")]


def test_a_wrong_unit_does_not_make_wrong_those_below_it(county, boss):
    answer = boss.post(at("units_import"), {"file": sheet(f"清川县民政局,,部门,{'短' * 41}", "清川县养老院,清川县民政局,授权组织")})
    assert [(fault.row, fault.column) for fault in boss.get(answer["Location"]).context["faults"]] == [(2, "简称")]


def test_units_without_a_place_come_in_behind_those_that_stand(county, boss):
    answer = boss.post(at("units_import"), {"file": sheet("清川县民政局,,部门", "清川县统计局,,部门")})
    boss.post(answer["Location"])
    names = list(Unit.objects.filter(parent=county.root).values_list("name", flat=True))
    assert names[-2:] == ["清川县民政局", "清川县统计局"]


def test_a_sheet_completes_units_that_stand_and_leaves_what_it_does_not_say(county):
    boss = county.staff("root", Role.MANAGER)
    rows = [{"row": 2, "name": "清川县水利局", "parent": "", "document_word": "清水"}, {"row": 3, "name": "清川县教育局", "parent": ""}]
    assert import_units(boss, county.root, rows) == {"新设": 0, "更新": 1, "未变": 1}
    county.water.refresh_from_db()
    assert (county.water.document_word, county.water.kind) == ("清水", UnitKind.DEPARTMENT)
