"""Clicks at the same moment, each on a connection of their own. Run by test_clicks_at_once.py, see together.py."""

from __future__ import annotations

from datetime import timedelta

from together import print_outcome, together


def scenes(county) -> dict[str, object]:
    """The moments at which one click is two."""
    from gongkai.web.applications.domain import applicants, entering, intake, limits, opening
    from gongkai.web.applications.domain.intake import Application, Enclosed
    from gongkai.web.applications.domain.uploads import Looked
    from gongkai.web.applications.enums import FileRole, Kind
    from gongkai.web.applications.models import Case, CaseFile, Tally
    from gongkai.web.common import days

    found: dict[str, object] = {}
    application = Application("person", {"name": "王小满", "telephone": "13800138000"}, {"content": "招标文件"})
    enclosed = [Enclosed(Looked(b"x", "a.txt", "txt", "text/plain"), FileRole.ATTACHMENT)]
    made: list[tuple[object, str, bool]] = []
    found["filed"] = together(*[lambda: made.append(intake.file_online(county.education, application, enclosed, "p" * 32))] * 4)
    found["cases"], found["files"] = Case.objects.count(), CaseFile.objects.count()
    found["codes"], found["fresh"] = len({code for _, code, _ in made}), sum(fresh for *_, fresh in made)
    case, clerk, today = Case.objects.get(), county.staff("education", "clerk"), days.today()
    found["confirmed"] = together(*[lambda: intake.confirm(clerk, Case.objects.get(pk=case.pk), today)] * 2)
    opening.register(clerk, Case.objects.get(pk=case.pk), today, "招标文件")
    entering.enter(clerk, Case.objects.get(pk=case.pk), Kind.CORRECTION_ASKED, today, details={"until": today + timedelta(days=9)})
    found["corrected"] = together(*[lambda: applicants.correct(Case.objects.get(pk=case.pk), "2024年的", [])] * 3)
    found["withdrawn"] = together(*[lambda: applicants.withdraw(Case.objects.get(pk=case.pk), "")] * 3)
    found["events"] = {kind: case.events.filter(kind=kind).count() for kind in ("received", "correction_received", "withdrawn")}
    found["tried"] = together(*[lambda: limits.take("code_pair", "10.4.5.6", about="20260918-AAAAAA")] * 16)
    found["tallies"] = list(Tally.objects.filter(what="code_pair").values_list("count", flat=True))
    return found


if __name__ == "__main__":
    print_outcome("clicks", scenes)
