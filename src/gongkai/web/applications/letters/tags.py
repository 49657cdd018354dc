"""The tags of a template: {{ 字段 }}, {% if %}, {% elif %}, {% else %}, {% endif %}, {% for %}, {% endfor %}, {# 注 #}.

The grammar is Jinja's and is read by Jinja's own parser, one tag at a time; nothing is ever compiled or run. What comes
out is a small tree of our own (`Field`, `Not`, `Both`, `Either`, `Same`, `Word`), in which a name is looked up in the
values and nowhere else: no attribute, filter, test, call or arithmetic exists to be abused.

docxtpl's marks for whole paragraphs and rows ({%p if %}, {%tr for %}) are read as the plain tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jinja2 import Environment, TemplateError, nodes

LONGEST = 200
"""Characters of a tag; what is longer is no tag that a person wrote."""
MOST = 2_000
"""Tags in one paragraph or message."""
_ENVIRONMENT = Environment(autoescape=False)
_START = re.compile(r"\{[{%#]")
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARK = re.compile(r"(?:p|tr)(?=\s)")
# What Word makes of quotes and blanks while one types.
_TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u3000": " ", "\xa0": " ", "\t": " ", "\n": " ", "！": "!", "＝": "="})


@dataclass(frozen=True, slots=True)
class Field:
    """A name, or a column of a loop's row: ``件.名称``."""

    name: str
    column: str | None = None

    def __str__(self) -> str:
        return f"{self.name}.{self.column}" if self.column else self.name


@dataclass(frozen=True, slots=True)
class Word:
    """A text or whole number written in the template."""

    value: str | int


@dataclass(frozen=True, slots=True)
class Not:
    of: Expression


@dataclass(frozen=True, slots=True)
class Both:
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Either:
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Same:
    """``==``, or ``!=`` where `equal` is false."""

    left: Expression
    right: Expression
    equal: bool


