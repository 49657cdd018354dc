"""Nobody overwrites anybody.

An editable row has a version number. A change names the version that its author saw; the number is compared in the UPDATE
itself, so that of two editors the second is told, on either database, whatever the timing.
"""

from __future__ import annotations

from typing import Any

from django.db import models


class Conflict(Exception):
    """Somebody else saved first.

    Attributes:
        current: the row as it is now, read anew.
        mine: field → the value that was not saved.
    """

    def __init__(self, current: Any, mine: dict[str, Any]) -> None:
        super().__init__("您打开之后，这条记录已被他人修改并保存，您的修改尚未保存，请对照后重新提交。")
        self.current, self.mine = current, mine


class Versioned(models.Model):
    """An editable row."""

    version = models.PositiveIntegerField("修改次数", default=1, editable=False)

    class Meta:
        abstract = True

    def save_over(self, version: int, **changes: Any) -> None:
        """Save `changes` if the row still has `version`; the number then grows by one.

        Args:
            version: the number that the author of the change saw.
            changes: field → new value.

        Raises:
            Conflict: the row has another version by now; nothing is saved.
        """
        model = type(self)
        for name, value in changes.items():
            setattr(self, name, value)
        saved = {field.attname: field.pre_save(self, add=False) for field in model._meta.concrete_fields
                 if field.name in changes or getattr(field, "auto_now", False)}
        done = model._base_manager.filter(pk=self.pk, version=version).update(**saved, version=version + 1)
        if not done:
            raise Conflict(model._base_manager.filter(pk=self.pk).first(), changes)
        self.version = version + 1
