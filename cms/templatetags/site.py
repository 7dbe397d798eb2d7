"""What surrounds every page, whichever app it is of: the menu, an urgent notice, the words at its foot."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from wagtail.models import Page

from cms.addresses import address
from cms.pages import PublicPage
from cms.sharing import ready, ready_texts
from cms.surroundings import LanguageWords, MenuEntry
from legislation.page_cache import once_an_edition

register = template.Library()


class Surroundings(NamedTuple):
    menu: list  # of (title, address)
    whole: list  # the same of every page right below the first
    footer: str
    notice: str
    notice_address: str
    notice_language: str  # of the notice, which readers of other languages see too until it is translated


@register.simple_tag
@once_an_edition
def surroundings():
    language = get_language()
    menu = [(page.name_in_menus, address(page)) for page in menu_pages(language).specific()]
    whole = [(page.title, address(page)) for page in top_pages(language)]
    rows = LanguageWords.objects.select_related("settings", "locale", "notice_page__locale")
    words = {row.locale.language_code: row for row in rows}
    footer = words[language].footer if language in words else ""
    return Surroundings(menu, whole, footer, *notice(words, language))


def notice(words, language):
    """What it says, where it leads and its language; nothing when there is none."""
    for code in (language, settings.LANGUAGE_CODE):
        row = words.get(code)
        if row and row.notice and row.settings.has_notice:
            page = row.notice_page
            return row.notice, address(page) if page and page.live else "", code
    return "", "", ""


def menu_pages(language):
    """What was put into the menu, where it is published in this language."""
    entries = MenuEntry.objects.filter(page__translation_key=OuterRef("translation_key"))
    pages = Page.objects.live().filter(locale__language_code=language)
    pages = pages.select_related("locale", for_specific_subqueries=True)
    placed = pages.annotate(place=Subquery(entries.values("sort_order")[:1]))
    return placed.exclude(place=None).order_by("place")


@register.simple_tag(takes_context=True)
def texts_to_share(context, page):
    """Nothing for pages that are not made to be passed on."""
    request = context.get("request")
    if request is None or not isinstance(page, PublicPage):
        return []
    return ready_texts(page, request.build_absolute_uri(address(page)))


@register.simple_tag(takes_context=True)
def bill_to_share(context, bill, text):
    address = context["request"].build_absolute_uri(bill.get_absolute_url())
    return [ready(text.removesuffix(address).strip(), address)]


def top_pages(language):
    pages = Page.objects.live().filter(depth=3, locale__language_code=language)
    return pages.select_related("locale").order_by("path")
