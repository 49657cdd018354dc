"""allauth's forms of the second factor, in the words of its pages."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth
from django import forms

from gongkai.web.organs import secondfactors


class _Worded:
    """The box for the six digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._word()

    def _word(self) -> None:
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.label = "验证码"
        code.widget.attrs.pop("placeholder", None)


class AuthenticateForm(_Worded, base.AuthenticateForm):
    """At sign-in."""


class ReauthenticateForm(_Worded, base.ReauthenticateForm):
    """Before a step that asks once more."""


class ActivateTOTPForm(_Worded, totp.ActivateTOTPForm):
    """When it is set up. Until the code is given the secret lies in the session, sealed: a copy of the database tells it to nobody.

    A new secret is made whenever the page is asked for, and where the one of the session does not open any more.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)  # allauth's own leaves the secret open in the session
        self.secret = (self.is_bound and secondfactors.unsealed(context.request.session.get(auth.SECRET_SESSION_KEY, ""))
                       ) or self._begun()
        self._word()

    def _begun(self) -> str:
        secret = auth.generate_totp_secret()
        context.request.session[auth.SECRET_SESSION_KEY] = secondfactors.SecondFactor().encrypt(secret)
        return secret
