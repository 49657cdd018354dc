"""What default templates say: the blocks of ``law/letters``, with the frame around them.

`blocks_of` gives a kind of letter whole, in print order: title, number, salutation, wording, remedies, attachments,
signature, note. building.py makes a Word file of it.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError, Mapping
from gongkai.engine.letters import Letter
from gongkai.engine.vocabulary import head, mappings, texts
from gongkai.web.applications.letters.fields import fields_of

FOLDER = LAW / "letters"
WIDTH = 156
"""Millimetres between the margins."""
MAY_BE_BARE = "tribunal"
"""Whose letters may go out without a number: many offices give none to what they file with a court."""
_STYLES = ("title", "number", "salutation", "text", "note")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `style` is one of title, number, salutation, text, note."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines at the right below the text: who, when."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Empty lines to write on."""

    lines: int


@dataclass(frozen=True, slots=True)
class If:
    """Blocks that stand where a condition holds, others where not."""

    condition: str
    then: tuple[Block, ...]
    otherwise: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Each:
    """Blocks repeated for every row of a list: `loop` is ``件 in 所附材料``."""

    loop: str
    then: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; a `label` says what stands beside or below it."""

    text: str
    span: int = 1
    label: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells; `height` in millimetres at least; a `condition` under which it stands, or a `loop` it is repeated for."""

    cells: tuple[Cell, ...]
    height: int = 0
    condition: str = ""
    loop: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` in millimetres; the first `head` rows repeat on each page."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    head: int = 0


Block = Text | Signature | Rule | If | Each | Table


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every letter, and the blocks that several share."""

    salutations: dict[str, str]
    closing: tuple[tuple[str, tuple[Block, ...]], ...]
    signature: tuple[str, ...]
    note: tuple[Block, ...]
    shared: dict[str, tuple[Block, ...]]


def load_wording(folder: Path | str) -> tuple[Frame, dict[str, tuple[Block, ...]]]:
    """The frame, and the wording of each letter by key, of a folder.

    Raises:
        LawError: unknown, missing, wrong or repeated keys, a table that is not as wide as the page, a row that is not as
            wide as its table; names file and line.
    """
    folder = Path(folder)
    data = lawfile.read(folder / "frame.yaml")
    head(data, {"salutations": Mapping, "closing": list, "signature": list, "note": list, "shared": Mapping})
    shared: dict[str, tuple[Block, ...]] = {}
    for key in data["shared"]:
        shared[key] = _blocks(data["shared"], key, shared)
    closing = []
    for node in mappings(data, "closing"):
        node.check({"field": str, "blocks": list})
        closing.append((node["field"], _blocks(node, "blocks", shared)))
    frame = Frame(dict(data["salutations"]), tuple(closing), texts(data, "signature"), _blocks(data, "note", shared), shared)
    found: dict[str, tuple[Block, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in ("frame.yaml", "messages.yaml"):
            continue
        data = lawfile.read(path)
        head(data, {"letters": Mapping})
        for key in data["letters"]:
            if key in found:
                raise LawError(f"{data['letters'].where(key)}: the letter {key!r} has a wording already")
            found[key] = _blocks(data["letters"], key, shared)
    return frame, found


@cache
def wording() -> tuple[Frame, dict[str, tuple[Block, ...]]]:
    """The wording that comes with the package."""
    return load_wording(FOLDER)


def blocks_of(kind: Letter) -> list[Block]:
    """A letter from title to note.

    Raises:
        KeyError: it has no wording.
    """
    frame, letters = wording()
    own, names = letters[kind.key], {field.name for field in fields_of(kind)}
    made: list[Block] = [Text("title", "{{机关名称}}"), Text("title", kind.title)]
    if kind.number:
        line = Text("number", "{{文号}}")
        made.append(If("文号", (line,), ()) if kind.to == MAY_BE_BARE else line)
    if kind.to in frame.salutations and not any(isinstance(block, Text) and block.style == "salutation" for block in own):
        made.append(Text("salutation", frame.salutations[kind.to]))
    made += own
    for name, blocks in frame.closing:
        if name in names:
            made += blocks
    if kind.seal and not any(isinstance(block, Signature) for block in own):
        made += [Signature(frame.signature), *frame.note]
    return made


def _blocks(parent: Mapping, key: str, shared: AnyMapping[str, tuple[Block, ...]]) -> tuple[Block, ...]:
    made: list[Block] = []
    for node in mappings(parent, key):
        if "use" in node:
            node.check({"use": str})
            if node["use"] not in shared:
                raise LawError(f"{node.where('use')}: frame.yaml has no {node['use']!r} above")
            made += shared[node["use"]]
        elif "if" in node:
            node.check({"if": str, "then": list}, {"else": list})
            made.append(If(node["if"], _blocks(node, "then", shared), _blocks(node, "else", shared) if "else" in node else ()))
        elif "each" in node:
            node.check({"each": str, "then": list})
            made.append(Each(node["each"], _blocks(node, "then", shared)))
        elif "table" in node:
            node.check({"table": Mapping})
            made.append(_table(node["table"]))
        elif "signature" in node:
            node.check({"signature": list})
            made.append(Signature(texts(node, "signature")))
        elif "rule" in node:
            node.check({"rule": int})
            made.append(Rule(node["rule"]))
        else:
            style = next((style for style in _STYLES if style in node), None)
            if style is None:
                raise LawError(f"{node.where()}: there is no block {', '.join(map(str, node))}")
            node.check({style: str})
            made.append(Text(style, node[style]))
    return tuple(made)


def _table(node: Mapping) -> Table:
    node.check({"widths": list, "rows": list}, {"head": int})
    widths = tuple(node["widths"])
    if sum(widths) != WIDTH:
        raise LawError(f"{node.where('widths')}: the columns are {sum(widths)} mm wide together, the page is {WIDTH}")
    rows = []
    for given in node["rows"]:
        where = given.where() if isinstance(given, Mapping) else node.where("rows")
        if isinstance(given, Mapping):
            given.check({"cells": list}, {"height": int, "if": str, "each": str})
        entry: AnyMapping[str, Any] = given if isinstance(given, Mapping) else {"cells": given}
        cells = tuple(_cell(cell, where) for cell in entry["cells"])
        if sum(cell.span for cell in cells) != len(widths):
            raise LawError(f"{where}: a row of {sum(cell.span for cell in cells)} columns in a table of {len(widths)}")
        rows.append(Row(cells, entry.get("height", 0), entry.get("if", ""), entry.get("each", "")))
    return Table(widths, tuple(rows), node.get("head", 0))


def _cell(given: Any, where: str) -> Cell:
    if isinstance(given, Mapping):
        given.check({"text": str}, {"span": int})
        text, span = given["text"], given.get("span", 1)
    elif isinstance(given, str):
        text, span = given, 1
    else:
        raise LawError(f"{where}: a cell is a text, or a mapping with text and span")
    return Cell(text.removeprefix("*"), span, text.startswith("*"))
