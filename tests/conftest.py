import pytest
from django.core.cache import caches

from legislation import page_cache


@pytest.fixture(autouse=True)
def fresh_pages(monkeypatch):
    """Every test sees its own pages, and every change at once."""
    caches["pages"].clear()
    monkeypatch.setattr(page_cache, "TRUST_EDITION_FOR", 0)
