"""Writes the reports of ``examples/``: ``python -m layouts.examples`` from the folder ``tests``.

Units, places and sentences are invented; the figures look like real ones. Some hold faults, planted in the manner
of published reports; examples/README.md says which.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

from layouts import oddities, text, web
from layouts.catalogue import as_page, as_text
from layouts.grids import Grid, laid_out, tables
from layouts.oddities import Printable
from layouts.reports import PERSONS, Synthetic
from layouts.sheet import Number

FOLDER = Path(__file__).resolve().parents[2] / "examples"


@dataclass(frozen=True)
class Example:
    """One example. `two` and `four` are non-zero cells, `three` non-zero counts by row and person; totals follow,
    then `wrong` overwrites. `faults` are pieces of what a check has to say, one each; none where the report is clean."""

    name: str
    unit: str
    year: int
    edition: str
    story: list[tuple[str, str]]
    two: dict[str, Number] = field(default_factory=dict)
    three: dict[str, dict[str, int]] = field(default_factory=dict)
    four: dict[str, dict[str, int]] = field(default_factory=dict)
    wrong: dict[str, Number | None] = field(default_factory=dict)
    hollow: bool = False
    faults: tuple[str, ...] = ()

    def report(self) -> Synthetic:
        """The example's cells: zero unless said otherwise, totals added up."""
        blank = Synthetic(self.unit, self.year, self.edition, {})
        values: dict[str, Number | None] = {a: 0 for table in "234" for a in blank.addresses(table)}
        values |= {f"2.{address}": value for address, value in self.two.items()}
        for row, counts in self.three.items():
            for person, count in counts.items():
                values[f"3.{row}.{person}"] = count
        outcomes = [row.key for row in blank.rows("3") if row.key not in ("received", "carried_in", "processed", "carried_out")]
        for person in PERSONS:
            values[f"3.processed.{person}"] = sum(int(values[f"3.{row}.{person}"] or 0) for row in outcomes)
        for row in blank.rows("3"):
            values[f"3.{row.key}.total"] = sum(int(values[f"3.{row.key}.{person}"] or 0) for person in PERSONS)
        for row, counts in self.four.items():
            values |= {f"4.{row}.{column}": count for column, count in counts.items()}
            values[f"4.{row}.total"] = sum(counts.values())
        if self.hollow:
            values = {a: None if a[0] == "3" and not a.endswith((".person", ".total")) else v for a, v in values.items()}
        return Synthetic(self.unit, self.year, self.edition, values | self.wrong)

    def printable(self) -> Printable:
        report = self.report()
        return Printable(report, tables(report), dict(report.values), story=self.story)


def _story(title: str, preamble: str, sections: list[tuple[str, list[str]]], close: list[str]) -> list[tuple[str, str]]:
    made = [("title", title), ("p", preamble)]
    for number, (heading, sentences) in enumerate(sections, 1):
        made.append(("h", f"{'一二三四五六'[number - 1]}、{heading}"))
        made += [("p", sentence) for sentence in sentences]
        made += [("t", str(number))] if number in (2, 3, 4) else []
    return made + [("p", line) for line in close]


TABLES = ["主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"]
PROBLEMS, OTHER = "存在的主要问题及改进情况", "其他需要报告的事项"


def _sections(first: list[str], fifth: list[str], sixth: list[str], fourth: str = "") -> list[tuple[str, list[str]]]:
    two, three, four = TABLES
    return [("总体情况", first), (two, []), (three, []), (four, [fourth] * bool(fourth)), (PROBLEMS, fifth), (OTHER, sixth)]


def identity() -> str:
    """An identity number of no place on earth (region 659999 is not assigned) whose check digit is right."""
    body = "65999919850213123"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


