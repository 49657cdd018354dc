"""Sign-in and a person's own account: of allauth's pages those that make sense where accounts are made by a 管理员."""

from functools import wraps

from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from gongkai.web.common.access import public
from gongkai.web.organs.views import home


@public
def closed(request: HttpRequest) -> HttpResponse:
    """Pages whose names allauth asks for, and which nobody may open: signing up, managing addresses of mail."""
    raise Http404("本平台的账号由管理员建立，没有这个页面。")


@public
@wraps(account.login)
def login(request: HttpRequest) -> HttpResponse:
    """allauth's page; whose second factor was taken away while it was asked for begins again, instead of being sent to and fro."""
    stage = get_pending_stage(request)
    if stage is not None and not is_mfa_enabled(stage.login.user, [Authenticator.Type.TOTP]):
        clear_login(request)
    return account.login(request)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.account, name="account"),
    path("contact/", home.contact, name="account_contact"),
    path("login/", login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/<int:id>/end", home.end_session, name="session_end"),
    path("alive", home.alive, name="alive"),
    path("sessions/", include("allauth.usersessions.urls")),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("password/set/", closed, name="account_set_password"),
]
if settings.EMAIL_HOST:  # a forgotten password is mended by mail only where mail is sent
    urlpatterns += [
        path("password/reset/", account.password_reset, name="account_reset_password"),
        path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
        re_path(r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", account.password_reset_from_key,
                name="account_reset_password_from_key"),
        path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    ]
