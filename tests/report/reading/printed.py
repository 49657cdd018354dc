"""Whole reports whose numbers add up, as typst prints them: with rules, with some, with none; zeros printed or left blank."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from producers import Printed, statutory, typst

from gongkai.report.form import edition

Values = dict[str, int | Decimal]
NO_RULES, ACROSS, DOWN, ALL = "none", "(x:none,y:0.5pt)", "(x:0.5pt,y:none)", "0.5pt"
_WIDTHS = {"2": "(1fr,1fr,1fr,1fr)", "3": "(3em,6em,1fr," + "auto," * 7 + ")", "4": "(" + "1fr," * 15 + ")"}
_PARTS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")


def values(name: str, rng: Random) -> Values:
    """Numbers for every cell of an edition that keep all declared sums."""
    form = edition(name)
    made: Values = {}
    rows = [row.key for block in form.tables["3"].blocks for row in block.leaves()]
    results = [key for key in rows if key not in ("received", "carried_in", "processed", "carried_out")]
    kinds = [column.key for column in form.tables["3"].columns if column.key != "total"]
    for kind in kinds:
        for key in results:
            made[f"3.{key}.{kind}"] = rng.choice([0, 0, 0, 0, rng.randrange(10), rng.randrange(400)])
        made[f"3.processed.{kind}"] = sum(made[f"3.{key}.{kind}"] for key in results)
        made[f"3.carried_out.{kind}"] = rng.choice([0, rng.randrange(1, 9)])
        made[f"3.carried_in.{kind}"] = 0
        made[f"3.received.{kind}"] = made[f"3.processed.{kind}"] + made[f"3.carried_out.{kind}"]
    for key in rows:
        made[f"3.{key}.total"] = sum(made[f"3.{key}.{kind}"] for kind in kinds)
    for row in form.tables["4"].leaves():
        parts = [rng.choice([0, 0, rng.randrange(9)]) for _ in range(4)]
        made |= {f"4.{row.key}.{column.key}": value
                 for column, value in zip(form.tables["4"].columns, [*parts, sum(parts)], strict=True)}
    for block in form.tables["2"].blocks:
        for leaf in block.leaves():
            for column in block.columns:
                made[f"2.{leaf.key}.{column.key}"] = 0 if leaf.key == "rules" else 3
    return made


def cells(number: str, name: str, numbers: Values, show: Callable[[int | Decimal], str]) -> tuple[list[Printed], int]:
    """The cells of a table with those numbers, and how many rows its head has."""
    form = edition(name).tables[number]
    printed, _, head = statutory(number, Random(0), name)
    if number == "4":
        order = [f"4.{row.key}.{column.key}" for row in form.leaves() for column in form.columns]
    else:
        order = [f"{number}.{leaf.key}.{column.key}" for block in form.blocks for leaf in block.leaves() for column in block.columns]
    left = iter(order)
    return [Printed(cell.row, cell.column, cell.rowspan, cell.colspan, show(numbers[next(left)])) if cell.text.isdigit() else cell
            for cell in printed], head


def report(name: str, numbers: Values, rules: str, show: Callable[[int | Decimal], str] = str, *, setting: str = "", before: int = 1,
           align: str = "center+horizon", inset: str = "3pt", size: int = 9, page: str = "") -> bytes:
    """A report as PDF. `setting` is more typst for the page, `before` how much text stands before the tables."""
    year = 2023 if name == "2021" else 2020
    form = edition(name)
    source = [f'#set page(paper:"a4",numbering:"- 1 -",margin:15mm{page})\n#set text(font:"Noto Serif SC",size:11pt,lang:"zh")\n'
              f"#set par(first-line-indent:(amount:2em,all:true))\n{setting}",
              f"#align(center)[#text(18pt)[青禾县水利局{year}年政府信息公开工作年度报告]]",
              f"根据《中华人民共和国政府信息公开条例》编制本报告，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"]
    for section in form.sections:
        source.append(f"{'一二三四五六'[section.number - 1]}、{section.heading}")
        if section.number == 1:
            source += [f"（{'一二三四五'[i]}）{part}。本局按月更新目录，在服务大厅设置查询点，指派专人解答来访群众的询问。" for i, part in enumerate(_PARTS)]
            source += ["会同有关单位走访各乡镇，逐项核对目录。"] * before
        elif section.number in (5, 6):
            source.append("解读形式较少，今后每季度组织一次培训。本年度没有收取信息处理费。")
        for table in form.tables.values():
            if table.section == section.number:
                printed, head = cells(table.number, name, numbers, show)
                source.append(_table(printed, head, table.number, rules, align, inset, size))
    return typst("\n\n".join(source))


def _table(printed: list[Printed], head: int, number: str, rules: str, align: str, inset: str, size: int) -> str:
    def content(cell: Printed) -> str:
        return f'table.cell(rowspan:{cell.rowspan},colspan:{cell.colspan},x:{cell.column},y:{cell.row})[#"{cell.text}"]'

    top = [content(cell) for cell in printed if cell.row < head]
    heads = f"table.header({','.join(top)})," if top else ""
    rest = ",".join(content(cell) for cell in printed if cell.row >= head)
    return (f"#block[#set par(first-line-indent:0pt)\n#set text({size}pt)\n#table(columns:{_WIDTHS[number]},align:{align},"
            f"inset:{inset},stroke:{rules},{heads}{rest})]")
