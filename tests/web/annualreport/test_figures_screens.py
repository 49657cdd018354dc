"""汇总, 比较, 指标, 异常 as their users see them; the government's own report by one press."""

from datetime import date

import pytest
from annualfigures import asked, figures
from django.test import Client
from django.urls import reverse

from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.organs.enums import ChangeKind, Role
from gongkai.web.organs.models import UnitChange

pytestmark = pytest.mark.django_db
SCREENS = ("rollup", "figures_years", "figures_units", "indicators", "unusual")


def client(person):
    made = Client()
    made.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


@pytest.fixture
def boss(county):
    return client(county.staff("root", Role.SUPERVISOR))


@pytest.fixture
def filled(county):
    for year in range(2019, 2026):
        figures(county.education, year, asked(20, 12), public=True)
        figures(county.water, year, asked(4, 4) | {"3.received.legal": None})
    return county


def page(who, name, **query):
    response = who.get(reverse(f"annualreport:{name}"), query)
    return response.status_code, response.content.decode() if not response.streaming else b"".join(response.streaming_content)


@pytest.mark.parametrize("name", SCREENS)
def test_without_figures_each_screen_says_what_will_be_there(county, boss, name):
    status, text = page(boss, name)
    assert status == 200 and "还没有年报数据" in text


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("query", [{"unit": "x"}, {"year": "1900"}, {"unit": "99999999"}, {"by": "nothing"}, {"scope": "all"}])
def test_what_is_wrong_in_the_address_is_told_not_obeyed(filled, boss, name, query):
    status, text = page(boss, name, **query)
    assert status == 200 and "Traceback" not in text


def test_the_area_is_added_up_and_each_number_leads_to_its_units(filled, boss):
    status, text = page(boss, "rollup", year=2025)
    assert status == 200 and "清川县人民政府2025年度年报数据（全域）" in text
    assert f'href="{reverse("annualreport:rollup_units")}?unit={filled.root.pk}&amp;year=2025&amp;address=3.received.total">24</a>' in text
    assert "缺石里镇人民政府的报告" in text and "未填数字" in text
    status, text = page(boss, "rollup_units", unit=filled.root.pk, year=2025, address="3.received.total")
    assert status == 200 and text.index("清川县教育局") < text.index("清川县水利局") and "83.3%" in text


def test_a_clerk_sees_the_own_unit_alone(filled):
    who = client(filled.staff("education", Role.CLERK))
    status, text = page(who, "rollup")
    assert status == 200 and "清川县教育局2025年度年报数据（本级）" in text and "清川县水利局" not in text
    status, text = page(who, "rollup", unit=filled.root.pk, scope="area")
    assert status == 200 and "您无权查看其数据" in text
    assert page(who, "rollup_units", unit=filled.root.pk, year=2025, address="3.received.total")[0] == 404
    for name in ("figures_units", "indicators", "unusual"):
        status, text = page(who, name)
        assert status == 200 and "清川县水利局" not in text
    other = filled.water.figures.first()
    assert who.get(reverse("annualreport:figures", args=[other.pk])).status_code == 404


def test_the_sum_of_an_area_one_may_not_see_is_refused(filled):
    figures(filled.root, 2025, asked(1))
    assert page(client(filled.staff("root", Role.CLERK)), "rollup", unit=filled.root.pk, year=2025, scope="area")[0] == 403


def test_the_years_of_a_unit_with_charts_and_data(filled, boss):
    status, text = page(boss, "figures_years", unit=filled.education.pk)
    assert status == 200 and text.count("<svg") == 2 and "表三“一、本年新收政府信息公开申请数量”总计" in text
    status, data = page(boss, "figures_years", unit=filled.education.pk, chart="numbers", **{"as": "csv"})
    assert data.decode("utf-8-sig").splitlines()[1] == "2019,20,12,12,8"
    response = boss.get(reverse("annualreport:figures_years"), {"unit": filled.education.pk, "chart": "rates", "as": "png"})
    assert response["Content-Type"] == "image/png" and response.content.startswith(b"\x89PNG")


