"""What was counted, frozen, approved, published, handed in and confirmed stays as it was written."""

from django.db import migrations

from gongkai.web.common.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("annualreport", "0001_initial"), ("common", "0002_append_only")]
    operations = [AppendOnly(name) for name in (
        "Snapshot", "Override", "Waiver", "DecisionCount", "ReportVersion", "ReportStep", "Publication", "HandIn", "Remark", "CellDecision")]
