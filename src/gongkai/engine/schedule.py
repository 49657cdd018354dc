"""A progressive schedule of rates (超额累进): bands with a rate each, and what follows the last band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.engine.lawfile import LawError, Mapping


@dataclass(frozen=True, slots=True)
class Band:
    """Units `first` to `last` (None: without end) at `rate` yuan each."""

    first: int
    last: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The bands of a fee. After the named ones either one endless band follows, or bands of `every` units whose rate
    climbs by `rise` each."""

    named: tuple[Band, ...]
    every: int | None
    rise: int
    rate: int

    @classmethod
    def read(cls, value: Mapping) -> Schedule:
        """The schedule in a law file: `bands` (each `through` and `rate`) and `then` (`rate`, or `every` and `rise`).

        Raises:
            LawError: naming file and line.
        """
        value.check({"bands": list, "then": dict})
        then = value["then"]
        if "rate" in then:
            then.check({"rate": int})
        else:
            then.check({"every": int, "rise": int})
        if any(isinstance(number, bool) or number < 1 for number in then.values()):
            raise LawError(f"{then.where()}: a number above 0 is needed")
        named: list[Band] = []
        for entry in value["bands"]:
            if not isinstance(entry, Mapping):
                raise LawError(f"{value.where('bands')}: each band is a mapping")
            entry.check({"through": int, "rate": int})
            first = named[-1].last + 1 if named and named[-1].last else 1
            if entry["through"] < first or entry["rate"] < 0:
                raise LawError(f"{entry.where()}: bands ascend, and a rate is not below 0")
            named.append(Band(first, entry["through"], entry["rate"]))
        if not named:
            raise LawError(f"{value.where('bands')}: a schedule needs at least one band")
        return cls(tuple(named), then.get("every"), then.get("rise", 0), then.get("rate", 0))

    def bands(self) -> Iterator[Band]:
        """All bands from the first unit on, without end."""
        yield from self.named
        last = self.named[-1]
        assert last.last is not None
        first, rate = last.last + 1, last.rate
        if self.every is None:
            yield Band(first, None, self.rate)
            return
        while True:
            rate += self.rise
            yield Band(first, first + self.every - 1, rate)
            first += self.every
