from django.apps import AppConfig


class AnnualReportConfig(AppConfig):
    name = "gongkai.web.annualreport"
    label = "annualreport"
    verbose_name = "年度报告"

    def ready(self) -> None:
        """Make known the names of what is logged, what the workbench shows, and the work that is done in the background."""
        from gongkai.web.annualreport import actions, layout  # noqa: F401

        layout.lay_out()
