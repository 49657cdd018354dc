"""Apps, middleware, templates, language and files."""

from __future__ import annotations

from pathlib import Path

from gongkai.web.settings import environment

DATA = environment.data_folder()
DEBUG = environment.flag("GONGKAI_DEBUG")

INSTALLED_APPS = [
    "gongkai.web.common",
    "gongkai.web.organs",
    "gongkai.web.disclosure",
    "gongkai.web.applications",
    "gongkai.web.annualreport",
    "gongkai.web.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "django_prose_editor",
    "js_asset",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gongkai.web.common.proxies.Unnamed",
    "gongkai.web.common.transactions.ReadFirst",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.web.organs.signin.Presence",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.web.common.middleware.Workbench",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.web.urls"
WSGI_APPLICATION = "gongkai.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FRAME = environment.text("GONGKAI_PORTAL_FRAME")
HOST_HEADER = bool(FRAME) and (Path(FRAME) / "frame/header.html").exists()
"""Whether the host's own header takes the place of ours; search and the parts of the portal then stand below it."""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [FRAME] if FRAME else [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gongkai.web.common.context.site",
            ],
            "builtins": ["gongkai.web.common.templatetags.gongkai"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DATE_FORMAT = "Y-m-d"

PREFIX = environment.text("GONGKAI_PREFIX").strip("/")
"""The path under which the host keeps the site, where it has not a name of its own."""
FORCE_SCRIPT_NAME = f"/{PREFIX}" if PREFIX else None
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT: Path = DATA / "files"
"""Uploaded files. They have no address of their own: a view serves them through the gate."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG
                    else "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MOST = environment.number("GONGKAI_UPLOAD_MB", 50) << 20
"""Bytes that one uploaded file may have."""

SITE_NAME = environment.text("GONGKAI_SITE_NAME", "政府信息公开平台")
SITE_ADDRESS = environment.text("GONGKAI_SITE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
"""The address under which the public reaches the site: for feeds, the sitemap and letters."""
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
"""What went wrong inside a request is written to standard error, where and why; Django itself would send it by mail alone."""
FORM_RENDERER = "gongkai.web.common.formrenderer.Renderer"
DJANGO_TABLES2_TEMPLATE = "common/table.html"
API_PER_MINUTE = environment.number("GONGKAI_API_PER_MINUTE", 120)
"""Requests that one key may make in a minute."""
APPLY_PER_HOUR = environment.number("GONGKAI_APPLY_PER_HOUR", 30)
"""Applications that may be filed on the portal from one address in an hour."""
