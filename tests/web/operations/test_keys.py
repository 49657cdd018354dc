"""The keys change and everything still opens; broken off, it is simply run again."""

from __future__ import annotations

import base64

import pytest
from allauth.mfa.models import Authenticator

from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import opening, strongbox, vault
from gongkai.web.applications.models import Case
from gongkai.web.common import days, sealing
from gongkai.web.common.models import ImportRun
from gongkai.web.operations import keys
from gongkai.web.organs.secondfactors import SecondFactor


@pytest.fixture
def case(county, settings, tmp_path):
    settings.SEALING_FILE = tmp_path / "sealing.keys"
    made, code = opening.open_case(county.staff("education", "clerk"), county.education, channel="in_person", submitted_on=days.today(), applicant_kind="person",
                                   applicant={"name": "王小满", "telephone": "13800138000"}, application={"content": "招标文件"})
    made.code = code
    return made


def opens(case):
    again = Case.objects.get(pk=case.pk)
    return vault.application_of(again)["content"] == "招标文件" and opening.find(case.receipt, case.code) == again


def test_the_keys_change_and_everything_still_opens(county, case):
    ImportRun.objects.create(unit=county.education, kind="cases", made_by=county.people["education", "clerk"],
                             rows={"sealed": sealing.wrap(b"[]", f"import cases {county.education.pk}")})
    before = dict(sealing.keys())
    assert keys.change() | {"case": 1, "import": 1} == keys.change() | {"case": 1, "import": 1}
    assert not set(before.values()) & set(sealing.keys().values()) and len(sealing.keys()) == 1
    assert opens(case)
    assert ImportRun.objects.get().rows["sealed"].split("$")[1] == sealing.current()[0]


def test_whoever_signs_in_with_a_second_factor_still_can(county, case):
    adapter = SecondFactor()
    row = Authenticator.objects.create(user=county.people["education", "clerk"], type="totp", data={"secret": adapter.encrypt("ABCDEF")})
    assert keys.change()["second_factor"] == 1
    row.refresh_from_db()
    assert len(sealing.keys()) == 1 and adapter.decrypt(row.data["secret"]) == "ABCDEF"


def test_broken_off_it_is_run_again(case, monkeypatch):
    def broken():
        raise OSError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(strongbox, "rotate", broken)
        with pytest.raises(GongkaiError):
            keys.change()
    assert len(sealing.keys()) == 2 and opens(case)
    assert keys.change()["case"] == 1
    assert len(sealing.keys()) == 1 and opens(case)


def test_keys_of_the_environment_are_their_owners(case, settings):
    old = f"{sealing.current()[0]}:" + base64.b64encode(sealing.current()[1]).decode()
    fresh = "new:" + base64.b64encode(sealing.new_key()).decode()
    settings.SEALING_KEYS = [fresh, old]
    assert keys.change()["case"] == 1
    settings.SEALING_KEYS = [fresh]
    assert opens(case)
