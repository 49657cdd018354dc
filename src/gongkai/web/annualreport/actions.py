"""What is logged of annual reports."""

from gongkai.web.common import eventlog

eventlog.register({
    "report.started": "开始编制年度报告",
    "report.recounted": "重新统计年度报告数据",
    "report.added_up": "汇总编制全域年度报告",
    "report.written": "编写年度报告",
    "report.number_written": "改动年度报告统计数",
    "report.explained": "对年度报告检查问题作出说明",
    "report.overridden": "签发人决定照此签发年度报告",
    "decisions.entered": "填报行政行为数据",
})

eventlog.register({
    "collect.opened": "新建年报收集批次",
    "collect.received": "收入年报文件",
    "collect.read_again": "重新读取年报文件",
    "collect.confirmed": "核定年报文件单元格",
    "collect.assigned": "核对年报文件单位和年度",
    "collect.ordered": "一并办理年报文件",
    "collect.accepted": "采用年报文件",
    "collect.set_aside": "不采用年报文件",
    "collect.reopened": "重新核对年报文件",
    "collect.original_looked_at": "检查年报原文件能否公开",
    "collect.original_decided": "决定年报原文件是否公开",
    "collect.made_public": "公开收集的年报",
    "collect.made_private": "停止公开收集的年报",
    "collect.exported": "导出收集的年报数据",
    "report.submitted": "送审年度报告",
    "report.reviewed": "审核年度报告",
    "report.signed": "签发年度报告",
    "report.sent_back": "审核退回年度报告",
    "report.recalled": "撤回修改年度报告",
    "report.published": "公布年度报告",
    "report.corrected": "更正已公布的年度报告",
    "report.handed_in": "报送年度报告",
    "report.hand_in_recalled": "撤回报送年度报告",
    "report.examined": "审核报送的年度报告",
    "report.days_set": "设置年度报告期限",
    "report.duties_proposed": "生成年报应报名单",
    "report.duty_changed": "调整年报应报名单",
    "report.reminded": "催报年度报告",
})
