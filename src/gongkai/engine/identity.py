"""Numbers with a check character, and the documents of applicants, from ``law/vocabularies/identity.yaml``.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    >>> fault("identity_card", "11010519491231002x", date(2026, 9, 18)) is None
    True

Source: GB 11643-1999 (公民身份号码), GB 32100-2015 (统一社会信用代码). `fault` judges what an applicant typed; a number that a
document of that kind could not have is told in one sentence, without repeating the number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LawError, Mapping
from gongkai.engine.vocabulary import FOLDER, Standing, head, mappings, one_of, texts
from gongkai.errors import GongkaiError

FAR = 2100
"""A year after every day of birth."""

HOLDERS = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of proof of identity. `of` is person or organisation; `rule` citizen, credit, or a pattern; `says` what its
    numbers look like; `begins` with which they begin, empty for any."""

    key: str
    label: str
    of: str
    rule: str
    says: str
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """The whole file: how the two numbers are computed, and the documents by key."""

    standing: Standing
    weights: tuple[int, ...]
    check: str
    provinces: frozenset[str]
    oldest: int
    alphabet: str
    powers: tuple[int, ...]
    documents: dict[str, Document]


def load_identity(path: Path | str) -> Identity:
    """The rules and documents in one file.

    Raises:
        LawError: unknown, missing, wrong or repeated keys, a check that cannot be computed, a pattern that is none; names
            file and line.
    """
    data = lawfile.read(path)
    standing = head(data, {"citizen": Mapping, "credit": Mapping, "documents": list})
    citizen, credit = data["citizen"], data["credit"]
    citizen.check({"standard": str, "weights": list, "check": str, "provinces": list, "oldest": int})
    credit.check({"standard": str, "length": int, "alphabet": str, "root": int})
    if len(citizen["weights"]) != 17 or len(citizen["check"]) != 11:
        raise LawError(f"{citizen.where('weights')}: seventeen weights and eleven check characters are needed")
    if len(set(credit["alphabet"])) != len(credit["alphabet"]):
        raise LawError(f"{credit.where('alphabet')}: the alphabet repeats a character")
    size = len(credit["alphabet"])
    powers = tuple(pow(credit["root"], power, size) for power in range(credit["length"] - 1))
    documents: dict[str, Document] = {}
    for node in mappings(data, "documents"):
        node.check({"key": str, "label": str, "of": str, "rule": str, "says": str}, {"begins": list})
        if node["key"] in documents or any(known.label == node["label"] for known in documents.values()):
            raise LawError(f"{node.where('key')}: the document {node['key']!r} or its label is repeated")
        try:
            re.compile(node["rule"])
        except re.error as error:
            raise LawError(f"{node.where('rule')}: no pattern: {error}") from error
        documents[node["key"]] = Document(
            node["key"], node["label"], one_of(node, "of", HOLDERS), node["rule"], node["says"], texts(node, "begins")
        )
    return Identity(
        standing, tuple(citizen["weights"]), citizen["check"], frozenset(map(str, citizen["provinces"])), citizen["oldest"],
        credit["alphabet"], powers, documents,
    )  # fmt: skip


@cache
def _shipped() -> Identity:
    return load_identity(FOLDER / "identity.yaml")


def documents() -> dict[str, Document]:
    """The kinds of proof of identity that are offered, by key."""
    return dict(_shipped().documents)


def plain(number: str) -> str:
    """A number as it is kept and compared: half-width, in capitals, without blanks and hyphens.

        >>> plain("１１０105 1949-1231 002x")
        '11010519491231002X'
    """
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", number)).upper()


def is_province(digits: str) -> bool:
    """Whether two digits begin identity numbers."""
    return digits in _shipped().provinces


def birthday(digits: str, latest: int = FAR) -> date | None:
    """The day of birth in eight digits; None where there is no such day, or nobody of the years up to `latest` was born on it."""
    if not (len(digits) == 8 and digits.isascii() and digits.isdigit()):
        return None
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if _shipped().oldest <= born.year <= latest else None


def is_identity_number(number: str) -> bool:
    """Whether eighteen characters are a citizen's identity number (GB 11643): province, day of birth, check character."""
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", number) or not is_province(number[:2]) or birthday(number[6:14]) is None:
        return False
    known = _shipped()
    total = sum(int(digit) * weight for digit, weight in zip(number, known.weights, strict=False))
    return known.check[total % len(known.check)] == number[17].upper()


def is_credit_code(code: str) -> bool:
    """Whether eighteen characters are a unified social credit code (GB 32100): alphabet and check character."""
    known = _shipped()
    if len(code) != len(known.powers) + 1 or any(character not in known.alphabet for character in code):
        return False
    total = sum(known.alphabet.index(character) * weight for character, weight in zip(code, known.powers, strict=False))
    return known.alphabet[-total % len(known.alphabet)] == code[-1]


def fault(kind: str, number: str, on: date) -> str | None:
    """What is wrong with the number of a document, as one sentence; None where nothing is.

    `kind` is a key of `documents`; `number` as typed; `on` the day on which it is given: nobody is born after it.

    Raises:
        GongkaiError: no such kind of document.
    """
    known = documents()
    if kind not in known:
        raise GongkaiError(f"不认识证件“{kind}”，可用的有：{'、'.join(f'{each.key}（{each.label}）' for each in known.values())}。")
    document, typed = known[kind], plain(number)
    if not typed:
        return f"请填写{document.label}的号码。"
    if document.rule == "credit":
        return None if is_credit_code(typed) else f"{document.label}的号码有误：{document.says}，且校验位须相符，请核对。"
    if document.rule != "citizen":
        return None if re.fullmatch(document.rule, typed) else f"{document.label}的号码有误：{document.says}，请核对。"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", typed) or not typed.startswith(document.begins or ("",)):
        return f"{document.label}的号码有误：{document.says}，请核对。"
    born = birthday(typed[6:14])
    if not is_province(typed[:2]) or born is None or born > on:
        return f"{document.label}的号码有误：其中的地区或者出生日期不存在，请核对。"
    return None if is_identity_number(typed) else f"{document.label}的号码有误：校验位不符，请逐位核对。"
