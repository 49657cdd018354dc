import pytest

from gongkai.web.applications.models import Case
from gongkai.web.common import gate
from gongkai.web.common.gate import Refused, allows, require
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit


def test_a_supervisor_reads_the_whole_subtree_and_a_clerk_the_own_unit(county):
    assert set(Unit.objects.restrict(county.staff("root", "supervisor"))) == set(Unit.objects.all())
    assert set(Unit.objects.restrict(county.staff("education", "clerk"))) == {county.education}


@pytest.mark.parametrize("most", [2000, 3, 0])
def test_a_condition_and_a_row_in_hand_get_the_same_answer(county, monkeypatch, most):
    """However many units a condition may name one by one: with 3, all that are below root are left to the tree."""
    monkeypatch.setattr(gate, "WRITTEN_OUT", most)
    for key, role in county.people:
        somebody = county.staff(key, role)
        for action in Unit.gate.actions:
            listed = set(Unit.objects.restrict(somebody, action))
            assert listed == {row for row in Unit.objects.all() if allows(somebody, action, row)}
            assert Unit.gate.somewhere(somebody, action) is (Unit.gate.where(somebody, action) is not None)


def test_a_refusal_says_what_was_refused_and_whom_to_ask(county):
    with pytest.raises(Refused, match="您在该单位没有管理单位的权限，如确需办理，请联系本单位管理员。"):
        require(county.staff("education", Role.CLERK), "edit", county.education)


def test_an_action_that_no_rule_names_is_a_fault_of_the_code(county):
    with pytest.raises(LookupError):
        allows(county.staff("education", Role.CLERK), "fly", county.education)
    with pytest.raises(LookupError):
        Unit.gate.somewhere(county.staff("education", Role.CLERK), "fly")


@pytest.mark.parametrize("most", [2000, 3, 0])
def test_a_row_of_two_units_is_seen_from_either(county, monkeypatch, most):
    """The same for a case, whose handler may be another unit, or none."""
    monkeypatch.setattr(gate, "WRITTEN_OUT", most)
    day = {"submitted_on": "2026-09-18", "channel": "in_person", "origin": "staff", "applicant_kind": "person", "sealed": b""}
    units = (county.root, county.education, county.water)
    for number, (unit, handler) in enumerate((unit, handler) for unit in units for handler in (*units, None)):
        Case.objects.create(unit=unit, body=unit, handler=handler, receipt=f"R{number}", code_index=f"{number}", **day)
    rows = list(Case.objects.select_related("unit", "handler"))
    for key, role in county.people:
        somebody = county.staff(key, role)
        for action in Case.gate.actions:
            assert set(Case.objects.restrict(somebody, action)) == {row for row in rows if allows(somebody, action, row)}
            assert Case.gate.somewhere(somebody, action) is (Case.gate.where(somebody, action) is not None)
