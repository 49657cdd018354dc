"""Which unit a collected file is of: by the list that came along, by what the report calls itself, by the credit code printed in it, by
the file's name.

A match is sure where one unit alone fits and nothing speaks against it; else a person chooses among candidates.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from gongkai.report.unitnames import plain
from gongkai.web.organs.domain.queries import Names
from gongkai.web.organs.models import Unit, UnitName

LIKELY, LIKE = 5, 60.0
"""Candidates that are offered at most, and how like a name must be."""
_REGION = re.compile(r"^([\u4e00-\u9fff]{2,}?(?:自治县|自治州|自治区|县|区|市|旗|州|盟|省))(?=[\u4e00-\u9fff])")
_CREDIT = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_CODE = re.compile(r"(?<!\d)\d{9}(?:\d{3})?(?!\d)")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass(slots=True)
class Match:
    """What was found: the `unit` where it is sure, `how` it was told (a phrase), else the `candidates`, likeliest first."""

    unit: Unit | None = None
    how: str = ""
    candidates: list[Unit] = field(default_factory=list)


class Matcher:
    """Finds the units below an office above, for files of one year.

    Args:
        area: the office above; its whole subtree may be meant.
        year: the year whose reports they are.
    """

    def __init__(self, area: Unit, year: int) -> None:
        units = area.subtree()
        self._names = Names(year, units)
        self._units = {unit.pk: unit for unit in units}
        self._called: dict[str, set[int]] = defaultdict(set)
        for unit in self._units.values():
            for name in (unit.name, unit.short_name):
                self._call(name, unit.pk)
        for row in UnitName.objects.filter(unit__in=list(self._units)):
            for name in (row.name, row.short_name):
                self._call(name, row.unit_id)
        self._called.pop("", None)
        regions = {found[1] for name in self._called if (found := _REGION.match(name))}
        self._regions = regions | {region for unit in area.above for region in self._of(unit)}

    def match(self, name: str, said: str | None, entry: dict[str, Any], codes: Sequence[str] = ()) -> Match:
        """The unit of one file.

        Args:
            name: the file's name with its folders.
            said: what the report calls its unit.
            entry: what the list says of the file: ``unit``, ``code``.
            codes: the credit codes that are printed in the report.
        """
        if entry.get("unit") or entry.get("code"):
            listed = self._by_code(str(entry.get("code") or "")) or self._named(str(entry.get("unit") or ""))
            if len(listed) == 1:
                return Match(listed[0], "清单")
            return Match(None, f"清单中的“{entry.get('unit') or entry.get('code')}”没有对应到单位", listed or self._likely(str(entry.get("unit") or "")))
        titled, filed = self._named(said or ""), self._in_name(name)
        coded = [unit for unit in self._units.values() if unit.credit_code and unit.credit_code in codes]
        if len(coded) == 1 and coded[0] not in titled and (len(titled) == 1 or (filed and coded[0] not in filed)):
            other = f"报告写的是“{said}”" if len(titled) == 1 else f"文件名像是“{filed[0].called}”"
            return Match(None, f"{other}，报告中的统一社会信用代码是{coded[0].called}的", list(dict.fromkeys([*coded, *titled, *filed]))[:LIKELY])
        if len(coded) == 1 and len(titled) != 1:
            return Match(coded[0], "报告中的统一社会信用代码")
        if len(titled) == 1:
            unit = titled[0]
            if filed and unit not in filed:
                return Match(None, f"报告写的是“{said}”，文件名像是“{filed[0].called}”", [unit, *filed][:LIKELY])
            if self._foreign(said or "", unit):
                return Match(None, f"报告写的是“{said}”，不像本地单位", [unit])
            return Match(unit, f"报告中的名称“{said}”" + ("" if _even(said or "") == _even(unit.name) else "（简称、曾用名或者写法不同）"))
        if titled:
            both = [unit for unit in titled if unit in filed]
            return Match(both[0], f"报告中的名称“{said}”和文件名") if len(both) == 1 else Match(None, f"“{said}”对应多个单位", titled[:LIKELY])
        if len(filed) == 1 and not said:
            return Match(filed[0], "文件名（报告没有写明单位）")
        why = f"报告写的是“{said}”，没有对应到单位" if said else "报告没有写明单位"
        return Match(None, why, list(dict.fromkeys([*filed, *self._likely(said or "", name)]))[:LIKELY])

    def _named(self, name: str) -> list[Unit]:
        return (self._names.find(name) or self._names.find(f"{name}政府")) if name else []

    def _call(self, name: str, pk: int) -> None:
        """Know a unit by a name and its shorter forms: without the region in front, a town's without 政府."""
        name = _even(name)
        bare = name.removesuffix("政府") if name.endswith(("镇政府", "乡政府")) else name
        for one in (name, bare):
            self._called[one].add(pk)
            if found := _REGION.match(one):
                self._called[one[len(found[1]):]].add(pk)

    def _by_code(self, text: str) -> list[Unit]:
        """The units whose credit code stands in a text; else the one unit with a code of a region below the county's."""
        credits, regions = set(_CREDIT.findall(text.upper())), set(_CODE.findall(text))
        found = [unit for unit in self._units.values() if unit.credit_code and unit.credit_code in credits]
        return found or [unit for unit in self._units.values() if unit.region_code in regions]

    def _in_name(self, name: str) -> list[Unit]:
        """The units that a file's name speaks of: by code, else by the longest of their names in it, its last folder counting last."""
        if found := self._by_code(name):
            return found
        for part in reversed(name.split("/")):
            text = _even(part)
            within = [called for called in self._called if len(called) >= 3 and called in text]
            if within:
                longest = max(map(len, within))
                keys = set().union(*(self._called[called] for called in within if len(called) == longest))
                return [self._units[pk] for pk in sorted(keys)]
        return []

    def _foreign(self, name: str, unit: Unit) -> bool:
        """Whether a name begins with a region that is none of ours, though it fits a unit's short name."""
        found = _REGION.match(_even(name))
        return found is not None and len(found[1]) > 2 and found[1] not in self._regions and not any(
            _even(name).endswith(called) and called.startswith(found[1]) for called in self._called)

    def _likely(self, *texts: str) -> list[Unit]:
        """The units with the most alike names."""
        scores: dict[int, float] = {}
        for text in texts:
            words = "".join(_NAME.findall(_even(text.rsplit("/", 1)[-1])))
            for called, score, _ in process.extract(words, list(self._called), scorer=fuzz.partial_ratio, limit=LIKELY, score_cutoff=LIKE) if words else ():
                for pk in self._called[called]:
                    scores[pk] = max(score, scores.get(pk, 0))
        return [self._units[pk] for pk in sorted(scores, key=lambda pk: (-scores[pk], pk))]

    def _of(self, pk: int) -> list[str]:
        names = [self._units[pk].name] if pk in self._units else list(Unit.objects.filter(pk=pk).values_list("name", flat=True))
        return [found[1] for name in names if (found := _REGION.match(_even(name)))]


def _even(name: str) -> str:
    """A name as it is compared: widths and blanks alike, 人民政府 as 政府."""
    return plain(unicodedata.normalize("NFKC", name)).replace("人民政府", "政府")
