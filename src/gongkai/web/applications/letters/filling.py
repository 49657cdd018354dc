"""A template and values → the letter as a Word file.

`fill` puts values in place of fields, keeps or drops what stands between {% if %} and {% endif %}, and repeats what stands
between {% for %} and {% endfor %}: runs of a paragraph, paragraphs, or rows of a table. A field that stands alone in its
paragraph and has several lines becomes several paragraphs of the same form; elsewhere a line break stays one. A full stop,
comma or semicolon that ends a value gives way to the one that follows its tag.

Nothing of a template is run: see tags.py. A field that is reached and has no value is an error that names it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from gongkai.errors import GongkaiError
from gongkai.report.reading.docx_styles import W
from gongkai.web.applications.letters.lines import (
    BOX,
    OBJECT,
    TBL,
    TC,
    TR,
    WRAPPERS,
    Line,
    P,
    members,
    printable,
    without_marks,
)  # fmt: skip
from gongkai.web.applications.letters.structure import Choice, Loop, Node, arrange, units
from gongkai.web.applications.letters.tags import Both, Either, Expression, Field, Not, Same, Tag, Word, scan
from gongkai.web.applications.letters.wordfile import open_word

MOST_ELEMENTS = 20_000
"""Paragraphs and rows that loops may make."""
_STOPS = "。；，、"
HOLDERS = (TC, BOX, W + "hdr", W + "ftr", W + "footnote", W + "endnote")


class TemplateFault(GongkaiError):
    """A template that cannot be filled; one sentence."""


class MissingValues(GongkaiError):
    """Fields of the template that were reached and have no value; `fields` names them."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(f"文书还缺少{'、'.join(f'“{name}”' for name in self.fields)}的内容，请补充后再生成。")


