"""What is logged of annual reports."""

from gongkai.web.common import eventlog

eventlog.register({
    "report.started": "开始编制年度报告",
    "report.explained": "对年度报告检查问题作出说明",
    "report.overridden": "签发人决定照此签发年度报告",
})
