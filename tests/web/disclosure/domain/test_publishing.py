"""Publication, correction, withdrawal, the time set, what is kept back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.web.common import files as stored
from gongkai.web.common import search
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event, Notice
from gongkai.web.disclosure.domain import (
    files,
    items,
    publishing,
    queries,
    reassessing,
    register,
    scheduling,
    submitting,
)
from gongkai.web.disclosure.enums import Act, Stage
from gongkai.web.disclosure.models import FileReading, Item, ItemFile, Publication, PublishedItem, Schedule
from gongkai.web.disclosure.screening import FileReport
from gongkai.web.organs.enums import Role


def stage(item) -> str:
    return Item.objects.get(pk=item.pk).stage


def attach(way, item, data=b"%PDF-1.4 plan", name="规划.pdf"):
    file = stored.keep(data, name, unit=way.unit, kind="pdf", media_type="application/pdf", by=way.clerk)
    FileReading.objects.create(file=file)
    return ItemFile.objects.create(item=item, file=file, title="规划")


def corrected(way, item, **changes):
    item.refresh_from_db()
    items.change_item(way.clerk, item, item.version, changes)
    return way.approved(item)


def test_the_public_sees_exactly_what_was_reviewed(way):
    item = way.draft()
    attach(way, item)
    version = way.approved(item)
    publishing.publish_item(way.clerk, item)
    public = PublishedItem.objects.get()
    assert public.version == version and public.title == version.content["title"] and public.files == version.files
    assert stage(item) == Stage.PUBLISHED and public.index_number == item.index_number
    assert queries.public_file(public, version.files[0]["id"]).name == "规划.pdf"


def test_a_file_that_is_not_of_the_published_version_is_not_public(way):
    item = way.draft()
    attached = attach(way, item)
    assert queries.public_file(item, attached.file_id) is None
    way.approved(item)
    publishing.publish_item(way.clerk, item)
    other = attach(way, way.draft(), b"%PDF-1.4 other")
    assert queries.public_file(item, other.file_id) is None
    assert queries.public_file(item, "not-an-id") is None


@pytest.mark.parametrize("reach", ["draft", "secrecy", "review", "returned", "kept", "published", "withdrawn"])
def test_nothing_is_published_that_is_not_approved(way, reach):
    item = way.draft(**({"attribute": "withheld", "reassess_on": date(2027, 1, 1)} if reach == "kept" else {}))
    if reach == "kept":
        way.approved(item)
    elif reach in ("published", "withdrawn"):
        way.approved(item)
        publishing.publish_item(way.clerk, item)
        if reach == "withdrawn":
            publishing.withdraw_item(way.staff[Role.HEAD], item, "有误")
    elif reach != "draft":
        version = way.submitted(item)
        if reach == "review":
            way.step(version, 0)
        if reach == "returned":
            way.step(version, 0, "returned", opinion="补充")
    before = Publication.objects.count()
    with pytest.raises(ValidationError, match="待发布"):
        publishing.publish_item(way.clerk, item)
    assert Publication.objects.count() == before


def test_a_double_click_publishes_once(way):
    item = way.approved().item
    publishing.publish_item(way.clerk, item)
    with pytest.raises(ValidationError, match="已发布"):
        publishing.publish_item(way.clerk, item)
    assert Publication.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.create(item=item, version=item.versions.get(), act=Act.PUBLISHED, at=timezone.now())


def test_only_those_who_may_publish_and_withdraw(way, stranger):
    item = way.approved().item
    for somebody in (stranger, way.staff[Role.REVIEWER], way.staff[Role.MANAGER]):
        with pytest.raises(Refused):
            publishing.publish_item(somebody, item)
    publishing.publish_item(way.staff[Role.HEAD], item)
    for somebody in (stranger, way.clerk):
        with pytest.raises(Refused):
            publishing.withdraw_item(somebody, item, "有误")


def test_an_edit_after_approval_goes_back_to_review(way):
    item = way.approved().item
    items.change_item(way.clerk, item, item.version, {"title": "批后又改"})
    assert stage(item) == Stage.DRAFT
    with pytest.raises(ValidationError, match="待发布"):
        publishing.publish_item(way.clerk, item)


def test_a_correction_passes_the_same_review_while_the_old_text_stays_public(way):
    item = way.approved().item
    publishing.publish_item(way.clerk, item)
    first = PublishedItem.objects.get()
    second = corrected(way, item, title="更正后的规划")
    assert PublishedItem.objects.get().title == first.title
    with pytest.raises(ValidationError, match="更正了什么"):
        publishing.publish_item(way.clerk, item)
    publishing.publish_item(way.clerk, item, reason="名称有误")
    public = PublishedItem.objects.get()
    assert public.version == second and public.published_at == first.published_at and public.changed_at
    assert [(act.act, act.reason) for act in item.publications.all()] == [("published", ""), ("corrected", "名称有误")]


def test_a_correction_given_up_puts_back_what_is_public(way):
    item = way.draft()
    attach(way, item)
    way.approved(item)
    publishing.publish_item(way.clerk, item)
    item.refresh_from_db()
    items.change_item(way.clerk, item, item.version, {"title": "改到一半"})
    ItemFile.objects.filter(item=item).delete()
    items.restore_item(way.clerk, item)
    item.refresh_from_db()
    assert item.stage == Stage.PUBLISHED and item.title == "清川县教育事业发展规划" and item.attachments.count() == 1
    with pytest.raises(ValidationError, match="没有改动"):
        submitting.submit_item(way.clerk, item, item.version)


def test_a_withdrawal_wants_a_reason_and_what_returns_is_reviewed_anew(way):
    item = way.approved().item
    publishing.publish_item(way.clerk, item)
    with pytest.raises(ValidationError, match="理由"):
        publishing.withdraw_item(way.staff[Role.HEAD], item, " ")
    publishing.withdraw_item(way.staff[Role.HEAD], item, "数据有误")
    assert not PublishedItem.objects.exists() and stage(item) == Stage.WITHDRAWN
    with pytest.raises(ValidationError, match="不必撤回"):
        publishing.withdraw_item(way.staff[Role.HEAD], item, "数据有误")
    way.approved(item)
    publishing.publish_item(way.clerk, item)
    assert [act.act for act in item.publications.all()] == ["published", "withdrawn", "published"]


def test_what_is_public_is_withdrawn_before_it_is_kept_back(way):
    item = way.approved().item
    publishing.publish_item(way.clerk, item)
    item.refresh_from_db()
    item = items.change_item(way.clerk, item, item.version, {"attribute": "withheld", "reassess_on": date(2027, 1, 1)})
    with pytest.raises(ValidationError, match="请先撤回"):
        submitting.submit_item(way.clerk, item, item.version)


def test_bytes_that_are_not_those_reviewed_are_not_published(way):
    item = way.draft()
    attached = attach(way, item, b"%PDF-1.4 reviewed")
    way.approved(item)
    path = stored.path_of(attached.file.sha256)
    kept = path.read_bytes()
    try:
        path.write_bytes(b"%PDF-1.4 exchanged")
        with pytest.raises(ValidationError, match="校验值不符"):
            publishing.publish_item(way.clerk, item)
        path.unlink()
        with pytest.raises(ValidationError, match="不在服务器上"):
            publishing.publish_item(way.clerk, item)
    finally:
        path.write_bytes(kept)
    publishing.publish_item(way.clerk, item)


def test_a_time_that_is_set_publishes_then_and_once(way):
    item = way.approved().item
    with pytest.raises(ValidationError, match="已经过去"):
        scheduling.schedule_item(way.clerk, item, timezone.now() - timedelta(minutes=1))
    scheduling.schedule_item(way.clerk, item, timezone.now() + timedelta(hours=1))
    assert stage(item) == Stage.SCHEDULED
    assert scheduling.publish_due() == 0
    due = timezone.now() + timedelta(hours=2)
    assert scheduling.publish_due(due) == 1 and scheduling.publish_due(due) == 0
    assert stage(item) == Stage.PUBLISHED and Publication.objects.get().by == way.clerk


def test_a_time_set_anew_takes_the_place_of_the_old(way):
    item = way.approved().item
    for hours in (1, 5):
        scheduling.schedule_item(way.clerk, item, timezone.now() + timedelta(hours=hours))
    assert scheduling.publish_due(timezone.now() + timedelta(hours=2)) == 0
    scheduling.cancel_schedule(way.clerk, item)
    assert stage(item) == Stage.APPROVED and scheduling.publish_due(timezone.now() + timedelta(hours=9)) == 0
    with pytest.raises(ValidationError, match="没有定时"):
        scheduling.cancel_schedule(way.clerk, item)


def test_an_edit_takes_the_time_off(way):
    item = way.approved().item
    scheduling.schedule_item(way.clerk, item, timezone.now() + timedelta(hours=1))
    item.refresh_from_db()
    items.change_item(way.clerk, item, item.version, {"title": "改"})
    assert stage(item) == Stage.DRAFT and scheduling.publish_due(timezone.now() + timedelta(hours=2)) == 0
    assert not PublishedItem.objects.exists()


def test_one_that_fails_holds_up_none_of_the_others_and_its_clerk_is_told(way):
    bad = way.draft()
    attached = attach(way, bad, b"%PDF-1.4 gone")
    way.approved(bad)
    good = [way.approved().item for _ in range(2)]
    for item in (good[0], bad, good[1]):
        scheduling.schedule_item(way.clerk, item, timezone.now() + timedelta(hours=1))
    stored.path_of(attached.file.sha256).unlink()
    assert scheduling.publish_due(timezone.now() + timedelta(hours=2)) == 2
    assert [stage(item) for item in good] == [Stage.PUBLISHED] * 2 and stage(bad) == Stage.APPROVED
    assert "不在服务器上" in Schedule.objects.get(version__item=bad).failure
    assert "没有按时发布" in Notice.objects.get(person=way.clerk, kind="定时发布").text
    assert Event.objects.filter(action="item.schedule_failed", actor_name="系统").count() == 1


def test_a_fault_of_the_system_is_recorded_without_its_inside(way, monkeypatch):
    item = way.approved().item
    scheduling.schedule_item(way.clerk, item, timezone.now() + timedelta(hours=1))
    monkeypatch.setattr(publishing, "rebuild", lambda row: 1 / 0)
    assert scheduling.publish_due(timezone.now() + timedelta(hours=2)) == 0
    assert Schedule.objects.get().failure == "发布时系统出错，请稍后手工发布。"
    assert not Publication.objects.exists()


def test_what_is_kept_back_comes_up_on_its_day_and_may_be_opened(way):
    item = way.approved(attribute="withheld", reassess_on=date(2026, 3, 9)).item
    assert stage(item) == Stage.KEPT and not PublishedItem.objects.exists()
    assert list(queries.due_reassessments(way.clerk, date(2026, 3, 8))) == []
    assert list(queries.due_reassessments(way.clerk, date(2026, 3, 9))) == [item]
    assert reassessing.remind_due(date(2026, 3, 9)) == 1 and reassessing.remind_due(date(2026, 3, 10)) == 0
    with pytest.raises(ValidationError, match="下次评估日期"):
        reassessing.reassess_item(way.clerk, item, "withheld", "仍在执行")
    reassessing.reassess_item(way.clerk, item, "withheld", "仍在执行", date(2999, 1, 1))
    assert stage(item) == Stage.KEPT and Item.objects.get().reassess_on == date(2999, 1, 1)
    reassessing.reassess_item(way.clerk, item, "active", "已经解密")
    item.refresh_from_db()
    assert item.stage == Stage.DRAFT and item.attribute == "active" and item.attribute_reason == "已经解密"
    way.approved(item)
    publishing.publish_item(way.clerk, item)
    assert PublishedItem.objects.filter(item=item).exists()


def test_only_kept_items_are_reassessed_by_those_who_may(way, stranger):
    item = way.approved().item
    with pytest.raises(ValidationError, match="不主动公开"):
        reassessing.reassess_item(way.clerk, item, "active", "理由")
    with pytest.raises(Refused):
        reassessing.reassess_item(stranger, item, "active", "理由")


def test_the_register_says_since_when_a_document_is_void(way):
    from gongkai.web.disclosure.models import NormativeDocument, NormativeEvent

    item = way.approved().item
    document = NormativeDocument.objects.create(unit=way.unit, kind="normative_documents", title="办法", item=item)
    repealed = NormativeEvent.objects.create(document=document, act="repealed", on=date(2026, 4, 1))
    publishing.publish_item(way.clerk, item)
    assert PublishedItem.objects.get().invalid_since == date(2026, 4, 1)
    NormativeEvent.objects.create(document=document, act="repealed", on=date(2026, 4, 1), reverses=repealed)
    assert publishing.rebuild(item).invalid_since is None


def found(asked, **more):
    return [hit.key for hit in search.find(search.Query(asked, **more)).hits]


def upload(way, item, text, name="名单.txt"):
    files.attach_file(way.clerk, item, SimpleUploadedFile(name, text.encode()))


def test_an_item_is_found_by_its_attachments_for_as_long_as_they_are_public(way):
    item = way.draft()
    upload(way, item, "第一批拟资助学校：石里小学。")
    way.approved(item)
    assert found("石里小学") == found("名单") == []
    publishing.publish_item(way.clerk, item)
    assert found("石里小学") == found("名单") == found("小学 发展规划") == [item.pk] and found("名单第一") == []
    item.refresh_from_db()
    files.remove_file(way.clerk, item.attachments.get())
    assert found("石里小学") == [item.pk]  # the public version still has it
    upload(way, item, "第二批拟资助学校：凤溪中学。", "第二批.txt")
    way.approved(item)
    publishing.publish_item(way.clerk, item, reason="更换名单")
    assert found("石里小学") == [] and found("凤溪中学") == [item.pk]
    publishing.withdraw_item(way.staff[Role.HEAD], item, "名单有误")
    assert found("凤溪中学") == found("第二批") == []


def test_a_file_read_after_publication_lets_its_item_be_found(way):
    item = way.draft()
    file = stored.keep(b"%PDF-1.4 scan", "方案.pdf", unit=way.unit, kind="pdf", media_type="application/pdf", by=way.clerk)
    ItemFile.objects.create(item=item, file=file, title="方案")
    way.approved(item)
    publishing.publish_item(way.clerk, item)
    assert found("方案") == [item.pk] and found("分年实施") == []
    files.keep_reading(file, FileReport("方案.pdf", "pdf", 13, text="分年实施，逐校验收。"))
    assert found("分年实施") == [item.pk]
    search.rebuild()
    assert found("分年实施") == found("发展规划") == [item.pk]


def test_a_file_of_a_draft_and_of_what_was_withdrawn_is_not_found_when_it_is_read(way):
    drafted, gone = way.draft(title="草案"), way.draft(title="旧规划")
    for item in (drafted, gone):
        ItemFile.objects.create(item=item, title="方案", file=stored.keep(
            b"%PDF-1.4 " + item.title.encode(), "方案.pdf", unit=way.unit, kind="pdf", media_type="application/pdf", by=way.clerk))
    way.approved(gone)
    publishing.publish_item(way.clerk, gone)
    publishing.withdraw_item(way.staff[Role.HEAD], gone, "有误")
    for item in (drafted, gone):
        files.keep_reading(item.attachments.get().file, FileReport("方案.pdf", "pdf", 13, text="分年实施"))
    assert found("分年实施") == found("方案") == []


def test_a_repeal_in_the_register_is_known_to_search_on_the_day(way, county):
    item = way.approved(title="关于印发资助办法的通知").item
    publishing.publish_item(way.clerk, item)
    document = register.register_document(way.clerk, way.unit, kind="normative_documents", title="资助办法", issued_on=date(2024, 3, 1),
                                          item=item)
    on = date(2026, 6, 1)
    assert found("资助办法", validity="valid", on=on) == [item.pk]
    register.record_act(way.clerk, document, "repealed", on=date(2026, 4, 1))
    assert found("资助办法", validity="valid", on=on) == [] and found("资助办法", validity="ended", on=on) == [item.pk]
    assert found("资助办法", validity="valid", on=date(2026, 3, 31)) == [item.pk]