TOWN_2023 = Example(
    "qingchuan-shili-town-2023.txt", "晴川县示例镇人民政府", 2023, "2021",
    _story(
        "晴川县示例镇人民政府2023年政府信息公开工作年度报告",
        "依照《中华人民共和国政府信息公开条例》第五十条，现公布晴川县示例镇人民政府2023年政府信息公开工作年度报告。"
        "所列数据的统计期限为20231月1日至2023年12月31日。地址：晴川县示例镇溪口路8号，电话：0999-6610001。",
        _sections([
            "（一）主动公开情况。全年在县政府网站公开信息86条，其中政策文件12条、财政预决算4条、民生事项70条。",
            "（二）依申请公开情况。2023年共收到政府信息公开申请3件，均在法定期限内答复。",
            "（三）政府信息管理情况。公文起草时同步确定公开属性，由党政办公室逐件登记。",
            "（四）政府信息公开平台建设情况。镇便民服务中心设查阅点1处，每月补充一次纸质材料。",
            "（五）监督保障情况。由1名副镇长分管，2名工作人员兼职承办，年内组织学习2次。工作纳入站所年度考核，"
            "未开展社会评议，无责任追究情形。",
        ], ["一是村级信息报送不及时，二是解读形式少。下一步将建立按月报送清单，并配发图示。"],
           ["2022年度，本机关未发出收费通知，未收取信息处理费。"]),
        ["晴川县示例镇人民政府", "2024年1月12日"]),
    two={"licensing.decisions": 31, "penalty.decisions": 4},
    faults=("3件", "20231月1日", "2022年"))

TOWN_2024 = Example(
    "qingchuan-shili-town-2024.md", "晴川县示例镇人民政府", 2024, "2021",
    _story(
        "晴川县示例镇人民政府2024年政府信息公开工作年度报告",
        "依照《中华人民共和国政府信息公开条例》第五十条，现公布晴川县示例镇人民政府2024年政府信息公开工作年度报告。"
        "所列数据的统计期限为2024年1月1日至2024年12月31日。",
        _sections([
            "（一）主动公开情况。全年公开信息104条，其中政策文件15条、财政预决算4条、民生事项85条。",
            "（二）依申请公开情况。全年收到政府信息公开申请2件，予以公开1件，因本机关不掌握相关政府信息无法提供1件，无结转下年度办理事项。",
            "（三）政府信息管理情况。清理镇发文件，公布现行有效行政规范性文件1件。",
            "（四）政府信息公开平台建设情况。查阅点迁至一楼大厅，新设查询终端。",
            "（五）监督保障情况。镇长办公会专题研究1次，开展培训2次。工作纳入年度考核，社会评议未收到意见，无责任追究情形。",
        ], ["上年提出的村级报送迟缓已有改善，仍有两个村未按月报送。下一步由驻村干部逐月核对。"],
           ["本年度未发出收费通知，未收取信息处理费。"]),
        ["晴川县示例镇人民政府", "2025年1月9日"]),
    two={"licensing.decisions": 28, "penalty.decisions": 6, "normative_documents.issued": 1, "normative_documents.in_force": 1},
    three={"received": {"person": 2}, "granted": {"person": 1}, "unable.not_held": {"person": 1}})

STREET_2020 = Example(
    "nanting-yangli-subdistrict-2020.txt", "南汀市样例街道办事处", 2020, "2019",
    _story(
        "南汀市样例街道办事处2020年政府信息公开工作年度报告",
        "按照国务院办公厅政府信息与政务公开办公室有关通知（国办公开办函〔2020〕60号）要求编制本报告。"
        "数据统计期限为2020年1月1日至2020年12月31日。",
        _sections([
            "街道全年通过政务公开栏和门户网站公开信息152条，内容涉及疫情防控、社区救助和城市更新。",
            "全年收到政府信息公开申请2件，予以公开1件，部分公开1件。",
        ], ["社区报送材料格式不一，检索不便。下一步统一目录编码，逐季核对。"],
           ["无其他需要报告的事项。"]),
        ["南汀市样例街道办事处", "2021年1月20日"]),
    two={"rules.made": 5, "rules.disclosed": 5, "rules.total_disclosed": 5, "licensing.previous": 61, "licensing.change": 36,
         "licensing.decisions": 97, "procurement.projects": 3, "procurement.amount": Decimal("128.46")},
    three={"received": {"person": 2}, "granted": {"person": 1}, "partial": {"person": 1}},
    faults=("规章", "〔2020〕60号", "97"))

