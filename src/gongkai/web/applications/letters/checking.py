"""A template looked at before it is taken into use: `check_template` → problems, each one sentence with its place.

What is wrong with the file (macros, links, embedded files, tracked changes, fields that change by themselves) is told by
filecheck.py, what is wrong with its tags by `_Tags`, which walks all branches where filling.py walks those that hold. A template
without an error can be filled and printed; `trial` proves it with the examples of letter_fields.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from lxml import etree
from rapidfuzz import process

from gongkai.engine.letters import Letter
from gongkai.errors import GongkaiError
from gongkai.report.reading.docx_styles import W
from gongkai.web.applications.letters.fields import NUMBER, LetterField, certain_of, examples, fields, fields_of
from gongkai.web.applications.letters.filecheck import Problem, file_problems
from gongkai.web.applications.letters.filling import HOLDERS, fill
from gongkai.web.applications.letters.lines import OBJECT, TBL, TC, TR, WRAPPERS, Line, P, members
from gongkai.web.applications.letters.printing import to_pdf
from gongkai.web.applications.letters.structure import Choice, Loop, Node, arrange, units
from gongkai.web.applications.letters.tags import Field, Tag, names, scan
from gongkai.web.applications.letters.wordfile import WordFault, open_word

MOST_TAGS = 2_000
MOST_PROBLEMS = 50
_HALF = re.compile(r"｛+|｝+|\{\s+\{|\}\s+\}|\{＋?％|％\}")
_SINGLE = re.compile(r"(?<!\{)\{([^{}%#]{1,20})\}(?!\})")
_STRAY = re.compile(r"\}\}|%\}|#\}")


def check_template(data: bytes, kind: Letter | None = None) -> list[Problem]:
    """What is wrong with a template, errors first; nothing where it can be used.

    Args:
        data: the file as it was uploaded.
        kind: the letter it is for; None: any field of any letter may stand in it.
    """
    try:
        opened = open_word(data)
        found = [*file_problems(opened)]
        tags = _Tags(kind)
        for _, label, root in opened.stories():
            tags.story(root, label)
        found += tags.problems
    except WordFault as error:
        return [Problem("error", str(error))]
    except RecursionError:
        return [Problem("error", "模板的表格或者文本框嵌套过深，请简化后再上传。")]
    if not tags.used and not any(problem.level == "error" for problem in found):
        found.append(Problem("error", "模板里没有一个字段，生成的文书都会一样，请按字段表填入字段，例如“{{申请人}}”。"))
    if kind is not None:
        always = {*kind.needs}
        for field in fields_of(kind):
            if field.key in always and field.name not in tags.used:
                level: Literal["error", "notice"] = "error" if field.key == "remedies" else "notice"
                found.append(Problem(level, f"模板里没有“{{{{{field.name}}}}}”（{field.meaning}），{kind.title}应当写明，请补上。"))
    if kind is not None and not any(problem.level == "error" for problem in found):
        found += trial(data, kind)
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda problem: problem.level != "error")[:MOST_PROBLEMS]


def trial(data: bytes, kind: Letter) -> list[Problem]:
    """What goes wrong when a template is filled with the examples and printed."""
    try:
        to_pdf(fill(data, examples(kind)))
    except GongkaiError as error:
        return [Problem("error", f"用示例内容试填、打印时不成功：{error}")]
    return []


class _Tags:
    """Walks all stories; `used` are the names of fields that stand in them."""

    def __init__(self, kind: Letter | None) -> None:
        self.kind = kind
        self.allowed = {field.name: field for field in (fields_of(kind) if kind else fields().values())}
        self.certain = certain_of(kind) if kind else set(self.allowed)
        self.used: set[str] = set()
        self.problems: list[Problem] = []
        self._seen = 0

    def story(self, root: etree._Element, label: str) -> None:
        for part in root.iterchildren(W + "footnote", W + "endnote", W + "body") if root.tag not in HOLDERS else (root,):
            self._container(part, {}, frozenset(), label)

    def _container(self, node: etree._Element, loops: dict[str, LetterField], guarded: frozenset[str], label: str) -> None:
        counts = {P: 0, TBL: 0}
        places: dict[etree._Element, str] = {}
        for child in node:
            if child.tag in counts:
                counts[child.tag] += 1
                places[child] = f"{label}第{counts[child.tag]}段" if child.tag == P else f"{label}第{counts[child.tag]}个表格"
        self._arranged(list(node), loops, guarded, label, places, "同一处正文或者同一个单元格")

    def _arranged(self, children: list[etree._Element], loops: dict[str, LetterField], guarded: frozenset[str], label: str,
                  places: dict[etree._Element, str], within: str) -> None:
        laid: list[tuple[etree._Element, Tag | None]] = []
        for child in children:
            for unit, tag in units([child]):
                laid.append((unit, tag))
                places.setdefault(unit, places.get(child, label))
        nodes, faults = arrange(laid, within)
        where = {id(tag): places[unit] for unit, tag in laid if tag}
        for tag, words in faults:
            self._say(tag, words, where.get(id(tag), label))
        self._nodes(nodes, loops, guarded, label, places, where)

    def _nodes(self, nodes: Iterable[Node[etree._Element]], loops: dict[str, LetterField], guarded: frozenset[str], label: str,
               places: dict[etree._Element, str], where: dict[int, str]) -> None:
        for node in nodes:
            if isinstance(node, Choice):
                for tag, (_, body) in zip(node.tags, node.branches, strict=False):
                    self._nodes(body, loops, guarded | self._condition(tag, loops, where.get(id(tag), label)), label, places, where)
            elif isinstance(node, Loop):
                inner = self._loop(node.tags[0], loops, guarded, where.get(id(node.tags[0]), label))
                self._nodes(node.body, inner, guarded, label, places, where)
            else:
                self._element(node, loops, guarded, places.get(node, label))

    def _element(self, node: etree._Element, loops: dict[str, LetterField], guarded: frozenset[str], place: str) -> None:
        if node.tag == P:
            self._line(node, loops, guarded, place)
        elif node.tag == TBL:
            rows = {row: f"{place}第{number}行" for number, row in enumerate(members(node, TR), 1)}
            self._arranged(list(node), loops, guarded, place, dict(rows), "同一个表格")
        elif node.tag == TR:
            for number, cell in enumerate(members(node, TC), 1):
                self._container(cell, loops, guarded, f"{place}第{number}格")
        elif node.tag in WRAPPERS:
            self._container(node, loops, guarded, place)

    def _line(self, node: etree._Element, loops: dict[str, LetterField], guarded: frozenset[str], place: str) -> None:
        line = Line.of(node)
        for box in line.boxes():
            self._container(box, loops, guarded, f"{place}文本框")
        tags = scan(line.text)
        self._leftovers(line.text, tags, place)
        self._seen += len(tags)
        if self._seen > MOST_TAGS:
            if self._seen - len(tags) <= MOST_TAGS:
                self.problems.append(Problem("error", f"模板里的字段和标记超过{MOST_TAGS}个，请删减。"))
            return
        nodes, faults = arrange(((tag, tag) for tag in tags), "同一段")
        for tag, words in (*((tag, tag.fault) for tag in tags if tag.kind == "fault"), *faults):
            self._say(tag, words, place)
        self._inline(line.text, nodes, loops, guarded, place)

    def _inline(self, text: str, nodes: list[Node[Tag]], loops: dict[str, LetterField], guarded: frozenset[str], place: str) -> None:
        for node in nodes:
            if isinstance(node, Choice):
                for tag, (_, body) in zip(node.tags, node.branches, strict=False):
                    self._inline(text, body, loops, guarded | self._condition(tag, loops, place), place)
            elif isinstance(node, Loop):
                if len(node.tags) == 2 and OBJECT in text[node.tags[0].end:node.tags[1].start]:
                    self._say(node.tags[0], "和它的“{% endfor %}”之间不能有图片、文本框，请移出去", place)
                self._inline(text, node.body, self._loop(node.tags[0], loops, guarded, place), guarded, place)
            elif node.kind == "field":
                self._field(node, loops, guarded, place)

    def _field(self, tag: Tag, loops: dict[str, LetterField], guarded: frozenset[str], place: str) -> None:
        assert isinstance(tag.expression, Field)
        field = self._known(tag, tag.expression, loops, place)
        if field is None:
            return
        if tag.expression.column is None and field.kind == "rows":
            self._say(tag, f"是一个清单，请用“{{% for 件 in {field.name} %}}”逐项列出", place)
        elif str(tag.expression) not in guarded and not self._sure(tag.expression, loops):
            condition = f"{{% if {tag.expression} %}}"
            self._say(tag, f"有时没有内容，那时不能生成文书，建议把有关文字放在“{condition}”和“{{% endif %}}”之间", place, "notice")

    def _sure(self, field: Field, loops: dict[str, LetterField]) -> bool:
        if field.column is None:
            return field.name in self.certain
        return field.column in (NUMBER, loops[field.name].columns[0].name)

    def _condition(self, tag: Tag, loops: dict[str, LetterField], place: str) -> frozenset[str]:
        found = names(tag.expression)
        for field in found:
            self._known(tag, field, loops, place)
        return frozenset(map(str, found))

    def _loop(self, tag: Tag, loops: dict[str, LetterField], guarded: frozenset[str], place: str) -> dict[str, LetterField]:
        assert isinstance(tag.expression, Field)
        field = self._known(tag, tag.expression, {}, place)
        if field is None:
            return {**loops, tag.item: _ANY}
        if field.kind != "rows":
            self._say(tag, f"不对：“{field.name}”不是清单，请直接写“{{{{{field.name}}}}}”", place)
        elif tag.item in fields() or tag.item in loops:
            self._say(tag, f"里的“{tag.item}”已是别的字段的名称，请换一个字，例如“件”", place)
        elif field.name not in self.certain and field.name not in guarded:
            self._say(tag, f"的清单有时没有内容，那时不能生成文书，建议放在“{{% if {field.name} %}}”和“{{% endif %}}”之间", place, "notice")
        return {**loops, tag.item: field}

    def _known(self, tag: Tag, field: Field, loops: dict[str, LetterField], place: str) -> LetterField | None:
        """The field a tag names, told where there is none; None then, or where nothing more can be said of it."""
        if field.name in loops:
            over = loops[field.name]
            if over is _ANY or over.kind != "rows":
                return None
            columns = [column.name for column in over.columns] + [NUMBER]
            if field.column in columns:
                return over
            self._say(tag, f"不对：“{over.name}”的每一项有{'、'.join(f'“{field.name}.{name}”' for name in columns)}，请改正", place)
            return None
        if field.name in self.allowed and field.column is None:
            self.used.add(field.name)
            return self.allowed[field.name]
        if field.name in self.allowed:
            self._say(tag, f"不对：“{field.name}”后面不能带“.{field.column}”，请改正", place)
        elif field.name in fields() and self.kind:
            self._say(tag, f"不能用在{self.kind.label}里，这种文书没有“{field.name}”的内容，请删除或者换用别的字段", place)
        else:
            near = process.extractOne(field.name, list(self.allowed), score_cutoff=50)
            self._say(tag, f"里的“{field.name}”不是可用的字段，" + (f"是否应为“{near[0]}”，请对照字段表改正" if near else "请对照字段表改正"), place)
        return None

    def _leftovers(self, text: str, tags: list[Tag], place: str) -> None:
        """Braces that were meant as tags and are none."""
        at, rest = 0, []
        for tag in tags:
            rest.append(text[at:tag.start])
            at = tag.end
        for piece in (*rest, text[at:]):
            if match := _HALF.search(piece):
                self.problems.append(Problem("error", f"{place}里的“{match.group()}”不是半角的“{{{{”或者“}}}}”，中间也不能有空格，请改正。", place))
            elif match := _STRAY.search(piece):
                self.problems.append(Problem("error", f"{place}里多了“{match.group()}”，或者前面少了开头的标记，请改正。", place))
            elif (match := _SINGLE.search(piece)) and match.group(1).strip() in fields():
                self.problems.append(Problem("error", f"{place}里的“{match.group()}”只有一层括号，请改为“{{{{{match.group(1).strip()}}}}}”。", place))

    def _say(self, tag: Tag, words: str, place: str, level: Literal["error", "notice"] = "error") -> None:
        self.problems.append(Problem(level, f"{place}的“{tag.text}”{words}。", place))


_ANY = LetterField("", "", "rows", None)
"""Stands for a list that is not known, so that its columns are not complained of too."""
