"""What many screens have in common; plain functions that views call after saying what they ask of their visitor.

lists    a list: filters, sorting, pages, export of the filtered rows
edits    a form on a row; of two editors the second is shown both versions and loses nothing
imports  a sheet of rows: looked at first, applied when somebody says so, once
steps    a step of domain/ taken by a button: its refusal becomes a message
sheets   XLSX and CSV, read with distrust and written without formulas
paging   pages over many rows, the count capped
"""
