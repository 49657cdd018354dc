"""The one place where items meet the screening: texts, attachments, the tool that masks."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gongkai.web.common import days
from gongkai.web.disclosure import screening
from gongkai.web.disclosure.domain import queries
from gongkai.web.disclosure.enums import Attribute
from gongkai.web.disclosure.models import FileReading, Item
from gongkai.web.organs.models import Unit

LABELS = {"title": "名称", "summary": "内容概述", "body": "正文", "document_number": "文号", "reprinted_from": "转载来源",
          "attribute_reason": "公开属性理由", "sent_to": "报送情况"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on an item, with a key that stays the same as long as the passage does."""

    key: str
    code: str
    level: str
    message: str
    where: str
    start: int | None
    end: int | None
    excerpt: str
    basis: str

    @property
    def serious(self) -> bool:
        """Whether it blocks."""
        return self.level == "serious"

    def as_json(self) -> dict[str, Any]:
        """For `ItemVersion.remarks`."""
        return asdict(self)


def findings(item: Item) -> list[Finding]:
    """What screening says of an item's texts and attachments, serious ones first."""
    fields = {name: getattr(item, name) for name in LABELS if getattr(item, name)}
    remarks = screening.screen_text(
        fields, today=days.today(), html={"body"}, wrong_words=_words(item.unit), labels=LABELS, made=(),
        on_application=item.attribute == Attribute.ON_APPLICATION)
    found = [_finding(remark, LABELS[remark.field]) for remark in remarks]
    for row in item.attachments.select_related("file").order_by("order", "id"):
        for remark in FileReading.objects.filter(file=row.file).values_list("remarks", flat=True).first() or []:
            found.append(_finding(screening.Remark(**remark), f"附件《{row.title}》"))
    return sorted(_told_apart(found), key=lambda finding: not finding.serious)


def report_on(data: bytes, name: str, unit: Unit, *, on_application: bool = False) -> screening.FileReport:
    """What screening says of an upload to a unit, read in a process with bounds."""
    with tempfile.TemporaryDirectory(prefix="gongkai-upload-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(data)
        return screening.screen_file_safely(path, name, today=days.today(), wrong_words=_words(unit), on_application=on_application)


def remark_json(remark: screening.Remark) -> dict[str, Any]:
    """For `FileReading.remarks`."""
    return asdict(remark)


def masked(field: str, value: str) -> str:
    """A text with its personal data masked."""
    return screening.mask_persons(value, html=field == "body").text


def plain(field: str, value: str) -> str:
    """The text that offsets of findings count in."""
    return screening.plain_text(value, html=field == "body")


def _words(unit: Unit) -> list[screening.WrongWord]:
    """The usual wrong expressions, and those that the unit and the units above it added."""
    return [*screening.wrong_words(), *(
        screening.WrongWord(word.wrong, word.right, "serious" if word.serious else "reason", word.note)
        for word in queries.wrong_words_for(unit))]


def _finding(remark: screening.Remark, where: str) -> Finding:
    key = hashlib.sha256("\x1f".join((remark.code, where, remark.excerpt, remark.message)).encode()).hexdigest()[:12]
    return Finding(key, remark.code, remark.level, remark.message, where, remark.start, remark.end, remark.excerpt, remark.basis)


def _told_apart(found: list[Finding]) -> list[Finding]:
    """Findings that read the same get keys of their own, by their order."""
    seen: dict[str, int] = {}
    told: list[Finding] = []
    for finding in found:
        seen[finding.key] = count = seen.get(finding.key, 0) + 1
        told.append(finding if count == 1 else Finding(**{**asdict(finding), "key": f"{finding.key}-{count}"}))
    return told
