"""The catalogue: the law's rows laid in for the highest unit, the county's 标准目录 from a sheet, a unit's own rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.disclosure.models import CatalogueNode
from gongkai.web.organs.models import Unit

COLUMNS = {"field": "试点领域", "first": "一级事项", "second": "二级事项", "content": "公开内容（要素）", "basis": "公开依据",
           "deadline": "公开时限", "subject": "公开主体", "channels": "公开渠道和载体", "audience": "公开对象", "manner": "公开方式",
           "tier": "公开层级"}
"""The columns of a 标准目录."""
TEXTS = ("content", "basis", "deadline", "subject", "channels", "audience", "manner", "tier")

INSTITUTIONS, REPORTS = "政府信息公开制度", "政府信息公开年报"
"""Two fixed parts of the platform (国办公开办函〔2019〕61号) that the portal makes of the items filed under rows of these names."""


@transaction.atomic
def lay_law(unit: Unit, actor: Any = None) -> int:
    """Bring Art. 20 and 21 into the catalogue of a unit, usually the one at the root, and rows for 制度 and 年报. Run again, it only
    mends wording.

    Args:
        actor: who asks; None for the site itself, when it is set up.

    Returns:
        How many rows are new.

    Raises:
        Refused: the actor may not edit the unit's catalogue.
    """
    if actor is not None:
        require(actor, "edit", CatalogueNode(unit=unit))
    law, made = vocabularies.catalogue(), 0
    for order, node in enumerate(law.nodes):
        values = {"name": node.name, "content": node.text, "basis": law.grounds(node), "order": order,
                  "deadline": f"{law.deadline}（{law.deadline_article}）", "subject": law.groups.get(node.of, ""),
                  "audience": "全社会", "manner": "主动公开"}
        made += CatalogueNode.objects.update_or_create(unit=unit, scheme=node.scheme, code=node.code, defaults=values)[1]
    for code, name in (("ZD", INSTITUTIONS), ("NB", REPORTS)):
        made += CatalogueNode.objects.get_or_create(unit=unit, scheme=Scheme.OWN, code=code, defaults={"name": name, "order": len(law.nodes)})[1]
    if made:
        eventlog.record("catalogue.laid", unit, actor=actor, unit=unit, after={"rows": made})
    return made


@transaction.atomic
def save_node(actor: Any, node: CatalogueNode, **values: Any) -> CatalogueNode:
    """Make or change a row of the unit's own.

    Raises:
        Refused: the actor may not edit the unit's catalogue.
        ValidationError: code or name is missing or taken, or the row is the law's.
    """
    require(actor, "edit", node)
    if node.pk and node.scheme in (Scheme.ARTICLE_20, Scheme.ARTICLE_21):
        raise ValidationError("条例规定的目录事项不能修改，可以在“本单位目录”中增加事项。")
    fresh = node.pk is None
    for name, value in values.items():
        setattr(node, name, value)
    if fresh:
        node.order = (CatalogueNode.objects.filter(unit=node.unit, scheme=node.scheme).aggregate(last=Max("order"))["last"] or 0) + 1
    if node.parent and (node.parent.unit_id not in (node.unit_id,) or (node.pk and node.parent.path.startswith(node.path))):
        raise ValidationError({"parent": "上级事项应是本单位目录中的另一个事项。"})
    node.full_clean(exclude=["unit", "path"], validate_unique=False, validate_constraints=False)
    if CatalogueNode.objects.filter(unit=node.unit, scheme=node.scheme, code=node.code).exclude(pk=node.pk).exists():
        raise ValidationError({"code": f"编号“{node.code}”已被使用，请另编一个。"})
    node.save()
    eventlog.record("catalogue.added" if fresh else "catalogue.changed", node, actor=actor, unit=node.unit,
                    after={"code": node.code, "name": node.name, "active": node.active})
    return node


@transaction.atomic
def import_standard(actor: Any, unit: Unit, rows: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Bring the rows of a 标准目录 into a unit's catalogue: field, first level, second level. What is there is brought up to date.

    Args:
        rows: column of `COLUMNS` → text; `field`, `first` and `content` are never empty.

    Returns:
        How many rows are new, and how many were changed.

    Raises:
        Refused: the actor may not edit the unit's catalogue.
    """
    require(actor, "edit", CatalogueNode(unit=unit))
    counts = {"made": 0, "changed": 0}
    for row in rows:
        top = _place(unit, None, row["field"], {"field": row["field"]}, counts)
        details = {"field": row["field"], **{name: row.get(name, "").strip() for name in TEXTS}}
        second = row.get("second", "").strip()
        first = _place(unit, top, row["first"], {"field": row["field"]} if second else details, counts)
        if second:
            _place(unit, first, second, details, counts)
    eventlog.record("catalogue.imported", unit, actor=actor, unit=unit, after=counts)
    return counts


def _place(unit: Unit, parent: CatalogueNode | None, name: str, details: Mapping[str, str], counts: dict[str, int]) -> CatalogueNode:
    """The row of that name below a parent, made or brought up to date. Its code is its place: B01, B01.02, B01.02.03."""
    name = " ".join(name.split())
    rows = CatalogueNode.objects.filter(unit=unit, scheme=Scheme.STANDARD, parent=parent)
    node = rows.filter(name=name).first()
    if node is None:
        start = f"{parent.code}." if parent else "B"
        taken = [int(code.removeprefix(start)) for code in rows.values_list("code", flat=True)
                 if code.startswith(start) and code.removeprefix(start).isdigit()]
        code = f"{start}{max(taken, default=0) + 1:02d}"
        order = (CatalogueNode.objects.filter(unit=unit, scheme=Scheme.STANDARD).aggregate(last=Max("order"))["last"] or 0) + 1
        counts["made"] += 1
        return CatalogueNode.objects.create(unit=unit, scheme=Scheme.STANDARD, parent=parent, code=code, name=name, order=order, **details)
    changed = {key: value for key, value in details.items() if getattr(node, key) != value}
    if changed or not node.active:
        CatalogueNode.objects.filter(pk=node.pk).update(**changed, active=True)
        node.refresh_from_db()
        counts["changed"] += 1
    return node
