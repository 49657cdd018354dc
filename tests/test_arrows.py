"""Who may import whom: engine → law; report → law, engine; cli → report. The core knows no Django.

Within the platform: common → core; organs → common; disclosure → organs; annualreport → disclosure, applications; portal → all of them; of the command line, cli/site.py
alone opens the platform, by web/operations.
"""

import ast
from pathlib import Path

import pytest

import gongkai

PACKAGE = Path(gongkai.__file__).parent
MAY = {"errors": set(), "engine": {"errors"}, "report": {"errors", "engine"}, "cli": {"errors", "engine", "report"}}
"""Part of the package → the parts it may import, beside itself. `law` holds no Python."""


def imported(path):
    """The modules that a file names in imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("part", list(MAY))
def test_imports_go_one_way(part):
    files = sorted((PACKAGE / part).rglob("*.py")) or [PACKAGE / f"{part}.py"]
    wrong = [f"{path.relative_to(PACKAGE)}: {name}" for path in files for name in imported(path)
             if (words := name.split("."))[0] == "django"
             or (words[0] == "gongkai" and not {*words[1:2]} <= {part, "__version__", *MAY[part]}
                 and not (path == PACKAGE / "cli" / "site.py" and words[1:3] == ["web", "operations"]))]
    assert wrong == []


def test_the_law_holds_no_code():
    assert [path.name for path in (PACKAGE / "law").rglob("*") if path.is_file() and path.suffix not in (".yaml", ".md")] == []


WEB = {
    "common": set(), "organs": {"common"}, "disclosure": {"common", "organs"}, "applications": {"common", "organs", "disclosure"},
    "annualreport": {"common", "organs", "disclosure", "applications"}, "portal": {"common", "organs", "disclosure", "applications", "annualreport"},
    "demonstration": {"common", "organs", "disclosure", "applications", "annualreport"},
    "operations": {"common", "organs", "disclosure", "applications", "annualreport", "demonstration", "portal", "wsgi"},
}
"""App of the platform → the apps it may import, beside itself; each may import the core. operations serves the whole (wsgi.py)."""


@pytest.mark.parametrize("app", list(WEB))
def test_imports_between_the_apps_go_one_way(app):
    wrong = [f"{path.relative_to(PACKAGE)}: {name}" for path in sorted((PACKAGE / "web" / app).rglob("*.py")) for name in imported(path)
             if (words := name.split("."))[0] == "gongkai" and words[1:2] == ["web"] and not {*words[2:3]} <= {app, *WEB[app]}]
    assert wrong == []
