"""What a clerk looks for on the pages: words that were typed, and what tells of a person by its form.

Words are found however they are set: over the end of a line, with blanks between the letters, full or half width. Numbers and
homes are those that the screening of attachments finds (disclosure/screening), names those in its lists of persons; a number
that breaks at the end of a line is found as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.report.checking.personal_numbers import find as numbers_in
from gongkai.web.applications.redaction.model import Hit, Letter, Rectangle
from gongkai.web.applications.redaction.vocabulary import vocabulary
from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.listing import name_cell
from gongkai.web.disclosure.screening.persons import passages

_AROUND = 12
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    first: int
    last: int


def found_on(page: int, letters: Sequence[Letter], words: Sequence[str], kinds: Collection[str], recognised: bool) -> list[Hit]:
    """What is found on one page, in the order of its text.

    Args:
        page: its number, from 1.
        letters: its letters, with the blanks between them.
        words: to be found anywhere.
        kinds: keys of finds to be looked for beside them.
        recognised: whether the letters were recognised from a scan.
    """
    told = [*_words(letters, words), *_persons(letters, kinds)]
    told.sort(key=lambda found: (found.first, -found.last))
    kept: list[_Found] = []
    for found in told:
        if not kept or found.last > kept[-1].last:
            kept.append(found)
    return [hit for found in kept if (hit := _hit(page, letters, found, recognised)) is not None]


def snapped(box: Rectangle, letters: Iterable[Letter], share: float = 0.25) -> tuple[float, float, float, float]:
    """A box drawn by hand, grown over the letters of which it covers a good part: left, top, right, lower edge.

    Half a character that stands out of a box can be read.
    """
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    for letter in letters:
        if not letter.placed or letter.text.isspace() or letter.hidden:
            continue
        across = min(box.right, letter.right) - max(box.left, letter.left)
        down = min(box.bottom, letter.bottom) - max(box.top, letter.top)
        if across > 0 and down > 0 and across * down >= share * (letter.right - letter.left) * (letter.bottom - letter.top):
            left, top = min(left, letter.left), min(top, letter.top)
            right, bottom = max(right, letter.right), max(bottom, letter.bottom)
    return left, top, right, bottom


def _words(letters: Sequence[Letter], words: Iterable[str]) -> Iterator[_Found]:
    text, places = _even((number, letter.text) for number, letter in enumerate(letters))
    for word in words:
        wanted, _ = _even(enumerate(word))
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            yield _Found("words", places[at], places[at + len(wanted) - 1])
            at = text.find(wanted, at + 1)


def _even(letters: Iterable[tuple[int, str]]) -> tuple[str, list[int]]:
    """A text without blanks, of one width and case; and where each of its characters comes from."""
    made: list[str] = []
    places: list[int] = []
    for number, letter in letters:
        for character in unicodedata.normalize("NFKC", letter).casefold():
            if not character.isspace():
                made.append(character)
                places.append(number)
    return "".join(made), places


def _persons(letters: Sequence[Letter], kinds: Collection[str]) -> Iterator[_Found]:
    if not kinds:
        return
    text = "".join(letter.text for letter in letters)
    page = plain.of_text(text)
    lists = {}
    for passage in passages(page):
        if passage.kind in kinds:
            yield _Found(passage.kind, passage.start, passage.end - 1)
        if passage.listing is not None:
            lists[id(passage.listing)] = passage.listing
    if "name" in kinds:
        for listing in lists.values():
            for start, end in listing.names:
                value = text[start:end]
                if name_cell(value) and value.strip():
                    begin = start + len(value) - len(value.lstrip())
                    yield _Found("name", begin, begin + len(value.strip()) - 1)
    joined = [number for number, letter in enumerate(text) if letter not in "\n\r"]
    whole = plain.of_text("".join(text[number] for number in joined)).even
    for number in numbers_in(whole):
        first, last = joined[number.start], joined[number.end - 1]
        if number.kind in kinds and "\n" in text[first:last]:
            yield _Found(number.kind, first, last)


def _hit(page: int, letters: Sequence[Letter], found: _Found, recognised: bool) -> Hit | None:
    parts = tuple(Rectangle(page, *part) for part in _parts(letters[found.first:found.last + 1]))
    if not parts:
        return None
    known = vocabulary().finds[found.kind]
    text, before, after = (_line(letters[start:end]) for start, end in (
        (found.first, found.last + 1), (max(0, found.first - _AROUND), found.first), (found.last + 1, found.last + 1 + _AROUND)))
    return Hit(found.kind, text.strip(), before.lstrip(), after.rstrip(), parts, known.ground, recognised)


def _line(letters: Iterable[Letter]) -> str:
    return "".join(" " if letter.text == "\n" else letter.text for letter in letters)


def _parts(letters: Iterable[Letter]) -> Iterator[tuple[float, float, float, float]]:
    """The boxes around letters, one for each line they stand on."""
    now: list[float] = []
    for letter in letters:
        if not letter.placed or letter.text.isspace():
            continue
        if now and _beside(now, letter):
            now = [min(now[0], letter.left), min(now[1], letter.top), max(now[2], letter.right), max(now[3], letter.bottom)]
            continue
        if now:
            yield now[0], now[1], now[2], now[3]
        now = [letter.left, letter.top, letter.right, letter.bottom]
    if now:
        yield now[0], now[1], now[2], now[3]


def _beside(box: Sequence[float], letter: Letter) -> bool:
    across = min(box[2], letter.right) - max(box[0], letter.left)
    down = min(box[3], letter.bottom) - max(box[1], letter.top)
    along, over = (down, across) if letter.turn in (90, 270) else (across, down)
    size = (letter.right - letter.left) if letter.turn in (90, 270) else (letter.bottom - letter.top)
    return over > 0.5 * size and along > -_GAP * letter.em
