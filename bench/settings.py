"""The product's own settings, with two addresses more: an empty view and an uncached bill page."""

import os

from config.settings import *  # noqa: F403
from config.settings import CACHES

ROOT_URLCONF = "bench.urls"
if os.environ.get("BENCH_UNCACHED"):
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
