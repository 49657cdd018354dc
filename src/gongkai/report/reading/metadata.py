"""Title, unit, year, period, day of publication, contacts: what a report says of itself.

A value stands where the report states it; where it must be gathered from elsewhere (a signature, a sentence, an
account's name) the reader says so. Days of the page's frame are not the report's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

from gongkai.report.model import Place
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.numbers import day
from gongkai.report.reading.sections import Narrative
from gongkai.report.reading.titles import TITLE, UNIT, UNIT_WORDS, unit_in_title, years
from gongkai.report.reading.words import page_frame
from gongkai.report.unitnames import HAN

_NAMED = re.compile(
    rf"(?:公布|发布|公开|编制|制定|撰写|形成|向社会(?:公布|公开)|现将|现就|现把|将)(?P<unit>[{HAN}（）()]{{3,30}}?)"
    r"(?:关于)?(?P<year>20\d\d)年?(?:度)?(?:(?:政府|政务)?信息公开|(?:政府|政务)信息工作年度)")
_NAMED_AFTER = re.compile(  # 公布2020年度某局信息公开工作年度报告
    rf"(?:公布|发布|公开|编制|制定|形成|撰写|现将)(?P<year>20\d\d)(?:年度?)?(?![年度])(?P<unit>[{HAN}（）()]{{1,30}}?(?:{UNIT_WORDS}))(?:[（(]机关[)）])?"
    r"(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:总结|情况)?(?:报告|年报)(?!的?(?:有关|编制|编写|编报|发布|公布|相关|工作|格式|[^。；，]{0,6}通知))")
_MADE = re.compile(
    r"(?:编制|撰写|形成|公布|发布)(?:了|《|本(?:单位|机关|局|办|委|镇|乡|街道)?)?(?P<year>20\d\d)年?(?:度)?(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?报告(?!的?(?:有关|编制|编写|编报|发布|公布|相关|工作|格式))")
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
_PERIOD = re.compile(
    r"(?P<y1>20\d\d)(?:年度?|[-./])?(?P<m1>\d{1,2})[-./月](?P<d1>\d{1,2})[日号]{0,2}(?:\d{1,2}[时点])?[起始]?[，,、]?(?:至|到|—+|–|-+|－+|~|～)"
    r"(?:(?P<y2>20\d\d)(?:年度?|[-./])?)?(?P<m2>\d{1,2})[-./月](?P<d2>\d{1,2})(?!\d)[日号]?")
_LABEL = 8
"""A line of so many characters with a colon behind them is a label."""
_WEEKDAY = re.compile("星期[一二三四五六日天]")
_NEAR = 30
"""So many characters behind the maker's name its work is named."""
_SIGNED_BY = 6
"""A report signed up to this month is the last year's: it is due by the end of March (Art. 49, 50) and often late."""
_FULL_WIDTH = {ord(full): half for full, half in zip("０１２３４５６７８９．", "0123456789.", strict=True)}
_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_WHITE = re.compile(r"\s+")
_A_YEAR = "20"
"""Every date begins with it."""
_NO_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d|\s*[年度])")
"""Four digits that are no year: of a notice's number (〔2021〕30号), a count (2000余件)."""
_TOLD_ALONE = re.compile(r"(20\d\d)年?(?:度)?(?:政府|政务)信息公开(?:工作)?(?:年度)?(?:报告|工作|情况)")
_BEGINS = re.compile(r"(?:^|[。；）)、]|[我本](?:局|委|办|厅|院|镇|乡|县|区|市|旗|街道|单位|机关|中心))(20\d\d)年(?:度|以?来)?(?!\d{1,2}月|[^，。；]{0,12}(?:修订|施行|印发|号|党的))")
_TILL = re.compile(r"截[至止]到?(20\d\d)年(?:12月31日|年?底|末)")
_ALONE = re.compile(r"\s*(?:20\d\d)[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*")
_AROUND_DATE = " \u3000•·●-—（）()"
"""What may stand around a day that is a line of its own: a list's mark, brackets."""
_BESIDE_SOURCE = re.compile(  # 2024-01-25 14:48 来源：某局; 来源：某局 2024-01-25 17:13:25 【字体：大 中 小】
    rf"{_ALONE.pattern}(?:(?:信息|文章|稿件)?来源\s*[:：]\s*\S{{2,30}}|[{HAN}]{{2,28}}(?:{UNIT_WORDS}))?(?:\s+(?:[【\[(（]?字[体号]|浏览|阅读|点击|打印|分享|作者|编辑).*)?"
    rf"|(?:信息|文章|稿件)?来源\s*[:：]\s*\S{{2,30}}\s+{_ALONE.pattern}(?:[【\[(（]?(?:字[体号]|浏览|阅读|点击|打印|分享|作者|编辑).*)?")