def test_the_years_of_an_area_are_its_sums_each_number_opening_to_its_units_with_who_is_missing(filled, boss):
    figures(filled.town, 2025, asked(6, 1))
    status, text = page(boss, "figures_years")
    assert status == 200 and "清川县人民政府历年年报数据（全域）" in text and text.count("<svg") == 3
    assert f'href="{reverse("annualreport:rollup_units")}?unit={filled.root.pk}&amp;year=2025&amp;address=3.received.total">30</a>' in text
    assert 'year=2024&amp;address=3.received.total">24</a>' in text
    assert "2024年度没有计入的单位：缺报" in text and "石里镇" in text.split('id="missing-2024"')[1].split("</details>")[0]
    assert 'id="missing-2025"' not in text or "石里镇" not in text.split('id="missing-2025"')[1].split("</details>")[0]
    _, data = page(boss, "figures_years", export="csv")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0] == "单元格,名称,2019,2020,2021,2022,2023,2024,2025" and lines[1] == ",计入单位数,2,2,2,2,2,2,3"
    assert [line for line in lines if line.startswith("3.received.total")] == ["3.received.total,表三“一、本年新收政府信息公开申请数量”总计,24,24,24,24,24,24,30"]
    _, data = page(boss, "figures_years", kind="town", export="csv")
    assert data.decode("utf-8-sig").splitlines()[0] == "单元格,名称,2025", "years without a unit of that kind have no column"
    _, data = page(boss, "figures_years", chart="units", **{"as": "csv"})
    assert data.decode("utf-8-sig").splitlines()[-1].startswith("2025,3,")


def test_who_may_not_see_an_area_compares_the_own_unit_and_is_not_asked_for_a_scope(filled):
    who = client(filled.staff("education", Role.CLERK))
    status, text = page(who, "figures_years")
    assert status == 200 and "清川县教育局历年年报数据（本级）" in text and '<select name="scope"' not in text
    assert page(client(filled.staff("root", Role.CLERK)), "figures_years", unit=filled.root.pk, scope="area")[0] == 403


def test_units_are_compared_by_a_measure_with_its_formula(filled, boss):
    status, text = page(boss, "figures_units", year=2025, by="disclosure_rate")
    assert status == 200 and "公式：（表三“（一）予以公开”总计＋" in text
    status, data = page(boss, "figures_units", year=2025, by="disclosure_rate", export="csv")
    assert data.decode("utf-8-sig").splitlines()[1:] == ["清川县教育局,100.0%,12", "清川县水利局,100.0%,4"]


def test_units_are_compared_in_the_area_as_it_stood_in_the_year(filled, boss):
    change = UnitChange.objects.create(kind=ChangeKind.MOVED, day=date(2025, 5, 1), unit=filled.water)
    change.sources.add(filled.root)
    filled.water.parent = filled.education
    filled.water.save()
    for name, head in (("figures_units", {"by": "disclosure_rate"}), ("indicators", {})):
        for year, there in ((2024, False), (2025, True)):
            data = page(boss, name, unit=filled.education.pk, year=year, export="csv", **head)[1].decode("utf-8-sig")
            assert "清川县教育局" in data and ("清川县水利局" in data) is there, (name, year)


def test_indicators_show_what_they_divide_by_and_none_for_nothing(filled, boss):
    status, text = page(boss, "indicators", year=2025)
    assert status == 200 and "全域合计" in text and "分母为0" in text and "33.3%" in text


def test_a_wild_year_is_pointed_at_with_its_numbers(filled, boss):
    row = filled.education.figures.get(year=2025)
    row.delete()
    figures(filled.education, 2025, asked(200, 20))
    status, text = page(boss, "unusual", year=2025)
    assert status == 200 and "本单位其他 6 个年度" in text and "偏高" in text
    status, text = page(boss, "unusual", year=2022)
    assert status == 200 and "没有发现异常数值" in text, "three earlier years say nothing"


def test_sheets_hold_what_the_screen_shows(filled, boss):
    _, data = page(boss, "rollup", year=2025, export="csv")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0] == "单元格,名称,计量单位,数量,填报单位数"
    assert "3.received.total,表三“一、本年新收政府信息公开申请数量”总计,件,24,2" in lines


