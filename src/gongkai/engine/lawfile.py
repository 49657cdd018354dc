"""Strict reading of the YAML files in ``gongkai/law``.

A law file is refused, with file and line, where it repeats a key, holds a key nobody knows, lacks one that
is needed, or holds a value of the wrong type. The loader returns plain dicts and lists that remember their lines.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

LAW = Path(str(files("gongkai"))) / "law"


class LawError(ValueError):
    """A law file that cannot be trusted. The message names file and line and says what to mend."""


class Mapping(dict):
    """A YAML mapping that knows its file, its own line and the line of each key."""

    __slots__ = ("line", "lines", "path")
    path: str
    line: int
    lines: dict[str | int | None, int]

    def where(self, key: str | None = None) -> str:
        """``file:line`` of a key, or of the mapping itself."""
        return f"{self.path}:{self.lines.get(key, self.line)}"

    def check(self, required: dict[str, Any], optional: dict[str, Any] | None = None) -> None:
        """Refuse unknown keys, missing keys and values of a wrong type.

        `required` and `optional` map key → type or tuple of types (``None`` for any).

        Raises:
            LawError: naming file, line and key.
        """
        known = {**required, **(optional or {})}
        for key, value in self.items():
            if key not in known:
                raise LawError(f"{self.where(key)}: unknown key {key!r}; known here: {', '.join(sorted(known))}")
            wanted = known[key]
            kinds = wanted if isinstance(wanted, tuple) else (wanted,)
            # `yes` is no number, though Python takes True for one.
            if wanted is not None and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
                raise LawError(f"{self.where(key)}: {key!r} has the wrong type {type(value).__name__}")
        for key in required:
            if key not in self:
                raise LawError(f"{self.where()}: the key {key!r} is missing")


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    pass


def _mapping(loader: Any, node: yaml.MappingNode) -> Mapping:
    path = loader.gongkai_path
    made = Mapping()
    made.path, made.line, made.lines = path, node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str | int):
            raise LawError(f"{path}:{line}: a key must be a word, not {key!r}")
        if key in made:
            raise LawError(f"{path}:{line}: the key {key!r} is repeated (first on line {made.lines[key]})")
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = line
    return made


def _day(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        line = node.start_mark.line + 1
        raise LawError(f"{loader.gongkai_path}:{line}: {node.value!r} is no day of any calendar") from error


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def read(path: Path | str) -> Mapping:
    """The mapping in one law file.

    Raises:
        LawError: the file is no YAML mapping, repeats a key, or holds a date that does not exist.
    """
    path = Path(path)
    name = path.relative_to(LAW.parent).as_posix() if path.is_relative_to(LAW.parent) else path.as_posix()
    loader = _Loader(path.read_text(encoding="utf-8"))
    loader.gongkai_path = name
    try:
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LawError(f"{name}:{line}: no valid YAML: {error.problem}") from error
    finally:
        loader.dispose()
    if not isinstance(data, Mapping):
        raise LawError(f"{name}:1: a law file is a mapping")
    return data
