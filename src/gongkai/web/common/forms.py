"""The editor of a body as a widget and a field.

    class ItemForm(forms.ModelForm):
        body = RichText(label="正文")

A page with such a form writes ``{% form_media form %}`` into its block `head` (common/edit.html does). Without scripts the
field is a plain text area, whose lines become paragraphs.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import InlineStyle, Media, Script

from gongkai.web.common import richtext

_ALIGNED = [{"className": name, "title": label} for name, label in richtext.ALIGNED.items()]
EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3, 4]}, "Bold": True, "Italic": True, "Underline": True, "Strike": True, "Subscript": True,
    "Superscript": True, "BulletList": True, "OrderedList": True, "ListItem": True, "Blockquote": True, "HorizontalRule": True,
    "HardBreak": True, "Link": {"enableTarget": False, "protocols": sorted(richtext.SCHEMES)},
    "Table": True, "TableRow": True, "TableHeader": True, "TableCell": True,
    "NodeClass": {"cssClasses": {"paragraph": _ALIGNED, "heading": _ALIGNED[:2]}},
}
"""What the editor offers; all of it passes `richtext.clean`."""


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
        text = richtext.clean(self.to_python(value) or "")
        self.validate(text)
        self.run_validators(text)
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the text differs once it is cleaned: an editor that was only opened changes nothing."""
        return not self.disabled and richtext.clean(initial or "") != richtext.clean(data or "")
