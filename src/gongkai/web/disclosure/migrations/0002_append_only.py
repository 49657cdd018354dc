"""Versions, reviews, publications and what happened to a document stay as they were written."""

from django.db import migrations

from gongkai.web.common.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial"), ("common", "0002_append_only")]
    operations = [AppendOnly(name) for name in (
        "ItemVersion", "ReviewStep", "Referral", "ReferralAnswer", "Publication", "Reassessment", "NormativeEvent", "FileReading")]
