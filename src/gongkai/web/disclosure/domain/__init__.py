"""Changes of items, the register, channels and settings, each in one function."""
