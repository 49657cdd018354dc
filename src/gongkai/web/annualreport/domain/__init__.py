"""Each change of an annual report in one function.

contents  a report's content as plain values, and as the core's Report with its findings
queries   last year's report
findings  what the checks find, which findings hold up signing, the reasons that were given
figures   a unit's numbers of a year in one packed row, made from its version or its collected file
"""
