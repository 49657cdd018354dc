"""Whatever is done to an item in whatever order: the kept stage is the derived one, and nothing unreviewed is public."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gongkai.web.disclosure.domain import (
    items,
    publishing,
    reassessing,
    referrals,
    reviewing,
    scheduling,
    stages,
    submitting,
    versions,
)
from gongkai.web.disclosure.enums import Act, Stage, Verdict
from gongkai.web.disclosure.models import Item, PublishedItem
from gongkai.web.organs.enums import Role

ROLES = (Role.SECRECY, Role.REVIEWER, Role.HEAD, Role.SIGNER)
TITLES = st.sampled_from(["甲规划", "乙规划"])


def columns(published: PublishedItem) -> dict:
    return {field.attname: getattr(published, field.attname) for field in PublishedItem._meta.concrete_fields}


def machine(way, supervisor):
    """The way of one item, its steps taken at random by the people of `way`; most are refused, which is as it should be."""

    class Road(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.block = transaction.atomic()
            self.block.__enter__()
            self.item = way.draft(title="甲规划")
            self.approved: set[str] = set()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

        def attempt(self, function, *arguments, **more):
            self.item = Item.objects.select_related("unit", "node").get(pk=self.item.pk)
            try:
                with transaction.atomic():
                    return function(*arguments, **more)
            except ValidationError as error:
                assert all(sentence.endswith("。") for sentence in error.messages)

        @rule(title=TITLES, attribute=st.sampled_from(["active", "active", "withheld"]))
        def write(self, title, attribute):
            self.attempt(items.change_item, way.clerk, self.item, Item.objects.get(pk=self.item.pk).version,
                         {"title": title, "attribute": attribute, "reassess_on": date(2027, 1, 1)})

        @rule()
        def submit(self):
            self.attempt(submitting.submit_item, way.clerk, self.item, Item.objects.get(pk=self.item.pk).version)

        @rule(levels=st.integers(1, 3))
        def set_levels(self, levels):
            way.levels(levels)

        @rule(level=st.integers(0, 3), verdict=st.sampled_from([*[Verdict.PASSED] * 4, Verdict.RETURNED, Verdict.DOUBT]))
        def review(self, level, verdict):
            version = stages.latest(self.item)
            if version:
                self.attempt(reviewing.take_step, way.staff[ROLES[level]], version, level, verdict, opinion="意见", basis="依据",
                             conclusion=version.content["attribute"], to_unit=way.county.root, question="能否公开")
                if stages.has_passed(version):
                    self.approved.add(version.sha256)

        @rule()
        def review_all(self):
            for level in range(4):
                self.review(level, Verdict.PASSED)

        @rule(conclusion=st.sampled_from(["active", "withheld"]))
        def answer(self, conclusion):
            version = stages.latest(self.item)
            if version and (referral := stages.open_referral(version)):
                self.attempt(referrals.answer_referral, supervisor, referral, conclusion, "答复")

        @rule()
        def recall(self):
            if version := stages.latest(self.item):
                self.attempt(submitting.recall_version, way.clerk, version, "再改改")

        @rule()
        def publish(self):
            self.attempt(publishing.publish_item, way.clerk, self.item, reason="更正")

        @rule()
        def withdraw(self):
            self.attempt(publishing.withdraw_item, way.staff[Role.HEAD], self.item, "有误")

        @rule()
        def schedule(self):
            self.attempt(scheduling.schedule_item, way.clerk, self.item, timezone.now() + timedelta(hours=1), reason="更正")

        @rule(hours=st.sampled_from([0, 2]))
        def time_passes(self, hours):
            scheduling.publish_due(timezone.now() + timedelta(hours=hours))

        @rule()
        def restore(self):
            self.attempt(items.restore_item, way.clerk, self.item)

        @rule(conclusion=st.sampled_from(["active", "withheld"]))
        def reassess(self, conclusion):
            self.attempt(reassessing.reassess_item, way.clerk, self.item, conclusion, "情势变化", date(2999, 1, 1))

        @invariant()
        def the_kept_stage_is_the_derived_one(self):
            row = Item.objects.get(pk=self.item.pk)
            assert row.stage == stages.derive(row)

        @invariant()
        def what_is_public_was_reviewed_and_is_active(self):
            for published in PublishedItem.objects.filter(item=self.item):
                version = published.version
                assert versions.is_whole(version) and stages.has_passed(version) and version.sha256 in self.approved
                assert version.content["attribute"] == "active" and published.title == version.content["title"]

        @invariant()
        def the_public_copy_can_be_made_anew(self):
            before = [columns(row) for row in PublishedItem.objects.filter(item=self.item)]
            publishing.rebuild(self.item)
            assert [columns(row) for row in PublishedItem.objects.filter(item=self.item)] == before

        @invariant()
        def something_is_public_exactly_after_a_publication(self):
            last = stages.last_publication(self.item)
            assert PublishedItem.objects.filter(item=self.item).exists() == (last is not None and last.act != Act.WITHDRAWN)
            if Item.objects.get(pk=self.item.pk).stage == Stage.PUBLISHED:
                assert last and last.act != Act.WITHDRAWN

    return Road


def test_after_any_sequence_of_steps_the_stage_is_what_the_rows_say(way, county):
    run_state_machine_as_test(machine(way, county.staff("root", Role.SUPERVISOR)),
                              settings=settings(max_examples=20, stateful_step_count=25, deadline=None, derandomize=True,
                                                suppress_health_check=list(HealthCheck)))


def test_every_stage_is_reached_by_that_machine_s_own_steps(way, county):
    seen: set[str] = set()
    road = machine(way, county.staff("root", Role.SUPERVISOR))()
    try:
        def note():
            road.item = Item.objects.get(pk=road.item.pk)
            seen.add(road.item.stage)
        steps = [
            lambda: None, road.submit, lambda: road.review(0, Verdict.DOUBT), lambda: road.answer("active"),
            lambda: road.review(0, Verdict.PASSED), road.review_all, road.schedule, lambda: road.time_passes(2), road.withdraw,
            lambda: road.write("乙规划", "withheld"), road.submit, road.review_all,
        ]
        for step in steps:
            step()
            note()
    finally:
        road.teardown()
    assert seen == set(Stage.values)
