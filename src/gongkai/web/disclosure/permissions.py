"""Who takes which step with an item, a normative document, a channel."""

from gongkai.web.common.gate import Gate, Reach

OWN, SUBTREE = Reach.OWN, Reach.SUBTREE
_STAFF = dict.fromkeys(("clerk", "reviewer", "secrecy", "head", "signer", "manager"), OWN)
_VIEW = {**_STAFF, "supervisor": SUBTREE}

_ITEM_ACTIONS = {
    "view": _VIEW,
    "add": {"clerk": OWN},
    "edit": {"clerk": OWN},
    "submit": {"clerk": OWN},
    "secrecy": {"secrecy": OWN},
    "review1": {"reviewer": OWN},
    "review2": {"head": OWN},
    "review3": {"signer": OWN},
    "record": {"clerk": OWN},
    "publish": {"clerk": OWN, "head": OWN},
    "withdraw": {"head": OWN, "signer": OWN},
    "reassess": {"clerk": OWN, "head": OWN},
    "carry": {"head": OWN},
}
_ITEM_VERBS = {
    "view": "查看", "add": "新增", "edit": "修改", "submit": "送审", "secrecy": "公开审查", "review1": "初审", "review2": "复审",
    "review3": "终审", "record": "补录审批", "publish": "发布", "withdraw": "撤回", "reassess": "重新评估", "carry": "登记历史",
}
ITEM = Gate("公开事项", "unit", _ITEM_ACTIONS, _ITEM_VERBS)
OF_ITEM = Gate("公开事项", "item__unit", _ITEM_ACTIONS, _ITEM_VERBS)
OF_VERSION = Gate("公开事项", "version__item__unit", _ITEM_ACTIONS, _ITEM_VERBS)

# What came in from elsewhere: clerks bring it in, the head vouches for what was public before.
INTAKE = Gate("导入", "unit", {
    "view": {"clerk": OWN, "head": OWN, "supervisor": SUBTREE}, "add": {"clerk": OWN}, "confirm": {"head": OWN},
}, {"view": "查看", "add": "新增", "confirm": "确认"})
OF_INTAKE = Gate("导入", "run__unit", INTAKE.actions, INTAKE.verbs)

# A referral belongs to the unit that is asked; the unit that asks sees it with its item.
REFERRAL = Gate("请示", "to_unit", {
    "view": {"supervisor": SUBTREE, "secrecy": OWN, "head": OWN, "signer": OWN},
    "answer": {"supervisor": SUBTREE, "secrecy": OWN, "head": OWN},
}, {"view": "查看", "answer": "答复"})

REGISTER = Gate("规范性文件", "unit", {
    "view": _VIEW, "add": {"clerk": OWN}, "edit": {"clerk": OWN, "head": OWN}, "clean": {"head": OWN, "clerk": OWN},
}, {"view": "查看", "add": "登记", "edit": "修改", "clean": "清理"})
OF_DOCUMENT = Gate("规范性文件", "document__unit", REGISTER.actions, REGISTER.verbs)

CHANNEL = Gate("公开渠道", "unit", {
    "view": {**_VIEW, "manager": SUBTREE}, "edit": {"clerk": OWN, "head": OWN, "manager": SUBTREE},
}, {"view": "查看", "edit": "管理"})
OF_CHANNEL = Gate("公开渠道", "channel__unit", CHANNEL.actions, CHANNEL.verbs)

# What a unit sets for itself and the units below it: catalogue, update rules, wrong expressions.
SETTING = Gate("目录和规则", "unit", {
    "view": {**_VIEW, "manager": SUBTREE}, "edit": {"clerk": OWN, "head": OWN, "manager": SUBTREE, "supervisor": SUBTREE},
}, {"view": "查看", "edit": "管理"})

# Whose duties and counts a person sees: a condition on units, asked by domain/duties.py.
UNITS = Gate("办理时限", "", {"view": _VIEW}, {"view": "查看"})
