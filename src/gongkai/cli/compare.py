"""``gongkai compare``: two reports side by side, as a rule two years of one unit."""

from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.check import LEVELS, about_of, escaped, name_of
from gongkai.cli.options import BY_OUTPUT, Format, Out
from gongkai.cli.output import Output, say
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.report.comparing import Comparison, SectionChange
    from gongkai.report.model import Number

CSV = ("change", "address", "label", "old", "new", "difference")
"""The columns in CSV; `change` is changed, only_old or only_new."""


def compare(
    old: Annotated[str, typer.Argument(metavar="旧报告", show_default=False, help="较早的报告，通常是上一年度的。")],
    new: Annotated[str, typer.Argument(metavar="新报告", show_default=False, help="较新的报告。")],
    format: Format = BY_OUTPUT,
    output: Out = None,
) -> int:
    """Compare two reports; the exit code is 1 where the two years contradict each other, 2 where one can't be read."""
    from gongkai.cli.inputs import READ, collect, complaint
    from gongkai.report.batch import Task, read_many
    from gongkai.report.comparing import compare as compared

    for path in (old, new):
        if os.path.isdir(path):
            raise GongkaiError(f"“{path}”是文件夹，请指定一份报告。")
        inputs = collect([path], output=output)
        for _, sentence in inputs.problems:
            say(sentence)
            return 2
    results = list(read_many([Task(path, {"check": False}) for path in (old, new)], jobs=2, function=READ))
    bad = [result for result in results if result.report is None]
    for result in bad:
        say(complaint(result))
    if bad:
        return 2
    before, after = (result.report for result in results)
    assert before is not None and after is not None
    made = compared(before, after)
    with Output(output, format=format) as out:
        if format == "json":
            out.line(json.dumps(made.to_json(), ensure_ascii=False, indent=2))
        elif format == "csv":
            _csv(made, out)
        else:
            _text(made, (old, new), out, markdown=format == "md")
    return 1 if any(finding.level == "error" for finding in made.findings) else 0


def _csv(made: Comparison, out: Output) -> None:
    from gongkai.report.frames import csv_value

    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(CSV)
    for change in made.cells:
        rows.writerow([csv_value(value) for value in (
            "changed", change.address, change.label, change.old, change.new, change.difference)])
    for lone in made.only_old:
        rows.writerow([csv_value(value) for value in ("only_old", lone.address, lone.label, lone.value, None, None)])
    for lone in made.only_new:
        rows.writerow([csv_value(value) for value in ("only_new", lone.address, lone.label, None, lone.value, None)])


def _text(made: Comparison, paths: tuple[str, str], out: Output, *, markdown: bool) -> None:
    from gongkai.cli.tables import EMPTY, shown
    from gongkai.cli.text import grid, hung, pipes

    width = None if markdown else out.width
    mark = "## " if markdown else ""

    def heading(text: str) -> None:
        out.line()
        out.line(f"{mark}{out.paint(text, 'bold')}")
        if markdown:
            out.line()

    if markdown:
        out.line("# 年度报告比较\n")
    for word, report, path in zip("旧新", (made.old, made.new), paths, strict=True):
        lead = f"- {word}：" if markdown else f"{word}："
        out.line(hung(f"{name_of(report)}　{path}", width, lead, "    "))

    heading(f"表格：{len(made.cells)} 格有变化")
    if made.cells:
        rows = [["单元格", "旧", "新", "增减"]]
        rows += [[change.label, shown(change.old), shown(change.new), _signed(change.difference)]
                 for change in made.cells]
        for line in pipes(rows) if markdown else grid(rows, [47, 10, 10, 10]):
            out.line(line)
        if any(None in (change.old, change.new) for change in made.cells):
            out.line(("\n" if markdown else "") + f"“{EMPTY}”为空格或未能读出，不等于 0。")
    for word, lone in (("旧", made.only_old), ("新", made.only_new)):
        if lone:
            names = "、".join(cell.label for cell in lone[:3])
            out.line()
            out.line(hung(f"只有{word}报告有的 {len(lone)} 格：{names}{'等' if len(lone) > 3 else ''}。", width, "", ""))

    heading(f"文字：新报告有 {made.reused:.0%} 沿用旧报告（数字不计）")
    for section in made.sections:
        _section(section, out, width, markdown)
    if made.findings:
        heading("两年之间的问题")
    for number, finding in enumerate(sorted(made.findings, key=lambda found: list(LEVELS).index(found.level)), 1):
        about = about_of(finding)
        text = f"{LEVELS[finding.level]}：{finding.message}" + (f"（{about}）" if about else "")
        out.line(hung(escaped(text) if markdown else text, width, f"{number}. ", "   "))


def _section(section: SectionChange, out: Output, width: int | None, markdown: bool) -> None:
    from gongkai.cli.text import hung

    name = f"{'一二三四五六七八九'[section.number - 1]}、{section.heading}" if section.number else "前言"
    changes = [("增", text) for text in section.added] + [("删", text) for text in section.removed]
    counts = f"增 {len(section.added)} 句，删 {len(section.removed)} 句，改 {len(section.changed)} 句"
    lead = "- " if markdown else ""
    out.line(hung(f"{name}：沿用 {section.reused:.0%}；{counts}", width, lead, lead and "  "))
    for old, new in section.changed:
        changes += [("改前", old), ("改后", new)]
    for word, text in changes:
        start = f"  - {word}：" if markdown else f"  {word}："
        out.line(hung(escaped(text) if markdown else text, width, start, "      "))


def _signed(value: Number | None) -> str:
    return "" if value is None else format(value, "+f") if not isinstance(value, int) else f"{value:+d}"
