"""What may be done against an answer, and the paragraph that tells so (救济途径), from ``law/vocabularies/remedies.yaml``.

    >>> from gongkai.engine.answers import answer
    >>> day = date(2026, 9, 18)
    >>> found = remedies(answer("not_existing", day), day, "department", "某县人民政府", "某县人民法院")
    >>> found.review_first, found.text[-29:]
    (False, '或者自收到本答复之日起6个月内向某县人民法院提起行政诉讼。')

Refusals under Art. 14–16 of the Regulations want a review before a suit, other answers leave the choice; which reading holds
hangs on the day. Who reviews is told by the kind of the unit; names are the unit's own. `last_days` gives the last days of
each term once the day of service is known. Prose: docs/reference/answers.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.engine.answers import Answer
from gongkai.engine.calendar import Calendar
from gongkai.engine.disputes import review_apply, rules, suit_after_review, suit_direct
from gongkai.engine.grounds import every_ground
from gongkai.engine.parameters import parameters
from gongkai.engine.remedyfile import Court, Unit, shipped
from gongkai.errors import GongkaiError

__all__ = [
    "Court", "LastDays", "Remedy", "Unit", "after_review", "last_days", "remedies", "rule_of", "third_party_remedies", "unit",
    "units",
]  # fmt: skip

# The parameters that hold the terms a text names, and how their units read.
TERMS = {"review": "review_apply", "after_review": "suit_after_review", "direct": "suit_direct"}
LENGTHS = {"日": "日", "月": "个月"}


@dataclass(frozen=True, slots=True)
class Remedy:
    """The remedies of one answer. `rule` is review_first, by_ground, ordinary or none; `text` the paragraph, empty for none;
    `cited` what it rests on; `doubts` what nobody could confirm, for the clerk and not for the letter."""

    rule: str
    text: str
    cited: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def review_first(self) -> bool:
        """Whether something in the answer wants a review before a suit."""
        return self.rule in ("review_first", "by_ground")


@dataclass(frozen=True, slots=True)
class LastDays:
    """The last days on which a review may be asked for and a suit brought. `suit` is None where a review comes first: it
    hangs on the day of the review's decision. `provisional` where the calendar of holidays is not out yet."""

    review: date
    suit: date | None
    provisional: bool
    doubt: str | None


def units(on: date) -> dict[str, Unit]:
    """Kinds of units with who reviews their acts, in force on a day.

    Raises:
        GongkaiError: the day lies before the Regulations.
    """
    return shipped().units_on(on)


def unit(kind: str, on: date) -> Unit:
    """Who reviews the acts of a kind of unit, and which court hears suits against it.

    Raises:
        GongkaiError: no such kind in force on that day.
    """
    known = units(on)
    if kind not in known:
        raise GongkaiError(f"不认识单位类别“{kind}”，可用的有：{'、'.join(f'{key}（{each.label}）' for key, each in known.items())}。")
    return known[kind]


def rule_of(answer: Answer, on: date, grounds: Iterable[str] = ()) -> str:
    """Which remedies an answer has on a day: review_first, by_ground, ordinary or none.

    `grounds`: keys of the grounds on which something is withheld; a partial answer hangs on them.

    Raises:
        GongkaiError: a ground that does not exist, a day before the Regulations.
    """
    scope = shipped().reading(on).scope
    if answer.remedies == "none":
        return "none"
    if scope == "none":
        return "ordinary"
    if answer.remedies == "by_ground":
        known = every_ground()
        if unknown := [key for key in grounds if key not in known]:
            raise GongkaiError(f"不认识不予公开的依据“{unknown[0]}”，请从依据清单中选择。")
        return "by_ground" if any(known[key].leaves for key in grounds) else "ordinary"
    if scope == "denied":
        return "review_first" if answer.group == "denied" else "ordinary"
    return answer.remedies


def remedies(
    answer: Answer, on: date, kind: str, reviewer: str, court: str, *,
    grounds: Iterable[str] = (), alternative: str = "", online: str = "", served_online: bool = False,
    document: str = "本答复",
) -> Remedy:  # fmt: skip
    """The remedies of an answer and their paragraph.

    Args:
        answer: the answer type.
        on: the day the letter goes out; the reading of that day holds.
        kind: the kind of unit that answers, a key of `units`.
        reviewer: the name of the reviewing body; `alternative` that of the other where the law leaves a choice.
        court: the name of the court.
        grounds: keys of the grounds on which something is withheld, for a partial answer.
        online: the channel by which a review may be asked for online; needed where the letter is served online.
        served_online: whether it is.
        document: how the letter calls itself.

    Raises:
        GongkaiError: a name that the paragraph needs is missing, an unknown kind of unit or ground, a day before the law.
    """
    rule = rule_of(answer, on, grounds)
    if rule == "none":
        return Remedy(rule, "", (), ())
    return _told(rule, on, kind, reviewer, court, alternative, online, served_online, document, answer.remedies_doubt)


