"""年度报告: compiled from what was done, checked while written, signed, published, handed in, collected, added up.

enums, permissions  stages, who takes which step
models/             a unit's report of a year, its versions and steps; handing in; collected files; figures
domain/             one function for each change; queries.py reads
views/              the workbench
"""
