"""The unit that a report is of: from the best place that names it.

The title comes first, then the opening; where neither names it, other places are asked in turn, and the reader says which one
told (`Named.where`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gongkai.report.model import Place
from gongkai.report.reading.document import Paragraph
from gongkai.report.reading.sections import Narrative
from gongkai.report.reading.titles import TITLE, UNIT, UNIT_WORDS, unit_in_title, years
from gongkai.report.reading.words import page_frame
from gongkai.report.unitnames import HAN

NAMED = re.compile(
    rf"(?:公布|发布|公开|编制|制定|撰写|形成|向社会(?:公布|公开)|现将|现就|现把|将)(?P<unit>[{HAN}（）()]{{3,30}}?)"
    r"(?:关于)?(?P<year>20\d\d)年?(?:度)?(?:(?:政府|政务)?信息公开|(?:政府|政务)信息工作年度)")
NAMED_AFTER = re.compile(  # 公布2020年度某局信息公开工作年度报告
    rf"(?:公布|发布|公开|编制|制定|形成|撰写|现将)(?P<year>20\d\d)(?:年度?)?(?![年度])(?P<unit>[{HAN}（）()]{{1,30}}?(?:{UNIT_WORDS}))(?:[（(]机关[)）])?"
    r"(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:总结|情况)?(?:报告|年报)(?!的?(?:有关|编制|编写|编报|发布|公布|相关|工作|格式|[^。；，]{0,6}通知))")
_OPENING = re.compile(
    rf"(?:^|[。；])[\s?？]*(?:20\d\d年(?:度)?|截[至止]到?20\d\d年(?:12月31日|底|末)|今年|一年来|本年度)(?:以?来)?[，,的]?(?:在[^，,。；]{{2,40}}(?:领导|指导|关心|支持|帮助)下[，,])?\s*(?P<unit>[{HAN}]{{2,24}}?(?:{UNIT_WORDS}))"
    r"(?=(?:在|高度|认真|全面|坚持|按照|深入|积极|紧|严格|以|始终|贯彻|持续|不断|政府信息|信息公开|根据|切实|着力|进一步|依法|围绕|聚焦|共|坚决|结合|充分|主动|为|扎实|依托|通过|强化|加强|牢固|组织|自觉|继续|推进|大力|未(?:发生|收到|接到|受理|出现)|对(?:政府|政务)?信息公开|对政[府务](?:信息|公开)))")
_ACCOUNT = re.compile(  # none that is only called after it: “活力示例镇”微信公众号
    rf"[“\"「](?!(?:活力|魅力|幸福|美丽|最美|大美|醉美|秀美|平安|和谐|文明|智慧|健康|生态|清廉|锦绣|多彩|诗画|印象)[{HAN}]{{1,6}}[镇乡道县区市旗][”\"」])(?P<unit>[{HAN}]{{3,25}}?(?:{UNIT_WORDS}))[”\"」]\s*(?:政务)?(?:微信|官方|公众|微博|抖音|新媒体)")
_CONTACT_UNIT = re.compile(
    rf"(?:(?:请|可)?与|请联系[：:]?)(?P<unit>[{HAN}]{{2,20}}人民政府(?:(?:外事|侨务|港澳|台湾|事务|法制|金融|口岸|和)+(?:工作)?办公室|驻[\u4e00-\u9fff]{{1,6}}办事处|研究室|参事室)"
    rf"|[{HAN}]{{4,30}}(?:人民政府|政府(?!信息)|街道办事处|街道(?!办)|街办事处|局|委员会|管委会|(?<![机构要事票])中心|(?<![省市县区州旗盟党工])委(?![员会])|(?<!办公)厅|镇|乡|开发区|园区)"
    rf"|[{HAN}]{{2,3}}(?:街道办事处|[镇乡]人民政府)|[{HAN}]{{2,6}}总署|审计署)"
    rf"(?:[{HAN}]{{0,12}}(?:联系|。?$)|[（(][^（()）]{{0,6}}(?:地址|电话)|[{HAN}]{{0,12}}[，,。；;（(]?(?:联系)?(?:地址|电话))")
_BOOKS = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_DATA_OF = re.compile(  # 结合某局（以下简称…）政府信息公开工作有关统计数据撰写
    rf"结合(?:20\d\d年度?)?(?P<unit>[{HAN}]{{2,30}}?(?:{UNIT_WORDS}))(?:20\d\d年度?)?(?:政府|政务)?信息公开(?:工作)?(?:的?(?:有关|相关|实际|情况|统计|数据)|编制|编写|撰写)")
_COMPILED = re.compile(  # 由某局(党政办公室)编制, 由某局结合有关统计数据编制, 某镇政府编制了2023年…报告
    rf"由(?P<unit>[{HAN}]{{3,30}}?(?:{UNIT_WORDS}))(?:[（(]以下简称[^（()）]*[)）])?(?:负责|组织)?(?:编制|编写|撰写|(?:根据|按照|依据|结合|综合|汇总)[^。；]{{0,60}}?(?:编制|编写|编辑|撰写))")
_OFFICE = re.compile(r"(?<=[镇乡局委会处道])(?:人民政府|政府)?(?:党政|综合|人大|和|与)*办(?:公室)?$")
_CENTRE = re.compile(r"(?<=[局委会厅])(?:网络)?信息(?:技术|网络|宣传)?中心$")
"""A centre within a bureau, which writes the bureau's report as its office does."""
_GOVERNMENT_OFFICE = re.compile(r"(?:人民政府|政府)办(?:公[室厅])?$")
_OWN = r"本(?:单位|机关|部门|局|办|委|厅|院|镇|乡|街道)"
_BUREAU = re.compile("我局|(?<!为)我办(?![理事实好])")
_GOVERNMENT = re.compile("(?:人民)?政府$")
"""No unit that speaks of itself as 我局: 结合某区人民政府信息公开工作实际 is said of the area's work."""
_COMPILES = re.compile(  # 要求，某镇政府编制2023年…报告; 某局结合单位实际，编制本单位2023年度…报告; 某局特向社会公布2023年度本机关…报告
    rf"(?:^|(?<=[，,。]))(?P<unit>[{HAN}]{{3,30}}?(?:{UNIT_WORDS}))(?:[（(][^（()）]{{1,30}}[)）])?(?:"
    rf"(?:(?:根据|按照|依据|结合)[^。；]{{0,40}}?)?编制(?:了|形成)?(?:{_OWN})?(?=20\d\d年[^。；]{{0,24}}报|本(?:年度)?报告)"
    rf"|(?:特|现|谨)?(?:依法)?向社会(?:公布|公开|发布)(?=(?:20\d\d年度?)?{_OWN}))")
