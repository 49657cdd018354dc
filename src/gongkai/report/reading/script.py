"""Traditional characters, radicals and pinyin glosses → the simplified text that the form's words are written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from gongkai.report.reading.document import Document, Grid

_GLOSS = re.compile(r"(?<=[\u3400-\u9fff])[（(]\s*[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,7}\s*[)）]")
_GLOSSED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
# Characters that simplified text does not use and every traditional report does.
_SIGNS = re.compile("[開關門個對會發現總數處請復訴訟議維審結糾務機構國條規範許項業費辦報縣鎮鄉區與為]")
_TAIWAN = ("資訊公開", "資訊內容", "專案數量", "檔案")


_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_SUPPLEMENT = dict(zip("⺠⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻧⻯⺁⺝⺮⺶⺷⺼⻊⻎⻏⻖⻈",
                       "民母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟卤龙厂月竹羊羊月足辶阝阝讠", strict=True))
"""Radicals of the supplement that Unicode does not fold into characters itself (EquivalentUnifiedIdeograph.txt)."""


@cache
def _folded() -> dict[int, str]:
    """Radicals and compatibility characters → the characters they look like: PDF fonts give one for the other."""
    codes = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    return {code: plain for code in codes
            if (plain := _SUPPLEMENT.get(chr(code), unicodedata.normalize("NFKC", chr(code)))) != chr(code)}


@cache
def _converter(name: str) -> Any:
    from opencc import OpenCC

    return OpenCC(name)


def simplify(document: Document) -> None:
    """Turn a document in traditional characters into simplified ones, and take pinyin glosses off, in place.

    The conversion is remarked. Taiwan's words (資訊公開) become those of the form.
    """
    sample = "".join(block.text for block in document.blocks if not isinstance(block, Grid))[:20_000]
    sample += "".join(block.words() for block in document.blocks if isinstance(block, Grid))
    if _RADICALS.search(sample):
        table = _folded()
        _rewrite(document, lambda text: text.translate(table))
        sample = sample.translate(table)
    glossed = bool(_GLOSSED.search(sample)) and bool(_GLOSS.search(sample))
    traditional = len(_SIGNS.findall(sample)) >= 8
    if not glossed and not traditional:
        return
    taiwan = any(word in sample for word in _TAIWAN)
    convert = _converter("tw2sp" if taiwan else "t2s").convert if traditional else None

    def plain(text: str) -> str:
        if glossed:
            text = _GLOSS.sub("", text)
        if convert is not None:
            text = convert(text)
            if taiwan:
                # A Taiwan 檔案 is a 文件; the converter takes what was 文件 already for a computer's document.
                text = text.replace("规范性文档", "规范性文件").replace("行政许可證", "行政许可证").replace("文档", "文件")
        return text

    _rewrite(document, plain)
    if traditional:
        document.remarks.append(("原文为繁体字，已转换为简体字读取，请以原文为准。", None))
    if glossed:
        document.remarks.append(("原文带有拼音注音，已略去注音读取，请以原文为准。", None))


def _rewrite(document: Document, plain: Callable[[str], str]) -> None:
    for block in document.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    cell.text = plain(cell.text)
        else:
            block.text = plain(block.text)
    if document.title:
        document.title = plain(document.title)
