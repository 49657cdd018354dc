from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import include, path
from sheetfiles import workbook

from gongkai.errors import GongkaiError
from gongkai.web.common.access import adds, opens
from gongkai.web.common.generic import sheets
from gongkai.web.common.generic.columns import Column, Fault, Tick, at_most, day, flag, one_of, whole
from gongkai.web.common.generic.imports import SheetImport, preview, take, template_file, upload
from gongkai.web.common.models import Event, ImportRun
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit


def bring(actor, unit, rows):
    if any(row["name"] == "炸" for row in rows):
        Unit.objects.create(name="半截", kind="town", slug="half")
        raise GongkaiError("“炸”不能导入，请删去。")
    for row in rows:
        Unit.objects.create(name=row["name"], kind=row["kind"], slug=row["slug"], founded_on=row["founded_on"], parent=unit)
    return {"新增": len(rows)}


def known(actor, unit, rows):
    taken = set(Unit.objects.filter(slug__in=[row["slug"] for row in rows]).values_list("slug", flat=True))
    return [Fault(row["row"], "网址名", f"“{row['slug']}”已经有单位使用。") for row in rows if row["slug"] in taken]


SHEET = SheetImport("units", "导入单位", (
    Column("name", "名称", ("单位名称", "机关名称"), required=True, example="清川县林业局"),
    Column("slug", "网址名", required=True),
    Column("kind", "类别", parse=one_of(UnitKind.choices), default="department"),
    Column("founded_on", "设立日期", parse=day, default=None),
), apply=bring, check=known, unique=("slug",))


@adds(ImportRun, "add")
def start(request):
    return upload(request, SHEET, request.user.home, preview="preview")


@opens(ImportRun, "add")
def look(request, row):
    return preview(request, SHEET, row, again="start", done="/workbench/")


urlpatterns = [path("workbench/import", start, name="start"), path("workbench/import/<int:id>", look, name="preview"),
               path("", include("gongkai.web.urls"))]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def desk(county, client):
    client.force_login(county.people["root", "manager"], backend="allauth.account.auth_backends.AuthenticationBackend")

    def give(data, name="单位.xlsx"):
        return client.post("/workbench/import", {"file": SimpleUploadedFile(name, data)})

    client.give = give
    return client


GOOD = workbook(["机关名称", "网址名 *", "类别", "设立日期", "备注"], ["清川县林业局", "forest", "政府部门", date(2020, 5, 1), "x"],
                ["黄坪乡人民政府", "huangping", "town", "2019年3月2日", ""])


def test_a_sheet_is_looked_at_first_and_applied_once(county, desk):
    address = desk.give(GOOD).headers["Location"]
    page = desk.get(address).content.decode()
    assert "共读出 2 行" in page and "备注" in page and "<td>政府部门</td>" in page and not Unit.objects.filter(slug="forest").exists()
    assert desk.post(address).status_code == 302
    assert Unit.objects.get(slug="forest").founded_on == date(2020, 5, 1)
    assert Unit.objects.get(slug="huangping").kind == "town"
    assert ImportRun.objects.get().result == {"新增": 2}
    assert Event.objects.get(action="import.applied").after == {"新增": 2}
    before = Unit.objects.count()
    assert "没有重复导入" in desk.post(address, follow=True).content.decode()
    assert Unit.objects.count() == before
    assert "已于" in desk.get(address).content.decode()


def test_the_same_file_given_again_is_pointed_out(desk):
    desk.post(desk.give(GOOD).headers["Location"])
    Unit.objects.filter(slug__in=["forest", "huangping"]).delete()
    assert "同一个文件曾于" in desk.get(desk.give(GOOD).headers["Location"]).content.decode()


