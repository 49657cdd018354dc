"""Every code that a finding may have, once, with title, levels and explanation: ``docs/reference/findings.md``.

The declared sums bring their codes from ``law/forms`` (``sum.3.balance``), the cross-checks theirs from
``law/checks/arithmetic.yaml``; all others stand in ``law/checks/findings.yaml``.

    >>> codes()["sum.3.balance"].title
    '表三：第一项加第二项之和，等于第三项加第四项之和'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gongkai.engine import lawfile
from gongkai.engine.lawfile import LAW, LawError
from gongkai.report.checking.declared import declared
from gongkai.report.checking.sums import statements
from gongkai.report.form import editions

_LEVELS = ("error", "warning", "notice")


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its Chinese `title`, the levels it may have, what it means, for people who keep or read the checks."""

    code: str
    title: str
    levels: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Group:
    """The codes of one prefix."""

    prefix: str
    heading: str
    about: str
    codes: tuple[Code, ...]


@cache
def groups() -> tuple[Group, ...]:
    """All codes by prefix, in the order of findings.yaml.

    Raises:
        LawError: an unknown key or level, a code given twice or under another prefix.
    """
    node = lawfile.read(LAW / "checks" / "findings.yaml")
    node.check({"title": str, "groups": list})
    made, seen = [], set()
    elsewhere = [*_of_sums(), *_of_checks()]
    for child in node["groups"]:
        child.check({"prefix": str, "heading": str, "about": str, "codes": list})
        known = [_code(code) for code in child["codes"]]
        known += [code for code in elsewhere if code.code.startswith(f"{child['prefix']}.")]
        for code in known:
            if code.code in seen or not code.code.startswith(f"{child['prefix']}."):
                raise LawError(f"{child.where('codes')}: the code {code.code!r} is given twice or under another prefix")
            seen.add(code.code)
        made.append(Group(child["prefix"], child["heading"], child["about"].strip(), tuple(known)))
    return tuple(made)


def _code(node: lawfile.Mapping) -> Code:
    node.check({"code": str, "title": str, "levels": list, "explanation": str})
    for level in node["levels"]:
        if level not in _LEVELS:
            raise LawError(f"{node.where('levels')}: no level {level!r}")
    return Code(node["code"], node["title"], tuple(node["levels"]), node["explanation"])


def _of_sums() -> Iterator[Code]:
    """The declared sums of all editions, those of one id once."""
    names: dict[str, dict[str, list[str]]] = {}
    for form in editions().values():
        for code, statement in statements(form):
            names.setdefault(code, {}).setdefault(statement, []).append(form.edition)
    for code, wordings in names.items():
        shown = "；".join(wordings)
        uses = ", ".join(sorted({name for used in wordings.values() for name in used}))
        yield Code(code, shown, ("error", "warning"),
                   f"A declared sum of the form, editions {uses}. A warning where the numbers fall short and an empty cell "
                   "may hold the rest.")


def _of_checks() -> Iterator[Code]:
    merged: dict[str, Code] = {}
    for check in declared():
        known = merged.get(check.code)
        levels = dict.fromkeys([*(known.levels if known else ()), check.level])
        if check.pair and check.level == "error":
            levels["warning"] = None  # where the two reports name different units
        merged[check.code] = Code(check.code, (known.title if known else "") or check.title, tuple(levels),
                                  (known.explanation if known else "") or check.explanation)
    yield from merged.values()


@cache
def codes() -> dict[str, Code]:
    """All codes by name."""
    return {code.code: code for group in groups() for code in group.codes}


def document() -> str:
    """``docs/reference/findings.md``, as it has to be."""
    lines = [
        "# Findings", "",
        "Every code that a finding may have. `gongkai check` prints the findings of one report, the JSON of a report lists them",
        "under `findings`. Levels: **error** is certain, or nearly so; **warning** wants a look and may have a good reason;",
        "**notice** is for information. Only errors make `gongkai check` end with 1.", "",
        "This page is written by `python -m gongkai.report.checking.registry > docs/reference/findings.md` from",
        "`law/checks/findings.yaml`, `law/checks/arithmetic.yaml` and the sums of `law/forms`; a test holds it to that.", ""]
    for group in groups():
        lines += [f"## {group.heading} (`{group.prefix}.*`)", "", group.about, "", "| code | title | levels | |", "|---|---|---|---|"]
        lines += [f"| `{code.code}` | {code.title} | {', '.join(code.levels)} | {' '.join(code.explanation.split())} |"
                  for code in group.codes]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    print(document(), end="")
