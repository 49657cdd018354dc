"""What became of the site of test_killed_server.py, as JSON: its steps, each with what its file says; how many files; what is not sound."""

from __future__ import annotations

import json


def look() -> dict[str, object]:
    """As the module says."""
    from gongkai.web.operations import preparing

    preparing.django()
    from killed import faults

    from gongkai.web.applications.domain import vault
    from gongkai.web.applications.models import CaseEvent, CaseFile

    events = CaseEvent.objects.filter(kind="noted").select_related("case", "document")
    return {"steps": {vault.note_of(event)["reason"]: vault.file_bytes(event.document).decode() for event in events}, "files": CaseFile.objects.count(), "faults": faults()}


if __name__ == "__main__":
    print(json.dumps(look()))
