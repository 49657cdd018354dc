"""What a sentence may speak of, from ``law/vocabularies/narrative.yaml``, compiled once.

Used where the reader takes statements of nothing (未收到…申请) for facts, and where the narrative is held against the
tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.report.form import editions
from gongkai.report.reading.facts_text import Passage
from gongkai.report.reading.facts_words import apart, either, texts, words

_PLAIN = frozenset({"papers", "carried_in", "carried_out", "carried_to", "sub", "area", "office", "dispute", "result", "document",
                    "decision", "outcome", "applicant", "since_words"})
"""The patterns that are words and nothing else."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome as the narrative names it: its cells, and the words that are the form's own."""

    key: str
    cells: tuple[str, ...]
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sum of cells that explains another number than the one compared: Σ cells − Σ minus, and how to say it."""

    cells: tuple[str, ...]
    minus: tuple[str, ...]
    words: str


class Topics:
    """The compiled vocabulary of the narrative. Refuses unknown keys and cells that no edition of the form has."""

    def __init__(self, path: Path) -> None:
        node = lawfile.read(path)
        lists = ("applications", "units", "others", "channels", "sums", "negations", "all", "all_granted", "all_handled",
                 "all_upheld", "all_concluded", "not_all", "carried_in", "carried_out", "including", "applicants", "whoever",
                 "sections", "papers", "new", "carried_to", "rivals")
        maps = ("verbs", "between", "scopes", "since", "outcomes", "disputes", "documents", "decisions", "nothing", "explanations", "headings", "pieces",
                "percentages")
        node.check({"title": str, "each": str, **dict.fromkeys(lists, list), **dict.fromkeys(maps, Mapping)})

        def pattern(parent: Mapping, key: str) -> re.Pattern[str]:
            return re.compile(either(texts(parent, key)))

        self.applications = pattern(node, "applications")
        self.units = frozenset(str(unit) for unit in node["units"])
        # 结转办理 hands nothing on: 转办 is not seen where it ends 结转办
        self.others = re.compile(apart(texts(node, "others"), [f"{word}办" for word in texts(node, "carried_to")], ahead=False))
        self.whoever = pattern(node, "whoever")
        self.channels = pattern(node, "channels")
        self.sums = pattern(node, "sums")
        self.negations = re.compile(f"(?:{either(texts(node, 'negations'))})(?:能|按时|按期|及时)?$")
        self.including = pattern(node, "including")
        self.papers, self.new = pattern(node, "papers"), pattern(node, "new")
        self.carried_in = pattern(node, "carried_in")
        self.carried_out = pattern(node, "carried_out")
        self.rivals = pattern(node, "rivals")
        node["pieces"].check({"unit": str, "beside": str})
        self.pieces_unit, self.pieces_beside = node["pieces"]["unit"], node["pieces"]["beside"]
        self.carried_to = re.compile(rf"(?:{either(texts(node, 'carried_to'))})(?P<year>20\d\d)年")
        self.new_applications = re.compile(f"(?:{either(texts(node, 'new'))})申请(?:共|共计)?$")
        self.sections = frozenset(node["sections"])

        self.applicants: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
        for applicant in node["applicants"]:
            applicant.check({"words": list, "columns": list})
            self.applicants.append((pattern(applicant, "words"), tuple(texts(applicant, "columns"))))
        self.applicant = re.compile(either(word for applicant in node["applicants"] for word in texts(applicant, "words")))

        between = node["between"]
        between.check({"applications": list, "outcomes": list, "disputes": list})
        self.between_applications, self.between_outcomes, self.between_disputes = (
            re.compile(f"(?:{either([*texts(between, key), *words().before_kinds])})*") for key in ("applications", "outcomes", "disputes"))
        verbs, scopes, headings = node["verbs"], node["scopes"], node["headings"]
        verbs.check({"received": list, "handled": list, "either": list})
        # 收到依申请公开办理事项7件: what is handled names the thing there, not what was done
        self.verb = re.compile("|".join(
            f"(?P<{key}>{apart(texts(verbs, key), [f'{word}事项' for word in texts(verbs, key) if word.endswith('办理')], ahead=True)})"
            for key in ("either", "received", "handled")))
        every_verb = either(word for key in ("received", "handled", "either") for word in texts(verbs, key))
        self.in_a_month = re.compile(rf"(?<![\d\-－—–~～至到])\d{{1,2}}月份?[共新]?(?:{every_verb})")
        self.each_word: str = node["each"]
        self.each = re.compile(f"{re.escape(node['each'])}(?:$|有|(?:{every_verb}))")
        scopes.check({"area": list, "office": list, "sub": list})
        self.area, self.office, self.sub = (pattern(scopes, key) for key in ("area", "office", "sub"))
        node["since"].check({"words": list, "but": list})
        self.since_words = pattern(node["since"], "words")
        but = "".join(f"(?<!{re.escape(word.removesuffix('以来'))})" for word in texts(node["since"], "but"))
        self.since = re.compile(f"{but}(?:{either(texts(node['since'], 'words'))})")
        headings.check({"applications": list, "disputes": list})
        self.application_heading, self.dispute_heading = pattern(headings, "applications"), pattern(headings, "disputes")

        self._read_outcomes(node["outcomes"])
        every, never = either(texts(node, "all")), either(texts(node, "not_all"))
        behind = "".join(f"(?<!{re.escape(word)})" for word in texts(node, "not_all"))
        self.every_granted, self.every_handled, self.every_upheld, self.every_concluded = (
            re.compile(f"{behind}(?:{every})(?P<gap>(?:(?!{never})[^，。；\n\\d]){{0,14}}?)(?:{either(texts(node, key))})")
            for key in ("all_granted", "all_handled", "all_upheld", "all_concluded"))
        self._read_disputes(node["disputes"])
        self._read_documents(node["documents"], node["decisions"])
        self._read_nothing(node["nothing"])

        self.explanations: dict[str, list[Explanation]] = {}
        for key, entries in node["explanations"].items():
            for entry in entries:
                entry.check({"cells": list, "words": str}, {"minus": list})
                cells = tuple(texts(entry, "cells"))
                minus = tuple(texts(entry, "minus")) if "minus" in entry else ()
                _known(entry, (*cells, *minus))
                self.explanations.setdefault(key, []).append(Explanation(cells, minus, entry["words"]))
        percentages = node["percentages"]
        percentages.check({"share": list, "growth": list, "decline": list, "compared": list})
        self.share = re.compile(f"(?:{either(texts(percentages, 'share'))})(?P<of>[^，。；\\d]{{0,14}})$")
        self.growth, self.decline = (re.compile(f"(?:{either(texts(percentages, key))})(?:了|约|率|幅|率为|幅为|率达|达)?$")
                                     for key in ("growth", "decline"))
        self.compared = pattern(percentages, "compared")

    def spoken(self, passage: Passage, name: str) -> bool:
        """Whether any word of the pattern `name` occurs in a passage. Where none does, none has to be looked for around
        each of its numbers. Holds for plain words only: what a pattern says of their surroundings a clause may hide."""
        known = passage.spoken.get(name)
        if known is None:
            assert name in _PLAIN, name
            known = passage.spoken[name] = getattr(self, name).search(passage.text) is not None
        return known

    def carries(self, passage: Passage) -> bool:
        """Whether a passage may speak of applications carried over."""
        known = passage.spoken.get("carries")
        if known is None:
            known = passage.spoken["carries"] = "结转" in passage.text or any(
                self.spoken(passage, name) for name in ("carried_in", "carried_out", "carried_to"))
        return known

    def _read_outcomes(self, node: Mapping) -> None:
        self.outcomes: dict[str, Outcome] = {}
        wordings: list[str] = []
        for key, entry in node.items():
            entry.check({"words": list, "cells": list, "official": list})
            cells = tuple(texts(entry, "cells"))
            _known(entry, cells)
            outcome = Outcome(key, cells, tuple(texts(entry, "official")))
            for word in texts(entry, "words"):
                self.outcomes[word] = outcome
                wordings.append(word)
        self.outcome = re.compile(either(wordings))

    def _read_disputes(self, node: Mapping) -> None:
        kinds = ("direct", "after_review", "litigation", "review")
        node.check({"context": list, "causes": list, "not_after": list, **dict.fromkeys(kinds, Mapping), "results": Mapping, "reviewing": list, "taken": list,
                    "against": list, "new": list})
        self.dispute_context = re.compile(either(texts(node, "context")))
        self.dispute_rows: dict[str, tuple[str, ...]] = {}
        groups = []
        for kind in kinds:
            node[kind].check({"words": list, "row": (str, type(None))})
            row = node[kind]["row"]
            self.dispute_rows[kind] = (row,) if row else ("litigation_direct", "litigation_after_review")
            groups.append(f"(?P<{kind}>{either(texts(node[kind], 'words'))})")
        self.dispute = re.compile("|".join(groups))
        self.other_cause = re.compile(f"因[^，。；]{{0,12}}(?:{either(texts(node, 'causes'))})")
        # 民事诉讼 is another court's matter
        self.other_dispute = re.compile(f"(?:{either(texts(node, 'not_after'))})(?:{either(texts(node['litigation'], 'words'))})")
        # 尚未审结 before 审结: pending is tried first.
        results = node["results"]
        results.check({"upheld": list, "corrected": list, "other": list, "pending": list})
        self.result = re.compile("|".join(f"(?P<{key}>{either(texts(results, key))})"
                                          for key in ("pending", "upheld", "corrected", "other")))
        self.reviewing = re.compile(f"(?<!未)(?:{either(texts(node, 'reviewing'))})")
        self.taken = re.compile(either(texts(node, "taken")))
        self.against = re.compile(either(texts(node, "against")))
        self.newly = re.compile(either(texts(node, "new")))

    def _read_documents(self, documents: Mapping, decisions: Mapping) -> None:
        documents.check({"kinds": Mapping, "made": list, "repealed": list, "in_force": list, "between": list,
                         "not_made": list, "cells": Mapping})
        self.between_documents = re.compile(f"(?:{either(texts(documents, 'between'))})*")
        kinds = documents["kinds"]
        self.document = re.compile("|".join(f"(?P<{key}>{either(texts(kinds, key))})" for key in kinds))
        self.document_verb = re.compile("|".join(
            f"(?P<{key}>{either(texts(documents, key))})" for key in ("made", "repealed", "in_force")))
        self.not_made = re.compile(either(texts(documents, "not_made")))
        self.document_columns: dict[str, dict[str, str]] = {key: dict(documents["cells"][key]) for key in documents["cells"]}
        decisions.check({"words": list, "kinds": Mapping, "not_made": list, "partly": list})
        kinds = decisions["kinds"]
        self.decision = re.compile("|".join(f"(?P<{key}>{either(texts(kinds, key))})" for key in kinds))
        self.decided = re.compile(either(texts(decisions, "words")))
        self.not_decided = re.compile(either([*texts(decisions, "not_made"), *texts(decisions, "partly")]))

    def _read_nothing(self, node: Mapping) -> None:
        node.check({"words": list, "narrower": list, "beside": list, "elsewhere": list, "objects": Mapping, "subjects": Mapping, "not_after": list,
                    "some": list, "zero": list, "unit": str})
        objects = node["objects"]
        self.zero = frozenset(texts(node, "zero"))
        self.nothing = re.compile(either([*texts(node, "words"), *self.zero]))
        self.nothing_object = re.compile("|".join(f"(?P<{key}>{either(texts(objects, key))})" for key in objects))
        self.narrower = re.compile(either(texts(node, "narrower")))
        beside, joint = f"(?:{either(texts(node, 'beside'))})+(?:案件|事件|问题|件|案)?", "(?:、|以及|[和及与或])"
        # 投诉、举报、行政复议; 行政复议案件和申诉案件; 复议、诉讼问题; 关于政府信息公开的: a list of things there was none of is no narrower.
        self.listed_before = re.compile(f"(?:{beside}{joint})+(?:有关)?$|关于(?:政府|政务)?信息公开(?:工作)?的?")
        self.listed_after = re.compile(f"{joint}{beside}|(?:案件|事件)?等?问题$")
        self.elsewhere = re.compile(f"(?:{either(texts(node, 'elsewhere'))})[^，。；]{{0,12}}$")
        self.some = re.compile(either(texts(node, "some")))
        self.not_after = re.compile(either(texts(node, "not_after")))
        self.nothing_subjects: dict[str, str] = dict(node["subjects"])
        self.nothing_unit: str = node["unit"]


def _known(node: Mapping, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        table, rest = address.split(".", 1)
        row, column = rest.rsplit(".", 1)
        if not any(row in form.tables[table] and _has(form.tables[table], row, column)
                   for form in editions().values() if table in form.tables):
            raise LawError(f"{node.where()}: no edition of the form has the cell {address!r}")


def _has(table: object, row: str, column: str) -> bool:
    try:
        table.column(row, column)  # type: ignore[attr-defined]
    except KeyError:
        return False
    return True


@cache
def topics() -> Topics:
    """The vocabulary of the narrative.

    Raises:
        LawError: its file cannot be trusted.
    """
    return Topics(LAW / "vocabularies" / "narrative.yaml")
