from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongkai.web.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Make known the portal's menu and the work that it has done in the background."""
        from gongkai.web.common import navigation, work
        from gongkai.web.common.navigation import PortalEntry

        navigation.add_portal(
            PortalEntry("首页", "portal:home", 10), PortalEntry("政府信息公开指南", "portal:guide", 20),
            PortalEntry("政府信息公开制度", "portal:institutions", 30), PortalEntry("法定主动公开内容", "portal:items", 40),
            PortalEntry("政府信息公开年报", "portal:annual", 50), PortalEntry("依申请公开", "portal:apply", 60),
            PortalEntry("公开统计", "portal:statistics", 70))
        work.every(5, "gongkai.web.portal.reads:count_waiting", "统计阅读数")
