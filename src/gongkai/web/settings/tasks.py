"""Background work on the database's own queue, and mail."""

from __future__ import annotations

from gongkai.web.settings import environment
from gongkai.web.settings.base import DATA

Q_CLUSTER = {
    "name": "gongkai",
    "orm": "default",
    "workers": environment.number("GONGKAI_WORKERS", 2),
    "timeout": 600,
    "retry": 660,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "poll": 1,
    "save_limit": 1000,
    "log_level": "WARNING",  # what goes well is not worth a line each minute; the names to sign in with would scroll away
    "label": "后台任务",
}

EMAIL_HOST = environment.text("GONGKAI_SMTP_HOST")
EMAIL_PORT = environment.number("GONGKAI_SMTP_PORT", 465)
EMAIL_HOST_USER = environment.text("GONGKAI_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("GONGKAI_SMTP_PASSWORD")
EMAIL_USE_SSL = environment.flag("GONGKAI_SMTP_SSL", True)
DEFAULT_FROM_EMAIL = environment.text("GONGKAI_MAIL_FROM", "gongkai@localhost")
# Without a mail server letters are written into a folder of the data, so that none is lost.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST \
    else "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"

# Hosts that a unit's reminders may be sent to (applications/domain/webhooks.py); none unless named.
WEBHOOK_HOSTS = environment.words("GONGKAI_WEBHOOK_HOSTS")
