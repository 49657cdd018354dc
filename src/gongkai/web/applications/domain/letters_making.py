"""A letter as a Word file and as PDF: the unit's template, or the one that comes with the system, filled with its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.engine.letters import Letter as Kind
from gongkai.web.applications.domain import letters_values
from gongkai.web.applications.letters.building import default_template
from gongkai.web.applications.letters.fields import fields_of, values_for
from gongkai.web.applications.letters.filling import MissingValues, fill
from gongkai.web.applications.letters.printing import to_pdf
from gongkai.web.applications.models import LetterTemplate
from gongkai.web.common import files
from gongkai.web.organs.models import Unit

NUMBER_TO_COME, DAY_TO_COME = "（签发后编文号）", "（签发后填日期）"
"""What stands in a version under review where its number and its day will stand."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template in force; `row` is None for the one that comes with the system."""

    data: bytes
    row: LetterTemplate | None


def template_of(unit: Unit, kind: Kind) -> Template:
    """The template that holds for a unit's letters of a kind: the newest row, or ours.

    Raises:
        FileNotFoundError: the unit's own is gone from the disk.
    """
    row = LetterTemplate.objects.filter(unit=unit, kind=kind.key).select_related("file").order_by("-id").first()
    return template_at(kind, row.pk if row is not None and row.file is not None else None)


def template_at(kind: Kind, key: int | None) -> Template:
    """A template by the id of its row; None is ours."""
    row = LetterTemplate.objects.select_related("file").get(pk=key) if key is not None else None
    return Template(files.read(row.file), row) if row is not None and row.file is not None else Template(default_template(kind), None)


def docx(template: Template, kind: Kind, values: Mapping[str, Any], on: date, *, number: str | None = "", issued_on: date | None = None) -> bytes:
    """The letter as a Word file; equal input, equal bytes.

    Args:
        values: whole (`letters_values.complete`).
        on: the day whose figures of the law are printed.
        number, issued_on: of a letter that is signed; until then a note stands in their places. None: it bears no number.

    Raises:
        GongkaiError: a value is missing, or the template cannot be filled.
    """
    given = letters_values.for_template(kind, values)
    given |= {"number": number if number is None else number or NUMBER_TO_COME, "issued_on": issued_on or DAY_TO_COME}
    return fill(template.data, values_for(kind, given, on))


def preview(template: Template, kind: Kind, values: Mapping[str, Any], on: date) -> bytes:
    """The letter as it would look now, with a note in each place that is still empty.

    Raises:
        GongkaiError: the template cannot be filled.
    """
    given = letters_values.for_template(kind, values) | {"number": NUMBER_TO_COME, "issued_on": DAY_TO_COME}
    named = values_for(kind, given, on)
    lists = {field.name: field.columns[0].name for field in fields_of(kind) if field.kind == "rows"}
    for _ in range(4):  # what was missing may have hidden what it encloses
        try:
            return fill(template.data, named)
        except MissingValues as missing:
            named |= {name: [{lists[name]: "（待填）"}] if name in lists else f"（待填：{name}）" for name in missing.fields}
    return fill(template.data, named)


def pdf(data: bytes, title: str = "") -> bytes:
    """A Word file as PDF.

    Raises:
        GongkaiError: something in it cannot be printed.
    """
    return to_pdf(data, title=title)
