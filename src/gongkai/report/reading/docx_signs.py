"""Signs that Word keeps outside its text: symbols of picture fonts, and figures drawn by EQ fields."""

from __future__ import annotations

import re

# Characters of the picture fonts that office documents use for ticks, boxes and numbers.
_WINGDINGS = {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→",
              0xFB: "×", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
              **{0x81 + i: chr(ord("①") + i) for i in range(10)}, **{0x8C + i: chr(ord("❶") + i) for i in range(10)}}
_WINGDINGS_2 = {0x4F: "×", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□",
                **{0x6A + i: chr(ord("①") + i) for i in range(10)}}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PRIVATE = 0xF000

# 带圈字符 is \o\ac(○,1), 拼音指南 of old versions \o\ad(\s\up 9(wù),務): what stands last is the character itself.
_OVERSTRIKE = re.compile(r"\\o\s*(?:\\a[a-z]\s*)?\((.*)[,，]([^,，()\\]+)\)\s*\Z", re.I | re.S)
_RINGS = "○〇◯o"


def sign(font: str, code: str) -> str:
    """The character of a ``w:sym``: `code` is hexadecimal, mostly in the private area of a picture font.

        >>> sign("Wingdings", "F0FC"), sign("宋体", "2460")
        ('✓', '①')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    low = number - _PRIVATE if _PRIVATE <= number < _PRIVATE + 256 else number
    known = _FONTS.get(font.strip().lower(), {}).get(low)
    if known or low < 32 or 0xD800 <= low < 0xE000 or low > 0xFFFF:
        return known or ""
    return chr(low)


def drawn(instruction: str) -> str:
    """What an EQ field without a stored result shows, as far as it is one character over another; else nothing.

        >>> drawn(r" eq \\o\\ac(○,3)")
        '③'
    """
    if not instruction.strip().lower().startswith("eq"):
        return ""
    found = _OVERSTRIKE.search(instruction[:500])
    if not found:
        return ""
    under, text = found.group(1).strip(), found.group(2).strip()
    if under in _RINGS and text.isascii() and text.isdigit() and 1 <= int(text) <= 20:
        return chr(ord("①") + int(text) - 1)
    return text
