"""A Report → html, docx, pdf, xlsx, md, json.

layout.py      the statutory tables as grids with spans, from any edition of the form
manuscript.py  the report in print order; every format renders this
html.py        whole page (page.css) or fragment with inline styles
docx.py        Word, on the paper of official.py (GB/T 9704-2012)
pdf.py         typst (report.typ), with the fonts of fonts.py
xlsx.py        one sheet a table, one of long data, one of text
markdown.py    pipe tables
json.py        the JSON of `Report.to_json`

The modules of the formats are imported late: none but the one asked for is loaded.
"""

from __future__ import annotations

from importlib import import_module

from gongkai.errors import GongkaiError
from gongkai.report import form as forms
from gongkai.report.form import Form
from gongkai.report.model import Report

FORMATS = {"html": "html", "docx": "docx", "pdf": "pdf", "xlsx": "xlsx", "md": "markdown", "json": "json"}
"""Format → module that writes it."""


def write(report: Report, format: str, *, fragment: bool = False, form: Form | None = None) -> bytes:
    """The report as a file of that format, in the layout of its edition of the form.

    A report without cells and sections gives the empty form. The same report gives the same bytes.

    Args:
        report: any report; absent cells are printed empty, null stays empty or keeps its mark (/, 无).
        format: ``html``, ``docx``, ``pdf``, ``xlsx``, ``md`` or ``json``.
        fragment: html only: no page around it and inline styles only, to be pasted into a website's editor.
        form: the edition's form where it is none of those in ``law/forms``.

    Raises:
        GongkaiError: unknown format or edition, a fragment of another format, or cells the edition does not have.

        >>> write(Report(edition="2021", unit="某某县民政局", year=2025), "md").decode().splitlines()[0]
        '# 某某县民政局2025年政府信息公开工作年度报告'
    """
    if format not in FORMATS:
        raise GongkaiError(f"不能写出“{format}”格式，可用的格式有：{'、'.join(FORMATS)}。")
    if fragment and format != "html":
        raise GongkaiError(f"只有 html 格式可以写成片段，“{format}”格式请去掉片段选项。")
    if form is None:
        form = forms.editions().get(report.edition)
    if form is None:
        known = "、".join(forms.editions())
        raise GongkaiError(f"没有“{report.edition}”版的年度报告格式，现有版本：{known}，请核对报告所用的格式版本。")
    module = import_module(f"gongkai.report.writing.{FORMATS[format]}")
    if format == "html":
        return module.render(report, form, fragment=fragment)
    return module.render(report, form)
