"""Ways in which published tables differ from the form, applied to the grids before printing.

Each takes and returns (report, tables); what it makes unknowable it adds to the set of doubtful addresses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from layouts.grids import C, Grid, Tables, tables
from layouts.prose import ROW_LIKE
from layouts.reports import Synthetic, make
from layouts.sheet import Number


@dataclass
class Printable:
    """A report on its way to a printer. `truth` starts as the report's values.

    `prose` adds sentences to sections, `story` takes the place of all of them: ("h", heading), ("p", sentence),
    ("t", number of a table); kinds in `bare` are left out.
    """

    report: Synthetic
    tables: Tables
    truth: dict[str, Number | None]
    doubtful: set[str] = field(default_factory=set)
    prose: dict[int, list[str]] = field(default_factory=dict)
    story: list[tuple[str, str]] | None = None
    bare: tuple[str, ...] = ()

    def replace_cells(self, table: str, change: Callable[[C], C]) -> None:
        self.tables[table] = [[change(cell) for cell in row] for row in self.tables[table]]


Oddity = Callable[[Printable, Random], None]


def printable(report: Synthetic) -> Printable:
    return Printable(report, tables(report), dict(report.values))


def _heads(item: Printable, words: dict[str, str], tables_: tuple[str, ...] = ("2", "3", "4")) -> None:
    for number in tables_:
        item.replace_cells(number, lambda c: c if c.address or c.text not in words else c.says(words[c.text]))


CUT = {
    "商业企业": "商业\n企业", "科研机构": "科研\n机构", "社会公益组织": "社会公益组织", "法律服务机构": "法律服务机构",
    "本年新制作数量": "本年新\n制作数量", "本年新公开数量": "本年新\n公开数量", "结果维持": "结果\n维持", "结果纠正": "结果\n纠正",
    "其他结果": "其他\n结果", "尚未审结": "尚未\n审结", "（三）不予公开": "（三）\n不予公开",
}


def heads_cut(item: Printable, rng: Random) -> None:
    """商业/企业, 本年新/制作数量, 结果/维持."""
    _heads(item, CUT)


def heads_cut_thrice(item: Printable, rng: Random) -> None:
    """社会/公益/组织."""
    _heads(item, {**CUT, "社会公益组织": "社会\n公益\n组织", "法律服务机构": "法律\n服务\n机构", "总计": "总\n计"}, ("3", "4"))
    _heads(item, CUT, ("2",))


def heads_short(item: Printable, rng: Random) -> None:
    """Heads short of characters: 现行有效件, 本年增/."""
    _heads(item, {"现行有效件数": "现行有效件", "本年增/减": "本年增/", "本年制发件数": "本年制发数", "社会公益组织": "公益组织",
                  "法律服务机构": "法律机构", "处理决定数量": "处理决定数", "本年收费金额（单位：万元）": "本年收费金额（万元）"})


def labels_short(item: Printable, rng: Random) -> None:
    """逾期不补正 for the whole sentence, 规范性文件 without 行政, no numerals, 预期 for 逾期."""
    words = {
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.申请人无正当理由预期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.申请人逾期未按收费通知要求缴纳费用",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开", "行政规范性文件": "规范性文件",
        "3.危及“三安全一稳定”": '3.危及"三安全一稳定"', "（七）总计": "（七） 总计",
        "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公开申请的数量", "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    }
    _heads(item, words)


def labels_spaced(item: Printable, rng: Random) -> None:
    """商 业 企 业, full-width blanks, zero-width characters, blanks after numerals."""
    def spaced(cell: C) -> C:
        if cell.address or not cell.text:
            return cell
        if cell.key in ("enterprise", "research", "person", "rules", "total"):
            return cell.says(rng.choice((" ", "\u3000")).join(cell.text))
        text = cell.text.replace("）", "） ", 1).replace(".", ". ", 1)
        at = rng.randrange(len(text) + 1)
        return cell.says(text[:at] + rng.choice(("", "\u200b", "\ufeff", "\u2060")) + text[at:])
    for number in ("2", "3", "4"):
        item.replace_cells(number, spaced)


def halfwidth(item: Printable, rng: Random) -> None:
    """ASCII marks throughout: (一), 第二十条第(五)项, (本列数据的勾稽关系为:第一项加…,等于…)."""
    marks = str.maketrans("（），：", "(),:")
    for number in ("2", "3", "4"):
        item.replace_cells(number, lambda c: c if c.address else c.says(c.text.translate(marks)))


def total_first(item: Printable, rng: Random) -> None:
    """总计 before 自然人, heads and numbers alike."""
    made: Grid = []
    for y, row in enumerate(item.tables["3"]):
        if y == 1:
            row = [row[-1], *row[:-1]]
        elif y > 2:
            labels, numbers = [c for c in row if not c.address], [c for c in row if c.address]
            row = [*labels, numbers[-1], *numbers[:-1]]
        made.append(row)
    item.tables["3"] = made


def head_lost(item: Printable, rng: Random) -> None:
    """The head 其他 is gone; rows keep seven numbers."""
    item.tables["3"][2] = [cell for cell in item.tables["3"][2] if cell.key != "other"]
    item.doubtful |= {address for address in item.truth if address.startswith("3.")}


def subtotal(item: Printable, rng: Random) -> None:
    """An eighth column 小计 for 法人或其他组织."""
    grid = item.tables["3"]
    grid[0] = [replace(cell, colspan=8) if cell.key == "applicants" else cell for cell in grid[0]]
    grid[1] = [replace(cell, colspan=6) if cell.key == "organisations" else cell for cell in grid[1]]
    grid[2] = [*grid[2], C("小计", key="subtotal")]
    for y in range(3, len(grid)):
        organisations = [cell for cell in grid[y] if cell.address and not cell.address.endswith((".person", ".total"))]
        values = [item.truth[cell.address] for cell in organisations if cell.address]
        text = "" if all(value is None for value in values) else str(sum(int(value or 0) for value in values))
        at = grid[y].index(organisations[-1]) + 1
        grid[y] = [*grid[y][:at], C(text, address="extra"), *grid[y][at:]]


def extra_row(item: Printable, rng: Random) -> None:
    """A row the form does not know: 其他主动公开文件 | 9 | 9 | 9."""
    grid = item.tables["2"]
    at = next(y for y, row in enumerate(grid) if row[0].key == "normative_documents")
    cells = [C(str(rng.randint(1, 90)), cell.rowspan, cell.colspan, "extra") for cell in grid[at][1:]]
    grid.insert(at + 1, [C("其他主动公开文件", key="extra"), *cells])


def sub_rows(item: Printable, rng: Random) -> None:
    """其他对外管理服务事项 cut into 行政检查 and 行政确认 (edition 2019): its own cells are their sum at best."""
    if item.report.edition != "2019":
        return
    grid = item.tables["2"]
    at = next(y for y, row in enumerate(grid) if row[0].key == "other_services")
    numbers = [cell for cell in grid[at] if cell.address]
    first = [rng.randint(1, 9) for _ in numbers]
    second = [rng.randint(1, 9) for _ in numbers]
    grid[at] = [replace(grid[at][0], rowspan=2), C("行政检查"), *(C(str(n), address="extra") for n in first)]
    grid.insert(at + 1, [C("行政确认"), *(C(str(n), address="extra") for n in second)])
    for cell, one, two in zip(numbers, first, second, strict=True):
        assert cell.address
        item.truth[cell.address] = one + two
        item.doubtful.add(cell.address)


def notes_in_labels(item: Printable, rng: Random) -> None:
    """Labels that hold other rows' names and numbers."""
    last = item.report.year - 1
    _heads(item, {
        "二、上年结转政府信息公开申请数量": f"二、上年结转政府信息公开申请数量（与{last}年第四项结转下年度继续办理5件一致）",
        "（三）不予公开": "（三）不予公开（含1.属于国家秘密等8种情形）",
        "（七）总计": "（七）总计（即（一）予以公开至（六）其他处理6项之和）",
        "四、结转下年度继续办理": "四、结转下年度继续办理（第一项+第二项-第三项）",
        "行政许可": "行政许可（不含行政处罚12件）",
    }, ("2", "3"))


