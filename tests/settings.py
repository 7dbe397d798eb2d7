"""The product's own settings, with what tests need to be quick and to run without an .env."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for-tests-only-" * 4)

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = BASE_DIR / "static"  # WhiteNoise warns of a folder that is not there
_media = tempfile.TemporaryDirectory()  # gone with the process
MEDIA_ROOT = Path(_media.name)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
