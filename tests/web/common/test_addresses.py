import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from gongkai.web.common.addresses import addresses


@pytest.mark.parametrize(("route", "values"), [
    ("applications:case", [17]), ("applications:counted_cases", ["denied.state_secret", "person"]), ("applications:counted_cases", ["甲 乙?d&e#%", "x"]),
    ("applications:event_reverse", [3, 41])])
def test_an_address_is_the_one_that_the_routes_give(route, values):
    assert addresses(route, len(values))(*values) == reverse(route, args=values)


def test_it_lies_below_the_path_where_the_site_lives():
    before = get_script_prefix()
    set_script_prefix("/gongkai/")
    try:
        assert addresses("applications:case")(17) == "/gongkai/workbench/cases/17/"
    finally:
        set_script_prefix(before)


def test_a_route_that_is_none_and_values_too_few_are_faults():
    with pytest.raises(NoReverseMatch):
        addresses("applications:nothing")
    with pytest.raises(ValueError, match="zip"):
        addresses("applications:event_reverse", 2)(3)
