"""Which kind of file this is: by its content first, by its name second.

`READ` lists the kinds there is a reader for; `_REFUSED` says of every other kind what it is and what to do. A format
that gains a reader moves from the second table to the first, nothing else changes here.
"""

from __future__ import annotations

import re
from os.path import splitext
from pathlib import PurePath

from gongkai.errors import UnreadableReport
from gongkai.report.reading import decoding

READ = ("txt", "md", "html", "docx", "doc", "wps", "pdf", "json")

_CALLED = {"doc": "旧版 Word 文档（.doc）", "wps": "WPS 文字文档（.wps）"}
"""What kinds that reports are read from are called elsewhere, where they are of no use."""

_SAVE_DOCX = "请用 Word 或 WPS 打开后另存为 .docx 再试"
_PRINT_PDF = "请在原软件中另存为 .docx 或带文字层的 PDF 再试"
_UNPACK = "请解压后逐份读取其中的年度报告"
_EXPORT = "请使用 txt、md、html、docx 或带文字层的 PDF 格式的年度报告"

# kind → (what it is, what to do)
_REFUSED: dict[str, tuple[str, str]] = {
    "empty": ("空文件", "请重新下载或导出后再试"),
    "locked": ("设有打开密码的 Office 文档", "请输入密码打开，取消密码后另存为 .docx 再试"),
    "wordxml": ("Word 的 XML 文档（.xml）", _SAVE_DOCX),
    "odt": ("OpenDocument 文档（.odt）", _SAVE_DOCX),
    "rtf": ("RTF 文档", _SAVE_DOCX),
    "xls": ("旧版 Excel 工作簿（.xls）", _PRINT_PDF),
    "xlsx": ("Excel 工作簿（.xlsx）", _PRINT_PDF),
    "ppt": ("演示文稿", _EXPORT),
    "ole": ("旧版 Office 文件", _SAVE_DOCX),
    "ofd": ("OFD 版式文件", "请在 OFD 阅读器中转换为带文字层的 PDF 再试"),
    "mht": ("网页归档文件（.mht）", "请在浏览器中打开后另存为 .html 再试"),
    "xml": ("XML 数据文件", _EXPORT),
    "zip": ("压缩包（.zip）", _UNPACK),
    "rar": ("压缩包（.rar）", _UNPACK),
    "7z": ("压缩包（.7z）", _UNPACK),
    "gz": ("压缩包", _UNPACK),
    "image": ("图片或扫描件", "请使用带文字层的 PDF 或 .docx 格式的年度报告"),
    "media": ("音频或视频文件", _EXPORT),
    "program": ("程序文件", _EXPORT),
    "binary": ("无法识别的二进制文件", _EXPORT),
}

# How files of one kind begin. Marks of two or three letters count only where the rest is no text.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"), (b"BZh", "gz"), (b"\xfd7zXZ\0", "gz"), (b"\x28\xb5\x2f\xfd", "gz"),
    (b"\x89PNG\r\n\x1a\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF87a", "image"), (b"GIF89a", "image"),
    (b"II*\0", "image"), (b"MM\0*", "image"), (b"AT&TFORM", "image"), (b"\0\0\1\0", "image"),
    (b"BM", "image"), (b"MZ", "program"), (b"\x7fELF", "program"), (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"ID3", "media"), (b"OggS", "media"), (b"\x1aE\xdf\xa3", "media"), (b"FLV\1", "media"),
)
_MARKS = tuple(mark for mark, _ in _MAGIC)
_PICTURES = (b"WEBP", b"heic", b"heix", b"mif1", b"avif")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of an OLE container (their names stand in UTF-16), the telling ones first.
_STREAMS = tuple((name.encode("utf-16-le"), kind) for name, kind in (
    ("EncryptedPackage", "locked"), ("WordDocument", "doc"), ("Workbook", "xls"), ("PowerPoint Document", "ppt")))
_SAMPLE = 65_536
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1a\x1b") + b"\x7f"
_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|base|link|style|script|table|tbody|tr|td|div|p|span|h[1-6]|ul"
    rb"|ol|li|br|center|font|a|img|section|article|main|header|footer|nav|form|iframe)\b)", re.I)
_PAGE_START = re.compile(rb"<(?:!doctype\s+html|(?:html|head|body)\b)", re.I)
_CLOSING_TAG = re.compile(rb"</(?:p|div|span|t[dhr]|table|body|html|font|strong)\s*>", re.I)
_TAG = re.compile(rb"</?[a-z]", re.I)
_TABLES = re.compile(rb"<table\b.*?(?:</table\s*>|\Z)", re.I | re.S)
"""Tables written out within a text, as converters to Markdown leave those with spans."""
_FEW_TAGS = 5
_MHT = re.compile(rb"^(?:From|MIME-Version|Subject|Date|X-[\w-]+|Snapshot-Content-Location):.*?"
                  rb"^Content-Type:\s*multipart/related", re.I | re.M | re.S)
