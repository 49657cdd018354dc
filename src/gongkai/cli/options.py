"""Options that several commands share."""

from __future__ import annotations

import os
from typing import Annotated

import typer

FORMATS = ("table", "json", "csv", "md")


BY_OUTPUT = ""
"""The default of `Format`: by the suffix of the output file, else table. The command is given one of `FORMATS`."""


def _format(ctx: typer.Context, value: str) -> str:
    if value == BY_OUTPUT:
        suffix = os.path.splitext(ctx.params.get("output") or "")[1].lower()[1:]
        return suffix if suffix in FORMATS else FORMATS[0]
    if value not in FORMATS:
        raise typer.BadParameter(f"“--format”不能是“{value}”，可用 {'、'.join(FORMATS)}。")
    return value


Files = Annotated[list[str] | None, typer.Argument(
    metavar="文件或文件夹", show_default=False, help="年度报告（txt、md、html、docx、doc、wps、pdf）或存放它们的文件夹，可写多个。")]
Manifest = Annotated[str | None, typer.Option(
    "--manifest", metavar="清单", show_default=False,
    help="CSV 清单，列为 file,unit,code,kind,year,url：文件本身没有写明单位、区划代码、单位类别、年度、网址时以此为准。"
         "不写文件时处理清单所列的全部文件。")]
Jobs = Annotated[int | None, typer.Option(
    "--jobs", "-j", min=1, metavar="数", show_default=False, help="同时处理的进程数，默认用全部处理器。")]
Format = Annotated[str, typer.Option(
    "--format", "-f", metavar="|".join(FORMATS), callback=_format, show_default=False,
    help="输出格式：文本、JSON、CSV 或 Markdown；默认按输出文件的扩展名，否则为文本。")]
Out = Annotated[str | None, typer.Option(
    "--output", "-o", metavar="文件", is_eager=True, show_default=False, help="写入文件，默认输出到屏幕。")]
"""Read before `Format`, which may depend on it."""
