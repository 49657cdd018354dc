"""Numbers that belong to a person, found in any text: identity numbers, bank cards, mobile numbers.

    for number in find("村民张某，手机13800001234"):
        number.kind, number.start, number.end        # 'mobile', 7, 18

Numbers are told apart by their own check digits first (engine/identity.py), by the words around them second
(law/vocabularies/personal.yaml).
The office's own contacts, credit codes (GB 32100), index and document numbers are none. Two numbers side by side, as in a
list, are two numbers; one written in groups is one. `mask` hides the middle.

Source: GB 11643-1999 for identity numbers; ISO/IEC 7812-1 (Luhn) for bank cards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from gongkai.engine import lawfile
from gongkai.engine.identity import birthday, is_credit_code, is_identity_number, is_province
from gongkai.engine.lawfile import LAW, Mapping
from gongkai.report.reading.facts_words import either, texts

Kind = Literal["identity", "identity_or_credit_code", "identity_misspelt", "identity_old", "bank_card", "mobile"]
FAR = 2100
"""A year after every day of birth."""

_RUN = re.compile(r"\d+(?:[ \-]\d+)*[Xx]?")
_TOKEN = re.compile(r"\d+[Xx]?")
_GROUPS = frozenset({(3, 4, 4), (3, 3, 5), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4), (4, 4, 4, 4, 1),
                     (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13)})
"""How people write one number in groups of digits."""
_SHORTEST, _LONGEST = 11, 23
_BESIDE = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
_GLUE = frozenset("/=@#&.-")
"""Beside a number these make it a piece of something longer: a link, an e-mail address, an index number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A person's number in a text: its kind, its place, its digits without the gaps between them.

    `identity_or_credit_code` passes both check digits, `identity_misspelt` stands beside the word and fails its own,
    `identity_old` has fifteen digits.
    """

    kind: Kind
    start: int
    end: int
    digits: str


class _Personal:
    """The vocabulary, compiled."""

    def __init__(self, path: Path) -> None:
        node = lawfile.read(path)
        node.check({"title": str, "identity": Mapping, "bank_card": Mapping, "mobile": Mapping, "window": Mapping,
                    "shown": Mapping})
        identity, card, mobile = node["identity"], node["bank_card"], node["mobile"]
        identity.check({"words": list, "other": list})
        card.check({"words": list, "office": list, "lengths": Mapping})
        card["lengths"].check({"from": int, "to": int})
        mobile.check({"office": list, "person": list, "amount": list})
        node["window"].check({"before": int, "after": int})
        node["shown"].check({"front": int, "back": int})
        self.identity_words = re.compile(either(texts(identity, "words")))
        self.other_words = re.compile(f"(?:{either(texts(identity, 'other'))})[^，。；]{{0,4}}$")
        self.card_words = re.compile(either(texts(card, "words")))
        self.card_office = re.compile(either(texts(card, "office")))
        self.card_lengths = range(card["lengths"]["from"], card["lengths"]["to"] + 1)
        self.office = re.compile(either(texts(mobile, "office")))
        self.person = re.compile(either(texts(mobile, "person")))
        self.amount = re.compile(either(texts(mobile, "amount")))
        self.before: int = node["window"]["before"]
        self.after: int = node["window"]["after"]
        self.front: int = node["shown"]["front"]
        self.back: int = node["shown"]["back"]


@cache
def _personal() -> _Personal:
    return _Personal(LAW / "vocabularies" / "personal.yaml")


def find(text: str, *, born_by: int = FAR, is_office: Callable[[int], bool] = lambda start: False) -> Iterator[Number]:
    """A person's numbers in a text, in its order.

    Args:
        text: any text, digits half-width.
        born_by: a year after which nobody named in the text was born.
        is_office: whether the contacts at an offset are the office's own, so that a mobile number there is no person's.
    """
    for run in _RUN.finditer(text):
        if len(run[0]) >= _SHORTEST:
            yield from _in_run(text, run, born_by, is_office)


def _in_run(text: str, run: re.Match[str], born_by: int, is_office: Callable[[int], bool]) -> Iterator[Number]:
    """The numbers in digits that nothing but single blanks and hyphens part: all one, or one beside the other."""
    if len(run[0]) <= 2 * _LONGEST and (whole := _judge(text, run.start(), run.end(), born_by, is_office)):
        yield whole
        return
    tokens = [(token.start(), token.end()) for token in _TOKEN.finditer(text, run.start(), run.end())]
    first = 0
    while first < len(tokens):
        found, used = None, 1
        for count in (1, 3, 4, 5, 2):
            group = tokens[first:first + count]
            if count > 1 and tuple(end - start for start, end in group) not in _GROUPS:
                continue
            if group[-1][1] - group[0][0] >= _SHORTEST:
                found = _judge(text, group[0][0], group[-1][1], born_by, is_office)
            if found:
                used = count
                yield found
                break
        first += used


def _judge(text: str, start: int, end: int, born_by: int, is_office: Callable[[int], bool]) -> Number | None:
    known = _personal()
    number = text[start:end].replace(" ", "").replace("-", "")
    if not _SHORTEST <= len(number) <= _LONGEST + 1 or _is_glued(text, start, end):
        return None
    before, after = text[max(0, start - known.before):start], text[end:end + known.after]
    kind: Kind | None = None
    if len(number) == 18 and not known.other_words.search(before) and is_identity_number(number):
        # One identity number in thirty-one is a credit code's spelling too.
        doubt = is_credit_code(number) and not known.identity_words.search(before)
        kind = "identity_or_credit_code" if doubt else "identity"
    elif len(number) == 18 and known.identity_words.search(before) and is_province(number[:2]) \
            and birthday(number[6:14], born_by):
        kind = "identity_misspelt"
    elif len(number) == 15 and _is_old_identity(number, before):
        kind = "identity_old"
    elif len(number) in known.card_lengths and number.isdigit() and is_luhn(number) \
            and known.card_words.search(before + "，" + after) and not known.card_office.search(before + "，" + after):
        kind = "bank_card"
    elif is_mobile(number) and not known.amount.match(after) and not is_office(start) and not is_office_contact(before):
        kind = "mobile"
    return Number(kind, start, end, number) if kind else None


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether what stands beside a number makes it a piece of something longer."""
    return _glues(text, start - 1, -1, end - start) or _glues(text, end, 1, end - start)


