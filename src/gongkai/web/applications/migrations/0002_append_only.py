"""What happened to a case, a letter, a dispute stays as it was written."""

from django.db import migrations

from gongkai.web.common.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("common", "0002_append_only")]
    operations = [AppendOnly(name) for name in (
        "CaseEvent", "CaseFile", "LetterVersion", "LetterStep", "LetterTemplate", "DisputeEvent", "DisputeFile", "DisputePaperVersion", "DisputePaperStep", "ComplaintEvent", "ComplaintFile")]
