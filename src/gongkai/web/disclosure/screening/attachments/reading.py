"""What a reader of attachments collects: visible text by places, text that is hidden, and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.attachments.rules import rules
from gongkai.web.disclosure.screening.model import Remark
from gongkai.web.disclosure.screening.plain import Plain

_SHOWN = 30


@dataclass
class Reading:
    """One file being read. `name` is what messages call it; `depth` counts files inside files. `seen` has, by its place among the
    visible pages, the text of a page that is read in full and shown in part: what whoever opens the file sees of it."""

    name: str
    depth: int = 0
    visible: list[tuple[str, Plain]] = field(default_factory=list)
    hidden: list[tuple[str, Plain]] = field(default_factory=list)
    seen: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    unread: bool = False

    def say(self, code: str, shown: str = "", *, place: str = "", **words: object) -> None:
        """A remark on the file, or on a place in it."""
        known = rules().codes[code]
        shown = " ".join(shown.split())
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN - 1] + "…"
        where = f"“{self.name}”" + place
        self.remarks.append(Remark(code, known.level, known.message.format(where=where, shown=shown, **words),
                                   place or self.name, None, None, shown, known.basis))

    def metadata(self, found: Mapping[str, str | None]) -> None:
        """A remark on the properties that may tell of persons or of the inside."""
        known = rules()
        kept = {key: value.strip().strip("\0") for key, value in found.items() if value}
        said = [(known.metadata_names[key], kept[key]) for key in known.metadata_said
                if kept.get(key) and kept[key].lower() not in known.harmless and kept[key].isprintable()]
        if said:
            self.say("file.metadata", "；".join(f"{name}：{value[:12]}" for name, value in said),
                     what="、".join(name for name, _ in said))
        if kept:
            self.hidden.append(("文件属性", plain.of_text("\n".join(kept.values()))))

    def show(self, place: str, page: Plain | str, seen: Plain | None = None) -> None:
        """Text that whoever opens the file sees; of a page that hides some of its cells, `seen` is the page without them."""
        if seen is not None and not isinstance(page, str) and seen.text != page.text:
            self.seen[len(self.visible)] = seen.text
        self.visible.append((place, plain.of_text(page) if isinstance(page, str) else page))

    def hide(self, place: str, page: Plain | str) -> None:
        """Text that the file holds and does not show."""
        self.hidden.append((place, plain.of_text(page) if isinstance(page, str) else page))
