"""What people drop for collecting → single files: ZIPs are opened (names in GBK, folders in folders), hostile ones refused.

Nothing is unpacked to disk: names in an archive are words, never paths. A list (清单) among the files is told by its head.
"""

from __future__ import annotations

import io
import posixpath
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.report.gathering import READ, read_manifest
from gongkai.report.reading.document import LIMITS
from gongkai.report.reading.package import FAULTS
from gongkai.web.common.archives import name_of

FILES, MEMBERS, UNPACKED, DEEP = 1_000, 20_000, 1 << 30, 2
"""What one drop may hold: files, entries of an archive, bytes once inflated, archives in archives."""
_ZIP, _PACKED = b"PK\3\4", {b"Rar!\x1a\x07": ".rar", b"7z\xbc\xaf\x27\x1c": ".7z", b"\x1f\x8b": ".gz"}
_MEGABYTES = LIMITS.bytes // 1_000_000
_SUFFIXES = (*READ, ".json", ".ofd", ".rtf", ".jpg", ".jpeg", ".png", ".tif", ".xls", ".xlsx", ".et")
"""What comes out of an archive: what can be read, and what is likely a report, to be told what to do with."""


@dataclass(slots=True)
class Drop:
    """What was dropped: `files` as (name with its folders, bytes), `manifest` as name → what the list says, `problems` as sentences."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    manifest: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    left: int = UNPACKED


def unpack(drop: Drop, name: str, data: bytes, deep: int = 0) -> None:
    """Add one dropped file to `drop`, or what an archive holds; what cannot come in is one sentence of `problems`."""
    if not deep:
        drop.left -= len(data)
        if drop.left < 0:
            drop.problems.append(f"《{name}》没有收下：一次上传的文件合计过大，请分几次上传。")
            return
    if kind := next((kind for mark, kind in _PACKED.items() if data.startswith(mark)), None):
        drop.problems.append(f"《{name}》是 {kind} 压缩包，不能打开，请解压后重新打包为 .zip，或者直接拖入其中的文件。")
    elif data.startswith((_ZIP, b"PK\5\6")) and not _is_office(data):
        _archive(drop, name, data, deep)
    elif name.lower().endswith((".csv", ".tsv")):
        _manifest(drop, name, data)
    elif not data.strip(b"\0 \t\r\n"):
        drop.problems.append(f"《{name}》是空文件，没有收下，请重新导出后再传。")
    elif len(data) > LIMITS.bytes:
        drop.problems.append(f"《{name}》超过{_MEGABYTES}兆字节，不像年度报告，没有收下。")
    elif len(drop.files) >= FILES:
        drop.problems.append(f"《{name}》没有收下：一次最多收{FILES}个文件，请分几次上传。")
    else:
        drop.files.append((name, data))


def _is_office(data: bytes) -> bool:
    """Whether a ZIP is a document (docx, xlsx, ofd, odt) and no parcel of files. A damaged one that names Word's parts is a document."""
    return any(mark in data[:4_000] or mark in data[-40_000:] for mark in (b"[Content_Types].xml", b"OFD.xml", b"mimetypeapplication"))


def _archive(drop: Drop, name: str, data: bytes, deep: int) -> None:
    if deep >= DEEP:
        drop.problems.append(f"《{name}》是压缩包里的压缩包，层数过多，没有打开，请先解压。")
        return
    if data.count(b"PK\1\2") > MEMBERS:
        drop.problems.append(f"压缩包《{name}》里的文件超过{MEMBERS}个，没有打开，请分成几个压缩包。")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [(member, name_of(member)) for member in archive.infolist() if not member.is_dir()]
    except FAULTS:
        drop.problems.append(f"压缩包《{name}》不完整或已损坏，无法打开，请重新打包为 .zip 后再传。")
        return
    aside = 0
    for member, inner in sorted(members, key=lambda pair: pair[1]):
        base = posixpath.basename(inner)
        if base.startswith((".", "~$")) or inner.startswith("__MACOSX/") or base.lower() == "thumbs.db":
            continue
        if not base.lower().endswith((*_SUFFIXES, ".csv", ".tsv", ".zip", ".rar", ".7z")):
            aside += 1
            continue
        if (found := _member(drop, archive, member, name, inner)) is not None:
            unpack(drop, f"{name}/{inner}", found, deep + 1)
        if drop.left < 0:
            return
    if not members:
        drop.problems.append(f"压缩包《{name}》里没有文件。")
    if aside:
        drop.problems.append(f"压缩包《{name}》里有{aside}个不是年度报告文件的，没有收下。")


def _member(drop: Drop, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, inner: str) -> bytes | None:
    if member.flag_bits & 1:
        drop.problems.append(f"《{name}/{inner}》设有密码，无法打开，请取消密码后再传。")
        return None
    most = LIMITS.bytes if not inner.lower().endswith(".zip") else drop.left
    try:
        with archive.open(member) as stream:
            data = stream.read(max(0, min(most, drop.left)) + 1)
    except FAULTS:
        drop.problems.append(f"《{name}/{inner}》已损坏，没有收下。")
        return None
    drop.left -= len(data)
    if drop.left < 0:
        drop.problems.append(f"压缩包《{name}》解压后过大，从《{inner}》起没有收下，请分成几个压缩包。")
        return None
    if len(data) > most:
        drop.problems.append(f"《{name}/{inner}》超过{_MEGABYTES}兆字节，不像年度报告，没有收下。")
        return None
    return data


def _manifest(drop: Drop, name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="gongkai-list-") as folder:
        path = Path(folder, "清单.csv")
        path.write_bytes(data)
        try:
            entries = read_manifest(path).entries
        except GongkaiError as error:
            sentence = str(error).replace(str(path), name)
            drop.problems.append(f"《{name}》没有作为清单读取：{sentence}")
            return
    for entry in entries:
        drop.manifest[entry.file.replace("\\", "/")] = entry.known


def entry_for(manifest: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """What a list says of a file: by the end of its path; {} where it says nothing, or several lines fit."""
    found = [known for file, known in _fitting(manifest, name)]
    return found[0] if len(found) == 1 else {}


def unused(manifest: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> list[str]:
    """What of a list was not believed, a sentence each: lines that fit none of the files, and files that several lines fit.

    Args:
        names: the paths of all files of the batch.
    """
    lines: dict[str, list[str]] = {}  # by their last part: thousands of files have thousands of lines
    for file in manifest:
        lines.setdefault(_parts(file)[-1] if _parts(file) else "", []).append(file)
    told, seen = [], set()
    for name in names:
        near = lines.get(name.split("/")[-1], [])
        found = [file for file, _ in _fitting({file: manifest[file] for file in near}, name)]
        seen.update(found)
        if len(found) > 1:
            told.append(f"清单中的“{'”“'.join(found)}”都对应《{name}》，均未采用，请把清单里的文件名写全，或者只留一行。")
    return told + [f"清单中的“{file}”没有对应的文件，请核对文件名。" for file in manifest if file not in seen]


def _parts(file: str) -> list[str]:
    return [part for part in file.split("/") if part not in ("", ".")]


def _fitting(manifest: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    parts = name.split("/")
    for file, known in manifest.items():
        end = _parts(file)
        if end and parts[-len(end):] == end:
            yield file, known
