"""Each change of a case in one function.

vault      what is sealed under a case's key, and how equal persons are found
folding    a case's standing from its events (pure)
clocks     the calendar and the clock of a case: its due day and why
standing   keeps beside a case what its events say
entering   enters one event: permission, what it needs, the table of steps, the log
opening    a new case, from whatever way it came
queries    what is read in more than one place
"""
