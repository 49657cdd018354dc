from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "gongkai.web.common"
    label = "common"
    verbose_name = "公共"

    def ready(self) -> None:
        """Make known the names of what is logged, and the mail that waits."""
        from gongkai.web.common import actions, work  # noqa: F401

        work.every(5, "gongkai.web.common.notices:send_waiting", "发送提醒邮件")
