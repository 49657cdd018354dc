from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "gongkai.web.disclosure"
    label = "disclosure"
    verbose_name = "主动公开"

    def ready(self) -> None:
        """Make known the names of what is logged, and what can be found."""
        from gongkai.web.common import search
        from gongkai.web.disclosure import actions  # noqa: F401
        from gongkai.web.disclosure.domain import searching

        search.register(searching.KIND, searching.documents)