BUREAU_2024 = Example(
    "qingchuan-moni-bureau-2024.txt", "晴川县模拟局", 2024, "2021",
    _story(
        "晴川县模拟局2024年政府信息公开工作年度报告",
        "本报告依照《中华人民共和国政府信息公开条例》和年度报告格式编制，统计期限为2024年1月1日至2024年12月31日。"
        "如有疑问，请与晴川县模拟局办公室联系，电话：0999-6610020。",
        _sections([
            "（一）主动公开情况。公开各类信息63条，制发行政规范性文件2件，均配有解读。",
            "（二）依申请公开情况。收到政府信息公开申请6件，办结6件：予以公开2件，因本机关不掌握相关政府信息无法提供4件。",
            "（三）政府信息管理情况。年内开展一次存量文件清理。",
            "（四）政府信息公开平台建设情况。专栏目录由7类并为5类，便于查阅。",
            "（五）监督保障情况。局办公室每季度抽查栏目1次，问题当月改正。",
        ], ["解读材料篇幅偏长，读者反映不易看懂。今后每件解读附一页问答。"],
           ["本年度未产生信息处理费。"]),
        ["晴川县模拟局", "2025年1月15日"]),
    two={"normative_documents.issued": 2, "normative_documents.in_force": 9, "licensing.decisions": 118,
         "penalty.decisions": 12, "fees.amount": Decimal("25.1")},
    three={"received": {"person": 5, "enterprise": 1}, "granted": {"person": 2}, "unable.not_held": {"person": 3, "enterprise": 1}})

DISTRICT_2023 = Example(
    "nanting-jiashe-district-2023.html", "南汀市假设区人民政府", 2023, "2021",
    _story(
        "南汀市假设区人民政府2023年政府信息公开工作年度报告",
        "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条规定，编制假设区人民政府2023年政府信息公开工作年度报告。"
        "数据统计期限为2023年1月1日至2023年12月31日。",
        _sections([
            "（一）主动公开情况。全年通过区政府门户网站公开信息1840条。",
            "（二）依申请公开情况。全年新收政府信息公开申请79件，上年结转5件，办结81件，结转下年度继续办理3件。",
            "（三）政府信息管理情况。审查公文公开属性412件，公开目录按季更新。",
            "（四）政府信息公开平台建设情况。门户网站改版，设专题专栏6个。",
            "（五）监督保障情况。将政府信息公开纳入年度考核，开展社会评议1次，未发生责任追究情形。",
        ], ["部分镇街答复文书说理不足，申请量上升后办理力量偏紧。下一步编制说理范例，并设专人复核。"],
           ["本年度向2名申请人发出收费通知2件，金额共计700元，实际收取700元。"],
           "全年因政府信息公开被申请行政复议11件，均获维持。"),
        ["南汀市假设区人民政府", "2024年2月21日"]),
    two={"normative_documents.issued": 7, "normative_documents.repealed": 3, "normative_documents.in_force": 58,
         "licensing.decisions": 20314, "penalty.decisions": 1203, "coercion.decisions": 47, "fees.amount": Decimal("6182.37")},
    three={"received": {"person": 58, "enterprise": 14, "welfare": 1, "legal": 6}, "carried_in": {"person": 4, "enterprise": 1},
           "granted": {"person": 21, "enterprise": 6, "legal": 2}, "partial": {"person": 9, "enterprise": 2},
           "denied.internal_affairs": {"person": 3}, "denied.deliberative": {"person": 2, "legal": 1},
           "denied.administrative_query": {"person": 2, "enterprise": 1}, "unable.not_held": {"person": 14, "enterprise": 4, "legal": 2},
           "unable.needs_creation": {"person": 3, "welfare": 1}, "declined.petition": {"person": 4}, "declined.repeat": {"person": 1},
           "closed.not_corrected": {"person": 1, "enterprise": 1}, "closed.other": {"legal": 1},
           "carried_out": {"person": 2, "enterprise": 1}},
    four={"review": {"upheld": 8, "corrected": 1, "other": 0, "pending": 2},
          "litigation_direct": {"upheld": 1, "corrected": 0, "other": 0, "pending": 0},
          "litigation_after_review": {"upheld": 4, "corrected": 0, "other": 1, "pending": 0}},
    wrong={"4.litigation_after_review.total": 0},
    faults=("复议后起诉", "均获维持"))

