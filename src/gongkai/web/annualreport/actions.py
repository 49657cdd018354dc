"""What is logged of annual reports."""

from gongkai.web.common import eventlog

eventlog.register({
    "report.started": "开始编制年度报告",
})
