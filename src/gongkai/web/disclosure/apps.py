from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "gongkai.web.disclosure"
    label = "disclosure"
    verbose_name = "主动公开"

    def ready(self) -> None:
        """Make the names of what is logged known."""
        from gongkai.web.disclosure import actions  # noqa: F401
