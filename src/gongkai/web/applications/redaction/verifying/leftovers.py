"""What went, searched for in every byte of a result, packed and unpacked, in every spelling a PDF may use.

What is shorter than six bytes would be found anywhere by chance: the letters, which are read one by one, stand for it. Plain
ASCII is searched for where data are, not among the words of PDF itself, which structure.py knows by heart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.web.applications.redaction.verifying.structure import Anatomy

_SHORTEST = 6
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")


def left_over(data: bytes, anatomy: Anatomy, removed: Sequence[str]) -> bool:
    """Whether a text that went is anywhere in a result."""
    pictures = [picture.data for picture in anatomy.pictures.values()]
    everywhere = [data, *anatomy.streams]
    return any(spelling in haystack for text in dict.fromkeys(removed)
               for spelling, plain in _spellings(text)
               for haystack in (pictures if plain else everywhere))


def _spellings(text: str) -> Iterator[tuple[bytes, bool]]:
    for encoding in _ENCODINGS:
        try:
            spelling = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(spelling) >= _SHORTEST:
            yield spelling, spelling.isascii() and text.isascii()
            if encoding == "utf-16-be" and len(spelling) >= _SHORTEST:
                yield spelling.hex().encode(), False
                yield spelling.hex().upper().encode(), False