_CAPTION_UNIT = re.compile(rf"(?:^|[\s|｜])(?:填报|填表|报送|编制)?单位(?:名称)?\s*[:：]\s*(?P<unit>[{HAN}]{{4,30}})(?=$|[\s|｜])")
_NO_MAKER = re.compile(r"^.{0,2}(?:党政|综合|行政)*办(?:公室)?$|公开|领导小组|机构")
_OWN_PAPER = re.compile(rf"《(?P<unit>[{HAN}]{{2,30}}?(?:{UNIT_WORDS}))(?:(?:政府|政务)?信息公开(?:指南|目录)|(?:政府信息)?主动公开(?:基本|全)?(?:目录|清单))》")
_SITE = re.compile(  # 某局网站, 某镇微信公众号, of a unit that speaks of itself as 我局, 我镇
    rf"(?:^|[，,。；;、：:“\"在])(?P<unit>[{HAN}]{{3,18}}?(?P<last>局|委员会|委|厅|镇|乡|街道))(?:政府|政务|官方|门户)*(?:网站|官网|微信|微博|公众号)")
_PLACE = re.compile("[省市县区旗州盟镇乡街]|^(?:国家|中国|中华)")
_RANKS = "省市县区州旗盟"
_SAME_UNIT = ("", "员会", "人民政府", "政府", "街道办事处", "办事处", "管理委员会", "管委会")
"""What a fuller name may have behind the shorter one and still be the same unit's: 晴川县融媒体中心 is another."""
_SHORT_FOR = re.compile(r"[（(](?:以下)?简?称[^（()）]{1,40}[)）]")
_QUOTED = re.compile(r"《([^《》]{6,60})》(?!(?:的|等)?(?:通知|要求|规定|格式))")
_REPORT_ENDS = ("报告", "年报", "）", ")")
_NO_UNIT = re.compile(  # 我局, 本级政府, a sentence about others: not a name
    r"^(?:我|各|该|其|[本全](?:机关|单位|部门|年|级|省|市|区|县|镇|乡|街|局|委|办|厅|院|府|处|所|旗))|^(?:单位|机关|部门|街道|(?:街道)?办事处|(?:人民)?政府(?:办公?[室厅]?)?|(?:[^省市县区旗州盟镇乡街]{0,4}(?:服务|事务|信息))?中心|(?:党政|综合|行政)*办(?:公室)?)$|在|网站|"
    r"报告|可在|贯彻|落实|关于|针对|发生|受理|收到|推进|加强|开展|严格|认真|深入|我[们省市区县镇乡街局委办厅院旗]|政府信息|情况|要求|通过|依托|利用|借助|按照|"
    r"根据|围绕|结合|坚持|完善|健全|建立|制定|主动|积极|切实|持续|不断|加大|强化|做好|发布|成立|印发|更新|调整|公布")
