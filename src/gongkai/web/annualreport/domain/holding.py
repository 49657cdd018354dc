"""Files of an area are changed by one person at a time."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from gongkai.web.annualreport.models import CollectedFile
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Person, Unit


def hold_area(area: int) -> None:
    """Let nobody else change collected files of an area until the transaction ends."""
    Unit.objects.select_for_update(no_key=True).get(pk=area)


def held(actor: Person, file: CollectedFile, *states: str) -> CollectedFile:
    """The file, held until the transaction ends, and with it the files of its area: a change of one settles its twins too, and two
    people who held one each would wait for each other.

    Raises:
        Refused; ValidationError: it is in none of the `states`.
    """
    require(actor, "edit", file)
    hold_area(file.area_id)
    row = CollectedFile.objects.select_for_update(of=("self",)).select_related("batch", "area").get(pk=file.pk)
    if row.state not in states:
        raise ValidationError(f"这份文件现在是“{row.get_state_display()}”，不能这样办理，请刷新页面查看。")
    return row
