"""What every change of this app asks first."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from gongkai.web.common import days
from gongkai.web.organs.models import Unit


def eve(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def passed(day: date) -> None:
    """A change of a unit is entered when it has taken effect, so that what the site shows is what holds.

    Raises:
        ValidationError: the day has yet to come.
    """
    if day > days.today():
        raise ValidationError(f"生效日期{day}尚未到来，请在生效当日或之后办理。")


def standing(unit: Unit) -> None:
    """The unit has not been abolished.

    Raises:
        ValidationError: it has.
    """
    if unit.abolished_on:
        raise ValidationError(f"{unit}已于{unit.abolished_on}撤销，请选择现有单位。")


def lock_tree() -> None:
    """One change of the tree at a time: units keep their paths while another is moved. Within a transaction."""
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None).order_by("pk").values_list("pk"))