_LABEL = 8
"""A line of so many characters with a colon behind them is a label."""
_NEAR = 30
"""So many characters behind the maker's name its work is named."""
WHITE = re.compile(r"\s+")


class Named(NamedTuple):
    """A unit's name. `where` says what told it, empty where the report names itself by its title or in its opening."""

    unit: str
    where: str = ""
    place: Place | None = None


@dataclass(slots=True)
class _Report:
    """Where a name is looked for."""

    title: str | None
    narrative: Narrative
    frame: list[Paragraph]
    opening: list[tuple[str, Place | None]]

    def of_bureau(self) -> bool:
        """Whether the report speaks of itself as 我局, so that no government is its unit."""
        return any(_BUREAU.search(text) for text, _, _ in self.narrative.lines)


def unit_of(title: str | None, narrative: Narrative, frame: list[Paragraph]) -> Named | None:
    """The unit of a report, None where nothing names it. `frame` are the lines before the text, the page's frame among them."""
    report = _Report(title, narrative, frame, [(text, place) for text, place, number in narrative.lines if number <= 1])
    for look in (_in_title, _announced):
        if named := look(report):
            return named
    for look in (_compiled, _quoted, _publisher, _signed, _spoken_of, _in_caption, _source):
        if named := look(report):
            return named._replace(unit=_fuller(named.unit, narrative))
    return None


def _in_title(report: _Report) -> Named | None:
    unit = unit_in_title(report.title) if report.title else None
    if not unit:
        return None
    if _PLACE.search(unit) and unit[0] not in _RANKS:
        return Named(unit)
    # A title that says 农业农村局 alone: of which place, the contacts may tell.
    fuller = _fuller(unit, report.narrative, own=True)
    return Named(_published_by(unit, report.frame) if fuller == unit and not _PLACE.search(unit) else fuller)


def _announced(report: _Report) -> Named | None:
    """现公布某局2023年政府信息公开工作年度报告; 现公布2023年度某局…报告."""
    lines = [_SHORT_FOR.sub("", WHITE.sub("", text)) for text, _ in report.opening]
    for text in lines:
        if match := NAMED.search(text):
            unit = re.sub(r"^(?:了|现将|(?:完成|形成)?并(?:予以|依法)?(?:向社会)?(?:公开|公布|发布)?)", "", match["unit"])
            if not re.search(r"条例|通知|报告|信息|指南|目录|[和及与、]$", unit) and not _NO_UNIT.search(unit):
                return Named(_fuller(unit, report.narrative))
    for text in lines:
        if (match := NAMED_AFTER.search(text)) and not _NO_UNIT.search(match["unit"]):
            return Named(_fuller(match["unit"], report.narrative))
    return None


