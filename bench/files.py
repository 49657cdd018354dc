"""The files that are measured."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from gongkai.report.reading import read

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared" / "reports"
sys.path.insert(0, str(ROOT / "tests"))


@dataclass(frozen=True, slots=True)
class File:
    """A file in memory. `kind` is ``html`` or ``pdf``."""

    name: str
    kind: str
    data: bytes


def files() -> tuple[list[File], list[str]]:
    """The examples, the real reports where they are at hand, and PDFs printed now; and what was left out, in sentences."""
    found, missing = [], []
    for folder in (SHARED, EXAMPLES):
        if not folder.is_dir():
            missing.append(f"no real reports at {folder.relative_to(ROOT.parent)}: not measured")
        found += [File(path.name, path.suffix[1:], path.read_bytes())
                  for path in sorted(folder.glob("*")) if path.suffix in (".html", ".pdf")]
    page = next(file for file in found if file.kind == "html" and file.name.startswith("nanting"))
    found.append(File("printed by typst", "pdf", _typst(EXAMPLES / page.name)))
    printed = _chromium(page.data.decode())
    if printed is None:
        missing.append("chromium is not installed: no PDF of its making measured")
    else:
        found.append(File("printed by chromium", "pdf", printed))
    return found, missing


def _typst(path: Path) -> bytes:
    from gongkai.report.writing import write

    return write(read(path, check=False), "pdf")


def _chromium(page: str) -> bytes | None:
    import pytest
    from producers import chromium

    try:
        return chromium(page)
    except pytest.skip.Exception:
        return None
