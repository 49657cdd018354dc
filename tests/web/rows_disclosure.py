"""Rows of 主动公开 for the walk; see rows.py."""

from __future__ import annotations

from datetime import date
from functools import partial
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone
from rows import BESIDE, INSTEAD, KEYWORDS, _run, row_of

from gongkai.web.common import files
from gongkai.web.disclosure.domain import versions
from gongkai.web.disclosure.enums import Attribute, NormativeAct, NormativeKind, Scheme, Stage
from gongkai.web.disclosure.models import (
    AbsentColumn,
    CatalogueNode,
    Channel,
    Dispatch,
    IntakeRow,
    IntakeRun,
    Item,
    ItemFile,
    ItemVersion,
    NormativeDocument,
    NormativeEvent,
    PublishedItem,
    Referral,
    UpdateRule,
    WrongWord,
)
from gongkai.web.disclosure.views.catalogue import STANDARD
from gongkai.web.disclosure.views.channel_sheets import DISPATCHES, FIGURES
from gongkai.web.disclosure.views.register import SHEET
from gongkai.web.disclosure.views.settings import WORDS
from gongkai.web.organs.models import Person, Unit
from gongkai.web.portal import memory


@row_of(CatalogueNode)
def _node(county: SimpleNamespace, unit: Unit, mark: str) -> CatalogueNode:
    return CatalogueNode.objects.create(scheme=Scheme.OWN, unit=unit, code=mark[:40], name=mark)


@row_of(Item)
def _item(county: SimpleNamespace, unit: Unit, mark: str, **more: object) -> Item:
    kept = {"stage": Stage.KEPT, "attribute": Attribute.WITHHELD, "reassess_on": date(2020, 1, 1)}
    made = [Item.objects.create(
        unit=unit, index_number=f"{mark}-{number}", title=mark, made_on=date(2024, 1, 1), genre="plan", subject="education",
        node=_node(county, unit, uuid4().hex), attribute_reason="条例第二十条", body="<p>正文</p>",
        created_by=county.people["education", "clerk"], **{"attribute": Attribute.ACTIVE, **values, **more})
        for number, values in enumerate(({}, kept))]
    stored = files.keep(mark.encode(), "附件.txt", unit=unit, kind="txt", media_type="text/plain")
    ItemFile.objects.create(item=made[0], file=stored, title="附件")
    NormativeDocument.objects.create(unit=unit, kind=NormativeKind.NORMATIVE, title="登记的文件", item=made[0])
    return made[0]


@row_of(ItemVersion)
def _version(county: SimpleNamespace, unit: Unit, mark: str) -> ItemVersion:
    item = _item(county, unit, mark, stage=Stage.SECRECY)
    return ItemVersion.objects.create(item=item, number=1, content=versions.content_of(item), files=versions.files_of(item),
                                      sha256="0" * 64, levels=1, author=county.people["education", "clerk"])


@row_of(Referral)
def _referral(county: SimpleNamespace, unit: Unit, mark: str) -> Referral:
    return Referral.objects.create(version=_version(county, county.town, f"请示{mark.encode().hex()}"), to_unit=unit, question=mark,
                                   asked_by=county.people["town", "secrecy"])


@row_of(NormativeDocument)
def _document(county: SimpleNamespace, unit: Unit, mark: str) -> NormativeDocument:
    made = NormativeDocument.objects.create(unit=unit, kind=NormativeKind.NORMATIVE, title=mark, document_number=f"清〔2024〕{mark}")
    NormativeEvent.objects.create(document=made, act=NormativeAct.ISSUED, on=date.today(), effective_on=date.today())
    return made


@row_of(NormativeEvent)
def _event(county: SimpleNamespace, unit: Unit, mark: str) -> NormativeEvent:
    return _document(county, unit, mark).events.get()


@row_of(Channel)
def _channel(county: SimpleNamespace, unit: Unit, mark: str) -> Channel:
    return Channel.objects.create(unit=unit, kind=mark[:30], name=mark)


