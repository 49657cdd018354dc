"""Tags and filters that every template knows."""

from __future__ import annotations

from typing import Any

from django import template
from django.apps import apps
from django.core.paginator import Page
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, strip_tags
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from js_asset import Media

from gongkai.web.common import gate, navigation
from gongkai.web.common.generic import cells

register = template.Library()


@register.simple_tag
def may(person: Any, action: str, row: Any) -> bool:
    """``{% may user "edit" item as editable %}``: what the gate says, so that no button leads to a refusal."""
    return gate.allows(person, action, row)


@register.simple_tag
def may_somewhere(person: Any, action: str, model: str) -> bool:
    """``{% may_somewhere user "add" "organs.unit" as mine %}``: whether there is any unit where the person may."""
    return apps.get_model(model).gate.somewhere(person, action)


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


@register.simple_tag
def table_lines(table: Any) -> SafeString:
    """``{% table_lines table %}``: the lines of a table of django-tables2. What a column says of its cells, its class and its head (for
    narrow screens), is asked for once, not once for each cell."""
    columns = [(cells.writer(column), f'<td class="{conditional_escape(column.attrs["td"].get("class", ""))}', conditional_escape(strip_tags(str(column.header))))
               for column in table.columns]
    lines = []
    for row in table.paginated_rows:
        found = [(start, head, conditional_escape(write(row))) for write, start, head in columns]
        line = "\n".join(f'{start}{" blank" if cell in ("", "—") else ""}" data-label="{head}">{cell}</td>' for start, head, cell in found)
        lines.append(f"<tr {row.attrs.as_html()}>{line}</tr>")
    return mark_safe("\n".join(lines))  # heads and cells were escaped


@register.simple_tag(takes_context=True)
def workbench_menu(context: dict[str, Any]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """``{% workbench_menu as groups %}``: see navigation.menu."""
    request = context["request"]
    return navigation.menu(request.user, request.path)


@register.simple_tag(takes_context=True)
def portal_menu(context: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """``{% portal_menu as entries %}``: see navigation.portal_menu."""
    return navigation.portal_menu(context["request"].path)


@register.simple_tag
def portal_link(route: str) -> str:
    """The address of a page, or "" where the site has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """The numbers that a line of pages shows: the first, the last, two on either side; None for a gap."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, page.number - 2), min(last, page.number + 2) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] is not None and number > numbers[-1] + 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag(takes_context=True)
def form_media(context: dict[str, Any], form: Any) -> str:
    """The style sheets and scripts that a form's widgets need, with the page's nonce on each."""
    media = Media.from_media(form.media)
    return media.render(attrs={"nonce": str(context["CSP_NONCE"])}) if str(form.media) else ""


@register.filter
def thousands(number: Any) -> str:
    """A number with a comma at each thousand, as officials write it (Django's own for Chinese parts at ten thousand); "—" for none."""
    return "—" if number is None or number == "" else f"{number:,}"


_BROWSERS = (("MicroMessenger", "微信"), ("Edg/", "Edge"), ("QQBrowser", "QQ浏览器"), ("360", "360浏览器"), ("Firefox/", "Firefox"),
             ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS", "macOS"), ("UOS", "统信"), ("Linux", "Linux"))


@register.filter
def browser(agent: str) -> str:
    """What a browser calls itself, in words: Chrome，Windows. Most of them also claim to be others, so the telling names come first."""
    name = next((label for mark, label in _BROWSERS if mark in agent), "其他浏览器")
    system = next((label for mark, label in _SYSTEMS if mark in agent), "")
    return f"{name}，{system}" if system else name
