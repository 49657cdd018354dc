"""A font for text that is there to be found and read aloud, never to be seen: its one glyph is the em square.

The way of Tesseract and OCRmyPDF, whose glyph is empty, though; pdfium leaves out what has no size. It is put together here table by table so that every byte of a result is accounted for.
Source: OpenType 1.9 (ISO/IEC 14496-22), chapters head, hhea, maxp, hmtx, loca, glyf, post, cmap.
"""

from __future__ import annotations

import struct
from functools import cache

from gongkai.web.applications.redaction.sources.letters import ASCENT, DESCENT

UNITS = 1000
NAME = "GlyphLess"
ABOVE, BELOW = round(ASCENT * UNITS), -round(DESCENT * UNITS)
_SQUARE = struct.pack(">hhhhhHH4B4h4hH", 1, 0, BELOW, UNITS, ABOVE, 3, 0, 1, 1, 1, 1, 0, UNITS, 0, -UNITS, BELOW, 0, UNITS, 0, 0)


@cache
def glyphless() -> bytes:
    """The TrueType file."""
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(">HHHHHHHHHHHH", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": _SQUARE,
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0, 0, BELOW, UNITS, ABOVE, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, ABOVE, BELOW, 0, UNITS, 0, 0, UNITS, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", UNITS, 0, UNITS, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(_SQUARE) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 1, 0, 0, 0, 0),
    }
    offset = 12 + 16 * len(tables)
    head = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 0)
    body = b""
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        head += struct.pack(">4sIII", tag, _sum(padded), offset + len(body), len(table))
        body += padded
    made = bytearray(head + body)
    at = made.index(struct.pack(">I", 0x5F0F3CF5)) - 4
    struct.pack_into(">I", made, at, (0xB1B0AFBA - _sum(bytes(made))) & 0xFFFFFFFF)
    return bytes(made)


def _sum(data: bytes) -> int:
    return sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF
