"""Files that units sent instead of writing here: last year's, which are used, and this year's, some of which wait for a person."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from gongkai.web.annualreport.domain import collect_orders, collect_reading, collecting
from gongkai.web.annualreport.domain.unpacking import Drop, unpack
from gongkai.web.demonstration import county, foreign
from gongkai.web.organs.models import Person

LAST = (("transport", "docx", 21), ("emergency", "html", 22), ("chengguan", "docx", 23))
"""Last year's files: unit, format, seed of the numbers."""
THIS = (
    ("清川县交通运输局", "docx", 31, "", "部门/交通运输局2025年年报.docx"),
    ("清川县市场监督管理局", "pdf", 32, "sum", "部门/市场监管局2025年度报告.pdf"),
    ("县应急管理局", "html", 33, "", "部门/应急局.html"),
    ("清川县卫生和计划生育局", "docx", 34, "", "部门/卫计局年报（旧名）.docx"),
    ("清川县民政局", "docx", 35, "year", "部门/民政局年报.docx"),
    ("清川县人民政府城关街道办事处", "docx", 36, "blank", "乡镇街道/城关街道.docx"),
    ("清川县人民政府河东街道办事处", "md", 37, "words", "乡镇街道/河东街道2025.md"),
    ("清川县云岭镇人民政府", "pdf", 38, "empty", "乡镇街道/云岭镇2025年报.pdf"),
    ("邻山县财政局", "docx", 39, "", "其他/财政局年报.docx"),
    ("清川县市场监督管理局", "docx", 40, "", "其他/市场监管局（重报）.docx"),
)
"""This year's files: the unit as it calls itself, format, seed, fault, name."""


def fill(made: county.County, today: date) -> None:
    """Both batches, read; of last year's all are used."""
    boss: Person = made.person("office", "supervisor")
    year = today.year - 1
    old = Drop()
    for key, format, seed in LAST:
        unit = made.units[key]
        unpack(old, f"{unit.called}{year - 1}年报.{format}", foreign.file_of(foreign.report(unit.name, year - 1, seed), format))
    batch = collecting.open_batch(boss, made.root, year=year - 1, name=f"{year - 1}年度报告（已公布）", public=True)
    collecting.take_in(boss, batch, old)
    collect_reading.read_waiting(batch.pk)
    collect_orders.give(boss, batch, "accept")
    collect_orders.go_on(batch.pk)

    drop, files = Drop(), []
    for unit_name, format, seed, fault, name in THIS:
        report = foreign.report(unit_name, year - (fault == "year"), seed)
        files.append((name, foreign.file_of(foreign.broken(report, fault) if fault else report, format)))
    unpack(drop, "各单位报送.zip", foreign.parcel([*files, ("其他/便条.txt", "年报已交县政府办，请查收。".encode("gb18030"))]))
    unpack(drop, "扫描件.jpg", b"\xff\xd8\xff\xe0" + bytes(2_000))
    unpack(drop, "补报.rar", b"Rar!\x1a\x07\x00" + bytes(200))
    batch = collecting.open_batch(boss, made.root, year=year, name=f"{year}年度报告（{timezone.localdate():%m月%d日}收到）")
    collecting.take_in(boss, batch, drop)
    collect_reading.read_waiting(batch.pk)
