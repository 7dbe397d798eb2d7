"""Every public address once, with its other languages: for search machines, and for whoever copies the site."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from cms.addresses import address
from legislation.models import Bill, Cause

NAMED = ("bills", "safety", "privacy")


class Place(NamedTuple):
    addresses: dict  # language → address
    changed: object = None


def places():
    yield from pages()
    for name in NAMED:
        yield in_every_language(name)
    causes = Cause.objects.public()
    for cause in causes:
        yield in_every_language("cause", cause.slug)
    for bill in Bill.objects.filter(causes__in=causes).distinct().order_by("pk"):
        yield in_every_language("bill", *bill.key, changed=bill.last_changed)


def pages():
    """Translations of one another are one place; the order is that of the tree in the language of the house."""
    found = {}
    live = Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path")
    for page in live:
        place = found.setdefault(page.translation_key, Place({}, page.last_published_at))
        place.addresses[page.locale.language_code] = address(page)
    return found.values()


def in_every_language(name, *args, changed=None):
    addresses = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            addresses[language] = reverse(name, args=args)
    return Place(addresses, changed)
