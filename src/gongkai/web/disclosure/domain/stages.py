"""Where an item stands, told by its rows alone; and the next step of a version.

`derive` reads versions, review steps, referrals, publications, schedules and reassessments, never `Item.stage`, which
`keep` sets beside them so that lists can ask for it. docs/explanation/publishing.md has the table of transitions.
"""

from __future__ import annotations

from gongkai.web.disclosure.domain import versions
from gongkai.web.disclosure.enums import Act, Attribute, Stage, Verdict
from gongkai.web.disclosure.models import Item, ItemVersion, Publication, Referral

EDITABLE = frozenset({Stage.DRAFT, Stage.APPROVED, Stage.SCHEDULED, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.KEPT})
"""Stages in which a clerk may change the text: all but those in which somebody is reading it."""
IN_REVIEW = frozenset({Stage.SECRECY, Stage.REVIEW, Stage.REFERRED})


def latest(item: Item) -> ItemVersion | None:
    """The version that was submitted last."""
    return item.versions.order_by("-number").first()


def next_level(version: ItemVersion) -> int | None:
    """The level that a version waits for: 0 is 公开审查, then 1 to `levels`; None where it has passed all, or ended."""
    steps = list(version.steps.values_list("verdict", "level"))
    if any(verdict in (Verdict.RETURNED, Verdict.RECALLED) for verdict, _ in steps):
        return None
    passed = {level for verdict, level in steps if verdict == Verdict.PASSED}
    return next((level for level in range(version.levels + 1) if level not in passed), None)


def ended(version: ItemVersion) -> bool:
    """Whether a version was returned or recalled."""
    return version.steps.filter(verdict__in=(Verdict.RETURNED, Verdict.RECALLED)).exists()


def has_passed(version: ItemVersion) -> bool:
    """Whether a version has passed all its levels."""
    return not ended(version) and next_level(version) is None


def open_referral(version: ItemVersion) -> Referral | None:
    """The question about a version that the unit above has not answered."""
    return version.referrals.filter(answer=None).first()


def last_publication(item: Item) -> Publication | None:
    """What happened to an item in public last."""
    return item.publications.order_by("-id").first()


def public_version(item: Item) -> ItemVersion | None:
    """The version that the public sees, by the rows of what happened; None where there is none."""
    last = last_publication(item)
    return last.version if last is not None and last.act != Act.WITHDRAWN else None


def derive(item: Item) -> Stage:
    """Where an item stands."""
    version = latest(item)
    if version is None:
        return Stage.DRAFT
    gone_back = ended(version)
    if not gone_back and (level := next_level(version)) is not None:
        if open_referral(version):
            return Stage.REFERRED
        return Stage.REVIEW if level else Stage.SECRECY
    now = versions.digest_of(item)
    public = public_version(item)
    if public is not None and now == public.sha256:
        return Stage.PUBLISHED
    if gone_back or now != version.sha256:
        return Stage.DRAFT
    if version.content["attribute"] != Attribute.ACTIVE:
        return Stage.KEPT
    if version.publications.exists():
        return Stage.WITHDRAWN
    return Stage.SCHEDULED if version.schedules.filter(done_at=None, cancelled_at=None).exists() else Stage.APPROVED


def keep(item: Item) -> Stage:
    """Set the kept column to what the rows say, and answer with it. The row's version number stays."""
    stage = derive(item)
    if item.stage != stage:
        Item.objects.filter(pk=item.pk).update(stage=stage)
        item.stage = stage
    return stage


def locked(item: Item) -> Item:
    """The item read anew, held until the transaction ends, so that of two who act at once the second sees the first's rows.

    SQLite lets one transaction write at a time and needs no lock.
    """
    return Item.objects.select_for_update(of=("self",)).select_related("unit").get(pk=item.pk)
