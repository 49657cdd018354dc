import io
import json
import re
import time
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from gongkai.web.common import sealing
from gongkai.web.common.models import Event
from gongkai.web.organs import signin
from gongkai.web.organs.secondfactors import SecondFactor, reseal

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _no_rates_left():
    cache.clear()


@pytest.fixture
def clerk(county):
    return county.people["education", "clerk"]


def sign_in(client, name="education-clerk", password="correct horse", **more):
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def test_signing_in_leads_to_the_workbench_and_is_logged(client, clerk):
    response = sign_in(client)
    assert response.headers["Location"] == "/workbench/"
    assert client.get("/workbench/").status_code == 200
    client.post("/account/logout/")
    assert list(Event.objects.order_by("id").values_list("action", flat=True)) == ["person.signed_in", "person.signed_out"]
    assert client.get("/workbench/").headers["Location"] == "/account/login/?next=/workbench/"


def test_the_page_that_asked_for_the_sign_in_is_shown_after_it_and_no_other_site(client, clerk):
    assert client.post(LOGIN + "?next=/workbench/notices/", {"login": clerk.username, "password": "correct horse",
                                                            "next": "/workbench/notices/"}).headers["Location"] == "/workbench/notices/"
    client.post("/account/logout/")
    response = client.post(LOGIN, {"login": clerk.username, "password": "correct horse", "next": "https://example.com/"})
    assert response.headers["Location"] == "/workbench/"


