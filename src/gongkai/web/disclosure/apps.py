from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "gongkai.web.disclosure"
    label = "disclosure"
    verbose_name = "主动公开"

    def ready(self) -> None:
        """Make known the names of what is logged, what can be found, and what the workbench shows."""
        from gongkai.web.common import navigation, search
        from gongkai.web.disclosure import actions, board, board_duties  # noqa: F401
        from gongkai.web.disclosure.domain import handing_over, searching
        from gongkai.web.disclosure.models import NormativeDocument

        search.register(searching.KIND, searching.documents)
        navigation.add(navigation.Entry("主动公开", "规范性文件", "disclosure:documents", 240,
                                        lambda person: NormativeDocument.gate.somewhere(person, "view")))
        handing_over.lay_out()
        board.lay_out()
        board_duties.lay_out()
