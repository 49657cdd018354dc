"""Redaction (遮盖): pages remade so that nothing lies under a box. No Django.

    inspect(data)                                   # Source: pages, remarks; refuses what cannot be redacted
    search(data, words_of("王小满、李四"), kinds)    # hits with their places
    redact(data, pages, boxes, labels)              # Redacted: the new PDF, verified

worker.py does all of it in processes with bounds; jobs.py is what they do. sources/ turns files into pages and letters,
finding.py finds names and numbers on them, making/ makes pages anew, verifying/ looks for what was left. Grounds come from
law/vocabularies/grounds.yaml, all else from redaction.yaml (vocabulary.py). Values: model.py.
"""

from gongkai.web.applications.redaction.model import Box, Hit, Rectangle, Redacted, Sheet, Source
from gongkai.web.applications.redaction.vocabulary import RedactionRefused, vocabulary
from gongkai.web.applications.redaction.wishes import words_of
from gongkai.web.applications.redaction.worker import grow, inspect, picture, redact, search

__all__ = ["Box", "Hit", "Rectangle", "Redacted", "RedactionRefused", "Sheet", "Source", "grow", "inspect", "picture", "redact",
           "search", "vocabulary", "words_of"]
