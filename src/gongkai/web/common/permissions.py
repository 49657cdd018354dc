"""Who reads the event log and the files of a unit."""

from gongkai.web.common.gate import Gate, Reach

EVENT = Gate("操作记录", "unit", {
    "view": {"manager": Reach.SUBTREE, "supervisor": Reach.SUBTREE, "head": Reach.OWN},
}, {"view": "查看"})

_STAFF = dict.fromkeys(("clerk", "reviewer", "secrecy", "head", "signer", "manager"), Reach.OWN)
FILE = Gate("文件", "unit", {
    "view": {**_STAFF, "supervisor": Reach.SUBTREE, "manager": Reach.SUBTREE},
    "add": dict.fromkeys(("clerk", "reviewer", "secrecy", "head", "signer", "manager"), Reach.OWN),
}, {"view": "查看", "add": "上传"})

# A sheet that came in; "manage" where its rows are units or people.
IMPORT = Gate("导入", "unit", {
    "view": FILE.actions["view"],
    "add": {**_STAFF, "supervisor": Reach.SUBTREE, "manager": Reach.SUBTREE},
    "manage": {"manager": Reach.SUBTREE},
}, {"view": "查看", "add": "办理", "manage": "办理"})
