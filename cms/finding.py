"""The words of published pages, and finding pages by them: alike on both databases, whatever accents are typed.

Wagtail's own index folds accents on SQLite and does not on PostgreSQL, and knows whole words only.
"""

import re
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, When
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.search import index

from cms.addresses import address
from scrapers.items import fold

LONGEST_QUERY = 100  # characters
MOST_WORDS = 8
MOST = 60  # pages
AROUND = 14  # words of a page before and after what was found
BEFORE_A_WORD = re.compile(r"^\W+")
NOTHING = "·"  # of a word that is all marks, so that words and folded words stay side by side
ENDINGS = (".", "!", "?", ":", "…", NOTHING)


class PageWordsQuerySet(models.QuerySet):
    def saying(self, query):
        """Of live pages, those with a word that begins like each of these. Titles first, then the newest."""
        words = asked_for(query)
        if not words:
            return self.none()
        everywhere = Q(*(Q(folded__contains=f" {word}") for word in words))
        in_title = Q(*(Q(folded_title__contains=f" {word}") for word in words))
        found = self.filter(everywhere, page__live=True).select_related("page__locale")
        place = Case(When(in_title, then=0), default=1, output_field=models.IntegerField())
        return found.order_by(place, "-page__first_published_at", "-page")


class PageWords(models.Model):
    """What a published page says, written down when it is published."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    text = models.TextField()
    folded_title = models.TextField()
    folded = models.TextField()

    objects = PageWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("palabras de una página")
        verbose_name_plural = _("palabras de las páginas")

    def __str__(self):
        return str(self.page)

    @property
    def kind_name(self):
        return capfirst(apps.get_model("cms", self.kind)._meta.verbose_name_plural)


def asked_for(query):
    words = (folded_word(word) for word in query[:LONGEST_QUERY].split())
    return [word for word in words if len(word) > 1][:MOST_WORDS]


def folded_word(word):
    return BEFORE_A_WORD.sub("", fold(word))


def folded(text):
    return " " + " ".join(folded_word(word) or NOTHING for word in text.split())


def write_down(page):
    """Its live words, as its kind says what is to be found of it."""
    fields = [field for field in page.get_search_fields() if isinstance(field, index.SearchField)]
    parts = [plain(field.get_value(page)) for field in fields if field.field_name != "title"]
    text = " ".join(beside(parts).split())
    PageWords.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "locale_id": page.locale_id,
            "kind": type(page)._meta.model_name,
            "text": text,
            "folded_title": folded(page.title),
            "folded": folded(f"{page.title} {text}"),
        },
    )


def forget(page):
    PageWords.objects.filter(page=page.pk).delete()


def plain(value):
    return beside(map(plain, value)) if isinstance(value, list | tuple) else str(value or "").strip()


def beside(parts):
    """One after the other, with a mark between what no full stop parts."""
    marked = (part if part.endswith(ENDINGS) else f"{part} {NOTHING}" for part in parts if part)
    return " ".join(marked).removesuffix(f" {NOTHING}")


class Found(NamedTuple):
    title: str
    address: str
    snippet: str


def pages(query, locale):
    """Found pages by kind, in the order in which the best of each kind was found."""
    groups = {}
    for row in PageWords.objects.filter(locale__language_code=locale).saying(query)[:MOST]:
        found = Found(row.page.title, address(row.page), snippet(row, asked_for(query)))
        groups.setdefault(row.kind_name, []).append(found)
    return groups


def snippet(row, words):
    """The words around the first of them that the text has, marked; else how the text begins."""
    plain_words = row.text.split()
    folded_words = row.folded.split()[-len(plain_words) :] if plain_words else []
    hits = {n for n, one in enumerate(folded_words) if one.startswith(tuple(words))}
    first = max(0, min(hits, default=0) - AROUND)
    last = min(len(plain_words), first + 2 * AROUND)
    shown = [marked(plain_words[n], n in hits) for n in range(first, last)]
    before, after = "… " if first else "", " …" if last < len(plain_words) else ""
    return mark_safe(before + " ".join(shown) + after)  # noqa: S308 - every word was escaped


def marked(word, is_hit):
    return format_html("<mark>{}</mark>", word) if is_hit else conditional_escape(word)
