"""The ``gongkai`` command.

app.py        the commands and their words of help
help.py       help and usage errors in Chinese
options.py    options that several commands share
inputs.py     files and folders → results, with progress; the exit code
output.py     where text goes: standard output or a file, a status line on a terminal
text.py       width, wrapping and tables of Chinese text
read.py, check.py, write.py, compare.py, rollup.py, form.py, clock.py    one command each (clock.py: due and fee)
site.py       setup, serve, backup, restore: the platform
reference.py  docs/reference/cli.md out of the help

Everything heavy is imported when a command runs, so that ``gongkai --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (docs/reference/exit-codes.md). Never ends in a traceback.

    Args:
        arguments: the words after ``gongkai``; those of the process unless given.
    """
    from gongkai.cli import output
    from gongkai.errors import GongkaiError

    output.prepare()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        from gongkai.cli.app import run

        code = run(words or ["--help"])
        sys.stdout.flush()
    except GongkaiError as error:
        output.say(str(error))
        return 2
    except KeyboardInterrupt:
        output.say("已中断。")
        return 130
    except (BrokenPipeError, SystemExit):  # typer makes a SystemExit of a broken pipe, and of nothing else here
        output.abandon()
        return 141
    except OSError as error:
        if os.environ.get("GONGKAI_DEBUG"):
            raise
        output.say(f"读写“{error.filename or '输出'}”时出错：{output.reason(error)}，请检查磁盘和权限。")
        return 2
    except Exception as error:
        if os.environ.get("GONGKAI_DEBUG"):
            raise
        from gongkai.engine.lawfile import LawError

        if isinstance(error, LawError):
            output.say(f"法规数据文件有误，请按括号中的文字改正（{error}）。")
        else:
            output.say(f"程序出错（{_where(error)}），请把所用命令和括号中的文字反馈给维护者。")
        return 2
    if code == 130:
        output.say("已中断。")
    return code


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"，{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"
