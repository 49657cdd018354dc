"""机关: units in a tree and in time, people, the roles they hold, sign-in.

enums, permissions  kinds, roles, and who may change a unit or grant a role
models              Unit with its dated names, changes, contacts and officers; Person; RoleHeld
domain/             units, people, roles; queries.py reads
signin              allauth's adapter: nobody signs up, sign-ins are logged
"""
