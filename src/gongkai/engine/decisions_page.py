"""The page docs/reference/answers.md, written from the law's lists: ``python -m gongkai.engine.decisions_page``.

Grounds, answer types, what they need, the seven questions, letters, reviewing bodies, each with what is doubtful about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.engine.answers import GROUPS, Need, answers, fact_names
from gongkai.engine.applicants import kinds, rules
from gongkai.engine.grounds import grounds
from gongkai.engine.letters import ADDRESSEES, letters
from gongkai.engine.parameters import parameters
from gongkai.engine.questions import shipped as questions
from gongkai.engine.remedies import LENGTHS, TERMS, units
from gongkai.engine.remedyfile import shipped as remedies

HEAD = """# Answers

How an application is decided, as Gongkai knows it: from `law/vocabularies`, where every entry has its date, source and the day
it was read there or what is doubtful. This page is written by `make docs`; the functions are in `gongkai.engine`. Articles are
those of 《政府信息公开条例》 where no other law is named.
"""


def page(on: date = date.max) -> str:
    """The whole page, for the lists in force on a day; the newest unless told."""
    return "\n".join([HEAD, _answers(on), _needs(on), _grounds(on), _questions(), _letters(on), _remedies(on), _applicants()])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head), *[tuple(row) for row in rows]]
    printed = [f"| {' | '.join(cell.replace('|', '／') for cell in line)} |" for line in lines]
    return "\n".join([printed[0], "|" + " --- |" * len(lines[0]), *printed[1:]]) + "\n"


def _doubts(pairs: Iterable[tuple[str, str | None]]) -> str:
    by_doubt: dict[str, list[str]] = {}
    for label, doubt in pairs:
        if doubt:
            by_doubt.setdefault(doubt, []).append(label)
    return "".join(f"- {'；'.join(labels)}：{doubt}。\n" for doubt, labels in by_doubt.items())


def _answers(on: date) -> str:
    known, written = answers(on), letters(on)
    words = {"review_first": "先复议", "by_ground": "不予公开的部分先复议", "ordinary": "复议或者诉讼", "none": "无"}
    rows = [(f"{GROUPS[each.group]}", each.label, f"`{each.key}`", "、".join(each.articles), f"`{each.leaves['2019']}`",
             f"`{each.leaves['2021']}`", written[each.letter].label, " ".join(f"`{need.key}`" for need in each.needs),
             words[each.remedies]) for each in known.values()]  # fmt: skip
    told = [(each.label, doubt) for each in known.values() for doubt in (each.standing.doubt, each.remedies_doubt)]
    return ("## Answer types\n\n`engine.answers`. Rows are those of table 3 in either edition; needs are explained below; the last "
            "column is what `engine.remedies` makes of the law as it stands.\n\n"
            + _table(["", "答复类型", "name", "条款", "2019", "2021", "文书", "needs", "救济"], rows)
            + "\nIn doubt:\n\n" + _doubts(told))  # fmt: skip


def _needs(on: date) -> str:
    names, known = fact_names(), grounds(on)
    needs: dict[str, Need] = {need.key: need for each in answers(on).values() for need in each.needs}
    rows = []
    for need in needs.values():
        when = [*(known[key].label for key in need.when_grounds), *(names[fact] for fact in need.when_facts)]
        rows.append((f"`{need.key}`", "或者".join(f"{names[fact]}（`{fact}`）" for fact in need.any_of), need.cited or "同答复类型",
                     "、".join(when) or "一律"))  # fmt: skip
    bars = [(each.label, f"`{fact}`", sentence) for each in answers(on).values() for fact, sentence in each.bars.items()]
    return ("## What an answer needs before it can be signed\n\n`missing(answer, facts)` tells what is lacking, one sentence "
            "each.\n\n" + _table(["need", "met by", "条款", "asked where"], rows)
            + "\nWith these facts an answer cannot be given:\n\n" + _table(["答复类型", "fact", "sentence"], bars))  # fmt: skip


def _grounds(on: date) -> str:
    known = grounds(on).values()
    rows = [(each.label, f"`{each.key}`", each.article, "不得公开" if each.must else "可以不予公开", "是" if each.consult else "",
             f"`{each.leaves['2021']}`" if each.leaves else "", each.reason) for each in known]  # fmt: skip
    return ("## Grounds\n\n`engine.grounds`. A refusal names one, and so does each box of a redaction.\n\n"
            + _table(["依据", "name", "条款", "", "征求第三方", "row", "说明理由"], rows)
            + "\nIn doubt:\n\n" + _doubts((each.label, each.standing.doubt) for each in known))  # fmt: skip


def _questions() -> str:
    tree = questions()
    every = {each.key: each.label for each in answers(date.max).values()}
    parts = [f"## The seven questions\n\n`engine.questions`. {tree.standing.doubt}。\n"]
    for stage, label in tree.stages.items():
        parts.append(f"### {label}\n")
        for question in tree.questions.values():
            if question.stage != stage:
                continue
            rows = []
            for choice in question.choices.values():
                does = [step.label for step in choice.steps]
                does += [f"先{choice.stop.label}" if not choice.stop.label.startswith("等待") else choice.stop.label] if choice.stop else []
                does += [f"**{every[choice.keeps]}**"] if choice.keeps else []
                rows.append((choice.label, f"`{choice.key}`", "；".join(does), f"`{choice.next}`" if choice.next else ""))
            parts.append(f"`{question.key}` {question.text}（{'、'.join(question.articles)}）{question.help}\n\n"
                         + _table(["选项", "name", "结果", "next"], rows))  # fmt: skip
    return "\n".join(parts)


def _letters(on: date) -> str:
    rows = [(each.label, f"`{each.key}`", each.cited, ADDRESSEES[each.to], f"`{each.event}`", "有" if each.number else "",
             "有" if each.seal else "", " ".join(f"`{key}`" for key in each.needs)) for each in letters(on).values()]  # fmt: skip
    return ("## Letters\n\n`engine.letters`. Fields beyond those needed are in `law/vocabularies/letters.yaml`.\n\n"
            + _table(["文书", "name", "依据", "发给", "event", "文号", "盖章", "needs"], rows))  # fmt: skip


def _remedies(on: date) -> str:
    law, known = remedies(), units(on)
    rows = [(each.label, f"`{key}`", each.reviewer + (f"，或者{each.alternative}" if each.alternative else ""), each.cited,
             each.court.label) for key, each in known.items()]  # fmt: skip
    terms = {"review": "申请行政复议", "after_review": "复议后起诉", "direct": "直接起诉"}
    scopes = {"none": "没有须先复议的", "denied": "不予公开都先复议", "grounds": "依第十四至十六条不予公开的先复议"}
    readings = [(reading.start.isoformat(), scopes[reading.scope], reading.cited, reading.source) for reading in law.readings]
    spans = [(terms[key], f"{parameters().on(name, on).value}{LENGTHS[parameters()[name].unit]}", parameters().on(name, on).citation)
             for key, name in TERMS.items()]  # fmt: skip
    doubts = [*((reading.cited + f"（{reading.start.isoformat()}起）", reading.doubt) for reading in law.readings),
              *((each.label, each.standing.doubt) for each in known.values())]  # fmt: skip
    return ("## Remedies\n\n`engine.remedies`. Which reading holds hangs on the day the letter goes out.\n\n"
            + _table(["from", "先复议", "依据", "source"], readings) + "\n" + _table(["", "期限", "依据"], spans) + "\n"
            + _table(["单位", "name", "行政复议机关", "依据", "一审法院"], rows) + "\nIn doubt:\n\n" + _doubts(doubts))  # fmt: skip


def _applicants() -> str:
    rows = [(each.label, f"`{each.key}`", "、".join(each.holds), each.doubt) for each in kinds().values()]
    told = "".join(f"- {rule.text}（{rule.confirmed}）。\n" for rule in rules().values())
    return ("## Applicants\n\n`engine.applicants`. The columns of table 3.\n\n"
            + _table(["申请人", "name", "计入本列的", "in doubt"], rows) + "\n" + told)  # fmt: skip


if __name__ == "__main__":
    print(page(), end="")
