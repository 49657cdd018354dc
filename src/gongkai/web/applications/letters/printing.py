"""A Word file → PDF without an office suite: laid out by laying.py, printed by typst (letter.typ).

The PDF has the same words in the same order; `to_pdf` compares what it laid out with the words of the file and refuses where
one is missing. It is PDF/A-2a: a character that no font at hand can show is an error, never an empty box.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import typst

from gongkai.errors import GongkaiError
from gongkai.report.reading.document import Limits
from gongkai.report.reading.docx_styles import W
from gongkai.report.writing.fonts import UNDATED, chosen_fonts, fonts
from gongkai.web.applications.letters.laying import Laid, lay_out
from gongkai.web.applications.letters.looks import Looks
from gongkai.web.applications.letters.runs import MC
from gongkai.web.applications.letters.wordfile import LIMITS, WordFile, open_word

STANDIN = "〓"
"""Stands, as in print shops, where a character is wanting."""
_MOST_REPLACED = 30
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


class Unprintable(GongkaiError):
    """A Word file that cannot be made a PDF; one sentence."""


def to_pdf(data: bytes, *, title: str = "", limits: Limits = LIMITS) -> bytes:
    """A Word file as PDF/A; equal bytes for equal files.

    Args:
        title: what a reader of PDF shows in its title bar; nothing of the file's properties goes into the PDF.

    Raises:
        Unprintable: something in it cannot be printed, or a character is in no font.
        WordFault: it is no Word file.
    """
    made, omissions = print_word(data, title=title, limits=limits)
    if omissions:
        raise Unprintable(f"文书里的{'、'.join(omissions)}不能转成 PDF，请在 Word 中删除，或者改为文字、普通图片后再试。")
    return made


def print_word(data: bytes, *, title: str = "", limits: Limits = LIMITS, substitute: bool = False) -> tuple[bytes, list[str]]:
    """As `to_pdf`, with what could not be printed told instead of raised.

    Args:
        substitute: print 〓, as printers do, for a character that no font has, and tell it: for files that others sent.

    Raises:
        Unprintable: a character is in no font and nothing is to stand for it.
        WordFault: it is no Word file.
    """
    opened = open_word(data, limits)
    try:
        laid = lay_out(opened)
        missing = lost(opened, laid)
    except RecursionError as error:
        raise Unprintable("文书的表格或者文本框嵌套过深，不能转成 PDF，请简化后再试。") from error
    if missing:
        laid.omissions.append(f"以“{missing}”开头的一段文字")
    content = {"title": title or "文书", "sections": laid.sections, "fonts": laid.fonts, "thin": len(chosen_fonts()["title"]) == 1}
    made, replaced = compiled(Path(__file__).with_name("letter.typ"), "letter", content, substitute=substitute)
    return made, laid.omissions + ([f"字体中没有的字（{'、'.join(replaced)}，以“{STANDIN}”代替）"] if replaced else [])


def compiled(template: Path, name: str, content: object, *, substitute: bool = False) -> tuple[bytes, list[str]]:
    """What a typst template makes of JSON in ``sys.inputs`` under `name`: PDF/A without a date, and what 〓 stands for in it.

    Raises:
        Unprintable: a character is in no font, and nothing is to stand for it or too many would have to.
    """
    text = json.dumps(content, ensure_ascii=False)
    replaced: list[str] = []
    while True:
        try:
            made = typst.compile(template.read_bytes(), format="pdf", font_paths=fonts()[0], sys_inputs={name: text},
                                 pdf_standards=["a-2a"], timestamp=UNDATED)
        except typst.TypstError as error:
            match = _UNSHOWN.search(str(error))
            if not match:
                raise
            letters = [letter for letter in _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), match.group(1)) if letter != STANDIN]
            points = [f"U+{ord(letter):04X}" for letter in letters]
            if not substitute or not letters or len(replaced) > _MOST_REPLACED:
                raise Unprintable(f"“{''.join(letters)[:20]}”（{'、'.join(points)}）在本机的字体里没有，不能生成 PDF，请在服务器上安装含有这个字的字体，"
                                  "或者用 Word 打印。") from error
            for letter in letters:
                text = text.replace(letter, STANDIN)
            replaced += points
            continue
        assert isinstance(made, bytes)
        return made, replaced


def lost(opened: WordFile, laid: Laid) -> str:
    """The beginning of what the file's parts say and the layout does not; "" where nothing is lost."""
    printed = "".join("".join(laid.words).split())
    looks = Looks(opened.xml("word/styles.xml"))
    for _, _, root in opened.stories():
        for paragraph in root.iter(W + "p"):
            if any(parent.tag in (MC + "Fallback", W + "del", W + "moveFrom") for parent in paragraph.iterancestors()):
                continue
            said = "".join("".join(
                node.text or "" for run in paragraph.iter(W + "r") for node in run.iterchildren(W + "t")
                if next(run.iterancestors(W + "p"), None) is paragraph
                and not any(parent.tag in (MC + "Fallback", W + "del", W + "moveFrom", W + "rt", W + "fldSimple") for parent in run.iterancestors())
                and not looks.run(paragraph.find(W + "pPr"), run.find(W + "rPr"))["hidden"]).split())
            if said and said not in printed and next(paragraph.iter(W + "fldChar", W + "sym", W + "numPr"), None) is None:
                return said[:20]
    return ""
