"""Django's own commands for the site: ``python -m gongkai.web.manage migrate``."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
    execute_from_command_line(sys.argv)
