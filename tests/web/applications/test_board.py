"""The board: what its tabs, figures and filters find is the same however the database is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gongkai.web.applications import tables
from gongkai.web.applications.domain import counting, entering, queries, searching
from gongkai.web.applications.enums import Kind, Stage
from gongkai.web.applications.models import Case
from gongkai.web.common import days
from gongkai.web.common.generic.ordering import total

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OPEN_TABS = [view for view in tables.VIEWS if view not in ("done", "all")]


@pytest.fixture
def cases(county, open_case):
    """Cases of two units in several stages, one of them assigned to a third."""
    clerk, today = county.staff("education", "clerk"), days.today()
    made = [open_case(channel="letter", day=today), open_case(registered=True), open_case(registered=True, day=today), open_case(county.water, registered=True)]
    entering.enter(clerk, made[1], Kind.ASSIGNED, today, to_unit=county.town, to_person=clerk)
    entering.enter(clerk, made[2], Kind.CORRECTION_ASKED, today, details={"until": today + timedelta(days=9)})
    entering.enter(county.staff("water", "clerk"), made[3], Kind.WITHDRAWN, today, words={"reason": "电话"})
    return made


@pytest.mark.parametrize("who", [("education", "clerk"), ("town", "clerk"), ("root", "supervisor"), ("water", "signer")])
def test_one_question_counts_what_the_tabs_hold(county, cases, who):
    person = county.staff(*who)
    seen = Case.objects.restrict(person, "view")
    assert tables.counted(seen, OPEN_TABS, person) == {view: tables.within(seen, view, person).count() for view in OPEN_TABS}


def test_the_tabs_hold_what_they_say(county, cases):
    person = county.staff("root", "supervisor")
    seen = Case.objects.restrict(person, "view")
    assert {view: set(tables.within(seen, view, person)) for view in ("waiting", "new", "done", "all", "unit")} == {
        "waiting": {cases[2]}, "new": {cases[0]}, "done": {cases[3]}, "all": set(cases), "unit": set(cases[:3])}


def test_handlers_to_choose_from_are_those_of_cases_that_are_seen(county, cases):
    assert list(queries.handlers_seen(county.staff("education", "clerk"))) == [county.town]
    assert list(queries.handlers_seen(county.staff("town", "clerk"))) == [county.town]
    assert not queries.handlers_seen(county.staff("water", "clerk")).exists()


def test_bodies_are_counted_of_which_a_case_is_seen(county, cases):
    every = counting.bodies_below(county.root, subtree=True)
    assert queries.bodies_counted(county.staff("root", "supervisor"), every) == [county.education.pk, county.water.pk]
    assert queries.bodies_counted(county.staff("town", "clerk"), every) == [county.education.pk]


@pytest.mark.parametrize("asked, found", [("2026第", {1}), ("招标", {1, 2}), ("kx-7", {2}), ("KX-7", {2}), ("%", set()), ("没有", set()),
                                           ("号河", set()), ("件", {1}), ("公告", {2}), ("清2026第1号", {1}), ("1号招", set())])
def test_a_case_is_found_by_a_piece_of_number_or_title_in_either_case_of_letters(client, county, cases, asked, found):
    Case.objects.filter(pk=cases[1].pk).update(number="清2026第1号", title="河道招标文件")
    Case.objects.filter(pk=cases[2].pk).update(number="Kx-7", title="招标公告")
    Case.objects.filter(pk=cases[3].pk).update(number="水1", title="水库")
    client.force_login(county.staff("root", "supervisor"), backend=BACKEND)
    shown = client.get("/workbench/cases/", {"view": "all", "q": asked}).context["page_obj"].object_list
    assert {cases.index(case) for case in shown} == found


def test_what_is_asked_first_narrows_the_same_rows_and_lets_nobody_see_more(client, county, cases):
    Case.objects.update(title="招标文件")
    condition = tables.Q(title__contains="招标") | tables.Q(receipt="R0")
    for who in (("education", "clerk"), ("town", "clerk"), ("root", "supervisor"), ("water", "clerk")):
        rows = tables.within(queries.cases_seen(county.staff(*who)), "unit", county.staff(*who))
        assert list(searching.asked_first(rows, condition)) == list(rows.filter(condition)) == list(rows)
    client.force_login(county.staff("water", "clerk"), backend=BACKEND)
    assert list(client.get("/workbench/cases/", {"view": "all", "q": "招标"}).context["page_obj"].object_list) == [cases[3]]


def test_the_board_is_narrowed_to_one_handler_and_says_where_there_is_none_such(client, county, cases):
    client.force_login(county.staff("education", "clerk"), backend=BACKEND)
    page = client.get("/workbench/cases/", {"view": "all", "handler": county.town.pk})
    assert list(page.context["page_obj"].object_list) == [cases[1]]
    assert f'<option value="{county.town.pk}" selected>{county.town.name}</option>' in page.content.decode()
    page = client.get("/workbench/cases/", {"view": "all", "handler": county.water.pk})
    assert page.context["filter"].form.errors["handler"] and not page.context["page_obj"].object_list


def test_a_case_is_found_by_its_whole_receipt(client, county, cases):
    client.force_login(county.staff("root", "supervisor"), backend=BACKEND)
    for number in (cases[0].receipt, cases[0].receipt.lower()):
        assert list(client.get("/workbench/cases/", {"view": "all", "q": number}).context["page_obj"].object_list) == [cases[0]]


def test_lines_are_asked_for_at_once_and_escaped(client, county, cases, django_assert_max_num_queries):
    Case.objects.filter(pk=cases[1].pk).update(title="<b>粗</b>", stage=Stage.WORKING)
    client.force_login(county.staff("root", "supervisor"), backend=BACKEND)
    client.get("/workbench/cases/?view=all")
    with django_assert_max_num_queries(13):
        page = client.get("/workbench/cases/?view=all").content.decode()
    assert "&lt;b&gt;粗&lt;/b&gt;" in page and "<b>粗" not in page and 'data-label="答复期限"' in page


def test_post_that_came_back_is_entered_by_hand_with_its_cause(client, county, open_case):
    case = open_case(registered=True)
    entering.enter(county.staff("education", "clerk"), case, Kind.POSTED, days.today() - timedelta(days=3), details={"way": "post", "answer": "provided"})
    client.force_login(county.staff("education", "clerk"), backend=BACKEND)
    answer = client.post(f"/workbench/cases/{case.pk}/steps/returned/", {"day": days.today().isoformat(), "cause": "office", "note": "地址写错"})
    case.refresh_from_db()
    assert answer.status_code == 302 and (case.stage, case.answer) == (Stage.WORKING, "")


@pytest.mark.parametrize("asked", [{"view": "all"}, {"view": "unit"}, {"view": "new"}, {"view": "all", "sort": "due_on"}, {"view": "all", "sort": "-due_on"},
                                   {"view": "all", "sort": "received_on"}, {"view": "all", "sort": "-received_on"}, {"view": "all", "sort": "handler"}, {"view": "done"}])
def test_what_has_no_day_yet_comes_last_on_every_database_and_no_order_is_left_to_chance(client, county, cases, open_case, asked):
    """The order is worked out here, and must be the database's, whichever it is; equal rows come the newest first."""
    today = days.today()
    cases += [open_case(channel="letter", day=today), open_case(channel="letter", day=today), open_case(registered=True, day=today), open_case(registered=True, day=today)]
    client.force_login(county.staff("root", "supervisor"), backend=BACKEND)
    shown = list(client.get("/workbench/cases/", asked).context["page_obj"].object_list)
    key = {"handler": "handler"}.get(asked.get("sort", ""), asked.get("sort") or {"all": "-received_on", "done": "-answered_on"}.get(asked["view"], "due_on"))
    bare, down = key.removeprefix("-"), key.startswith("-")
    value = {case.pk: getattr(case, bare) if bare != "handler" else case.handler and case.handler.name for case in Case.objects.select_related("handler")}
    dated = sorted((case for case in shown if value[case.pk] is not None), key=lambda case: (value[case.pk], case.pk if down else -case.pk), reverse=down)
    dateless = sorted((case for case in shown if value[case.pk] is None), key=lambda case: -case.pk)
    assert shown == dated + dateless and (len(shown) == 8 or asked["view"] != "all")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's own indexes have this order")
@pytest.mark.parametrize(("order", "index"), [("-received_on", "case_latest_received"), ("-answered_on", "case_latest_answered")])
def test_postgresql_reads_the_boards_orders_from_an_index(cases, order, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert index in total(Case.objects.order_by(order)).values_list("pk", flat=True)[:26].explain()
