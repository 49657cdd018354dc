"""The one table of steps: which event may be entered from which phase, by whom, and what it must come with.

    >>> STEPS[Kind.EXTENDED].action
    'extend'

`folding.fold` holds every history against it, in the order of legal days: what is entered late, or reversed, is judged the
same as what is entered at once. `entering.enter` asks for what a step needs. Screens make their forms and buttons from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.web.applications.enums import Kind, PartyRole, Phase

NEW, RECEIVED, WORKING, CONCLUDED, ARCHIVED = Phase.NEW, Phase.RECEIVED, Phase.WORKING, Phase.CONCLUDED, Phase.ARCHIVED


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table.

    Args:
        kind: the event.
        action: what the gate of the case asks of the actor; "" where the site itself or the applicant acts (domain/ says who).
        phases: from where.
        article: the ground, of the 条例 unless it says otherwise.
        needs: what `details` must hold, by key (see domain/entering.py).
        party: whom it concerns: the role of the party that must be named.
        asks: the question that it leaves open: correction, reasons, fee, third_party, comaker, agency; of one party where it has one.
        answers: the open question that it closes.
        letter: kinds of letters (law/vocabularies/letters.yaml) that bring it about when they are sent.
        told: what the applicant reads of it; "" where it is an inner matter.
    """

    kind: Kind
    action: str
    phases: tuple[Phase, ...]
    article: str = ""
    needs: tuple[str, ...] = ()
    party: PartyRole | None = None
    asks: str = ""
    answers: str = ""
    told: str = ""
    by_hand: bool = True
    """Whether a person enters it on its own; others come with a letter, a split, a merger."""


def _consulting(role: PartyRole, name: str, article: str) -> list[Step]:
    """The three steps of asking somebody."""
    return [
        Step(Kind(f"{name}_asked"), "work", (WORKING,), article, ("way",), role, asks=name,
             told="已依法征求意见，征求意见所需时间不计算在答复期限内（第三十三条第三款）"),
        Step(Kind(f"{name}_received"), "work", (WORKING, CONCLUDED), article, (), role),
        Step(Kind(f"{name}_answered"), "work", (WORKING, CONCLUDED), article, ("opinion",), role, answers=name),
    ]


