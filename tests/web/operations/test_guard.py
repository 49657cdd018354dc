import pytest

from gongkai.web.operations import guard


def test_a_site_with_a_strong_key_and_its_own_accounts_may_be_opened(county, settings):
    settings.SECRET_KEY = "k3v9-2hs8-xq7w-05zu-81nb-mm4t-lo6p"
    assert list(guard.faults()) == []


@pytest.mark.parametrize(("name", "value", "told"), [
    ("DEBUG", True, "调试模式"),
    ("SECRET_KEY", "secret", "密钥"),
    ("SECRET_KEY", "django-insecure-2hs8-xq7w-05zu-81nb-mm4t-lo6p", "密钥"),
    ("ALLOWED_HOSTS", ["*"], "允许的域名"),
])
def test_what_a_public_site_must_not_be_is_told_with_what_to_do(county, settings, name, value, told):
    settings.SECRET_KEY = "k3v9-2hs8-xq7w-05zu-81nb-mm4t-lo6p"
    setattr(settings, name, value)
    (fault,) = guard.faults()
    assert told in fault
    assert "请" in fault


@pytest.mark.parametrize(("address", "told"), [
    ("http://127.0.0.1:8000", True), ("http://localhost/zwgk", True), ("https://www.qingchuan.gov.cn", False), ("http://10.1.2.3", False)])
def test_an_address_that_nobody_outside_can_open_is_told_of(db, settings, address, told):
    settings.SITE_ADDRESS = address
    assert [("GONGKAI_SITE_ADDRESS" in hint, address in hint) for hint in guard.hints()] == [(True, True)] * told


def test_accounts_whose_password_is_known_to_all_keep_a_site_closed(county, settings):
    settings.SECRET_KEY = "k3v9-2hs8-xq7w-05zu-81nb-mm4t-lo6p"
    somebody = county.staff("town", "clerk")
    somebody.demonstration = True
    somebody.save()
    (fault,) = guard.faults()
    assert "演示账号（town-clerk 等）" in fault
