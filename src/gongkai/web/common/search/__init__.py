"""Full text in Chinese, the same on SQLite and PostgreSQL: two characters or more are found wherever they stand.

text      how a text is made comparable (forms of characters, marks, spaces), words, bigrams
models    SearchDocument: one row for each thing that can be found
query     what is asked and what comes back
backend   the seam: the protocol of an engine, and which one this database has
sqlite    bigrams in FTS5
postgres  bigrams in a GIN index, and the exact look at the text
snippets  the places found, marked
suggest   what to try where nothing was found

    search.put("item", item.pk, title, number, search.plain(html), unit.pk, day=day, attached=text_of_files, genre="notice")
    search.drop("item", item.pk)
    search.find(Query("教育 通知", filters={"genre": ["notice"]}))

`put` and `drop` belong into the transaction that changes what the public sees.
"""

from gongkai.web.common.search.backend import date_validity, document, drop, find, put, rebuild, register
from gongkai.web.common.search.query import MOST, Hit, Query, Result
from gongkai.web.common.search.snippets import marked, missing, piece, snippet
from gongkai.web.common.search.suggest import Advice, advise
from gongkai.web.common.search.text import plain, squeeze, words

__all__ = ["MOST", "Advice", "Hit", "Query", "Result", "advise", "date_validity", "document", "drop", "find", "marked", "missing", "piece", "plain", "put", "rebuild",
           "register", "snippet", "squeeze", "words"]
