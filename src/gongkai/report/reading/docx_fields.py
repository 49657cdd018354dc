"""Fields of Word: the instruction is no text, the result is. Fields nest, and their result may span paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.docx_signs import drawn
from gongkai.report.reading.docx_styles import VAL, W, child, switch, value, whole


@dataclass(slots=True)
class _Field:
    """An open field. `held` keeps text met before the result, `contents` the paragraphs of a table of contents."""

    instruction: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    result: bool = False
    shown: str = ""
    contents: list[Paragraph] | None = None


class Fields:
    """The fields that are open at one point of the text."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def __bool__(self) -> bool:
        return bool(self._open)

    def mark(self, node: etree._Element) -> str:
        """A ``w:fldChar``: where a field begins, comes to its result, ends. Returns what an end shows by itself."""
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            self._open.append(_Field(shown=_form_field(child(node, "ffData"))))
        elif self._open and kind == "separate":
            top = self._open[-1]
            top.result = True
            top.held.clear()
            if "".join(top.instruction).split()[:1] == ["TOC"]:
                top.contents = []
        elif self._open and kind == "end":
            top = self._open.pop()
            for paragraph in top.contents or ():
                paragraph.frame = True  # only now: a field that never ends must not hide the report
            if not top.result:
                return top.shown or drawn("".join(top.instruction))
        return ""

    def instruct(self, text: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open:
            self._open[-1].instruction.append(text)

    def sink(self, text: list[str]) -> list[str]:
        """Where text goes now: to a field that has not come to its result yet, else to `text`."""
        return next((each.held for each in self._open if not each.result), text)

    def settle(self, text: list[str]) -> None:
        """At the end of a paragraph: a field without a result by then is broken, what it held is text."""
        for broken in self._open:
            if not broken.result:
                text.extend(broken.held)
                broken.held, broken.result = [], True

    def contain(self, paragraphs: list[Paragraph]) -> None:
        """Paragraphs just read, for a table of contents that may be open."""
        for each in self._open:
            if each.contents is not None:
                each.contents.extend(paragraphs)


def _form_field(data: etree._Element | None) -> str:
    """What a form field shows that keeps no result: the entry chosen, the box ticked or not."""
    if (choices := child(data, "ddList")) is not None:
        entries = [entry.get(VAL, "") for entry in choices.iterchildren(W + "listEntry")]
        chosen = whole(value(choices, "result") or value(choices, "default"), 0)
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    if (box := child(data, "checkBox")) is not None:
        checked = switch(box, "checked")
        return "☑" if (switch(box, "default") if checked is None else checked) else "☐"
    return ""
