"""SQLite as it comes, PostgreSQL by ``DATABASE_URL``."""

from __future__ import annotations

from typing import Any

import dj_database_url

from gongkai.web.settings import environment
from gongkai.web.settings.base import DATA

_URL = environment.text("DATABASE_URL")
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(_URL, conn_max_age=600, conn_health_checks=True) if _URL else {
    "ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "gongkai.sqlite3", "CONN_MAX_AGE": 600}}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time, who waits for the other; a transaction that will write says so at its start, one of a GET that reads does
    # not (common/transactions.py).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
    }
