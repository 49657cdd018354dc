"""Tags and filters that every template knows."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.http import urlencode

from gongkai.web.common import gate

register = template.Library()


@register.simple_tag
def may(person: Any, action: str, row: Any) -> bool:
    """``{% may user "edit" item as editable %}``: what the gate says, so that no button leads to a refusal."""
    return gate.allows(person, action, row)


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own query string with some values changed; a value of None or "" is dropped, and so is the page number."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return "?" + urlencode(sorted(query.lists()), doseq=True)
