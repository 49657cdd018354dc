"""Word templates of letters: those that come with the system, and a unit's own, which is checked before it is taken into use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.engine import letters as kinds
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import letters_making
from gongkai.web.applications.letters.building import default_template
from gongkai.web.applications.letters.checking import Problem, check_template
from gongkai.web.applications.letters.fields import LetterField, examples, fields_of
from gongkai.web.applications.letters.filling import fill
from gongkai.web.applications.models import LetterTemplate
from gongkai.web.common import days, eventlog, files
from gongkai.web.common.gate import require
from gongkai.web.disclosure.domain.files import MEDIA_TYPES
from gongkai.web.organs.models import Unit


@dataclass(frozen=True, slots=True)
class InUse:
    """What holds for a unit's letters of a kind; `row` is its own template, None for ours."""

    kind: kinds.Letter
    row: LetterTemplate | None


def in_use(unit: Unit) -> list[InUse]:
    """Every kind of letter with the template that holds."""
    newest: dict[str, LetterTemplate] = {}
    for row in LetterTemplate.objects.filter(unit=unit).select_related("file", "made_by").order_by("id"):
        newest[row.kind] = row
    own = {key: row for key, row in newest.items() if row.file is not None}
    return [InUse(kind, own.get(kind.key)) for kind in kinds.letters(days.today()).values()]


def check(kind: kinds.Letter, data: bytes) -> list[Problem]:
    """What is wrong with a file as a template of a kind, with no transaction open; that no PDF can be made with it is a notice."""
    problems = check_template(data, kind)
    if any(problem.level == "error" for problem in problems):
        return problems
    try:
        letters_making.pdf(fill(data, examples(kind)))
    except GongkaiError as error:
        problems.append(Problem("notice", str(error)))
    return problems


@transaction.atomic
def put(actor: Any, unit: Unit, kind: kinds.Letter, data: bytes, name: str, problems: list[Problem]) -> LetterTemplate:
    """Take a checked template into use.

    Raises:
        Refused: the actor may not manage the unit's settings.
        ValidationError: it has errors.
    """
    require(actor, "edit", LetterTemplate(unit=unit))
    if errors := [problem for problem in problems if problem.level == "error"]:
        raise ValidationError({"file": [f"{problem.place}：{problem.message}" if problem.place else problem.message for problem in errors]})
    file = files.keep(data, name, unit=unit, kind="docx", media_type=MEDIA_TYPES["docx"], by=actor)
    row = LetterTemplate.objects.create(unit=unit, kind=kind.key, file=file, made_by=actor)
    eventlog.record("letter.template_set", row, actor=actor, unit=unit, after={"kind": kind.key, "sha256": file.sha256}, title=kind.label)
    return row


@transaction.atomic
def back_to_ours(actor: Any, unit: Unit, kind: kinds.Letter) -> None:
    """Use the template that comes with the system again; the unit's own stays kept.

    Raises:
        Refused: the actor may not manage the unit's settings.
    """
    require(actor, "edit", LetterTemplate(unit=unit))
    if letters_making.template_of(unit, kind).row is None:
        return
    row = LetterTemplate.objects.create(unit=unit, kind=kind.key, file=None, made_by=actor)
    eventlog.record("letter.template_set", row, actor=actor, unit=unit, after={"kind": kind.key, "sha256": ""}, title=kind.label)


def ours(kind: kinds.Letter) -> bytes:
    """The template that comes with the system."""
    return default_template(kind)


def example(unit: Unit, kind: kinds.Letter) -> bytes:
    """The template in use, filled with examples.

    Raises:
        GongkaiError: it cannot be filled.
    """
    return fill(letters_making.template_of(unit, kind).data, examples(kind))


def vocabulary(kind: kinds.Letter) -> list[tuple[LetterField, bool]]:
    """The fields that may stand in a template of a kind, and whether each must."""
    return [(field, field.key in kind.needs) for field in fields_of(kind)]
