"""How the widgets of forms become HTML: plain ones by a function, to the letter as Django's own templates have them, but for empty lines; all
others, and what surrounds them, by their templates. A template includes another for each option of a list and for each attribute of an option, which took
more time than all else about a line of filters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape

Widget = Mapping[str, Any]
"""What a widget's `get_context` calls ``widget``."""


class Renderer(DjangoTemplates):
    """The renderer of all forms (``FORM_RENDERER``)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of a widget, a form or a part of it, by the name of its template."""
        plain = _PLAIN.get(template_name)
        return plain(self, context["widget"]) if plain else super().render(template_name, context, request)


def _attributes(widget: Widget) -> str:
    return "".join(f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{conditional_escape(value)}"'
                   for name, value in widget["attrs"].items() if value is not False)


def _input(renderer: Renderer, widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    return f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"{value}{_attributes(widget)}>'


def _area(renderer: Renderer, widget: Widget) -> str:
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{conditional_escape(widget["value"] or "")}</textarea>'


def _choice(renderer: Renderer, widget: Widget) -> str:
    lines = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        lines += [f'  <optgroup label="{conditional_escape(group)}">'] if group else []
        lines += [f'  {renderer.render(option["template_name"], {"widget": option})}' for option in options]
        lines += ["  </optgroup>"] if group else []
    return "\n".join([*lines, "</select>"])


def _option(renderer: Renderer, widget: Widget) -> str:
    return f'<option value="{conditional_escape(widget["value"])}"{_attributes(widget)}>{conditional_escape(localize(widget["label"]))}</option>'


_PLAIN: dict[str, Callable[[Renderer, Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in (
        "checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number", "password", "search", "tel", "text", "time", "url")},
    "django/forms/widgets/select.html": _choice, "django/forms/widgets/select_option.html": _option, "django/forms/widgets/textarea.html": _area,
}
