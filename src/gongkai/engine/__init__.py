"""Pure Python over ``gongkai/law``: strict law files, dated parameters, working days, the clock, fees.

Nothing here holds a statutory figure: those lie in ``law/`` with date and citation.

lawfile.py       strict YAML: unknown and repeated keys are refused with file and line
parameters.py    figures and rules with the day each came into force, from ``law/parameters``
schedule.py      a progressive schedule of rates, as parameters hold it
calendarfile.py  notices of holidays, the statute of holidays, regions, from ``law/calendars``
entered.py       notices and regions entered by hand
noticetext.py    a yearly notice read from its pasted text
calendar.py      which days work
days.py          dates as people write them
receipt.py       which day is the day of receipt, by channel
service.py       which day is the day of service, by way
events.py        what happens to an application: kinds, read from text
story.py         the events of one round, matched question to answer
ending.py        what ends a round
consulting.py    the pauses for third parties and other agencies
ledger.py        what a walk keeps of its days: count, warnings, and when asked to tell, steps
walk.py          the walk over the days of one round
clock.py         the clock: `due`
deadline.py      what the clock answers
telling.py       the same as a sentence and as a strip of days
moved.py         whose day moved between two calendars
disputes.py      days in review and litigation
fee.py           the processing fee: `fee`
feemonth.py      what one applicant's items of a month come to
vocabulary.py    what lists of the law have in common: basis and dates, rows of table 3
grounds.py       grounds of not disclosing (Art. 14–16): `grounds`
identity.py      numbers with a check character, documents of applicants: `fault`
applicants.py    kinds of applicants, ways and forms of supply, contents of an application (Art. 29)
evidence.py      what the steps of a case leave as evidence: `exhibits`
letters.py       kinds of letters and the fields they hold: `letters`
questions.py     the seven questions that lead to an answer: `walk`
decisions_page.py  the page docs/reference/answers.md
remedyfile.py    reading ``law/vocabularies/remedies.yaml``
remedies.py      remedies of an answer, their paragraph and last days: `remedies`, `last_days`
answers.py       answer types: what each is, needs, and where it is counted: `answers`, `missing`, `leaf`
"""
