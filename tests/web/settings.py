"""Settings of the tests: a folder of their own, quick passwords, either database.

``PLANLEDGER_TEST_DATABASE_URL`` names a PostgreSQL; SQLite when it is not set.
"""

import os
import tempfile
from pathlib import Path

_DATA = tempfile.TemporaryDirectory(prefix="planledger-tests-")
_KEPT = {"PLANLEDGER_CHROMIUM", "PLANLEDGER_EXAMPLES", "PLANLEDGER_GOLD", "PLANLEDGER_SHOTS"}
_KEPT |= {"PLANLEDGER_TEST_DATABASE_URL"}
for _name in [name for name in os.environ if name.startswith("PLANLEDGER_") and name not in _KEPT]:
    del os.environ[_name]
os.environ["PLANLEDGER_DATA"] = _DATA.name
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in the thread of the tests, which use none
os.environ["PLANLEDGER_DATABASE_URL"] = os.environ.get("PLANLEDGER_TEST_DATABASE_URL", "")

from planweb.settings.preparing import prepare_data_folder  # noqa: E402  # it reads the environment

prepare_data_folder()

from planweb.settings.application import *  # noqa: E402, F403
from planweb.settings.application import DATABASES  # noqa: E402

# A file, not memory: threads of the tests see one database with its locks.
DATABASES["default"].setdefault("TEST", {})
if not os.environ["PLANLEDGER_DATABASE_URL"]:
    DATABASES["default"]["TEST"]["NAME"] = Path(_DATA.name) / "tests.sqlite3"
DATABASES["default"].pop("CONN_MAX_AGE", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
