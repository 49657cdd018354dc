"""``gongkai write``: a report in the statutory form, as html, docx, pdf, xlsx, md or json."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.options import Files, Jobs, Manifest
from gongkai.cli.output import reason, say, write_bytes
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.cli.inputs import Inputs

KINDS = ("html", "docx", "pdf", "xlsx", "md", "json")
BINARY = ("docx", "pdf", "xlsx")


def _kind(value: str | None) -> str | None:
    if value is not None and value not in KINDS:
        raise typer.BadParameter(f"“--to”不能是“{value}”，可用 {'、'.join(KINDS)}。")
    return value


To = Annotated[str | None, typer.Option(
    "--to", "-t", metavar="|".join(KINDS), callback=_kind, show_default=False,
    help="写成的格式，默认按输出文件的扩展名。")]


def write(
    files: Files = None,
    to: To = None,
    output: Annotated[str | None, typer.Option(
        "--output", "-o", metavar="文件或文件夹", show_default=False,
        help="写入的文件；有多份报告时为文件夹。省略时 html、md、json 输出到屏幕。")] = None,
    fragment: Annotated[bool, typer.Option(
        "--fragment", help="html 只写正文，样式写在标签内，可直接粘贴到网站编辑器。")] = False,
    manifest: Manifest = None,
    jobs: Jobs = None,
) -> int:
    """Write reports; the exit code is 0, or 2 where a file could not be read."""
    from gongkai.cli.inputs import collect, complaint
    from gongkai.report.writing import write as written

    inputs = collect(files, manifest, jobs)
    kind = kind_of(to, output)
    if fragment and kind != "html":
        raise GongkaiError("“--fragment”只用于 html，请加上 --to html。")
    many = len(inputs.tasks) > 1 or not inputs.single
    target = _Target(inputs, kind, output, many)
    for result in inputs.results():
        if result.report is None:
            inputs.status.clear()
            say(complaint(result))
            continue
        write_bytes(written(result.report, kind, fragment=fragment), target.path(result.path))
    return inputs.code(judging=False)


def kind_of(to: str | None, output: str | None) -> str:
    """The format to write: as told, else by the suffix of the output.

    Raises:
        GongkaiError: neither says it.
    """
    suffix = kind_named(output) if output else ""
    kind = to or suffix
    if kind not in KINDS:
        why = f"不能按“.{suffix}”确定要生成的格式" if suffix else "没有写明要生成的格式"
        raise GongkaiError(f"{why}，请加上 --to（可用 {'、'.join(KINDS)}）。")
    return kind


def kind_named(path: str) -> str:
    """The format that a path's suffix names, in lower case; empty where it has none."""
    suffix = os.path.splitext(path)[1].lower().lstrip(".")
    return {"htm": "html"}.get(suffix, suffix)


def refuse_terminal(kind: str, output: str | None) -> None:
    """Refuse to put a binary file on the screen.

    Raises:
        GongkaiError: `kind` is binary, no output is named and standard output is a terminal.
    """
    if output is None and kind in BINARY and sys.stdout.isatty():
        raise GongkaiError(f"{kind} 文件不能显示在屏幕上，请用 -o 写明输出文件，如 -o 报告.{kind}。")


class _Target:
    """Where each report goes; no two to one file, none over a file that was read."""

    def __init__(self, inputs: Inputs, kind: str, output: str | None, many: bool) -> None:
        self.kind, self.output = kind, output
        self.sources = [task.path for task in inputs.tasks]
        self.folder = output is not None and (many or os.path.isdir(output) or output.endswith(("/", os.sep)))
        self.used: set[str] = set()
        if many and output is None:
            raise GongkaiError("有多份报告要生成，请用 -o 写明存放的文件夹。")
        if many and output is not None and not os.path.isdir(output) and kind_named(output) in KINDS:
            raise GongkaiError(f"有多份报告要生成，而“-o {output}”是一个文件，请改写为存放的文件夹，并用 --to 写明格式。")
        if self.folder:
            try:
                os.makedirs(output or "", exist_ok=True)
            except OSError as error:
                raise GongkaiError(f"不能建立文件夹“{output}”：{reason(error)}，请检查路径。") from error
        refuse_terminal(kind, output)

    def path(self, source: str) -> str | None:
        """The file for the report read from `source`, None for standard output."""
        if self.output is None:
            return None
        path = self.output
        if self.folder:
            stem = os.path.splitext(os.path.basename(source))[0]
            path, number = os.path.join(self.output, f"{stem}.{self.kind}"), 1
            while path in self.used:
                number += 1
                path = os.path.join(self.output, f"{stem}-{number}.{self.kind}")
            self.used.add(path)
        from gongkai.cli.inputs import spare

        spare(path, self.sources)
        return path
