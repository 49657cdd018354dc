"""The county that ``make run`` shows: made by the rules that hold for every county."""

from __future__ import annotations

import os
from datetime import date

import pytest

import gongkai
from gongkai.cli.site import demo
from gongkai.errors import GongkaiError
from gongkai.web.annualreport.domain.adding import add_up
from gongkai.web.annualreport.models import AnnualReport, CollectBatch, CollectedFile, Figures
from gongkai.web.applications.models import Case
from gongkai.web.demonstration import channels, clock, figures, filling, items
from gongkai.web.demonstration import county as people
from gongkai.web.disclosure.domain import catalogue, counting, stages
from gongkai.web.disclosure.enums import Stage
from gongkai.web.disclosure.models import ChannelFigure, Dispatch, Item, NormativeDocument, PublishedItem
from gongkai.web.operations import preparing, showing
from gongkai.web.organs.domain import queries
from gongkai.web.organs.models import SoleApprover, Unit

NOW = date(2025, 4, 3)
EARLY = date(2025, 2, 10)
"""Early enough that few items have been published, and late enough that there are some."""


@pytest.fixture
def shown(db):
    """The county as of a day of its second spring, so that the test is quick."""
    with clock.at(clock.moment(NOW, 9)):
        made = people.build()
        catalogue.lay_law(made.root)
        channels.fill(made, items.fill(made, NOW), NOW)
        yield made


def _saved(folder, row):
    path = folder / f"{row.pk}.html"
    path.write_text(f"<html><head><title>{row.title}</title></head><body><h1>{row.title}</h1>{row.body}</body></html>", "utf-8")
    return path


def test_the_county_keeps_the_rules_that_hold_for_every_county(shown, tmp_path):
    assert PublishedItem.objects.count() > 60
    for published in PublishedItem.objects.select_related("version", "item", "unit"):
        assert stages.has_passed(published.version)
        steps = list(published.version.steps.all())
        alone = SoleApprover.objects.filter(unit=published.unit).exists()
        assert all(step.own_text for step in steps) if alone else not any(step.person_id in published.version.hands for step in steps)
    # Something to do at every stage.
    assert set(Item.objects.values_list("stage", flat=True)) == set(Stage.values) - {Stage.WITHDRAWN}
    # What was published before a bureau took a new name says the old one.
    health = Unit.objects.get(slug="wjj")
    assert queries.name_on(health, date(2025, 3, 17)) == "清川县卫生和计划生育局"
    assert health.name == "清川县卫生健康局"
    assert "清川县卫生和计划生育局" in Item.objects.filter(unit=health, made_on__lt=date(2025, 3, 18)).first().title
    counted = counting.count(NormativeDocument.objects.all(), 2024)["normative_documents"]
    assert counted.numbers == {"issued": 3, "repealed": 0, "in_force": 3}
    # Every annual report of the county stands what the core's own check asks of it.
    reports = PublishedItem.objects.filter(node__code="NB")
    assert reports.count() == len(shown.units)
    for row in (reports.get(unit__slug="shili"), reports.get(unit__slug="qingchuan")):
        read = gongkai.read(_saved(tmp_path, row))
        assert (read.unit, read.year, read.edition) == (row.unit.name, 2024, "2021")
        assert [finding.message for finding in read.findings if finding.level == "error"] == []
    # Channels have figures of every month that is over, and tell of items of their own unit.
    assert ChannelFigure.objects.filter(channel__name="清川发布").count() == 3
    assert Dispatch.objects.exists()
    assert all(row.item.unit_id == row.channel.unit_id for row in Dispatch.objects.select_related("item", "channel"))
    assert [name for name, _ in filling.sign_in_names()] == [name for name, _ in filling.SHOWN]


def test_it_is_shown_on_this_machine_alone_and_never_over_other_data(county):
    showing.check_address("127.0.0.1:8000")
    with pytest.raises(GongkaiError, match="只能在本机运行"):
        showing.check_address("0.0.0.0:8000")
    with pytest.raises(GongkaiError, match="正式使用的数据"):
        showing.needed()


