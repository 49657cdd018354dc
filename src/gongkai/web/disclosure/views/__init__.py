"""Screens of 主动公开 in the workbench.

items        the list, the editor, an item's page, its attachments
publication  submit with findings, mask, publish, withdraw, reassess; several at once
reviews      what waits, a version's page, paper approvals, referrals
register     the register of normative documents
catalogue    the catalogue, its import, a unit's own rows
choosing     the units to choose from, and the one that is meant
"""