BUREAU_2022 = Example(
    "qingchuan-niding-bureau-2022.html", "晴川县拟定局", 2022, "2021",
    _story(
        "晴川县拟定局2022年政府信息公开工作年度报告",
        "本年度报告由总体情况等六部分组成，统计期限为2022年1月1日至2022年12月31日。联系电话：0999-6610033。",
        _sections([
            "（一）主动公开情况。全年公开信息249条，其中公文9条、机构与人事7条、重点工作48条、网站信息185条。",
            "（二）依申请公开情况。本年度共收到政府信息公开申请26件，均已答复。",
            "（三）政府信息管理情况。信息发布执行三级审核，留有审签单。",
            "（四）政府信息公开平台建设情况。公众号与网站同步更新。",
            f"（五）监督保障情况。申请人王某（身份证号：{identity()}）来电致谢，已归档。",
        ], ["答复时限把握不够从容。下一步在第十个工作日设提醒。"], ["本年度未收取信息处理费。"]),
        ["晴川县拟定局", "2023年1月17日"]),
    two={"normative_documents.issued": 8, "normative_documents.in_force": 18},
    three={"received": {"person": 25}, "granted": {"person": 25}}, hollow=True,
    faults=("26件", "身份", "预期"))

TOWNSHIP_2023 = Example(
    "qingchuan-beiyong-township-2023.docx", "晴川县备用乡人民政府", 2023, "2021",
    _story(
        "晴川县备用乡人民政府2023年政府信息公开工作年度报告",
        "依照《中华人民共和国政府信息公开条例》第五十条编制本报告，统计期限为2023年1月1日至2023年12月31日。",
        _sections([
            "（一）主动公开情况。公开信息47条，内容以惠农补贴、防汛和乡村道路为主。",
            "（二）依申请公开情况。全年收到政府信息公开申请1件，已予以公开。",
            "（三）政府信息管理情况。文件目录每半年核对一次。",
            "（四）政府信息公开平台建设情况。乡政府门前公示栏改为双面，方便阅读。",
            "（五）监督保障情况。1名工作人员专门负责，参加县里培训1次。纳入乡内考核，未开展社会评议，无责任追究情形。",
        ], ["公开内容偏重动态，办事类信息少。下一步补齐办事指南。"], ["本年度未收取信息处理费。"]),
        ["晴川县备用乡人民政府", "2024年1月10日"]),
    two={"licensing.decisions": 16},
    three={"received": {"person": 1}, "granted": {"person": 1}})

COMMISSION_2024 = Example(
    "nanting-shifan-commission-2024.pdf", "南汀市试范委员会", 2024, "2021",
    _story(
        "南汀市试范委员会2024年政府信息公开工作年度报告",
        "本报告依照《中华人民共和国政府信息公开条例》编制，数据统计期限为2024年1月1日至2024年12月31日。",
        _sections([
            "（一）主动公开情况。公开信息318条，开展在线访谈3次。",
            "（二）依申请公开情况。新收政府信息公开申请18件，上年结转2件，办结19件，结转下年度继续办理1件。",
            "（三）政府信息管理情况。建立文件全生命周期台账。",
            "（四）政府信息公开平台建设情况。检索功能支持按年份筛选。",
            "（五）监督保障情况。聘请5名社会监督员。",
        ], ["跨科室会办耗时较长。下一步明确会办时限为五个工作日。"], ["本年度未收取信息处理费。"]),
        ["南汀市试范委员会", "2025年1月22日"]),
    two={"normative_documents.issued": 3, "normative_documents.repealed": 1, "normative_documents.in_force": 25,
         "licensing.decisions": 642, "penalty.decisions": 9},
    three={"received": {"person": 15, "enterprise": 2, "legal": 1}, "carried_in": {"person": 2},
           "granted": {"person": 9, "enterprise": 1}, "partial": {"person": 3}, "unable.not_held": {"person": 4, "enterprise": 1},
           "closed.not_corrected": {"legal": 1}, "carried_out": {"person": 1}},
    four={"review": {"upheld": 1, "corrected": 0, "other": 0, "pending": 0}},
    wrong={"3.processed.person": 19},
    faults=("（七）总计",))