_MARKDOWN = re.compile(rb"^#{1,6} \S|^\|?[ \t]*:?-{3,}:?[ \t]*\|", re.M)


def kind(data: bytes, name: str | None = None) -> str:
    """One of `READ`: which reader the file is for.

    Args:
        data: the whole file.
        name: the file's name or path, None where it has none. It decides only between txt and md, and between
            kinds whose content is the same (.doc and .wps).

    Raises:
        UnreadableReport: the file is of no kind that can be read; the sentence says which kind it is and what to do.
    """
    found = detect(data, name)
    if found in READ:
        return found
    what, advice = _REFUSED[found]
    which = f"文件“{PurePath(name).name}”" if name else "这个文件"
    raise UnreadableReport(f"{which}是{what}，不能直接读取，{advice}。")


def detect(data: bytes, name: str | None = None) -> str:
    """The kind of any file, readable or not: a member of `READ` or a key of the table of refused kinds.

        >>> detect(b"%PDF-1.7 ...", "report.docx")
        'pdf'
        >>> detect("# 年度报告".encode())
        'md'

    Raises:
        UnreadableReport: a ZIP archive that is cut off or damaged.
    """
    suffix = splitext(name)[1].lower() if name else ""
    if not data[:_SAMPLE].strip(b"\0 \t\r\n") and not data.strip(b"\0 \t\r\n"):
        return "empty"
    marked = next((pair for pair in _MAGIC if data.startswith(pair[0])), None) if data.startswith(_MARKS) else None
    if marked and len(marked[0]) > 3:
        return marked[1]
    text = _as_text(data)
    if marked and text is None:
        return marked[1]
    if data.startswith(_OLE):
        return _ole(data, suffix)
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return _zip(data)
    if data[4:8] == b"ftyp" or data.startswith(b"RIFF"):
        return "image" if data[8:12] in _PICTURES else "media"
    if b"%PDF-" in data[:1024] and b" obj" in data:  # readers of PDF allow a little of anything before the mark
        return "pdf"
    return "binary" if text is None else _text(text, suffix)


def what(found: str) -> str | None:
    """What a kind of office file or a kind without a reader is called, with its extension in brackets; None for the others of `READ`."""
    return _REFUSED[found][0] if found in _REFUSED else _CALLED.get(found)


def _ole(data: bytes, suffix: str) -> str:
    for stream, found in _STREAMS:
        if stream in data:
            return "wps" if found == "doc" and suffix == ".wps" else found
    return "ole"


def _zip(data: bytes) -> str:
    from gongkai.report.reading.package import Package  # late: few files are archives, and it takes an XML library

    package = Package(data)
    if "[content_types].xml" in package:
        for folder, found in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "ppt")):
            if package.holds(folder):
                return found
    if "ofd.xml" in package:
        return "ofd"
    return "odt" if "mimetype" in package and "content.xml" in package else "zip"


def _as_text(data: bytes) -> bytes | None:
    """The beginning of a text in any encoding, UTF-16 and UTF-32 turned into UTF-8; None where it is no text."""
    sample = data[:_SAMPLE]
    if encoding := decoding.wide(sample):
        sample = sample.decode(encoding, "ignore").encode("utf-8", "ignore")
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return sample if controls * 100 <= len(sample) else None


def _text(head: bytes, suffix: str) -> str:
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    xml = head.startswith(b"<?xml")
    if xml:
        if b"<w:wordDocument" in head or b"<pkg:package" in head:
            return "wordxml"
        head = head[head.find(b"?>") + 2 :].lstrip()
    while head.startswith(b"<!--") and (end := head.find(b"-->")) > 0:
        head = head[end + 3 :].lstrip()
    markdown = suffix in (".md", ".markdown")
    if (_PAGE_START if markdown else _HTML_START).match(head):
        return "html"
    if xml:
        return "xml"
    if head[:1] in b"{[" and re.match(rb'\{\s*["}]|\[\s*["{\[]', head):
        return "json"
    if _MHT.match(head[:4096]):
        return "mht"
    if markdown:
        return "md"
    if len(_CLOSING_TAG.findall(head)) > _FEW_TAGS:
        return "html" if len(_TAG.findall(_TABLES.sub(b"", head))) > _FEW_TAGS else "md"
    return "md" if not suffix and _MARKDOWN.search(head) else "txt"
