"""``gongkai check``: what is wrong with each report, in sentences, with place and basis."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.options import BY_OUTPUT, Files, Format, Jobs, Manifest, Out
from gongkai.cli.output import Output, say

if TYPE_CHECKING:
    from gongkai.cli.inputs import Inputs
    from gongkai.report.batch import Result
    from gongkai.report.model import Finding, Report

LEVELS = {"error": "错误", "warning": "警告", "notice": "提示"}


def _level(value: str) -> str:
    if value not in LEVELS:
        raise typer.BadParameter(f"“--level”不能是“{value}”，可用 {'、'.join(LEVELS)}。")
    return value


def check(
    files: Files = None,
    manifest: Manifest = None,
    previous: Annotated[str | None, typer.Option(
        "--previous", "-p", metavar="上年报告", show_default=False,
        help="上一年度的报告或存放它们的文件夹，按单位对应，核对结转、现行有效件数和文字雷同。")] = None,
    level: Annotated[str, typer.Option(
        "--level", metavar="|".join(LEVELS), callback=_level, help="只列出该级别及更重的问题，不影响退出码。")] = "notice",
    format: Format = BY_OUTPUT,
    jobs: Jobs = None,
    output: Out = None,
) -> int:
    """Read and check reports; the exit code is 0, 1 (an error was found) or 2 (a file could not be read)."""
    from gongkai.cli.inputs import collect, spare

    spare(output, [previous])
    inputs = collect(files, manifest, jobs, output)
    function = None
    if previous is not None:
        from gongkai.report import pairing

        function = pairing.FUNCTION
        pairs = pairing.pair(previous, inputs.tasks, jobs=jobs)
        for notice in pairs.notices:
            say(f"提示：{notice}")
        inputs.tasks = pairs.tasks
    with Output(output, format=format, status=inputs.status) as out:
        writer = _WRITERS[format](out, inputs, list(LEVELS)[: list(LEVELS).index(level) + 1])
        writer.begin()
        for result in inputs.results(function):
            writer.add(result)
        writer.end()
    return inputs.code(judging=True)


class _Writer(ABC):
    """One format. Takes results one by one and keeps none."""

    def __init__(self, out: Output, inputs: Inputs, levels: list[str]) -> None:
        self.out, self.inputs, self.levels = out, inputs, levels
        self.counts: Counter[str] = Counter()
        self.number = 0

    def begin(self) -> None:  # noqa: B027
        """Before the first result."""

    def add(self, result: Result) -> None:
        """One result."""
        from gongkai.cli.inputs import complaint

        self.number += 1
        if result.report is None:
            self.bad(result, complaint(result))
            return
        counts: Counter[str] = Counter(finding.level for finding in result.report.findings)
        self.counts.update(counts)
        order = list(LEVELS)
        findings = [finding for finding in result.report.findings if finding.level in self.levels]
        self.good(result, result.report, sorted(findings, key=lambda finding: order.index(finding.level)), counts)

    @abstractmethod
    def good(self, result: Result, report: Report, findings: list[Finding], counts: Counter[str]) -> None:
        """A report that was read; `findings` are those to show, the gravest first."""

    @abstractmethod
    def bad(self, result: Result, sentence: str) -> None:
        """A file that could not be read."""

    def end(self) -> None:  # noqa: B027
        """After the last result."""

    def summary(self) -> str:
        """One sentence on all files."""
        read = self.number - self.inputs.bad
        counts = "，".join(f"{word} {self.counts[level]} 处" for level, word in LEVELS.items())
        bad = f"，无法读取 {self.inputs.bad} 个" if self.inputs.bad else ""
        return f"共 {self.number} 个文件，已读取 {read} 个{bad}；{counts}；有错误的报告 {self.inputs.errors} 份。"


class _Text(_Writer):
    def good(self, result: Result, report: Report, findings: list[Finding], counts: Counter[str]) -> None:
        from gongkai.cli.text import hung

        out = self.out
        if self.number > 1:
            out.line()
        out.line(out.paint(hung(name_of(report), out.width, "", ""), "bold"))
        out.line(hung(result.path, out.width, "文件：", "      "))
        if not report.findings:
            out.line(out.paint("未发现问题。", "good"))
            return
        out.line("，".join(out.paint(f"{word} {counts[level]} 处", level) if counts[level] else f"{word} 0 处"
                          for level, word in LEVELS.items()) + "。")
        for level, word in LEVELS.items():
            chosen = [finding for finding in findings if finding.level == level]
            if not chosen:
                continue
            out.line()
            out.line(out.paint(word, level))
            for number, finding in enumerate(chosen, 1):
                lead = f"{number:>3}. "
                out.line(hung(finding.message, out.width, lead, "     "))
                if about := about_of(finding):
                    out.line(out.paint(hung(about, out.width, "     ", "     "), "dim"))

    def bad(self, result: Result, sentence: str) -> None:
        from gongkai.cli.text import hung

        if self.inputs.single:
            say(sentence)
            return
        if self.number > 1:
            self.out.line()
        self.out.line(self.out.paint(hung(f"无法读取：{sentence}", self.out.width, "", "  "), "error"))

    def end(self) -> None:
        if not self.inputs.single:
            self.out.line()
            self.out.line(self.summary())


class _Markdown(_Writer):
    def begin(self) -> None:
        if not self.inputs.single:
            self.out.line("# 年度报告检查结果")

    def good(self, result: Result, report: Report, findings: list[Finding], counts: Counter[str]) -> None:
        from gongkai.cli.text import plain

        out, depth = self.out, "#" if self.inputs.single else "##"
        if self.number > 1 or not self.inputs.single:
            out.line()
        out.line(f"{depth} {escaped(name_of(report))}")
        out.line()
        out.line(f"- 文件：`{plain(result.path)}`")
        out.line("- " + "，".join(f"{word} {counts[level]} 处" for level, word in LEVELS.items()))
        for level, word in LEVELS.items():
            chosen = [finding for finding in findings if finding.level == level]
            if chosen:
                out.line(f"\n{depth}# {word}\n")
            for number, finding in enumerate(chosen, 1):
                about = about_of(finding)
                out.line(f"{number}. {escaped(finding.message)}{f'（{escaped(about)}）' if about else ''}")

    def bad(self, result: Result, sentence: str) -> None:
        if self.inputs.single:
            say(sentence)
            return
        self.out.line(f"\n## 无法读取\n\n- {escaped(sentence)}")

    def end(self) -> None:
        if not self.inputs.single:
            self.out.line(f"\n## 合计\n\n{self.summary()}")


class _Json(_Writer):
    def begin(self) -> None:
        if not self.inputs.single:
            self.out.write('{"files": [')

    def good(self, result: Result, report: Report, findings: list[Finding], counts: Counter[str]) -> None:
        shown = [finding.to_json() for finding in findings]
        tally = {level: counts[level] for level in LEVELS}
        if self.inputs.single:
            self._item({**report.to_json(), "findings": shown, "counts": tally})
            return
        whole = report.to_json()
        kept = {key: whole[key] for key in ("source", "unit", "unit_kind", "year", "edition", "title")}
        self._item({**kept, "counts": tally, "findings": shown, "error": None})

    def bad(self, result: Result, sentence: str) -> None:
        say(sentence)
        self._item(unreadable(result.path, sentence))

    def _item(self, item: dict[str, Any]) -> None:
        text = json.dumps(item, ensure_ascii=False, indent=2 if self.inputs.single else None)
        before = "" if self.inputs.single else "\n" if self.number == 1 else ",\n"
        self.out.write(before + text + ("\n" if self.inputs.single else ""))

    def end(self) -> None:
        if not self.inputs.single:
            tally = {"files": self.number, "unreadable": self.inputs.bad, "with_errors": self.inputs.errors,
                     **{level: self.counts[level] for level in LEVELS}}
            self.out.write(f'\n], "summary": {json.dumps(tally)}}}\n')


CSV = ("file", "unit", "year", "edition", "level", "code", "message", "cells", "expected", "found", "place", "basis")
"""The columns of a finding in CSV; a file that could not be read is a row of level ``unreadable``."""


class _Csv(_Writer):
    def begin(self) -> None:
        self.rows = csv.writer(self.out, lineterminator="\n")
        self.rows.writerow(CSV)

    def good(self, result: Result, report: Report, findings: list[Finding], counts: Counter[str]) -> None:
        from gongkai.report.frames import csv_value

        for finding in findings:
            row = (result.path, report.unit, report.year, report.edition, finding.level, finding.code, finding.message,
                   " ".join(finding.cells), _short(finding.expected), _short(finding.found),
                   str(finding.place) if finding.place else None, finding.basis)
            self.rows.writerow([csv_value(value) for value in row])

    def bad(self, result: Result, sentence: str) -> None:
        say(sentence)
        self.rows.writerow([result.path, "", "", "", "unreadable", "unreadable", sentence, "", "", "", "", ""])


_WRITERS: dict[str, type[_Writer]] = {"table": _Text, "md": _Markdown, "json": _Json, "csv": _Csv}


def name_of(report: Report) -> str:
    """A report's heading: unit, year, edition."""
    year = f"{report.year}年度" if report.year else "年度不明"
    return f"{report.unit or '单位不明'}　{year}报告（{report.edition}年版格式）"


def about_of(finding: Finding) -> str:
    """Place and basis of a finding, empty where it has neither."""
    place = f"位置：{finding.place}" if finding.place and str(finding.place) else ""
    basis = f"依据：{finding.basis}" if finding.basis else ""
    return "；".join(part for part in (place, basis) if part)


def unreadable(path: str, sentence: str) -> dict[str, Any]:
    """The JSON of a file that could not be read."""
    return {"source": {"file": path, "sha256": None, "url": None, "read_at": None}, "error": sentence}


def escaped(text: str) -> str:
    """Text for Markdown, its marks taken literally."""
    for mark in "\\`*_<>[]|":
        text = text.replace(mark, f"\\{mark}")
    return text


def _short(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value)
