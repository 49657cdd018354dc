"""Orders over many files of a batch: in the background, counted exactly, taken up after a kill, asked at the gate for each file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from collectcases import collect, document
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from gongkai.web.annualreport.domain import collect_orders, collecting
from gongkai.web.annualreport.enums import FileState
from gongkai.web.annualreport.models import CollectBatch, CollectedFile, Figures
from gongkai.web.common.models import Event

pytestmark = pytest.mark.django_db
UNITS = ("清川县水利局", "清川县石里镇人民政府", "清川县教育局")


@pytest.fixture
def boss(county):
    return county.staff("root", "supervisor")


@pytest.fixture
def batch(county):
    made = collect(county, *((f"{unit}.md", document(unit)) for unit in UNITS))
    assert set(made.files.values_list("state", flat=True)) == {FileState.READY}
    return made


def order(batch):
    return CollectBatch.objects.get(pk=batch.pk).order


def test_the_page_answers_at_once_and_the_reports_are_used_in_the_background(batch, boss, client):
    client.force_login(boss)
    page = reverse("annualreport:collect_batch", args=[batch.pk])
    told = client.post(reverse("annualreport:collect_accept_all", args=[batch.pk]), follow=True).content.decode()
    assert Figures.objects.count() == 0 and order(batch)["total"] == 3
    assert "正在采用没有疑问的报告" in told and 'http-equiv="refresh"' in told and "采用 3 份" not in told
    collect_orders.go_on(batch.pk)
    assert Figures.objects.count() == 3 and (order(batch)["done"], order(batch)["problems"]) == (3, [])
    told = client.get(page).content.decode()
    assert "共 3 份，办成 3 份" in told and 'http-equiv="refresh"' not in told
    collect_orders.go_on(batch.pk)
    assert Event.objects.filter(action="collect.accepted").count() == 3


def test_what_cannot_be_used_is_told_and_keeps_nobody_else_back(batch, boss):
    collect_orders.give(boss, batch, "accept")
    first = batch.files.order_by("id").first()
    CollectedFile.objects.filter(pk=first.pk).update(year=first.year - 1)
    collect_orders.go_on(batch.pk)
    said = order(batch)
    assert (said["seen"], said["done"]) == (3, 2) and "年度的报告，请先核对" in said["problems"][0]


def test_a_killed_worker_leaves_nothing_uncounted_and_another_goes_on_when_its_lease_ran_out(batch, boss, monkeypatch):
    collect_orders.give(boss, batch, "accept")
    kept, calls = collect_orders._keep, []

    def dies(*given):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        kept(*given)

    monkeypatch.setattr(collect_orders, "_keep", dies)
    with pytest.raises(KeyboardInterrupt):
        collect_orders.go_on(batch.pk)
    monkeypatch.undo()
    assert (order(batch)["done"], batch.files.filter(state=FileState.ACCEPTED).count()) == (1, 1)
    collect_orders.go_on_left()
    assert order(batch)["done"] == 1, "the lease has not run out"
    CollectBatch.objects.filter(pk=batch.pk).update(order_until=timezone.now() - timedelta(seconds=1))
    collect_orders.go_on_left()
    assert (order(batch)["done"], order(batch)["seen"], Event.objects.filter(action="collect.accepted").count()) == (3, 3, 3)


def test_a_worker_whose_lease_another_took_writes_nothing(batch, boss, monkeypatch):
    collect_orders.give(boss, batch, "accept")
    kept = collecting.accept

    def slow(actor, file):
        CollectBatch.objects.filter(pk=batch.pk).update(order_until=timezone.now() + timedelta(hours=1))
        return kept(actor, file)

    monkeypatch.setattr(collecting, "accept", slow)
    collect_orders.go_on(batch.pk)
    assert order(batch)["seen"] == 0 and not batch.files.filter(state=FileState.ACCEPTED).exists()


def test_who_lost_the_role_meanwhile_uses_nothing_more(batch, boss):
    collect_orders.give(boss, batch, "accept")
    boss.roles.all().delete()
    collect_orders.go_on(batch.pk)
    said = order(batch)
    assert said["done"] == 0 and said["ended"] and "没有管理年报收集和汇总的权限" in said["problems"][0]


def test_one_order_at_a_time_by_the_office_alone_and_only_where_there_is_something_to_do(batch, boss, county):
    with pytest.raises(PermissionDenied):
        collect_orders.give(county.staff("water", "clerk"), batch, "accept")
    collect_orders.give(boss, batch, "accept")
    with pytest.raises(ValidationError, match="正在办理“采用没有疑问的报告”"):
        collect_orders.give(boss, batch, "accept")
    collect_orders.go_on(batch.pk)
    with pytest.raises(ValidationError, match="没有需要办理的文件"):
        collect_orders.give(boss, batch, "accept")
