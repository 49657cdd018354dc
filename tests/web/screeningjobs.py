"""What a worker is made to do in test_worker.py."""

import os
from pathlib import Path


def crash(path, **known):
    """What a broken library does."""
    os._exit(11)


def odd(path, **known):
    """An answer that is no report."""
    return Path(path)


def hungry(path, **known):
    """What a bomb does that nobody saw."""
    return bytearray(3 << 30)
