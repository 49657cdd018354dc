"""What is logged of cases, letters, disputes and their settings."""

from gongkai.web.applications.enums import Kind
from gongkai.web.common import eventlog

eventlog.register({
    **{f"case.{kind.value}": f"申请：{kind.label}" for kind in Kind},
    "case.opened": "新增申请", "case.unmasked": "查看个人信息", "case.file_added": "上传申请材料", "case.file_read": "查看申请材料",
    "case.erased": "销毁个人信息", "calendar.entered": "录入放假安排", "calendar.ended": "停用放假安排", "webhook.added": "增加提醒接收地址", "webhook.removed": "停止提醒接收地址",
    "case.party_added": "登记当事人", "case.party_changed": "修改当事人信息",
})