def fill(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The letter: the template with its values, without properties that name who wrote it; equal input, equal bytes.

    Args:
        template: a Word file (.docx).
        values: field → value. A text may have several lines; a list field is a sequence of mappings column → value;
            dates are printed as 2026年11月22日, numbers as they are. None, an empty text and an empty list are no value.

    Raises:
        MissingValues: a field that is printed has no value.
        TemplateFault: a tag is wrong.
        WordFault: the template is no Word file, or not a safe one.
    """
    opened = open_word(template)
    filler = Filler(values)
    changed = {}
    for name, label, root in opened.stories():
        for bound in list(root.iter(W + "dataBinding")):  # Word would put in what stood there before
            bound.getparent().remove(bound)  # type: ignore[union-attr]
        try:
            filler.story(root, label)
        except RecursionError as error:
            raise TemplateFault("模板的表格或者文本框嵌套过深，请简化后再试。") from error
        changed[name] = root
    if filler.missing:
        raise MissingValues(list(dict.fromkeys(filler.missing)))
    return opened.save(changed)


def fill_text(template: str, values: Mapping[str, Any]) -> str:
    """A message (short message, mail) with its values; tags as in a Word template, within one text.

    Raises:
        MissingValues, TemplateFault: as `fill`.
    """
    filler = Filler(values)
    nodes, faults = arrange(((tag, tag) for tag in scan(template)), "同一条消息")
    _refuse(scan(template), faults, "消息")
    made = filler.text(template, nodes, 0, len(template), {})
    if filler.missing:
        raise MissingValues(list(dict.fromkeys(filler.missing)))
    return made


def shown(value: Any) -> str:
    """A value as it is printed; an empty text where there is none.

    >>> shown(date(2026, 3, 9)), shown(Decimal("2000.00")), shown(Decimal("10.50")), shown(None)
    ('2026年3月9日', '2000', '10.50', '')
    """
    match value:
        case None:
            return ""
        case str():
            return printable(value).strip()
        case bool():
            return "是" if value else "否"
        case datetime():
            return f"{value.year}年{value.month}月{value.day}日{value.hour}时{value.minute:02}分"
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case int():
            return str(value)
        case Decimal() | float():
            exact = Decimal(str(value))
            return f"{exact:.0f}" if exact == exact.to_integral_value() else f"{exact:.2f}" if exact == round(exact, 2) else f"{exact:f}"
    raise TypeError(f"a letter cannot print {type(value).__name__}")


Scope = Mapping[str, Mapping[str, Any]]


class Filler:
    """Fills stories with one set of values; `missing` are the fields that were reached and have none."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.missing: list[str] = []
        self._made = 0

    def story(self, root: etree._Element, label: str) -> None:
        """Fill a body, header, footer or the notes, in place.

        Raises:
            TemplateFault: a tag is wrong.
        """
        for part in root.iterchildren(W + "footnote", W + "endnote", W + "body") if root.tag not in HOLDERS else (root,):
            self._container(part, {}, label)

    def _container(self, node: etree._Element, scope: Scope, label: str) -> None:
        node[:] = self._children(list(node), scope, label)
        if node.tag in HOLDERS and (len(node) == 0 or node[-1].tag not in (P, W + "sdt")):
            node.append(etree.Element(P))

    def _children(self, children: list[etree._Element], scope: Scope, label: str) -> list[etree._Element]:
        nodes, faults = arrange(units(children), "同一个表格" if any(child.tag == TR for child in children) else "同一处正文或者同一个单元格")
        _refuse([], faults, label)
        return self._kept(nodes, scope, label)

    def _kept(self, nodes: list[Node[etree._Element]], scope: Scope, label: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        for node in nodes:
            if isinstance(node, Choice):
                chosen = next((body for condition, body in node.branches if condition is None or self._holds(condition, scope)), [])
                found += self._kept(chosen, scope, label)
            elif isinstance(node, Loop):
                for row in self._rows(node.tags[0]):
                    copies = [without_marks(copy.deepcopy(each)) for each in node.raw]
                    self._count(len(copies))
                    found += self._children(copies, {**scope, node.tags[0].item: row}, label)
            else:
                found += self._filled(node, scope, label)
        return found

    def _filled(self, node: etree._Element, scope: Scope, label: str) -> list[etree._Element]:
        if node.tag == P:
            return self._paragraph(node, scope, label)
        if node.tag == TBL:
            node[:] = self._children(list(node), scope, label)
            return [node] if next(members(node, TR), None) is not None else []
        if node.tag == TR:
            for cell in members(node, TC):
                self._container(cell, scope, label)
        elif node.tag in WRAPPERS:
            self._container(node, scope, label)
        return [node]

    def _paragraph(self, node: etree._Element, scope: Scope, label: str) -> list[etree._Element]:
        line = Line.of(node)
        for box in line.boxes():
            self._container(box, scope, label)
        tags = scan(line.text)
        if not tags:
            return [node]
        nodes, faults = arrange(((tag, tag) for tag in tags), "同一段")
        _refuse(tags, faults, label)
        if len(tags) == 1 and tags[0].kind == "field" and line.text.strip() == line.text[tags[0].start:tags[0].end]:
            parts = [part for part in (part.strip() for part in self._value(tags[0], scope).split("\n")) if part]
            if len(parts) > 1 and OBJECT not in line.text and next(node.iter(W + "sectPr"), None) is None:
                self._count(len(parts))
                copies = [node, *(without_marks(copy.deepcopy(node)) for _ in parts[1:])]
                for made, part in zip(copies, parts, strict=True):
                    Line.of(made).change([(tags[0].start, tags[0].end, part)])
                return copies
        line.change(self._changes(line.text, nodes, scope))
        return [node]

    def _changes(self, text: str, nodes: list[Node[Tag]], scope: Scope) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for node in nodes:
            if isinstance(node, Choice):
                ends = [tag.end for tag in node.tags]
                starts = [tag.start for tag in node.tags]
                at = next((index for index, (condition, _) in enumerate(node.branches)
                           if condition is None or self._holds(condition, scope)), None)
                if at is None:
                    found.append((starts[0], ends[-1], ""))
                    continue
                found.append((starts[0], ends[at], ""))
                found += self._changes(text, node.branches[at][1], scope)
                found.append((starts[at + 1], ends[-1], ""))
            elif isinstance(node, Loop):
                first, last = node.tags
                words = "".join(self.text(text, node.body, first.end, last.start, {**scope, first.item: row}) for row in self._rows(first))
                found.append((first.start, last.end, words))
            else:
                words = self._value(node, scope) if node.kind == "field" else ""
                if text[node.end:node.end + 1] and text[node.end] in _STOPS:  # the template ends the sentence
                    words = words.rstrip(_STOPS)
                found.append((node.start, node.end, words))
        return found

    def text(self, text: str, nodes: list[Node[Tag]], start: int, end: int, scope: Scope) -> str:
        """A range of a text with its values, as text alone."""
        made, at = [], start
        for first, last, words in self._changes(text, nodes, scope):
            made += [text[at:first], words]
            at = last
        return "".join([*made, text[at:end]]).replace(OBJECT, "")

    def _value(self, tag: Tag, scope: Scope) -> str:
        assert isinstance(tag.expression, Field)
        value = self._look(tag.expression, scope)
        if value and isinstance(value, Sequence | Mapping) and not isinstance(value, str):
            raise TemplateFault(f"模板里的“{tag.text}”是一个清单，请用“{{% for 件 in {tag.expression} %}}”逐项列出。")
        words = shown(value) if value or value == 0 else ""
        if not words:
            self.missing.append(str(tag.expression))
        return words

    def _rows(self, tag: Tag) -> Sequence[Mapping[str, Any]]:
        assert isinstance(tag.expression, Field)
        rows = self._look(tag.expression, {})
        if not rows:
            self.missing.append(str(tag.expression))
            return []
        if isinstance(rows, str) or not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
            raise TemplateFault(f"模板里的“{tag.text}”不对：“{tag.expression}”不是清单，不能逐项列出，请直接写字段名。")
        return [{"序号": number, **row} for number, row in enumerate(rows, 1)]

    def _look(self, field: Field, scope: Scope) -> Any:
        if field.column is None:
            value = self.values.get(field.name)
            return value if field.name not in scope else None
        return scope.get(field.name, {}).get(field.column)

    def _holds(self, expression: Expression, scope: Scope) -> bool:
        match expression:
            case Not(of):
                return not self._holds(of, scope)
            case Both(left, right):
                return self._holds(left, scope) and self._holds(right, scope)
            case Either(left, right):
                return self._holds(left, scope) or self._holds(right, scope)
            case Same(left, right, equal):
                return (self._words(left, scope) == self._words(right, scope)) is equal
            case Word(value):
                return bool(value)
        value = self._look(expression, scope)
        return bool(value.strip()) if isinstance(value, str) else bool(value)

    def _words(self, expression: Expression, scope: Scope) -> str:
        if isinstance(expression, Field):
            return shown(self._look(expression, scope))
        return str(expression.value) if isinstance(expression, Word) else shown(self._holds(expression, scope))

    def _count(self, number: int) -> None:
        self._made += number
        if self._made > MOST_ELEMENTS:
            raise TemplateFault("文书的清单过长，超出一份文书可能的篇幅，请减少条目或者另附清单。")


def _refuse(tags: Sequence[Tag], faults: Sequence[tuple[Tag, str]], label: str) -> None:
    """Raise the first fault there is."""
    wrong = [(tag, tag.fault) for tag in tags if tag.kind == "fault"]
    for tag, words in (*wrong, *faults):
        raise TemplateFault(f"模板{label}里的“{tag.text}”{words}。")
