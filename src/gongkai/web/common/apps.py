from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "gongkai.web.common"
    label = "common"
    verbose_name = "公共"

    def ready(self) -> None:
        """Make known the names of what is logged, the mail that waits, what forms say, and what search needs of a connection."""
        from django.db.backends.signals import connection_created

        from gongkai.web.common import actions, wording, work  # noqa: F401
        from gongkai.web.common.search import sqlite

        wording.lay()
        connection_created.connect(sqlite.connected, dispatch_uid="gongkai.search")
        work.every(5, "gongkai.web.common.notices:send_waiting", "发送提醒邮件")
        work.every(1440, "gongkai.web.common.sweeping:sweep", "清理无登记的文件")
