"""The case file of an application for the archive: one PDF with contents, and a ZIP of the originals. Knows no Django.

model.py       what a case file is made of (`Part`, `Cover`)
converting.py  a part of any kind → pages (PDF files cleaned by pages.py), in a process of its own
binding.py     parts and cover → one PDF: cover, contents, pages numbered, bookmarks (`bind`)
bundling.py    the originals as ZIP with an index and digests (`bundle`)
casefile.typ   cover, contents, pages for pictures, texts and files that cannot be shown, page numbers
"""
