"""Short messages and mails on the way, from ``law/letters/messages.yaml``.

    >>> message("extended").fill({"申请编号": "2026-0012", "延长后期限": date(2026, 11, 9), "机关名称": "清川县教育局"})
    '您（贵单位）的政府信息公开申请（编号2026-0012）的答复期限已延长至2026年11月9日，延期答复告知书另行送达。清川县教育局'

They hold no name, content or query code: whoever holds the telephone may read them. A unit may have a text of its own, looked
at by `check_message`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as date  # for the example above
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LawError
from gongkai.engine.letters import fields as engine_fields
from gongkai.engine.letters import steps
from gongkai.engine.vocabulary import entries, head, one_of, texts
from gongkai.errors import GongkaiError
from gongkai.web.applications.letters.fields import LetterField, fields
from gongkai.web.applications.letters.filling import fill_text
from gongkai.web.applications.letters.structure import arrange
from gongkai.web.applications.letters.tags import names, scan
from gongkai.web.applications.letters.wording import FOLDER

LONGEST = 500
"""Characters of a message, tags and all; a short message is cut in parts at 67."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: `event` is the step of a case it belongs to, `subject` the line of a mail, `text` what it says."""

    key: str
    label: str
    event: str
    articles: tuple[str, ...]
    subject: str
    text: str

    def fill(self, values: Mapping[str, Any]) -> str:
        """The message with values by the names of fields.

        Raises:
            MissingValues: a field has no value.
        """
        return fill_text(self.text, values)


def load_messages(path: Path | str) -> dict[str, Message]:
    """The messages in one file.

    Raises:
        LawError: unknown, missing, wrong or repeated keys, a step there is none of, a text that is none; names file and line.
    """
    data = lawfile.read(path)
    head(data, {"messages": list})
    found = {}
    for entry in entries(data, "messages", {"label": str, "event": str, "articles": list, "subject": str, "text": str}):
        if problems := check_message(entry["text"]):
            raise LawError(f"{entry.where('text')}: {problems[0]}")
        found[entry["key"]] = Message(entry["key"], entry["label"], one_of(entry, "event", steps()), texts(entry, "articles"), entry["subject"], entry["text"])
    return found


@cache
def messages() -> dict[str, Message]:
    """Every message, by key."""
    return load_messages(FOLDER / "messages.yaml")


def message(key: str) -> Message:
    """The message called `key`.

    Raises:
        GongkaiError: there is none.
    """
    if key not in messages():
        raise GongkaiError(f"不认识消息“{key}”，可用的有：{'、'.join(f'{each.key}（{each.label}）' for each in messages().values())}。")
    return messages()[key]


def message_fields() -> dict[str, LetterField]:
    """The fields that may stand in a message: nothing personal, no lists."""
    personal = {key for key, field in engine_fields().items() if field.personal}
    return {name: field for name, field in fields().items() if field.key and field.key not in personal and field.kind != "rows"}


def check_message(text: str) -> list[str]:
    """What is wrong with a text of one's own, a sentence each; nothing where it can be used."""
    if not text.strip() or len(text) > LONGEST:
        return [f"消息是空的，或者超过{LONGEST}字，请改写。"]
    tags = scan(text)
    _, faults = arrange(((tag, tag) for tag in tags), "同一条消息")
    found = [f"消息里的“{tag.text}”{words}。" for tag, words in (*((tag, tag.fault) for tag in tags if tag.kind == "fault"), *faults)]
    found += [f"消息里的“{tag.text}”是循环，消息里不能用，请删除。" for tag in tags if tag.kind == "for"]
    known, held = message_fields(), fields()
    for tag in tags:
        for name in map(str, names(tag.expression)):
            if name in held and name not in known:
                found.append(f"消息里的“{tag.text}”可能是个人信息，或者是一个清单，不能写进短信、邮件，请删除。")
            elif name not in known:
                found.append(f"消息里的“{tag.text}”不是可用的字段，请对照字段表改正。")
    return list(dict.fromkeys(found))
