"""Settings of the tests: data in a folder that goes away, quick password hashes, letters in memory."""

import atexit
import os
import shutil
import tempfile

os.environ["GONGKAI_DATA"] = tempfile.mkdtemp(prefix="gongkai-test-")
os.environ.setdefault("GONGKAI_SECRET_KEY", "only-for-tests")
atexit.register(shutil.rmtree, os.environ["GONGKAI_DATA"], ignore_errors=True)

from gongkai.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
Q_CLUSTER = {**Q_CLUSTER, "sync": True}  # noqa: F405
