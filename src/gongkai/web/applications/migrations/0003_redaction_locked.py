"""A finished redaction and its boxes stay as they are."""

from django.db import migrations

from gongkai.web.common.locking import Locked


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_append_only")]
    operations = [Locked("Redaction", "finished_at"), Locked("RedactionBox", "finished_at", of="redaction")]
