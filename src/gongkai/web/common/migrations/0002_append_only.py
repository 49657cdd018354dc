"""The log and the files stay as they were written."""

from django.db import migrations

from gongkai.web.common.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]
    operations = [AppendOnly("Event"), AppendOnly("StoredFile")]
