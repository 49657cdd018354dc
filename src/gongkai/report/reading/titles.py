"""Titles: which of the first lines is the report's, in one piece, and what unit and years it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.unitnames import HAN

_CHINESE_YEAR = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?")
_SUBJECT = re.compile(r"(?:政府|政务)?信息公开|政务公开")
TITLE = re.compile(r"(?:政府|政务)?信息公开.{0,14}(?:报告|年报)|信息公开\s*(?=\S*报)(?=\S*告)[工作年度情况报告]{5,10}$|政务公开.{0,14}(?:报告|年报)|(?:报告|年报).{0,4}[（(].{0,8}信息公开")
_NO_TITLE = re.compile(r"[。；，]|国办|关于(?:做好|编制|进一步|依法|印发)|^根据|^按照|^依据|^编制|上一[篇条]|下一[篇条]|^相关|^附件|通知$|^[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]|格式|指南$|^来源|^索\s*引\s*号|分\s*类\s*[:：]|^现[将把就]|如下[：:]?$")
UNIT_WORDS = (
    "人民政府办公室|人民政府|政府办公室|街道办事处|办事处|管理委员会|管委会|委员会|管理局|办公室|政府(?!信息)|街道|街|分局|总局|支队|大队|"
    "中心|供销合作社联合社|供销合作社|供销社|联合社|法院|检察院|大学|中学|小学|镇|乡|局|委|厅|部|署|院|办|处|室|会|所|站|队|校|馆|集团|公司|区|县|市|旗|省"
)
UNIT = re.compile(rf"[{HAN}（）()·、]{{1,38}}?(?:{UNIT_WORDS})$")
_IN_ALL = "报"
"""Every title has this character: lines without it, nor near one that has it, need no closer look."""
_SUBJECT_WORD = "公开"
_ENDS = ("报告", "年报")
_MARK = re.compile(r"[。；，：:>]")
"""No half of a title has one of these."""
_APART = 3
"""So many lines further on is looked for the other half of a title."""
_YEAR_TOLD, _UNIT_TOLD, _WAY, _BESIDE, _LATER = 2.0, 2.0, 3.0, 1.0, 0.01
"""What speaks for a line as the title; against it that it is the way to a page, names what explains the report, or stands further on."""
_MOST = _YEAR_TOLD + _UNIT_TOLD
_FIRST = 80
"""A title is looked for in so many lines that are not empty."""
_HEAD = 40
"""A title that is joined to the preamble is looked for in so many lines."""
_WORDS = re.compile(r"[^\s|｜]")
_NO_ONE = re.compile(  # the name of a menu, or a word for oneself, not the name of a unit
    r"[我本](?:机关|单位|部门|省|市|区|县|镇|乡|街道?|局|委|办|厅|院|府|处|所|旗)|"
    r"(?:各|[省市区县州]?(?:级|直|属|政府))?(?:部门|单位|机关|乡镇|镇街|街镇|乡镇街道|街道|街道办事处|委办局)(?:单位)?")
_MARKUP = re.compile(r"^[#*=>+]{1,6} *(?=[^#*=>+ ])|(?<=[^#*= ]) *[#*=]{1,6}$")
"""The marks of a heading in text that is marked up: # …, == … ==, **…**."""
_LABEL = re.compile(r"^(?:[-•·●*]\s*)?(?:标\s*题|名\s*称|题\s*名|题\s*目|信息名称|文件名称|信息标题|文件标题)(?:\s*[:：|｜]\s*|\s+)")
_BEFORE = "?？ •●▪◦◆■"
"""What may stand before a title: the marks of a list, spaces that a change of character set turned into question marks."""
_EXPLAINS = re.compile(r"^[（(【]?(?:一图|一张图|图文|图解|视频)(?:读懂|看懂|了解|速览|解读)?[)）】]?[：:丨|｜—-]{0,2}\s*(?=.{4})|解读$")
"""What a page calls a picture or an explanation of a report, which stands beside the report's own title."""
_FILE_NAME = re.compile(r"\.(?:docx?|wps|pdf|html?|txt)$", re.I)
_FLIP_BOOK = re.compile(r"^Page ?\d+ ?- ?")
_SITE = re.compile(r"(?P<title>.{6,}?(?:报告|年报))\s?[-_—–]{1,2}\s?(?!.*报告$)[^\d].*")
"""A title with the name of its site behind it, as a page's head prints it."""
_CUT_NAME = re.compile(r"(?:人?民?政府(?!信息)|(?:街道)?办事处|(?:管理)?委员会|管委会|办公室)")
"""What is left on the second line where a title was broken within the unit's name, or behind it."""
_SUBJECT_BEGUN = re.compile("(?:年度?|局|委|中心|办公室|院|厅|处)(?:政府|政务)$")
"""A line that breaks off in front of 信息公开: 示例中心2024年政府 / 信息公开工作年度报告."""
_NAME_BEGUN = re.compile(rf"[{HAN}（）()]{{4,30}}")
_TRAIL = re.compile(r".*[>»›]")
"""The steps by which a page is reached, up to the last."""
_COLUMN = re.compile(r"^(?:20\d\d年?度?)?[省市区县州]?(?:级|直|属|政府)?(?:部门|单位|乡镇|镇街|街镇|乡镇街道|街道)(?:政府|政务)?信息公开年报(?:[（(]?20\d\d年?度?[)）]?)?$")
_GLUED = re.compile(
    r"(?P<title>.{0,44}?(?:20\d\d年?度?.{0,30}?|(?=.{0,60}20\d\d年))(?:政府|政务)?信息公开.{0,8}?(?:报告|年报)(?:[（(]20\d\d年度?[)）])?)(?=(?:[（(]以下简?称[^（()）]{1,12}[)）])?[，,]?是?(?:根据|按照|依据)|本(?:年度)?报告|为[深进全切更做]|一、|20\d\d年[，,])")
