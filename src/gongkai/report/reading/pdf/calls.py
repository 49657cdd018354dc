"""Calls into pdfium, thousands a page, at the least that ctypes can charge for them.

A function that declares no types passes on what it is given: small whole numbers, and addresses that `ctypes.byref`
or `at` made. That costs half of what converting each argument does.
"""

from __future__ import annotations

import ctypes
from typing import Any


def plain(function: Any, result: Any = ctypes.c_int) -> Any:
    """The same C function without declared types. Addresses must be given as `at` or `ctypes.byref` make them."""
    return ctypes.PYFUNCTYPE(result)(_address(function))


def typed(function: Any, result: Any, *types: Any) -> Any:
    """The same C function with these types: the way for a handle that is at hand as a whole number."""
    return ctypes.PYFUNCTYPE(result, *types)(_address(function))


def at(address: int) -> Any:
    """An address as a `plain` function takes it; what stands there is not touched."""
    return ctypes.byref(ctypes.c_char.from_address(address))


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0
