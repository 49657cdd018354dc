"""A part of any kind as pages: PDF, Word, pictures, text; anything else, and what cannot be read, gets a page that says so.

`convert` does the work; `Converter` has it done in a process of its own, with bounds on time and memory, since the files are
other people's. The bytes go to the process through its input: nothing of a case is written to disk.
"""

from __future__ import annotations

import io
import warnings
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any
from unicodedata import category

from PIL import Image, ImageOps, ImageSequence

from gongkai.errors import GongkaiError
from gongkai.report.reading import sniffing
from gongkai.report.reading.decoding import decode
from gongkai.report.reading.document import Limits
from gongkai.report.workers import Worker
from gongkai.report.writing.fonts import chosen_fonts
from gongkai.web.applications.casefile.model import Pages, Part
from gongkai.web.applications.casefile.pages import Unreadable, plain_pages
from gongkai.web.applications.letters.pictures import MOST_PIXELS, embedded
from gongkai.web.applications.letters.printing import compiled, print_word

TEMPLATE = Path(__file__).with_name("casefile.typ")
FUNCTION = f"{__name__}:convert_bytes"
SECONDS = 60.0
MEMORY = 3 << 30
_WORD = Limits(bytes=60 << 20, unpacked=200 << 20, paragraphs=200_000, cells=50_000)
_MOST_TEXT = 2_000_000
_MOST_FRAMES = 300
_UNSEEN = ("Cc", "Cf", "Cs")
"""Categories of characters that show nothing by themselves."""
_WORDS = {"word": "由 Word 文件转换", "text": "由文本文件转换"}


class Converter:
    """Converts parts in a process of its own; use it in a ``with``, for the parts of one case.

        with Converter() as converter:
            pages = converter.pages(part)
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._worker = Worker(FUNCTION, seconds, frozenset(), memory=memory)

    def __enter__(self) -> Converter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._worker.stop()

    def pages(self, part: Part) -> Pages:
        """The part as pages. Never raises for what a file holds: a page then says so, with the file's name and digest."""
        kind, value = self._worker.ask("", {"data": part.data, "name": part.name, "title": part.title})
        if kind == "done" and isinstance(value, tuple) and len(value) == 4 and isinstance(value[0], bytes):
            return Pages(value[0], int(value[1]), str(value[2]), bool(value[3]))
        reason = {"late": f"转换超过{self._seconds:g}秒未完成", "bad": str(value)}.get(kind, "转换时程序意外退出，文件可能已损坏")
        return notice(part, reason)


def convert_bytes(path: str, *, data: bytes, name: str, title: str) -> tuple[bytes, int, str, bool]:
    """What the process does; `path` is not used. Plain values come back, for the parent trusts no class of this process."""
    pages = convert(Part(title, None, data, name))
    return pages.pdf, pages.count, pages.remark, pages.shown


def convert(part: Part) -> Pages:
    """A part as pages, in this process.

    Returns:
        its pages, or one page with the reason why there are none (`Pages.shown` false).
    """
    try:
        kind = sniffing.detect(part.data, part.name or None)
        if kind == "pdf":
            pdf, count = plain_pages(part.data)
            return Pages(pdf, count)
        if kind == "docx":
            made, omissions = print_word(part.data, title="案卷", limits=_WORD, substitute=True)
            lacks = f"，缺少{'、'.join(omissions)}" if omissions else ""
            pdf, count = plain_pages(made)
            return Pages(pdf, count, f"{_WORDS['word']}{lacks}")
        if kind == "image":
            return _pictures(part.data)
        if kind in ("txt", "md", "json"):
            return _text(part.data)
        what = sniffing.what(kind) or "网页文件"
        return notice(part, f"{what}不能转换为页面")
    except GongkaiError as error:
        return notice(part, str(error))


def notice(part: Part, reason: str) -> Pages:
    """The page that stands for a part that cannot be shown."""
    sentence = reason.rstrip("。")
    rows = [["题名", part.title], ["文件名", part.name or "无"], ["字节数", str(len(part.data))], ["SHA-256", part.digest], ["原因", f"{sentence}。"],
            ["原件", "原件逐字节保存在案卷压缩包中，可以用上面的 SHA-256 核对。"]]
    pdf, _ = printed({"kind": "notice", "rows": rows})
    return Pages(pdf, plain_pages(pdf)[1], "未能显示，见原件", shown=False)


def printed(content: dict[str, Any]) -> tuple[bytes, list[str]]:
    """Pages of casefile.typ, and the characters that 〓 stands for."""
    return compiled(TEMPLATE, "casefile", {**content, "fonts": chosen_fonts()}, substitute=True)


def chinese_day(day: date | None) -> str:
    """A day as the contents print it."""
    return f"{day.year}.{day.month:02}.{day.day:02}" if day else ""


def _text(data: bytes) -> Pages:
    decoded = decode(data)
    if len(decoded.text) > _MOST_TEXT:
        raise Unreadable("文本过长")
    lines = ["".join(letter for letter in line.replace("\t", "　") if category(letter) not in _UNSEEN).rstrip() for line in decoded.text.splitlines()]
    made, replaced = printed({"kind": "plain", "lines": lines or [""]})
    pdf, count = plain_pages(made)
    remark = _WORDS["text"] + (f"，{len(replaced)}个字字体中没有（以“〓”代替）" if replaced else "") + ("，有不能识别的字节" if decoded.replaced else "")
    return Pages(pdf, count, remark)


def _pictures(data: bytes) -> Pages:
    found = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as opened:
                for number, frame in enumerate(ImageSequence.Iterator(opened)):
                    if number >= _MOST_FRAMES or frame.size[0] * frame.size[1] > MOST_PIXELS:
                        raise Unreadable("图片的像素或者页数过多")
                    found.append(_sheet(data, frame))
                    if opened.format != "TIFF":  # further frames of others move, and are no pages
                        break
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning) as error:
        raise Unreadable("图片已损坏，无法打开") from error
    made, _ = printed({"kind": "pictures", "pictures": found})
    pdf, count = plain_pages(made)
    return Pages(pdf, count)


def _sheet(data: bytes, frame: Image.Image) -> dict[str, Any]:
    upright = ImageOps.exif_transpose(frame)
    kept = data
    if upright is not frame or frame.format != "JPEG" or frame.mode not in ("RGB", "L"):
        made = io.BytesIO()
        plain = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "L" if upright.mode in ("1", "L") else "RGB")
        if plain.mode == "RGBA":
            sheet = Image.new("RGB", plain.size, "white")
            sheet.paste(plain, mask=plain.getchannel("A"))
            plain = sheet
        plain.save(made, "PNG")
        kept = made.getvalue()
    inside = embedded(kept)
    if inside is None:
        raise Unreadable("图片已损坏，无法打开")
    svg, wide, high = inside
    return {"svg": svg, "width": wide * 0.75, "height": high * 0.75}
