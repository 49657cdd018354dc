"""The words of counting, from ``law/vocabularies/counting.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping

KINDS = ("more", "near", "about")
_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
"""All white space."""


def either(wordings: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(wordings), key=lambda word: (-len(word), word)))


def texts(node: Mapping, key: str) -> list[str]:
    """A list of words in a law file.

    Raises:
        LawError: it is no list, or holds something that is no word; names file and line.
    """
    found = node[key]
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        raise LawError(f"{node.where(key)}: {key!r} is a list of words")
    return found


def apart(wordings: Iterable[str], whole: list[str], *, ahead: bool) -> str:
    """A pattern for any of these words, but where one is only the beginning (`ahead`) or the end of a word of `whole`."""
    branches = []
    for word in sorted(set(wordings), key=lambda word: (-len(word), word)):
        if ahead:
            rests = [other.removeprefix(word) for other in whole if other.startswith(word) and other != word]
            branches.append(re.escape(word) + (f"(?!{either(rests)})" if rests else ""))
        else:
            # Looked at behind the word: a branch that begins with a letter is left at once where another letter stands.
            branches.append(re.escape(word) + "".join(f"(?<!{re.escape(other)})" for other in whole if other.endswith(word) and other != word))
    return "|".join(branches)


class Words:
    """The compiled vocabulary. Refuses what it does not know, as every law file is read."""

    def __init__(self, path: Path) -> None:
        node = lawfile.read(path)
        node.check({"title": str, "units": Mapping, "unit_names": Mapping, "loose_units": list, "counting": list,
                    "not_counts": list, "as_one": list, "recurring": list, "approximate": Mapping, "years": Mapping, "changes": list,
                    "fillers": Mapping, "begun": list, "parts": Mapping})
        approximate, years, parts, fillers = node["approximate"], node["years"], node["parts"], node["fillers"]
        approximate.check({"before": Mapping, "not_before": list, "inside": Mapping, "after": Mapping})
        years.check({"this": list, "before": list, "compared": list, "documents": list, "onward": list})
        fillers.check({"front": list, "back": list, "whole": list})
        parts.check({"among": list, "respectively": list, "rest": list, "ends": list})
        for key in ("before", "inside", "after"):
            for word, kind in approximate[key].items():
                if kind not in KINDS:
                    raise LawError(f"{approximate[key].where(word)}: {kind!r} is no kind; kinds are {', '.join(KINDS)}")
        self.characters = dict(zip("０１２３４５６７８９％．,;:()!?", "0123456789%.，；：（）！？", strict=True))
        self.odd = re.compile(f"[{re.escape(''.join(self.characters))}]")
        self.units: dict[str, list[str]] = {unit: texts(node["units"], unit) if node["units"][unit] else []
                                            for unit in node["units"]}
        self.unit_names: dict[str, str] = dict(node["unit_names"])
        self.loose_units = frozenset(texts(node, "loose_units"))
        self.counting = re.compile(either(texts(node, "counting")))
        self.not_counts = re.compile(either(texts(node, "not_counts")))
        self.as_one = tuple(texts(node, "as_one"))
        self.recurring = re.compile(f"(?:{either(texts(node, 'recurring'))})[^，。；]{{0,6}}$")
        self.before_kinds: dict[str, str] = dict(approximate["before"])
        self.after_kinds: dict[str, str] = dict(approximate["after"])
        self.inside: dict[str, str] = dict(approximate["inside"])
        self.before = re.compile(f"(?:{either(self.before_kinds)})$")
        self.not_before = re.compile(f"(?:{either(texts(approximate, 'not_before'))})$")
        self.after = re.compile(either(self.after_kinds))
        self.blocked = frozenset("第〔[【.﹒·") | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        self.arabic, self.chinese, self.percent = self._counts()

        compared, documents = either(texts(years, "compared")), either(texts(years, "documents"))
        # Every branch starts with a letter of its own, which lets the engine skip most of a text at once.
        self.this_year = frozenset(texts(years, "this"))
        before = [f"{re.escape(word)}(?!{documents})" for word in sorted(texts(years, "before"), key=len, reverse=True)]
        self.year = re.compile(
            "|".join([rf"{century}\d\d年(?!{documents})" for century in ("19", "20")] + [either(self.this_year), *before]))
        self.compared = re.compile(f"(?:{compared})(?:于|了)?$")
        self.onward = re.compile(f"(?:{either(texts(years, 'onward'))})$")
        self.change = re.compile(f"(?:{either(texts(node, 'changes'))})了?(?:约|近|超过|超)?$")
        whole = texts(fillers, "whole")
        front = apart(texts(fillers, "front"), whole, ahead=True)
        back = apart(texts(fillers, "back"), whole, ahead=False)
        self.front = re.compile(rf"^(?:{front}|截[至止]?到?|[至到](?=(?:20\d\d年)?\d{{1,2}}月)|(?:19|20)\d\d年[度底末]?|\d{{1,2}}月(?:\d{{1,2}}日|底)?|[，。；：、,;:()（）\s“”]|（[一二三四五六七八九十]+）|\d{{1,2}}[.．、])+(?<!“(?=[^“”]*”))")
        self.begun = re.compile(f"(?:{either(texts(node, 'begun'))})(?:了|各类|相关)?$")
        self.back = re.compile(rf"(?:{back}|[，：:（(\s])+$")
        self.back_ends = frozenset(word[-1] for word in texts(fillers, "back")) | frozenset("，：:（(")
        self._back_letters = "".join({*"".join(texts(fillers, "back")), *"，：:（(", *_SPACES})
        self.among = re.compile(either(texts(parts, "among")))
        self.respectively = re.compile(either(texts(parts, "respectively")))
        self.rest = re.compile(either(texts(parts, "rest")))
        self.ends = re.compile(either(texts(parts, "ends")))

    def without_back(self, piece: str) -> str:
        """A piece without the fillers at its end.

            >>> words().without_back("公开信息共计"), words().without_back("违法行为"), words().without_back("共计公开")
            ('公开信息', '违法行为', '共计公开')
        """
        if not piece or not (piece[-1] in self.back_ends or piece[-1].isspace()):
            return piece
        # Fillers have no other letters than these, so that they begin no further to the left.
        found = self.back.search(piece, len(piece.rstrip(self._back_letters)))
        return piece[:found.start()] if found else piece

    def _counts(self) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
        units = []
        for unit in sorted(self.units, key=lambda unit: (-len(unit), unit)):
            not_after = self.units[unit]
            units.append(re.escape(unit) + (f"(?!{either(not_after)})" if not_after else ""))
        unit = f"(?P<unit>{'|'.join(units)})"
        inside = f"(?P<inside>{either(self.inside)})"
        return (
            re.compile(rf"\d(?P<more>\d{{0,2}}(?:[,，]\d{{3}}(?!\d))+(?:\.\d+)?|\d*(?:\.\d+)?)(?P<early>[余多](?=[百千万亿]))?(?P<scale>(?:[百千万亿]+(?!元))?){inside}?(?:{unit})?"),
            re.compile(rf"(?P<chinese>[零〇一二两三四五六七八九十百千万亿]{{1,16}}){inside}?{unit}"),
            re.compile(r"百分之(?P<percent>[零〇一二两三四五六七八九十百]+|\d+(?:\.\d+)?)"),
        )


@cache
def words() -> Words:
    """The vocabulary of counting.

    Raises:
        LawError: its file cannot be trusted.
    """
    return Words(LAW / "vocabularies" / "counting.yaml")
