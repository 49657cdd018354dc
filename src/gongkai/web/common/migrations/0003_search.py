"""The index of full text: FTS5 on SQLite, GIN over bigrams on PostgreSQL."""

from django.db import migrations

from gongkai.web.common.search import postgres, sqlite


def create(apps, schema_editor):
    for statement in postgres.CREATE if schema_editor.connection.vendor == "postgresql" else sqlite.CREATE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in postgres.DROP if schema_editor.connection.vendor == "postgresql" else sqlite.DROP:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("common", "0002_append_only")]
    operations = [migrations.RunPython(create, drop)]
