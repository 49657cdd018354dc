"""``gongkai setup``, ``serve``, ``demo``, ``backup``, ``restore``, ``export``, ``keys``: the platform, kept by whoever runs it.

All of it lies in gongkai.web.operations; here are the words and the sentences.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from gongkai.cli.output import Status, say
from gongkai.errors import GongkaiError

PASSWORD = "GONGKAI_PASSWORD"


def setup(
    unit: Annotated[str, typer.Option("--unit", metavar="名称", show_default=False, help="最上级单位的全称，例如 某某县人民政府。")],
    username: Annotated[str, typer.Option("--username", metavar="用户名", show_default=False, help="第一个管理员的用户名。")],
    name: Annotated[str, typer.Option("--name", metavar="姓名", show_default=False, help="第一个管理员的姓名。")],
) -> int:
    """Make the database and the first 管理员."""
    from gongkai.web.operations import preparing

    preparing.django()
    preparing.prepare()
    password = os.environ.get(PASSWORD) or typer.prompt("管理员密码", hide_input=True, confirmation_prompt="再输入一次")
    preparing.found(unit, username, name, password)
    say(f"站点已经建立，执行 gongkai serve 启动后，用“{username}”登录。")
    return 0


def serve(
    address: Annotated[str, typer.Argument(metavar="地址", help="监听的地址和端口。")] = "127.0.0.1:8000",
    processes: Annotated[int | None, typer.Option(
        "--processes", min=1, metavar="数", show_default=False, help="处理请求的进程数，默认与处理器数相同。")] = None,
    background: Annotated[bool, typer.Option(
        "--background/--no-background", help="是否同时运行后台任务；多台服务器时只在一台上运行。")] = True,
) -> int:
    """Serve the site to its visitors."""
    from gongkai.web.operations import preparing

    preparing.django()
    from gongkai.web.operations import guard, serving

    faults = list(guard.faults())
    if not faults:
        preparing.prepare()
        faults = list(guard.faults())
    if faults:
        raise GongkaiError("不能启动：" + "".join(faults))
    for hint in guard.hints():
        say(f"请注意：{hint}")
    say(f"正在 http://{address}/ 提供服务，按 Ctrl-C 停止。")
    serving.serve(address, processes=processes, background=background)
    return 0


def demo(
    address: Annotated[str, typer.Argument(metavar="地址", help="本机的地址和端口。")] = "127.0.0.1:8000",
) -> int:
    """A made-up county to look at, on this machine alone."""
    os.environ.setdefault("GONGKAI_SITE_NAME", "清川县政府信息公开（演示）")
    os.environ.setdefault("GONGKAI_SITE_ADDRESS", f"http://{address}")
    from gongkai.web.operations import preparing

    preparing.django()
    from gongkai.web.operations import showing

    showing.check_address(address)
    preparing.prepare()
    if showing.needed():
        say("正在建立演示数据：一个虚构的县，二十个单位，两年的公开事项，约需半分钟……")
        showing.fill()
    print(f"\n演示站点：http://{address}/　　工作台：http://{address}/workbench/\n可用下列用户名登录，密码均为 {showing.PASSWORD}\n")
    for name, what in showing.sign_in_names():
        print(f"  {name:<16} {what}")
    print("\n按 Ctrl-C 停止。", flush=True)
    from gongkai.web.operations import serving

    serving.serve(address)
    return 0


def export(
    folder: Annotated[str, typer.Argument(metavar="文件夹", show_default=False, help="写入哪个文件夹，没有的会新建。")],
) -> int:
    """Write the portal as files."""
    from gongkai.web.operations import preparing

    preparing.django()
    preparing.up_to_date()
    from gongkai.web.operations import exporting, guard

    status = Status()
    count = exporting.write(folder, lambda done, whole: status.show(f"{done}/{whole} 个文件"))
    status.clear()
    for hint in guard.hints():
        say(f"请注意：{hint}")
    say(f"已导出 {count} 个文件到“{folder}”。")
    return 0


def backup(
    path: Annotated[str, typer.Argument(metavar="备份文件", show_default=False, help="要写入的备份文件，例如 备份.zip。")],
) -> int:
    """Write every row and every file into one archive."""
    from gongkai.web.operations import preparing

    preparing.django()
    preparing.up_to_date()
    from gongkai.web.operations.backup import back_up

    status = Status()
    manifest = back_up(path, lambda table, rows: status.show(f"{table} {rows} 行"))
    status.clear()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    say(f"已备份 {rows} 行数据和 {manifest['files']} 个附件到“{path}”；数据目录中的密钥 secret.key、sealing.keys 不在其中，请另行妥善保存，没有 sealing.keys 无法读取申请人信息。")
    return 0


def restore(
    path: Annotated[str, typer.Argument(metavar="备份文件", show_default=False, help="由 gongkai backup 生成的备份文件。")],
) -> int:
    """Fill an empty site from an archive."""
    from gongkai.web.operations import preparing

    preparing.django()
    from gongkai.web.operations import keys
    from gongkai.web.operations.backup import restore as fill

    status = Status()
    manifest = fill(path, lambda table, rows: status.show(f"{table} {rows} 行"))
    status.clear()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    say(f"已从“{path}”恢复 {rows} 行数据和 {manifest['files']} 个附件（备份于 {manifest['made_at'][:16].replace('T', ' ')}）。")
    if sentence := keys.missing():
        say(f"请注意：{sentence}")
    return 0


def keys() -> int:
    """Change the keys under which personal data lies."""
    from gongkai.web.operations import preparing

    preparing.django()
    preparing.up_to_date()
    from gongkai.web.operations.keys import change

    done = change()
    say(f"加密密钥已更换，{sum(done.values())} 项已改用新密钥；请另行保存数据目录中新的 sealing.keys，旧的备份仍需用旧密钥打开。")
    return 0
