"""Colour profiles set aside: what they cost pdfium, up to a third of a short page, tells nothing of what is printed.

A colour space that refers to a profile, ``[/ICCBased 7 0 R]``, becomes the plain one of as many components, which is
what a viewer without profiles shows. Every other byte stays, at its place.
"""

from __future__ import annotations

import re

_NAME = b"/ICCBased"
_SPACE = re.compile(_NAME + rb"\s+(\d{1,9}\s+\d{1,5})\s+R(?=\s*\])")
_COMPONENTS = re.compile(rb"\s*<<[^<>]{0,400}?/N\s+([134])(?=\s*[/>])")
_PLAIN = {b"1": b"/DeviceGray", b"3": b"/DeviceRGB", b"4": b"/DeviceCMYK"}
_MOST_SPACES, _MOST_PROFILES, _MOST_VERSIONS = 1_000, 20, 50


def without_profiles(data: bytes) -> bytes:
    """The bytes of a PDF as long as before, naming plain colours wherever it is sure how many components there are."""
    at = data.find(_NAME)
    if at < 0:
        return data
    made = bytearray(data)
    known: dict[bytes, bytes | None] = {}
    for _ in range(_MOST_SPACES):
        space = _SPACE.match(data, at)
        if space:
            profile = space[1]
            if profile not in known and len(known) < _MOST_PROFILES:
                known[profile] = _plain(data, profile)
            colour = known.get(profile)
            if colour:
                made[at:space.end()] = colour.ljust(space.end() - at)
        at = data.find(_NAME, at + 1)
        if at < 0:
            break
    return bytes(made)


def _plain(data: bytes, profile: bytes) -> bytes | None:
    """The plain colour for the profile in this object (``7 0``); None where the file does not say it in one voice."""
    mark = profile + b" obj"
    found: set[bytes] = set()
    at = data.find(mark)
    for _ in range(_MOST_VERSIONS):
        if at < 0:
            return _PLAIN.get(found.pop()) if len(found) == 1 else None
        if not data[at - 1:at].isdigit():  # 17 0 obj
            components = _COMPONENTS.match(data, at + len(mark))
            found.add(components[1] if components else b"")
        at = data.find(mark, at + 1)
    return None