"""A title with the preamble behind it on the same line."""
_PLACE = re.compile("[省市县区旗州盟镇乡街]")
_ASIDE = re.compile(rf"(?:报告|年报)[（(]([{HAN}]{{4,30}})[)）]$")
"""A unit in brackets behind a title: 2023年政府信息公开工作年度报告（某县示例镇人民政府）."""
_NO_NAME = re.compile(r"^(?:Page\d+-|(?:[a-z0-9-]+\.)+[a-z]{2,})", re.I)  # a flip book's page, a mirror's address


def years(text: str) -> list[int]:
    """The years 20xx in a text, Chinese numerals included, in order.

        >>> years("二〇二三年度，较2022年增加")
        [2023, 2022]
    """
    text = _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[char] for char in match[0]), text)
    return [int(match[1]) for match in _YEAR.finditer(text)]


def find_title(lines: list[Paragraph], document: Document) -> tuple[int | None, str | None]:
    """The index of the title among the first lines and its words, joined where it is printed on two lines.

    The index is that of the title's last line, None where only the page's head names the title.
    """
    best: tuple[float, int, str] | None = None
    for index, broken in _worth_reading(lines):
        if best is not None and best[0] > _MOST - _LATER * index:
            break
        title = _as_title(lines, index, broken)
        if title is not None and (best is None or title[0] > best[0]):
            best = title[0], index, title[1]
    if best is not None:
        return _to_its_end(lines, *best[1:])
    if glued := next((words for line in lines[:_HEAD] if (words := _glued(line.text))), None):
        return None, glued
    if document.title and TITLE.search(document.title):
        return None, _squeeze(re.split(r"\s*[-_—|]{1,2}\s*(?=[^-_—|]*$)", document.title)[0])
    return None, None


def _worth_reading(lines: list[Paragraph]) -> Iterator[tuple[int, bool]]:
    """The first lines that may be the title or its first half, and whether its other half may stand further on."""
    seen = near = 0
    told = [at for at, line in enumerate(lines) if _IN_ALL in line.text]
    broken_at = {at - back for at in told if lines[at].text.rstrip().endswith(_ENDS) for back in range(1, _APART)}
    for index, line in enumerate(lines):
        start = line.text[:1]
        if not start or ((start.isspace() or start in "|｜") and not _WORDS.search(line.text)):
            continue
        seen += 1
        while near < len(told) and told[near] < index:
            near += 1
        if seen > _FIRST or near == len(told):
            return
        if told[near] <= index + _APART and (index in broken_at or _SUBJECT_WORD in line.text):
            yield index, index in broken_at