def test_one_press_makes_the_governments_report(filled, boss):
    address = reverse("annualreport:make_area_report")
    response = boss.post(address, {"unit": filled.root.pk, "year": 2025}, follow=True)
    assert "已生成清川县人民政府2025年度全域报告的草稿" in response.content.decode()
    row = AnnualReport.objects.get(unit=filled.root, year=2025, scope=Scope.AREA)
    assert row.cells["3.received.total"] == "24" and row.cells["3.received.legal"] == "0"
    assert row.snapshots.get().cells["3.received.total"] == {"value": "24", "source": "rollup"}
    assert "本年度汇总 2 个单位的报告" in row.texts["6"] and "石里镇人民政府" in row.texts["6"]


def test_adding_up_anew_keeps_what_somebody_has_written_over(filled, boss):
    address = reverse("annualreport:make_area_report")
    boss.post(address, {"unit": filled.root.pk, "year": 2025})
    row = AnnualReport.objects.get(unit=filled.root, scope=Scope.AREA)
    AnnualReport.objects.filter(pk=row.pk).update(cells={**row.cells, "3.granted.total": "99"})
    figures(filled.town, 2025, asked(6, 6))
    boss.post(address, {"unit": filled.root.pk, "year": 2025, "version": row.version})
    row.refresh_from_db()
    assert (row.cells["3.received.total"], row.cells["3.granted.total"], row.snapshots.count()) == ("30", "99", 2)
    response = boss.post(address, {"unit": filled.root.pk, "year": 2025, "version": row.version - 1}, follow=True)
    assert "已被他人修改" in response.content.decode() and row.snapshots.count() == 2
    figures(filled.root, 2025, asked(1))
    assert client(filled.staff("root", Role.CLERK)).post(address, {"unit": filled.root.pk, "year": 2025, "version": row.version}).status_code == 403


def test_what_section_six_says_of_the_units_is_said_anew_until_its_writer_changes_it(filled, boss):
    address = reverse("annualreport:make_area_report")
    boss.post(address, {"unit": filled.root.pk, "year": 2025})
    row = AnnualReport.objects.get(unit=filled.root, scope=Scope.AREA)
    AnnualReport.objects.filter(pk=row.pk).update(texts={**row.texts, "6": f"收费情况：没有收费。\n{row.texts['6']}"})
    figures(filled.town, 2025, asked(6, 6))
    answer = boss.post(address, {"unit": filled.root.pk, "year": 2025, "version": row.version}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.texts["6"].startswith("收费情况：没有收费。\n本年度汇总 3 个单位的报告") and row.texts["6"].count("本年度汇总") == 1 and "没有更新，请核对" not in answer
    AnnualReport.objects.filter(pk=row.pk).update(texts={**row.texts, "6": "全县各单位均已报送。"})
    figures(filled.office, 2025, asked(1, 1))
    answer = boss.post(address, {"unit": filled.root.pk, "year": 2025, "version": row.version}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.texts["6"] == "全县各单位均已报送。" and "没有更新，请核对，现为：本年度汇总 4 个单位的报告" in answer


def test_one_units_figures_lead_to_their_source_and_its_other_years(filled, boss):
    row = filled.education.figures.get(year=2025)
    status, text = page_of(boss, row)
    others = filled.education.figures.exclude(pk=row.pk)
    assert status == 200 and all(reverse("annualreport:figures", args=[one.pk]) in text for one in others) and "历年比较" in text


def page_of(who, row):
    response = who.get(reverse("annualreport:figures", args=[row.pk]))
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(("role", "place"), [(Role.CLERK, "education"), (Role.CLERK, "root"), (Role.SUPERVISOR, "education")])
def test_nobody_else_makes_the_governments_report(filled, role, place):
    client(filled.staff(place, role)).post(reverse("annualreport:make_area_report"), {"unit": filled.root.pk, "year": 2025})
    assert not AnnualReport.objects.exists()
