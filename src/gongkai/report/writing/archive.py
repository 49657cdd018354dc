"""Office files are ZIP archives: the same parts give the same bytes, whenever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)


def steady(data: bytes, mend: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The archive with its parts in the same order and without the time at which it was made.

    `mend` maps the name of a part to what takes the time out of it.
    """
    mend = mend or {}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = mend.get(part.filename, bytes)(old.read(part))
            new.writestr(zipfile.ZipInfo(part.filename, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
