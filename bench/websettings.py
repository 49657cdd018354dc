"""Settings of the site that is measured: its own, with one address more, which gives bytes that are ready-made."""

from gongkai.web.settings import *  # noqa: F403

ROOT_URLCONF = "bench.weburls"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
LOGGING = {"version": 1, "disable_existing_loggers": True}