def test_feeds_and_letters_of_the_demonstration_lead_to_where_it_is_served(monkeypatch):
    for name in ("GONGKAI_SITE_ADDRESS", "GONGKAI_SITE_NAME"):
        monkeypatch.setenv(name, "")  # so that what the command sets is taken back
        monkeypatch.delenv(name)
    seen = []

    def begin():
        seen.append(os.environ["GONGKAI_SITE_ADDRESS"])
        raise GongkaiError("到此为止。")

    monkeypatch.setattr(preparing, "django", begin)
    with pytest.raises(GongkaiError, match="到此为止"):
        demo("127.0.0.1:8066")
    assert seen == ["http://127.0.0.1:8066"]


def test_its_applications_went_through_the_rules_and_add_up(db):
    from gongkai.web.applications.domain import counting as counts
    from gongkai.web.applications.domain import standing
    from gongkai.web.applications.models import Case, Dispute
    from gongkai.web.demonstration import cases

    with clock.at(clock.moment(NOW, 9)):
        people.build()
        made = cases.fill(NOW)
        assert len(made) > 20
        kept = {case.pk: (case.stage, case.due_on, case.counted_as) for case in Case.objects.all()}
        standing.recompute(Case.objects.all())
        assert kept == {case.pk: (case.stage, case.due_on, case.counted_as) for case in Case.objects.all()}
        bodies = list(Unit.objects.values_list("pk", flat=True))
        table = {row: counter["total"] for row, counter in counts.table_3(bodies, 2024).items()}
        assert table["received"] + table.get("carried_in", 0) == table["processed"] + table.get("carried_out", 0)
        assert {"working", "correction", "consulting", "unconfirmed", "concluded"} <= set(Case.objects.values_list("stage", flat=True))
        assert Dispute.objects.count() >= 1


def test_the_whole_of_it_comes_about_part_after_part(db, monkeypatch):
    monkeypatch.setattr(figures, "SPAN", 2)  # the parts meet in these years; the others are more of the same
    with clock.at(clock.moment(EARLY, 9)):
        filling.fill()
    kept = {model.__name__: model.objects.count() for model in (PublishedItem, ChannelFigure, Case, AnnualReport, CollectBatch, CollectedFile, Figures)}
    assert all(kept.values()), kept
    assert [name for name, _ in filling.sign_in_names()] == [name for name, _ in filling.SHOWN]


def test_the_countys_reports_of_seven_years_are_read_without_a_fault_and_add_up(db):
    with clock.at(clock.moment(NOW, 9)):
        made = people.build()
        figures.fill(made, NOW)
    rows = Figures.objects.all()
    assert set(rows.values_list("year", flat=True)) == set(range(2019, 2025))
    assert not rows.exclude(errors=0).exists() and not rows.exclude(doubtful=[]).exists() and not rows.filter(public=False).exists()
    total = add_up(made.person("office", "supervisor"), made.root, [2024])[2024]
    assert [total.names[id] for id in total.missing] == ["清川县云岭镇人民政府"]
    cells = total.cells
    assert cells["3.received.total"] + cells["3.carried_in.total"] == cells["3.processed.total"] + cells["3.carried_out.total"] > 0


def test_it_is_made_in_a_process_of_its_own_since_a_server_forked_from_one_that_printed_would_wait_for_ever(monkeypatch, tmp_path):
    told = tmp_path / "pid"
    monkeypatch.setattr(showing, "FILLING", f"import os; open({str(told)!r}, 'w').write(str(os.getpid()))")
    showing.fill()
    assert int(told.read_text()) != os.getpid()
    monkeypatch.setattr(showing, "FILLING", "raise SystemExit(3)")
    with pytest.raises(GongkaiError, match="没有建成"):
        showing.fill()
