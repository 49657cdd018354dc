"""Addresses of many rows of one kind, as a long page has them: the route is looked up once.

    address = addresses("applications:case")
    address(17)                                   # reverse("applications:case", args=[17])
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from django.urls import reverse

_FIRST = 900_719_925_474_099
"""What stands in for the first value of an address: figures, which every kind of value may consist of."""


def addresses(route: str, values: int = 1) -> Callable[..., str]:
    """What makes the addresses of a route from its values, in their order; whether the route takes them is not asked again.

    Raises:
        NoReverseMatch: there is no such route with so many values.
    """
    marks = [str(_FIRST + number) for number in range(values)]
    parts = re.split("|".join(marks), reverse(route, args=marks))

    def address(*given: object) -> str:
        return parts[0] + "".join(quote(str(value), safe="/~:@!$&'()*+,;=") + part for value, part in zip(given, parts[1:], strict=True))

    return address