_TABLE = [
    Step(Kind.SUBMITTED, "add", (), "第二十九条", told="已提交申请", by_hand=False),
    Step(Kind.RECEIVED, "register", (NEW,), "第三十一条", told="已收到申请，答复期限自次日起算"),
    Step(Kind.REGISTERED, "register", (RECEIVED,), "第四十五条", ("title",), told="已登记"),
    Step(Kind.ASSIGNED, "assign", (RECEIVED, WORKING), "第四条", ("to_unit",)),
    Step(Kind.ASSIGNMENT_RETURNED, "report", (WORKING,), "第四条", ("reason",)),
    Step(Kind.HANDLER_ANSWERED, "report", (WORKING,), "第四条", ("reason",)),
    Step(Kind.CORRECTION_ASKED, "work", (WORKING,), "第三十条", ("until",), asks="correction", told="申请内容需要补正"),
    Step(Kind.CORRECTION_RECEIVED, "work", (WORKING,), "第三十条", answers="correction", told="已收到补正"),
    Step(Kind.SEARCHED, "report", (WORKING,), "第三十六条第四项", ("places", "words", "period", "found")),
    *_consulting(PartyRole.THIRD_PARTY, "third_party", "第三十二条"),
    Step(Kind.THIRD_PARTY_TOLD, "work", (WORKING, CONCLUDED), "第三十二条", ("reason",), PartyRole.THIRD_PARTY),
    *_consulting(PartyRole.COMAKER, "comaker", "第三十四条"),
    *_consulting(PartyRole.AGENCY, "agency", "第三十三条第三款"),
    Step(Kind.REASONS_ASKED, "work", (WORKING,), "第三十五条", asks="reasons", told="请说明申请理由"),
    Step(Kind.REASONS_RECEIVED, "work", (WORKING,), "第三十五条", answers="reasons", told="已收到理由说明"),
    Step(Kind.DELAYED, "extend", (WORKING,), "第三十五条", ("until", "reason"), told="已确定延迟答复的期限"),
    Step(Kind.EXTENDED, "extend", (WORKING,), "第三十三条第二款", ("days", "reason"), told="延长答复期限"),
    Step(Kind.FEE_NOTIFIED, "work", (WORKING,), "第四十二条", ("amount",), asks="fee", told="已通知缴纳信息处理费"),
    Step(Kind.FEE_PAID, "work", (WORKING,), "第四十二条", ("amount",), answers="fee", told="已缴纳信息处理费"),
    Step(Kind.DISCLOSURE_REVIEWED, "secrecy", (WORKING,), "第十七条", ("conclusion", "basis")),
    Step(Kind.DRAFTED, "work", (RECEIVED, WORKING, CONCLUDED), "第四十五条", by_hand=False),
    Step(Kind.APPROVED, "review", (RECEIVED, WORKING, CONCLUDED), "第四十五条", by_hand=False),
    Step(Kind.SENT_BACK, "review", (RECEIVED, WORKING, CONCLUDED), "第四十五条", by_hand=False),
    Step(Kind.SIGNED, "sign", (RECEIVED, WORKING, CONCLUDED), "第四十五条", by_hand=False),
    Step(Kind.POSTED, "send", (WORKING, CONCLUDED), "国办公开办函〔2016〕235号", ("way",), told="文书已寄出"),
    Step(Kind.SERVED, "send", (WORKING, CONCLUDED), "国办公开办函〔2016〕235号", ("way",), told="文书已送达"),
    Step(Kind.UNDELIVERED, "send", (WORKING, CONCLUDED), "国办公开办函〔2016〕235号", ("cause",), told="文书未能送达"),
    Step(Kind.NOT_CORRECTED, "work", (WORKING,), "第三十条", told="逾期未补正，不再处理该申请"),
    Step(Kind.FEE_UNPAID, "work", (WORKING,), "国办函〔2020〕109号", told="逾期未缴费，不再处理该申请"),
    Step(Kind.WITHDRAWN, "work", (NEW, RECEIVED, WORKING), "", ("reason",), told="申请人已撤回申请"),
    Step(Kind.SPLIT, "work", (WORKING,), "国办函〔2020〕109号", by_hand=False, told="一份申请包含多项内容，已分别办理"),
    Step(Kind.REJOINED, "work", (WORKING,), "第四十五条", by_hand=False, told="拆分已撤销，由原申请一并办理"),
    Step(Kind.MERGED, "work", (WORKING,), "", by_hand=False, told="与同一申请人的其他申请合并答复"),
    Step(Kind.PARTICULARS_CHANGED, "register", (NEW, RECEIVED, WORKING, CONCLUDED), "第四十五条", by_hand=False),
    Step(Kind.REANSWER_ORDERED, "work", (WORKING, CONCLUDED), "行政复议法、行政诉讼法", ("reason",), told="依决定或者裁判重新答复"),
    Step(Kind.SUGGESTED, "work", (WORKING, CONCLUDED), "第四十四条", ("reason",)),
    Step(Kind.ARCHIVED, "archive", (CONCLUDED, Phase.DIVIDED), "第四十五条", by_hand=False),
    Step(Kind.NOTED, "report", (NEW, RECEIVED, WORKING, CONCLUDED, ARCHIVED), "", ("reason",)),
    Step(Kind.REVERSED, "reverse", (NEW, RECEIVED, WORKING, CONCLUDED, Phase.DIVIDED, ARCHIVED), "第四十五条", ("reason",), by_hand=False),
]
STEPS: dict[Kind, Step] = {step.kind: step for step in _TABLE}
"""Every kind of event with its row."""

CONCLUDING = {Kind.NOT_CORRECTED, Kind.FEE_UNPAID, Kind.WITHDRAWN}
"""Events that end a case without an answer; each is the key of its answer type (law/vocabularies/answers.yaml)."""


def steps_from(phase: str, open_questions: frozenset[str] = frozenset()) -> list[Step]:
    """The steps that may be entered by hand now, in the order of the table.

    Args:
        phase: where the case stands.
        open_questions: what was asked and not yet answered (`folding.Standing.asked`).
    """
    return [step for step in _TABLE if step.by_hand and phase in step.phases and (not step.answers or step.answers in open_questions)]
