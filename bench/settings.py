"""The product's own settings, with two addresses more: an empty view and an uncached bill page."""

import os

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

ROOT_URLCONF = "bench.urls"
if os.environ.get("BENCH_UNCACHED"):
    kept = MIDDLEWARE.index("legislation.page_cache.PageCacheMiddleware")
    MIDDLEWARE[kept] = "bench.uncached.UncachedPagesMiddleware"
