"""What the workbench shows of sums and comparisons."""

from __future__ import annotations

from typing import Any

from gongkai.web.annualreport.models import Figures
from gongkai.web.common import navigation


def lay_out(group: str) -> None:
    """Make the entries of the menu known."""

    def seen(person: Any) -> bool:
        return Figures.gate.somewhere(person, "view")

    navigation.add(
        navigation.Entry(group, "数据汇总", "annualreport:rollup", 460, seen),
        navigation.Entry(group, "数据比较", "annualreport:figures_years", 462, seen),
        navigation.Entry(group, "年报指标", "annualreport:indicators", 464, seen),
        navigation.Entry(group, "异常数据", "annualreport:unusual", 466, seen))
