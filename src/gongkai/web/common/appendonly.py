"""Tables whose rows stay as they were written: the database itself refuses UPDATE and DELETE.

    operations = [AppendOnly("Event"), AppendOnly("ItemVersion", erasable=["note"])]

A column named in `erasable` may be set to NULL or to an empty text (personal data that must go), nothing else may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation

MESSAGE = "rows of this table are never changed or deleted"


class AppendOnly(Operation):
    """A migration's operation that puts the triggers on a model's table.

    Args:
        model: the model's name in the migration's app.
        erasable: names of columns that may be emptied.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, erasable: Sequence[str] = ()) -> None:
        self.model, self.erasable = model, tuple(erasable)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers."""
        model = to_state.apps.get_model(app_label, self.model)
        for statement in _statements(schema_editor.connection.vendor, model._meta.db_table,
                                     [field.column for field in model._meta.concrete_fields], self.erasable):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop them."""
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{event}"{on}', params=None)

    def describe(self) -> str:
        """What ``migrate`` prints."""
        return f"Keep the rows of {self.model} as they were written"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        return type(self).__name__, [self.model], {"erasable": self.erasable} if self.erasable else {}


def _statements(vendor: str, table: str, columns: list[str], erasable: tuple[str, ...]) -> list[str]:
    """SQL of the triggers: deletes are refused, and updates that change more than an erasable column to nothing."""
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    changes = [f'NEW."{column}" {differs} OLD."{column}"' for column in columns if column not in erasable]
    changes += [f'(NEW."{column}" {differs} OLD."{column}" AND COALESCE(CAST(NEW."{column}" AS TEXT), \'\') <> \'\')'
                for column in erasable]
    condition = " OR ".join(changes)
    if vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION gongkai_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({condition}) '
            "EXECUTE FUNCTION gongkai_append_only()",
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW '
            "EXECUTE FUNCTION gongkai_append_only()",
        ]
    return [
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" WHEN {condition} '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" BEGIN SELECT RAISE(ABORT, \'{MESSAGE}\'); END',
    ]
