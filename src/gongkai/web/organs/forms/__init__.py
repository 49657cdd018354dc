"""Forms of units, people and roles. Choosers hold only what the gate lets the person choose."""
