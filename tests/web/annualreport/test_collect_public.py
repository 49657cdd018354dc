"""Collected reports before the public: numbers where the county says that the units have published them, the file only after a look."""

from __future__ import annotations

import io

import docx
import pytest
from collectcases import YEAR, collect, document, drop, only
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from gongkai.web.annualreport.domain import collect_orders, collect_reading, collecting, originals
from gongkai.web.annualreport.enums import FileState, Original
from gongkai.web.annualreport.models import CollectBatch, CollectedFile, Figures
from gongkai.web.common import files
from gongkai.web.portal import memory
from gongkai.web.portal.export import export

pytestmark = pytest.mark.django_db
MOBILE = "13812345678"


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    memory.forget()


@pytest.fixture
def boss(county):
    return county.staff("root", "supervisor")


def word(more="", author=""):
    """A sound report of the water bureau as Word, with a paragraph more, without properties but the author given."""
    made = docx.Document(io.BytesIO(document("清川县水利局", format="docx")))
    if more:
        made.add_paragraph(more)
    for name in ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category"):
        setattr(made.core_properties, name, author if name == "author" else "")
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def accepted(county, boss, data, name="水利局.docx", public=True):
    batch = collecting.open_batch(boss, county.root, year=YEAR, public=public)
    collecting.take_in(boss, batch, drop((name, data)))
    collect_reading.read_waiting(batch.pk)
    return collecting.accept(boss, only(batch))


def looked_at(file):
    originals.look_waiting()
    file.refresh_from_db()
    return file


def get(address):
    return Client().get(address)


def page(name, file):
    return reverse(f"portal:{name}", args=[file.file_id])


def test_a_report_without_anything_found_is_listed_with_its_source_its_tables_and_its_file(county, boss):
    data = word()
    file = looked_at(accepted(county, boss, data))
    assert (file.original, file.original_told) == (Original.OFFERED, [])
    for address in ("/annual-reports/", f"/annual-reports/?year={YEAR}", f"/units/{county.water.slug}/annual-reports/"):
        told = get(address).content.decode()
        assert f"清川县水利局{YEAR}年政府信息公开工作年度报告" in told and "来源：该单位公布的报告" in told and page("annual_original", file) in told
    assert "水利局2024年" not in get(f"/units/{county.education.slug}/annual-reports/").content.decode()
    told = get(page("annual_collected", file)).content.decode()
    assert "没有在本平台编制" in told and "三、收到和处理政府信息公开申请情况" in told and "本平台不提供" not in told
    answer = get(page("annual_original", file))
    assert b"".join(answer.streaming_content) == data and answer["X-Content-Type-Options"] == "nosniff" and "attachment" in answer["Content-Disposition"]
    assert page("annual_collected", file) in b"".join(get("/sitemap-0.xml").streaming_content).decode()


def test_nothing_is_public_before_the_county_says_that_the_unit_published_it(county, boss):
    file = accepted(county, boss, word(), public=False)
    assert (file.original, looked_at(file).original) == (Original.NONE, Original.NONE)
    assert get(page("annual_collected", file)).status_code == get(page("annual_original", file)).status_code == 404
    assert "清川县水利局2024年" not in get("/annual-reports/").content.decode()


def test_a_file_with_a_persons_number_is_never_offered_while_its_numbers_are_public(county, boss):
    file = looked_at(accepted(county, boss, word(f"村民张某某手机号码{MOBILE}，已办结。")))
    assert file.original == Original.BARRED and MOBILE not in str(file.original_told) and "手机号码" in str(file.original_told)
    told = get(page("annual_collected", file)).content.decode()
    assert "不提供这份报告的原文件" in told and MOBILE not in told
    assert get(page("annual_original", file)).status_code == 404
    with pytest.raises(ValidationError, match="不能提供"):
        originals.offer(boss, file, "已核对")


