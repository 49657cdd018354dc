"""Key, hosts, cookies, and what a page may load: nothing from another host."""

from __future__ import annotations

from csp.constants import NONCE, NONE, SELF

from gongkai.web.settings import environment
from gongkai.web.settings.base import DATA, DEBUG, FORCE_SCRIPT_NAME

SECRET_KEY = environment.secret_key(DATA)
# What wraps the keys of cases (common/sealing.py): given, the newest first, or made by the site in a file of its own.
SEALING_KEYS = environment.words("GONGKAI_SEALING_KEYS")
SEALING_FILE = DATA / "sealing.keys"
ALLOWED_HOSTS = environment.words("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("GONGKAI_ORIGINS")
# TLS ends at the host's own server, which says so in this header; only then are cookies kept to TLS.
HTTPS = environment.flag("GONGKAI_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = FORCE_SCRIPT_NAME or "/"  # the host's other pages do not get them
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "gongkai.web.common.views.no_token"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # redirecting to TLS is the business of the server in front
    *([] if HTTPS or not DEBUG else ["security.W004", "security.W012", "security.W016"]),
]
