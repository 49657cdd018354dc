"""What is logged of items, the register, channels and settings."""

from gongkai.web.common import eventlog

eventlog.register({
    "item.created": "新增公开事项", "item.changed": "修改公开事项", "item.published": "发布", "item.withdrawn": "撤回",
    "register.entered": "登记规范性文件", "register.changed": "修改登记", "register.act": "登记文件变动", "register.reversed": "撤销登记",
    "register.cleaned": "清理规范性文件",
})