NOTED = ("{}（其中修订1件）", "{}件", "{} ", "共{}件", "\u3000{}")


def cell_notes(item: Printable, rng: Random) -> None:
    """Numbers with notes, measures, separators, full-width and Chinese figures, 减4, 元 where 万元 is asked."""
    report, printed = item.report, {}
    for address, value in report.values.items():
        if value is None or rng.random() > 0.3:
            continue
        column = report.form.tables[address[0]].column(*address[2:].rsplit(".", 1))
        if column.unit == "万元":
            printed[address] = rng.choice((f"{value}万元", f"{Decimal(value) * 10000:f}元", f"{value:,}", f"￥{value}万元"))
        elif column.negative:
            printed[address] = f"减{-value}" if value < 0 else rng.choice((f"增{value}", f"+{value}", f"{value}"))
        elif value >= 1000:
            printed[address] = rng.choice((f"{value:,}", f"{value:,}".replace(",", "，")))
        else:
            numerals = [str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
            if value in _CHINESE:
                numerals.append(_CHINESE[int(value)])
            printed[address] = rng.choice([*numerals, *(note.format(value) for note in NOTED[value == 0:])])
    _print(item, printed)


_CHINESE = {0: "零", 1: "一", 2: "二", 3: "三", 10: "十", 12: "十二", 20: "二十", 21: "二十一"}


def _print(item: Printable, printed: dict[str, str]) -> None:
    for number in ("2", "3", "4"):
        item.replace_cells(number, lambda c: c.says(printed[c.address]) if c.address in printed else c)


def large_numbers(item: Printable, rng: Random) -> None:
    """Numbers in the thousands with separators, in tables 2 and 3."""
    values: dict[str, Number | None] = dict(item.report.values)
    for address, value in values.items():
        if address.startswith("3.") and value:
            values[address] = int(value) * 1203
        elif address.endswith(".decisions"):
            values[address] = rng.randint(1000, 99999)
    item.truth = values
    _print(item, {a: f"{v:,}" for a, v in values.items() if isinstance(v, int) and v >= 1000})
    _print(item, {a: str(v) for a, v in values.items() if isinstance(v, int) and v < 1000})


def blanks_written(item: Printable, rng: Random) -> None:
    """Empty written as /, -, —, 无, 详见附表: no number, and not 0."""
    printed = {}
    for address, value in item.truth.items():
        if rng.random() < 0.25 or value is None:
            printed[address] = rng.choice(("/", "-", "—", "无", "——", "\\"))
            item.truth[address] = None
    _print(item, printed)


def prose_like_rows(item: Printable, rng: Random) -> None:
    """Sentences before the tables that begin as rows do and hold numbers."""
    item.prose = dict(ROW_LIKE)


def last_years_table(item: Printable, rng: Random) -> None:
    """After the report, last year's table 3 for comparison: whose numbers must never be taken for this year's."""
    other = [[cell if not cell.address else cell.says(str(rng.randint(200, 900))) for cell in row]
             for row in item.tables["3"]]
    item.tables["annex"] = other
    item.doubtful |= {address for address in item.truth if address.startswith("3.")}


def rows_missing(item: Printable, rng: Random) -> None:
    """Two rows of table 3 and one of table 2 are not printed at all."""
    grid = item.tables["3"]
    gone = rng.sample(["partial", "denied.law_prohibited", "unable.needs_creation", "declined.repeat"], 2)
    kept: Grid = []
    for row in grid:
        key = next((cell.key for cell in reversed(row) if not cell.address and cell.key), None)
        if key in gone:
            for cell in row:
                if cell.address:
                    item.truth.pop(cell.address)
            continue
        kept.append(row)
    item.tables["3"] = _respan(kept, gone)
    item.tables["2"] = [row for row in item.tables["2"] if row[0].key != "coercion"]
    for address in [address for address in item.truth if address.startswith("2.coercion.")]:
        item.truth.pop(address)


def _respan(grid: Grid, gone: list[str]) -> Grid:
    """Group labels span fewer lines once rows are gone."""
    def lost(key: str | None) -> int:
        if key == "results":
            return len(gone)
        return sum(1 for row in gone if key and row.startswith(f"{key}."))
    return [[replace(c, rowspan=c.rowspan - lost(c.key)) if c.rowspan > 1 and not c.address else c for c in row]
            for row in grid]


def both_editions(item: Printable, rng: Random) -> None:
    """Block （一） of one edition over the other blocks of the other."""
    report = item.report
    other = make("light", rng, form="2019" if report.edition == "2021" else "2021")
    first = list(tables(other)["2"])[:4]
    rest = item.tables["2"][4:]
    item.tables["2"] = [*first, *rest]
    for address in [a for a in item.truth if a.startswith(("2.rules.", "2.normative_documents."))]:
        item.truth.pop(address)
    for row in first:
        item.truth.update({cell.address: other.values[cell.address] for cell in row if cell.address})
    item.doubtful |= {address for address in item.truth if address.startswith("2.")}


def columns_short(item: Printable, rng: Random) -> None:
    """Table 4 without the column 其他结果: the form asks for it, the page has none."""
    other = {address for address in item.truth if address.startswith("4.") and address.endswith(".other")}
    totals: dict[str, str] = {}
    for address in other:
        total, value = address.replace(".other", ".total"), item.truth.pop(address)
        if value and item.truth[total]:
            item.truth[total] = int(item.truth[total] or 0) - int(value)
            totals[total] = str(item.truth[total])
    _print(item, totals)
    for y, row in enumerate(item.tables["4"]):
        item.tables["4"][y] = [replace(c, colspan=4 if c.colspan == 5 else 8 if c.colspan == 10 else c.colspan)
                               for c in row if c.key != "other" and c.address not in other]


def labels_vertical(item: Printable, rng: Random) -> None:
    """Labels that span rows stand upright: one character a line."""
    item.replace_cells("3", lambda c: c.says("\n".join(c.text)) if c.rowspan > 1 and not c.address and c.key != "stub" else c)


def row_numbers(item: Printable, rng: Random) -> None:
    """A first column 序号 with 1, 2, 3 … in table 3: the numbers are no cells."""
    grid = item.tables["3"]
    heads = [[C("序号", rowspan=3, key="number"), *grid[0]], grid[1], grid[2]]
    item.tables["3"] = heads + [[C(str(n), key="number"), *row] for n, row in enumerate(grid[3:], 1)]


def heads_with_measures(item: Printable, rng: Random) -> None:
    """自然人（件）, 本年制发件数（单位：件）."""
    _heads(item, {"自然人": "自然人（件）", "总计": "总计（件）", "本年制发件数": "本年制发件数（单位：件）", "商业企业": "商业企业(件)",
                  "本年处理决定数量": "本年处理决定数量（件）", "上一年项目数量": "上一年项目数量（项）", "结果维持": "结果维持（件）"})


def table_four_down(item: Printable, rng: Random) -> None:
    """Table 4 turned: one line for each of 行政复议, 未经复议直接起诉, 复议后起诉."""
    report, old = item.report, item.tables["4"]
    cells = {cell.address: cell for row in old for cell in row if cell.address}
    columns = report.form.tables["4"].columns
    made: Grid = [[C("", colspan=2), *(C(column.label, key=column.key) for column in columns)]]
    for n, row in enumerate(report.rows("4")):
        numbers = [cells[address] for address in report.row("4", row.key or "")]
        label = [C(row.label, colspan=2, key=row.key)] if not n else [C(row.label, key=row.key)]
        made.append([*([C("行政诉讼", rowspan=2)] if n == 1 else []), *label, *numbers])
    item.tables["4"] = made


def headless(item: Printable, rng: Random) -> None:
    """No section has a heading: tables follow one another."""
    item.bare = ("h",)


def nameless(item: Printable, rng: Random) -> None:
    """No title; the unit is named in the preamble."""
    item.bare = ("title",)


def columns_shuffled(item: Printable, rng: Random) -> None:
    """Table 3 with one line of heads, in an order of its own."""
    order = rng.sample(range(7), 7)
    grid = item.tables["3"]
    heads = [grid[1][0], *grid[2], grid[1][-1]]
    made: Grid = [[C("项目", colspan=3), *(replace(heads[at], rowspan=1) for at in order)]]
    for row in grid[3:]:
        numbers = [cell for cell in row if cell.address]
        made.append([*(cell for cell in row if not cell.address), *(numbers[at] for at in order)])
    item.tables["3"] = made


def columns_of_two_years(item: Printable, rng: Random) -> None:
    """Every number of table 2 beside last year's, under heads that name the years: which is the report's, nobody says to a program."""
    year, made = item.report.year, []
    for row in item.tables["2"]:
        if any(cell.address for cell in row):
            made.append([each for cell in row for each in ((replace(cell, colspan=1, text=str(rng.randint(1, 40)), address="extra"), replace(cell, colspan=1))
                                                           if cell.address else (cell,) if cell.text else ())])
        elif row[0].key == "stub":
            heads = [cell for cell in row[1:] if cell.text]
            made += [[replace(row[0], rowspan=2), *(replace(cell, colspan=2) for cell in heads)],
                     [C(f"{named}年") for _ in heads for named in (year - 1, year)]]
        else:
            made.append([replace(cell, colspan=7) for cell in row])
    item.tables["2"] = made
    item.doubtful |= {address for address in item.truth if address.startswith("2.")}


def cell_lost(item: Printable, rng: Random) -> None:
    """In one row of tables 2 and 3 a cell is gone, not the last; what stands in that row nobody can tell. Not where sums are wrong or cells empty as well."""
    values = item.report.values
    parts = Counter[str]()
    for address, value in values.items():
        row, column = address.rsplit(".", 1)
        parts[row] += (value or 0) * (-1 if column == "total" else 1) if address[0] != "2" else 0
    if any(parts.values()) or None in values.values():
        return
    for number, grid in [(number, item.tables[number]) for number in ("2", "3")]:
        rows = [row for row in grid if sum(cell.address is not None for cell in row) > 1 and any(values[cell.address] for cell in row if cell.address)]
        if not rows:
            continue
        row = rng.choice(rows)
        at = rng.choice([index for index, cell in enumerate(row) if cell.address][:-1])
        item.doubtful |= {cell.address for cell in row if cell.address}
        item.tables[number] = [[cell for index, cell in enumerate(each) if each is not row or index != at] for each in grid]


def labels_last(item: Printable, rng: Random) -> None:
    """The label of a row behind its numbers."""
    for number, grid in item.tables.items():
        item.tables[number] = [[*[cell for cell in row if cell.address], *[cell for cell in row if not cell.address]] for row in grid]


def grouped(item: Printable, rng: Random) -> None:
    """Large numbers in some cells, their thousands apart: 1 203, 1 203 with blanks that are not to be broken, 1'203."""
    apart = rng.choice((" ", "\xa0", "\u2009", "\u202f", "'", "’"))

    def large(cell: C) -> C:
        if cell.address is None or not isinstance(item.truth[cell.address], int) or rng.random() > 0.2:
            return cell
        item.truth[cell.address] = number = rng.randint(1_000, 9_999_999)
        return cell.says(f"{number:,}".replace(",", apart))
    for number in ("2", "3", "4"):
        item.replace_cells(number, large)


def table_four_on_its_side(item: Printable, rng: Random) -> None:
    """行政复议 | 结果维持 | 0: one number a line, the row's label in front of each, of the first, or run into the column's."""
    block = item.report.form.tables["4"].blocks[0]
    manner = rng.choice(("each", "first", "joined"))
    grid: Grid = []
    for row in block.leaves():
        for index, column in enumerate(block.columns):
            address = f"4.{row.key}.{column.key}"
            label = [C(row.label, rowspan=len(block.columns) if manner == "first" else 1)] if manner == "each" or (manner == "first" and not index) else []
            grid.append([*label, C(row.label * (manner == "joined") + column.label), C(item.report.text(address), address=address)])
    item.tables["4"] = grid
