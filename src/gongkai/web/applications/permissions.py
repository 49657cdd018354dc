"""Who takes which step with a case, a letter, a dispute.

A case has two units: the 工作机构 that answers for it (`unit`), and the 承办单位 it is assigned to (`handler`), whose people read
it, redact what it holds and report back, no more. The 主管部门 reads its subtree, with names masked: nobody above a unit unmasks.
"""

from gongkai.web.common.gate import Gate, Reach

OWN, SUBTREE = Reach.OWN, Reach.SUBTREE
_READERS = dict.fromkeys(("clerk", "reviewer", "secrecy", "head", "signer"), OWN)

_CASE = {
    "view": {**_READERS, "supervisor": SUBTREE},
    "unmask": {"clerk": OWN, "head": OWN, "signer": OWN, "reviewer": OWN},
    "files": _READERS,
    "add": {"clerk": OWN},
    "register": {"clerk": OWN, "head": OWN},
    "assign": {"clerk": OWN, "head": OWN},
    "work": {"clerk": OWN, "head": OWN},
    "report": {"clerk": OWN, "head": OWN},
    "redact": {"clerk": OWN, "head": OWN},
    "extend": {"head": OWN},
    "secrecy": {"secrecy": OWN},
    "review": {"reviewer": OWN, "head": OWN},
    "sign": {"signer": OWN},
    "record": {"clerk": OWN},
    "send": {"clerk": OWN},
    "reverse": {"head": OWN},
    "archive": {"clerk": OWN, "head": OWN},
}
_VERBS = {
    "view": "查看", "unmask": "查看个人信息的", "files": "查看材料的", "add": "录入", "register": "登记", "assign": "分办", "work": "办理",
    "report": "反馈", "redact": "遮盖", "extend": "批准延期", "secrecy": "公开审查", "review": "审核", "sign": "签发", "record": "补录审批", "send": "发出文书",
    "reverse": "冲销", "archive": "归档",
}
_HANDLER = {"view": _READERS, "files": _READERS, "report": {"clerk": OWN, "head": OWN}, "redact": {"clerk": OWN, "head": OWN}}


def _case(before: str) -> Gate:
    """The gate of a case, or of a row that belongs to one (`before` is the way to it)."""
    return Gate("申请", f"{before}unit", _CASE, _VERBS, also=Gate("申请", f"{before}handler", _HANDLER, _VERBS))


CASE = _case("")
OF_CASE = _case("case__")
OF_REDACTION = _case("redaction__case__")
OF_LETTER = _case("letter__case__")
OF_VERSION = _case("version__letter__case__")

DISPUTE = Gate("复议诉讼", "unit", {
    "view": {**_READERS, "supervisor": SUBTREE}, "files": _READERS, "unmask": _CASE["unmask"],
    "add": {"clerk": OWN, "head": OWN}, "work": {"clerk": OWN, "head": OWN}, "reverse": {"head": OWN},
    "review": {"reviewer": OWN, "head": OWN}, "sign": {"signer": OWN}, "record": {"clerk": OWN}, "send": {"clerk": OWN, "head": OWN},
}, {"view": "查看", "files": "查看材料的", "unmask": "查看个人信息的", "add": "登记", "work": "办理", "reverse": "冲销", "review": "审核", "sign": "签发",
    "record": "补录审批", "send": "提交"})
OF_DISPUTE = Gate("复议诉讼", "dispute__unit", DISPUTE.actions, DISPUTE.verbs)
OF_DISPUTE_PAPER = Gate("复议诉讼", "paper__dispute__unit", DISPUTE.actions, DISPUTE.verbs)
OF_DISPUTE_VERSION = Gate("复议诉讼", "version__paper__dispute__unit", DISPUTE.actions, DISPUTE.verbs)

# Several applications for one thing, proposed for disclosure: the clerk drafts the item, or says why not.
PROPOSAL = Gate("纳入主动公开的提示", "unit", {"view": {**_READERS, "supervisor": SUBTREE}, "decide": {"clerk": OWN, "head": OWN}},
                {"view": "查看", "decide": "处理"})

# A complaint goes to the 主管部门 above the unit it is about, which examines it; the unit mends and answers.
COMPLAINT = Gate("投诉举报", "unit", {
    "view": {**_READERS, "supervisor": SUBTREE}, "add": {"clerk": OWN, "supervisor": SUBTREE},
    "work": {"clerk": OWN, "head": OWN}, "decide": {"head": OWN, "supervisor": SUBTREE}, "unmask": {"clerk": OWN, "head": OWN, "supervisor": SUBTREE},
}, {"view": "查看", "add": "登记", "work": "办理", "decide": "处理", "unmask": "查看个人信息的"})
OF_COMPLAINT = Gate("投诉举报", "complaint__unit", COMPLAINT.actions, COMPLAINT.verbs)

# Templates of letters, numbering, webhooks: what a unit sets for its cases.
SETTING = Gate("依申请公开设置", "unit", {
    "view": {**_READERS, "manager": OWN}, "edit": {"clerk": OWN, "head": OWN, "manager": OWN},
}, {"view": "查看", "edit": "管理"})

# Calendars: the nation's by whoever manages the whole, a region's by its own supervisor.
CALENDAR = Gate("工作日历", "unit", {
    "view": {**_READERS, "supervisor": SUBTREE, "manager": SUBTREE}, "edit": {"manager": OWN, "supervisor": OWN},
}, {"view": "查看", "edit": "管理"})
