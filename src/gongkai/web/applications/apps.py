from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "gongkai.web.applications"
    label = "applications"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        """Make known the names of what is logged."""
        from gongkai.web.applications import actions  # noqa: F401
