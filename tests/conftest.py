import os

import pytest

# Tests need no .env: what they need, they set.
os.environ.setdefault("SECRET_KEY", "for-tests-only-" * 4)


def pytest_configure(config):
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_pages(monkeypatch):
    """Every test sees its own pages, and every change at once."""
    from django.core.cache import caches

    from legislation import page_cache

    caches["pages"].clear()
    monkeypatch.setattr(page_cache, "TRUST_EDITION_FOR", 0)
