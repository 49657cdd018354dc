"""Screens of units and people.

home     the workbench's first page; a person's own account
units    the tree, the list, a unit's page, its facts, names, contacts, officers
reforms  a unit moved, merged, split, abolished; a step taken back
people   people and their passwords
roles    roles and leave to approve one's own text
tokens   keys for other systems
log      the event log
sheets   units that come in as a sheet
"""
