"""docs/reference/cli.md out of the help: ``python -m gongkai.cli.reference > docs/reference/cli.md``."""

from __future__ import annotations

import sys

from typer.main import get_command
from typer.testing import CliRunner

from gongkai.cli.app import app

HEAD = """# The command line

Generated from the command's own help by `python -m gongkai.cli.reference`; a test holds it to that. Help is in
Chinese, as its readers are. Exit codes: [exit-codes.md](exit-codes.md). The JSON: [report-json.md](report-json.md).
"""


def reference() -> str:
    """The page: the help of the whole and of each command."""
    commands = [None, *getattr(get_command(app), "commands", {})]
    parts = [HEAD]
    for name in commands:
        words = [name, "--help"] if name else ["--help"]
        said = CliRunner().invoke(app, words, prog_name="gongkai", env={"COLUMNS": "80"})
        title = f"gongkai {name}" if name else "gongkai"
        parts.append(f"## {title}\n\n```text\n{said.output.strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(reference())