Expression = Field | Word | Not | Both | Either | Same


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag in a text, from `start` up to `end`.

    `kind`: field, if, elif, else, endif, for, endfor, note, or fault. `item` is a loop's own name for its row, `fault` the
    end of a sentence that begins with the tag.
    """

    kind: Literal["field", "if", "elif", "else", "endif", "for", "endfor", "note", "fault"]
    source: str
    start: int
    end: int
    expression: Expression | None = None
    item: str = ""
    fault: str = ""

    @property
    def text(self) -> str:
        """As much of it as a message shows."""
        return " ".join(self.source.split())[:40]

    @property
    def controls(self) -> bool:
        """Whether it stands for nothing that is printed."""
        return self.kind not in ("field", "fault")


class _Refused(Exception):
    """Not allowed in a template; the words say what to do."""


def scan(text: str) -> list[Tag]:
    """The tags of a text, left to right. Time grows with the text alone.

    >>> [(tag.kind, str(tag.expression)) for tag in scan("致{{ 申请人 }}：{%if 代理人%}")]
    [('field', '申请人'), ('if', '代理人')]
    """
    found: list[Tag] = []
    at = 0
    while (match := _START.search(text, at)) is not None:
        start = match.start()
        if len(found) == MOST:
            return [*found, Tag("fault", text[start:start + 20], start, start + 2, fault=f"是同一段里的第{MOST + 1}个标记，请删减")]
        close = text.find(_ENDS[match.group()], start + 2, start + LONGEST)
        if close < 0:
            found.append(Tag("fault", text[start:start + 20], start, start + 2, fault=f"没有写完，缺少“{_ENDS[match.group()]}”，请补上"))
            at = start + 2
            continue
        end = close + 2
        found.append(_tag(text[start:end], start, end))
        at = end
    return found


def names(expression: Expression | None) -> list[Field]:
    """The fields in an expression, left to right."""
    match expression:
        case Field():
            return [expression]
        case Not(of):
            return names(of)
        case Both(left, right) | Either(left, right) | Same(left, right, _):
            return [*names(left), *names(right)]
    return []


def _tag(text: str, start: int, end: int) -> Tag:
    if text.startswith("{#"):
        return Tag("note", text, start, end)
    try:
        kind, expression, item = _read(text[:2], text[2:-2].translate(_TYPED))
    except _Refused as refusal:
        return Tag("fault", text, start, end, fault=str(refusal))
    return Tag(kind, text, start, end, expression, item)


@lru_cache(maxsize=2048)
def _read(opening: str, inner: str) -> tuple[Literal["field", "if", "elif", "else", "endif", "for", "endfor"], Expression | None, str]:
    inner = inner.strip().removeprefix("-").removesuffix("-").strip()
    if opening == "{{":
        if not inner:
            raise _Refused("里没有字段名，请填写字段名或者删除")
        return "field", _field(_parsed("{{ " + inner + " }}")), ""
    inner = _MARK.sub("", inner, count=1).strip()
    first = inner.split(" ", 1)[0]
    if inner in ("else", "endif", "endfor"):
        return inner, None, ""  # type: ignore[return-value]
    if first == "if":
        return "if", _condition(_parsed("{% " + inner + " %}{% endif %}")), ""
    if first == "elif":
        return "elif", _condition(_parsed("{% if x %}{% " + inner + " %}{% endif %}"), branch=True), ""
    if first == "for":
        return "for", *_loop(_parsed("{% " + inner + " %}{% endfor %}"))
    raise _Refused("不能用在模板里，模板里只能用字段、{% if %}和{% for %}，请删除")


def _parsed(source: str) -> nodes.Node:
    try:
        body = _ENVIRONMENT.parse(source).body
    except (TemplateError, RecursionError, ValueError, OverflowError) as error:
        raise _Refused("写法不对，请对照字段表改正") from error
    if len(body) != 1:
        raise _Refused("写法不对，请对照字段表改正")
    return body[0]


def _field(node: nodes.Node) -> Field:
    if not isinstance(node, nodes.Output) or len(node.nodes) != 1:
        raise _Refused("写法不对，请对照字段表改正")
    made = _named(node.nodes[0])
    if made is None:
        raise _Refused("里只能写一个字段名，不能带函数、过滤器或者运算，请改正")
    return made


def _condition(node: nodes.Node, branch: bool = False) -> Expression:
    if isinstance(node, nodes.If) and branch and len(node.elif_) == 1:
        node = node.elif_[0]
    if not isinstance(node, nodes.If) or node.body or node.else_:
        raise _Refused("写法不对，请对照字段表改正")
    return _judged(node.test)


def _loop(node: nodes.Node) -> tuple[Expression, str]:
    if (not isinstance(node, nodes.For) or node.body or node.else_ or node.test or node.recursive or not isinstance(node.target, nodes.Name)):
        raise _Refused("写法不对，循环请写成“{% for 件 in 字段名 %}”的样式")
    over = _named(node.iter)
    if over is None:
        raise _Refused("只能逐项列出一个清单字段，请写成“{% for 件 in 字段名 %}”的样式")
    return over, node.target.name


def _named(node: nodes.Node) -> Field | None:
    if isinstance(node, nodes.Name):
        return Field(node.name)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return Field(node.node.name, node.attr)
    return None


def _judged(node: nodes.Node) -> Expression:
    if (made := _named(node)) is not None:
        return made
    if isinstance(node, nodes.Const) and isinstance(node.value, str | int) and not isinstance(node.value, bool):
        return Word(node.value)
    if isinstance(node, nodes.Not):
        return Not(_judged(node.node))
    if isinstance(node, nodes.And):
        return Both(_judged(node.left), _judged(node.right))
    if isinstance(node, nodes.Or):
        return Either(_judged(node.left), _judged(node.right))
    if isinstance(node, nodes.Compare) and len(node.ops) == 1 and node.ops[0].op in ("eq", "ne"):
        return Same(_judged(node.expr), _judged(node.ops[0].expr), node.ops[0].op == "eq")
    raise _Refused("的条件里只能用字段名、and、or、not、==和!=，请改正")

