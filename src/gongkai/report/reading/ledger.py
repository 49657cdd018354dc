"""Where a reading is written down: the cells, the findings, and which cells a finding explains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from gongkai.report.form import editions
from gongkai.report.model import Cell, Finding, Level, Place

NUMERALS = {"2": "二", "3": "三", "4": "四"}
"""Table number → its numeral in the report's own words (表二, 表三, 表四)."""


@dataclass(slots=True)
class Ledger:
    """The cells read so far, by address, and the findings. `explained` holds the addresses that a finding names."""

    cells: dict[str, Cell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    explained: set[str] = field(default_factory=set)

    def add(
        self,
        code: str,
        level: Level,
        message: str,
        cells: Iterable[str] = (),
        place: Place | None = None,
        found: object = None,
    ) -> None:
        """Note a finding; it explains the cells it names."""
        addresses = tuple(dict.fromkeys(cells))
        self.explained.update(addresses)
        self.findings.append(Finding(code, level, message, addresses, None, found, place))

    def ordered(self, edition: str) -> dict[str, Cell]:
        """The cells in the official order of an edition, those of another edition after them."""
        rank = _rank(edition)
        others = sorted((address for address in self.cells if address not in rank), key=lambda address: address[0])
        return {address: self.cells[address] for address in (*rank, *others) if address in self.cells}


@cache
def _rank(edition: str) -> dict[str, int]:
    """Address → place in official order, groups included."""
    rank: dict[str, int] = {}
    for table in editions()[edition].tables.values():
        for key in table:
            for column in table.block_of(key).columns:
                rank[f"{table.number}.{key}.{column.key}"] = len(rank)
    return rank


_GATHERED = {
    "read.split": "表{table}有{count}行的单元格连写在一起（如“{label}”一行的“{found}”），已拆分为各列数字，请核对。",
    "read.inferred": "表{table}有{count}行缺少单元格边界（如“{label}”一行的“{found}”），列位由勾稽关系推定，请核对。",
    "read.ambiguous": "表{table}有{count}行的数字与各列对不上（如“{label}”一行的“{found}”），无法确定属于哪一列，"
    "相关单元格留空，请核对原件。",
    "read.row_repeated warning": "表{table}有{count}行重复出现且数字不同（如“{label}”一行），无法确定以哪一次为准，相关单元格留空；"
    "如果分别统计了本级和全域，请只保留统一格式要求的一份。",
    "read.row_repeated notice": "表{table}有{count}行重复出现，数字相同（如“{label}”一行），请删去重复部分。",
    "read.not_a_number": "表{table}有{count}格填写的不是该栏要求的数字（如“{label}”填写为“{found}”），已留空，请填写数字。",
}
_AFTER_LABEL = {"read.not_a_number": "”的“"}
"""What stands behind a row's label in the sentence of one finding; ”一行 in the others."""


def gathered(findings: list[Finding]) -> list[Finding]:
    """Findings of one kind on many rows of a table as one, so that what matters is not buried."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kind = _kind(finding)
        if kind in _GATHERED and finding.cells and (finding.found is not None or "{found}" not in _GATHERED[kind]):
            groups.setdefault((kind, finding.cells[0].split(".", 1)[0]), []).append(finding)
    made = []
    for finding in findings:
        group = groups.get((_kind(finding), finding.cells[0].split(".", 1)[0])) if finding.cells else None
        if group is None or finding not in group or len(group) <= 3:
            made.append(finding)
        elif finding is group[0]:
            table, _ = finding.cells[0].split(".", 1)
            finding = next((each for each in group if each.found), finding)  # one that shows what was printed
            label = finding.message.split("“", 1)[1].split(_AFTER_LABEL.get(finding.code, "”一行"), 1)[0]
            words = _GATHERED[_kind(finding)].format(
                table=NUMERALS[table], count=len(group), label=label, found=short(str(finding.found))
            )
            cells = tuple(dict.fromkeys(cell for each in group for cell in each.cells))
            made.append(Finding(finding.code, finding.level, words, cells, None, finding.found, finding.place))
    return made


def _kind(finding: Finding) -> str:
    """Its code, with the level where sentences differ by it."""
    return finding.code if finding.code in _GATHERED else f"{finding.code} {finding.level}"


def short(text: str, most: int = 40) -> str:
    """A quotation of printed text, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most] + "…"