def test_a_file_with_hints_waits_for_a_person_who_says_why(county, boss):
    file = looked_at(accepted(county, boss, word(author="李四")))
    assert file.original == Original.HELD and "文件属性" in file.original_told[0]["message"]
    assert get(page("annual_original", file)).status_code == 404
    with pytest.raises(ValidationError, match="理由"):
        originals.offer(boss, file, " ")
    with pytest.raises(PermissionDenied):
        originals.offer(county.staff("water", "clerk"), file, "已核对")
    assert originals.offer(boss, file, "作者为经办人，已公开。").original == Original.OFFERED
    assert get(page("annual_original", file)).status_code == 200
    originals.withhold(boss, file, "单位要求撤下。")
    assert get(page("annual_original", file)).status_code == 404 and get(page("annual_collected", file)).status_code == 200


@pytest.mark.parametrize(("author", "state"), [("清川县水利局", Original.OFFERED), ("清川县水利", Original.OFFERED), ("清川县教育局", Original.HELD), ("清", Original.HELD)])
def test_the_units_own_name_among_the_properties_is_nobodys(county, boss, author, state):
    assert looked_at(accepted(county, boss, word(author=author))).original == state


def test_the_held_files_of_a_batch_are_offered_with_one_reason(county, boss, client):
    file = looked_at(accepted(county, boss, word(author="李四")))
    client.force_login(boss)
    address = reverse("annualreport:collect_batch", args=[file.batch_id])
    assert "一并提供 1 份原文件" in client.get(address).content.decode()
    assert "水利局.docx" in client.get(f"{address}?state=original-held").content.decode()
    told = client.post(reverse("annualreport:collect_offer_all", args=[file.batch_id]), {"reason": ""}, follow=True).content.decode()
    assert "请写明原文件可以公开" in told
    client.post(reverse("annualreport:collect_offer_all", args=[file.batch_id]), {"reason": "均为单位公开信息。"})
    collect_orders.go_on(file.batch_id)
    file.refresh_from_db()
    assert (file.original, file.original_note, file.original_by) == (Original.OFFERED, "均为单位公开信息。", boss)


@pytest.mark.parametrize(("name", "format"), [("水利局.html", "html"), ("水利局.md", "md")])
def test_kinds_of_files_that_the_portal_does_not_hand_out_are_not_offered(county, boss, name, format):
    file = looked_at(accepted(county, boss, document("清川县水利局", format=format), name))
    assert file.original == Original.BARRED and get(page("annual_original", file)).status_code == 404


def test_making_a_batch_public_and_taking_it_back(county, boss, client):
    file = accepted(county, boss, word(), public=False)
    client.force_login(boss)
    address = reverse("annualreport:collect_public", args=[file.batch_id])
    client.post(address, {"public": "1"})
    collect_orders.go_on(file.batch_id)
    assert looked_at(file).original == Original.OFFERED and Figures.published.get().file == file
    client.post(address, {"public": "0"})
    assert not Figures.published.exists() and Figures.objects.get().file == file, "gone at once, before the background comes to it"
    assert get(page("annual_collected", file)).status_code == get(page("annual_original", file)).status_code == 404
    collect_orders.go_on(file.batch_id)
    file.refresh_from_db()
    assert file.original == Original.NONE and not Figures.published.exists()


def test_a_file_that_is_set_aside_leaves_the_public(county, boss):
    file = looked_at(accepted(county, boss, word()))
    collecting.set_aside(boss, file, "单位重报")
    assert CollectedFile.objects.get().original == Original.NONE
    assert get(page("annual_collected", file)).status_code == get(page("annual_original", file)).status_code == 404
    collecting.reopen(boss, file)
    assert CollectedFile.objects.get().state == FileState.READY and not Figures.published.exists()


