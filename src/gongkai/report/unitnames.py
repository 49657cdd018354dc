"""Whether two names of organs are one: 县司法局 and 某县司法局 are, 甲县司法局 and 乙县司法局 are not."""

from __future__ import annotations

import re

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
"""Chinese characters, rare ones in names of places among them (㵲, 𠮷), as a pattern's class holds them."""
_REGION = re.compile(rf"(?:[{HAN}]{{1,12}}?(?:省|自治区|特别行政区|自治州|地区|盟|州|市|自治县|县|区|旗|林区|特区))+|省|市|县|区|州|旗|盟")
_BLANK = re.compile(r"[\s\u200b\ufeff]+")


def same_unit(one: str, other: str) -> bool:
    """Whether two names are the same but for the region in front of one of them.

    >>> same_unit("县司法局", "某县司法局"), same_unit("甲县司法局", "乙县司法局"), same_unit("某市司法局", "司法局")
    (True, False, True)
    """
    one, other = sorted((plain(one), plain(other)), key=len)
    if one == other:
        return True
    rest = _REGION.fullmatch(other.removesuffix(one)) if other.endswith(one) else None
    if rest:
        return True
    # 县司法局 and 某县司法局: the shorter begins with the bare word for the region's rank
    return one[:1] in "省市县区州旗盟" and other.endswith(one) and len(one) > 1


def plain(name: str) -> str:
    """The name without white space."""
    return _BLANK.sub("", name)