def _publisher(report: _Report) -> Named | None:
    """What a label of the page's frame gives (发布机构：某局), where it is not only the source."""
    publisher = page_frame()["publisher"]
    for text, place in _labelled(report.frame):
        for label in publisher:
            if match := re.search(rf"{label}[\s:：|｜]*(?P<unit>[{HAN}（）()]{{3,30}})", text):
                unit = match["unit"]
                if UNIT.fullmatch(unit) and not _NO_UNIT.search(unit) and label not in ("来源", "信息来源", "文章来源", "稿件来源", "单位"):
                    return Named(unit, f"页面的“{label}”", place)
    return None


def _signed(report: _Report) -> Named | None:
    unit = report.narrative.signed_unit
    return Named(unit, "落款", report.narrative.signed_place) if unit else None


def _spoken_of(report: _Report) -> Named | None:
    """What the text calls by name: an account, who did what in the year, a contact, a guide, a site; the name said most often."""
    spoken = "".join(text for text, _ in report.opening)
    bureau = report.of_bureau()
    for pattern, where in ((_ACCOUNT, "正文提到的账号名称"), (_OPENING, "正文"), (_CONTACT_UNIT, "联系方式"),
                           (_OWN_PAPER, "正文提到的指南或目录"), (_SITE, "正文提到的网站或账号")):
        names: Counter[str] = Counter()
        places: dict[str, Place | None] = {}
        for text, place, _ in report.narrative.lines:
            for match in pattern.finditer(WHITE.sub("", text)):
                unit = _CENTRE.sub("", match["unit"]).replace("局局", "局")
                if _NO_UNIT.search(unit) or (bureau and _GOVERNMENT.search(unit)):
                    continue
                if pattern is _SITE and f"我{match['last'][0]}" not in spoken:
                    continue
                names[unit] += 1
                places.setdefault(unit, place)
        if names:
            unit = names.most_common(1)[0][0]
            return Named(unit, where, places[unit])
    return None


def _in_caption(report: _Report) -> Named | None:
    for text, place, number in report.narrative.lines:
        if "单位" in text and number > 1 and (match := _CAPTION_UNIT.search(text)) and UNIT.fullmatch(match["unit"]):
            return Named(match["unit"], "表格上方的“单位”", place)
    return None


def _source(report: _Report) -> Named | None:
    for text, place in _labelled(report.frame):
        match = re.search(rf"(?:来源|单位)\s*[:：]\s*(?P<unit>[{HAN}]{{3,30}}?)(?=[^{HAN}]|字号|字体|作者|浏览|阅读|点击|发布|时间|日期|分享|打印|编辑|$)",
                          text)
        if match and UNIT.fullmatch(match["unit"]) and not _NO_UNIT.search(match["unit"]):
            return Named(match["unit"], "页面的“来源”", place)
    return None


def _published_by(unit: str, frame: list[Paragraph]) -> str:
    """A name without its place (农业农村局) as the page's frame names who published it, itself where the frame does not."""
    labels = "|".join(page_frame()["publisher"])
    named = re.compile(rf"(?:{labels})[\s:：|｜]*(?P<unit>[{HAN}]{{2,16}}[省市县区旗州盟]{re.escape(unit)})(?![{HAN}])")
    return next((match["unit"] for text, _ in _labelled(frame) if unit in text and (match := named.search(text))), unit)


