"""Forms of the page on which a file is redacted."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.applications.domain import redacting
from gongkai.web.applications.redaction import vocabulary

POINTS = 72 / 25.4
"""Points in a millimetre."""


def ground_choices() -> list[tuple[str, Any]]:
    """The grounds by article, as a list to choose from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, ground in redacting.offered().items():
        groups.setdefault(ground.article, []).append((key, ground.label))
    return list(groups.items())


class SourceForm(forms.Form):
    """A file that is to be handed out."""

    document = forms.FileField(label="文件", help_text="PDF、图片、文本文件可以在这里遮盖；Word、WPS、OFD 等文件请先输出为 PDF 再添加")


class SearchForm(forms.Form):
    """What to look for."""

    words = forms.CharField(label="姓名、单位等词语", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3}),
                            help_text="每行一个，或者用顿号隔开；跨行、中间有空格的也能找到")
    kinds = forms.MultipleChoiceField(label="个人信息", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = vocabulary().groups
        self.fields["kinds"].choices = [(key, group.name) for key, group in groups.items()]  # type: ignore[attr-defined]
        self.fields["kinds"].initial = list(groups)

    def finds(self) -> list[str]:
        """What to look for beside words."""
        return [find for key in self.cleaned_data["kinds"] for find in vocabulary().groups[key].finds]


class PlaceForm(forms.Form):
    """A box by numbers, for whoever does not draw: millimetres from the upper left corner of the page."""

    left = forms.FloatField(label="距左边（毫米）", min_value=0, max_value=6000)
    top = forms.FloatField(label="距上边（毫米）", min_value=0, max_value=6000)
    width = forms.FloatField(label="宽（毫米）", min_value=0.5, max_value=6000)
    height = forms.FloatField(label="高（毫米）", min_value=0.5, max_value=6000)
    ground = forms.ChoiceField(label="遮盖依据")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = ground_choices()  # type: ignore[attr-defined]

    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, right, lower edge in points."""
        given = self.cleaned_data
        left, top = given["left"] * POINTS, given["top"] * POINTS
        return left, top, left + given["width"] * POINTS, top + given["height"] * POINTS
