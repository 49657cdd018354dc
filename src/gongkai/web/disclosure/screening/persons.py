"""Personal data in a text: numbers, telephones, homes, and lists of persons.

`passages` finds each passage once, in the order of the text. Three ways lead there: the number itself
(report/checking/personal_numbers.py), the head of its column (a value under 身份证号 is one, whatever its check digit), and
the words right before it (家庭住址). What is masked already is no passage, nor are the office's own contacts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.checking.personal_numbers import find, is_mobile, is_office_contact
from gongkai.web.disclosure.screening.listing import Listing, listings, names_in
from gongkai.web.disclosure.screening.model import Remark
from gongkai.web.disclosure.screening.plain import Plain
from gongkai.web.disclosure.screening.remarks import Writer
from gongkai.web.disclosure.screening.vocabulary import Vocabulary, vocabulary

_DIGITS = re.compile(r"\d+(?:[ \-]\d+)*[Xx]?")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z.\-/])(?:0\d{2,3}[ \-]?)?[2-8]\d{6,7}(?![0-9A-Za-z\-/.])")
_ADDRESS_END = re.compile(r"[，,。；;！？\s（）()|]")
_LONGEST_ADDRESS = 60
_NEAR = 24
_BEFORE_ADDRESS = 60
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Personal data in a text: a kind of screening.yaml, its offsets, and the list of persons it stands in."""

    kind: str
    start: int
    end: int
    listing: Listing | None = None


def passages(page: Plain) -> list[Passage]:
    """Every passage that holds personal data, in order, none inside another."""
    lists = listings(page)
    found = [*_columns(page, lists), *_numbers(page, lists), *_landlines(page, lists), *_addresses(page)]
    found.sort(key=lambda passage: (passage.start, -passage.end, passage.listing is None))
    kept: list[Passage] = []
    for passage in found:
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return kept


def remarks(page: Plain, writer: Writer) -> Iterator[Remark]:
    """The remarks on a text's personal data; a list of persons is one remark for each kind."""
    listed: dict[tuple[int, str], list[Passage]] = {}
    for passage in passages(page):
        if passage.listing is not None:
            listed.setdefault((id(passage.listing), passage.kind), []).append(passage)
        else:
            yield _single(page, writer, passage)
    for group in listed.values():
        if len(group) == 1:
            yield _single(page, writer, group[0])
            continue
        first, known = group[0], vocabulary().kinds[group[0].kind]
        yield writer.at(known.listed, first.start, first.end, shown(page, first), what=known.name, count=len(group))


def _single(page: Plain, writer: Writer, passage: Passage) -> Remark:
    known = vocabulary().kinds[passage.kind]
    return writer.at(known.code, passage.start, passage.end, shown(page, passage), what=known.name)


def shown(page: Plain, passage: Passage) -> str:
    """The passage, masked."""
    changed = masked(page, passage)
    return "".join(changed.get(offset, page.text[offset]) for offset in range(passage.start, passage.end))


def masked(page: Plain, passage: Passage) -> dict[int, str]:
    """Which characters of a passage give way to a star: its middle; of an address all after town or street."""
    known = vocabulary()
    text = page.even[passage.start:passage.end]
    if passage.kind == "address":
        kept = _place_end(text, known)
        return {passage.start + offset: "*" for offset in range(kept, len(text)) if not text[offset].isspace()}
    kind = known.kinds[passage.kind]
    digits = [offset for offset, letter in enumerate(text) if letter.isalnum()]
    country = 2 if passage.kind.startswith("mobile") and len(digits) == 13 else 0
    front, back = (kind.front + country, kind.back) if len(digits) > kind.front + kind.back else (0, 0)
    return {passage.start + offset: "*" for offset in digits[front:len(digits) - back]}


def _numbers(page: Plain, lists: list[Listing]) -> Iterator[Passage]:
    text = page.even
    office = _office_cells(lists)
    rows = _Spans([(row.start, row.end, each) for each in lists for row in each.rows])
    for number in find(text, is_office=lambda start: office.at(start) is not None):
        kind = str(number.kind)
        listing = rows.at(number.start)
        if number.kind == "mobile" and listing is None and not _beside_a_person(text, number.start):
            kind = "mobile_unclear"
        yield Passage(kind, number.start, number.end, listing)


