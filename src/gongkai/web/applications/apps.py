from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "gongkai.web.applications"
    label = "applications"
    verbose_name = "依申请公开"

    def ready(self) -> None:
        """Make known the names of what is logged, what the workbench shows, and the work that is done in the background."""
        from gongkai.web.applications import actions, layout  # noqa: F401

        layout.lay_out()