_NOTICE = re.compile(r"(?:国办公开办函|国办函|国办发|国办秘函|政办发|政办函)\s*[〔\[（(【﹝]\s*(20\d\d)\s*[〕\])）】﹞]\s*(\d+)\s*号")
_CONTACT_LABEL = "联系电话|办公电话|电话|传真|联系地址|办公地址|地址|邮编|邮政编码|电子邮箱|电子邮件|邮箱|E-?mail"
_CONTACT = re.compile(  # up to the next label: 电话：0570-0000000 邮箱：…
    rf"(?:{_CONTACT_LABEL})\s*[：:]?\s*(?![、和及或与等])((?:(?!(?:{_CONTACT_LABEL}|\s[{HAN}]{{2,8}})\s*[：:])[^，,；;。：:）)（(\]】]){{4,40}})", re.I)


@dataclass(slots=True)
class Metadata:
    """What a report says of itself; `remarks` are (code, level, sentence, place) for findings."""

    title: str | None = None
    title_place: Place | None = None
    unit: str | None = None
    year: int | None = None
    period: tuple[date, date] | None = None
    period_text: str | None = None
    period_place: Place | None = None
    published: date | None = None
    contacts: list[str] = field(default_factory=list)
    notices: list[tuple[str, Place | None]] = field(default_factory=list)
    titles: list[tuple[str, Place | None]] = field(default_factory=list)
    remarks: list[tuple[str, str, str, Place | None]] = field(default_factory=list)


def metadata(document: Document, narrative: Narrative, frame: list[Paragraph], title: str | None,
             title_place: Place | None) -> Metadata:
    """Everything a report says of itself. `frame` are the lines before the text, the page's frame among them."""
    made = Metadata(title=title, title_place=title_place)
    opening = [(text, place) for text, place, number in narrative.lines if number <= 1]
    if title:
        made.titles.append((title, title_place))
    _period(made, narrative)
    _unit(made, narrative, frame, opening)
    _year(made, narrative)
    _published(made, document, narrative, frame)
    for text, place, number in narrative.lines:
        if "号" in text:
            made.notices.extend((" ".join(match[0].split()), place) for match in _NOTICE.finditer(text))
        if number <= 1 and ("电话" in text or "地址" in text or "邮" in text or "传真" in text):
            made.contacts.extend(match[0].strip() for match in _CONTACT.finditer(text))
    made.contacts = list(dict.fromkeys(made.contacts))[:12]
    return made


def _period(made: Metadata, narrative: Narrative) -> None:
    candidates = _periods([(_WHITE.sub("", text), place) for text, place, _ in narrative.lines if _may_tell(text)])
    if not candidates:  # broken by the end of a line
        lines = [(_WHITE.sub("", text), place) for text, place, _ in narrative.lines]
        candidates = _periods([(text + after, place) for (text, place), (after, _) in pairwise(lines)])
    if not candidates:
        return
    weight, match, place = max(candidates, key=lambda item: item[0])
    if not weight:
        return
    made.period_text, made.period_place = match[0], place
    try:
        start = date(int(match["y1"]), int(match["m1"]), int(match["d1"]))
        made.period = (start, date(int(match["y2"] or match["y1"]), int(match["m2"]), int(match["d2"])))
    except ValueError:
        made.period = None


def _may_tell(text: str) -> bool:
    """Whether a line may tell a period, by single characters, which white space cannot hide."""
    return "月" in text or "统" in text or "期" in text


def _periods(lines: list[tuple[str, Place | None]]) -> list[tuple[int, re.Match[str], Place | None]]:
    """The periods in lines without white space: how much speaks for each, the match, its place."""
    found = []
    for text, place in lines:
        if not ("月" in text and ("日" in text or "号" in text)) and "统计" not in text and "期限" not in text:
            continue
        text = text.translate(_FULL_WIDTH)
        for match in _PERIOD.finditer(text):
            near = text[max(0, match.start() - 40): match.start()]
            weight = 2 * bool(re.search(r"统计|期限|时限|数据|时间", near)) + (match["m1"] == "1" and match["m2"] == "12")
            found.append((weight, match, place))
    return found


