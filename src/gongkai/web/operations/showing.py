"""The demonstration county. Its passwords are known to all, so that it is shown on this machine alone."""

from __future__ import annotations

import subprocess
import sys

from gongkai.errors import GongkaiError
from gongkai.web.demonstration.county import PASSWORD
from gongkai.web.demonstration.filling import sign_in_names
from gongkai.web.organs.models import Person, Unit

FILLING = "from gongkai.web.operations import preparing; preparing.django(); from gongkai.web.demonstration.filling import fill; fill()"
LOCAL = ("127.0.0.1", "localhost", "[::1]")

__all__ = ["PASSWORD", "check_address", "fill", "needed", "sign_in_names"]


def check_address(address: str) -> None:
    """Let an address pass that only this machine reaches.

    Raises:
        GongkaiError: others would reach it.
    """
    if address.rpartition(":")[0] not in LOCAL:
        raise GongkaiError(f"演示站点使用公开的密码，只能在本机运行，请把地址“{address}”改为 127.0.0.1:8000 等本机地址。")


def needed() -> bool:
    """Whether the demonstration is still to be made.

    Raises:
        GongkaiError: the site holds other data than the demonstration's.
    """
    if not Unit.objects.exists():
        return True
    if not Person.objects.filter(demonstration=True).exists():
        raise GongkaiError("数据目录中是正式使用的数据，不能作演示，请把 GONGKAI_DATA 设为另一个目录，或者用 gongkai serve 启动。")
    return False


def fill() -> None:
    """Make the demonstration, in a process of its own: it prints letters, for which typst starts threads, and a server that is forked from
    a process with such threads waits for them for ever at its first PDF.

    Raises:
        GongkaiError: it could not be made; what went wrong stands on standard error.
    """
    if subprocess.run([sys.executable, "-c", FILLING]).returncode:
        raise GongkaiError("演示数据没有建成，请查看上面的记录；删去数据目录后可以重新建立。")