@row_of(Dispatch)
def _dispatch(county: SimpleNamespace, unit: Unit, mark: str) -> Dispatch:
    return Dispatch.objects.create(channel=_channel(county, unit, mark), title=mark, sent_on=date(2024, 1, 1))


@row_of(AbsentColumn)
def _absent(county: SimpleNamespace, unit: Unit, mark: str) -> AbsentColumn:
    return AbsentColumn.objects.create(unit=unit, node=_node(county, unit, uuid4().hex), reason=mark)


@row_of(UpdateRule)
def _rule(county: SimpleNamespace, unit: Unit, mark: str) -> UpdateRule:
    return UpdateRule.objects.create(unit=unit, node=_node(county, unit, uuid4().hex), days=None, basis=mark)


@row_of(WrongWord)
def _word(county: SimpleNamespace, unit: Unit, mark: str) -> WrongWord:
    return WrongWord.objects.create(unit=unit, wrong=mark)


BESIDE["disclosure:item_file"] = lambda item: {"file": item.attachments.get().pk}
BESIDE["disclosure:review_file"] = lambda version: {"file": version.files[0]["id"]}
BESIDE["disclosure:referral_file"] = lambda referral: {"file": referral.version.files[0]["id"]}
INSTEAD["disclosure:item_recall"] = lambda county, unit, mark: _version(county, unit, mark).item
INSTEAD["disclosure:catalogue_import_preview"] = partial(_run, kind=STANDARD.kind)
INSTEAD["disclosure:documents_preview"] = partial(_run, kind=SHEET.kind)
INSTEAD["disclosure:dispatches_preview"] = partial(_run, kind=DISPATCHES.kind)
INSTEAD["disclosure:figures_preview"] = partial(_run, kind=FIGURES.kind)
INSTEAD["disclosure:words_preview"] = partial(_run, kind=WORDS.kind)


def _public(county: SimpleNamespace) -> PublishedItem:
    """An item before the public."""
    version = _version(county, county.water, uuid4().hex)
    same = ("unit", "index_number", "title", "made_on", "genre", "subject", "node", "body")
    return PublishedItem.objects.create(item=version.item, version=version, published_at=timezone.now(), files=version.files,
                                        **{name: getattr(version.item, name) for name in same})


def _remembered(row: PublishedItem) -> PublishedItem:
    """The item, with what the portal remembers made anew."""
    memory.forget()
    return row


def _keys(row: PublishedItem) -> dict[str, object]:
    return {"id": row.pk, "file": row.files[0]["id"]}


KEYWORDS["portal:item"] = lambda county, person: {"id": _public(county).pk}
KEYWORDS["portal:file"] = lambda county, person: _keys(_public(county))
KEYWORDS["portal:node_feed"] = lambda county, person: {"id": _remembered(_public(county)).node_id}
KEYWORDS["portal:sitemap_part"] = lambda county, person: {"number": 0}
for _name in ("home", "guide", "institutions", "items", "annual", "apply", "feed"):
    KEYWORDS[f"portal:unit_{_name}"] = lambda county, person: {"slug": county.education.slug}


def _upload(unit: Unit, mark: str) -> IntakeRun:
    file = files.keep(mark.encode(), f"{mark}.csv", unit=unit, kind="csv", media_type="text/csv")
    return IntakeRun.objects.create(unit=unit, source="sheet", file=file, made_by=Person.objects.filter(home=unit).first())


@row_of(IntakeRun)
def _intake_run(county: SimpleNamespace, unit: Unit, mark: str) -> IntakeRun:
    return _upload(unit, mark)


@row_of(IntakeRow)
def _intake_row(county: SimpleNamespace, unit: Unit, mark: str) -> IntakeRow:
    return IntakeRow.objects.create(run=_upload(unit, mark), number=1, place=mark, values={"title": mark})
