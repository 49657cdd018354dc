import pytest

from gongkai.web.common.gate import Refused, allows, require
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit


def test_a_supervisor_reads_the_whole_subtree_and_a_clerk_the_own_unit(county):
    assert set(Unit.objects.restrict(county.staff("root", "supervisor"))) == set(Unit.objects.all())
    assert set(Unit.objects.restrict(county.staff("education", "clerk"))) == {county.education}


def test_a_condition_and_a_row_in_hand_get_the_same_answer(county):
    for key, role in county.people:
        somebody = county.staff(key, role)
        for action in Unit.gate.actions:
            listed = set(Unit.objects.restrict(somebody, action))
            assert listed == {row for row in Unit.objects.all() if allows(somebody, action, row)}


def test_a_refusal_says_what_was_refused_and_whom_to_ask(county):
    with pytest.raises(Refused, match="您在该单位没有管理单位的权限，如确需办理，请联系本单位管理员。"):
        require(county.staff("education", Role.CLERK), "edit", county.education)


def test_an_action_that_no_rule_names_is_a_fault_of_the_code(county):
    with pytest.raises(LookupError):
        allows(county.staff("education", Role.CLERK), "fly", county.education)