def test_faults_are_told_by_row_and_column_and_nothing_comes_in(county, desk):
    data = workbook(["名称", "网址名", "类别", "设立日期"], ["", "a"], ["甲局", "b", "公司", "2026-02-30"], ["乙局", "c"], ["丙局", "c"])
    address = desk.give(data).headers["Location"]
    faults = [(fault.row, fault.column, fault.text) for fault in desk.get(address).context["faults"]]
    assert faults == [
        (2, "名称", "不能为空。"),
        (3, "类别", "“公司”应为：县级以上人民政府、政府办公室、政府部门、乡镇人民政府、街道办事处、法律、法规授权的组织。"),
        (3, "设立日期", "“2026-02-30”不是日历上有的日期，应形如 2026-11-24。"),
        (5, "网址名", "与第 4 行重复，请删去其中一行。"),
    ]
    before = Unit.objects.count()
    assert desk.post(address).status_code == 200 and Unit.objects.count() == before


def test_what_only_the_database_knows_is_told_in_the_preview(county, desk):
    data = workbook(["名称", "网址名"], ["甲局", county.water.slug])
    assert "已经有单位使用" in desk.get(desk.give(data).headers["Location"]).content.decode()


def test_a_refusal_half_way_leaves_nothing_behind_and_may_be_tried_again(county, desk):
    address = desk.give(workbook(["名称", "网址名"], ["炸", "bomb"])).headers["Location"]
    assert "“炸”不能导入" in desk.post(address).content.decode()
    assert not Unit.objects.filter(slug="half").exists()
    assert ImportRun.objects.get().applied_at is None


def test_files_that_are_no_sheets_are_refused_where_they_were_chosen(desk):
    response = desk.give(b"%PDF-1.4", "单位.xlsx")
    assert response.status_code == 400 and "不是表格" in response.content.decode()
    assert "请先选择" in desk.post("/workbench/import").content.decode()
    assert not ImportRun.objects.exists()


def test_a_head_is_found_below_a_title_and_a_missing_column_is_named():
    taken = take(SHEET, [["清川县单位名单"], [], ["名 称（全称）", "网址名"], ["甲局", "jia"]])
    assert not taken.faults and taken.rows == [
        {"row": 4, "name": "甲局", "slug": "jia", "kind": "department", "founded_on": None, "faulty": frozenset()}]
    assert "缺少“网址名”" in take(SHEET, [["名称", "类别"], ["甲局", ""]]).faults[0].text
    assert "没有找到表头" in take(SHEET, [["甲", "乙"]]).faults[0].text
    assert "没有内容" in take(SHEET, [["名称", "网址名"]]).faults[0].text


def test_all_that_is_wrong_in_a_row_is_told_at_once(county, desk):
    data = workbook(["名称", "网址名", "类别"], ["甲局", county.water.slug, "公司"], ["", county.water.slug, ""], ["丙局", "c", ""])
    faults = [(fault.row, fault.column) for fault in desk.get(desk.give(data).headers["Location"]).context["faults"]]
    assert faults == [(2, "网址名"), (2, "类别"), (3, "名称"), (3, "网址名"), (3, "网址名")]


EXAMPLED = SheetImport("units", "导入单位", (
    Column("name", "名称", required=True, example="清川县林业局"), Column("founded_on", "设立日期", parse=day, example="2020-05-01"),
    Column("note", "备注")), apply=bring)


def test_the_example_row_of_the_template_is_left_out_and_told_of():
    head, example = sheets.read(template_file(EXAMPLED))
    taken = take(EXAMPLED, [head, example, ["甲局"]])
    assert [row["name"] for row in taken.rows] == ["甲局"] and not taken.faults
    assert taken.notes == ["第 2 行是模板自带的示例，没有读取。"]
    assert take(EXAMPLED, [head, ["清川县林业局", "2020/5/1"], ["甲局"]]).notes == taken.notes  # as other programs save the day


@pytest.mark.parametrize("row", [["清川县林业局", "2020-05-02"], ["清川县林业局", "2020-05-01", "真的"], ["清川县林业局"]])
def test_an_example_that_somebody_touched_comes_in(row):
    assert [one["name"] for one in take(EXAMPLED, [["名称", "设立日期", "备注"], row]).rows] == ["清川县林业局"]


