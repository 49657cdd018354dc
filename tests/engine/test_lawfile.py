"""Law files are read strictly: what cannot be trusted is refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.lawfile import LAW, LawError, Mapping, read


def _file(folder: Path, text: str) -> Path:
    path = folder / "reply.yaml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = """\
# A comment does not count as a key, but as a line.
title: 答复期限
value: 20
unit: 工作日
citation:
  article: 第三十三条
  items: [第一款, 第二款]
"""


def test_a_law_file_is_a_mapping_of_plain_values(tmp_path: Path) -> None:
    node = read(_file(tmp_path, GOOD))
    assert node == {"title": "答复期限", "value": 20, "unit": "工作日",
                    "citation": {"article": "第三十三条", "items": ["第一款", "第二款"]}}


def test_every_mapping_knows_its_file_and_lines(tmp_path: Path) -> None:
    node = read(path := _file(tmp_path, GOOD))
    assert node.where() == f"{path.as_posix()}:2"
    assert node.where("unit") == f"{path.as_posix()}:4"
    assert isinstance(node["citation"], Mapping)
    assert node["citation"].where("items") == f"{path.as_posix()}:7"


def test_a_key_that_is_not_there_is_placed_at_its_mapping(tmp_path: Path) -> None:
    node = read(path := _file(tmp_path, GOOD))
    assert node["citation"].where("date") == f"{path.as_posix()}:6"


def test_files_of_the_package_are_named_without_the_machines_path() -> None:
    node = read(LAW / "parameters" / "reply.yaml")
    assert node.where().startswith("law/parameters/reply.yaml:")


# One mistake each: text of the file → line and reason in the message.
BROKEN = {
    "a repeated key": ("title: 甲\nvalue: 1\ntitle: 乙\n", 3, "the key 'title' is repeated (first on line 1)"),
    "a repeated key deep inside": ("citation:\n  a: 1\n  b: 2\n  a: 3\n", 4, "the key 'a' is repeated (first on line 2)"),
    "a repeated key in a flow mapping": ("citation: {a: 1, a: 2}\n", 1, "the key 'a' is repeated (first on line 1)"),
    "a list as the key": ("? [a, b]\n: 1\n", 1, "a key must be a word"),
    "no key at all": ("? \n: 1\n", 1, "a key must be a word, not None"),
    "a list as the file": ("- 一\n- 二\n", 1, "a law file is a mapping"),
    "an empty file": ("", 1, "a law file is a mapping"),
    "words only": ("只有一句话\n", 1, "a law file is a mapping"),
    "a bracket that never closes": ("a: 1\nb: [1, 2\n", 3, "no valid YAML"),
    "a tab as indentation": ("a:\n\tb: 1\n", 2, "no valid YAML"),
    "an alias that names nothing": ("a: *nowhere\n", 1, "no valid YAML"),
    "a python object": ("a: !!python/object/apply:os.system ['true']\n", 1, "no valid YAML"),
    "a day that does not exist": ("title: 甲\nfrom: 2026-02-30\n", 2, "'2026-02-30' is no day of any calendar"),
    "a month that does not exist": ("- 甲: [2026-13-01]\n", 1, "'2026-13-01' is no day of any calendar"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "no valid YAML"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_broken_file_is_refused_with_file_line_and_reason(mistake: str, tmp_path: Path) -> None:
    text, line, reason = BROKEN[mistake]
    path = _file(tmp_path, text)
    with pytest.raises(LawError) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path.as_posix()}:{line}: ")
    assert reason in str(refused.value)


def test_an_unknown_key_is_refused_and_the_known_ones_are_named(tmp_path: Path) -> None:
    node = read(path := _file(tmp_path, "title: 甲\nvalu: 20\n"))
    with pytest.raises(LawError) as refused:
        node.check({"title": str, "value": int}, {"note": str})
    assert str(refused.value) == f"{path.as_posix()}:2: unknown key 'valu'; known here: note, title, value"


def test_a_missing_key_is_refused(tmp_path: Path) -> None:
    node = read(path := _file(tmp_path, "title: 甲\n"))
    with pytest.raises(LawError) as refused:
        node.check({"title": str, "value": int})
    assert str(refused.value) == f"{path.as_posix()}:1: the key 'value' is missing"


@pytest.mark.parametrize(("printed", "wanted"), [("'20'", int), ("20", str), ("[20]", int), ("{a: 1}", list), ("null", int)])
def test_a_value_of_the_wrong_type_is_refused(printed: str, wanted: type, tmp_path: Path) -> None:
    node = read(path := _file(tmp_path, f"title: 甲\nvalue: {printed}\n"))
    with pytest.raises(LawError) as refused:
        node.check({"title": str, "value": wanted})
    assert str(refused.value).startswith(f"{path.as_posix()}:2: 'value' has the wrong type ")


def test_an_optional_key_may_be_absent_and_any_type_may_be_allowed(tmp_path: Path) -> None:
    node = read(_file(tmp_path, "title: 甲\nto: null\nconfirmed: 2026-11-22\n"))
    node.check({"title": str, "to": (int, type(None)), "confirmed": None}, {"note": str})


def test_yes_is_no_number(tmp_path: Path) -> None:
    node = read(_file(tmp_path, "title: 甲\nvalue: yes\n"))
    with pytest.raises(LawError):
        node.check({"title": str, "value": int})


@given(st.dictionaries(st.text("甲乙丙丁abc_", min_size=1, max_size=5), st.integers(-99, 99), min_size=1, max_size=8))
def test_every_key_is_found_on_its_line(tmp_path_factory: pytest.TempPathFactory, values: dict[str, int]) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = _file(folder, "".join(f'"{key}": {value}\n' for key, value in values.items()))
    node = read(path)
    assert node == values
    assert [node.where(key) for key in values] == [f"{path.as_posix()}:{line}" for line in range(1, len(values) + 1)]
