"""文号 of letters and of papers of disputes: from the office's own system, or proposed here; unique by unit and year in the database; gaps listed and explained.

A number is a row that stays: one that is void keeps its place with the reason, so that it is never given twice and never missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.engine.letters import every_letter
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import letters_settings
from gongkai.web.applications.enums import LetterStage
from gongkai.web.applications.letters.numbers import Number, Pattern, ranges
from gongkai.web.applications.models import DisputePaper, Letter, LetterNumber
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Unit

Numbered = Letter | DisputePaper
"""What bears a number."""


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one 机关代字 in one year."""

    word: str
    year: int
    rows: list[LetterNumber]
    gaps: list[int]

    @property
    def gaps_told(self) -> str:
        """The gaps as a person lists them."""
        return ranges(self.gaps)


def proposed(letter: Numbered, year: int) -> str:
    """The number that a letter would get: the highest taken in its series and one more."""
    pattern, word = _form(letter)
    return pattern.format(pattern.next(word, year, _taken(letter.owner.unit, word, year)))


def written(letter: Numbered, text: str) -> str:
    """A number that somebody typed, as the unit writes it.

    Raises:
        ValidationError: it has not the unit's form.
    """
    return _read(letter, text)[1]


def give(actor: Any, letter: Numbered, text: str) -> str:
    """Give a signed letter its number, as it was typed or proposed.

    Returns:
        The number as the unit writes it.

    Raises:
        Refused: the actor may not send letters of the unit.
        ValidationError: it is no number of the unit's form, or is taken.
    """
    require(actor, "send", letter.owner)
    if letter.stage != LetterStage.SIGNED:
        raise ValidationError("签发以后才能编文号，请刷新页面查看。")
    number, as_written = _read(letter, text)
    held = letter.numbers.filter(void_reason="").first()
    if held is not None and (held.word, held.year, held.serial) == (number.word, number.year, number.serial):
        return as_written
    if held is not None:
        raise ValidationError({"number": f"该文书已编文号{held}，需要更换的，请先将原文号作废。"})
    _make(actor, letter.owner.unit, number, letter=letter)
    eventlog.record("letter.numbered", letter, actor=actor, unit=letter.owner.unit, after={"number": as_written}, title=str(letter.owner))
    return as_written


@transaction.atomic
def note_gap(actor: Any, unit: Unit, word: str, year: int, serial: int, reason: str) -> LetterNumber:
    """Explain a number that no letter here bears: given on paper, or spoilt.

    Raises:
        Refused: the actor may not manage the unit's settings.
        ValidationError: no reason, or the number is taken.
    """
    require(actor, "edit", LetterNumber(unit=unit))
    if not reason.strip():
        raise ValidationError({"reason": "请写明空号的原因，例如用于纸质文书、误编作废。"})
    if serial not in next((one.gaps for one in series(unit) if (one.word, one.year) == (word, year)), []):
        raise ValidationError({"serial": f"{word}〔{year}〕{serial}号不是空号，请刷新页面查看。"})
    row = _make(actor, unit, Number(word, year, serial), void_reason=reason.strip()[:200])
    eventlog.record("letter.number_noted", row, actor=actor, unit=unit, note=reason.strip()[:200])
    return row


@transaction.atomic
def void(actor: Any, number: LetterNumber, reason: str) -> None:
    """Put the number of a letter that was not sent out of use; the letter waits for another.

    Raises:
        Refused; ValidationError: the letter was sent, the number is void already, or the reason is missing.
    """
    require(actor, "edit", number)
    if not reason.strip():
        raise ValidationError({"reason": "请写明作废的原因。"})
    letter = number.bearer
    if number.void_reason:
        raise ValidationError("该文号已经作废，请刷新页面查看。")
    if letter is not None and letter.stage not in (LetterStage.SIGNED, LetterStage.VOID):
        raise ValidationError("该文号的文书已经发出，不能作废。")
    _void(actor, number, reason)
    if letter is not None:
        letter.save_over(letter.version, number="", **({"stamped": None} if isinstance(letter, Letter) else {"issued_on": None}))


def void_all(actor: Any, letter: Numbered, reason: str) -> None:
    """Put whatever numbers a letter has out of use, with the letter; called within a change of it."""
    for number in letter.numbers.filter(void_reason=""):
        _void(actor, number, reason)


def series(unit: Unit) -> list[Series]:
    """A unit's numbers by word and year, the latest year first, with the gaps of each."""
    rows: dict[tuple[int, str], list[LetterNumber]] = {}
    for row in LetterNumber.objects.filter(unit=unit).select_related("letter__case", "paper__dispute", "given_by"):
        rows.setdefault((row.year, row.word), []).append(row)
    found = []
    for (year, word), held in sorted(rows.items(), key=lambda one: (-one[0][0], one[0][1])):
        taken = {row.serial for row in held}
        gaps = [serial for serial in range(1, max(taken)) if serial not in taken] if max(taken) < 10_000 else []
        found.append(Series(word, year, sorted(held, key=lambda row: -row.serial), gaps))
    return found


def _read(letter: Numbered, text: str) -> tuple[Number, str]:
    pattern, _ = _form(letter)
    try:
        number = pattern.parse(text)
        return number, pattern.format(number)
    except GongkaiError as error:
        raise ValidationError({"number": str(error)}) from None


def _form(letter: Numbered) -> tuple[Pattern, str]:
    setting = letters_settings.setting_of(letter.owner.unit, letter.owner.body)
    return Pattern(setting.pattern), letters_settings.word_of(setting, every_letter()[letter.kind])


def _taken(unit: Unit, word: str, year: int) -> list[str | Number]:
    rows = LetterNumber.objects.filter(unit=unit, word=word, year=year).values_list("serial", flat=True)
    return [Number(word, year, serial) for serial in rows]


def _make(actor: Any, unit: Unit, number: Number, *, letter: Numbered | None = None, void_reason: str = "") -> LetterNumber:
    """The row; the database has the last word on whether the number is free."""
    try:
        with transaction.atomic():
            return LetterNumber.objects.create(unit=unit, word=number.word, year=number.year, serial=number.serial, void_reason=void_reason, given_by=actor,
                                               letter=letter if isinstance(letter, Letter) else None,
                                               paper=letter if isinstance(letter, DisputePaper) else None)
    except IntegrityError:
        raise ValidationError({"number": f"文号{number.word}〔{number.year}〕{number.serial}号已被使用，请核对，或者用下一个号。"}) from None


def _void(actor: Any, number: LetterNumber, reason: str) -> None:
    LetterNumber.objects.filter(pk=number.pk).update(void_reason=reason.strip()[:200])
    eventlog.record("letter.number_voided", number, actor=actor, unit=number.unit, note=reason.strip()[:200])
