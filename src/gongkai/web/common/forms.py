"""Widgets and helps of forms: the editor of a body, and texts as readers see them.

    class ItemForm(forms.ModelForm):
        body = RichText(label="正文")

A page with such a form writes ``{% form_media form %}`` into its block `head` (common/edit.html does). Without scripts the
field is a plain text area; what is typed there without tags becomes paragraphs.
"""

from __future__ import annotations

import html
import re
from typing import Any

import nh3
from django import forms
from django.utils.html import strip_tags
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import InlineStyle, Media, Script

EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3, 4]}, "Bold": True, "Italic": True, "Underline": True, "Strike": True, "Subscript": True,
    "Superscript": True, "BulletList": True, "OrderedList": True, "ListItem": True, "Blockquote": True, "HorizontalRule": True,
    "HardBreak": True, "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]}, "Table": True, "TableRow": True,
    "TableHeader": True, "TableCell": True,
}
"""What a body may hold; the editor's buttons and the cleaning on the server both come from here."""

_ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))
_CLEANER = nh3.Cleaner(**{
    **_ALLOWED,
    "tags": {*_ALLOWED["tags"], "caption", "tfoot", "colgroup", "col"},
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": "noopener noreferrer",
    "attributes": {**_ALLOWED["attributes"], "a": {"href", "title"}},
    "clean_content_tags": {"script", "style", "title", "xml"},
    "strip_comments": True,
})
_BREAKS = re.compile(r"(?i)<br\s*/?>|</(p|div|h[1-6]|li|tr|blockquote)>")
_BLOCK = re.compile(r"(?i)<(p|h[1-6]|ul|ol|table|blockquote|br|div|hr)\b")
_NOTHING = re.compile(r"(?is)(?:<p>(?:\s|&nbsp;|\u3000|<br>)*</p>\s*)*")


def clean_html(text: str) -> str:
    """A body with nothing but what `EXTENSIONS` name; a text without tags becomes paragraphs, an empty one "".

    The first heading of Word and of web pages becomes one of the second level: the first is the title's.
    """
    if not _BLOCK.search(text):
        paragraphs = [line.strip(" \t") for line in text.replace("\r\n", "\n").split("\n")]
        text = "".join(f"<p>{line}</p>" for line in paragraphs if line) if "<" in text else "".join(
            f"<p>{html.escape(html.unescape(line), quote=False)}</p>" for line in paragraphs if line)
    text = re.sub(r"(?i)<(/?)h1\b", r"<\1h2", text)
    text = re.sub(r"(?i)<(/?)h[56]\b", r"<\1h4", text)
    text = _CLEANER.clean(text).strip()
    return "" if _NOTHING.fullmatch(text) else text


def plain_text(value: str) -> str:
    """A text of HTML as a reader sees it, a line a paragraph; other texts as they are."""
    if "</" not in value:
        return value
    text = html.unescape(strip_tags(_BREAKS.sub("\n", value))).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class Editor(ProseEditorWidget):
    """The editor; its scripts come from the installed package, and all of them carry the page's nonce."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"rows": 20, "class": "tall", **(attrs or {})}, config={"extensions": EXTENSIONS}, preset="configurable")

    @property
    def media(self) -> Media:
        """The words first, since the editor looks for them when it starts; and the style element that the editor would
        otherwise make itself, without a nonce."""
        return Media(css={"all": ["gongkai/editor.css", InlineStyle("", **{"data-tiptap-style": ""})]},
                     js=[Script("gongkai/editor.js")]) + super().media


class RichText(forms.CharField):
    """A body: the editor on the screen, cleaned on the server."""

    widget = Editor

    def clean(self, value: Any) -> str:
        """The cleaned body.

        Raises:
            ValidationError: it is required and empty.
        """
        text = clean_html(self.to_python(value))
        self.validate(text)
        self.run_validators(text)
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the text differs once it is cleaned: an editor that was only opened changes nothing."""
        return not self.disabled and clean_html(initial or "") != clean_html(data or "")
