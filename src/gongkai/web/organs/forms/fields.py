"""Fields and bases that the forms of this app share."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from gongkai.web.common import days
from gongkai.web.organs.models import Person, Unit


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class UnitField(forms.ModelChoiceField):
    """A unit among those given, each set in by its depth in the tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **{"empty_label": "请选择", **kwargs})

    def label_from_instance(self, unit: Any) -> str:
        """The name, set in."""
        return "　" * (unit.path.count("/") - 2) + unit.name


class PersonField(forms.ModelChoiceField):
    """A person among those given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Person.objects.none(), **{"empty_label": "请选择", **kwargs})

    def label_from_instance(self, person: Any) -> str:
        """Name, user name, home unit."""
        return f"{person.name}（{person.username}，{person.home.called}）"


class UnitsField(forms.ModelMultipleChoiceField):
    """Units among those given, one box each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)


class LeavingForm(forms.ModelForm):
    """A form on a row that leaves fields of the row, and every constraint on them, to `domain/`, which has sentences of its own."""

    left: ClassVar[tuple[str, ...]] = ()

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), *self.left}  # type: ignore[misc]  # the stubs leave it out


class RowForm(forms.Form):
    """A form on a row that is no ModelForm; fields that are named like the row's begin with its values.

    Args:
        instance: the row.
        person: for whom choosers are narrowed; see `choices_for`.
    """

    def __init__(self, *args: Any, instance: Any = None, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance, self.person = instance, person
        for name in self.fields:
            if name not in self.initial and instance is not None and hasattr(instance, name):
                self.initial[name] = getattr(instance, name)
        self.prepare()

    def prepare(self) -> None:
        """Narrow the choosers, set what a field begins with."""

    def begin_today(self, *names: str) -> None:
        """The fields begin with today's date."""
        for name in names:
            self.initial[name] = days.today()


def standing_units(person: Any, action: str) -> Any:
    """The units on which a person may take an action and that have not been abolished, in the tree's order."""
    return Unit.objects.restrict(person, action).filter(abolished_on=None).order_by("place")
