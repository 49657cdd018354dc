"""What all Office packages (.docx, .xlsx, .pptx) have in common: programs, properties, embedded files, outward links."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from lxml import etree

from gongkai.report.reading.document import Limits
from gongkai.report.reading.package import Package
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import Refused, rules
from gongkai.web.disclosure.screening.links import fault_of

_PROPERTIES = {"creator": "author", "lastModifiedBy": "editor", "title": "title", "subject": "subject", "keywords": "keywords",
               "description": "comments", "Company": "company", "Manager": "manager", "Template": "template"}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PROGRAMS = (b"MZ\x90", b"MZP", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_LIGHT = 50 << 20
"""Bytes below which no proportion is suspicious."""
_MOST_RELATIONS = 5_000
_FAULTS = {"link.internal": "内部网络的地址", "link.local": "编辑者电脑上的文件", "link.script": "脚本"}


def opened(data: bytes, reading: Reading, inside: Callable[[Reading, str, bytes], None]) -> Package:
    """The package, after all that is common was looked at.

    Args:
        inside: reads an embedded file into a reading.

    Raises:
        Refused: macros or programs in it, or it inflates past the bounds.
        UnreadableReport: damaged, locked or unsafe.
    """
    known = rules()
    package = weighed(data, Limits(unpacked=known.unpacked, paragraphs=known.cells, cells=known.cells))
    embedded = []
    for name in package.names():
        file = posixpath.basename(name)
        if any(name.endswith(macro) or name.startswith(macro) for macro in known.macros):
            raise Refused("macro", what=file or name)
        if file.endswith(known.programs):
            raise Refused("program", what=file)
        if "/embeddings/" in name and file:
            embedded.append(name)
    _properties(package, reading)
    _outward(package, reading)
    if embedded:
        reading.say("file.embedded", posixpath.basename(embedded[0]), count=len(embedded))
    if reading.depth < known.depth:
        for name in embedded:
            inside(reading, posixpath.basename(name), package.read(name))
    return package


def weighed(data: bytes, limits: Limits) -> Package:
    """A package of which every part was inflated once and kept by none: what headers say of sizes is not believed.

    Raises:
        Refused: a part is a program, or the whole inflates out of all proportion.
        UnreadableReport: damaged, locked, or it inflates past the limits.
    """
    package = Package(data, limits)
    total = 0
    for name in package.names():
        part = package.read(name)
        total += len(part)
        if part.startswith(_PROGRAMS):
            raise Refused("program", what=posixpath.basename(name))
    if total > _LIGHT and total > rules().ratio * len(data):
        raise Refused("bomb")
    return Package(data, limits)


def _properties(package: Package, reading: Reading) -> None:
    found: dict[str, str | None] = {}
    for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        root = package.xml(name)
        for node in root.iter(etree.Element) if root is not None else ():
            local = etree.QName(node).localname
            if local in _PROPERTIES and node.text:
                found.setdefault(_PROPERTIES[local], node.text)
            elif name.endswith("custom.xml") and node.text and node.text.strip():
                found[f"custom{len(found)}"] = node.text
    reading.metadata(found)


def _outward(package: Package, reading: Reading) -> None:
    """Relationships that lead out of the package."""
    outward: list[str] = []
    looked = 0
    for name in package.names():
        if not name.endswith(".rels"):
            continue
        root = package.xml(name)
        for node in root.iter(_RELATIONSHIP) if root is not None else ():
            looked += 1
            if node.get("TargetMode") != "External" or looked > _MOST_RELATIONS:
                continue
            kind, target = node.get("Type", "").rsplit("/", 1)[-1], node.get("Target", "")
            if kind == "hyperlink":
                fault = fault_of(target)
                if fault in _FAULTS:
                    outward.append(f"{_FAULTS[fault]}（{target[:40]}）")
            elif kind == "attachedTemplate":
                if target.lower().startswith(("http:", "https:", "ftp:", "\\\\", "file://")) and not _is_local(target):
                    reading.say("file.remote_template", target)
            else:
                outward.append(target[:60])
    if outward:
        reading.say("file.external", f"“{outward[0]}”" + (f"等{len(outward)}处" if len(outward) > 1 else ""))


def _is_local(target: str) -> bool:
    """Whether a template lies on the writer's own disk: file:///C:/…, told by its drive."""
    rest = target.lower().removeprefix("file:").lstrip("/\\")
    return target.lower().startswith("file:") and rest[1:2] in (":", "|")


def texts_of(root: etree._Element, tag: str, paragraph: str) -> list[str]:
    """The text of the paragraphs of a part, in order."""
    return ["".join(node.text or "" for node in each.iter(tag)) for each in root.iter(paragraph)]
