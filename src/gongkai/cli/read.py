"""``gongkai read``: what a report says, as text, JSON, CSV or Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.check import LEVELS, name_of, unreadable
from gongkai.cli.options import BY_OUTPUT, Files, Format, Jobs, Manifest, Out
from gongkai.cli.output import Output, say
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.cli.inputs import Inputs
    from gongkai.report.model import Report


def read(
    files: Files = None,
    manifest: Manifest = None,
    format: Format = BY_OUTPUT,
    wide: Annotated[bool, typer.Option("--wide", help="CSV 每份报告一行；默认每格一行。")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="JSON 每份报告一行（JSON Lines）。")] = False,
    jobs: Jobs = None,
    output: Out = None,
) -> int:
    """Read reports; the exit code is 0, or 2 where a file could not be read."""
    from gongkai.cli.inputs import collect

    if wide and format != "csv":
        raise GongkaiError("“--wide”只用于 CSV，请加上 --format csv。")
    if lines and format != "json":
        raise GongkaiError("“--lines”只用于 JSON，请加上 --format json。")
    inputs = collect(files, manifest, jobs, output)
    with Output(output, format=format, status=inputs.status) as out:
        if format == "json":
            _json(inputs, out, lines)
        elif format == "csv":
            _csv(inputs, out, wide)
        else:
            for number, report in enumerate(_reports(inputs)):
                if number:
                    out.line()
                _markdown(report, out) if format == "md" else _text(report, out)
    return inputs.code(judging=False)


def _reports(inputs: Inputs) -> Iterator[Report]:
    """The reports that were read; what could not be read is said."""
    from gongkai.cli.inputs import complaint

    for result in inputs.results():
        if result.report is None:
            inputs.status.clear()
            say(complaint(result))
        else:
            yield result.report


def _json(inputs: Inputs, out: Output, lines: bool) -> None:
    from gongkai.cli.inputs import complaint

    single = inputs.single and not lines
    if not single and not lines:
        out.write("[")
    for number, result in enumerate(inputs.results()):
        if result.report is None:
            inputs.status.clear()
            say(complaint(result))
            item = unreadable(result.path, complaint(result))
        else:
            item = result.report.to_json()
        before = "" if single or lines else "\n" if number == 0 else ",\n"
        out.write(before + json.dumps(item, ensure_ascii=False, indent=2 if single else None))
        if lines or single:
            out.write("\n")
    if not single and not lines:
        out.write("\n]\n")


def _csv(inputs: Inputs, out: Output, wide: bool) -> None:
    from gongkai.report import frames

    reports = _reports(inputs)
    if wide:
        frames.write_csv(frames.wide(reports), frames.wide_columns(), out)
    else:
        frames.write_csv(frames.long(reports), frames.LONG, out)


def _markdown(report: Report, out: Output) -> None:
    from gongkai.report.writing import write

    out.write(write(report, "md").decode("utf-8"))


def _text(report: Report, out: Output) -> None:
    from gongkai.cli.tables import tables
    from gongkai.cli.text import hung

    def about(name: str, text: str | None) -> None:
        if text:
            out.line(hung(text, out.width, f"{name}：", "      "))

    out.line(out.paint(hung(name_of(report), out.width, "", ""), "bold"))
    about("文件", report.source.file)
    about("标题", report.title)
    about("时段", f"{report.period[0]} 至 {report.period[1]}" if report.period else None)
    about("公布", str(report.published) if report.published else None)
    for line in tables(report):
        out.line(line)
    out.line()
    out.line("文字部分")
    for section in report.sections:
        out.line(f"  {'一二三四五六七八九'[section.number - 1]}、{section.heading}　{len(section.text)} 字")
    levels = [finding.level for finding in report.findings]
    counts = "，".join(f"{word} {levels.count(level)} 处" for level, word in LEVELS.items())  # type: ignore[arg-type]
    out.line()
    out.line(f"检查：{counts}。" + ("详见 gongkai check。" if levels else ""))
