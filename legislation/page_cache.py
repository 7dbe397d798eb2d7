"""Whole public pages, kept in memory until anything on them may have changed.

Every import, publication and hand-made entry advances Edition in its own transaction. A process asks for the
edition at most once a second, so no reader sees a page that is older than that.
"""

import gzip
import hashlib
import re
import time
from functools import wraps
from typing import NamedTuple

import brotli
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.translation import get_language

from legislation.models import Edition

TRUST_EDITION_FOR = 1.0  # seconds
SMALLEST_PACKED = 200  # bytes; below that, packing costs more than it saves

PACK = {
    "br": lambda body: brotli.compress(body, quality=6),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
ACCEPTED = {name: re.compile(rf"\b{name}\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))") for name in PACK}

_edition = (0.0, 0)  # when it was asked for, and the answer


class Page(NamedTuple):
    etag: str
    content_type: str
    bodies: dict[str, bytes]  # by content encoding, as far as somebody asked for it; "" is unpacked


def public_page(view):
    """Mark a view whose answer to an anonymous GET is the same for everyone."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_public_page = True
        return response

    return marked


def current_edition():
    global _edition
    asked, number = _edition
    if time.monotonic() - asked >= TRUST_EDITION_FOR:
        number = Edition.current()
        _edition = (time.monotonic(), number)
    return number


def once_an_edition(read):
    """Keep what every page shows alike as long as pages themselves are kept."""

    @wraps(read)
    def kept():
        when = f"{current_edition()}:{timezone.localdate()}"
        key = f"{when}:{get_language()}:{read.__module__}.{read.__name__}"
        if (answer := caches["pages"].get(key)) is None:
            answer = [read()]
            caches["pages"].set(key, answer)
        return answer[0]

    return kept


class PageCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        try:
            edition = current_edition()
        except DatabaseError:  # the view will say so in its own way, `/salud/` above all
            return self.get_response(request)
        # The scheme too: pages name themselves in full, and who asks may claim another by X-Forwarded-Proto.
        address = f"{edition}:{timezone.localdate()}:{request.scheme}://{request.get_host()}{request.get_full_path()}"
        key = hashlib.sha256(address.encode()).hexdigest()
        page = self.pages.get(key)
        is_kept = page is not None
        if page is None:
            response = self.get_response(request)
            if not is_keepable(response):
                return response
            page = page_of(response)
        encoding = encoding_for(request, page)
        if encoding not in page.bodies:
            page.bodies[encoding] = PACK[encoding](page.bodies[""])
            is_kept = False
        if not is_kept:
            self.pages.set(key, page)
        return answer(request, page, encoding)


def is_keepable(response):
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
    )


def page_of(response):
    body = response.content
    return Page(f'"{hashlib.sha256(body).hexdigest()[:20]}"', response["Content-Type"], {"": body})


def encoding_for(request, page):
    """The best that this reader's browser unpacks; none for what is too small to gain by it."""
    if len(page.bodies[""]) <= SMALLEST_PACKED:
        return ""
    accepted = request.headers.get("Accept-Encoding", "")
    return next((name for name, asked in ACCEPTED.items() if asked.search(accepted)), "")


def answer(request, page, encoding):
    if page.etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(page.bodies[encoding], content_type=page.content_type)
        response["Content-Length"] = str(len(page.bodies[encoding]))
        if encoding:
            response["Content-Encoding"] = encoding
    response["ETag"] = page.etag
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response
