"""What is logged of items, the register, channels and settings."""

from gongkai.web.common import eventlog

eventlog.register({
    "item.created": "新增公开事项", "item.changed": "修改公开事项", "item.published": "发布", "item.withdrawn": "撤回",
})
