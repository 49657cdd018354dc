"""The commands and their words of help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from gongkai.cli import check, clock, compare, form, read, rollup, site, write
from gongkai.cli.help import Command, Group, usage_sentence
from gongkai.cli.output import say

app = typer.Typer(
    cls=Group, rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False,
    epilog="各命令的用法：gongkai 命令 --help。\n退出码：0 未发现错误；1 有错误；2 有文件无法读取，或者用法有误。",
    help="读取、检查、生成、比较、汇总政府信息公开工作年度报告；计算答复期限和信息处理费；运行网页平台。")


def _version(value: bool) -> None:
    if value:
        from gongkai import __version__

        typer.echo(f"gongkai {__version__}")
        raise typer.Exit


@app.callback()
def _whole(
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="显示版本号。")] = False,
) -> None:
    """The options of the whole command."""


def _add(name: str, function: Callable[..., Any], help: str, *examples: str) -> None:
    epilog = "\n".join(["例：", *(f"  {example}" for example in examples)])
    app.command(name, cls=Command, help=help, epilog=epilog)(function)


_add("read", read.read, "读取年度报告，输出其中的单位、年度、三张表和各部分文字。\n"
     "JSON 的结构见 docs/reference/report-json.md；多个文件输出 JSON 数组，加 --lines 则每行一份。",
     "gongkai read 报告.pdf", "gongkai read 2023/ --format csv -o 各单位数据.csv", "gongkai read 2023/ -f csv --wide",
     "gongkai read 2023/ -f json --lines")
_add("check", check.check, "检查年度报告，逐条说明问题、位置和依据。\n有错误时退出码为 1，有文件无法读取时为 2。",
     "gongkai check 报告.html", "gongkai check 各单位报告/ --manifest 清单.csv -f csv -o 问题清单.csv",
     "gongkai check 2024.docx --previous 2023.docx")
_add("write", write.write, "按法定格式生成年度报告。\n读入任何可读的报告（包括本命令输出的 JSON），写成 html、docx、pdf、xlsx、md 或 json。",
     "gongkai write 报告.txt -o 报告.docx", "gongkai write 报告.json --to html --fragment",
     "gongkai write 各单位报告/ --to pdf -o 输出文件夹")
_add("compare", compare.compare, "比较两份报告，列出逐格和文字上的变化。", "gongkai compare 2022.html 2023.html",
     "gongkai compare 2022.html 2023.html -f csv")
_add("rollup", rollup.rollup, "汇总多个单位的报告，说明缺报、重复报送、无法读取和未计入的单位。",
     "gongkai rollup 各单位报告/ --unit 某某县 --expected 应报单位.txt",
     "gongkai rollup 各单位报告/ --unit 某某县 --to docx -o 汇总.docx")
_add("form", form.form, "显示年度报告的法定格式：各表的行、列、单元格地址和勾稽关系。", "gongkai form", "gongkai form 2019 -f csv")
_add("due", clock.due, "计算政府信息公开申请的答复期限，逐日说明。",
     "gongkai due --received 2026-09-18 --channel online",
     "gongkai due --received 2026-09-18 --event extended=2026-10-16")
_add("fee", clock.fee, "计算信息处理费，逐档说明。", "gongkai fee --items 45", "gongkai fee --pages 250")
_add("setup", site.setup, "建立网页平台：数据库和第一个管理员。\n密码在提示后输入，或者放在环境变量 GONGKAI_PASSWORD 中。",
     "gongkai setup --unit 某某县人民政府 --username admin --name 王某")
_add("serve", site.serve, "启动网页平台，连同其后台任务。\n调试模式、默认密钥和演示账号下不能启动。设置项见 docs/reference/settings.md。",
     "gongkai serve", "gongkai serve 0.0.0.0:8000 --processes 4")
_add("demo", site.demo, "启动演示站点：一个虚构的县，只在本机运行。\n数据放在 GONGKAI_DATA（默认为当前目录下的 var），第一次启动时建立。",
     "gongkai demo", "gongkai demo 127.0.0.1:8080")
_add("export", site.export, "把门户导出为静态网页和 JSON，供政府网站或者其他系统使用。\n再次导出时更新原有的文件，删去已经撤回的；平台可以同时运行。",
     "gongkai export /srv/www/zwgk")
_add("backup", site.backup, "把平台的全部数据和附件备份为一个文件。平台可以同时运行。", "gongkai backup 备份-20261124.zip")
_add("restore", site.restore, "把备份恢复到空的站点；SQLite 和 PostgreSQL 之间可以互换。", "gongkai restore 备份-20261124.zip")
_add("keys", site.keys, "更换加密申请人信息的密钥（数据目录中的 sealing.keys）。\n可以中断后重新执行；平台可以同时运行。", "gongkai keys")


def run(words: Sequence[str]) -> int:
    """Run a command line and return its exit code; an error of usage is said in one sentence and gives 2."""
    try:
        code = app(list(words), prog_name="gongkai", standalone_mode=False)
    except typer.Abort:
        return 130
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        known = [command.name for command in app.registered_commands]
        say(usage_sentence(error, f"gongkai {words[0]}" if words[0] in known else "gongkai"))
        return 2
    return code if isinstance(code, int) else 0
