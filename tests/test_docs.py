"""The docs say what the product does: the generated page, the schema, the glossary, every link and command."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from gongkai.cli.app import app
from gongkai.engine import decisions_page
from gongkai.engine.deadline import State
from gongkai.engine.events import Kind
from gongkai.engine.receipt import channels
from gongkai.engine.service import ways as ways_of_service
from gongkai.report import dictionary
from gongkai.report.checking.registry import groups
from gongkai.report.form import editions
from gongkai.report.model import Cell, Fact, Finding, Part, Place, Report, Section, Source
from gongkai.report.rollup import rollup

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])


def sample():
    """A report in which every key of the JSON says something."""
    place = Place(page=2, box=(1.0, 2.0, 3.0, 4.04))
    report = Report("2021", unit="某某县民政局", year=2023, title="年度报告", unit_kind="县级部门", region_code="130000",
                    scope="本级", contacts=["电话"], period=(date(2023, 1, 1), date(2023, 12, 31)),
                    published=date(2024, 1, 10), preamble="按照条例编制。",
                    source=Source("a.pdf", "0" * 64, "https://example.org/a", "2024-02-01T08:00:00+00:00", "pdf"))
    report.cells = {address: Cell(0, "0", place=place) for address in editions()["2021"].addresses()}
    report.cells["2.fees.amount"] = Cell(Decimal("25.10"), "251000元", "inferred", Place(line=3), "元")
    report.cells["3.closed.person"] = Cell(None, "/", "corrected", Place(path="/html/body/table[2]"))
    report.sections = [Section(1, "总体情况", "文字", [Part("proactive", "主动公开", "文字", place)], place, "一、总体情况")]
    part = Fact("其中3件", "申请", 3, "件")
    report.facts = [Fact("约4件", "申请", 4, "件", 2023, 1, True, place, [part])]
    report.findings = [Finding("sum.3.total", "error", "不符。", ("3.received.total",), Decimal("4"), 0, place, "依据"),
                       Finding("form.section_missing", "notice", "缺一部分。", expected=["一"], found=None)]
    return report


def schema():
    """A validator of docs/reference/report-json.schema.json."""
    made = json.loads((DOCS / "reference/report-json.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize("made", [
    sample().to_json(), Report("2019").to_json(),
    rollup([sample(), Report("2021", unit="乙", year=2022)], expected=["丙"]).to_json(),
], ids=["full", "empty", "rollup"])
def test_the_json_of_a_report_fits_the_schema(made):
    errors = [error.message for error in schema().iter_errors(json.loads(json.dumps(made)))]
    assert errors == []


@pytest.mark.parametrize("fault", [
    {"year": "2023"}, {"scope": "全市"}, {"more": 1}, {"findings": [{"code": "x"}]}, {"tables": {"3": {"a": {"b": "4"}}}}])
def test_the_schema_refuses_what_is_no_report(fault):
    assert list(schema().iter_errors({**sample().to_json(), **fault}))


def test_the_page_of_the_command_line_is_up_to_date():
    from gongkai.cli.reference import reference

    page = (DOCS / "reference/cli.md").read_text(encoding="utf-8")
    assert page == reference(), "run: .venv/bin/python -m gongkai.cli.reference > docs/reference/cli.md"


def test_the_page_of_answers_is_up_to_date():
    written = (DOCS / "reference/answers.md").read_text(encoding="utf-8")
    assert written == decisions_page.page(), "run: make docs"


def test_the_data_dictionary_is_up_to_date():
    assert (DOCS / "reference/data-dictionary.md").read_text(encoding="utf-8") == dictionary.page(), "run: make docs"


@pytest.mark.parametrize("name", list(editions()))
def test_the_glossary_names_every_row_and_column_of_the_form(name):
    page = (DOCS / "reference/terms.md").read_text(encoding="utf-8")
    part = page.split(f"### Edition {name} ")[1].split("\n### ")[0]
    rows = set(re.findall(r"^\| (\d) ([行列]) \| (.+?) \| `(.+?)` \|", part, re.MULTILINE))
    form = editions()[name]
    expected = set()
    for table in form.tables.values():
        expected |= {(table.number, "行", row.label, row.key) for row in (*table.leaves(), *table.groups())}
        expected |= {(table.number, "列", column.label, column.key) for column in table.columns}
    assert rows == expected


def terms(head):
    """The rows (Chinese term, name) of the glossary's table that begins with `head`."""
    page = (DOCS / "reference/terms.md").read_text(encoding="utf-8")
    table = page.split(f"\n| {head} |")[1].split("\n\n")[0]
    return re.findall(r"^\| ([^|]+) \| `([a-z_]+)` \|", table, re.MULTILINE)


