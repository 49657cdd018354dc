from typing import Any

from django.apps import AppConfig


class OrgansConfig(AppConfig):
    name = "gongkai.web.organs"
    label = "organs"
    verbose_name = "机关"

    def ready(self) -> None:
        """Make the names of what is logged known, and the menu's entries."""
        from gongkai.web.common import navigation
        from gongkai.web.common.models import Event
        from gongkai.web.organs import actions  # noqa: F401
        from gongkai.web.organs.models import ApiToken, Person, RoleHeld, Unit

        def sees(model: Any) -> Any:
            return lambda person: model.gate.somewhere(person, "view")

        navigation.add(
            navigation.Entry("工作", "首页", "organs:home", 0), navigation.Entry("工作", "提醒", "notices", 1),
            navigation.Entry("单位", "单位", "organs:units", 500, sees(Unit)),
            navigation.Entry("单位", "人员", "organs:people", 510, sees(Person)),
            navigation.Entry("单位", "角色", "organs:roles", 520, sees(RoleHeld)),
            navigation.Entry("系统", "接口密钥", "organs:tokens", 800, sees(ApiToken)),
            navigation.Entry("系统", "操作记录", "organs:log", 810, sees(Event)),
        )
