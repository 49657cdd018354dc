"""A server in front that is not named: told in the log and at the next start, for as long as it is not named."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from gongkai.web.common import proxies


@pytest.fixture
def site(settings, tmp_path):
    """A site whose data lie in a folder of their own, nothing set."""
    settings.DATA, settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.HTTPS, settings.CSRF_TRUSTED_ORIGINS = tmp_path, 0, False, []
    return proxies.Unnamed(lambda request: HttpResponse("…"))


def asked(site, address="127.0.0.1", **more):
    assert site(RequestFactory().get("/", REMOTE_ADDR=address, **more)).status_code == 200


def test_the_first_request_that_was_passed_on_is_told_once_and_at_each_start(site, caplog):
    with caplog.at_level(logging.WARNING, "gongkai"):
        asked(site)
        assert proxies.announcement() == "" and caplog.records == []
        asked(site, HTTP_X_FORWARDED_FOR="203.0.113.7")
        asked(site, HTTP_X_FORWARDED_FOR="203.0.113.8")
    assert len(caplog.records) == 1 and "GONGKAI_PROXIES" in caplog.text
    assert "来自127.0.0.1" in proxies.announcement()


def test_what_comes_from_afar_may_be_made_up(site):
    asked(site, "8.8.8.8", HTTP_X_FORWARDED_FOR="10.0.0.1")
    asked(site, "nonsense", HTTP_X_FORWARDED_FOR="10.0.0.1")
    assert proxies.announcement() == ""


def test_a_server_that_is_named_is_forgotten(site, settings):
    asked(site, "10.0.0.9", HTTP_X_FORWARDED_FOR="203.0.113.7")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert proxies.announcement() == ""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert proxies.announcement() == ""
    asked(proxies.Unnamed(lambda request: HttpResponse()), "10.0.0.9")
    assert proxies.announcement() == ""


def test_settings_that_speak_of_a_server_in_front_are_held_against_each_other(site, settings):
    settings.HTTPS = True
    assert "GONGKAI_PROXIES" in proxies.announcement()
