"""What may be raised at a user: one Chinese sentence that says what, where and what to do."""


class GongkaiError(Exception):
    """Bad input. ``str(error)`` is one whole Chinese sentence for the user; the command line exits with 2."""


class UnreadableReport(GongkaiError):
    """The file cannot be read as an annual report (wrong type, encrypted, truncated, too large, no report)."""
