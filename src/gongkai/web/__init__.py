"""The platform: a Django site over the core.

settings/    one file a topic; everything that differs between sites comes from the environment
common/      what every app rests on: the gate, the event log, editing, files, notices, search, the design of the screens
organs/      机关: units in a tree, people, roles, sign-in
disclosure/  主动公开: items on their way to publication, the register of normative documents, channels, duties
portal/      what the public sees; it only reads

Within an app: enums, permissions, validators ← models ← domain (queries among it) ← views, api. A record is changed by
one function of ``domain/``, the same from a screen, the API or a command: it asks the gate, changes, logs.
"""
