"""What differs between two versions of an item, and where findings stand in a text, ready to be shown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import screen
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import CatalogueNode, Item, ItemVersion
from gongkai.web.organs.models import Unit

FIELDS = {"title": "名称", "index_number": "索引号", "unit": "发布机构", "node": "公开目录", "genre": "体裁", "subject": "主题", "made_on": "生成日期",
          "document_number": "文号", "attribute": "公开属性", "attribute_reason": "公开属性理由", "valid_from": "生效日期",
          "valid_until": "有效期至", "reprinted_from": "转载来源", "reprinted_url": "转载网址", "sent_to": "报送情况", "summary": "内容概述"}
"""What is shown of a version beside its body and files, in this order."""
_WORDS = re.compile(r"[一-鿿]|[0-9A-Za-z]+|\s+|.", re.DOTALL)
_MOST = 4_000
"""Words that are compared one by one; longer texts are compared by lines."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: ``kind`` is "" for what stays, ins, del, or mark with the findings' number in `note`."""

    text: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs."""

    label: str
    pieces: list[Piece]


def facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of a version's content that hold something, labelled and in words."""
    return [(label, value) for name, label in FIELDS.items() if (value := worded(name, content[name]))]


def worded(name: str, value: Any) -> str:
    """A value of a version's content as people read it."""
    match name:
        case "unit":
            return str(Unit.objects.filter(pk=value).first() or "")
        case "node":
            return str(CatalogueNode.objects.filter(pk=value).first() or "")
        case "genre":
            return vocabularies.genres().get(value, value)
        case "subject":
            return vocabularies.subjects().get(value, value)
        case "attribute":
            return str(Attribute(value).label)
        case _:
            return str(value or "")


def changes(old: ItemVersion, new: ItemVersion) -> list[Change]:
    """What differs between two versions, field by field, the body word by word, files by name."""
    found = [Change(label, difference(worded(name, old.content[name]), worded(name, new.content[name])))
             for name, label in FIELDS.items() if old.content[name] != new.content[name]]
    if old.content["body"] != new.content["body"]:
        texts = [screen.plain("body", version.content["body"]) for version in (old, new)]
        found.append(Change("正文", difference(*texts) if texts[0] != texts[1] else [Piece("文字相同，只有排版不同。")]))
    if old.files != new.files:
        lists = ["\n".join(f"{file['title']}（{file['name']}，{file['sha256'][:8]}）" for file in version.files) for version in (old, new)]
        found.append(Change("附件", difference(*lists)))
    return found


def difference(old: str, new: str) -> list[Piece]:
    """Two texts as one, with what was taken out and put in. Long texts are compared line by line."""
    before, after = _parts(old), _parts(new)
    if len(before) + len(after) > _MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=len(before) > _MOST).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece("".join(before[a:b]), "del"))
        if d > c:
            pieces.append(Piece("".join(after[c:d]), "ins"))
    return pieces


def marked(item: Item, found: Iterable[screen.Finding]) -> list[tuple[str, list[Piece]]]:
    """The item's texts in which findings stand, each passage marked with the numbers of its findings."""
    numbered = list(enumerate(found, 1))
    shown = []
    for name, label in screen.LABELS.items():
        here = sorted((finding.start, finding.end or finding.start, str(number)) for number, finding in numbered
                      if finding.where == label and finding.start is not None)
        if not here and name != "body":
            continue
        text, pieces, place = screen.plain(name, getattr(item, name)), [], 0
        for start, end, number in here:
            if start < place:
                continue
            pieces += [Piece(text[place:start]), Piece(text[start:end], "mark", number)]
            place = end
        pieces.append(Piece(text[place:]))
        shown.append((label, [piece for piece in pieces if piece.text]))
    return shown


def _parts(text: str) -> list[str]:
    return [found[0] for found in _WORDS.finditer(text)]


def letters(text: str, other: str) -> list[Piece]:
    """A text with the letters marked in which it differs from another of the same length (masking keeps the length)."""
    if len(text) != len(other):
        return difference(other, text)
    pieces: list[Piece] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (text[place] == other[place]) != (text[start] == other[start]):
            pieces.append(Piece(text[start:place], "" if text[start] == other[start] else "mark"))
            start = place
    return pieces
