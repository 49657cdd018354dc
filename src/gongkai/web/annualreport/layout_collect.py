"""What the workbench shows of collecting."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.web.annualreport.enums import FileState
from gongkai.web.annualreport.models import CollectBatch, CollectedFile
from gongkai.web.common import navigation, panels, work


def lay_out(group: str) -> None:
    """Make it known: an entry of the menu, a tile, and the work in the background."""
    navigation.add(navigation.Entry(group, "年报收集", "annualreport:collect", 440, lambda person: CollectBatch.gate.somewhere(person, "view")))
    panels.register("年报收集", 45, tiles)
    work.every(1, "gongkai.web.annualreport.domain.collect_reading:read_left", "读取收集的年报文件")
    work.every(1, "gongkai.web.annualreport.domain.collect_orders:go_on_left", "一并办理收集的年报文件")
    work.every(5, "gongkai.web.annualreport.domain.originals:look_waiting", "检查收集的年报原文件能否公开")


def tiles(person: Any) -> list[panels.Tile]:
    """The files that wait for a person."""
    if not CollectBatch.gate.somewhere(person, "edit"):
        return []
    waiting = CollectedFile.objects.restrict(person, "edit").filter(state__in=(FileState.DOUBTFUL, FileState.UNMATCHED)).count()
    return [panels.Tile("待核对", waiting, reverse("annualreport:collect"), "warn")] if waiting else []
