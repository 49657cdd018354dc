"""How often columns must see something new: the rules that a unit sets, those that hold for it, those that the law suggests.

A rule holds for its unit and the units below, until a unit nearer sets its own for that column. A rule without days says that
nothing is asked there. A rule is ended, never deleted, so that it can be told what was asked at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.engine.parameters import law_confirmed, law_day
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import queries
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.disclosure.models import CatalogueNode, UpdateRule
from gongkai.web.organs.models import Unit

FILE = LAW / "vocabularies" / "update_rules.yaml"
MOST = 3_660
"""Days that a rule may have: ten years."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A rule that the law suggests: for rows of Art. 20 with a code of `codes`, and rows whose name holds one of `words`."""

    key: str
    name: str
    days: int
    basis: str
    words: tuple[str, ...]
    codes: tuple[str, ...]

    def fits(self, node: CatalogueNode) -> bool:
        """Whether the rule is meant for a row of the catalogue."""
        return (node.scheme == Scheme.ARTICLE_20 and node.code in self.codes) or any(word in node.name for word in self.words)


def load_presets(path: Path = FILE) -> tuple[Preset, ...]:
    """The suggested rules in a law file.

    Raises:
        LawError: a key is missing, unknown or repeated; names file and line.
    """
    data = lawfile.read(path)
    data.check({"title": str, "basis": str, "from": None, "confirmed": None, "rules": list})
    law_day(data, "from"), law_confirmed(data)
    found: dict[str, Preset] = {}
    for entry in data["rules"]:
        if not isinstance(entry, Mapping):
            raise LawError(f"{data.where('rules')}: each rule is a mapping")
        entry.check({"key": str, "name": str, "days": int, "basis": str, "words": list, "codes": list})
        if entry["key"] in found or entry["days"] < 1:
            raise LawError(f"{entry.where('key')}: a key stands once, and has a number of days above 0")
        found[entry["key"]] = Preset(entry["key"], entry["name"], entry["days"], entry["basis"], tuple(entry["words"]), tuple(entry["codes"]))
    return tuple(found.values())


@cache
def presets() -> tuple[Preset, ...]:
    """The suggested rules that come with the package."""
    return load_presets()


@transaction.atomic
def set_rule(actor: Any, unit: Unit, node: CatalogueNode, *, days_between: int | None, basis: str) -> UpdateRule:
    """Lay down a rule for a column, from today on.

    Args:
        days_between: None to ask nothing there, for units that have no such information.
        basis: the ground, or why nothing is asked.

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: the column is none of the unit's, there is a rule already, the days or the ground are missing.
    """
    row = UpdateRule(unit=unit, node=node, days=days_between, basis=basis.strip(), since=days.today())
    require(actor, "edit", row)
    if not queries.nodes_for(unit).filter(pk=node.pk).exists():
        raise ValidationError({"node": "这个栏目不在本单位适用的公开目录中，请重新选择。"})
    if UpdateRule.objects.filter(unit=unit, node=node, until=None).exists():
        raise ValidationError({"node": f"本单位已经设定“{node}”的更新要求，请在原要求上修改。"})
    _checked(row)
    row.save()
    eventlog.record("rule.set", row, actor=actor, after={"node": str(node), "days": row.days, "basis": row.basis})
    return row


@transaction.atomic
def change_rule(actor: Any, rule: UpdateRule, version: int, *, days_between: int | None, basis: str) -> UpdateRule:
    """Ask something else of a column.

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: the rule has ended, the days or the ground are missing.
        Conflict: somebody else was first.
    """
    require(actor, "edit", rule)
    if rule.until is not None:
        raise ValidationError(f"这项要求已于 {rule.until} 结束，不能修改，请另行设定。")
    before = {"days": rule.days, "basis": rule.basis}
    rule.days, rule.basis = days_between, basis.strip()
    _checked(rule)
    rule.save_over(version, days=rule.days, basis=rule.basis)
    eventlog.record("rule.changed", rule, actor=actor, before=before, after={"days": rule.days, "basis": rule.basis})
    return rule


@transaction.atomic
def end_rule(actor: Any, rule: UpdateRule) -> None:
    """Ask no more; what units above ask holds again. A rule of today, which held for no whole day, is deleted.

    Raises:
        Refused: the actor may not set the unit's rules.
        ValidationError: the rule has ended.
    """
    require(actor, "edit", rule)
    if rule.until is not None:
        raise ValidationError(f"这项要求已于 {rule.until} 结束。")
    eventlog.record("rule.ended", rule, actor=actor, before={"days": rule.days, "basis": rule.basis})
    yesterday = days.today() - timedelta(1)
    if rule.since is not None and rule.since > yesterday:
        rule.delete()
    else:
        rule.save_over(rule.version, until=yesterday)


@transaction.atomic
def lay_presets(unit: Unit, actor: Any = None) -> int:
    """Give the suggested rules to the columns of a unit's own catalogue that have none there, with no first day.

    Args:
        actor: who asks; None for the site itself, when it is set up.

    Returns:
        How many rules are new.

    Raises:
        Refused: the actor may not set the unit's rules.
    """
    if actor is not None:
        require(actor, "edit", UpdateRule(unit=unit))
    ruled = set(UpdateRule.objects.filter(unit=unit, until=None).values_list("node", flat=True))
    made = 0
    for node in queries.nodes_for(unit).exclude(pk__in=ruled):
        preset = next((one for one in presets() if one.fits(node)), None)
        if preset is not None:
            row = UpdateRule.objects.create(unit=unit, node=node, days=preset.days, basis=preset.basis)
            eventlog.record("rule.set", row, actor=actor, after={"node": str(node), "days": row.days, "basis": row.basis})
            made += 1
    return made


def rules_on(units: Iterable[Unit], day: date) -> dict[int, dict[int, UpdateRule]]:
    """For each unit's id, the rules that hold for it on a day by the id of the column; one query. Those without days are left out."""
    lines = {unit.pk: unit.above for unit in units}
    wanted = {key for line in lines.values() for key in line}
    set_by: dict[int, list[UpdateRule]] = {}
    for rule in UpdateRule.objects.filter(unit__in=wanted, node__active=True).on(day).select_related("node"):
        set_by.setdefault(rule.unit_id, []).append(rule)
    found: dict[int, dict[int, UpdateRule]] = {}
    for key, line in lines.items():
        theirs: dict[int, UpdateRule] = {}
        for above in line:  # from the highest down: the nearest rule stays
            theirs |= {rule.node_id: rule for rule in set_by.get(above, ())}
        found[key] = {node: rule for node, rule in theirs.items() if rule.days is not None}
    return found


def rules_above(unit: Unit) -> QuerySet[UpdateRule]:
    """The rules that units above set, which hold for the unit where it sets none of its own."""
    return UpdateRule.objects.filter(unit__in=unit.above, until=None).exclude(unit=unit).select_related("unit", "node")


def _checked(row: UpdateRule) -> None:
    if row.days is not None and not 1 <= row.days <= MOST:
        raise ValidationError({"days": f"间隔天数应在 1 至 {MOST} 之间；不作要求的请留空。"})
    if not row.basis:
        raise ValidationError({"basis": "请填写依据；不作更新要求的，请说明理由。"})
    if len(row.basis) > 200:
        raise ValidationError({"basis": f"依据有 {len(row.basis)} 个字，最多 200 个字，请精简。"})
