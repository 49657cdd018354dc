"""Tables whose rows may change until something is finished, and never after: the database refuses UPDATE and DELETE.

    operations = [Locked("Redaction", "finished_at"), Locked("RedactionBox", "finished_at", of="redaction")]
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

MESSAGE = "rows of this table are not changed or deleted any more once they are finished"


class Locked(Operation):
    """A migration's operation that puts the triggers on a model's table.

    Args:
        model: the model's name in the migration's app.
        finished: the column that is NULL until a row is finished.
        of: the foreign key to the row that has that column; "" where it is the row itself.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, finished: str, of: str = "") -> None:
        self.model, self.finished, self.of = model, finished, of

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers."""
        model = to_state.apps.get_model(app_label, self.model)
        table = model._meta.db_table
        condition = f'OLD."{self.finished}" IS NOT NULL'
        if self.of:
            key = model._meta.get_field(self.of)
            above = key.related_model._meta
            condition = (f'EXISTS (SELECT 1 FROM "{above.db_table}" AS above WHERE above."{above.pk.column}" = OLD."{key.column}" '
                         f'AND above."{self.finished}" IS NOT NULL)')
        for statement in _statements(schema_editor.connection.vendor, table, condition):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop them."""
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_locked_{event}"{on}', params=None)

    def describe(self) -> str:
        """What ``migrate`` prints."""
        return f"Lock the rows of {self.model} once they are finished"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        return type(self).__name__, [self.model, self.finished], {"of": self.of} if self.of else {}


def _statements(vendor: str, table: str, condition: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f'CREATE OR REPLACE FUNCTION "{table}_locked"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            *(f'CREATE TRIGGER "{table}_locked_{event.lower()}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{table}_locked"()'
              for event in ("UPDATE", "DELETE")),
        ]
    return [f'CREATE TRIGGER "{table}_locked_{event.lower()}" BEFORE {event} ON "{table}" WHEN {condition} '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END" for event in ("UPDATE", "DELETE")]
