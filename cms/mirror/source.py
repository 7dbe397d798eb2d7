"""What a page comes from beside the database: our words and code, the settings it may show, and the day."""

import os
from hashlib import blake2b

from django.conf import settings
from django.utils import timezone

FOLDERS = ("accounts", "cms", "config", "crm", "legislation", "locale", "scrapers", "static", "templates")
SHOWN = (
    "SITE_URL",
    "CONGRESS_API_URL",
    "CONGRESS_PORTAL_URL",
    "CONGRESS_DETAIL",
    "CONTACT_EMAIL",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
)


def fingerprint(*more):
    told = [
        timezone.localdate().isoformat(),
        *map(str, more),
        *(str(getattr(settings, name)) for name in SHOWN),
    ]
    for path in files():
        stat = path.stat()
        told.append(f"{path}:{stat.st_size}:{stat.st_mtime_ns}")
    return blake2b("\n".join(told).encode(), digest_size=16).hexdigest()


def files():
    yield settings.BASE_DIR / "requirements.txt"
    for name in FOLDERS:
        for place, folders, found in os.walk(settings.BASE_DIR / name):
            folders[:] = sorted(folder for folder in folders if folder != "__pycache__")
            yield from (settings.BASE_DIR / place / file for file in sorted(found))
