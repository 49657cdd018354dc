"""Letters of an application as files: numbers, Word templates, PDF and messages. Knows no Django and no database.

numbers.py    文号: read, written, proposed, gaps listed
fields.py     what may stand in a template, by Chinese names (law/vocabularies/letter_fields.yaml, letters.yaml)
wording.py    what the default templates say (law/letters)
building.py   the default templates as Word files
wordfile.py   a Word file opened with distrust, written anew without traces of its writers
lines.py      the text of a paragraph as one line, whatever runs Word cuts it into
tags.py       {{ }}, {% %}: read by Jinja's parser, never run
structure.py  which end belongs to which beginning
filling.py    a template and values → the letter (`fill`); a message's text (`fill_text`)
checking.py   what is wrong with a template that an office uploads (`check_template`); of its file: filecheck.py
printing.py   a Word file → PDF (`to_pdf`), laid out by laying.py with runs, looks, tables, pictures; printed by letter.typ
messages.py   short messages and mails (law/letters/messages.yaml)
reference.py  the page docs/reference/letter-fields.md

Which kinds of letters there are, by which article and to whom, is engine/letters.py.
"""
