"""The fonts that typst prints with: those of official documents where they are installed (方正小标宋, 仿宋, 楷体, 黑体, 宋体);
where not, the Noto Sans and Serif SC of the wheel pylopdf-fonts-zh-cn.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn as wheel
import typst

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
WANTED = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong", "华文中宋"),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FZKai-Z03S"),
    "hei": ("SimHei", "黑体", "STHeiti", "FZHei-B01S"),
    "song": ("SimSun", "宋体", "STSong", "FZShuSong-Z01S"),
}
"""Use → families, best first. All of them are looked for, none is needed."""

UNDATED = 315_532_800
"""1980-01-01, as in our other files: PDF/A wants a day, and the clock would make every copy differ."""


@cache
def fonts() -> tuple[typst.Fonts, frozenset[str]]:
    """The fonts at hand, and their families; looked up once, since that reads every font of the machine."""
    folder = Path(wheel.serif_path()).parent
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[folder])
    return found, frozenset(found.families())


def chosen_fonts() -> dict[str, list[str]]:
    """Use → the families to print it with: the first that is installed, then the wheel's own."""
    families = fonts()[1]
    return {use: [*[name for name in names if name in families][:1], SANS if use == "hei" else SERIF]
            for use, names in WANTED.items()}
