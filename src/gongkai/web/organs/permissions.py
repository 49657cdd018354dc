"""Who may see and change units, people and roles."""

from gongkai.web.common.gate import Gate, Reach

_OWN = dict.fromkeys(("clerk", "reviewer", "secrecy", "head", "signer"), Reach.OWN)
_MANAGER = {"manager": Reach.SUBTREE}
_WATCHED = {"head": Reach.OWN, "supervisor": Reach.SUBTREE, **_MANAGER}

UNIT = Gate("单位", "", {
    "view": {**_OWN, "supervisor": Reach.SUBTREE, **_MANAGER},
    "describe": {"clerk": Reach.OWN, "head": Reach.OWN, **_MANAGER},
    "edit": _MANAGER,
    "add": _MANAGER,  # on the unit under which the new one is put
    "reorganise": {"manager": Reach.BELOW},  # a unit doesn't merge, move or abolish itself: the one above does
}, {"view": "查看", "describe": "填写", "edit": "管理", "add": "新设", "reorganise": "调整"})

# What hangs on a unit: names, contacts, officers, changes.
PART = Gate("单位资料", "unit", {**UNIT.actions}, UNIT.verbs)

ROLE = Gate("角色", "unit", {
    "view": {**_OWN, "supervisor": Reach.SUBTREE, **_MANAGER},
    "grant": _MANAGER,
}, {"view": "查看", "grant": "授予或收回"})

PERSON = Gate("人员", "home", {
    "view": _WATCHED,
    "add": _MANAGER,
    "edit": _MANAGER,
}, {"view": "查看", "add": "新增", "edit": "管理"})

TOKEN = Gate("接口密钥", "unit", {
    "view": _MANAGER,
    "edit": _MANAGER,
}, {"view": "查看", "edit": "管理"})
