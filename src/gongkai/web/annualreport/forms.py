"""Forms of annual reports. What is right is decided in domain/; a form turns text into values."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from gongkai.report.form import edition, editions
from gongkai.report.reading.typed import number_of
from gongkai.web.annualreport.domain.decisions import SOURCE, WHOLE, entered_addresses, form_of, number_in
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.common import days
from gongkai.web.disclosure.forms import DayInput
from gongkai.web.organs.models import Unit

CELL, TEXT = "cell-", "text-"
"""What stands before the address of a cell, and the number of a section, in the names of fields."""


def plain_number(text: str) -> str | None:
    """A number as it is kept: half-width, without separators or needless nought; None for nothing.

    Raises:
        ValidationError: it is no number, or too large.
    """
    try:
        number = number_of(unicodedata.normalize("NFKC", text))
    except ValueError:
        raise ValidationError(f"“{text.strip()[:20]}”不是数字，请只填数字。") from None
    if number is None:
        return None
    if len(str(abs(int(number)))) > WHOLE:
        raise ValidationError(f"“{text.strip()[:20]}”数字过大，请核对。")
    return str(number) if isinstance(number, int) else f"{number.normalize():f}"


class CellField(forms.CharField):
    """One cell: its number as text, None where it is left empty."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))

    def clean(self, value: Any) -> str | None:
        """The number as it is kept."""
        return plain_number(str(super().clean(value) or ""))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it is another number; what is none has changed."""
        try:
            return plain_number(str(data or "")) != (initial or None)
        except ValidationError:
            return True


class Prose(forms.CharField):
    """Lines of text, each ended by a line feed alone."""

    def __init__(self, label: str, rows: int, **more: Any) -> None:
        super().__init__(label=label, required=False, strip=False, widget=forms.Textarea(attrs={"rows": rows}), **more)

    def to_python(self, value: Any) -> str:
        """The text without carriage returns, or white space at its end."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").rstrip()

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines differ."""
        return self.to_python(initial) != self.to_python(data)


class ReportForm(forms.Form):
    """All that a clerk writes of a report: title, preamble, a text for each section, a field for each cell, signature."""

    title = forms.CharField(label="标题", max_length=200)
    preamble = Prose("引言", 7)
    signature_unit = forms.CharField(label="落款单位", max_length=100, required=False)
    signature_day = forms.DateField(label="落款日期", required=False, widget=DayInput())

    def __init__(self, *args: Any, instance: AnnualReport, **kwargs: Any) -> None:
        self.row, form = instance, edition(instance.edition)
        initial: dict[str, Any] = {name: getattr(instance, name) for name in ("title", "preamble", "signature_unit", "signature_day")}
        initial |= {f"{TEXT}{number}": text for number, text in instance.texts.items()}
        initial |= {f"{CELL}{address}": value for address, value in instance.cells.items()}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for section in form.sections:
            self.fields[f"{TEXT}{section.number}"] = Prose(section.heading, 18 if section.parts else 7 if section.number > 4 else 3)
        for address in instance.cells:
            self.fields[f"{CELL}{address}"] = CellField(form.label(address))

    def values(self, *, changed: bool = True) -> dict[str, Any]:
        """The valid fields, as `domain.writing.save_report` takes them.

        Args:
            changed: only those that differ from the row.
        """
        names = [name for name in (self.changed_data if changed else self.fields) if name in self.cleaned_data]
        made: dict[str, Any] = {}
        for name in names:
            value = self.cleaned_data[name]
            if name.startswith(CELL):
                made.setdefault("cells", {})[name.removeprefix(CELL)] = value
            elif name.startswith(TEXT):
                made.setdefault("texts", {})[name.removeprefix(TEXT)] = value
            else:
                made[name] = value
        return made


class CompileForm(forms.Form):
    """Whose report, of which year."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, year = self.fields["unit"], self.fields["year"]
        assert isinstance(unit, forms.ModelChoiceField) and isinstance(year, forms.ChoiceField)
        unit.queryset = units
        year.choices = [(one, f"{one}年度") for one in years()]
        year.initial = days.today().year - 1


class DecisionForm(forms.Form):
    """The year's numbers that are entered, with their source."""

    source = forms.CharField(label="数据来源", max_length=SOURCE, required=False,
                             help_text="例如：行政审批系统、法规科台账。改动数字的，写明新数字的来源。")

    def __init__(self, *args: Any, year: int, held: dict[str, str], **kwargs: Any) -> None:
        self.form = form_of(year)
        super().__init__(*args, **{**kwargs, "initial": {f"{CELL}{address}": value for address, value in held.items()}})
        source = self.fields.pop("source")
        for address in entered_addresses(self.form):
            column = self.form.tables["2"].column(*address.split(".")[1:])
            row = self.form.tables["2"].row(address.split(".")[1])
            self.fields[f"{CELL}{address}"] = forms.CharField(
                label=f"{row.label}：{column.label}", required=False, max_length=30, help_text=f"单位：{column.unit}",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        self.fields["source"] = source

    def clean(self) -> dict[str, Any]:
        """`cells`: address → number or None, of the fields that differ."""
        cells = {}
        for name in self.changed_data:
            if name.startswith(CELL) and name in self.cleaned_data:
                try:
                    cells[name.removeprefix(CELL)] = number_in(self.form, name.removeprefix(CELL), unicodedata.normalize("NFKC", self.cleaned_data[name]))
                except ValidationError as error:
                    self.add_error(name, error)
        return {**self.cleaned_data, "cells": cells}


def years() -> list[int]:
    """The years for which a report can be made, the last first."""
    return list(range(days.today().year, next(iter(editions().values())).first_year - 1, -1))