EXAMPLES = (TOWN_2023, TOWN_2024, STREET_2020, BUREAU_2024, DISTRICT_2023, BUREAU_2022, TOWNSHIP_2023, COMMISSION_2024)


def _docx(item: Printable) -> bytes:
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.styles["Normal"].font.name = "仿宋"
    document.styles["Normal"].font.size = Pt(10.5)
    for kind, words in item.story or []:
        if kind == "t":
            _docx_table(document, item.tables[words])
        elif kind == "title":
            document.add_heading(words, 0)
        else:
            document.add_paragraph(words)
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def _docx_table(document, grid: Grid) -> None:
    lines = laid_out(grid)
    table = document.add_table(len(lines), len(lines[0]), style="Table Grid")
    for y, line in enumerate(lines):
        for x, cell in enumerate(line):
            if cell:
                corner = table.cell(y, x)
                if cell.rowspan * cell.colspan > 1:
                    corner = corner.merge(table.cell(y + cell.rowspan - 1, x + cell.colspan - 1))
                corner.text = cell.text


def _typst(item: Printable) -> bytes:
    import pylopdf_fonts_zh_cn
    import typst

    lines = ['#set page(paper: "a4", margin: 2cm, numbering: "- 1 -")', '#set text(font: "Noto Serif SC", size: 9pt, lang: "zh")',
             "#set par(first-line-indent: 2em)", '#set table(stroke: 0.5pt, inset: 3pt, align: center + horizon)']
    for kind, words in item.story or []:
        if kind == "t":
            grid = item.tables[words]
            wide = len(laid_out(grid)[0])
            columns = {4: "(3fr, 1fr, 1fr, 1fr)", 10: "(1.2fr, 1.4fr, 3.4fr" + ", 1fr" * 7 + ")"}.get(wide, f"(1fr,) * {wide}")
            cells = [f"table.cell(rowspan: {c.rowspan}, colspan: {c.colspan})[{c.text}]" for row in grid for c in row]
            lines.append(f"#table(columns: {columns}, " + ",\n".join(cells) + ")")
        elif kind == "title":
            lines.append(f"#align(center, text(size: 16pt)[{words}])")
        else:
            lines.append(f"{words}\n")
    fonts = [str(Path(pylopdf_fonts_zh_cn.__file__).parent)]
    return typst.compile("\n".join(lines).encode(), font_paths=fonts)


def _bars(item: Printable, rng: Random) -> str:
    oddities.halfwidth(item, rng)
    oddities.heads_cut(item, rng)
    return as_text(item, text.bars, rng)


def _word(item: Printable, rng: Random) -> str:
    oddities.labels_short(item, rng)
    return as_page(item, web.word, rng)


PRINTERS = {
    TOWN_2023.name: _bars,
    TOWN_2024.name: lambda item, rng: as_text(item, text.markdown, rng, gap="\n\n"),
    STREET_2020.name: lambda item, rng: as_text(item, text.tabs_shifted, rng, gap="\n\n"),
    BUREAU_2024.name: lambda item, rng: as_text(item, text.one_a_line_closed, rng),
    DISTRICT_2023.name: lambda item, rng: as_page(item, web.plain, rng, frame=True),
    BUREAU_2022.name: _word,
    TOWNSHIP_2023.name: lambda item, rng: _docx(item),
    COMMISSION_2024.name: lambda item, rng: _typst(item),
}


def render(example: Example) -> bytes:
    """The example's file."""
    made = PRINTERS[example.name](example.printable(), Random(example.name))
    return made if isinstance(made, bytes) else made.encode()


def main() -> None:
    """Write every example anew."""
    FOLDER.mkdir(exist_ok=True)
    for example in EXAMPLES:
        (FOLDER / example.name).write_bytes(render(example))


if __name__ == "__main__":
    main()
