"""Files made for the tests of the screening: Office packages, OLE containers, PDF, pictures, each with one thing wrong."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from itertools import pairwise

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
P = ('xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
     'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"')
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts: Mapping[str, str | bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", level) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def relations(*each: tuple[str, str, bool]) -> str:
    """Relationships rId1, rId2 …: kind, target, whether it leads outside."""
    rows = "".join(f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"'
                   + (' TargetMode="External"' if outside else "") + "/>" for n, (kind, target, outside) in enumerate(each, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def properties(**values: str) -> str:
    """docProps/core.xml: creator, lastModifiedBy …"""
    return ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">' + "".join(
                f"<{'dc' if key == 'creator' else 'cp'}:{key}>{value}</{'dc' if key == 'creator' else 'cp'}:{key}>"
                for key, value in values.items()) + "</cp:coreProperties>")


def docx(body: str = "<w:p><w:r><w:t>关于公开的通知</w:t></w:r></w:p>", **parts: str | bytes) -> bytes:
    """A Word document; other parts by name, `__` for a stroke and `_x` for .xml."""
    return packed({
        "[Content_Types].xml": _TYPES, "_rels/.rels": relations(("officeDocument", "word/document.xml", False)),
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>", **_named(parts)})


def xlsx(*sheets: tuple[str, str, str], **parts: str | bytes) -> bytes:
    """A workbook of (name, state, what stands in <worksheet>)."""
    return packed({
        "[Content_Types].xml": _TYPES, "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", False)),
        "xl/workbook.xml": f"<workbook {M} {R}><sheets>" + "".join(
            f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>' for n, (name, state, _) in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*(("worksheet", f"worksheets/sheet{n}.xml", False)
                                                  for n in range(1, len(sheets) + 1))),
        **{f"xl/worksheets/sheet{n}.xml": f"<worksheet {M}>{inner}</worksheet>" for n, (_, _, inner) in enumerate(sheets, 1)},
        **_named(parts)})


def cells(*rows: tuple[str, ...], hidden: tuple[int, ...] = ()) -> str:
    """The data of a sheet, all inline strings."""
    return "<sheetData>" + "".join(
        f'<row r="{n}"' + (' hidden="1"' if n in hidden else "") + ">" + "".join(
            f'<c r="{chr(65 + column)}{n}" t="inlineStr"><is><t>{value}</t></is></c>' for column, value in enumerate(row))
        + "</row>" for n, row in enumerate(rows, 1)) + "</sheetData>"


def pptx(*slides: str, **parts: str | bytes) -> bytes:
    """A presentation; a slide is its text, hidden where it begins with !."""
    return packed({
        "[Content_Types].xml": _TYPES, "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml", False)),
        "ppt/presentation.xml": f"<p:presentation {P}/>",
        **{f"ppt/slides/slide{n}.xml": f"<p:sld {P}{' show=' + chr(34) + '0' + chr(34) if text.startswith('!') else ''}>"
           f"<p:sp><a:p><a:r><a:t>{text.lstrip('!')}</a:t></a:r></a:p></p:sp></p:sld>" for n, text in enumerate(slides, 1)},
        **_named(parts)})


def notes(text: str) -> str:
    """A page of speaker's notes."""
    return (f'<p:notes {P}><p:sp><p:nvPr><p:ph type="body"/></p:nvPr><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp></p:notes>')


def ofd(text: str, **parts: str | bytes) -> bytes:
    """An OFD document of one page."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return packed({
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo><ofd:Author>李四</ofd:Author></ofd:DocInfo></ofd:DocBody></ofd:OFD>",
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:TextObject Boundary="10 20 100 5"><ofd:TextCode>{text}'
        "</ofd:TextCode></ofd:TextObject></ofd:Page>", **_named(parts)})


def _named(parts: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    return {name.replace("__", "/").replace("_x", ".xml").replace("_b", ".bin").replace("_rels.", "_rels/."): part
            for name, part in parts.items()}


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container; a name with a stroke lies in a storage. Small streams are padded past the mini stream's limit."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "kind": 5, "children": []}]
    storages = {"": 0}
    sectors: list[bytes] = []
    chains: list[int] = []
    for path, data in streams.items():
        *folders, name = path.split("/")
        parent = ""
        for folder in folders:
            below = f"{parent}/{folder}"
            if below not in storages:
                storages[below] = len(entries)
                entries[storages[parent]]["children"].append(len(entries))  # type: ignore[attr-defined]
                entries.append({"name": folder, "kind": 1, "children": []})
            parent = below
        entries[storages[parent]]["children"].append(len(entries))  # type: ignore[attr-defined]
        data = data.ljust(4096, b"\0")
        first = len(sectors)
        sectors += [data[n:n + 512].ljust(512, b"\0") for n in range(0, len(data), 512)]
        chains += [*range(first + 1, len(sectors)), 0xFFFFFFFE]
        entries.append({"name": name, "kind": 2, "children": [], "start": first, "size": len(data)})
    for entry in entries:
        children = entry["children"]
        for one, other in pairwise(children):  # type: ignore[call-overload]
            entries[one]["right"] = other
    directory = b"".join(_entry(entry) for entry in entries)
    directory += b"\0" * (-len(directory) % 512)
    first_directory = len(sectors)
    sectors += [directory[n:n + 512] for n in range(0, len(directory), 512)]
    chains += [*range(first_directory + 1, len(sectors)), 0xFFFFFFFE]
    count = -(-(len(sectors) + 1) // 127)
    first_table = len(sectors)
    table = chains + [0xFFFFFFFD] * count
    table += [0xFFFFFFFF] * (128 * count - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
        first_table)
    head += b"".join(struct.pack("<I", first_table + n if n < count else 0xFFFFFFFF) for n in range(1, 109))
    return head[:512] + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _entry(entry: Mapping[str, object]) -> bytes:
    name = str(entry["name"]).encode("utf-16-le") + b"\0\0"
    children = entry["children"]
    return (name.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(name), entry["kind"], 1, 0xFFFFFFFF, entry.get("right", 0xFFFFFFFF),
        children[0] if children else 0xFFFFFFFF)  # type: ignore[index]
        + b"\0" * 36 + struct.pack("<IQ", entry.get("start", 0xFFFFFFFE), entry.get("size", 0)))


def doc(text: str, flags: int = 0, **streams: bytes) -> bytes:
    """An old Word document of one piece of text; other streams by name, `__` for a stroke."""
    body = text.encode("utf-16-le")
    main = bytearray(2048)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, flags)
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, len(main), 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    return ole({"WordDocument": bytes(main) + body, "0Table": clx,
                **{name.replace("__", "/"): stream for name, stream in streams.items()}})


def ppt(text: str, *, locked: bool = False, macro: bool = False) -> bytes:
    """An old presentation of one text."""
    body = text.encode("utf-16-le")
    records = struct.pack("<HHI", 0, 0x0FA0, len(body)) + body
    if macro:
        records = struct.pack("<HHI", 0xF, 0x03FF, 0) + records
    user = struct.pack("<HHIII", 0, 0x0FF6, 20, 20, 0xF3D1C4DF if locked else 0xE391C05F)
    return ole({"PowerPoint Document": records, "Current User": user})
