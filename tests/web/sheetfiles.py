"""Sheets for the tests of imports."""

import io

import openpyxl


def workbook(*rows):
    """The bytes of an XLSX file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