def _labelled(frame: list[Paragraph]) -> list[tuple[str, Place | None]]:
    """The lines of the page's frame; a label that stands alone (信息来源：) has the next line behind it."""
    lines = [(text, paragraph.place) for paragraph in frame if (text := " ".join(paragraph.text.split()))]
    return [(text + after, place) if text.endswith((":", "：")) and len(text) <= _LABEL else (text, place)
            for (text, place), (after, _) in pairwise([*lines, ("", None)])]


def _compiled(report: _Report) -> Named | None:
    """The unit that the opening names as the report's maker (由某局办公室编制).

    The office of a town or a bureau makes its unit's report. That of a government may make its own: only what it gathers
    (汇总编制) is the government's.
    """
    found = _maker(report.opening)
    return found if found and not (_GOVERNMENT.search(found.unit) and report.of_bureau()) else None


def _maker(opening: list[tuple[str, Place | None]]) -> Named | None:
    for text, place in opening:
        text = WHITE.sub("", text)
        told = _DATA_OF.search(_SHORT_FOR.sub("", text)) if "结合" in text else None
        if told and UNIT.fullmatch(told["unit"]) and not _NO_UNIT.search(told["unit"]):
            return Named(told["unit"], "正文", place)
        text = _BOOKS.sub("", text) if "由" in text else text
        found = [*_COMPILED.finditer(text)] if "由" in text else []
        for match in [*found, *_COMPILES.finditer(text)] if "编制" in text or "向社会" in text else found:
            unit = match["unit"]
            if "报" not in text[text.rfind("。", 0, match.start()) + 1: match.end() + _NEAR] or _NO_MAKER.search(unit):
                continue
            if _GOVERNMENT_OFFICE.search(unit) and not _OFFICE.search(unit):
                if "汇总" not in match[0] and "综合" not in match[0]:
                    continue
                unit = _GOVERNMENT_OFFICE.sub("人民政府", unit)
            elif office := _OFFICE.search(unit) or _CENTRE.search(unit):
                unit = unit[: office.start()] + ("人民政府" if "政府" in office[0] else "")
            if not _NO_UNIT.search(unit) and UNIT.fullmatch(unit):
                return Named(unit, "正文所称的编制单位", place)
    return None


def _quoted(report: _Report) -> Named | None:
    """The unit of the one report that the opening calls by its title (编制了《某局2023年…年度报告》)."""
    found: dict[str, Place | None] = {}
    for text, place in report.opening:
        for match in _QUOTED.finditer(WHITE.sub("", text)):
            named = TITLE.search(match[1]) if "关于" not in match[1] and match[1].endswith(_REPORT_ENDS) else None
            unit = unit_in_title(match[1]) if named and years(match[1]) else None
            if unit and UNIT.fullmatch(unit) and not _NO_UNIT.search(unit):
                found.setdefault(unit, place)
    unit, place = next(iter(found.items()), ("", None))
    return Named(unit, "正文提到的报告名称", place) if len(found) == 1 else None


def _fuller(unit: str, narrative: Narrative, *, own: bool = False) -> str:
    """A short name (北坡镇) as the report spells it in full elsewhere, itself where it does not. With `own`, only where the
    report speaks of itself: its contacts, its guide, its account."""
    lines = [plain for text, _, _ in narrative.lines if unit in (plain := WHITE.sub("", text))]
    names = [_GOVERNMENT_OFFICE.sub("人民政府", match["unit"]) for pattern in (_ACCOUNT, _CONTACT_UNIT, _OWN_PAPER)
             for text in lines for match in pattern.finditer(text)]
    if unit[0] in _RANKS and not own:  # 市交通局: of which city
        whole = re.compile(rf"(?:^|[，,。；;、：:“\"（(《与由和的])(?P<unit>(?!编[制写]|撰写|形成)(?:(?![请与和由在对将现的任])[{HAN}]){{2,10}}{re.escape(unit)})")
        names += [match["unit"] for text in lines for match in whole.finditer(text) if not _NO_UNIT.search(match["unit"])]
    return max((name for name in names if unit in name and name.partition(unit)[2] in _SAME_UNIT), key=len, default=unit)
