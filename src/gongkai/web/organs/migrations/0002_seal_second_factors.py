"""What authenticators keep is sealed under the site's key."""

from typing import Any

from django.db import migrations

from gongkai.web.organs.secondfactors import reseal


def seal(apps: Any, schema_editor: Any) -> None:
    reseal(apps.get_model("mfa", "Authenticator"))


class Migration(migrations.Migration):
    dependencies = [("organs", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
