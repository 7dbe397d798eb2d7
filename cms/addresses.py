"""Where pages are found. There is one site, so a home and the rest of the path say all; nothing need be asked."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from wagtail.models import Page

from legislation.page_cache import once_an_edition


def address(page):
    """In the page's own language."""
    return address_of(page.locale.language_code, page.url_path)


def address_of(language, path):
    """The first word of a page's path names its home, and stands in no address."""
    with translation.override(language):
        return reverse("wagtail_serve", args=[path.split("/", 2)[2]])


def language_at(address):
    """Of what is found there. Ours stands in no address; any other is the first word of it."""
    first = address.split("/", 2)[1]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def find(path):
    """The deepest page that a path in the language of the day leads to, and the words that are left."""
    home = path_of_home()
    words = [word for word in path.split("/") if word]
    lines = {home + "".join(f"{word}/" for word in words[:n]): words[n:] for n in range(len(words) + 1)}
    slugs = {
        home.rstrip("/").rpartition("/")[2],
        *words,
    }  # of which there is an index, and of whole paths none
    pages = Page.objects.filter(slug__in=slugs, url_path__in=lines).select_related("locale")
    # Whoever serves the page asks for the whole of it, of its own kind.
    page = pages.only("url_path", "content_type", "locale").order_by("-depth").first()
    return page, page and lines[page.url_path]


@once_an_edition
def path_of_home():
    homes = Page.objects.filter(depth=2, locale__language_code=get_language())
    return homes.values_list("url_path", flat=True).first() or "/"
