"""What units owe: items to publish, columns to keep up to date, questions to answer; and who is reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from county import fresh, person
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.common import days
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Notice
from gongkai.web.disclosure.domain import absent, channels, duties, publishing, reminding, update_rules
from gongkai.web.disclosure.domain.duties import Kind, State
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import AbsentColumn, Publication, PublishedItem, UpdateRule
from gongkai.web.organs.models import Unit

D = date
DAY = D(2026, 10, 22)  # the last of twenty working days after 2026-09-18


def made(way, **changes):
    return way.draft(**{"made_on": D(2026, 9, 18), **changes})


def of_kind(found, kind=Kind.PUBLISH):
    return [duty for duty in found if duty.kind is kind]


def published(way, on, **changes):
    """An item, published at noon of a day."""
    version = way.approved(**{"made_on": on, **changes})
    publishing.publish_item(way.staff["head"], version.item)
    moment = timezone.make_aware(datetime(on.year, on.month, on.day, 12))
    PublishedItem.objects.filter(item=version.item).update(published_at=moment)
    return version.item


def published_at(way, monkeypatch, moment, **changes):
    """An item whose publication itself is dated."""
    version = way.approved(**changes)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: timezone.make_aware(moment))
        publishing.publish_item(way.staff["head"], version.item)
    return version.item


@pytest.mark.parametrize(("today", "state", "word"), [
    (D(2026, 10, 14), State.OPEN, "还剩 6 个工作日"), (D(2026, 10, 15), State.SOON, "还剩 5 个工作日"), (D(2026, 10, 21), State.SOON, "还剩 1 个工作日"),
    (DAY, State.SOON, "今天到期"), (D(2026, 10, 23), State.LATE, "逾期 1 个工作日"), (D(2026, 10, 26), State.LATE, "逾期 2 个工作日")])
def test_an_item_not_yet_published_is_open_soon_and_late_by_working_days(way, today, state, word):
    made(way)
    [duty] = duties.unpublished([way.unit], today)
    assert (duty.state, duty.due) == (state, DAY)
    assert duty.word.startswith(word)
    assert "第二十六条" in duty.article


def test_what_is_not_for_the_public_or_was_published_is_not_owed(way):
    made(way, attribute=Attribute.WITHHELD, attribute_reason="条例第十五条", reassess_on=D(2027, 9, 1))
    published(way, D(2026, 9, 18))
    assert duties.unpublished([way.unit], D(2026, 12, 1)) == []


def test_an_old_item_without_a_term_is_late(way):
    made(way, made_on=D(2016, 1, 4))
    [duty] = duties.unpublished([way.unit], DAY)
    assert (duty.state, duty.due) == (State.LATE, None)


def test_the_calendar_is_that_of_the_nearest_unit_with_a_region(way, county):
    Unit.objects.filter(pk=county.root.pk).update(region_code="450102")
    assert duties.regions_of([county.education]) == {county.education.pk: "450102"}
    Unit.objects.filter(pk=county.education.pk).update(region_code="430123")
    assert duties.regions_of([county.education]) == {county.education.pk: "430123"}


@pytest.mark.parametrize(("today", "state"), [
    (D(2026, 3, 6), State.OPEN), (D(2026, 3, 9), State.SOON), (D(2026, 3, 16), State.SOON), (D(2026, 3, 17), State.LATE)])
def test_a_column_is_stale_after_its_days(way, county, today, state):
    published(way, D(2026, 3, 2))
    UpdateRule.objects.create(unit=county.education, node=way.node, days=14, basis="两周")
    [duty] = duties.columns([way.unit], today)
    assert (duty.state, duty.due) == (state, D(2026, 3, 16))


def test_a_column_without_anything_public_is_empty(way, county):
    made(way)
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    assert {duty.state for duty in duties.columns([way.unit, county.water], DAY)} == {State.EMPTY}


def test_a_column_of_which_a_unit_has_nothing_is_not_called_empty(way, county):
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    absent.mark_absent(county.staff("water", "clerk"), county.water, way.node, "不制定规划")
    found = {duty.unit: duty for duty in duties.columns([way.unit, county.water], days.today())}
    assert (found[way.unit].state, found[county.water].state) == (State.EMPTY, State.ABSENT)
    assert "不制定规划" in found[county.water].sentence and found[county.water].mark
    assert {notice.person.home for notice in Notice.objects.filter(kind=str(Kind.COLUMN))} == set()
    reminding.remind(days.today())
    assert county.water not in {notice.person.home for notice in Notice.objects.filter(kind=str(Kind.COLUMN))}


def test_what_is_published_after_all_is_asked_for_updates(way, county):
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    absent.mark_absent(way.clerk, way.unit, way.node, "没有规划")
    with pytest.raises(ValidationError, match="不必再次标明"):
        absent.mark_absent(way.clerk, way.unit, way.node, "没有规划")
    published(way, D(2026, 3, 2))
    AbsentColumn.objects.update(since=D(2026, 1, 1))
    [duty] = duties.columns([way.unit], D(2026, 3, 17))
    assert duty.state is State.LATE and "没有规划" in duty.sentence and duty.mark is None


@pytest.mark.parametrize(("reason", "said"), [("", "请说明"), ("长" * 201, "200")])
def test_a_mark_says_its_reason(way, reason, said):
    with pytest.raises(ValidationError, match=said):
        absent.mark_absent(way.clerk, way.unit, way.node, reason)


def test_a_column_with_something_public_cannot_be_marked(way):
    published(way, D(2026, 3, 2))
    with pytest.raises(ValidationError, match="有公开的信息"):
        absent.mark_absent(way.clerk, way.unit, way.node, "没有规划")


def test_a_mark_is_taken_back_and_its_days_stay_known(way, county, stranger):
    row = absent.mark_absent(way.clerk, way.unit, way.node, "没有规划")
    with pytest.raises(Refused):
        absent.take_back(stranger, row)
    AbsentColumn.objects.update(since=D(2026, 1, 1))
    row.refresh_from_db()
    absent.take_back(way.clerk, row)
    yesterday = days.today() - timedelta(1)
    assert absent.absent_on([way.unit], days.today()) == {} and list(absent.absent_on([way.unit], yesterday)) == [(way.unit.pk, way.node.pk)]
    with pytest.raises(ValidationError, match="已于"):
        absent.take_back(way.clerk, row)
    absent.take_back(way.clerk, absent.mark_absent(way.clerk, way.unit, way.node, "没有规划"))  # of today: gone
    assert AbsentColumn.objects.count() == 1


@pytest.fixture
def account(way):
    return channels.add_channel(way.clerk, way.unit, kind="微信公众号", name="清川教育", since=D(2025, 1, 1))


@pytest.mark.parametrize(("today", "state", "word"), [
    (D(2025, 11, 6), State.OPEN, "9 天内须登记发布"), (D(2025, 11, 14), State.SOON, "1 天内须登记发布"), (D(2025, 11, 15), State.SOON, "今天须登记发布"),
    (D(2025, 11, 16), State.LATE, "已 15 天未登记发布")])
def test_an_account_that_is_silent_for_two_weeks_is_late(way, account, today, state, word):
    channels.record_dispatch(way.clerk, account, title="甲", sent_on=D(2025, 11, 1))
    [duty] = duties.accounts([way.unit], today)
    assert (duty.state, duty.word, duty.due) == (state, word, D(2025, 11, 15)) and "19号" in duty.article


@pytest.mark.parametrize(("today", "state"), [(D(2025, 11, 14), State.OPEN), (D(2025, 11, 15), State.LATE)])
def test_an_account_known_by_its_months_is_asked_when_the_next_month_is_over(way, account, today, state):
    channels.set_figure(way.clerk, account, month=D(2025, 9, 1), posts=8)
    channels.set_figure(way.clerk, account, month=D(2025, 10, 1), posts=0, followers=100)
    [duty] = duties.accounts([way.unit], today)
    assert duty.due == D(2025, 11, 14) and (duty.state is State.LATE) is (state is State.LATE)


def test_an_account_of_which_nothing_was_ever_entered_is_empty_and_a_new_one_has_its_time(way, account):
    assert [duty.state for duty in duties.accounts([way.unit], D(2025, 1, 10))] == [State.SOON]
    assert [(duty.state, duty.word) for duty in duties.accounts([way.unit], D(2025, 1, 16))] == [(State.EMPTY, "从未登记发布")]


def test_an_account_closed_or_explained_or_no_new_media_is_not_asked(way, account):
    channels.add_channel(way.clerk, way.unit, kind="公示栏", name="门前", since=D(2025, 1, 1))
    channels.add_channel(way.clerk, way.unit, kind="微信小程序", name="办事", since=D(2025, 1, 1))
    assert len(duties.accounts([way.unit], DAY)) == 1
    channels.change_channel(way.clerk, account, account.version, quiet="只提供查询服务")
    assert duties.accounts([way.unit], DAY) == []
    channels.change_channel(way.clerk, account, account.version, quiet="")
    channels.close_channel(way.clerk, account, account.version, until=D(2025, 6, 1))
    assert duties.accounts([way.unit], DAY) == []


def test_a_silent_account_reminds_clerk_and_head_once(way, account):
    channels.record_dispatch(way.clerk, account, title="甲", sent_on=D(2025, 11, 1))
    assert reminding.remind(D(2025, 11, 16)) == 2 and reminding.remind(D(2025, 11, 17)) == 0
    assert "清川教育" in Notice.objects.first().text


def test_the_nearest_rule_holds_and_one_without_days_asks_nothing(way, county):
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    UpdateRule.objects.create(unit=county.education, node=way.node, days=90, basis="本单位")
    UpdateRule.objects.create(unit=county.water, node=way.node, days=None, basis="没有这类信息")
    held = update_rules.rules_on([county.education, county.water, county.town], DAY)
    assert {unit: [rule.days for rule in rules.values()] for unit, rules in held.items()} == {
        county.education.pk: [90], county.water.pk: [], county.town.pk: [14]}


def test_the_board_begins_with_what_is_most_urgent_and_keeps_to_what_a_person_sees(way, county):
    made(way, title="不急", made_on=D(2026, 10, 20))
    made(way, title="晚了", made_on=D(2026, 3, 2))
    made(way, title="快了")
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    head = fresh(way.staff["head"])
    found = duties.board(head, duties.units_of(head), DAY)
    assert [duty.title for duty in found] == ["晚了", "快了", way.node.name, "不急"]
    other = county.staff("water", "head")
    assert {duty.unit for duty in duties.board(other, duties.units_of(other), DAY)} == {county.water}
    above = county.staff("root", "supervisor")
    assert {duty.unit.pk for duty in duties.board(above, duties.units_of(above), DAY)} >= {county.education.pk, county.town.pk}
    assert duties.units_of(person("nobody", county.education)) == []


def test_a_published_year_knows_what_came_in_time_and_what_came_late(way, monkeypatch, county):
    published_at(way, monkeypatch, datetime(2026, 10, 22, 23, 59), made_on=D(2026, 9, 18), title="按期")
    published_at(way, monkeypatch, datetime(2026, 10, 23, 0, 1), made_on=D(2026, 9, 18), title="逾期")
    published_at(way, monkeypatch, datetime(2026, 10, 23), made_on=D(2015, 1, 5), title="旧件")
    [line] = duties.in_time([way.unit, county.water], 2026)
    assert (line.published, line.in_time, line.late, line.unknown) == (3, 1, 1, 1)
    assert line.share == "50.0%"
    assert duties.in_time([way.unit], 2025) == []


def test_a_second_publication_after_a_withdrawal_does_not_count_again(way, monkeypatch):
    item = published_at(way, monkeypatch, datetime(2026, 10, 20), made_on=D(2026, 9, 18))
    first = item.publications.get()
    Publication.objects.bulk_create([Publication(item=item, version=first.version, act="withdrawn", at=timezone.now(), reason="有误")])
    assert sum(line.published for line in duties.in_time([way.unit], 2026)) == 1


def test_clerks_are_reminded_once_and_heads_when_it_is_late(way):
    made(way)
    assert reminding.remind(D(2026, 10, 14)) == 0
    assert reminding.remind(D(2026, 10, 15)) == 1
    assert reminding.remind(D(2026, 10, 16)) == 0
    assert Notice.objects.get().person == way.clerk
    assert reminding.remind(D(2026, 10, 23)) == 2
    assert reminding.remind(D(2026, 10, 24)) == 0
    assert "到期，请尽快办理" in Notice.objects.filter(person=way.staff["head"]).get().text


def test_an_empty_column_reminds_clerk_and_head_of_each_unit_once(way, county):
    UpdateRule.objects.create(unit=county.education, node=way.node, days=14, basis="两周")
    assert reminding.remind(DAY) == 2
    assert reminding.remind(DAY + timedelta(1)) == 0


def test_a_title_of_200_characters_is_reminded_of_in_short(way):
    made(way, title="长" * 200)
    reminding.remind(D(2026, 10, 15))
    assert "…" in Notice.objects.get().text


@pytest.mark.parametrize("count", [3, 30])
def test_the_board_asks_the_same_number_of_queries_however_many_rows(way, county, count):
    for number in range(count):
        made(way, title=f"事项{number}")
    UpdateRule.objects.create(unit=county.root, node=way.node, days=14, basis="两周")
    head = fresh(county.staff("root", "supervisor"))
    units = duties.units_of(head)
    with CaptureQueriesContext(connection, ) as asked:
        assert len(duties.board(head, units, DAY)) == count + len(units)
    assert len(asked) <= 13
