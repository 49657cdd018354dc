"""An edition 2031 that nobody has issued, and what a copy of the library does once its file lies in ``law/forms``.

Run as a script with the copy first on the path, it prints JSON: what each format gives back, what the checks say.
"""

from __future__ import annotations

import json
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import yaml

UNIT = "晴川县示例镇人民政府"
TITLE = f"{UNIT}2031年政府信息公开工作年度报告"
FILLED = {
    "2.construction.projects": 3, "2.construction.amount": Decimal("12.5"), "2.licensing.decisions": 41,
    "3.received.foreign": 4, "3.received.person": 2, "3.received.total": 6,
    "3.denied.important_data.foreign": 4, "3.denied.important_data.total": 4, "3.granted.person": 2,
    "3.granted.total": 2, "3.processed.foreign": 4, "3.processed.person": 2, "3.processed.total": 6,
    "4.review.withdrawn": 2, "4.review.upheld": 1, "4.review.total": 3,
}
"""The cells that are not zero, those of the new edition among them."""


def invent(law: Path, folder: Path, **changes: object) -> Path:
    """Write the edition's file into a folder: the one of 2021 with a block, a column, a row and a result more."""
    node = yaml.safe_load((law / "forms" / "2021.yaml").read_text(encoding="utf-8"))
    node |= {"edition": "2031", "years": {"from": 2031, "to": None}, **changes}
    node["citation"]["document"] = "国办公开办函〔2031〕9号"
    two, three, four = node["tables"]
    two["blocks"].append({
        "label": "第二十条第（十）项", "stub": "信息内容", "rows": [{"key": "construction", "label": "重大建设项目"}],
        "columns": [{"key": "projects", "label": "本年批准项目数", "unit": "项"},
                    {"key": "amount", "label": "本年投资金额（单位：万元）", "unit": "万元"}]})
    applicants, results = three["blocks"][0]["columns"][0]["columns"], three["blocks"][0]["rows"][2]["rows"]
    applicants[1]["columns"].insert(4, {"key": "foreign", "label": "境外组织", "unit": "件"})
    results[2]["rows"].append({"key": "important_data", "label": "9.属于重要数据"})
    four["blocks"][0]["columns"].insert(3, {"key": "withdrawn", "label": "撤回终结", "unit": "件", "marks": ["撤回"]})
    for declared in node["sums"]:
        declared["right"] += {"3.total": ["foreign"], "4.total": ["withdrawn"]}.get(declared["id"], [])
    path = folder / "2031.yaml"
    path.write_text(yaml.safe_dump(node, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def copied(package: Path, folder: Path, *, end: bool) -> Path:
    """A copy of the library with one file more in ``law/forms``; the folder to put on the path.

    `end`: the file of the edition before is told its last year too.
    """
    copy = folder / "gongkai"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    invent(copy / "law", copy / "law" / "forms")
    if end:
        before = copy / "law" / "forms" / "2021.yaml"
        before.write_text(before.read_text(encoding="utf-8").replace("to: null", "to: 2030"), encoding="utf-8")
    return folder


def _report(year: int = 2031):  # type: ignore[no-untyped-def]
    from datetime import date

    from gongkai.report.form import edition
    from gongkai.report.model import Cell, Report, Section

    form = edition("2031")
    made = Report("2031", unit=UNIT, year=year, title=TITLE.replace("2031", str(year)),
                  period=(date(year, 1, 1), date(year, 12, 31)),
                  preamble=f"本报告按照规定格式编制，统计期限自{year}年1月1日至{year}年12月31日。")
    made.cells = {address: Cell(FILLED.get(address, 0), str(FILLED.get(address, 0))) for address in form.addresses()}
    made.sections = [Section(section.number, section.heading, "本年度各项公开工作按期完成。") for section in form.sections]
    return made


def _read_back(report, kind: str) -> object:  # type: ignore[no-untyped-def]
    from gongkai.report.reading import read_bytes
    from gongkai.report.writing import write

    data = write(report, kind)
    try:
        got = read_bytes(data, f"report.{kind}")
    except Exception as error:
        return repr(error)
    return {"edition": got.edition, "year": got.year, "unit": got.unit, "wrong": [
        address for address in {**report.cells, **got.cells} if got.value(address) != report.value(address)]}


def main() -> None:
    import gongkai
    from gongkai.report.checking import check
    from gongkai.report.form import edition_for, editions
    from gongkai.report.model import Cell
    from gongkai.report.writing import write

    report = _report()
    told: dict[str, object] = {"package": str(Path(gongkai.__file__).parent), "editions": list(editions()),
                               "used": {year: edition_for(year).edition for year in (2030, 2031, 2032)},  # type: ignore[union-attr]
                               "findings": [finding.code for finding in check(report)]}
    for kind in ("html", "md", "docx", "pdf", "json"):
        told[kind] = _read_back(report, kind)
    told["early"] = _read_back(_report(2029), "html")
    told["xlsx"] = len(write(report, "xlsx"))
    broken = _report()
    for address, value in (("3.received.total", 9), ("4.review.total", 1)):
        broken.cells[address] = Cell(value, str(value))
    told["broken"] = [[finding.code, list(finding.cells), finding.message] for finding in check(broken)
                      if finding.level == "error"]
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
