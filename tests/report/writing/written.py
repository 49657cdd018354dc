"""Reports to write: a full one of each edition, an invented third edition, and strategies for hypothesis."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from gongkai.report.form import Column, Form, edition, load
from gongkai.report.model import Cell, Part, Report, Section

INVENTED = """\
edition: "2030"
title: 政务透明度年度报告
years: {from: 2030, to: null}
citation: {document: 试〔2030〕1号, name: 试行格式, date: null, source: 测试, confirmed: null}
sections:
  - {number: 1, heading: 概述}
  - {number: 2, heading: 申请与争议}
tables:
  - number: "2"
    section: 2
    layout: down
    blocks:
      - label: 甲项
        stub: 内容
        columns:
          - label: 数量
            columns:
              - {key: a, label: 甲数, unit: 件}
              - {key: b, label: 乙数, unit: 件}
          - {key: c, label: 丙数, unit: 件}
          - {key: d, label: 丁数, unit: 件}
          - {key: e, label: 戊数, unit: 件}
        rows:
          - label: 大类
            rows:
              - {key: one, label: 小类一}
              - key: two
                label: 小类二
                rows:
                  - {key: x, label: 细目一}
                  - {key: y, label: 细目二}
          - {key: three, label: 其余}
      - label: 乙项
        columns:
          - {key: a, label: 金额, unit: 万元}
          - {key: b, label: 笔数, unit: 件}
        rows:
          - {key: four, label: 收入}
  - number: "3"
    section: 2
    layout: across
    blocks:
      - columns:
          - label: 办结
            columns:
              - {key: won, label: 支持, unit: 件}
              - {key: lost, label: 不支持, unit: 件}
          - {key: open, label: 未结, unit: 件}
        rows:
          - {key: review, label: 复议}
          - label: 诉讼
            rows:
              - {key: first, label: 一审}
              - {key: second, label: 二审}
