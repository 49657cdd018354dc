"""Changes of units, people and roles, each in one function that asks the gate, changes, and logs.

units      a unit set up, its facts, its name, its place in the tree
reforms    机构改革: units merged, split, abolished; unfinished work handed over
succession what an abolished unit has not finished, by kinds that the apps make known
undoing    a step of a 机构改革 taken back by another
people     people and their passwords
approving  whose text it is; nobody approves their own
roles      who may do what where; leave to approve one's own text
contacts   how to reach a unit's 工作机构; who works there
tokens     keys for other systems
queries    units in time: names, successors, the unit behind a name
importing  units that come in as rows
tree       units as the tree of a day, for screens
"""