def _columns(page: Plain, lists: list[Listing]) -> Iterator[Passage]:
    """What stands under the head of a sensitive column."""
    text = page.even
    for listing in lists:
        for kind, start, end in listing.cells:
            value = text[start:end]
            if "*" in value or "＊" in value:
                continue
            if kind == "address":
                trimmed = value.strip()
                if len(_HAN.findall(trimmed)) >= 3 and _place_end(trimmed, vocabulary()) < len(trimmed):
                    begin = start + value.index(trimmed)
                    yield Passage("address", begin, begin + len(trimmed), listing)
                continue
            for run in _DIGITS.finditer(value):
                found = _under(kind, re.sub(r"[ \-]", "", run[0]))
                if found:
                    yield Passage(found, start + run.start(), start + run.end(), listing)


def _under(column: str, digits: str) -> str | None:
    if column == "identity" and len(digits) in (15, 18):
        return "identity" if len(digits) == 18 else "identity_old"
    if column == "bank_card" and 12 <= len(digits) <= 23 and digits.isdigit():
        return "bank_card"
    if column == "telephone":
        if is_mobile(digits):
            return "mobile"
        if 7 <= len(digits) <= 12 and digits.isdigit():
            return "telephone"
    return None


def _landlines(page: Plain, lists: list[Listing]) -> Iterator[Passage]:
    """Landline numbers right after 家庭电话 and the like, or after a person whose telephone they are."""
    text, known = page.even, vocabulary()
    office = _office_cells(lists)
    for number in _LANDLINE.finditer(text):
        before = _clause(text, number.start())
        home = known.home_telephone.search(before)
        person = before.rstrip("：: ").endswith("电话") and known.beside.search(before) and not is_office_contact(before)
        if (home or person) and office.at(number.start()) is None:
            yield Passage("telephone", number.start(), number.end())


def _addresses(page: Plain) -> Iterator[Passage]:
    """Homes: after a label that speaks of a home, or after any label of an address beside a person."""
    text, known = page.even, vocabulary()
    for label in known.address.finditer(text):
        start = label.end()
        while start < len(text) and text[start] in "：: 在为是于" and start < label.end() + 4:
            start += 1
        stop = _ADDRESS_END.search(text, start, start + _LONGEST_ADDRESS)
        end = stop.start() if stop else min(len(text), start + _LONGEST_ADDRESS)
        value = text[start:end]
        if "*" in value or not known.dwelling.search(value) or not known.places.search(value):
            continue
        before = text[max(0, label.start() - _BEFORE_ADDRESS):label.start()]
        near = re.split(r"[。\n]", before)[-1]
        if not known.home.fullmatch(label[0]) and (not known.beside.search(near) or known.business.search(near)):
            continue
        if _place_end(value, known) < len(value):
            yield Passage("address", start, end)


def _place_end(value: str, known: Vocabulary) -> int:
    """Where an address has named province, city, county, town or street; at least as much as its kind lets stay."""
    ends = [place.end() for place in known.places.finditer(value) if place.end() > 1]
    return ends[-1] if ends else known.kinds["address"].front


def _clause(text: str, end: int) -> str:
    return re.split(r"[。；\n]", text[max(0, end - _NEAR):end])[-1]


def _beside_a_person(text: str, start: int) -> bool:
    """Whether a number's clause tells of a person: by a word, or by a name and no office."""
    near = _clause(text, start)
    known = vocabulary()
    if known.beside.search(near) or "手机" in near:
        return True
    return known.office_word.search(near) is None and next(names_in(near), None) is not None


class _Spans:
    """Which of some spans, none inside another, an offset lies in."""

    def __init__(self, spans: list[tuple[int, int, Listing]]) -> None:
        self.spans = sorted(spans, key=lambda span: span[0])
        self.starts = [span[0] for span in self.spans]

    def at(self, offset: int) -> Listing | None:
        """The list to which the span around an offset belongs."""
        index = bisect_right(self.starts, offset) - 1
        return self.spans[index][2] if index >= 0 and offset < self.spans[index][1] else None


def _office_cells(lists: list[Listing]) -> _Spans:
    return _Spans([(start, end, each) for each in lists for start, end in each.office_cells])
