"""What other systems hold, read as rows that can be looked at: pure Python, run in a process of its own.

model    what one row is
feeds    RSS and Atom
archive  the pages in a ZIP of a saved site
pages    title, dates, numbers and text of one saved page
reading  the process with bounds on time and memory; the one door for the platform
"""
