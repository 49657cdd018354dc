"""The demonstration county. Its passwords are known to all, so that it is shown on this machine alone."""

from __future__ import annotations

from gongkai.errors import GongkaiError
from gongkai.web.demonstration.county import PASSWORD
from gongkai.web.demonstration.filling import fill, sign_in_names
from gongkai.web.organs.models import Person, Unit

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
