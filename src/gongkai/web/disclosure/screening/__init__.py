"""The reader that screens a text and its attachments before review. No Django.

    screen_text({"title": …, "body": …}, html={"body"}, today=…)      # remarks: serious ones block, the rest want a reason
    screen_file_safely("/path/of/upload", "名单.xlsx", today=…)        # FileReport, read in a process with bounds
    mask_persons(body, html=True)                                     # 张*  110105********0029

text.py reads one text: persons.py (with listing.py: lists of persons), marks.py, wording.py, links.py, dates.py over
plain.py (what a reader sees, and where it stands in the source); masking.py is the tool that masks. attachments/ reads
files; worker.py has that done in a process of its own. Words, levels and messages: law/vocabularies/screening.yaml,
attachments.yaml, wrong_words.yaml, compiled by vocabulary.py. Values: model.py; sentences: remarks.py.
"""

from gongkai.web.disclosure.screening.attachments import screen_file
from gongkai.web.disclosure.screening.masking import mask_persons
from gongkai.web.disclosure.screening.model import FileReport, Level, Masked, MaskedPart, Remark, WrongWord
from gongkai.web.disclosure.screening.text import plain_text, screen_text
from gongkai.web.disclosure.screening.vocabulary import wrong_words
from gongkai.web.disclosure.screening.worker import Screener, screen_file_safely

__all__ = ["FileReport", "Level", "Masked", "MaskedPart", "Remark", "Screener", "WrongWord", "mask_persons", "plain_text",
           "screen_file", "screen_file_safely", "screen_text", "wrong_words"]
