"""Pure Python over ``gongkai/law``: strict law files, dated parameters, working days, the clock, fees.

Nothing here holds a statutory figure: those lie in ``law/`` with date and citation.
"""
