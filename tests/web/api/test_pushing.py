"""Items that an OA hands in: the same once, changes back to the draft, nobody else's."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.web.common.models import Event
from gongkai.web.disclosure.domain import catalogue, publishing, push_limits, pushing
from gongkai.web.disclosure.enums import Stage
from gongkai.web.disclosure.models import Item, PushCount
from gongkai.web.organs.domain.tokens import make_token, revoke_token
from gongkai.web.organs.enums import Role

AT = "/api/v1/pushed/items"
BODY = {"title": "关于招生工作的通知", "made_on": "2026-03-02", "node": "2003", "genre": "通知", "subject": "科技、教育", "attribute_reason": "属于条例第二十条第三项",
        "body": "现将招生工作通知如下。\n请遵照执行。"}


@pytest.fixture
def keys(county):
    catalogue.lay_law(county.root)

    def make(key="education", role=Role.CLERK):
        row, text = make_token(county.staff(key, Role.MANAGER), getattr(county, key), "办公系统", role)
        client = Client(headers={"authorization": f"Bearer {text}"})
        client.row = row
        return client

    return make


def put(client, key="OA-1", **changes):
    return client.put(f"{AT}/{key}", json.dumps({**BODY, **changes}), content_type="application/json")


def encoded(data=b"%PDF-", name="说明.txt", text="本附件为招生说明。"):
    return {"name": name, "content": base64.b64encode(text.encode()).decode()}


def test_the_same_content_twice_is_one_item_and_nothing_changes(keys):
    client = keys()
    first = put(client, attachments=[encoded()])
    assert first.status_code == 201, first.content.decode()
    again = put(client, attachments=[encoded()])
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    item = Item.objects.get()
    assert (item.version, item.external_id, item.created_by, item.attachments.count()) == (1, "OA-1", None, 1)
    assert first.json()["index_number"] == item.index_number and again.json()["stage"] == "draft"
    assert item.body == "<p>现将招生工作通知如下。</p><p>请遵照执行。</p>"
    assert set(Event.objects.filter(subject_id=str(item.pk), action__startswith="item.").values_list("actor_name", flat=True)) == {"办公系统（接口）"}


def test_post_with_the_id_does_the_same(keys):
    client = keys()
    for status in (201, 200):
        answer = client.post(AT, json.dumps({**BODY, "external_id": "OA-7"}), content_type="application/json")
        assert answer.status_code == status
    assert Item.objects.count() == 1


def test_other_content_changes_the_draft_and_its_attachments(keys):
    client = keys()
    put(client, attachments=[encoded(), encoded(name="二.txt", text="第二个附件")])
    answer = put(client, title="新的名称", attachments=[encoded(name="二.txt", text="第二个附件"), encoded(name="三.txt", text="第三个")])
    assert answer.json()["outcome"] == "changed"
    assert [row["title"] for row in answer.json()["attachments"]] == ["二", "三"]
    assert put(client, title="再改").json()["attachments"] == answer.json()["attachments"]


def test_what_is_under_review_waits_and_what_is_public_gets_a_draft(keys, way):
    client = keys()
    assert put(client, submit=True).json()["stage"] == "secrecy"
    assert put(client, submit=True).json()["outcome"] == "unchanged"
    refused = put(client, title="改动")
    assert (refused.status_code, refused.json()["code"]) == (409, "in_review")
    item = Item.objects.get()
    version = item.versions.get()
    for level in range(version.levels + 1):
        way.step(version, level)
    assert client.get(f"{AT}/OA-1").json()["stage"] == "approved"
    publishing.publish_item(way.staff[Role.HEAD], item)
    shown = client.get(f"{AT}/OA-1").json()
    assert (shown["stage"], shown["public_version"], shown["path"]) == ("published", 1, f"/items/{item.pk}/")
    changed = put(client, title="改动").json()
    assert (changed["stage"], changed["public_version"]) == ("draft", 1)
    item.refresh_from_db()
    assert item.published.title == BODY["title"]


def test_an_approved_item_goes_back_to_review(keys, way):
    client = keys()
    put(client, submit=True)
    version = Item.objects.get().versions.get()
    for level in range(version.levels + 1):
        way.step(version, level)
    assert put(client, title="改动").json()["stage"] == "draft"


def test_findings_keep_it_a_draft_and_are_told(keys):
    answer = put(keys(), body="张某，身份证号11010519491231002X。", submit=True).json()
    assert answer["stage"] == "draft" and answer["remarks"][0]["level"] == "serious"


def test_nothing_is_published_by_a_push_and_clerks_are_told(keys, county):
    put(keys())
    assert not Item.objects.get().publications.exists()
    assert county.staff("education", Role.CLERK).notices.get().kind == "报送"


def test_another_unit_and_another_role_see_and_do_nothing(keys):
    put(keys())
    other = keys("water")
    assert other.get(f"{AT}/OA-1").status_code == 404
    assert put(other).status_code == 201 and Item.objects.count() == 2
    reader = keys("education", Role.SUPERVISOR)
    assert put(reader, title="改动").status_code == 403
    assert reader.get(f"{AT}/OA-1").status_code == 200


@pytest.mark.parametrize("header", [None, "Bearer gk_" + "x" * 43, "Basic eA==", "Bearer"])
def test_without_a_key_nothing_is_answered(keys, header):
    client = Client(headers={"authorization": header} if header else {})
    for answer in (client.get(f"{AT}/OA-1"), put(client)):
        assert (answer.status_code, answer.json()["code"], answer["WWW-Authenticate"]) == (401, "unauthorized", "Bearer")


def test_a_stopped_key_is_no_key(keys, county):
    client = keys()
    revoke_token(county.staff("education", Role.MANAGER), client.row)
    assert put(client).status_code == 401 and not Item.objects.exists()


@pytest.mark.parametrize(("changes", "field"), [
    ({"title": " "}, "title"), ({"made_on": "2999-01-01"}, "made_on"), ({"made_on": "x"}, "made_on"), ({"node": "没有"}, "node"), ({"genre": "诗"}, "genre"),
    ({"attribute": "withheld"}, "reassess_on"), ({"unknown": 1}, "unknown"), ({"attachments": [{"name": "a.exe", "content": "TVqQAAMAAAA="}]}, "attachments.0"),
    ({"attachments": [{"name": "a.txt", "content": "*"}]}, "attachments.0.content")])
def test_what_is_wrong_is_said_with_its_field_and_nothing_is_kept(keys, changes, field):
    answer = put(keys(), **changes)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid", field), answer.content.decode()
    assert answer.json()["message"].endswith("。") and not Item.objects.exists()


def test_a_body_that_is_no_json_or_too_large_is_refused(keys, settings):
    client = keys()
    assert client.put(f"{AT}/1", b"{", content_type="application/json").status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
    answer = put(client, body="字" * (1 << 19))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_file_is_added_once(keys, settings):
    client = keys()
    put(client)
    upload = lambda: client.post(f"{AT}/OA-1/files", {"file": SimpleUploadedFile("名册.txt", "内容".encode()), "title": "名册"})  # noqa: E731
    assert [upload().status_code, upload().status_code] == [201, 200]
    assert Item.objects.get().attachments.get().title == "名册"
    assert client.post(f"{AT}/none/files", {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 404
    settings.UPLOAD_MOST = 3
    assert upload().status_code == 413


def test_too_many_requests_wait(keys, settings):
    settings.API_PER_MINUTE = 2
    client = keys()
    codes = [client.get(f"{AT}/OA-1") for _ in range(3)]
    if PushCount.objects.count() == 1:  # not over the turn of a minute
        assert [answer.status_code for answer in codes] == [404, 404, 429]
        assert 0 < int(codes[2]["Retry-After"]) <= 60
    assert keys().get(f"{AT}/OA-1").status_code == 404


def test_turns_are_counted_by_minute_and_old_ones_forgotten(keys, settings):
    settings.API_PER_MINUTE = 1
    row, now = keys().row, timezone.now().replace(second=50)
    assert [push_limits.seconds_to_wait(row, now), push_limits.seconds_to_wait(row, now)] == [0, 10]
    assert push_limits.seconds_to_wait(row, now + timedelta(minutes=10)) == 0
    assert PushCount.objects.count() == 1


def test_of_two_pushes_at_once_the_second_changes_what_the_first_made(keys, monkeypatch):
    client = keys()
    put(client)
    hidden, seen = iter([None]), Item.objects.filter  # the first look finds nothing, as if the other had not yet finished
    monkeypatch.setattr(pushing.Item.objects, "filter", lambda *a, **k: Item.objects.none() if next(hidden, 1) is None else seen(*a, **k))
    assert put(client, title="第二次").json()["outcome"] == "changed"
    assert Item.objects.get().title == "第二次" and Item.objects.get().stage == Stage.DRAFT
