"""A form whose button is pressed twice, or that comes again by the way back, is kept once.

Each time a page shows a form it masks the CSRF token anew: the same token with the same words is the same form.
"""

import hashlib

from django.core.cache import cache
from django.db import transaction

REMEMBERED_FOR = 3600  # seconds


def answered(request):
    """Where this very form led when it was sent before, or None."""
    key = key_of(request)
    return cache.get(key) if key else None


@transaction.atomic
def once(request, save):
    """Where save() leads. A copy that arrives meanwhile waits for its end, since the cache lies in the database."""
    key = key_of(request)
    if key and not cache.add(key, "", REMEMBERED_FOR):
        return cache.get(key)
    there = save()
    if key:
        cache.set(key, there, REMEMBERED_FOR)
    return there


def key_of(request):
    if "csrfmiddlewaretoken" not in request.POST:
        return None
    files = [(name, file.name, file.size) for name, file in sorted(request.FILES.items())]
    sent = [request.user.pk, request.get_full_path(), sorted(request.POST.lists()), files]
    return f"form:{hashlib.sha256(repr(sent).encode()).hexdigest()}"
