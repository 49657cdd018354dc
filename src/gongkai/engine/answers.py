"""Types of answers (答复类型), from ``law/vocabularies/answers.yaml``: what each is, needs, and where it is counted.

    >>> given = {"grounds": ["trade_secret"], "reason": "第三方不同意公开且理由合理"}
    >>> [key for key, sentence in missing(answer("third_party", date(2026, 9, 18)), given)]
    ['consultation_or_reason']
    >>> leaf(answer("withdrawn", date(2026, 9, 18)), "2021")
    'closed.other'

An answer type is no row of table 3: each has its article, its letter, what it needs before it can be signed, and a row in
each edition of the form. The facts that `missing` looks at are named in the file (`fact_names`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.grounds import Ground, every_ground
from gongkai.engine.lawfile import LawError
from gongkai.engine.letters import every_letter
from gongkai.engine.vocabulary import (
    FOLDER,
    Standing,
    entries,
    head,
    in_force,
    leaves,
    mappings,
    one_of,
    standing,
    texts,
)
from gongkai.errors import GongkaiError

TITLE = "答复类型"
GROUPS = {
    "granted": "予以公开", "partial": "部分公开", "denied": "不予公开", "unable": "无法提供", "declined": "不予处理",
    "closed": "其他处理",
}  # fmt: skip
REMEDIES = ("review_first", "by_ground", "ordinary", "none")


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be there before an answer can be signed: one of the facts `any_of`. Asked for always, or only
    where one of `when_grounds` is relied on or one of `when_facts` is known. `lacks`, `cited` and `do` make the sentence;
    where `cited` is empty, it rests on the articles of the answer."""

    key: str
    any_of: tuple[str, ...]
    cited: str
    lacks: str
    do: str
    when_grounds: tuple[str, ...] = ()
    when_facts: tuple[str, ...] = ()

    def asked(self, answer: Answer, known: set[str], relied: set[str]) -> bool:
        """Whether an answer asks for it, where the facts `known` are there and the grounds `relied` on."""
        if not (self.when_grounds or self.when_facts):
            return True
        able = {ground.key for ground in answer.grounds}
        return bool(relied & {*self.when_grounds} or known & {*self.when_facts} or (able and able <= {*self.when_grounds}))

    def sentence(self, answer: Answer) -> str:
        """What is lacking, by which article, and what to do."""
        return f"{self.lacks}（{self.cited or answer.cited}），{self.do}。"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer type. `letter` is a key of `engine.letters`; `leaves` the row of table 3 by edition; `bars` the facts with
    which it cannot be given, each with a sentence; `grounds` those it can rest on; `remedies` one of `REMEDIES`,
    `remedies_doubt` what nobody could confirm of it; `served` whether a letter goes out, else it is recorded only; `remind`
    sentences for whoever drafts."""

    key: str
    label: str
    group: str
    articles: tuple[str, ...]
    letter: str
    leaves: dict[str, str]
    needs: tuple[Need, ...]
    bars: dict[str, str]
    grounds: tuple[Ground, ...]
    remedies: str
    remedies_doubt: str | None
    served: bool
    remind: tuple[str, ...]
    standing: Standing

    @property
    def cited(self) -> str:
        """The work and its articles."""
        return self.standing.basis + "、".join(self.articles)


@dataclass(frozen=True, slots=True)
class Answers:
    """The whole file: answers by key, and the names of facts."""

    answers: dict[str, Answer]
    facts: dict[str, str]


def load_answers(path: Path | str) -> Answers:
    """The answer types in one file, with the grounds and letters of the package.

    Raises:
        LawError: unknown, missing, wrong or repeated keys; a row that table 3 does not have, or of another group; a letter,
            need, fact or ground that there is none of; a fact or need nobody asks for; names file and line.
    """
    data = lawfile.read(path)
    above = head(data, {"facts": dict, "needs": list, "answers": list})
    grounds, letters = every_ground(), every_letter()
    needs = _needs(data, above, grounds)
    found: dict[str, Answer] = {}
    for entry in entries(data, "answers", {
        "label": str, "group": str, "articles": list, "letter": str, "leaf": (str, dict), "needs": list, "remedies": str,
        "served": bool, "remind": list,
    }, {"bars": dict, "remedies_doubt": str}):  # fmt: skip
        if any(known.label == entry["label"] for known in found.values()):
            raise LawError(f"{entry.where('label')}: the label {entry['label']!r} is repeated")
        group, rows = one_of(entry, "group", GROUPS), leaves(entry, "leaf")
        if any(row.split(".")[0] != group for row in rows.values()):
            raise LawError(f"{entry.where('leaf')}: the row is none of {group}")
        one_of(entry, "letter", letters)
        if entry["served"] != letters[entry["letter"]].answer:
            raise LawError(f"{entry.where('served')}: the letter {entry['letter']!r} says otherwise")
        for key in texts(entry, "needs"):
            if key not in needs:
                raise LawError(f"{entry.where('needs')}: there is no need {key!r}")
        own = tuple(ground for ground in grounds.values() if group == "partial" or ground.leaves == rows)
        if bool(own) != any("grounds" in needs[key].any_of for key in entry["needs"]):
            raise LawError(f"{entry.where('needs')}: what rests on a ground needs one, and nothing else does")
        if one_of(entry, "remedies", REMEDIES) == "none" and entry["served"]:
            raise LawError(f"{entry.where('remedies')}: what is served tells of remedies")
        found[entry["key"]] = Answer(
            entry["key"], entry["label"], group, texts(entry, "articles"), entry["letter"], rows,
            tuple(needs[key] for key in entry["needs"]), _bars(entry, data), own, entry["remedies"],
            entry.get("remedies_doubt"), entry["served"], texts(entry, "remind"),
            standing(entry, above),
        )  # fmt: skip
    _all_used(data, needs, found)
    return Answers(found, dict(data["facts"]))


def _needs(data: lawfile.Mapping, above: Standing, grounds: dict[str, Ground]) -> dict[str, Need]:
    found: dict[str, Need] = {}
    for node in mappings(data, "needs"):
        node.check({"key": str, "any": list, "lacks": str, "do": str}, {"articles": list, "when": dict, "basis": str})
        when = node.get("when", lawfile.Mapping())
        if "when" in node:
            when.check({}, {"grounds": list, "facts": list})
        if node["key"] in found:
            raise LawError(f"{node.where('key')}: the need {node['key']!r} is repeated")
        articles = "、".join(texts(node, "articles"))
        cited = node.get("basis", above.basis) + articles if articles else ""
        need = Need(node["key"], texts(node, "any"), cited, node["lacks"], node["do"], texts(when, "grounds"),
                    texts(when, "facts"))  # fmt: skip
        for fact in (*need.any_of, *need.when_facts):
            if fact not in data["facts"]:
                raise LawError(f"{node.where('any')}: there is no fact {fact!r}")
        for ground in need.when_grounds:
            if ground not in grounds:
                raise LawError(f"{node.where('when')}: there is no ground {ground!r}")
        if not need.any_of:
            raise LawError(f"{node.where('any')}: a need asks for at least one fact")
        found[need.key] = need
    return found


def _bars(entry: lawfile.Mapping, data: lawfile.Mapping) -> dict[str, str]:
    found = entry.get("bars", {})
    for fact, sentence in found.items():
        if fact not in data["facts"] or not isinstance(sentence, str):
            raise LawError(f"{found.where(fact)}: bars maps known facts to sentences, not {fact!r}")
    return dict(found)


def _all_used(data: lawfile.Mapping, needs: dict[str, Need], found: dict[str, Answer]) -> None:
    """Refuse facts and needs that nothing asks for: a slip of the pen elsewhere."""
    asked = {need.key for answer in found.values() for need in answer.needs}
    for node in data["needs"]:
        if node["key"] not in asked:
            raise LawError(f"{node.where('key')}: no answer has the need {node['key']!r}")
    for fact in data["facts"]:
        barring = any(fact in answer.bars for answer in found.values())
        if not barring and not any(fact in (*need.any_of, *need.when_facts) for need in needs.values()):
            raise LawError(f"{data['facts'].where(fact)}: no need asks for the fact {fact!r}")


@cache
def _shipped() -> Answers:
    return load_answers(FOLDER / "answers.yaml")


def every_answer() -> dict[str, Answer]:
    """All answer types of the package, whenever they hold: for what was answered once and is only shown or counted."""
    return dict(_shipped().answers)


def answers(on: date) -> dict[str, Answer]:
    """The answer types in force on a day, by key, in the order of table 3.

    Raises:
        GongkaiError: the day lies before the Regulations.
    """
    return in_force(_shipped().answers, on, TITLE)


def answer(key: str, on: date) -> Answer:
    """The answer type called `key`.

    Raises:
        GongkaiError: there is none in force on that day.
    """
    known = answers(on)
    if key not in known:
        raise GongkaiError(f"不认识答复类型“{key}”，可用的有：{'、'.join(f'{each.key}（{each.label}）' for each in known.values())}。")
    return known[key]


def fact_names() -> dict[str, str]:
    """The facts that `missing` looks at, with their Chinese names."""
    return dict(_shipped().facts)


def leaf(answer: Answer, edition: str) -> str:
    """The row of table 3 in which an answer is counted, as cells are addressed (``denied.state_secret``).

    Raises:
        GongkaiError: no such edition of the form.
    """
    if edition not in answer.leaves:
        raise GongkaiError(f"没有“{edition}”版年度报告格式，可用的有：{'、'.join(answer.leaves)}。")
    return answer.leaves[edition]


def missing(answer: Answer, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an answer still needs before it can be signed: the key of each need, and one sentence that says what is lacking,
    by which article, and what to do.

    `facts` maps the names of `fact_names` to anything; what is None, False, empty or blank counts as unknown. `grounds`
    holds keys of grounds; one that this answer cannot rest on is told under the key ``ground``, a fact that bars the answer
    under its own name.

    Raises:
        GongkaiError: a fact nobody knows, a ground that does not exist.
    """
    names = fact_names()
    if unknown := sorted(set(facts) - set(names)):
        raise GongkaiError(f"不认识事实“{unknown[0]}”，可用的有：{'、'.join(names)}。")
    known = {key for key, value in facts.items() if value not in (None, False, "", [], ()) and str(value).strip()}
    relied = _relied(facts["grounds"]) if "grounds" in known else []
    own, keys = {ground.key for ground in answer.grounds}, {ground.key for ground in relied}
    lacking = [
        ("ground", f"依据“{ground.label}”（{ground.cited}）不能用于“{answer.label}”，请改选依据或者答复类型。")
        for ground in relied if own and ground.key not in own
    ]  # fmt: skip
    lacking += [(fact, sentence) for fact, sentence in answer.bars.items() if fact in known]
    for need in answer.needs:
        if need.asked(answer, known, keys) and not known & {*need.any_of}:
            lacking.append((need.key, need.sentence(answer)))
    return lacking


def _relied(keys: Iterable[str]) -> list[Ground]:
    known = every_ground()
    found = []
    for key in (keys,) if isinstance(keys, str) else keys:
        if key not in known:
            raise GongkaiError(f"不认识不予公开的依据“{key}”，可用的有：{'、'.join(f'{g.key}（{g.label}）' for g in known.values())}。")
        found.append(known[key])
    return found
