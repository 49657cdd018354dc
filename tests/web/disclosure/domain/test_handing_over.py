"""机构改革: what a unit had not published passes on, what it published stays, and nothing falls off the board."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from county import fresh
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gongkai.web.common import days
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event, Notice
from gongkai.web.disclosure.domain import channels, duties, items, publishing, reminding, scheduling, stages
from gongkai.web.disclosure.domain.duties import Kind
from gongkai.web.disclosure.enums import Act, Attribute, Stage, Verdict
from gongkai.web.disclosure.models import Handover, Item, Publication, PublishedItem, Referral, Schedule
from gongkai.web.organs.domain import reforms, succession, undoing
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit

DAY = date(2026, 3, 15)


@pytest.fixture
def boss(county):
    return county.staff("root", Role.MANAGER)


def read(item):
    return Item.objects.get(pk=item.pk)


def one_of_each(way):
    """An item at each step of the road."""
    scheduled = way.approved(title="定时的").item
    scheduling.schedule_item(way.staff[Role.HEAD], scheduled, timezone.now() + timezone.timedelta(days=3))
    public = way.approved(title="公开的").item
    publishing.publish_item(way.staff[Role.HEAD], public)
    return {"draft": way.draft(title="拟稿的"), "review": way.submitted(title="送审的").item, "approved": way.approved(title="批准的").item,
            "scheduled": scheduled, "public": public}


def merged(way, boss, **more):
    return reforms.merge_units(boss, [way.unit, way.county.water], into={"name": "清川县教育水利局"}, day=DAY, carry=True, **more)


def test_what_was_never_public_passes_to_the_unit_that_takes_in_and_what_was_stays(way, boss):
    made = one_of_each(way)
    new = merged(way, boss)
    assert {name: read(item).unit == new for name, item in made.items()} == {
        "draft": True, "review": True, "approved": True, "scheduled": True, "public": False}
    assert {read(item).stage for name, item in made.items() if name != "public"} == {Stage.DRAFT}, "who issues it has changed"
    assert PublishedItem.objects.get(item=made["public"]).unit == way.unit
    assert [step.verdict for step in stages.latest(read(made["review"])).steps.all()] == [Verdict.RECALLED]
    assert Schedule.objects.get().cancelled_at is not None
    assert read(made["draft"]).index_number == made["draft"].index_number
    assert Handover.objects.filter(from_unit=way.unit, to_unit=new, change=new.changes.get(), by=boss).count() == 4
    assert Event.objects.filter(action="item.handed_over", subject_id=str(made["draft"].pk)).count() == 1
    clerk = fresh(way.clerk)
    assert Notice.objects.filter(person=clerk, text__contains="4 件未发布的公开事项转由清川县教育水利局办理").exists()
    items.change_item(clerk, made["draft"], read(made["draft"]).version, {"title": "由新单位办理"})
    assert succession.left_in(Unit.objects.get(pk=way.unit.pk)) == []


def test_it_comes_back_when_the_merger_is_taken_back_but_what_the_new_unit_published_does_not(way, boss):
    made = one_of_each(way)
    new = merged(way, boss)
    Item.objects.filter(pk=made["approved"].pk).update(stage=Stage.PUBLISHED)
    Publication.objects.create(item=made["approved"], version=made["approved"].versions.get(), act=Act.PUBLISHED, at=timezone.now(), by=boss)
    undoing.undo_change(boss, new.changes.get(), "选错了单位")
    assert {name: read(item).unit == way.unit for name, item in made.items()} == {
        "draft": True, "review": True, "approved": False, "scheduled": True, "public": True}
    new.refresh_from_db()
    assert new.abolished_on == days.today(), "it has rows of its own, so it stood until today"
    assert Handover.objects.filter(back=True).count() == 3


def test_it_may_stay_where_it_is_and_is_still_on_every_board(way, boss, county):
    draft = way.draft(made_on=date(2026, 1, 5))
    merged(way, boss, pass_on=False)
    assert read(draft).unit == way.unit
    for person in (fresh(way.clerk), county.staff("root", Role.SUPERVISOR)):
        found = duties.board(person, duties.units_of(person))
        assert [duty.subject for duty in found if duty.kind is Kind.PUBLISH] == [draft.pk]
    assert reminding.remind() and Notice.objects.filter(person=way.clerk, key__startswith="duty-publish").exists()


def test_a_unit_with_several_heirs_keeps_its_work_until_it_is_handed_over(way, boss, county):
    draft = way.draft()
    one, other = reforms.split_unit(boss, way.unit, [{"name": "清川县小学局"}, {"name": "清川县中学局"}], stays=False, day=DAY)
    old = Unit.objects.get(pk=way.unit.pk)
    assert [(work.label, count) for work, count in succession.left_in(old)] == [("未发布的公开事项", 1)]
    assert old in duties.units_of(county.staff("root", Role.SUPERVISOR))
    with pytest.raises(Refused):
        reforms.hand_over(county.staff("education", Role.MANAGER), old, one)
    with pytest.raises(ValidationError, match="不是清川县教育局的承接单位"):
        reforms.hand_over(boss, old, county.water)
    with pytest.raises(ValidationError, match="没有撤销"):
        reforms.hand_over(boss, county.water, one)
    assert reforms.hand_over(boss, old, other) == 1
    assert read(draft).unit == other and old not in duties.units_of(county.staff("root", Role.SUPERVISOR))
    undoing.undo_change(boss, old.changes.get(), "误操作")
    assert read(draft).unit == way.unit, "handed over by the change that is taken back"


def test_an_abolished_unit_with_one_heir_passes_its_work_on(way, boss, county):
    draft = way.draft()
    reforms.abolish_unit(boss, way.unit, day=DAY, heirs=[county.water])
    assert read(draft).unit == county.water
    undoing.undo_change(boss, way.unit.changes.get(), "误操作")
    assert read(draft).unit == way.unit


def test_an_item_whose_number_elsewhere_is_taken_in_the_new_unit_stays(way, boss, county):
    mine, theirs = way.draft(), way.draft()
    Item.objects.filter(pk=mine.pk).update(external_id="OA-1")
    Item.objects.filter(pk=theirs.pk).update(external_id="OA-1", unit=county.water)
    reforms.merge_units(boss, [way.unit], into=county.water, day=DAY)
    assert read(mine).unit == way.unit and way.unit in duties.units_of(county.staff("root", Role.SUPERVISOR))


def test_accounts_questions_and_what_is_withheld_stay_visible_columns_do_not(way, boss, county):
    supervisor = county.staff("root", Role.SUPERVISOR)
    withheld = way.approved(attribute=Attribute.WITHHELD, reassess_on=date(2026, 3, 1))
    channels.add_channel(way.clerk, way.unit, kind="微信公众号", name="清川教育", since=date(2020, 1, 1))
    reforms.abolish_unit(boss, way.unit, day=DAY, heirs=[county.water])
    assert read(withheld.item).unit == way.unit
    found = duties.board(supervisor, duties.units_of(supervisor))
    assert {(duty.kind, duty.unit) for duty in found if duty.unit == way.unit} == {(Kind.REASSESS, way.unit), (Kind.ACCOUNT, way.unit)}


def test_nobody_waits_for_an_answer_about_a_version_that_was_taken_back(way, boss, county):
    version = way.submitted()
    way.step(version, 0, Verdict.DOUBT, to_unit=county.office, question="可否公开")
    head = county.staff("office", Role.HEAD)
    assert [duty.subject for duty in duties.board(head, [county.office]) if duty.kind is Kind.REFERRAL] == [Referral.objects.get().pk]
    merged(way, boss)
    assert not [duty for duty in duties.board(head, [county.office]) if duty.kind is Kind.REFERRAL]


def test_the_year_of_a_reform_still_counts_what_the_old_unit_published(way, boss, county, monkeypatch):
    version = way.approved(made_on=date(2026, 1, 5))
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: timezone.make_aware(datetime(2026, 1, 12, 10)))
        publishing.publish_item(way.staff[Role.HEAD], version.item)
    merged(way, boss)
    supervisor = county.staff("root", Role.SUPERVISOR)
    year = DAY.year
    assert [row.unit for row in duties.in_time(duties.units_in(supervisor, year), year)] == [way.unit]
    assert way.unit not in duties.units_in(supervisor, year + 1)


def test_the_page_of_an_abolished_unit_lists_what_is_left_and_hands_it_over(way, boss, client, county):
    way.draft()
    one, _ = reforms.split_unit(boss, way.unit, [{"name": "清川县小学局"}, {"name": "清川县中学局"}], stays=False, day=DAY)
    client.force_login(boss)
    page = client.get(reverse("organs:unit", args=[way.unit.pk])).content.decode()
    assert "遗留事项" in page and "未发布的公开事项" in page and "移交给承接单位" in page
    done = client.post(reverse("organs:unit_hand_over", args=[way.unit.pk]), {"heir": one.pk}, follow=True).content.decode()
    assert "已移交 1 件。" in done and "移交给承接单位" not in done
    entered = way.unit.changes.get()
    assert reverse("organs:change_undo", args=[entered.pk]) in done
    back = client.post(reverse("organs:change_undo", args=[entered.pk]), {"reason": "误操作"}, follow=True).content.decode()
    assert "已撤回" in back and "撤回变动" in back and "误操作" in back
    assert reverse("organs:change_undo", args=[entered.pk]) not in back
