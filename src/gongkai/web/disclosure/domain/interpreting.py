"""Interpretations: which item explains which document, both ways, and which documents nobody has explained."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import Refused, allows, require
from gongkai.web.disclosure.enums import Attribute, InterpretationKind, Scheme, Stage
from gongkai.web.disclosure.models import CatalogueNode, Interpretation, Item, NormativeDocument, PublishedItem

POLICIES = "2001"
"""The row of Art. 20 under which policy documents are filed."""
CHOICES = 20
"""Items that a chooser shows at most."""


@transaction.atomic
def bind(actor: Any, document: Item, item: Item, kind: str) -> Interpretation:
    """Say that `item` explains `document`. Either may be of another unit, if it is public or the actor may see it.

    Raises:
        Refused: the actor may edit neither of the two, or may not see one.
        ValidationError: they are one and the same, bound already, or the other way round; or the kind is none.
    """
    _may(actor, document, item)
    if document.pk == item.pk:
        raise ValidationError("不能关联到自身，请选择另一个事项。")
    if kind not in InterpretationKind.values:
        raise ValidationError({"kind": "请选择解读的形式。"})
    if Interpretation.objects.filter(document=document, item=item).exists():
        raise ValidationError(f"《{item.title}》已经是这份文件的解读，不必再次关联。")
    if Interpretation.objects.filter(document=item, item=document).exists():
        raise ValidationError(f"《{item.title}》正是由《{document.title}》解读的，不能反过来再关联。")
    row = Interpretation.objects.create(document=document, item=item, kind=kind)
    for subject in (document, item):
        eventlog.record("interpretation.bound", subject, actor=actor, after={"document": document.pk, "item": item.pk, "kind": kind})
    return row


@transaction.atomic
def unbind(actor: Any, row: Interpretation) -> None:
    """Say that an item no longer explains a document.

    Raises:
        Refused: the actor may edit neither of the two.
    """
    _may(actor, row.document, row.item)
    for subject in (row.document, row.item):
        eventlog.record("interpretation.unbound", subject, actor=actor,
                        before={"document": row.document_id, "item": row.item_id, "kind": row.kind})
    row.delete()


def _may(actor: Any, document: Item, item: Item) -> None:
    if not allows(actor, "edit", document):
        require(actor, "edit", item)
    if visible(actor).filter(pk__in=(document.pk, item.pk)).count() < len({document.pk, item.pk}):
        raise Refused("您无权查看其中一个事项，不能关联。")


def bonds_of(person: Any, item: Item) -> tuple[QuerySet[Interpretation], QuerySet[Interpretation]]:
    """What explains an item, and what the item explains, as far as the person may see it; the caller has let the item itself
    through the gate."""
    rows, seen = Interpretation.objects.select_related("item__unit", "document__unit"), visible(person).values("pk")
    return rows.filter(document=item, item__in=seen), rows.filter(item=item, document__in=seen)


def visible(person: Any) -> QuerySet[Item]:
    """The items that a person may bind: those of the units that the person sees, and whatever is public."""
    return Item.objects.filter(Q(pk__in=Item.objects.restrict(person).values("pk")) | Exists(PublishedItem.objects.filter(item=OuterRef("pk"))))


def candidates(person: Any, item: Item, words: str) -> list[Item]:
    """Items that may be bound with one: meant for the public, all words in title or number, newest first."""
    rows = visible(person).filter(attribute=Attribute.ACTIVE).exclude(stage=Stage.WITHDRAWN).exclude(pk=item.pk)
    bound = Q(interprets__document=item) | Q(interpretations__item=item)
    rows = rows.exclude(pk__in=Item.objects.filter(bound).values("pk"))
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(document_number__icontains=word) | Q(index_number__icontains=word))
    return list(rows.select_related("unit").defer("body").order_by("-made_on", "-id")[:CHOICES])


def unexplained(person: Any, today: date | None = None) -> QuerySet[Item]:
    """Documents without an interpretation: of the register, and policy documents of the last year, that are or will be public.

    What explains another is none itself.
    """
    since = (today or days.today()) - timedelta(365)
    paths = CatalogueNode.objects.filter(scheme=Scheme.ARTICLE_20, code=POLICIES).values_list("path", flat=True)
    policies = Q(pk__in=[])
    for path in paths:
        policies |= Q(node__path__startswith=path, made_on__gte=since)
    registered = Exists(NormativeDocument.objects.filter(item=OuterRef("pk")))
    explained = Exists(Interpretation.objects.filter(document=OuterRef("pk")))
    explaining = Exists(Interpretation.objects.filter(item=OuterRef("pk")))
    return (Item.objects.restrict(person).filter(~explained, ~explaining, attribute=Attribute.ACTIVE).exclude(stage=Stage.WITHDRAWN)
            .filter(policies | registered))
