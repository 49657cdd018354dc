"""Printers of annual reports in every layout met in the wild: the adversary of the reader.

`reports` makes synthetic reports from a seed (quiet, busy, with sums broken on purpose, with empty cells).
`grids` lays the statutory tables out as cells with spans. `text` and `web` print them; `oddities` bends them
first (heads cut, columns moved, notes in cells …). `judge` compares what was read with what was printed.

    >>> from random import Random
    >>> from layouts import LAYOUTS, make
    >>> sheet = LAYOUTS["bars"](make("quiet", Random(1)), Random(1))
    >>> sheet.extension
    'txt'
"""

from layouts.catalogue import LAYOUTS
from layouts.judge import Fault, faults
from layouts.reports import KINDS, Synthetic, make
from layouts.sheet import Sheet

__all__ = ["KINDS", "LAYOUTS", "Fault", "Sheet", "Synthetic", "faults", "make"]
