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
from gongkai.web.applications.letters.laying import MC, Laid, lay_out
from gongkai.web.applications.letters.looks import Looks
from gongkai.web.applications.letters.wordfile import LIMITS, WordFile, open_word

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


def print_word(data: bytes, *, title: str = "", limits: Limits = LIMITS) -> tuple[bytes, list[str]]:
    """As `to_pdf`, with what could not be printed told instead of raised: for files that others sent.

    Raises:
        Unprintable: a character is in no font, or words would be missing.
        WordFault: it is no Word file.
    """
    opened = open_word(data, limits)
    try:
        laid = lay_out(opened)
        missing = lost(opened, laid)
    except RecursionError as error:
        raise Unprintable("文书的表格或者文本框嵌套过深，不能转成 PDF，请简化后再试。") from error
    if missing and not laid.omissions:
        raise Unprintable(f"文书里的“{missing}”没有能排进 PDF，请在 Word 中把这段文字改为普通段落后再试。")
    return compiled("letter.typ", "letter", {"title": title or "文书", "sections": laid.sections, "fonts": laid.fonts,
                                              "thin": len(chosen_fonts()["title"]) == 1}), laid.omissions


def compiled(template: str, name: str, content: object) -> bytes:
    """What a typst template of this folder makes of JSON in ``sys.inputs`` under `name`: PDF/A without a date.

    Raises:
        Unprintable: a character is in no font.
    """
    try:
        made = typst.compile(
            Path(__file__).with_name(template).read_bytes(), format="pdf", font_paths=fonts()[0],
            sys_inputs={name: json.dumps(content, ensure_ascii=False)}, pdf_standards=["a-2a"], timestamp=UNDATED)
    except typst.TypstError as error:
        if match := _UNSHOWN.search(str(error)):
            words = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), match.group(1))[:20]
            points = "、".join(f"U+{ord(letter):04X}" for letter in words)
            raise Unprintable(f"“{words}”（{points}）在本机的字体里没有，不能生成 PDF，请在服务器上安装含有这个字的字体，或者用 Word 打印。") from error
        raise
    assert isinstance(made, bytes)
    return made


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
