"""Letters of an application as files: numbers, Word templates, PDF. Knows no Django and no database.

numbers.py   文号: read, written, proposed, gaps listed
"""
