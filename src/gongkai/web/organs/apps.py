from django.apps import AppConfig


class OrgansConfig(AppConfig):
    name = "gongkai.web.organs"
    label = "organs"
    verbose_name = "机关"

    def ready(self) -> None:
        """Make the names of what is logged known."""
        from gongkai.web.organs import actions  # noqa: F401