def _unit(made: Metadata, narrative: Narrative, frame: list[Paragraph], opening: list[tuple[str, Place | None]]) -> None:
    """The unit, from the best place that names it."""
    if made.title and (unit := unit_in_title(made.title)):
        # A title that says 农业农村局 alone: of which place, the contacts may tell.
        made.unit = unit if _PLACE.search(unit) and unit[0] not in _RANKS else _fuller(unit, narrative, own=True)
        if made.unit == unit and not _PLACE.search(unit):
            made.unit = _published_by(unit, frame)
        return
    for text, _ in opening:
        if match := _NAMED.search(_SHORT_FOR.sub("", _WHITE.sub("", text))):
            unit = re.sub(r"^(?:了|现将|(?:完成|形成)?并(?:予以|依法)?(?:向社会)?(?:公开|公布|发布)?)", "", match["unit"])
            if not re.search(r"条例|通知|报告|信息|指南|目录|[和及与、]$", unit) and not _NO_UNIT.search(unit):
                made.unit = _fuller(unit, narrative)
                return
    for text, _ in opening:
        if (match := _NAMED_AFTER.search(_SHORT_FOR.sub("", _WHITE.sub("", text)))) and not _NO_UNIT.search(match["unit"]):
            made.unit = _fuller(match["unit"], narrative)
            return
    bureau = any(_BUREAU.search(text) for text, _, _ in narrative.lines)
    if (compiled := _compiled(opening)) and not (bureau and _GOVERNMENT.search(compiled[0])):
        _from_elsewhere(made, *compiled, narrative)
        return
    if quoted := _quoted(opening):
        _from_elsewhere(made, *quoted, narrative)
        return
    publisher = page_frame()["publisher"]
    told = _labelled(frame)
    for text, place in told:
        for label in publisher:
            if match := re.search(rf"{label}[\s:：|｜]*(?P<unit>[{HAN}（）()]{{3,30}})", text):
                unit = match["unit"]
                if UNIT.fullmatch(unit) and not _NO_UNIT.search(unit) and label not in ("来源", "信息来源", "文章来源", "稿件来源", "单位"):
                    _from_elsewhere(made, unit, f"页面的“{label}”", place, narrative)
                    return
    if narrative.signed_unit:
        _from_elsewhere(made, narrative.signed_unit, "落款", narrative.signed_place, narrative)
        return
    spoken = "".join(text for text, _, number in narrative.lines if number <= 1)
    for pattern, where in ((_ACCOUNT, "正文提到的账号名称"), (_OPENING, "正文"), (_CONTACT_UNIT, "联系方式"),
                           (_OWN_PAPER, "正文提到的指南或目录"), (_SITE, "正文提到的网站或账号")):
        names: Counter[str] = Counter()
        places: dict[str, Place | None] = {}
        for text, place, _ in narrative.lines:
            for match in pattern.finditer(_WHITE.sub("", text)):
                unit = _CENTRE.sub("", match["unit"]).replace("局局", "局")
                if _NO_UNIT.search(unit) or (bureau and _GOVERNMENT.search(unit)):
                    continue
                if pattern is _SITE and f"我{match['last'][0]}" not in spoken:
                    continue
                names[unit] += 1
                places.setdefault(unit, place)
        if names:
            unit = names.most_common(1)[0][0]
            _from_elsewhere(made, unit, where, places[unit], narrative)
            return
    for text, place, number in narrative.lines:
        if "单位" in text and number > 1 and (match := _CAPTION_UNIT.search(text)) and UNIT.fullmatch(match["unit"]):
            _from_elsewhere(made, match["unit"], "表格上方的“单位”", place, narrative)
            return
    for text, place in told:
        match = re.search(rf"(?:来源|单位)\s*[:：]\s*(?P<unit>[{HAN}]{{3,30}}?)(?=[^{HAN}]|字号|字体|作者|浏览|阅读|点击|发布|时间|日期|分享|打印|编辑|$)",
                          text)
        if match and UNIT.fullmatch(match["unit"]) and not _NO_UNIT.search(match["unit"]):
            _from_elsewhere(made, match["unit"], "页面的“来源”", place, narrative)
            return
    made.remarks.append(("read.unit_missing", "warning", "没有读到报告单位的名称，请在标题中写明机关全称，或用清单文件指定。", None))


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


