"""Who takes which step with an annual report.

A report belongs to its unit. The 主管部门 reads those of its subtree, and takes or sends back those of the units below its own.
What an office above sets for its area (who must report, by when, what it collects) belongs to the unit in which the 主管部门 holds
its role.
"""

from gongkai.web.common.gate import Gate, Reach

OWN, SUBTREE, BELOW = Reach.OWN, Reach.SUBTREE, Reach.BELOW
_READERS = dict.fromkeys(("clerk", "reviewer", "secrecy", "head", "signer"), OWN)
_WORK = {"clerk": OWN, "head": OWN}

_REPORT = {
    "view": {**_READERS, "supervisor": SUBTREE},
    "add": _WORK,
    "edit": _WORK,
    "submit": _WORK,
    "review": {"reviewer": OWN, "head": OWN},
    "sign": {"signer": OWN},
    "record": {"clerk": OWN},
    "publish": _WORK,
    "hand": _WORK,
    "examine": {"supervisor": BELOW},
}
_VERBS = {
    "view": "查看", "add": "编制", "edit": "编写", "submit": "送审", "review": "审核", "sign": "签发", "record": "补录审批", "publish": "公布",
    "hand": "报送", "examine": "审核报送的",
}


def _report(before: str) -> Gate:
    """The gate of a report, or of a row that belongs to one (`before` is the way to it)."""
    return Gate("年度报告", f"{before}unit", _REPORT, _VERBS)


REPORT = _report("")
OF_REPORT = _report("report__")
OF_VERSION = _report("version__report__")

# The year's numbers of decisions (licences, penalties, coercion, fees), by whoever works on the report, or a system with a key.
DECISIONS = Gate("行政行为数据", "unit", {
    "view": {**_READERS, "supervisor": SUBTREE}, "edit": _WORK,
}, {"view": "查看", "edit": "填报"})

# What the office above sets and collects for its area.
AREA = Gate("年报收集和汇总", "unit", {"view": {"supervisor": SUBTREE}, "edit": {"supervisor": OWN}}, {"view": "查看", "edit": "管理"})
OF_BATCH = Gate("年报收集和汇总", "batch__unit", AREA.actions, AREA.verbs)
OF_FILE = Gate("年报收集和汇总", "file__batch__unit", AREA.actions, AREA.verbs)

# A unit's figures of a year, as they are added up: its own people's and the 主管部门's.
FIGURES = Gate("年报数据", "unit", {"view": {**_READERS, "supervisor": SUBTREE}}, {"view": "查看"})
