from django.apps import AppConfig


class OrgansConfig(AppConfig):
    name = "gongkai.web.organs"
    label = "organs"
    verbose_name = "机关"

    def ready(self) -> None:
        """Make the names of what is logged known, and the first entries of the menu."""
        from gongkai.web.common import navigation
        from gongkai.web.organs import actions  # noqa: F401

        navigation.add(navigation.Entry("工作", "首页", "organs:home", 0), navigation.Entry("工作", "提醒", "notices", 1))
