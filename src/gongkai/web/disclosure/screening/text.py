"""One text read for everything: persons, marks, wrong expressions, links, dates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from gongkai.web.disclosure.screening import dates, links, marks, persons, plain, wording
from gongkai.web.disclosure.screening.model import Remark, WrongWord
from gongkai.web.disclosure.screening.plain import Plain
from gongkai.web.disclosure.screening.remarks import Writer
from gongkai.web.disclosure.screening.vocabulary import vocabulary, wrong_words


def screen_text(
    fields: Mapping[str, str],
    *,
    today: date,
    html: Collection[str] = (),
    wrong_words: Iterable[WrongWord] | None = None,
    internal_links: Callable[[str], bool] | None = None,
    labels: Mapping[str, str] | None = None,
    made: Collection[str] = ("date",),
    on_application: bool = False,
) -> list[Remark]:
    """What in a text must not be published, or only for a reason.

    Args:
        fields: name of the field → its text.
        today: the day on which it is read; a day of origin after it is remarked.
        html: names of the fields that hold HTML; offsets are those of their plain text (`plain_text`).
        wrong_words: the list of wrong expressions, the starter list unless told.
        internal_links: whether a relative or rooted address is one of this site; unknown where None.
        labels: name of the field → what it is called in messages, where it is not a usual one.
        made: names of the fields that hold nothing but the day on which the information came about.
        on_application: it is disclosed on application, so that 依申请公开 in it is no contradiction.

    Never raises on what a text holds. Source: 《条例》第十四条、第十五条、第十六条、第十七条、第六条.
    """
    words = _words(wrong_words)
    found: list[Remark] = []
    for name, text in fields.items():
        page = page_of(text, html=name in html)
        label = (labels or {}).get(name) or vocabulary().fields.get(name, name)
        found += screen_page(page, Writer(name, label, page), today=today, wrong_words=words, internal_links=internal_links,
                             made=name in made, on_application=on_application, cut=len(text) > vocabulary().characters)
    return found


def screen_page(
    page: Plain,
    writer: Writer,
    *,
    today: date,
    wrong_words: Iterable[WrongWord],
    internal_links: Callable[[str], bool] | None = None,
    made: bool = False,
    on_application: bool = False,
    cut: bool = False,
) -> list[Remark]:
    """The remarks on one text, bounded in number."""
    found = [
        *persons.remarks(page, writer),
        *marks.remarks(page, writer, on_application=on_application),
        *wording.remarks(page, writer, wrong_words),
        *links.remarks(page, writer, internal_links),
        *dates.remarks(page, writer, today, made=made),
    ]
    if cut:
        found.append(writer.whole("cut", count=vocabulary().characters))
    return writer.limited(found)


def plain_text(text: str, *, html: bool = False) -> str:
    """The text that offsets of remarks and masked parts count in."""
    return page_of(text, html=html).text


def page_of(text: str, *, html: bool) -> Plain:
    """A field's text, no more of it than is read."""
    bounded = text[:vocabulary().characters]
    return plain.of_html(bounded) if html else plain.of_text(bounded)


def _words(given: Iterable[WrongWord] | None) -> tuple[WrongWord, ...]:
    return wrong_words() if given is None else tuple(given)
