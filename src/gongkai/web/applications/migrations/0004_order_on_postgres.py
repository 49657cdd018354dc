"""The board's orders as indexes of PostgreSQL: the latest first, cases without a day last. SQLite reads its own indexes so; PostgreSQL counts
null as the largest value and would sort 100,000 cases for a page of them. And who handles cases of whom: to know of each unit whether any
case is assigned to it (queries.handlers_seen) PostgreSQL would otherwise go through the index of due days, once for each unit that has none.
And the pairs of characters of numbers and titles, so that a word sought (domain/searching.py) is not held against every case."""

from django.db import migrations

ORDERS = {
    "case_latest_received": "(received_on DESC NULLS LAST, id DESC) INCLUDE (unit_id, handler_id, stage, answer, number, receipt, title)",
    "case_by_handler": "(handler_id, unit_id)",
    "case_latest_answered": "(answered_on DESC NULLS LAST, id DESC) INCLUDE (unit_id, handler_id, stage)",
    "case_pairs": "USING gin ((gongkai_grams(number || '·' || title, '') COLLATE \"C\"))",
}


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        for name, order in ORDERS.items():
            editor.execute(f"CREATE INDEX {name} ON applications_case {order}", params=None)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for name in ORDERS:
            editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_redaction_locked"), ("common", "0003_search")]
    operations = [migrations.RunPython(make, drop)]
