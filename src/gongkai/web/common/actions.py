"""What is logged whatever the app."""

from gongkai.web.common import eventlog

eventlog.register({"list.exported": "导出列表", "import.applied": "导入表格", "files.swept": "清理无登记的文件"})
