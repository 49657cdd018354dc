"""The ZIP container of Office files, read with distrust.

Only parts that are asked for are inflated, each against one budget of really inflated bytes; sizes in headers are
not believed. Nothing is written to disk, so names in the archive are keys and no paths.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from gongkai.errors import UnreadableReport
from gongkai.report.reading.document import Limits

_DAMAGED = "文件不完整或已损坏，无法打开，请重新下载，或在 Word、WPS 中打开后另存为 .docx 再试。"
_TOO_LARGE = "文件解压后过大，超出可以读取的范围，请确认它是一份年度报告，删去其中的大附件后再试。"
_LOCKED = "文件的压缩包设有密码，无法打开，请取消密码后再试。"
_UNSAFE_XML = "文件中含有不允许的 XML 声明（DTD 或实体），为安全起见不予读取，请在 Word 或 WPS 中打开后另存为 .docx 再试。"
_TOO_DEEP = "文件的内容嵌套过深，无法读取，请在 Word 或 WPS 中打开后另存为 .docx 再试。"
_LIMITS = Limits()
FAULTS = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError, NotImplementedError)
"""What a hostile or damaged ZIP raises when it is opened or read."""
_MEMBERS = 20_000
_CHUNK = 1 << 20
_SHORTEST_TAGS_PER_PARAGRAPH = 20

# Strict Open XML (ISO 29500) differs from the transitional one in its names only.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Damaged(UnreadableReport):
    """The archive is cut off, damaged, or packed in an unknown way."""


class Oversized(UnreadableReport):
    """The archive inflates past the limits, or holds too much."""


class Locked(UnreadableReport):
    """The archive has a password."""


class Unsafe(UnreadableReport):
    """A part declares what no Office file needs: a DTD, entities."""


class Package:
    """The parts of a ZIP archive by their lower-case names.

    Raises:
        UnreadableReport: from the constructor and from `read`: `Damaged`, `Locked` or `Oversized`.
    """

    def __init__(self, data: bytes, limits: Limits = _LIMITS) -> None:
        self.limits = limits
        self._left = limits.unpacked
        if data.count(b"PK\1\2") > _MEMBERS:
            raise Oversized(_TOO_LARGE)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except FAULTS as error:
            raise Damaged(_DAMAGED) from error
        # Names of parts know no case; some packers write backslashes.
        self._members = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}
        if len(self._members) < len(members):  # two parts of one name: nobody knows which one Word would show
            raise Damaged(_DAMAGED)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def names(self) -> list[str]:
        """The names of all parts, in lower case with forward strokes."""
        return list(self._members)

    def holds(self, folder: str) -> bool:
        """Whether any part's name begins with `folder`."""
        return any(name.startswith(folder) for name in self._members)

    def read(self, name: str) -> bytes:
        """One part, inflated; empty where there is no such part."""
        member = self._members.get(name.lower())
        if member is None:
            return b""
        if member.flag_bits & 1:
            raise Locked(_LOCKED)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged(_DAMAGED)
        chunks = []
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise Oversized(_TOO_LARGE)
                    chunks.append(chunk)
        except FAULTS as error:
            raise Damaged(_DAMAGED) from error
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part in transitional names; None where the part is absent or empty.

        Comments and processing instructions are gone; a part with a DTD is refused.
        """
        data = self.read(name)
        return parse(data, self.limits) if data else None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part (``""`` for the package): id → (last word of the type, name of the target).

        Targets outside the package are left out.
        """
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for node in root.iter(_RELATIONSHIP) if root is not None else ():
            target = node.get("Target", "").replace("\\", "/")
            if node.get("TargetMode") != "External":
                path = posixpath.normpath(target if target.startswith("/") else posixpath.join("/", folder, target))
                found[node.get("Id", "")] = (node.get("Type", "").rsplit("/", 1)[-1], path.lstrip("/"))
        return found


def parse(data: bytes, limits: Limits) -> etree._Element:
    """XML from a stranger: no DTD, no entities, no network, bounded depth and size.

    Raises:
        UnreadableReport: the XML is malformed, nested too deeply, too large, or declares a DTD.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unsafe(_UNSAFE_XML)
    if data.count(b"<") > limits.paragraphs * _SHORTEST_TAGS_PER_PARAGRAPH:
        raise Oversized(_TOO_LARGE)
    if b"purl.oclc.org/ooxml" in data:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(_TOO_DEEP if "depth" in str(error).lower() else _DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:  # one written in another encoding
        raise Unsafe(_UNSAFE_XML)
    return root
