"""Several clerks at one letter, or at one number, at the same moment, each on a connection of their own. Run by test_letters_at_once.py,
see together.py."""

from __future__ import annotations

from datetime import timedelta

from together import print_outcome, together


def scenes(county) -> dict[str, object]:
    """The moments at which people get into each other's way."""
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
    found["saved"] = together(*(lambda text=text: letters_drafting.save(staff("clerk"), fresh(letters[0]), seen, {"reason": text}) for text in "甲乙"))
    made = letters_approving.fill(fresh(letters[0]))
    found["submitted"] = together(*[lambda: letters_approving.send_for_review(staff("clerk"), fresh(letters[0]), made)] * 3)
    version = letters[0].versions.get()
    found["approved"] = together(*(lambda role=role: letters_approving.take_step(staff(role), version, 1, "passed") for role in ("reviewer", "head")))
    letters_approving.take_step(staff("signer"), version, 2, "passed")
    for letter in letters[1:]:
        version = letters_approving.send_for_review(staff("clerk"), letter, letters_approving.fill(letter))
        letters_approving.take_step(staff("reviewer"), version, 1, "passed")
        letters_approving.take_step(staff("signer"), version, 2, "passed")
    letters = [fresh(letter) for letter in letters]
    found["numbered"] = together(*[keep(letter) for letter in letters])
    found["serials"] = sorted(LetterNumber.objects.values_list("serial", flat=True))
    sent = Letter.objects.exclude(number="").get()

    def send():
        letter = fresh(sent)
        letters_sending.send(staff("clerk"), letter, sent.version, way="in_person", day=days.today(), unstamped=True)

    found["sent"] = together(*[send] * 3)
    found["served"] = sent.case.events.filter(kind="served").count()
    return found


if __name__ == "__main__":
    print_outcome("letters", scenes)
