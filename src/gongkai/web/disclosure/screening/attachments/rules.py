"""What may come in and what is said of it, from ``law/vocabularies/attachments.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LawError, Mapping
from gongkai.report.reading.facts_words import texts
from gongkai.web.disclosure.screening.vocabulary import VOCABULARIES, codes


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may come in."""

    key: str
    name: str
    found: tuple[str, ...]
    extensions: tuple[str, ...]
    reader: str
    megabytes: int


@dataclass(frozen=True, slots=True)
class Enclosures:
    """What an applicant may send at once: at most `files` files of `bytes` each and `total` together."""

    files: int
    bytes: int
    total: int


class Refused(Exception):
    """A file that may not come in. `key` is one of refusals; `words` fill its sentence."""

    def __init__(self, key: str, **words: object) -> None:
        super().__init__(key)
        self.key, self.words = key, words


class Rules:
    """attachments.yaml, compiled.

    Raises:
        LawError: the file cannot be trusted; names file and line.
    """

    def __init__(self, path: Path) -> None:
        node = lawfile.read(path)
        node.check({"title": str, "basis": Mapping, "confirmed": str, "kinds": Mapping, "application": Mapping, "others": Mapping, "refusals": Mapping,
                    "codes": Mapping, "metadata": Mapping, "macros": list, "macro_extensions": list, "programs": list, "bounds": Mapping})
        self.codes = codes(node["codes"], node["basis"])
        self.kinds: list[FileKind] = []
        for key, kind in node["kinds"].items():
            kind.check({"name": str, "found": list, "extensions": list, "reader": str, "megabytes": int})
            self.kinds.append(FileKind(key, kind["name"], tuple(texts(kind, "found")), tuple(texts(kind, "extensions")),
                                       kind["reader"], kind["megabytes"]))
        own = node["application"]
        own.check({"files": int, "megabytes": int, "total_megabytes": int})
        self.application = Enclosures(own["files"], own["megabytes"] << 20, own["total_megabytes"] << 20)
        self.others: dict[str, str] = dict(node["others"])
        self._refusals: dict[str, str] = dict(node["refusals"])
        metadata = node["metadata"]
        metadata.check({"names": Mapping, "said": list, "harmless": list})
        self.metadata_names: dict[str, str] = dict(metadata["names"])
        self.metadata_said = texts(metadata, "said")
        if not set(self.metadata_said) <= set(self.metadata_names):
            raise LawError(f"{metadata.where('said')}: a property without a name")
        self.harmless = frozenset(word.lower() for word in texts(metadata, "harmless"))
        self.macros = tuple(texts(node, "macros"))
        self.macro_extensions = frozenset(texts(node, "macro_extensions"))
        self.programs = tuple("." + word for word in texts(node, "programs"))
        bounds = node["bounds"]
        bounds.check(dict.fromkeys(("characters", "unpacked_megabytes", "ratio", "pages", "pixels", "cells", "depth", "seconds",
                                    "memory_megabytes"), int))
        self.characters: int = bounds["characters"]
        self.unpacked: int = bounds["unpacked_megabytes"] << 20
        self.ratio: int = bounds["ratio"]
        self.pages: int = bounds["pages"]
        self.pixels: int = bounds["pixels"]
        self.cells: int = bounds["cells"]
        self.depth: int = bounds["depth"]
        self.seconds: int = bounds["seconds"]
        self.memory: int = bounds["memory_megabytes"] << 20

    def refusal(self, key: str, name: str, **words: object) -> str:
        """The sentence why a file may not come in."""
        return self._refusals[key].format(name=name, **{"what": "", "limit": "", **words})


@cache
def rules() -> Rules:
    """The rules for attachments."""
    return Rules(VOCABULARIES / "attachments.yaml")
