"""While an uploaded file is read no transaction is open: on SQLite every writer would wait for it."""

from __future__ import annotations

import ast
from pathlib import Path

import gongkai.web

PACKAGE = Path(gongkai.web.__file__).parent
READS = {"upload", "attach_file", "scan_looked_at", "_opened", "looked_at", "look", "Enclosing", "_enter"}
"""Functions that read an upload in a process of its own."""


def named(node):
    return {part.attr if isinstance(part, ast.Attribute) else part.id for call in ast.walk(node) if isinstance(call, ast.Call)
            for part in [call.func] if isinstance(part, ast.Attribute | ast.Name)}


def test_every_view_that_reads_an_upload_says_so():
    found, missing = [], []
    for path in sorted([*PACKAGE.glob("*/views/*.py"), *PACKAGE.glob("*/public/*.py")]):
        for view in ast.parse(path.read_text("utf-8")).body:
            if isinstance(view, ast.FunctionDef) and view.decorator_list and named(view) & READS:
                found.append(view.name)
                words = {part.id if isinstance(part, ast.Name) else part.attr for part in view.decorator_list if isinstance(part, ast.Name | ast.Attribute)}
                if not {"takes_files", "anybody"} & words:  # a page of `anybody` is outside transactions anyway
                    missing.append(f"{path.relative_to(PACKAGE)}: {view.name}")
    assert len(found) >= 9
    assert missing == []