def _compiled(opening: list[tuple[str, Place | None]]) -> tuple[str, str, Place | None] | None:
    """The unit that the opening names as the report's maker (由某局办公室编制), the words for it, its place.

    The office of a town or a bureau makes its unit's report. That of a government may make its own: only what it gathers
    (汇总编制) is the government's.
    """
    for text, place in opening:
        text = _WHITE.sub("", text)
        told = _DATA_OF.search(_SHORT_FOR.sub("", text)) if "结合" in text else None
        if told and UNIT.fullmatch(told["unit"]) and not _NO_UNIT.search(told["unit"]):
            return told["unit"], "正文", place
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
                return unit, "正文所称的编制单位", place
    return None


def _quoted(opening: list[tuple[str, Place | None]]) -> tuple[str, str, Place | None] | None:
    """The unit of the one report that the opening calls by its title (编制了《某局2023年…年度报告》), the words for it, its place."""
    found: dict[str, Place | None] = {}
    for text, place in opening:
        for match in _QUOTED.finditer(_WHITE.sub("", text)):
            named = TITLE.search(match[1]) if "关于" not in match[1] and match[1].endswith(_REPORT_ENDS) else None
            unit = unit_in_title(match[1]) if named and years(match[1]) else None
            if unit and UNIT.fullmatch(unit) and not _NO_UNIT.search(unit):
                found.setdefault(unit, place)
    unit, place = next(iter(found.items()), ("", None))
    return (unit, "正文提到的报告名称", place) if len(found) == 1 else None


def _fuller(unit: str, narrative: Narrative, *, own: bool = False) -> str:
    """A short name (北坡镇) as the report spells it in full elsewhere, itself where it does not. With `own`, only where the
    report speaks of itself: its contacts, its guide, its account."""
    lines = [plain for text, _, _ in narrative.lines if unit in (plain := _WHITE.sub("", text))]
    names = [_GOVERNMENT_OFFICE.sub("人民政府", match["unit"]) for pattern in (_ACCOUNT, _CONTACT_UNIT, _OWN_PAPER)
             for text in lines for match in pattern.finditer(text)]
    if unit[0] in _RANKS and not own:  # 市交通局: of which city
        whole = re.compile(rf"(?:^|[，,。；;、：:“\"（(《与由和的])(?P<unit>(?!编[制写]|撰写|形成)(?:(?![请与和由在对将现的任])[{HAN}]){{2,10}}{re.escape(unit)})")
        names += [match["unit"] for text in lines for match in whole.finditer(text) if not _NO_UNIT.search(match["unit"])]
    return max((name for name in names if unit in name and name.partition(unit)[2] in _SAME_UNIT), key=len, default=unit)


def _from_elsewhere(made: Metadata, unit: str, where: str, place: Place | None, narrative: Narrative) -> None:
    made.unit = unit = _fuller(unit, narrative)
    made.remarks.append(("read.unit_inferred", "notice",
                         f"标题没有写明报告单位，单位名称“{unit}”取自{where}，请在标题中写明机关全称。", place))


