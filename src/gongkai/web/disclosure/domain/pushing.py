"""Items that another system (an OA) hands in for its unit: the same id is the same item, the same content changes nothing.

A push never publishes. It writes a draft, and may send it to 公开审查 where screening finds nothing; what is changed after review or
publication goes back to the draft, as by a clerk. The steps of review are for people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from gongkai.web.common import eventlog, notices
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain import files, items, screen, stages, submitting
from gongkai.web.disclosure.enums import Attribute, Stage
from gongkai.web.disclosure.models import Item
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import ApiToken


class UnderReview(Exception):
    """The item is being reviewed; other content has to wait. ``str(error)`` is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Handed:
    """An attachment as it was handed in."""

    name: str
    data: bytes
    title: str = ""

    @property
    def called(self) -> str:
        """What it is called in public."""
        return (self.title.strip() or self.name.rpartition(".")[0] or self.name)[:255]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a push: the item, and created, changed or unchanged."""

    item: Item
    outcome: str


def push_item(token: ApiToken, external_id: str, values: Mapping[str, Any], attachments: Sequence[Handed] | None, *,
              index_number: str = "", submit: bool = False) -> Pushed:
    """Make or change the item that has this id in the other system.

    Args:
        values: every field of `items.FIELDS`; what is missing is empty.
        attachments: all of them, in their order; None leaves those that are there.
        index_number: one that it has already; for a new item.
        submit: send it to 公开审查, where screening finds nothing in it.

    Raises:
        Refused: the key is not a clerk's.
        ValidationError: by field; of an attachment ``attachments.0`` and so on.
        UnderReview: other content while somebody reads it.
    """
    require(token, "add", Item(unit=token.unit))
    looked = _looked_at(token, external_id, values, attachments)
    try:
        pushed = _written(token, external_id, values, attachments, looked, index_number)
    except IntegrityError:  # another push of the same id was first: this one changes what that one made
        pushed = _written(token, external_id, values, attachments, looked, "")
    if submit and pushed.item.stage in (Stage.DRAFT, Stage.WITHDRAWN) and not screen.findings(pushed.item):
        submitting.submit_item(token, pushed.item, pushed.item.version)
        pushed.item.refresh_from_db()
    elif pushed.outcome != "unchanged":
        notices.tell(roles.holders(token.unit, Role.CLERK), f"“{token.name}”报送了《{pushed.item.title[:60]}》，请检查并送审。", kind="报送",
                     link=reverse("disclosure:item", args=[pushed.item.pk]), key=f"push-{pushed.item.pk}-{pushed.item.version}")
    return pushed


def add_file(token: ApiToken, item: Item, upload: Any, title: str = "") -> bool:
    """Add one attachment; one that the item has already under this title changes nothing.

    Returns:
        Whether it was added.

    Raises:
        Refused, UnderReview, ValidationError: as `push_item`.
    """
    require(token, "edit", item)
    data = upload.read()
    upload.seek(0)
    if _known(item, Handed(upload.name or "", data, title)):
        return False
    _open(item)
    files.attach_file(token, item, upload, title=title)
    return True


def find(token: ApiToken, external_id: str) -> Item | None:
    """The item of the key's unit that has this id in the other system."""
    return Item.objects.restrict(token, "view").filter(unit=token.unit, external_id=external_id).select_related("unit").first()


def _looked_at(token: ApiToken, external_id: str, values: Mapping[str, Any], attachments: Sequence[Handed] | None) -> dict[int, Any]:
    """What screening says of each attachment that the item does not have yet."""
    item = find(token, external_id)
    looked: dict[int, Any] = {}
    for number, handed in enumerate(attachments or ()):
        if item is not None and _known(item, handed):
            continue
        try:
            data, name, report = files.looked_at(SimpleUploadedFile(handed.name, handed.data), token.unit,
                                                 on_application=values.get("attribute") == Attribute.ON_APPLICATION)
        except ValidationError as error:
            raise ValidationError({f"attachments.{number}": error.messages}) from None
        if report.refusal:
            eventlog.record("item.file_refused", item, actor=token, unit=token.unit, after={"kind": report.kind, "size": report.size})
            raise ValidationError({f"attachments.{number}": report.refusal})
        looked[number] = (data, name, report)
    return looked


@transaction.atomic
def _written(token: ApiToken, external_id: str, values: Mapping[str, Any], attachments: Sequence[Handed] | None, looked: dict[int, Any],
             index_number: str) -> Pushed:
    """The item with its new content, in one transaction."""
    found = Item.objects.filter(unit=token.unit, external_id=external_id).first()
    if found is None:
        item = items.create_item(token, token.unit, values, index_number=index_number, external_id=external_id)
        for number, handed in enumerate(attachments or ()):
            _attach(token, item, handed, looked[number])
        item.refresh_from_db()
        return Pushed(item, "created")
    item = stages.locked(found)
    clean = items.validated(item.unit, values, node_now=item.node)
    other = any(getattr(item, name) != value for name, value in clean.items())
    others = attachments is not None and [(row.title, row.file.sha256) for row in _rows(item)] != [
        (handed.called, _digest(handed.data)) for handed in attachments]
    if not other and not others:
        return Pushed(item, "unchanged")
    _open(item)
    if other:
        item = items.change_item(token, item, item.version, values)
    if others:
        kept = {(row.title, row.file.sha256): row for row in _rows(item)}
        for key, row in kept.items():
            if key not in {(handed.called, _digest(handed.data)) for handed in attachments or ()}:
                files.remove_file(token, row)
        for number, handed in enumerate(attachments or ()):
            if number in looked and (handed.called, _digest(handed.data)) not in kept:
                _attach(token, item, handed, looked[number])
    item.refresh_from_db()
    return Pushed(item, "changed")


def _attach(token: ApiToken, item: Item, handed: Handed, looked: tuple[bytes, str, Any]) -> None:
    data, name, report = looked
    files.keep_looked_at(token, item, data, name, handed.called, report)


def _open(item: Item) -> None:
    if (stage := stages.derive(item)) not in stages.EDITABLE:
        raise UnderReview(f"该事项正在{stage.label}，内容不能修改；确需修改的，请经办人在系统中撤回送审后再报送。")


def _rows(item: Item) -> list[Any]:
    return list(item.attachments.select_related("file").order_by("order", "id"))


def _known(item: Item, handed: Handed) -> bool:
    digest = _digest(handed.data)
    return any((row.title, row.file.sha256) == (handed.called, digest) for row in _rows(item))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