sums: []
"""


def invented(folder: Path) -> Form:
    """The invented edition, from a file in that folder."""
    path = folder / "2030.yaml"
    path.write_text(INVENTED, encoding="utf-8")
    return load(path)


_TEXT = {
    1: "2023年，本局认真落实《条例》。\n（一）主动公开情况\n全年公开信息412条，其中政策文件26件。\n"
       "（二）依申请公开情况\n全年收到申请17件，均按期办结。",
    4: "注：本表含上年度结转的行政复议1件。",
    5: "一是解读形式单一，二是培训偏少。\n下一步增加视频解读，每季度通报一次。",
    6: "本年度未发出信息处理费收费通知，收取金额为0元。",
}


def sample(name: str = "2021", form: Form | None = None) -> Report:
    """A filled-in report: numbers that differ from cell to cell, a mark, an empty cell, an amount with decimals."""
    form = form or edition(name)
    report = Report(edition=form.edition, unit="青禾县人力资源和社会保障局", year=2023, published=date(2024, 1, 22))
    report.preamble = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。\n如有疑问，请与本局办公室联系。"
    for index, address in enumerate(form.addresses()):
        report.cells[address] = Cell(index, str(index))
    for address, cell in (("2.coercion.decisions", Cell(None, "/")), ("2.fees.amount", Cell(Decimal("12.50"), "12.50")),
                          ("2.procurement.amount", Cell(Decimal("0.1"), "0.1")),
                          ("3.denied.state_secret.person", Cell(None, ""))):
        if address in report.cells:
            report.cells[address] = cell
    for section in form.sections:
        text = _TEXT.get(section.number, "")
        report.sections.append(Section(section.number, section.heading, text, printed=section.heading))
    if len(form.sections) > 2:
        report.sections[0].parts = [Part("proactive", "（一）主动公开情况", "全年公开信息412条，其中政策文件26件。")]
    return report


def large(name: str = "2021", value: int = 1_234_567) -> Report:
    """A report with a seven-digit number in every cell."""
    report = sample(name)
    for address, cell in report.cells.items():
        if isinstance(cell.value, int):
            report.cells[address] = Cell(value, str(value))
    return report


_UNITS = st.builds(
    "{}{}{}".format, st.sampled_from(["青禾县", "临河市", "云岭区", "白沙镇"]),
    st.sampled_from(["人民政府", "人力资源和社会保障", "水利", "教育体育", "市场监督管理"]), st.just("局"),
).map(lambda name: name.replace("人民政府局", "人民政府办公室"))
_SENTENCES = st.sampled_from([
    "本单位全年组织培训3期", "通过网站公开信息412条", "网址为https://www.example.gov.cn/a_b?x=1&y=2", "增长12.5%",
    "坚持“应公开尽公开”原则", "第一季度*重点*推进", "编制目录<试行>并公布", "涉及A&B类事项", "规范了[目录]和`编码`",
    "流程为收件#登记#答复", "费用为$0$", "按照~旧~办法办理", "与C:\\目录一致", "完成率100%", "&amp;等字符已清理",
])
_PARAGRAPHS = st.lists(_SENTENCES, min_size=1, max_size=3).map(lambda pieces: "，".join(pieces) + "。")
_OPENINGS = st.sampled_from(["", "- ", "+ ", "# ", "> ", "1. ", "= ", "一是", "（一）"])
TEXTS = st.lists(st.builds("{}{}".format, _OPENINGS, _PARAGRAPHS), max_size=4).map("\n".join)


def _cell(chance: Random, column: Column) -> Cell:
    """A number, small or large, or one of the ways in which a cell is empty."""
    mark = chance.choice(("", "", "/", "-", "—", "无", *(None,) * 12))
    if mark is not None:
        return Cell(None, mark)
    if column.unit == "万元":
        value: int | Decimal = Decimal(chance.randrange(10_000_000)) / 100
    else:
        value = chance.choice((0, 0, 1, chance.randrange(10), chance.randrange(1000), chance.randrange(120_000)))
    if column.negative and chance.random() < 0.5:
        value = -value
    return Cell(value, str(value))


@st.composite
def reports(draw: st.DrawFn, name: str) -> Report:
    """Any report of an edition: numbers, empty cells, marks, groups printed as one row, any text, titles or none."""
    form = edition(name)
    report = Report(edition=name, unit=draw(_UNITS), year=draw(st.integers(form.first_year, form.last_year or 2027)))
    kind = draw(st.sampled_from(["none", "full", "no unit", "no year", "neither"]))
    if kind != "none":
        unit = report.unit if kind in ("full", "no year") else ""
        year = f"{report.year}年" if kind in ("full", "no unit") else ""
        report.title = f"{unit}{year}政府信息公开工作年度报告"
    report.published = draw(st.none() | st.just(date(report.year + 1, 1, 22)))
    # Several full lines, as every report has: where no line is full, a printed page shows no paragraphs.
    report.preamble = (f"根据《中华人民共和国政府信息公开条例》和上级关于年度报告的要求编制本报告，所列数据的统计期限自{report.year}年"
                       f"1月1日起至{report.year}年12月31日止，全文由六个部分组成，电子版同日在网站公布。{draw(_PARAGRAPHS)}")
    # Drawn in one go: two hundred draws a report would make hypothesis slow to shrink.
    chance = Random(draw(st.integers(0, 2**32)))
    whole = {row.key for table in form.tables.values() for row in table.groups() if draw(st.booleans())}
    for table in form.tables.values():
        for block in table.blocks:
            for row in (*block.leaves(), *(table.row(key) for key in whole if key in table)):
                inside = any(row.key.startswith(f"{group}.") for group in whole)
                if inside or table.block_of(row.key) is not block:
                    continue
                if row.rows and row.key not in whole:
                    continue
                for column in block.columns:
                    report.cells[f"{table.number}.{row.key}.{column.key}"] = _cell(chance, column)
    report.sections = [Section(section.number, section.heading, draw(TEXTS), printed=section.heading)
                       for section in form.sections]
    return report
