"""Changes of units, people and roles, each in one function."""
