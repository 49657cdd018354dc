"""What addresses may hold."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class Key(IntConverter):
    """The key of a row: no longer than a database takes."""

    regex = "[0-9]{1,18}"


register_converter(Key, "key")
