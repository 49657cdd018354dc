"""Each code is registered once, documented, and no finding has another."""

from __future__ import annotations

import re
from pathlib import Path

import gongkai
from gongkai.report.checking.registry import codes, document, groups

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(gongkai.__file__).parent
_LITERAL = re.compile(rf'"((?:{"|".join(group.prefix for group in groups())})\.[a-z_]+)"')
_NO_CODES = {"personal.yaml"}


def literals(*, platform: bool = False) -> set[str]:
    """Every code written in the source of the core; the platform's own screening of texts has codes of its own, so that its source
    is looked at only where it is asked for."""
    return {code for path in SOURCES.rglob("*.py") if platform or "web" not in path.relative_to(SOURCES).parts
            for code in _LITERAL.findall(path.read_text("utf-8"))} - _NO_CODES


def test_every_code_in_the_source_is_registered() -> None:
    assert sorted(literals() - set(codes())) == []


def test_every_registered_code_is_given_by_a_source_or_a_declaration() -> None:
    declared = {code for path in (SOURCES / "law").rglob("*.yaml") if path.name != "findings.yaml"
                for code in re.findall(r"code: ([a-z]+\.[a-z_]+)", path.read_text("utf-8"))}
    sums = {f"sum.{name}" for path in (SOURCES / "law" / "forms").glob("*.yaml")
            for name in re.findall(r'id: "([^"]+)"', path.read_text("utf-8"))}
    assert sorted(set(codes()) - literals(platform=True) - declared - sums) == []


def test_every_code_has_title_levels_and_explanation() -> None:
    assert [code.code for code in codes().values() if not (code.title and code.levels and code.explanation)] == []


def test_the_reference_page_is_the_one_the_registry_writes() -> None:
    assert (ROOT / "docs" / "reference" / "findings.md").read_text("utf-8") == document()
