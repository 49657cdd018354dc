"""Tags that belong together: which {% endif %} ends which {% if %}, in a row of things with tags between them.

The same for the tags inside a paragraph and for paragraphs or table rows that hold nothing but tags and steer those
between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from lxml import etree

from gongkai.report.reading.docx_styles import W
from gongkai.web.applications.letters.lines import OBJECT, TR, Line, P, blocks, members
from gongkai.web.applications.letters.tags import Expression, Tag, scan

DEEPEST = 6
"""Conditions and loops inside one another; a letter needs two."""
Thing = TypeVar("Thing")


@dataclass(slots=True)
class Choice(Generic[Thing]):
    """if, elif, else: `branches` in order, each with its condition (None for else) and what it holds."""

    tags: list[Tag]
    branches: list[tuple[Expression | None, list[Node[Thing]]]]


@dataclass(slots=True)
class Loop(Generic[Thing]):
    """for: `body` is what it holds, `raw` all things between its tags, those included that only carry a tag."""

    tags: list[Tag]
    body: list[Node[Thing]]
    raw: list[Thing]


Node: TypeAlias = "Thing | Choice[Thing] | Loop[Thing]"


@dataclass(slots=True)
class _Open(Generic[Thing]):
    tag: Tag
    made: Choice[Thing] | Loop[Thing]
    into: list[Node[Thing]]
    raw: list[Thing] = field(default_factory=list)
    elsewhere: bool = False


def arrange(units: Iterable[tuple[Thing, Tag | None]], within: str) -> tuple[list[Node[Thing]], list[tuple[Tag, str]]]:
    """Things and tags as a tree, and what is wrong with it: the tag and the end of a sentence that begins with it.

    Args:
        units: things in order, each with the control tag that it is, None where it is none.
        within: what the tags must be ended in, for the sentence: 同一段, 同一个单元格.
    """
    top: list[Node[Thing]] = []
    opened: list[_Open[Thing]] = []
    faults: list[tuple[Tag, str]] = []
    for thing, tag in units:
        here = opened[-1].into if opened else top
        kind = tag.kind if tag else ""
        if tag and kind in ("endif", "endfor") and opened and opened[-1].tag.kind == kind.removeprefix("end"):
            opened.pop().made.tags.append(tag)
        elif tag and kind in ("elif", "else") and opened and opened[-1].tag.kind == "if" and not opened[-1].elsewhere:
            choice = opened[-1].made
            assert isinstance(choice, Choice)
            choice.tags.append(tag)
            choice.branches.append((tag.expression, []))
            opened[-1].into, opened[-1].elsewhere = choice.branches[-1][1], kind == "else"
        elif tag and kind in ("endif", "endfor", "elif", "else"):
            begins = "{% for %}" if kind == "endfor" else "{% if %}"
            faults.append((tag, f"在{within}里没有与它相对的“{begins}”，请改正，或者把成对的标记放在{within}里"))
        elif tag and kind in ("if", "for"):
            if len(opened) >= DEEPEST:
                return top, [*faults, (tag, f"套在{DEEPEST}层以上的条件或者循环里，请简化")]
            made: Choice[Thing] | Loop[Thing] = Choice([tag], [(tag.expression, [])]) if kind == "if" else Loop([tag], [], [])
            here.append(made)
            opened.append(_Open(tag, made, made.branches[0][1] if isinstance(made, Choice) else made.body))
        elif tag is None or kind in ("field", "note"):
            here.append(thing)
        for outer in opened[:-1] if tag and kind in ("if", "for") else opened:
            if isinstance(outer.made, Loop):
                outer.made.raw.append(thing)
    faults += [(each.tag, f"在{within}里没有结束，请补上“{{% end{each.tag.kind} %}}”，或者把成对的标记放在{within}里") for each in opened]
    return top, faults


def units(children: Iterable[etree._Element]) -> list[tuple[etree._Element, Tag | None]]:
    """The children of a body, cell or table for `arrange`: what holds control tags alone becomes one carrier for each tag."""
    found: list[tuple[etree._Element, Tag | None]] = []
    for child in children:
        tags = steering(child)
        found += [(_carrier(child.tag, tag), tag) for tag in tags if tag.kind != "note"] if tags else [(child, None)]
    return found


def _carrier(kind: Any, tag: Tag) -> etree._Element:
    """A paragraph or row that holds one tag."""
    made = etree.Element(kind)
    inner = etree.SubElement(etree.SubElement(made, W + "tc"), P) if kind == TR else made
    etree.SubElement(etree.SubElement(inner, W + "r"), W + "t").text = tag.source
    return made


def steering(node: etree._Element) -> list[Tag]:
    """The tags of a paragraph or table row that holds control tags and nothing else, so that it steers its neighbours."""
    if node.tag not in (P, TR) or (node.tag == P and next(node.iter(W + "sectPr"), None) is not None):
        return []
    lines = [Line.of(node)] if node.tag == P else [line for cell in members(node, W + "tc") for line in cell_lines(cell)]
    found: list[Tag] = []
    for line in lines:
        tags, at = scan(line.text), 0
        for tag in tags:
            if not tag.controls or line.text[at:tag.start].strip():
                return []
            at = tag.end
        if line.text[at:].strip():
            return []
        found += tags
    return found


def cell_lines(cell: etree._Element) -> list[Line]:
    """The paragraphs of a cell; a table inside counts as something that is no tag."""
    return [Line.of(node) if node.tag == P else Line(node, text=OBJECT) for node in blocks(cell)]
