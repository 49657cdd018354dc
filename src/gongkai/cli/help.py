"""Help and usage errors in Chinese, laid out for 80 columns of wide characters.

typer's own help counts a Chinese character as one column and speaks English. Its errors are told apart by the name
of their class, since typer has moved them between modules from version to version.
"""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from gongkai.cli.text import hung, padded, width

COLUMNS = 80


class Command(TyperCommand):
    """A command whose help is Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of one command."""
        formatter.write(command_help(self, ctx))


class Group(TyperGroup):
    """The group of all commands; keeps them in the order in which they were added."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of the whole."""
        lines = [f"用法：{ctx.command_path} [选项] 命令 [参数]……", "", *_text(self.help), "", "命令："]
        names = self.list_commands(ctx)
        lines += _table([(name, _first(command.help)) for name in names if (command := self.get_command(ctx, name))])
        lines += ["", "选项：", *_table(_options(self, ctx)), "", *_text(self.epilog)]
        formatter.write("\n".join(lines).rstrip() + "\n")

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands in the order in which they were added."""
        return list(self.commands)


def command_help(command: Any, ctx: Any) -> str:
    """The help of one command as text."""
    arguments = [param for param in command.get_params(ctx) if param.param_type_name == "argument"]
    names = [_shown(param) for param in arguments]
    lines = [" ".join([f"用法：{ctx.command_path}", "[选项]", *names]), "", *_text(command.help)]
    if arguments:
        lines += ["", "参数：", *_table([(_shown(param), param.help or "") for param in arguments])]
    lines += ["", "选项：", *_table(_options(command, ctx))]
    if command.epilog:
        lines += ["", *_text(command.epilog)]
    return "\n".join(lines) + "\n"


def _shown(param: Any) -> str:
    name = param.metavar or param.name
    many = "……" if param.nargs == -1 else ""
    return f"{name}{many}" if param.required else f"[{name}]{many}"


def _options(command: Any, ctx: Any) -> list[tuple[str, str]]:
    made = []
    for param in command.get_params(ctx):
        if param.param_type_name != "option" or getattr(param, "hidden", False):
            continue
        if "--help" in param.opts:
            made.append(("--help", "显示本说明。"))
            continue
        names = ", ".join(sorted(param.opts, key=len)) + "".join(f" / {name}" for name in param.secondary_opts)
        metavar = "" if param.is_flag else f" {param.metavar or '值'}"
        text = param.help or ""
        default = param.default
        if default is not None and param.show_default and not param.is_flag and isinstance(default, str | int):
            text += f"默认 {default}。"
        if getattr(param, "multiple", False) and "可重复" not in text:
            text += "可重复写。"
        made.append((names + metavar, text))
    return made


def _text(text: str | None) -> list[str]:
    return [hung(line.strip(), COLUMNS, "  " if line.startswith("  ") else "", "  " if line.startswith("  ") else "")
            for line in (text or "").strip("\n").split("\n")] if text else []


def _first(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def _table(rows: list[tuple[str, str]]) -> list[str]:
    left = min(28, max((width(name) for name, _ in rows), default=0))
    made = []
    for name, text in rows:
        if width(name) > left:
            made += [f"  {name}", hung(text, COLUMNS, " " * (left + 4), " " * (left + 4))]
        else:
            made.append(hung(text, COLUMNS, f"  {padded(name, left)}  ", " " * (left + 4)))
    return made


_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_QUOTED = re.compile(r"'([^']*)'")


def usage_sentence(error: Any, command: str = "gongkai") -> str:
    """One Chinese sentence for an error of usage that typer raises; `command` is what was being called."""
    kind = type(error).__name__
    message = str(getattr(error, "message", error) or "")
    ctx = getattr(error, "ctx", None)
    path = getattr(ctx, "command_path", None) or command
    hint = f"用法见 {path} --help。"
    quoted = _QUOTED.findall(message)
    if _CHINESE.search(message) and kind == "BadParameter":
        return message
    if kind == "NoSuchOption":
        near = "、".join(f"“{name}”" for name in getattr(error, "possibilities", None) or ())
        return f"没有“{error.option_name}”这个选项{f'，是否指{near}' if near else ''}，{hint}"
    if kind == "BadOptionUsage":
        return f"选项“{error.option_name}”的写法不对（后面应有一个值，或不应有值），{hint}"
    if kind == "MissingParameter":
        return f"缺少{_param(error)}，{hint}"
    if kind == "BadParameter":
        value = f"“{quoted[0]}”" if quoted else ""
        return f"{_param(error)}的值{value}不正确{_wanted(error)}，{hint}"
    if message.startswith("No such command") and quoted:
        known = "、".join(getattr(getattr(ctx, "command", None), "commands", ()))
        near = f"，是否指“{quoted[1]}”" if len(quoted) > 1 else ""
        return f"没有“{quoted[0]}”这个命令{near}，可用的命令有 {known}。"
    if "extra argument" in message:
        extra = re.search(r"\((?!s\))(.*)\)$", message)
        return f"多出了参数{f'“{extra[1]}”' if extra else ''}，{hint}"
    return f"命令写得不完整或不正确，{hint}"


def _param(error: Any) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return "参数"
    if param.param_type_name == "argument":
        return f"“{param.metavar or param.name}”"
    return f"选项“{max(param.opts, key=len)}”"


def _wanted(error: Any) -> str:
    param = getattr(error, "param", None)
    low, high = (next((value for holder in (param, getattr(param, "type", None))
                       if (value := getattr(holder, name, None)) is not None), None) for name in ("min", "max"))
    bounds = [f"不小于{low}" if low is not None else "", f"不大于{high}" if high is not None else ""]
    if any(bounds):
        return f"（应为{'、'.join(bound for bound in bounds if bound)}的整数）"
    return ""