def _as_title(lines: list[Paragraph], index: int, broken: bool) -> tuple[float, str] | None:
    """How much speaks for a line as a title, and its words without what a page prints around them; None where it is none."""
    text = _FILE_NAME.sub("", _FLIP_BOOK.sub("", " ".join(lines[index].text.split()).strip("|｜ ").lstrip(_BEFORE)))
    text = _MARKUP.sub("", text)
    text = (_broken_title(lines, index, text) if broken else None) or text
    if ("-" in text or "—" in text or "_" in text or "–" in text) and (site := _SITE.fullmatch(text)) \
            and years(site["title"]) and unit_in_title(site["title"]):
        text = site["title"]
    if "网站" in text:  # 某市人民政府门户网站 某局 政府信息公开年报 某局2023年…年度报告: the way to a page
        text = text.split()[-1]
    if not 6 <= len(text) <= 70 or _IN_ALL not in text or _SUBJECT_WORD not in text or _NO_TITLE.search(text) or not TITLE.search(text):
        return None
    text = _LABEL.sub("", text).strip("|｜ \t")
    if "|" in text or "｜" in text:  # 索引号 | 014/2018-04 | 分类 | 政府信息公开年报: the cells of the page's frame
        text = next((cell for cell in map(str.strip, re.split("[|｜]", text)) if TITLE.search(cell) and unit_in_title(cell)), "")
        if not text:
            return None
    trail = _TRAIL.search(text)
    if trail:  # 首页 > 政务公开 > 某局2023年…年度报告: the last step may be the title, the way to it is none
        text = text[trail.end():].strip()
        if not TITLE.search(text) or not (years(text) or unit_in_title(text)):
            return None
    if _COLUMN.match(text.replace(" ", "")):
        return None
    text = _with_unit(lines, index, text)
    told = _YEAR_TOLD * bool(years(text)) + _UNIT_TOLD * bool(unit_in_title(text))
    return told - _LATER * index - (_WAY if trail or "首页" in text else _BESIDE if _EXPLAINS.search(text) else 0), text


def _with_unit(lines: list[Paragraph], index: int, text: str) -> str:
    """A title with the unit, or the beginning of its name, from the line before, where it names none by itself."""
    unit = unit_in_title(text)
    if (unit is None or _CUT_NAME.fullmatch(unit)) and (rest := _CUT_NAME.match(text)):
        return (_name_begun(lines, index, rest[0]) or ("" if unit else _unit_line(lines, index))) + text
    return text if unit is not None else _unit_line(lines, index) + text


def _to_its_end(lines: list[Paragraph], index: int, text: str) -> tuple[int, str]:
    """The last line of a title that begins at a line, and its words with a year that stands alone behind it."""
    if _broken_title(lines, index, " ".join(lines[index].text.split())):
        index = _next_line(lines, index) or index
    if not years(text) and index + 1 < len(lines):
        after = lines[index + 1].text.strip()
        if re.fullmatch(r"[（(]?20\d\d年?度?[)）]?", after):
            return index + 1, _squeeze(text + after)
    return index, _squeeze(text)


def _glued(text: str) -> str | None:
    """The title that a line begins with where the preamble stands behind it, None where none does."""
    if _SUBJECT_WORD not in text[:80] or _IN_ALL not in text[:80]:
        return None
    match = _GLUED.match(_squeeze(" ".join(text[:160].split())))
    title = _squeeze(match["title"]) if match else ""
    return title if 8 <= len(title) <= 70 and years(title) and not _NO_TITLE.search(title) and unit_in_title(title) else None


def _before(lines: list[Paragraph], index: int) -> str:
    """The words of the nearest line before, without spaces, empty where none is near."""
    return "".join(next((words for i in range(index - 1, max(-1, index - 4), -1) if (words := lines[i].text.split())), ()))


def _unit_line(lines: list[Paragraph], index: int) -> str:
    """The unit that stands alone on the line before a title of two lines, empty where none does."""
    words = _before(lines, index)
    unit = re.sub(r"^20\d\d年度?|20\d\d年?度?$", "", words)
    return words if 3 <= len(unit) <= 30 and UNIT.fullmatch(unit.removesuffix("机关")) else ""


