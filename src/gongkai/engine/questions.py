"""The seven questions (七步判断) that lead an application to its answer, from ``law/vocabularies/questions.yaml``.

    >>> found = walk(["clear", "one", "information", "usual", "first", "government", "elsewhere", "in_time"])
    >>> found.answer, found.question is None
    ('not_responsible', True)
    >>> walk(["unclear"]).stop.label
    '告知申请人补正'

A walk starts at the first question; each choice leads to the next one, to an answer type, or to something that has to be done
first. Nothing is stored: the choices made so far say where one is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.answers import every_answer
from gongkai.engine.lawfile import LawError, Mapping
from gongkai.engine.letters import every_letter
from gongkai.engine.parameters import law_confirmed
from gongkai.engine.vocabulary import FOLDER, Standing, head, mappings, one_of, texts
from gongkai.errors import GongkaiError

KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do on the way. `letter` and `event` are keys of engine.letters and of a case's steps, empty where there is
    none; `stops` where nothing more can be said before it is done."""

    key: str
    label: str
    articles: tuple[str, ...]
    letter: str
    event: str
    stops: bool
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question. It leads to the question `next`, or ends the walk: in the answer type kept, or in `stop`.
    `keeps` is the answer type that the path has from here, `steps` what is done on the way."""

    key: str
    label: str
    articles: tuple[str, ...]
    keeps: str
    steps: tuple[Action, ...]
    next: str
    stop: Action | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its choices by key. `stage` is a key of `stages`."""

    key: str
    stage: str
    text: str
    help: str
    articles: tuple[str, ...]
    choices: dict[str, Choice]


