"""Whether a result holds anything that it must not: looked for by other means than those that made it, before every handing out.

    verify(data, sizes, boxes, labels, kept, removed)       # (), or what was found, each in a few words

structure.py accounts for every byte: one revision, every object reached, of a kind that a result is made of, with the
entries that kind has and no other. contents.py reads the operators and the letters, with pdfium too, and looks whether a box
is touched. pictures.py unpacks every picture and looks under every box, then has the page drawn and looks again.
leftovers.py searches all bytes, packed and unpacked, for what went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from gongkai.web.applications.redaction.model import Box
from gongkai.web.applications.redaction.verifying.contents import letters_left
from gongkai.web.applications.redaction.verifying.leftovers import left_over
from gongkai.web.applications.redaction.verifying.pictures import not_plain
from gongkai.web.applications.redaction.verifying.structure import Anatomy, Strange
from gongkai.web.applications.redaction.vocabulary import vocabulary

__all__ = ["verify"]


def verify(data: bytes, sizes: Sequence[tuple[float, float]], boxes: Sequence[Box], labels: Mapping[str, str],
           kept: Sequence[str], removed: Sequence[str]) -> tuple[str, ...]:
    """What is wrong with a result; nothing where it may be handed out.

    Args:
        data: the result.
        sizes: width and height of each page it has to have, in points.
        boxes: all boxes.
        labels: key of a ground → what a box with it says.
        kept: the text that stays on each page, without blanks.
        removed: the texts that went.

    Never raises on what the result holds: what cannot be taken apart is a problem.
    """
    known = vocabulary()
    try:
        anatomy = Anatomy(data)
    except Strange as strange:
        return (known.problem("structure", strange),)
    except Exception as error:  # whatever a library says of a file that is not what it should be
        return (known.problem("structure", type(error).__name__),)
    if [page.size for page in anatomy.pages] != [(round(width, 3), round(height, 3)) for width, height in sizes]:
        return (known.problem("pages"),)
    checks: list[Callable[[], Iterable[str]]] = [
        lambda: (known.problem("text", number) for number in letters_left(data, anatomy, boxes, labels)),
        lambda: (known.problem("other_text", number) for number, (page, text) in enumerate(zip(anatomy.pages, kept, strict=True), 1)
                 if page.text != text),
        lambda: (known.problem("picture", number) for number in not_plain(data, anatomy, boxes, labels)),
        lambda: [known.problem("left")] if left_over(data, anatomy, removed) else [],
    ]
    found: list[str] = []
    for check in checks:
        try:
            found += check()
        except Exception as error:  # a library's word on a file that is not what it should be
            found.append(known.problem("structure", type(error).__name__))
    return tuple(found)
