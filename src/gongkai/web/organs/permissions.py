"""Who may see and change units, people and roles."""

from gongkai.web.common.gate import Gate, Reach

_ALL = ("clerk", "reviewer", "secrecy", "head", "signer")
_OWN = dict.fromkeys(_ALL, Reach.OWN)

UNIT = Gate("单位", "", {
    "view": {**_OWN, "supervisor": Reach.SUBTREE, "manager": Reach.SUBTREE},
    "edit": {"manager": Reach.SUBTREE},
    "describe": {"clerk": Reach.OWN, "head": Reach.OWN, "manager": Reach.SUBTREE},
}, {"view": "查看", "edit": "管理", "describe": "填写"})

# What hangs on a unit: names, contacts, officers, changes, settings.
PART = Gate("单位资料", "unit", {**UNIT.actions}, UNIT.verbs)

ROLE = Gate("角色", "unit", {
    "view": {"head": Reach.OWN, "supervisor": Reach.SUBTREE, "manager": Reach.SUBTREE},
    "grant": {"manager": Reach.SUBTREE},
}, {"view": "查看", "grant": "授予或收回"})

PERSON = Gate("人员", "home", {
    "view": {"head": Reach.OWN, "supervisor": Reach.SUBTREE, "manager": Reach.SUBTREE},
    "edit": {"manager": Reach.SUBTREE},
}, {"view": "查看", "edit": "管理"})

TOKEN = Gate("接口密钥", "unit", {
    "view": {"manager": Reach.SUBTREE},
    "edit": {"manager": Reach.SUBTREE},
}, {"view": "查看", "edit": "管理"})
