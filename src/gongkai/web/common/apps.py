from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "gongkai.web.common"
    label = "common"
    verbose_name = "公共"

    def ready(self) -> None:
        """Make the names of what is logged known."""
        from gongkai.web.common import actions  # noqa: F401
