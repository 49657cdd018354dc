"""主动公开: what a unit publishes, how it gets there, and what is due.

enums, permissions  the steps and who takes them
models/             items and their versions and reviews; the register; channels; duties
screening/          the reader that looks at a text and its files before review (no Django)
domain/             one function for each change; queries.py reads
"""