def _name_begun(lines: list[Paragraph], index: int, rest: str) -> str:
    """The beginning of a unit's name whose `rest` begins the next line (…示例街道 / 办事处2023年…), empty where none stands there."""
    words = re.sub(r"^20\d\d年度?", "", _before(lines, index))
    whole = words + rest
    return words if _NAME_BEGUN.fullmatch(words) and _PLACE.search(words) and UNIT.fullmatch(whole) and not _SUBJECT.search(words) else ""


def _next_line(lines: list[Paragraph], index: int) -> int | None:
    """The next line with words, None where none is near."""
    for after in range(index + 1, min(len(lines), index + 1 + _APART)):
        if lines[after].text.strip():
            return after
    return None


def _broken_title(lines: list[Paragraph], index: int, text: str) -> str | None:
    """A title broken in the middle of its words (…2023年政府信息 / 公开工作年度报告) in one piece, None where none begins here."""
    if len(text) > 45 or _MARK.search(text):
        return None
    after = _next_line(lines, index)
    if after is None or not lines[after].text.rstrip().endswith(_ENDS) or TITLE.search(text) or not years(text):
        return None
    rest = " ".join(lines[after].text.split())
    whole = _squeeze(text + rest)
    names_itself = not TITLE.search(rest) or not _SUBJECT.search(rest) or _SUBJECT_BEGUN.search(text)
    return whole if len(rest) <= 20 and names_itself and TITLE.search(whole) else None


def _squeeze(text: str) -> str:
    """A title without the spaces that a layout put between Chinese characters and digits."""
    words = re.sub(r"(?<=[\u3000-\u9fff\d]) +(?=[\u3000-\u9fff\d])", "", text).strip()
    half = len(words) // 2
    return words[:half] if half and words[:half] == words[half:] else words  # printed twice without a bound


def _bare(words: str) -> str:
    """Words without the marks around them; a bracket that closes one of their own is theirs: 妇幼保健中心（妇幼保健院）."""
    bare = words.strip("（）()·:： ")
    closing = words[words.find(bare) + len(bare):][:1]
    return bare + closing if closing in ("）", ")") and re.search(r"[（(][^（()）]+$", bare) else bare


@lru_cache(maxsize=16)
def unit_in_title(title: str) -> str | None:
    """The unit that a title names.

        >>> unit_in_title("清河县示例镇人民政府2023年政府信息公开工作年度报告")
        '清河县示例镇人民政府'
        >>> unit_in_title("2023年清河县民政局政府信息公开工作年度报告")
        '清河县民政局'
        >>> unit_in_title("2023年清河县人民政府信息公开工作年度报告")
        '清河县人民政府'
        >>> unit_in_title("2023年政府信息公开工作年度报告") is None
        True
    """
    text = _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[char] for char in match[0]), _squeeze(title)).replace(" ", "")
    text = _EXPLAINS.sub("", text)
    text = re.sub(r"^(?:[【\[][^】\]]{1,12}[】\]])?(?:关于(?:印发|公布|发布)?)?", "", text).strip("《》")
    match = re.search(r"(20\d\d)(?:[-—–－~～至]+20\d\d学?)?年?度?", text)
    before = text[: match.start()] if match else ""
    after = text[match.end():] if match else text
    if named := _SUBJECT.search(before):  # the year stands behind: 某局政府信息公开工作年度报告（2023年度）
        before = before[: named.start()]
    subject = _SUBJECT.search(after)
    middle = after[: subject.start()] if subject else after
    aside = _ASIDE.search(after)
    for words in (before, middle, aside[1] if aside else ""):
        words = _bare(re.sub(r"(?:关于|的|年度|本级)$", "", _NO_NAME.sub("", words)))
        if words.endswith("人民"):  # 某县人民政府信息公开年度报告: 政府 is said once for both
            words = words + "政府" if len(words) > 2 else ""
        if len(words) >= 2 and not _SUBJECT.fullmatch(words) and not _NO_ONE.fullmatch(words) and not re.search(r"报告|年报|年度|工作$", words):
            return words
    return None