def test_a_sheet_that_lacks_columns_of_the_example_may_say_the_same():
    assert len(take(EXAMPLED, [["名称", "备注"], ["清川县林业局"]]).rows) == 1


def test_a_template_given_back_untouched_brings_nothing_in():
    taken = take(EXAMPLED, sheets.read(template_file(EXAMPLED)))
    assert not taken.rows and "没有内容" in taken.faults[0].text and taken.notes


TICKED = SheetImport("ticked", "目录", (
    Column("first", "一级事项", required=True), Column("second", "二级事项"), Column("basis", "公开依据", ("依据",)),
    Column("audience", "公开对象", ticks=(Tick("全社会"), Tick("特定群体", ("特定群众",), named=True))),
    Column("tier", "公开层级", parse=at_most(20), ticks=(Tick("县级"),), any_tick=True)), apply=bring)
TWO = [["序号", "公开事项", "", "公开依据", "公开对象", "", "公开层级", ""], ["", "一级事项", "二级事项", "", "全社会", "特定群众（请写明）", "县级", "村级"]]


def test_a_head_of_two_rows_is_understood_and_ticks_are_put_together():
    taken = take(TICKED, [["某目录"], *TWO, ["1", "甲", "乙", "丙", "√", "", "√", "√"], ["2", "甲", "丁", "", "", "教师", "×", ""],
                          TWO[0], TWO[1], ["3", "戊", "", "", "√", "√", "", "√"]])
    assert taken.faults == [] and taken.aside == ["序号"]
    assert [(row["row"], row["first"], row["second"], row["audience"], row["tier"]) for row in taken.rows] == [
        (4, "甲", "乙", "全社会", "县级、村级"), (5, "甲", "丁", "特定群体（教师）", ""), (8, "戊", "", "全社会、特定群体", "村级")]


def test_a_cell_that_is_neither_ticked_nor_empty_is_a_fault():
    taken = take(TICKED, [*TWO, ["1", "甲", "乙", "丙", "大概", "", "√", ""]])
    assert [(fault.row, fault.column, fault.text) for fault in taken.faults] == [(3, "公开对象", "“大概”（全社会）应打“√”或者留空。")]


def test_a_row_whose_cells_are_words_of_heads_is_no_second_head_row():
    taken = take(TICKED, [["一级事项", "二级事项", "公开依据", "公开对象", "公开层级"], ["甲", "乙", "依据", "全社会", "县级"]])
    assert [(row["first"], row["audience"], row["tier"]) for row in taken.rows] == [("甲", "全社会", "县级")]


def test_other_sheets_of_a_workbook_are_told_of(county, desk):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book.create_sheet("乡镇").append(["名称", "网址名"])
    book.create_sheet("空表")
    file = io.BytesIO()
    book.save(file)
    page = desk.get(desk.give(file.getvalue()).headers["Location"]).content.decode()
    assert "“乡镇”没有读取" in page and "空表" not in page


def test_the_template_can_be_given_back(desk):
    response = desk.get("/workbench/import?template=xlsx")
    rows = sheets.read(response.getvalue())
    assert rows[0] == ["名称", "网址名", "类别", "设立日期"]


def test_another_unit_s_import_is_not_there(county, desk, client):
    address = desk.give(GOOD).headers["Location"]
    client.force_login(county.people["water", "clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(("parse", "text", "value"), [
    (day, "2026-11-24", date(2026, 11, 24)), (day, "2026/1/2", date(2026, 1, 2)), (day, "20260102", date(2026, 1, 2)),
    (day, "2026年1月2日", date(2026, 1, 2)), (whole, "1,234", 1234), (flag, "是", True), (flag, "否", False),
])
def test_cells_are_understood(parse, text, value):
    assert parse(text) == value


@pytest.mark.parametrize(("parse", "text"), [(day, "明天"), (day, "2026-13-01"), (whole, "-1"), (whole, "1.5"), (flag, "也许")])
def test_cells_that_are_not_understood_say_what_they_should_be(parse, text):
    with pytest.raises(ValueError, match="应"):
        parse(text)
