"""Every page drawn anew, as for the first reader after a change."""

from django.core.cache.backends.dummy import DummyCache

from legislation.page_cache import PageCacheMiddleware


class UncachedPagesMiddleware(PageCacheMiddleware):
    def __init__(self, get_response):
        super().__init__(get_response)
        self.pages = DummyCache("", {})
