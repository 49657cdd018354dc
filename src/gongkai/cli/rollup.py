"""``gongkai rollup``: many units' reports into one."""

from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.check import LEVELS
from gongkai.cli.options import BY_OUTPUT, Files, Format, Jobs, Manifest, Out
from gongkai.cli.output import Output, say, write_bytes
from gongkai.cli.write import BINARY, To, refuse_terminal
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.report.rollup import Rollup


def rollup(
    files: Files = None,
    unit: Annotated[str | None, typer.Option(
        "--unit", "-u", metavar="名称", show_default=False, help="汇总报告的单位名称。")] = None,
    year: Annotated[int | None, typer.Option(
        "--year", min=2000, max=2099, metavar="年度", show_default=False, help="汇总哪一年度，默认为多数报告的年度。")] = None,
    expected: Annotated[str | None, typer.Option(
        "--expected", metavar="名单", show_default=False, help="应报单位名单：文本文件，每行一个单位；或 CSV，取“单位”列。")] = None,
    manifest: Manifest = None,
    format: Format = BY_OUTPUT,
    to: To = None,
    output: Out = None,
    jobs: Jobs = None,
) -> int:
    """Add reports up; the exit code is 1 where a unit is missing, doubled or left out, 2 where one can't be read."""
    from gongkai.cli.inputs import collect, spare
    from gongkai.report.rollup import rollup as add_up

    wanted = expected_units(expected) if expected is not None else None
    suffix = os.path.splitext(output or "")[1].lower()[1:]
    kind = to or (suffix if format == "table" and suffix in (*BINARY, "html") else None)
    if kind is not None:
        refuse_terminal(kind, output)
    spare(output, [expected])
    inputs = collect(files, manifest, jobs, output)
    made = add_up(inputs.results(), unit=unit, year=year, expected=wanted)
    inputs.status.clear()
    if kind is not None:
        from gongkai.report.writing import write

        for finding in made.findings:
            say(f"{LEVELS[finding.level]}：{finding.message}")
        if made.counted:
            write_bytes(write(made, kind), output)
        elif output is not None:
            say(f"没有可以写入的汇总数据，未生成“{output}”。")
    else:
        with Output(output, format=format) as out:
            _show(made, out, format)
    if inputs.bad:
        return 2
    return 1 if next(made.errors(), None) is not None else 0


def _show(made: Rollup, out: Output, format: str) -> None:
    if format == "json":
        out.line(json.dumps(made.to_json(), ensure_ascii=False, indent=2))
        return
    if format == "csv":
        from gongkai.report import frames

        for finding in made.findings:
            say(f"{LEVELS[finding.level]}：{finding.message}")
        writer = csv.writer(out, lineterminator="\n")
        names = ("unit", "year", "edition", "table", "row", "column", "address", "label", "unit_of_measure", "value")
        writer.writerow([*names, "stated", "counted"])
        for row in frames.long([made]):
            stated = made.stated.get(row["address"], 0)
            writer.writerow([*(frames.csv_value(row[name]) for name in names), stated, len(made.counted)])
        return
    _text(made, out, markdown=format == "md")


def _text(made: Rollup, out: Output, *, markdown: bool) -> None:
    from gongkai.cli.tables import tables
    from gongkai.cli.text import hung

    width = None if markdown else out.width
    head, sub = ("# ", "## ") if markdown else ("", "")
    out.line(out.paint(hung(f"{head}{made.title}", width, "", ""), "bold"))
    left = len(made.members) - len(made.counted)
    out.line()
    out.line(f"收到 {len(made.members)} 份，计入 {len(made.counted)} 个单位"
             + (f"，未计入 {left} 份" if left else "") + (f"，缺 {len(made.missing)} 个单位" if made.missing else "") + "。")
    for line in tables(made, markdown=markdown) if made.counted else ():
        out.line(line)
    for level, word in LEVELS.items():
        chosen = [finding for finding in made.findings if finding.level == level]
        if not chosen:
            continue
        out.line()
        out.line(f"{sub}{out.paint(word, level)}")
        if markdown:
            out.line()
        for number, finding in enumerate(chosen, 1):
            lead = f"{number}. " if markdown else f"{number:>3}. "
            out.line(hung(finding.message, width, lead, "     "))


def expected_units(path: str) -> list[str]:
    """The units of a list: one a line, or the unit column of a CSV. Lines that begin with # are left out.

    Raises:
        GongkaiError: the list cannot be read, is empty, or has several columns and none for units.
    """
    from gongkai.report.gathering import HEADS, read_text

    lines = [line.strip() for line in read_text(path, "名单").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise GongkaiError(f"名单“{path}”是空的，请每行写一个应报单位。")
    separator = max(",;\t", key=lines[0].count)
    rows = [[value.strip() for value in row] for row in csv.reader(lines, delimiter=separator)]
    heads = [value.lower() for value in rows[0]]
    columns = [place for place, value in enumerate(heads) if value in HEADS["unit"]]
    if columns:
        rows = rows[1:]
    elif len(rows[0]) > 1:
        raise GongkaiError(f"名单“{path}”有多列而没有“单位”列，请写明表头。")
    place = columns[0] if columns else 0
    return [row[place] for row in rows if len(row) > place and row[place]]
