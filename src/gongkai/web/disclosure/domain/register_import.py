"""The register of former years from a sheet: what is wrong in its rows, and their entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.disclosure.domain import register
from gongkai.web.disclosure.domain.standing import Standing
from gongkai.web.disclosure.enums import NormativeAct
from gongkai.web.disclosure.models import NormativeDocument, NormativeEvent
from gongkai.web.organs.models import Unit

FACTS = ("kind", "title", "document_number", "registration_number", "note")


@transaction.atomic
def import_documents(actor: Any, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Enter the rows of a sheet: what a unit had before this register was kept.

    Args:
        rows: `FACTS` and the days ``issued_on``, ``effective_on``, ``valid_until``, ``repealed_on``, where empty "".

    Raises:
        ValidationError: naming the row; nothing is then entered.
    """
    for row in rows:
        try:
            made = register.register_document(actor, unit, issued_on=row["issued_on"], effective_on=row["effective_on"] or None,
                                              valid_until=row["valid_until"] or None, **{name: row[name] for name in FACTS})
            if row["repealed_on"]:
                register.record_act(actor, made, NormativeAct.REPEALED, on=row["repealed_on"])
        except ValidationError as error:
            raise ValidationError(f"第 {row['row']} 行：{''.join(error.messages)}") from error
    return {"登记文件": len(rows)}


def misfits(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], ValidationError]]:
    """What `import_documents` would refuse, each row with all that is wrong in it; nothing is written.

    Args:
        rows: as there; ``faulty`` names the columns whose cells could not be read.
    """
    taken = set(NormativeDocument.objects.filter(unit=unit).exclude(document_number="").values_list("document_number", flat=True))
    for row in rows:
        faulty = set(row.get("faulty", ()))
        issued, effective, until, repealed = (row[name] or None for name in ("issued_on", "effective_on", "valid_until", "repealed_on"))
        if row["document_number"] in taken:
            yield row, register.doubled(row["document_number"])
        try:
            NormativeDocument(unit=unit, **{name: row[name] for name in FACTS}).clean_fields(exclude={"unit", *faulty})
        except ValidationError as error:
            yield row, error
        if issued is None:
            continue
        try:
            register.in_order(issued, effective, until)
        except ValidationError as error:
            yield row, error
        if repealed is not None:
            act = NormativeEvent(pk=1, act=NormativeAct.ISSUED, on=issued, effective_on=effective, valid_until=until)
            try:
                register.may_happen(Standing.of([act]), repealed)
            except ValidationError as error:
                yield row, ValidationError({"repealed_on": error.messages})