@dataclass(frozen=True, slots=True)
class Questions:
    """The whole file."""

    standing: Standing
    first: str
    stages: dict[str, str]
    actions: dict[str, Action]
    questions: dict[str, Question]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk is.

    `passed` the questions answered, with the choice made; `question` the one to answer now, None at the end; `articles` those
    met on the way, cited; `steps` what has to be done, in order, the last one `stop` where the walk ends in it; `answer` the
    answer type at the end, a key of engine.answers, else None.
    """

    passed: tuple[tuple[Question, Choice], ...]
    question: Question | None
    articles: tuple[str, ...]
    steps: tuple[Action, ...]
    stop: Action | None
    answer: str | None


def load_questions(path: Path | str) -> Questions:
    """The questions in one file.

    Raises:
        LawError: unknown, missing, wrong or repeated keys; a choice that leads to no question, answer type or action, or back;
            a question or action that nobody gets to; an end that keeps no answer; names file and line.
    """
    data = lawfile.read(path)
    standing = head(data, {"first": str, "stages": dict, "actions": list, "questions": list})
    actions = _actions(data)
    nodes = {node["key"]: node for node in _unique(data, "questions", {
        "stage": str, "text": str, "help": str, "articles": list, "choices": list})}  # fmt: skip
    one_of(data, "first", nodes)
    found = {key: Question(key, one_of(node, "stage", data["stages"]), node["text"], node["help"], texts(node, "articles"),
                           {choice.key: choice for choice in _choices(node, nodes, actions)})
             for key, node in nodes.items()}  # fmt: skip
    _check_ways(data, nodes, found)
    used = {action.key for question in found.values() for choice in question.choices.values()
            for action in (*choice.steps, *filter(None, [choice.stop]))}  # fmt: skip
    for node in data["actions"]:
        if node["key"] not in used:
            raise LawError(f"{node.where('key')}: no choice leads to the action {node['key']!r}")
    return Questions(standing, data["first"], dict(data["stages"]), actions, found)


def _unique(data: Mapping, key: str, required: dict[str, Any], optional: dict[str, Any] | None = None) -> list[Mapping]:
    seen: set[str] = set()
    for node in (found := mappings(data, key)):
        node.check({"key": str, **required}, optional)
        if node["key"] in seen:
            raise LawError(f"{node.where('key')}: {node['key']!r} has an entry already")
        seen.add(node["key"])
    return found


def _actions(data: Mapping) -> dict[str, Action]:
    found: dict[str, Action] = {}
    for node in _unique(data, "actions", {"label": str, "articles": list, "stops": bool}, {"letter": str, "event": str, "confirmed": None}):
        if "letter" in node:
            one_of(node, "letter", every_letter())
        confirmed = law_confirmed(node) if "confirmed" in node else None
        found[node["key"]] = Action(
            node["key"], node["label"], texts(node, "articles"), node.get("letter", ""), node.get("event", ""), node["stops"],
            confirmed if isinstance(confirmed, str) else None,
        )  # fmt: skip
    return found


def _choices(question: Mapping, nodes: dict[str, Mapping], actions: dict[str, Action]) -> list[Choice]:
    found: list[Choice] = []
    for node in _unique(question, "choices", {"label": str}, {
        "articles": list, "keeps": str, "steps": list, "next": str, "action": str, "answer": str,
    }):  # fmt: skip
        if sum(key in node for key in ("next", "action", "answer")) != 1:
            raise LawError(f"{node.where()}: a choice leads to one of next, action, answer")
        if "next" in node:
            one_of(node, "next", nodes)
        if "answer" in node:
            one_of(node, "answer", (KEPT,))
        if "keeps" in node:
            one_of(node, "keeps", every_answer())
        for key in texts(node, "steps"):
            if key not in actions or actions[key].stops:
                raise LawError(f"{node.where('steps')}: {key!r} is no action that goes on")
        if "action" in node and not actions[one_of(node, "action", actions)].stops:
            raise LawError(f"{node.where('action')}: the walk cannot end in {node['action']!r}, which goes on")
        found.append(Choice(
            node["key"], node["label"], texts(node, "articles"), node.get("keeps", ""),
            tuple(actions[key] for key in texts(node, "steps")), node.get("next", ""),
            actions[node["action"]] if "action" in node else None,
        ))  # fmt: skip
    return found


def _check_ways(data: Mapping, nodes: dict[str, Mapping], found: dict[str, Question]) -> None:
    """Every way from the first question ends, goes forward through the stages, and keeps an answer where it ends in one."""
    order, seen = list(data["stages"]), set()

    def follow(key: str, kept: bool, behind: tuple[str, ...]) -> None:
        if key in behind:
            raise LawError(f"{nodes[key].where('choices')}: a choice leads back to {key!r}: {' → '.join((*behind, key))}")
        if behind and order.index(found[key].stage) < order.index(found[behind[-1]].stage):
            raise LawError(f"{nodes[key].where('stage')}: the question {key!r} lies before {behind[-1]!r}, which leads to it")
        if (key, kept) in seen:
            return
        for choice in found[key].choices.values():
            holds = kept or bool(choice.keeps)
            if choice.next:
                follow(choice.next, holds, (*behind, key))
            elif choice.stop is None and not holds:
                raise LawError(f"{nodes[key].where('choices')}: the choice {choice.key!r} ends in an answer, but none is kept")
        seen.add((key, kept))

    follow(data["first"], False, ())
    reached = {key for key, _ in seen}
    for key, node in nodes.items():
        if key not in reached:
            raise LawError(f"{node.where('key')}: nobody gets to the question {key!r}")


@cache
def shipped() -> Questions:
    """The questions that come with the package."""
    return load_questions(FOLDER / "questions.yaml")


def stages() -> dict[str, str]:
    """The seven, in order, by key."""
    return dict(shipped().stages)


def walk(choices: Iterable[str]) -> Walk:
    """Where one is after these choices, each a key of the question then asked.

    Raises:
        GongkaiError: a choice that the question does not offer, or one more after the end.
    """
    tree = shipped()
    question: Question | None = tree.questions[tree.first]
    passed: list[tuple[Question, Choice]] = []
    articles: list[str] = []
    steps: list[Action] = []
    kept, stop = "", None
    for key in choices:
        if question is None:
            raise GongkaiError(f"判断已经结束，多了选择“{key}”，请退回上一步。")
        if key not in question.choices:
            offered = "、".join(f"{each.key}（{each.label}）" for each in question.choices.values())
            raise GongkaiError(f"“{question.text}”没有选项“{key}”，可以选：{offered}。")
        choice = question.choices[key]
        passed.append((question, choice))
        articles += [*(choice.articles or question.articles), *(article for step in choice.steps for article in step.articles)]
        steps += choice.steps
        kept, stop = choice.keeps or kept, choice.stop
        if stop:
            articles += stop.articles
            steps.append(stop)
        question = tree.questions[choice.next] if choice.next else None
    done = question is None and stop is None
    if done:
        articles += every_answer()[kept].articles
    cited = tuple(tree.standing.basis + article for article in dict.fromkeys(articles))
    return Walk(tuple(passed), question, cited, tuple(dict.fromkeys(steps)), stop, kept if done else None)