def _glues(text: str, place: int, step: int, length: int) -> bool:
    beside, beyond = _at(text, place), _at(text, place + step)
    if beside in _BESIDE:
        return True
    if beside not in _GLUE or not (beyond in _BESIDE or beyond in _GLUE):
        return False
    # Two numbers of one length, parted by a stroke, are a person's two telephones.
    stretch = range(place + step, place + step * (length + 2), step)
    digits = next((n for n, offset in enumerate(stretch) if not _at(text, offset).isdigit()), len(stretch))
    return digits != length


def _at(text: str, place: int) -> str:
    return text[place] if 0 <= place < len(text) else ""


def is_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask(number: str, front: int | None = None, back: int | None = None) -> str:
    """A number with its middle masked; `front` and `back` characters stay, as personal.yaml has it unless told.

        >>> mask("13800001234"), mask("13800001234", 3, 4)
        ('138******34', '138****1234')
    """
    known = _personal()
    front = known.front if front is None else front
    back = known.back if back is None else back
    if len(number) <= front + back:
        return "*" * len(number)
    return number[:front] + "*" * (len(number) - front - back) + number[len(number) - back:]


def is_mobile(number: str) -> bool:
    """Whether digits are those of a mobile telephone in the mainland, with or without 86 before them."""
    number = number.removeprefix("86") if len(number) == 13 else number
    return len(number) == 11 and number[0] == "1" and number[1] in "3456789"


def is_office_contact(before: str) -> bool:
    """Whether the words before a telephone number, in its own sentence, say that it is an office's and nobody's in particular."""
    known = _personal()
    near = re.split(r"[。；\n]", before)[-1]
    return known.person.search(near) is None and known.office.search(near) is not None


def _is_old_identity(number: str, before: str) -> bool:
    known = _personal()
    if not number.isdigit() or not is_province(number[:2]) or known.other_words.search(before):
        return False
    return birthday("19" + number[6:12], FAR) is not None
