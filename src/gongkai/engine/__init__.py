"""Pure Python over ``gongkai/law``: strict law files, dated parameters, working days, the clock, fees.

Nothing here holds a statutory figure: those lie in ``law/`` with date and citation.

lawfile.py       strict YAML: unknown and repeated keys are refused with file and line
parameters.py    figures and rules with the day each came into force, from ``law/parameters``
schedule.py      a progressive schedule of rates, as parameters hold it
calendarfile.py  notices of holidays, the statute of holidays, regions, from ``law/calendars``
calendar.py      which days work
days.py          dates as people write them
receipt.py       which day is the day of receipt, by channel
events.py        what happened to an application, read and matched
consulting.py    the pauses for third parties and other agencies
deadline.py      what the clock answers
clock.py         the clock: `due`
fee.py           the processing fee: `fee`
vocabulary.py    what lists of the law have in common: basis and dates, rows of table 3
grounds.py       grounds of not disclosing (Art. 14–16): `grounds`
identity.py      numbers with a check character, documents of applicants: `fault`
applicants.py    kinds of applicants, ways and forms of supply, contents of an application (Art. 29)
letters.py       kinds of letters and the fields they hold: `letters`
answers.py       answer types: what each is, needs, and where it is counted: `answers`, `missing`, `leaf`
"""
