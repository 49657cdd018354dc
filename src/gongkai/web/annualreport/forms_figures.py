"""What the screens of figures are asked: a unit, a year, a measure; each bound to the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.web.annualreport.domain.area import areas_seen, units_seen
from gongkai.web.annualreport.domain.measures import measures
from gongkai.web.annualreport.enums import Scope
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit


class YearForm(forms.Form):
    """A unit and a year; what the address leaves out is the person's first unit and the latest year with figures.

    Args:
        years: those that there are figures of, the latest first.
    """

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, given: Mapping[str, Any], *, person: Any, years: Sequence[int]) -> None:
        known = {name: value for name, value in given.items() if value != ""}
        units = self.choices(person)
        first = self.first(units)
        known.setdefault("unit", first.pk if first else "")
        known.setdefault("year", years[0] if years else "")
        super().__init__(self.completed(known, person))
        field, year = self.fields["unit"], self.fields["year"]
        assert isinstance(field, forms.ModelChoiceField) and isinstance(year, forms.TypedChoiceField)
        field.queryset = units
        field.error_messages["invalid_choice"] = "没有这个单位，或者您无权查看其数据，请从列表中选择。"
        year.choices = [(one, f"{one}年") for one in years]
        year.error_messages["invalid_choice"] = "这一年度还没有数据，请从列表中选择。"

    def choices(self, person: Any) -> QuerySet[Unit]:
        """The units offered."""
        return units_seen(person)

    def first(self, units: QuerySet[Unit]) -> Unit | None:
        """The unit where the address names none: the uppermost."""
        return units.order_by("path", "place").first()

    def completed(self, known: dict[str, Any], person: Any) -> dict[str, Any]:
        """What else the address may leave out."""
        return known


class RollupForm(YearForm):
    """本级 (the unit's own figures) or 全域 (with all below it), of all kinds of units or of one."""

    scope = forms.ChoiceField(label="范围", choices=[(Scope.OWN, "本级"), (Scope.AREA, "全域（含下级单位）")])
    kind = forms.ChoiceField(label="单位类别", choices=[("", "全部"), *UnitKind.choices], required=False)

    def completed(self, known: dict[str, Any], person: Any) -> dict[str, Any]:
        """The whole area, where the unit is one that the person may add up."""
        unit = str(known.get("unit", ""))
        if "scope" not in known:
            known["scope"] = Scope.AREA if unit.isdecimal() and len(unit) < 18 and areas_seen(person).filter(pk=unit).exists() else Scope.OWN
        return known


class AreaForm(YearForm):
    """A unit whose area the person may add up, and a year."""

    def choices(self, person: Any) -> QuerySet[Unit]:
        """Areas, else the person's own units."""
        areas = areas_seen(person)
        return areas if areas.exists() else units_seen(person)


class MeasureForm(AreaForm):
    """An area, a year and what its units are compared by."""

    by = forms.ChoiceField(label="比较内容")

    def __init__(self, given: Mapping[str, Any], *, person: Any, years: Sequence[int]) -> None:
        super().__init__(given, person=person, years=years)
        field = self.fields["by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, one.label) for key, one in measures().items()]

    def completed(self, known: dict[str, Any], person: Any) -> dict[str, Any]:
        """By the first measure."""
        known.setdefault("by", next(iter(measures())))
        return known


class YearsForm(RollupForm):
    """All years of one unit, 本级 or 全域."""

    def __init__(self, given: Mapping[str, Any], *, person: Any, years: Sequence[int]) -> None:
        self.areas = areas_seen(person)
        super().__init__(given, person=person, years=years)
        del self.fields["year"]
        if not self.areas.exists():  # whoever may see no area is not asked whether they want one
            for name in ("scope", "kind"):
                self.fields[name].widget = forms.HiddenInput()

    def first(self, units: QuerySet[Unit]) -> Unit | None:
        """The uppermost area that the person may add up, else the first unit in the tree that has figures of its own."""
        return self.areas.order_by("path", "place").first() or units.filter(figures__scope=Scope.OWN).order_by("place").first() or super().first(units)