def _year(made: Metadata, narrative: Narrative) -> None:
    if made.title and (named := years(made.title)):
        made.year = named[0]
        return
    told = _told_year(narrative)
    if made.period and made.period[0].year == made.period[1].year:
        made.year = made.period[0].year
        if told is None and made.year + 1 == _year_of_all(narrative):
            made.year += 1  # the period was left from last year's report: of a year to come nothing can be told
        elif told is not None and told != made.year:
            # One of them was left from another year's report: the text goes by its own year.
            said = Counter(year for text, _, number in narrative.lines if number <= 1 for year in years(text))
            made.year = max(made.year, told, key=lambda year: (said[year], year == made.year))
        return
    if told is not None:
        made.year = told
        return
    for text, _, number in narrative.lines:
        if number <= 1 and (match := _TOLD_ALONE.search(_WHITE.sub("", text))):
            made.year = _not_last(int(match[1]), number, narrative)
            return
    counts: Counter[int] = Counter()
    named_there: list[int] = []
    for text, _, number in narrative.lines:
        if number <= 1 and (_A_YEAR in text or "二" in text):
            named = years(_NO_YEAR.sub("", text))
            named_there += named
            counts.update(set(named))
    if len(set(named_there)) == 1 < len(named_there):  # one year alone, twice or more in however few lines
        counts.update(named_there)
    if made.period_text and (named := years(made.period_text)):
        counts[named[0]] += 2
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        made.year = ranked[0][0]
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和统计期限没有写明年度，按正文读作{made.year}年度，请在标题中写明年度。", None))
        return
    if len(named_there) == 1 and (alone := _lone_year(narrative)):
        made.year = alone
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和统计期限没有写明年度，正文只说到{alone}年，读作{alone}年度，请在标题中写明年度。", None))
        return
    if begun := _year_of_all(narrative, 1):
        made.year = begun
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和统计期限没有写明年度，正文所报告的都是{begun}年，读作{begun}年度，请在标题中写明年度。", None))
        return
    signed = narrative.signed_date
    if signed and signed.month <= _SIGNED_BY:
        made.year = signed.year - 1
        made.remarks.append(("read.year_inferred", "notice",
                             f"标题和正文没有写明年度，按落款日期{signed.year}年{signed.month}月{signed.day}日读作{made.year}年度，请在标题中写明年度。",
                             narrative.signed_place))
        return
    made.remarks.append(("read.year_missing", "warning", "没有读到报告年度，请在标题中写明年度，或用清单文件指定。", None))


def _told_year(narrative: Narrative) -> int | None:
    """The year that the opening gives the report by naming it (现公布某局2023年政府信息公开工作年度报告, 编制了2023年…报告)."""
    for pattern in (_NAMED, _NAMED_AFTER, _MADE):
        for text, _, number in narrative.lines:
            if number <= 1 and (match := pattern.search(_WHITE.sub("", text))):
                return _not_last(int(match["year"]), number, narrative)
    return None


def _not_last(told: int, number: int, narrative: Narrative) -> int:
    """The year of a report of which its text, in section `number`, names `told`. In section one that may be last year's report, which
    was published in the year (2022年，公开发布《某局2021年…年度报告》)."""
    begun = _lone_year(narrative) if number == 1 else None
    return begun if begun == told + 1 else told


def _year_of_all(narrative: Narrative, least: int = 2) -> int | None:
    """The year with which sentences of section one begin: `least` of them or more, and none with another."""
    begun = [int(match[1]) for text, _, number in narrative.lines if number == 1 and _A_YEAR in text
             for match in _BEGINS.finditer(_WHITE.sub("", text))]
    return begun[0] if len(begun) >= least and len(set(begun)) == 1 else None


def _lone_year(narrative: Narrative) -> int | None:
    """The year with which a sentence of the opening or of section one begins (2023年，我局…), or at whose end it counts."""
    for text, _, number in narrative.lines:
        if number <= 1 and (match := _BEGINS.search(_WHITE.sub("", text)) or _TILL.search(_WHITE.sub("", text))):
            return int(match[1])
    return None


def _published(made: Metadata, document: Document, narrative: Narrative, frame: list[Paragraph]) -> None:
    if document.published:
        made.published = document.published
        return
    words = page_frame()
    lines = [" ".join(paragraph.text.split()) for paragraph in frame]
    dated = [text for text in lines if _A_YEAR in text]
    for labels in (words["published"], words["written"]):
        for text in dated:
            if len(text) > 200 or any(label in text for label in words["other_dates"]):
                text = re.sub(rf"(?:{'|'.join(words['other_dates'])}).*", "", text)
            for label in labels:
                if label in text and (match := _dated(label).search(text)):
                    made.published = day(match[1], match[2], match[3])
                    return
    for text in dated:
        if _WEEKDAY.search(text):
            continue  # 2019年12月3日星期二: the page's clock, stored as it stood
        text = re.sub(rf"(?:{'|'.join(words['other_dates'])}).*", "", text).strip(_AROUND_DATE)
        if (_ALONE.fullmatch(text) or _BESIDE_SOURCE.fullmatch(text)) and (match := _DATE.search(text)):
            made.published = day(match[1], match[2], match[3])
            return
    made.published = narrative.signed_date


@cache
def _dated(label: str) -> re.Pattern[str]:
    """A label with a day behind it; a short one (日期) does not count within a longer word (成文日期)."""
    alone = rf"(?<![{HAN}]){label}" if len(label) <= 2 else label
    return re.compile(rf"{alone}[\s:：】\]|｜]*" + _DATE.pattern)