def test_the_glossary_names_what_the_clock_knows_in_its_own_words():
    ways = channels(date(2026, 9, 18))
    assert terms("渠道") == [(way.label, key) for key, (way, _) in ways.items()]
    assert terms("送达方式") == [(way.label, key) for key, way in ways_of_service(date(2026, 9, 18)).items()]
    assert terms("事件") == [(kind.words, kind.value) for kind in Kind]
    assert [name for _, name in terms("状态")] == [state.value for state in State]


def test_the_glossary_names_every_prefix_of_a_finding():
    assert [name for _, name in terms("问题类别")] == [group.prefix for group in groups()]


def test_the_glossary_names_every_part_of_section_one():
    page = (DOCS / "reference/terms.md").read_text(encoding="utf-8")
    parts = [part for form in editions().values() for section in form.sections for part in section.parts]
    assert parts
    assert [part.key for part in parts if not re.search(rf"^\| {part.heading} \| .*`{part.key}`", page, re.MULTILINE)] == []


def test_decisions_are_numbered_one_by_one_and_dated():
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        assert re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: .+\.$", text, re.MULTILINE)


def test_the_glossary_gives_a_name_to_one_thing_only():
    page = (DOCS / "reference/terms.md").read_text(encoding="utf-8").split("## The clock")[0]
    terms = re.findall(r"^\| ([^|]+?) \| [^|]+ \| [^|]+ \|", page, re.MULTILINE)
    terms = [term for line in terms if line not in ("中文", "---") for term in line.split("，")]
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_command_in_the_docs_has_options_that_exist(page):
    known = {command.name for command in app.registered_commands}
    help_page = (DOCS / "reference/cli.md").read_text(encoding="utf-8")
    options = {name: set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", part))
               for name, part in re.findall(r"## gongkai (\w+)\n(.*?)(?=\n## |\Z)", help_page, re.DOTALL)}
    lines = re.findall(r"^\s*(?:\$ )?(?:\.venv/bin/)?gongkai ([a-z]+)\b(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    for name, rest in lines:
        assert name in known
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.split(" | ")[0])) <= options[name]


def test_the_index_leads_to_every_page():
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} - {"index.md"}
    missing = {page for page in pages if f"]({page})" not in text}
    assert missing == set()


def console(page):
    """The console blocks of a page: (commands, output)."""
    return re.findall(r"```console\n((?:\$ [^\n]*\n)+)(.*?)```", page, re.DOTALL)


def played(commands, folder):
    """What commands print, run by a shell in a folder that has the examples."""
    shim = folder / "bin/gongkai"
    if not shim.exists():
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gongkai "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        (folder / "examples").symlink_to(ROOT / "examples")
    script = "\n".join(line.removeprefix("$ ") for line in commands.splitlines())
    path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True, encoding="utf-8",
                          env={**os.environ, "PATH": path}, timeout=120)
    return done.stdout + done.stderr


def test_the_tutorial_shows_what_the_commands_print(tmp_path):
    page = DOCS / "tutorial/first-check.md"
    text = page.read_text(encoding="utf-8")
    shown = console(text)
    real = [(commands, played(commands, tmp_path)) for commands, _ in shown]
    if os.environ.get("GONGKAI_WRITE_DOCS"):
        for (commands, old), (_, new) in zip(shown, real, strict=True):
            text = text.replace(f"```console\n{commands}{old}```", f"```console\n{commands}{new}```")
        page.write_text(text, encoding="utf-8")
        shown = console(text)
    assert shown == real, "run: GONGKAI_WRITE_DOCS=1 .venv/bin/python -m pytest tests/test_docs.py, and read the page"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_a_finding_of_the_tutorial(name):
    shown = re.search(r"```text\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert shown and shown[1] in (DOCS / "tutorial/first-check.md").read_text(encoding="utf-8")


def test_every_setting_of_a_site_is_documented_and_no_other():
    read = set()
    for path in (ROOT / "src" / "gongkai" / "web" / "settings").glob("*.py"):
        read |= set(re.findall(r'"((?:GONGKAI|DATABASE)_[A-Z_]+)"', path.read_text("utf-8")))
    told = set(re.findall(r"`((?:GONGKAI|DATABASE)_[A-Z_]+)`", (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")))
    assert told - read == {"GONGKAI_PASSWORD"}  # the command reads it
    assert read <= told
