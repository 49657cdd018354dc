"""接收回执 as a Word file or PDF, from the unit's own template or ours: what the applicant takes home, before or after the day of receipt."""

from __future__ import annotations

from gongkai.engine.letters import letter
from gongkai.web.applications.domain import letters_making, letters_values
from gongkai.web.applications.domain.letters_drafting import RECEIPTS
from gongkai.web.applications.enums import Matter, PartyRole
from gongkai.web.applications.models import Case
from gongkai.web.common import days


def make(case: Case, code: str, form: str) -> bytes:
    """The receipt of a case.

    Args:
        code: the query code, where it may be shown; "" leaves its sentence out.
        form: ``docx`` or ``pdf``.

    Raises:
        GongkaiError: the unit's template cannot be filled. FileNotFoundError: it is gone from the disk.
        sealing.Unreadable: the case's personal data was erased.
    """
    today = days.today()
    kind = letter(RECEIPTS[Matter(case.matter)], today)
    values = letters_values.prefilled(case, kind, None, case.parties.filter(role=PartyRole.APPLICANT, number=1).first())
    values = {**values, "query_code": code, "applicant_kind": case.applicant_kind}
    data = letters_making.docx(letters_making.template_of(case.unit, kind), kind, values, today, issued_on=today)
    return data if form == "docx" else letters_making.pdf(data, kind.title)
