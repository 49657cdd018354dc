"""The pauses of Art. 33: the time a third party or another agency takes to answer is not counted.

A pause runs from the day after the letter went out through the day the answer came in (how its ends count is the
parameter ``pause``). It ends earlier where the one asked let its own time pass: fifteen working days from the day after
it received the letter (Art. 32 third parties, Art. 34 co-makers; the law sets none for other agencies, and the
parameter ``agency_opinion`` says with its doubt what is taken). Without answer and without a day of receipt it has no
end yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.engine.calendar import ONE, Calendar
from gongkai.engine.days import chinese, short
from gongkai.engine.parameters import Parameters
from gongkai.engine.story import Asked, Consultation

# The parameter that holds how long each may take.
TERMS = {
    Asked.THIRD_PARTY: "third_party_opinion",
    Asked.COMAKER: "comaker_opinion",
    Asked.AGENCY: "agency_opinion",
}


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from `start` through `through` (None: no end known yet). `consulting`: others are asked
    (Art. 33), not the applicant."""

    asked: date
    start: date
    through: date | None
    words: str
    consulting: bool = True

    @property
    def reason(self) -> str:
        """The words for a day within."""
        return f"{self.words}期间"

    def covers(self, day: date) -> bool:
        """Whether `day` lies within."""
        return self.start <= day and (self.through is None or day <= self.through)

    def used(self, after: date, through: date) -> bool:
        """Whether any day of (after, through] lies within."""
        return self.start <= through and (self.through is None or (self.through > after and self.start <= self.through))


def last_day(start: date, days: int, calendar: Calendar, law: Parameters, received: date) -> date:
    """The last of `days` working days 自…之日起, by the rule ``first_day`` in force at receipt: `start` does not count,
    unless the rule says it does."""
    return calendar.add(start if law.on("first_day", received).value == "next_day" else start - ONE, days)


def pauses(
    consultations: tuple[Consultation, ...], received: date, calendar: Calendar, law: Parameters
) -> tuple[list[Pause], list[str]]:
    """The pauses of an application's consultations, and what a person should know about them.

    Raises:
        GongkaiError: a day that no calendar covers.
    """
    rule = law.on("pause", received)
    made: list[Pause] = []
    notes: list[str] = []
    for letter in consultations:
        term = law.on(TERMS[letter.who], received)
        through = letter.answered
        if through and rule.value["ends"] == "day_before":
            through -= ONE
        if letter.received:
            last = last_day(letter.received, term.value, calendar, law, received)
            if letter.answered is None:
                notes.append(
                    f"{letter.whom}尚未答复，按其最后期限{chinese(last)}计算（{term.citation}）；在该日之前答复的，届满日相应提前。"
                )
            elif letter.answered > last:
                notes.append(
                    f"{letter.whom}于{chinese(letter.answered)}才答复，已超过收到征求意见书之日起{term.value}个工作日，"
                    f"只扣除到{chinese(last)}（{term.citation}）。"
                )
            if term.doubt and (letter.answered is None or letter.answered > last):
                notes.append(f"{letter.who.words}提出意见的期限：{term.doubt}。")
            through = min(through, last) if through else last
        elif letter.answered is None:
            notes.append(f"{letter.whom}尚未答复，也没有登记其收到征求意见书之日，扣除的时间何时结束还不能确定。")
        elif letter.answered > calendar.add(letter.asked, term.value):
            notes.append(
                f"没有登记{letter.whom}收到征求意见书之日，扣除到答复之日{chinese(letter.answered)}；"
                f"其意见应在收到之日起{term.value}个工作日内提出（{term.citation}），请补登收到之日。"
            )
        start = letter.asked + ONE if rule.value["begins"] == "next_day" else letter.asked
        made.append(Pause(letter.asked, start, through, f"征求{letter.whom}意见"))
    return made, notes


# What the law makes of silence.
_SILENCE = {Asked.THIRD_PARTY: "，由本机关决定是否公开", Asked.COMAKER: "，逾期视为同意公开"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A day in a consultation worth telling: the letter sent, received, answered, or its time run out."""

    date: date
    article: str
    sentence: str


def silent(consultations: tuple[Consultation, ...], received: date, calendar: Calendar, law: Parameters) -> tuple[Mark, ...]:
    """Of those who have the letter and have not answered the last day they have, and what the law makes of silence. Raises GongkaiError
    where no calendar covers a day."""
    return tuple(
        _lapse(letter, last_day(letter.received, law.on(TERMS[letter.who], received).value, calendar, law, received), received, law)
        for letter in consultations if letter.received and letter.answered is None
    )


def _lapse(letter: Consultation, last: date, received: date, law: Parameters) -> Mark:
    article = law.on(TERMS[letter.who], received).citation
    return Mark(last, article, f"{letter.whom}提出意见的期限届满{_SILENCE.get(letter.who, '')}")


def marks(consultations: tuple[Consultation, ...], received: date, calendar: Calendar, law: Parameters) -> list[Mark]:
    """What to tell about each consultation on its days. Raises GongkaiError where no calendar covers a day."""
    pause = law.on("pause", received).citation
    told: list[Mark] = []
    for letter in consultations:
        term = law.on(TERMS[letter.who], received)
        told.append(Mark(letter.asked, pause, f"向{letter.whom}发出征求意见书，所需时间不计"))
        if letter.received:
            last = last_day(letter.received, term.value, calendar, law, received)
            told.append(Mark(letter.received, term.citation, f"{letter.whom}收到征求意见书，最迟{short(last)}提出意见"))
            if letter.answered is None or letter.answered > last:
                told.append(_lapse(letter, last, received, law))
        if letter.answered:
            told.append(Mark(letter.answered, pause, f"{letter.whom}提出意见"))
    return told