@pytest.mark.parametrize("name", ["education-clerk", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(client, clerk, name):
    page = sign_in(client, name, "wrong").content.decode()
    assert "用户名或密码不正确，请核对后重新输入；连续多次输错将暂时锁定。" in page


def test_five_wrong_passwords_lock_out_the_name_at_that_address_for_a_quarter_of_an_hour(client, clerk, county, settings):
    for _ in range(4):
        assert sign_in(client, password="wrong").status_code == 200
    response = sign_in(client, password="wrong")
    assert response.status_code == 429
    assert "请15分钟后再试" in response.content.decode()
    assert sign_in(client).status_code == 429, "the right password does not help either"
    assert sign_in(client, "water-clerk").status_code == 302, "others at the same address are not locked out"
    client.post("/account/logout/")
    assert sign_in(client, REMOTE_ADDR="10.1.2.3").status_code == 302, "nor is the person elsewhere"


def test_the_lock_out_says_what_is_left_of_it_and_ends(client, clerk):
    for _ in range(5):
        sign_in(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    assert "请5分钟后再试" in sign_in(client).content.decode()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_a_success_forgives_the_wrong_passwords_before_it(client, clerk):
    for _ in range(2):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302
        client.post("/account/logout/")


def test_behind_the_host_s_server_the_visitor_s_own_address_counts(client, clerk, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(5):
        sign_in(client, password="wrong", HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.5").status_code == 429
    assert sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.6").status_code == 302


def test_an_account_that_was_closed_is_refused(client, clerk):
    type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
    sign_in(client)
    assert client.get("/workbench/").status_code == 302


def test_a_given_password_must_be_changed_before_anything_else(client, clerk):
    type(clerk).objects.filter(pk=clerk.pk).update(must_change_password=True)
    sign_in(client)
    for path in ("/workbench/", "/account/", "/account/sessions/", "/files/00000000-0000-0000-0000-000000000000"):
        assert client.get(path).headers["Location"] == "/account/password/change/"
    page = client.get("/account/password/change/").content.decode()
    assert "请先设置新密码" in page and "至少10个字符" in page
    client.post("/account/password/change/", {"oldpassword": "correct horse", "password1": "Battery-Staple-9", "password2": "Battery-Staple-9"})
    clerk.refresh_from_db()
    assert not clerk.must_change_password
    sign_in(client, password="Battery-Staple-9")
    assert client.get("/workbench/").status_code == 200


@pytest.mark.parametrize(("password", "sentence"), [
    ("Ab1-", "密码太短，至少要有10个字符。"), ("13800000000", "密码不能全是数字，请加上字母或其他符号。"),
    ("education-clerk", "密码与您的用户名太相似，请换一个。"), ("password123", "这是常见的密码，容易被猜到，请换一个。"),
])
def test_a_weak_password_is_refused_with_the_reason(client, clerk, password, sentence):
    sign_in(client)
    page = client.post("/account/password/change/", {"oldpassword": "correct horse", "password1": password, "password2": password})
    assert sentence in page.content.decode()


def test_a_session_ends_after_its_time_and_a_click_prolongs_it(client, clerk, settings):
    sign_in(client)
    row = Session.objects.get()
    assert row.expire_date - timezone.now() < timedelta(seconds=settings.SESSION_COOKIE_AGE + 5)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    session = client.session
    session[signin.SEEN] = int(time.time()) - 120
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    client.get("/workbench/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=100)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/workbench/").status_code == 302


def test_the_cookie_goes_with_the_browser_and_no_script_reads_it(client, clerk):
    cookie = sign_in(client).cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_presence_is_noted_once_a_minute_and_not_with_each_click(client, clerk):
    sign_in(client)
    seen = UserSession.objects.get().last_seen_at
    client.get("/workbench/")
    assert UserSession.objects.get().last_seen_at == seen


def test_other_sessions_are_listed_and_ended_one_by_one(client, clerk):
    from django.test import Client

    elsewhere = Client()
    sign_in(elsewhere, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/86.0 Safari/537.36")
    sign_in(client)
    page = client.get("/account/sessions/").content.decode()
    assert "Chrome，Windows" in page
    other = UserSession.objects.exclude(session_key=client.session.session_key).get()
    client.post(reverse("session_end", args=[other.pk]))
    assert elsewhere.get("/workbench/").status_code == 302
    assert client.get("/workbench/").status_code == 200


def test_nobody_ends_another_person_s_session(client, county):
    from django.test import Client

    victim = Client()
    sign_in(victim, "water-clerk")
    sign_in(client)
    session = UserSession.objects.get(user=county.people["water", "clerk"])
    assert client.post(reverse("session_end", args=[session.pk])).status_code == 404
    assert victim.get("/workbench/").status_code == 200


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def _within_one_step(monkeypatch):
    """A code is good for the half minute it is made in (RFC 6238 §4): a test that runs over its end would give the last one's."""
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: 1_800_000_000))


@pytest.mark.usefixtures("_within_one_step")
def test_a_second_factor_is_set_up_and_then_asked_for(client, clerk):
    sign_in(client)
    page = client.get("/account/2fa/totp/activate/", follow=True)
    assert "确认是您本人" in page.content.decode()
    client.post("/account/reauthenticate/", {"password": "correct horse", "next": "/account/2fa/totp/activate/"})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"official-code number\">(\w+)<", page)[1]
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "验证码不正确" in wrong
    assert "代码" not in page + wrong
    response = client.post("/account/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert "备用码" in response.content.decode() and response.status_code == 200
    codes = re.findall(r"<li>(\d{8})</li>", response.content.decode())
    assert len(codes) == 10
    client.post("/account/logout/")
    assert sign_in(client).headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/workbench/").status_code == 302, "the password alone opens nothing"
    assert "验证码不正确" in client.post("/account/2fa/authenticate/", {"code": "123"}).content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": codes[0]}).headers["Location"] == "/workbench/"


@pytest.mark.usefixtures("_within_one_step")
def test_the_secret_lies_sealed_while_it_is_set_up(client, clerk, settings, tmp_path):
    settings.SEALING_FILE = tmp_path / "sealing.keys"
    activate = "/account/2fa/totp/activate/"
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": "correct horse"})

    def shown(page):
        return re.search(r"official-code number\">(\w+)<", page.content.decode())[1]

    first = shown(client.get(activate))
    kept = json.dumps([session.get_decoded() for session in Session.objects.all()])
    assert first not in kept and "AES-256-GCM$k1$" in kept
    second = shown(client.get(activate))
    assert second != first
    assert shown(client.post(activate, {"code": "000000"})) == second, "a wrong code keeps the secret that the telephone has"
    settings.SEALING_FILE = tmp_path / "other.keys"
    third = shown(client.post(activate, {"code": code(second)}))
    assert third != second and not Authenticator.objects.exists(), "a secret that does not open any more is replaced"
    client.post(activate, {"code": code(third)})
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()
    assert "mfa.totp.secret" not in json.dumps([session.get_decoded() for session in Session.objects.all()])


def test_a_second_factor_is_taken_away_only_after_the_password(client, clerk):
    TOTP.activate(clerk, generate_totp_secret())
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "确认是您本人" in client.get("/account/2fa/totp/deactivate/", follow=True).content.decode()
    client.post("/account/reauthenticate/", {"password": "correct horse"})
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=clerk).exists()


@pytest.mark.parametrize("name", ["totp_activated", "totp_deactivated", "recovery_codes_generated"])
def test_what_was_done_is_told_in_the_words_of_the_pages(name):
    told = render_to_string(f"mfa/messages/{name}.txt")
    assert told.endswith("。") and ("两步验证" in told or "备用码" in told) and "恢复代码" not in told


@pytest.fixture
def sealed(clerk, settings, tmp_path):
    """The clerk's authenticator, on a site with keys of its own."""
    settings.SEALING_FILE = tmp_path / "sealing.keys"
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    RecoveryCodes.activate(clerk)
    return secret


def kept():
    return json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def enters(client, secret):
    client.post("/account/logout/")
    sign_in(client)
    return client.post("/account/2fa/authenticate/", {"code": code(secret)}).headers.get("Location") == "/workbench/"


def test_what_an_authenticator_keeps_cannot_be_read_from_the_database(client, clerk, sealed):
    assert sealed not in kept() and kept().count("AES-256-GCM$k1$") == 2
    assert enters(client, sealed)


def test_what_was_kept_open_is_sealed_by_the_migration(client, clerk, sealed):
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()
    for row in Authenticator.objects.all():
        row.data = {**row.data, **{name: SecondFactor().decrypt(row.data[name]) for name in ("secret", "seed") if name in row.data}}
        row.save()
    assert sealed in kept()
    import_module("gongkai.web.organs.migrations.0002_seal_second_factors").seal(apps, None)
    assert sealed not in kept() and reseal(Authenticator) == 0
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes() == codes
    assert enters(client, sealed)


def test_authenticators_come_along_when_the_keys_are_changed(client, clerk, sealed):
    sealing.add_key()
    assert reseal(Authenticator) == 2
    sealing.drop_old_keys()
    assert enters(client, sealed)


def test_without_the_key_nobody_gets_in_and_it_is_said_why(client, clerk, sealed, settings, tmp_path):
    settings.SEALING_FILE = tmp_path / "other.keys"
    sign_in(client)
    for given in (code(sealed), code("A" * 32)):
        answer = client.post("/account/2fa/authenticate/", {"code": given})
        assert answer.status_code == 503 and "密钥" in answer.content.decode()
    assert client.get("/workbench/").status_code == 302
    with pytest.raises(CommandError, match="没有用户名"):
        call_command("remove_second_factor", "nobody")
    call_command("remove_second_factor", clerk.username, stdout=io.StringIO())
    waits = client.get("/account/2fa/authenticate/", follow=True)
    assert waits.status_code == 200 and waits.redirect_chain == [("/account/login/", 302)]  # where it was asked for meanwhile
    assert sign_in(client).headers["Location"] == "/workbench/"
    client.post("/account/logout/")
    with pytest.raises(CommandError, match="没有启用"):
        call_command("remove_second_factor", clerk.username)


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "password/set/", "password/reset/", "login/code/confirm/",
                                  "2fa/webauthn/", "3rdparty/"])
def test_pages_that_make_no_sense_here_are_not_there(client, clerk, path):
    assert client.get(f"/account/{path}").status_code == 404
    sign_in(client)
    assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "password/change/", "2fa/", "sessions/", "logout/", "reauthenticate/", "inactive/"])
def test_every_page_of_the_account_is_ours_and_in_chinese(client, clerk, path):
    sign_in(client)
    page = client.get(f"/account/{path}").content.decode()
    assert "gongkai.css" in page
    words = re.sub(r"<[^>]*>|&\w+;", " ", re.sub(r"(?s)<(head|script)\b.*?</\1>", "", page))
    assert not re.search(r"[A-Za-z]{4,}", words.replace("education-clerk", "").replace("Chrome", "").replace("Linux", "").replace("password123", "")), words