def test_a_number_that_a_person_mended_is_told_and_the_source_named(county, boss):
    batch = collecting.open_batch(boss, county.root, year=YEAR, public=True)
    listed = "文件,单位,年度,网址\n水利局.docx,清川县水利局,2024,https://water.example.cn/nb/2024.html\n"
    collecting.take_in(boss, batch, drop(("清单.csv", listed.encode()), ("水利局.docx", word())))
    collect_reading.read_waiting(batch.pk)
    file = only(batch)
    collecting.decide(boss, file, "2.licensing.decisions", "987654")
    file = collecting.accept(boss, file)
    told = get(page("annual_collected", file)).content.decode()
    assert "其中 1 格按核定的数列示" in told and "987654" in told and 'href="https://water.example.cn/nb/2024.html"' in told


def test_a_report_that_its_unit_publishes_here_stands_in_place_of_the_collected_one(signed, county, boss):
    from gongkai.web.annualreport.domain import publishing

    batch = collecting.open_batch(boss, county.root, year=2025, public=True)
    collecting.take_in(boss, batch, drop(("教育局.md", document("清川县教育局", year=2025))))
    collect_reading.read_waiting(batch.pk)
    file = collecting.accept(boss, only(batch))
    assert get(page("annual_collected", file)).status_code == 200
    publishing.publish(county.staff("education", "clerk"), signed.report, publishing.make(signed))
    answer = get(page("annual_collected", file))
    assert (answer.status_code, answer["Location"]) == (302, f"/annual-reports/{signed.report_id}/")
    told = get("/annual-reports/").content.decode()
    assert told.count("清川县教育局2025年政府信息公开工作年度报告") == 1 and "来源：" not in told


def test_the_portal_as_files_has_the_collected_reports_and_the_files_that_are_offered(county, boss, tmp_path):
    data = word()
    file = looked_at(accepted(county, boss, data))
    export(tmp_path / "out")
    folder = tmp_path / f"out/annual-reports/collected/{file.file_id}"
    assert (folder / "original.docx").read_bytes() == data
    assert 'href="original.docx"' in (folder / "index.html").read_text()
    originals.withhold(boss, file, "撤下")
    export(tmp_path / "out")
    assert not (folder / "original.docx").exists() and (folder / "index.html").exists()


def test_a_lost_look_is_made_up_for_and_a_lost_file_is_not_offered(county, boss):
    file = accepted(county, boss, word())
    files.path_of(file.sha256).unlink()
    originals.look_waiting()
    file.refresh_from_db()
    assert file.original == Original.BARRED and "不在服务器上" in file.original_told[0]["message"]
    assert CollectBatch.objects.get().public


def test_the_list_asks_the_database_the_same_however_many_reports_there_are(county, boss, django_assert_max_num_queries):
    collect(county)
    for number, unit in enumerate(("清川县水利局", "清川县石里镇人民政府", "清川县教育局")):
        accepted(county, boss, document(unit, seed=number), f"{number}.md")
    get("/annual-reports/")
    with django_assert_max_num_queries(14):
        assert get("/annual-reports/").content.decode().count("来源：") == 3


def test_the_board_leads_to_the_file_says_that_the_unit_publishes_itself_and_asks_the_same_however_many_units(county, boss, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongkai.web.annualreport.domain import boarding
    from gongkai.web.annualreport.models import ReportDuty

    def asked():
        with CaptureQueriesContext(connection) as seen:
            rows = boarding.board(county.root, YEAR)
            assert [row.file.batch.public for row in rows if row.file is not None] == [True] * len(rows)
        return len(seen)

    file = accepted(county, boss, word())
    ReportDuty.objects.create(unit=county.root, year=YEAR, reporter=county.water)
    one = asked()
    client.force_login(boss)
    told = client.get(reverse("annualreport:board"), {"year": YEAR}).content.decode()
    assert f'<a href="{reverse("annualreport:collect_file", args=[file.pk])}">清川县水利局</a>' in told and "单位自行公布" in told
    for number, unit in enumerate((county.town, county.education)):
        accepted(county, boss, document(unit.name, seed=number), f"{number}.md")
        ReportDuty.objects.create(unit=county.root, year=YEAR, reporter=unit)
    assert asked() == one
