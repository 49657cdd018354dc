"""A Word file (.docx) opened with distrust, and written anew without a trace of who wrote it.

`open_word` refuses what is no plain Word document. `WordFile.stories` are the parts with text that is printed: body,
headers, footers, notes. `WordFile.save` writes the parts in their order with those that changed, the properties empty,
and equal bytes for equal content.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from gongkai.errors import GongkaiError, UnreadableReport
from gongkai.report.reading import package as packages
from gongkai.report.reading import sniffing
from gongkai.report.reading.document import Limits
from gongkai.report.reading.docx_styles import W
from gongkai.report.reading.package import Package
from gongkai.report.writing.archive import steady

MOST_BYTES = 5 << 20
"""Of a template: one with a scanned letterhead is well below it."""
LIMITS = Limits(bytes=MOST_BYTES, unpacked=40 << 20, paragraphs=60_000, cells=20_000)
_MAIN = "word/document.xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LABELS = {"officeDocument": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_CORE = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
         b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>')
_APP = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>')
_CUSTOM = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
           b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>')
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BARE = {"docprops/core.xml": _CORE, "docprops/app.xml": _APP, "docprops/custom.xml": _CUSTOM}
_SAVE_AS = "请用 Word 或者 WPS 打开后另存为 .docx 再试"


class WordFault(GongkaiError):
    """A file that is no Word document we can work with; one sentence."""


@dataclass(slots=True)
class WordFile:
    """An opened Word file: its bytes, its parts, and the name of the part with the body."""

    data: bytes
    package: Package
    main: str

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, None where there is none.

        Raises:
            WordFault: it is damaged, unsafe or too large.
        """
        try:
            return self.package.xml(name)
        except UnreadableReport as error:
            raise WordFault(_sentence(error)) from error

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """As `Package.relations`.

        Raises:
            WordFault: as `xml`.
        """
        try:
            return self.package.relations(name)
        except UnreadableReport as error:
            raise WordFault(_sentence(error)) from error

    def stories(self) -> Iterator[tuple[str, str, etree._Element]]:
        """The parts whose text is printed: name, what a person calls it, root. The body comes first."""
        parts = [("officeDocument", self.main), *sorted(set(self.relations(self.main).values()))]
        for kind in _LABELS:
            for name in (name for found, name in parts if found == kind):
                if (root := self.xml(name)) is not None:
                    yield name.lower(), _LABELS[kind], root

    def save(self, changed: Mapping[str, etree._Element]) -> bytes:
        """The file with some parts replaced (names in lower case), without properties that name a person or a machine.

        Raises:
            WordFault: the whole is too large or damaged.
        """
        made, parts = io.BytesIO(), Package(self.data, self.package.limits)
        with zipfile.ZipFile(io.BytesIO(self.data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
            for part in old.infolist():
                name = part.filename.replace("\\", "/").lstrip("/").lower()
                if name in changed:
                    content = etree.tostring(changed[name], xml_declaration=True, encoding="UTF-8", standalone=True)
                elif name in _BARE:
                    content = _BARE[name]
                else:
                    try:
                        content = _scrubbed(name, parts.read(name))
                    except UnreadableReport as error:
                        raise WordFault(_sentence(error)) from error
                new.writestr(zipfile.ZipInfo(part.filename), content)
        return steady(made.getvalue())


def open_word(data: bytes, limits: Limits = LIMITS) -> WordFile:
    """A Word document (.docx).

    Raises:
        WordFault: of another kind, too large, damaged, locked, unsafe, a template of Word's own (.dotx) or one with macros.
    """
    if len(data) > limits.bytes:
        raise WordFault(f"文件超过 {limits.bytes >> 20} MB，请压缩其中的图片后再试。")
    try:
        found = sniffing.detect(data)
        if found != "docx":
            what = sniffing.what(found) or {"pdf": "PDF 文件", "html": "网页", "txt": "文本文件", "md": "文本文件", "json": "数据文件"}[found]
            raise WordFault(f"这个文件是{what}，不是 Word 文档（.docx），{_SAVE_AS}。")
        package = Package(data, limits)
        types = package.read("[Content_Types].xml")
        name = next((target for kind, target in package.relations("").values() if kind == "officeDocument"), _MAIN)
        main = package.xml(name)
    except UnreadableReport as error:
        raise WordFault(_sentence(error)) from error
    if b"macroEnabled" in types or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in package.names()):
        raise WordFault("文件带有宏，请另存为不带宏的 Word 文档（.docx）后再试。")
    if _PLAIN.encode() not in types or main is None or main.tag != W + "document" or main.find(W + "body") is None:
        raise WordFault(f"文件里没有普通的 Word 正文，{_SAVE_AS}。")
    if b"purl.oclc.org/ooxml" in package.read(name):
        raise WordFault("文件是“Strict Open XML”格式，请在 Word 中另存为普通的 Word 文档（.docx）后再试。")
    return WordFile(data, Package(data, limits), name)


def _scrubbed(name: str, content: bytes) -> bytes:
    """A part without the template it was made from (a path on somebody's disk), its editing sessions and variables."""
    if name not in ("word/settings.xml", "word/_rels/settings.xml.rels"):
        return content
    root = packages.parse(content, LIMITS)
    for node in list(root.iter(W + "attachedTemplate", W + "rsids", W + "docVars", _RELATIONSHIP)):
        if node.tag != _RELATIONSHIP or node.get("Type", "").endswith("/attachedTemplate"):
            root.remove(node)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _sentence(error: UnreadableReport) -> str:
    """What was wrong with a package, in words that fit a letter."""
    match error:
        case packages.Locked():
            return "文件设有密码，无法打开，请取消密码后再试。"
        case packages.Oversized():
            return "文件解压后过大，请删去其中的大图片或者多余内容后再试。"
        case packages.Unsafe():
            return f"文件含有不允许的 XML 声明（DTD 或实体），{_SAVE_AS}。"
    return f"文件不完整或者已损坏，无法打开，{_SAVE_AS}。"
