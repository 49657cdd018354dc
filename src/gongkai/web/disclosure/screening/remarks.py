"""Where a passage stands, said in Chinese, and the remark made of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from gongkai.web.disclosure.screening.model import Remark
from gongkai.web.disclosure.screening.plain import Plain
from gongkai.web.disclosure.screening.vocabulary import vocabulary

_SHOWN = 40


class Writer:
    """Makes remarks on one text, whose name in messages is `label`."""

    def __init__(self, field: str, label: str, page: Plain, places: Sequence[tuple[int, str]] = ()) -> None:
        """`places`: where each part of a file's text begins, and what it is called (工作表“名单”); its lines count anew."""
        self.field, self.label, self.page, self.places = field, label, page, places
        self.codes = vocabulary().codes
        self._starts = [start for start, _ in places]
        self._ends = [*self._starts[1:], len(page.text)]

    def _where(self, offset: int) -> tuple[str, str]:
        """The field, and the place as a message says it."""
        if not self.places:
            line = f"第{self.page.line(offset)}行" if "\n" in self.page.text.rstrip("\n") else ""
            return self.field, f"“{self.label}”{line}"
        index = max(bisect_right(self._starts, offset) - 1, 0)
        start, place = self.places[index]
        lines = self.page.text.find("\n", start, self._ends[index] - 1) >= 0
        line = f"第{self.page.line(offset) - self.page.line(start) + 1}行" if lines else ""
        return place or self.field, f"“{self.label}”{place}{line}"

    def at(self, code: str, start: int, end: int, shown: str | None = None, *, basis: str = "", **words: object) -> Remark:
        """A remark on a passage; `shown` where the passage itself must not be repeated."""
        shown = self.page.text[start:end] if shown is None else shown
        shown = " ".join(shown.split())
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN - 1] + "…"
        field, where = self._where(start)
        known = self.codes[code]
        return Remark(code, known.level, known.message.format(where=where, shown=shown, **words), field, start, end,
                      shown, f"{known.basis}；{basis}" if basis else known.basis)

    def whole(self, code: str, shown: str = "", **words: object) -> Remark:
        """A remark on the text as a whole."""
        known = self.codes[code]
        return Remark(code, known.level, known.message.format(where=f"“{self.label}”", shown=shown, **words), self.field,
                      None, None, shown, known.basis)

    def limited(self, remarks: Iterable[Remark]) -> list[Remark]:
        """The remarks in the order of the text, those past the bound of their code counted in one."""
        kept: list[Remark] = []
        counts: dict[str, int] = {}
        levels: dict[str, Remark] = {}
        for remark in sorted(remarks, key=lambda remark: (remark.start is None, remark.start or 0, remark.code)):
            counts[remark.code] = counts.get(remark.code, 0) + 1
            levels.setdefault(remark.code, remark)
            if counts[remark.code] <= vocabulary().remarks:
                kept.append(remark)
        known = vocabulary().codes["more"]
        for code, count in counts.items():
            if count > vocabulary().remarks:
                first = levels[code]
                message = known.message.format(where=f"“{self.label}”", what=f"如“{first.excerpt}”", count=count)
                kept.append(Remark("more", first.level, message, self.field, None, None, first.excerpt, first.basis))
        return kept
