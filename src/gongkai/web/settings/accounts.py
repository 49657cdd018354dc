"""Sign-in: allauth (password, TOTP, sessions), axes (lock-out)."""

from __future__ import annotations

from datetime import timedelta

from gongkai.web.settings import environment

AUTH_USER_MODEL = "organs.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gongkai.web.organs.passwords.Length", "OPTIONS": {"min_length": 10}},
    {"NAME": "gongkai.web.organs.passwords.Mixed"},
    {"NAME": "gongkai.web.organs.passwords.Unlike", "OPTIONS": {"user_attributes": ("username", "name", "email")}},
    {"NAME": "gongkai.web.organs.passwords.Uncommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organs:home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = environment.number("GONGKAI_SESSION_MINUTES", 120) * 60
"""Seconds without a click or a keystroke after which a person is signed out; organs.signin.Presence prolongs the session."""
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "gongkai.web.organs.signin.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes locks out, and says for how long
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("GONGKAI_PROXIES", 0)
"""How many servers of the host stand in front; the visitor's address is then read from X-Forwarded-For."""
USERSESSIONS_TRACK_ACTIVITY = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by a 管理员, nobody verifies them
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = environment.text("GONGKAI_SITE_NAME", "政府信息公开平台")
MFA_FORMS = {
    "authenticate": "gongkai.web.organs.forms.secondfactors.AuthenticateForm",
    "reauthenticate": "gongkai.web.organs.forms.secondfactors.ReauthenticateForm",
    "activate_totp": "gongkai.web.organs.forms.secondfactors.ActivateTOTPForm",
}
MFA_ADAPTER = "gongkai.web.organs.secondfactors.SecondFactor"

AXES_FAILURE_LIMIT = environment.number("GONGKAI_LOCKOUT_TRIES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=environment.number("GONGKAI_LOCKOUT_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "gongkai.web.organs.signin.locked"
AXES_CLIENT_IP_CALLABLE = "gongkai.web.organs.signin.address_of"
AXES_USERNAME_CALLABLE = "gongkai.web.organs.signin.name_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who tries again too early does not wait longer for it
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