def third_party_remedies(
    on: date, kind: str, reviewer: str, court: str, *, alternative: str = "", online: str = "", served_online: bool = False,
    document: str = "本告知书",
) -> Remedy:  # fmt: skip
    """The remedies of a third party against the decision to disclose what concerns it (Art. 32); arguments as for `remedies`."""
    return _told("ordinary", on, kind, reviewer, court, alternative, online, served_online, document, None)


def _told(
    rule: str, on: date, kind: str, reviewer: str, court: str, alternative: str, online: str, served_online: bool,
    document: str, doubt: str | None,
) -> Remedy:  # fmt: skip
    law, body = shipped(), unit(kind, on)
    names = [name.strip() for name in (reviewer, alternative)]
    if not names[0]:
        raise GongkaiError(f"救济途径缺少行政复议机关的名称（{body.reviewer}，{body.cited}），请填写。")
    if body.alternative and not names[1]:
        raise GongkaiError(f"当事人也可以向{body.alternative}申请行政复议（{body.cited}），救济途径缺少它的名称，请填写。")
    if names[1] and not body.alternative:
        raise GongkaiError(f"{body.label}的行政复议机关只有{body.reviewer}（{body.cited}），请去掉另一个名称。")
    if not court.strip():
        raise GongkaiError(f"救济途径缺少有管辖权的人民法院的名称（一般为{body.court.label}），请填写。")
    if served_online and not online.strip():
        raise GongkaiError(f"通过互联网送达的，应当同时提供提交行政复议申请的互联网渠道（{law.duties['online']}），请填写。")
    terms = {key: parameters().on(name, on) for key, name in TERMS.items()}
    text = law.texts[rule].format(
        document=document, reviewer="或者".join(filter(None, names)), court=court.strip(),
        **{key: f"{term.value}{LENGTHS[parameters()[TERMS[key]].unit]}" for key, term in terms.items()},
    )  # fmt: skip
    text += law.texts["online"].format(channel=online.strip()) if online.strip() else ""
    reading = law.reading(on)
    first = rule in ("review_first", "by_ground")
    used = ["review", *(["after_review"] if first else []), *(["direct"] if rule != "review_first" else [])]
    cited = [body.cited, *(terms[key].citation for key in used)]
    cited += [reading.cited, law.duties["review_first"]] if first else []
    unsure = reading.doubt if first or reading.scope == "denied" else None
    doubts = [doubt, body.standing.doubt, unsure, *(terms[key].doubt for key in used)]
    return Remedy(rule, text, tuple(dict.fromkeys(cited)), tuple(dict.fromkeys(word for word in doubts if word)))


def last_days(rule: str, served: date, calendar: Calendar | None = None) -> LastDays:
    """The last days of the terms that run from the service of an answer.

    Args:
        rule: as `rule_of` gives it; for by_ground the suit is the one against what is not withheld.
        served: the day of service; it does not count itself.
        calendar: the working days; the national calendar unless given.

    Raises:
        GongkaiError: an answer without remedies, a day that no calendar or no law reaches.
    """
    if rule not in ("review_first", "by_ground", "ordinary"):
        raise GongkaiError(f"“{rule}”没有救济期限，请核对答复类型。")
    by = rules(calendar)
    review = review_apply(served, by=by)
    suit = suit_direct(served, by=by) if rule != "review_first" else None
    ends = [period for period in (review, suit) if period]
    doubts = "".join(dict.fromkeys(warning for period in ends for warning in period.warnings))
    return LastDays(review.due, suit.due if suit else None, any(end.provisional for end in ends), doubts or None)


def after_review(received: date, calendar: Calendar | None = None) -> date:
    """The last day on which a suit may be brought after a review, from the day its decision was received.

    Raises:
        GongkaiError: a day that no calendar or no law reaches.
    """
    return suit_after_review(received, rules(calendar)).due
