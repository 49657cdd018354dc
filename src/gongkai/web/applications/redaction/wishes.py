"""What a clerk asks for, before any file is opened."""

from __future__ import annotations

from gongkai.web.applications.redaction.vocabulary import refused, vocabulary


def words_of(typed: str) -> tuple[str, ...]:
    """The words in a field, one a line or parted by 、，；; each once.

    Raises:
        RedactionRefused: none, too many, or one that is too long.
    """
    bounds = vocabulary().bounds
    pieces = typed
    for mark in "、，,；;\r":
        pieces = pieces.replace(mark, "\n")
    words = tuple(dict.fromkeys(word for piece in pieces.split("\n") if (word := piece.strip())))
    if not words:
        raise refused("no_words")
    if len(words) > bounds.words:
        raise refused("many_words", len(words), bounds.words)
    for word in words:
        if len(word) > bounds.word_characters:
            raise refused("long_word", word[:10] + "…", bounds.word_characters)
    return words
