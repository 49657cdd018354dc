"""``python tools/fold_migrations.py APP…``: an app's first migration with fewer, larger steps (`make migrations` calls it).

Django writes a model's indexes and constraints as steps of their own behind all models, and makes every related model anew after
each such step. Put into the step that makes the model they come to the same tables in a third of the time: each start of the
tests and the first start of a site wait for that.
"""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.writer import MigrationWriter


def brought_forward(operations: list[Operation]) -> list[Operation]:
    """The same steps, indexes and constraints right behind their model; those that wait for a field added later stay where they are."""
    late = {operation.model_name_lower for operation in operations if isinstance(operation, AddField)}
    moved = [operation for operation in operations if isinstance(operation, AddIndex | AddConstraint) and operation.model_name_lower not in late]
    made: list[Operation] = []
    for operation in operations:
        if operation not in moved:
            made.append(operation)
            if isinstance(operation, CreateModel):
                made += [other for other in moved if other.model_name_lower == operation.name_lower]
    return made


def fold(label: str) -> None:
    """Write the first migration of an app anew."""
    module = import_module(f"{apps.get_app_config(label).name}.migrations.0001_initial")
    migration = module.Migration("0001_initial", label)
    before: list[Operation] = []
    while len(before) != len(migration.operations):  # a field that has come to its model lets the next index come
        before = migration.operations
        migration.operations = MigrationOptimizer().optimize(brought_forward(before), label)
    Path(inspect.getfile(module)).write_text(MigrationWriter(migration, include_header=False).as_string(), encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    for name in sys.argv[1:]:
        fold(name)
