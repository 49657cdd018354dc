"""What the workbench shows of 年度报告: entries of the menu, figures on the first page, work in the background."""

from __future__ import annotations

from gongkai.web.annualreport import layout_collect, layout_figures, layout_reports, layout_road

GROUP = "年度报告"


def lay_out() -> None:
    """Make them known; called once when the site starts."""
    layout_reports.lay_out(GROUP)
    layout_figures.lay_out(GROUP)
    layout_collect.lay_out(GROUP)
    layout_road.lay_out(GROUP)
