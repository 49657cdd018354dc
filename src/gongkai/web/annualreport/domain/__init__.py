"""Each change of an annual report in one function.

contents  a report's content as plain values, and as the core's Report with its findings
figures   a unit's numbers of a year in one packed row, made from its version or its collected file
"""
