"""The pages in a ZIP of a saved site. Nothing is unpacked to disk: names in the archive are words, never paths."""

from __future__ import annotations

import io
import zipfile

from gongkai.errors import GongkaiError
from gongkai.report.reading.package import FAULTS
from gongkai.web.common.archives import name_of
from gongkai.web.disclosure.intake.model import Reading
from gongkai.web.disclosure.intake.pages import read_page

PAGES, MEMBERS = 3_000, 50_000
"""Pages, and entries of any kind, that an archive may have."""
PAGE, UNPACKED = 4 << 20, 300 << 20
"""Bytes that one page, and all pages together, may really have once inflated."""
_DAMAGED = "压缩包不完整或已损坏，无法打开，请重新打包为 .zip 后再上传。"


def read_archive(data: bytes) -> Reading:
    """What the pages of an archive say.

    Raises:
        GongkaiError: it is no ZIP, damaged, locked, holds no page, or too many or too large ones.
    """
    if data.count(b"PK\1\2") > MEMBERS:
        raise GongkaiError(f"压缩包里的文件超过 {MEMBERS} 个，请分成几个压缩包分别上传。")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [member for member in archive.infolist() if not member.is_dir()]
    except FAULTS as error:
        raise GongkaiError(_DAMAGED) from error
    wanted = [(member, name) for member in members if (name := name_of(member)).lower().endswith((".html", ".htm", ".shtml"))]
    if not wanted:
        raise GongkaiError("压缩包里没有网页（.html、.htm、.shtml），请把保存的网页打包为 .zip 后再上传。")
    if len(wanted) > PAGES:
        raise GongkaiError(f"压缩包里的网页超过 {PAGES} 个，请分成几个压缩包分别上传。")
    reading, left = Reading(), UNPACKED
    for member, name in sorted(wanted, key=lambda pair: pair[1]):
        if member.flag_bits & 1:
            raise GongkaiError("压缩包设有密码，无法打开，请取消密码后再上传。")
        try:
            with archive.open(member) as stream:
                page = stream.read(PAGE + 1)
        except FAULTS:
            reading.aside.append(f"《{name}》已损坏，没有读取。")
            continue
        left -= len(page)
        if left < 0:
            raise GongkaiError(f"压缩包里的网页解压后超过 {UNPACKED >> 20} MB，请分成几个压缩包分别上传。")
        if len(page) > PAGE:
            reading.aside.append(f"《{name}》超过 {PAGE >> 20} MB，没有读取。")
        elif page.strip():
            reading.found.append(read_page(page, name))
        else:
            reading.aside.append(f"《{name}》是空文件，没有读取。")
    if others := len(members) - len(wanted):
        reading.aside.append(f"压缩包里还有 {others} 个不是网页的文件，没有读取。")
    return reading
