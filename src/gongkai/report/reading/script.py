"""Traditional characters and pinyin glosses → the simplified text that the form's words are written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gongkai.report.reading.document import Document, Grid

_GLOSS = re.compile(r"(?<=[\u3400-\u9fff])[（(]\s*[a-zA-ZāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüÜńňǹḿɡ]{1,7}\s*[)）]")
_GLOSSED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
# Characters that simplified text does not use and every traditional report does.
_SIGNS = re.compile("[開關門個對會發現總數處請復訴訟議維審結糾務機構國條規範許項業費辦報縣鎮鄉區與為]")
_TAIWAN = ("資訊公開", "資訊內容", "專案數量", "檔案")


@cache
def _converter(name: str) -> Any:
    from opencc import OpenCC

    return OpenCC(name)


def simplify(document: Document) -> None:
    """Turn a document in traditional characters into simplified ones, and take pinyin glosses off, in place.

    The conversion is remarked. Taiwan's words (資訊公開) become those of the form.
    """
    sample = "".join(block.text for block in document.blocks if not isinstance(block, Grid))[:20_000]
    sample += "".join(cell.text for block in document.blocks if isinstance(block, Grid)
                      for row in block.rows[:12] for cell in row)
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

    for block in document.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    cell.text = plain(cell.text)
        else:
            block.text = plain(block.text)
    if document.title:
        document.title = plain(document.title)
    if traditional:
        document.remarks.append(("原文为繁体字，已转换为简体字读取，请以原文为准。", None))
    if glossed:
        document.remarks.append(("原文带有拼音注音，已略去注音读取，请以原文为准。", None))
