"""allauth's forms of the second factor, in the words of its pages."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp


class _Worded:
    """The box for the six digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.label = "验证码"
        code.widget.attrs.pop("placeholder", None)


class AuthenticateForm(_Worded, base.AuthenticateForm):
    """At sign-in."""


class ReauthenticateForm(_Worded, base.ReauthenticateForm):
    """Before a step that asks once more."""


class ActivateTOTPForm(_Worded, totp.ActivateTOTPForm):
    """When it is set up."""
