"""The processing fee (信息处理费): by items or by pages, by progressive bands, with its steps.

    >>> fee(items=45).amount
    5500
    >>> [step.sentence for step in fee(pages=250).steps][1]
    '第31至100页，共70页，每页10元，计700元'

Source: 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第三至五条. Prose with worked tables: docs/explanation/fees.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.engine.parameters import Parameters, Value
from gongkai.engine.parameters import parameters as shipped
from gongkai.engine.schedule import Schedule
from gongkai.errors import GongkaiError

MOST = 100_000  # above this a count is a slip of the pen


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One band: units `first` to `last` of the count, `count` of them charged at `rate` yuan each."""

    first: int
    last: int
    count: int
    rate: int
    amount: int
    article: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in yuan, how it was reached, and its basis. `method` is 按件 or 按量; `notes` what a person should know."""

    amount: int
    method: str
    basis: str
    steps: tuple[FeeStep, ...]
    notes: tuple[str, ...]


def fee(
    items: int | None = None,
    pages: int | None = None,
    prior: int = 0,
    on: date | None = None,
    parameters: Parameters | None = None,
) -> Fee:
    """The fee for `items` applications, or for one application of `pages` pages.

    Args:
        items: how many items the same applicant filed (and that are charged now).
        pages: how many pages one application is answered with.
        prior: items of the same applicant counted already in the same natural month; they are not charged again.
        on: the day whose rates apply; the newest rates unless given.
        parameters: the law's figures; those of the package unless given.

    Raises:
        GongkaiError: both or neither of items and pages, a number below 0 or absurdly high, prior with pages, a day
            before the rates came into force.
    """
    law = parameters or shipped()
    if (items is None) == (pages is None):
        either = _value(law, "fee_method", on).citation
        if items is None:
            raise GongkaiError("请给出件数（--items）或者页数（--pages）。")
        raise GongkaiError(f"按件和按量只能选一种，不得同时计收（{either}），请只给 --items 或者只给 --pages。")
    if pages is not None:
        if prior:
            raise GongkaiError("按量计收每件申请单独计页，不与此前的累加，请去掉 --prior。")
        return _charge("按量", "页", pages, 0, _value(law, "fee_by_pages", on))
    assert items is not None
    return _charge("按件", "件", items, prior, _value(law, "fee_by_items", on))


def _value(law: Parameters, key: str, on: date | None) -> Value:
    return law[key].newest if on is None else law.on(key, on)


def _charge(method: str, unit: str, number: int, prior: int, value: Value) -> Fee:
    for count, what in ((number, f"{unit}数"), (prior, "此前件数")):
        if not 0 <= count <= MOST:
            raise GongkaiError(f"{what}{count}有误，应是0至{MOST}之间的整数，请核对。")
    steps: list[FeeStep] = []
    total = prior + number
    for band in Schedule.read(value.value).bands():
        first, last = max(band.first, prior + 1), min(band.last or total, total)
        if band.first > total:
            break
        if first > last:
            continue
        count = last - first + 1
        span = f"第{first}{unit}" if count == 1 else f"第{first}至{last}{unit}，共{count}{unit}"
        amount = count * band.rate
        words = f"{span}，每{unit}{band.rate}元，计{amount}元" if band.rate else f"{span}，不收费"
        steps.append(FeeStep(first, last, count, band.rate, amount, value.citation, words))
    notes = tuple(note for note in (value.notes, value.doubt) if note)
    return Fee(sum(step.amount for step in steps), method, value.citation, tuple(steps), notes)
