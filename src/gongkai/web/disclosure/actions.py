"""What is logged of items, the register, channels and settings."""

from gongkai.web.common import eventlog

eventlog.register({
    "item.created": "新增公开事项", "item.changed": "修改公开事项", "item.masked": "遮盖个人信息", "item.restored": "放弃修改",
    "item.deleted": "删除草稿", "item.file_added": "上传附件", "item.file_changed": "修改附件", "item.file_removed": "移除附件",
    "item.file_refused": "附件未予接收", "item.submitted": "送审", "item.recalled": "撤回送审", "item.passed": "审核同意",
    "item.returned": "退回修改", "item.referred": "请示上级", "item.answered": "答复请示", "item.scheduled": "定时发布",
    "item.unscheduled": "取消定时发布", "item.schedule_failed": "定时发布失败", "item.published": "发布", "item.corrected": "更正",
    "item.withdrawn": "撤回", "item.reassessed": "重新评估", "item.handed_over": "移交公开事项", "unit.handed_over": "移交遗留事项",
    "item.carried": "登记历史数据", "intake.opened": "上传导入文件", "intake.started": "导入为草稿", "intake.confirmed": "确认历史数据",
    "catalogue.laid": "载入法定目录", "catalogue.added": "新增目录事项", "catalogue.changed": "修改目录事项",
    "catalogue.imported": "导入标准目录",
    "channel.added": "登记渠道", "channel.changed": "修改渠道", "channel.closed": "停用渠道", "channel.reopened": "重新启用渠道",
    "channel.dispatched": "登记发布", "channel.undone": "撤销发布登记", "channel.figure_set": "填报渠道数据",
    "rule.set": "设定更新要求", "rule.changed": "修改更新要求", "rule.ended": "结束更新要求",
    "column.absent": "标明无此类信息", "column.present": "撤销无此类信息的标明",
    "word.added": "新增错误表述", "word.changed": "修改错误表述", "word.deleted": "删除错误表述",
    "interpretation.bound": "关联解读", "interpretation.unbound": "取消关联解读",
    "register.entered": "登记规范性文件", "register.changed": "修改登记", "register.act": "登记文件变动", "register.reversed": "撤销登记",
})
