"""The county's January in Chromium: a hundred foreign files come in, the right ones wait for a person, one key confirms a cell."""

from __future__ import annotations

import pytest
from browsing import TELEPHONE, WIDE
from collectcases import YEAR, collect, document

from gongkai.web.annualreport.domain import collect_orders, collect_reading
from gongkai.web.annualreport.enums import FileState
from gongkai.web.annualreport.models import CellDecision, CollectBatch
from gongkai.web.demonstration import foreign
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MANY = 100


def broken_or_sound(number: int) -> tuple[str, bytes, str]:
    """One foreign file, and in which state it should end."""
    unit, kind = f"清川县第{number}局", ("docx", "html", "md")[number % 3]
    if number % 10 == 9:
        fault = ("blank", "words", "empty", "sum")[number // 10 % 4]
        return f"{unit}.{kind}", document(unit, fault, seed=number, format=kind), FileState.DOUBTFUL
    if number % 25 == 1:
        return f"{number}.docx", document(unit, seed=number, format="docx")[:4_000], FileState.UNREADABLE
    if number % 25 == 2:
        return f"{number}.md", document(f"邻山县第{number}处", seed=number), FileState.UNMATCHED
    if number % 25 == 3:
        return f"{number}.md", document(unit, seed=number, year=YEAR - 1), FileState.DOUBTFUL
    return f"{number}.{kind}", document(unit, seed=number, format=kind), FileState.READY


def test_a_hundred_foreign_files_come_in_and_the_right_ones_wait(county, visitor, tmp_path):
    for number in range(MANY):
        Unit.objects.create(name=f"清川县第{number}局", kind=UnitKind.DEPARTMENT, parent=county.root, slug=f"many{number}")
    made = [broken_or_sound(number) for number in range(MANY)]
    loose, packed = made[:20], made[20:]
    paths = []
    for name, data, _ in loose:
        (tmp_path / name).write_bytes(data)
        paths.append(str(tmp_path / name))
    (tmp_path / "各单位.zip").write_bytes(foreign.parcel([(f"报送/{name}", data) for name, data, _ in packed]))
    (tmp_path / "再来一次.rar").write_bytes(b"Rar!\x1a\x07\x00")
    who = visitor()
    who.sign_in("root-supervisor")
    who.go("/workbench/annual/collect/new/")
    who.page.fill("[name=year]", str(YEAR))
    who.page.set_input_files("[name=uploads]", [*paths, str(tmp_path / "各单位.zip"), str(tmp_path / "再来一次.rar"), paths[0]])
    who.page.click("button.primary")
    who.page.wait_for_url("**/workbench/annual/collect/*/", timeout=60_000)
    batch = CollectBatch.objects.get()
    assert batch.files.count() == MANY
    assert "正在读取，已完成 0 份，共 100 份" in who.page.inner_text("main")
    assert any("请解压后重新打包为 .zip" in told for told in batch.problems) and any("内容相同" in told for told in batch.problems)
    who.page.goto("about:blank")  # the page asks for itself again while files are read, and there is one connection here
    collect_reading.read_waiting(batch.pk)
    wanted = {name: state for name, _, state in made}
    got = {file.name.rsplit("/", 1)[-1]: file.state for file in batch.files.all()}
    assert {name: (got[name], state) for name, state in wanted.items() if got[name] != state} == {}
    who.go(f"/workbench/annual/collect/{batch.pk}/")
    assert "共 100 份，已全部读取" in who.page.inner_text("main")
    who.page.click(f"text=采用 {list(wanted.values()).count(FileState.READY)} 份没有疑问的报告", timeout=120_000)
    who.page.wait_for_selector("text=正在采用没有疑问的报告，已看 0 份", timeout=60_000)
    who.page.goto("about:blank")
    collect_orders.go_on(batch.pk)
    who.go(f"/workbench/annual/collect/{batch.pk}/")
    assert f"办成 {list(wanted.values()).count(FileState.READY)} 份。" in who.page.inner_text("main")
    assert batch.files.filter(state=FileState.ACCEPTED).count() == list(wanted.values()).count(FileState.READY)
    assert not who.complaints and not who.strays


@pytest.mark.parametrize("viewport", [WIDE, TELEPHONE], ids=["wide", "telephone"])
def test_one_key_confirms_a_cell_and_the_next_comes(county, visitor, viewport):
    batch = collect(county, ("水利局.pdf", document("清川县水利局", "blank", format="pdf")))
    file = batch.files.get()
    assert file.doubtful == 7
    from playwright.sync_api import expect

    who = visitor(viewport)
    who.sign_in("root-supervisor")
    who.go(f"/workbench/annual/collect/{batch.pk}/")
    who.page.click("text=逐格核对")
    cell = who.page.locator("#h-cell")
    first = who.page.inner_text("#h-cell")
    assert who.page.locator("svg .frame").count() == 1 and who.page.locator("svg image").count() == 1
    assert who.overflows() <= 0
    expect(who.page.locator("[data-value]")).to_be_focused()
    who.page.keyboard.press("Enter")
    expect(cell).not_to_have_text(first)
    assert CellDecision.objects.get().value == ""
    who.page.keyboard.type("0")
    who.page.keyboard.press("Enter")
    expect(who.page.locator(".collect-ask")).to_contain_text("还有 5 个没有核对")
    assert CellDecision.objects.last().value == "0"
    second = who.page.inner_text("#h-cell")
    who.page.wait_for_load_state()  # the page listens for arrows once its script is there
    who.page.keyboard.press("ArrowDown")
    expect(cell).not_to_have_text(second)
    who.page.wait_for_load_state()
    who.page.keyboard.press("ArrowUp")
    expect(cell).to_have_text(second)
    assert not who.complaints and not who.strays


def test_cells_can_be_confirmed_without_scripts(county, visitor):
    batch = collect(county, ("水利局.docx", document("清川县水利局", "words", format="docx")))
    who = visitor(java_script_enabled=False)
    who.sign_in("root-supervisor")
    who.go(f"/workbench/annual/collect/files/{batch.files.get().pk}/cells/?cell=3.granted.person")
    assert who.page.inner_text("td.here") == "详见附表"
    who.page.fill("[name=value]", "2")
    who.page.click("text=确认，看下一个")
    assert CellDecision.objects.get().value == "2"
