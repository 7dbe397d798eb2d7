import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from legislation import page_cache


@pytest.fixture(autouse=True)
def fresh_pages(monkeypatch):
    """Every test sees its own pages, and every change at once."""
    caches["pages"].clear()
    monkeypatch.setattr(page_cache, "TRUST_EDITION_FOR", 0)


@pytest.fixture(autouse=True)
def spanish():
    """A request leaves its language active in the thread; every test begins in ours."""
    translation.activate(settings.LANGUAGE_CODE)
