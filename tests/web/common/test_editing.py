import pytest

from gongkai.web.common.editing import Conflict
from gongkai.web.organs.models import Unit


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(county):
    first, second = Unit.objects.get(pk=county.town.pk), Unit.objects.get(pk=county.town.pk)
    first.save_over(first.version, short_name="石里镇")
    with pytest.raises(Conflict) as told:
        second.save_over(second.version, short_name="石里")
    assert told.value.current.short_name == "石里镇"
    assert told.value.mine == {"short_name": "石里"}
    assert Unit.objects.get(pk=county.town.pk).short_name == "石里镇"
