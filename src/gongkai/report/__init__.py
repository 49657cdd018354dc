"""One annual report (政府信息公开工作年度报告), in pure Python.

form.py        an edition of the statutory form as objects
model.py       Report, Cell, Place, Section, Fact, Finding
reading/       a file → Document → Report
checking/      Report → findings
writing/       Report → html, docx, pdf, xlsx, md, json
comparing.py   two reports side by side
rollup.py      many units into one
"""
