"""A form's field for many files.

    files = ManyFiles(label="随附的材料", required=False, accept=".pdf,.jpg")
"""

from __future__ import annotations

from typing import Any

from django import forms


class Files(forms.ClearableFileInput):
    """Chooses many files, or takes them when they are dropped onto it."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Many uploaded files, in the order in which they came."""

    def __init__(self, *, accept: str = "", **more: Any) -> None:
        """`accept`: extensions with commas that the browser offers to choose from."""
        super().__init__(widget=Files(attrs={"multiple": True, **({"accept": accept} if accept else {})}), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files; an empty one is told later, with its name.

        Raises:
            ValidationError: none came, and the field is required.
        """
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return given
