"""The way of an item, as the tests of 主动公开 take it."""

from disclosure.conftest import way

__all__ = ["way"]
