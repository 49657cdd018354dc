"""Names in the ZIPs that offices send."""

from __future__ import annotations

import posixpath
import zipfile


def name_of(member: zipfile.ZipInfo) -> str:
    """An entry's name, in UTF-8 or as Chinese packers write it (GBK), without steps out of the archive."""
    name = member.filename
    if not member.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    name = posixpath.normpath("/" + name.replace("\\", "/").replace("\0", "")).lstrip("/")
    return name[-200:]
