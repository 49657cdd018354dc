"""Several clerks at one letter, or at one number, at the same moment, each on a connection of their own; prints what became of it as JSON.

Run in a process of its own by test_letters_at_once.py, as disclosure/domain/at_once.py is.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1])]


def main() -> dict[str, object]:
    """Build a county in a database that goes away again, and let its people act."""
    import django

    django.setup()
    from county import build
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = str(Path(sys.argv[1]) / "letters.sqlite3") if connection.vendor == "sqlite" else "gongkai_letters_at_once"
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return scenes(build())
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def scenes(county) -> dict[str, object]:
    """The moments at which people get into each other's way."""
    spec = spec_from_file_location("at_once", HERE.parents[1] / "disclosure/domain/at_once.py")
    at_once = module_from_spec(spec)
    spec.loader.exec_module(at_once)
    from gongkai.web.applications.domain import (
        letters_approving,
        letters_drafting,
        letters_numbers,
        letters_sending,
        opening,
    )
    from gongkai.web.applications.models import Letter, LetterNumber
    from gongkai.web.common import days

    def staff(role):
        return county.staff("education", role)

    def fresh(letter):
        return Letter.objects.get(pk=letter.pk)

    def draft():
        day = days.today() - timedelta(days=5)
        case, _ = opening.open_case(staff("clerk"), county.education, channel="in_person", submitted_on=day, applicant_kind="person",
                                    applicant={"name": "王小满"}, application={"content": "咨询"})
        opening.register(staff("clerk"), case, day, "咨询")
        letter = letters_drafting.start(staff("clerk"), case, "", answer="inquiry")
        letters_drafting.save(staff("clerk"), letter, letter.version, {"reason": "属于咨询"})
        return fresh(letter)

    def keep(letter):
        final = letters_sending.finish(fresh(letter), letters_numbers.proposed(fresh(letter), days.today().year), days.today())
        return lambda: letters_sending.keep_final(staff("clerk"), fresh(letter), letter.version, final)

    found: dict[str, object] = {}
    letters = [draft() for _ in range(4)]
    seen, made = letters[0].version, letters_approving.fill(letters[0])
    found["saved"] = at_once.together(*(lambda text=text: letters_drafting.save(staff("clerk"), fresh(letters[0]), seen, {"reason": text}) for text in "甲乙"))
    made = letters_approving.fill(fresh(letters[0]))
    found["submitted"] = at_once.together(*[lambda: letters_approving.send_for_review(staff("clerk"), fresh(letters[0]), made)] * 3)
    version = letters[0].versions.get()
    found["approved"] = at_once.together(*(lambda role=role: letters_approving.take_step(staff(role), version, 1, "passed") for role in ("reviewer", "head")))
    letters_approving.take_step(staff("signer"), version, 2, "passed")
    for letter in letters[1:]:
        version = letters_approving.send_for_review(staff("clerk"), letter, letters_approving.fill(letter))
        letters_approving.take_step(staff("reviewer"), version, 1, "passed")
        letters_approving.take_step(staff("signer"), version, 2, "passed")
    letters = [fresh(letter) for letter in letters]
    found["numbered"] = at_once.together(*[keep(letter) for letter in letters])
    found["serials"] = sorted(LetterNumber.objects.values_list("serial", flat=True))
    sent = Letter.objects.exclude(number="").get()

    def send():
        letter = fresh(sent)
        letters_sending.send(staff("clerk"), letter, sent.version, way="in_person", day=days.today(), unstamped=True)

    found["sent"] = at_once.together(*[send] * 3)
    found["served"] = sent.case.events.filter(kind="served").count()
    return found


if __name__ == "__main__":
    print(json.dumps(main()))
