from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from legislation import demonstration, headlines
from legislation.titles import plain
from scrapers.items import legible

NEWEST = 50


def tag(path):
    """An identifier that stays the same whatever address this site is read at (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{path}"


class Atom(Atom1Feed):
    """A feed without entries was last changed when it began, not whenever somebody asks."""

    def __init__(self, **fields):
        super().__init__(**well_formed(fields))

    def add_item(self, **fields):
        super().add_item(**well_formed(fields))

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["since"]


def well_formed(fields):
    """Whatever is stored, XML knows no control characters: one of them would cost every entry."""
    return {name: legible(text) if isinstance(text, str) else text for name, text in fields.items()}


class BillFeed(Feed):
    """What happened to one bill, newest first."""

    feed_type = Atom
    author_name = "Incidencia"

    def get_object(self, request, bill):
        self.mark = demonstration.mark()
        return bill

    def title(self, bill):
        return self.mark + _("%(bill)s: novedades") % {"bill": bill.label}

    def subtitle(self, bill):
        return plain(bill.title)

    def link(self, bill):
        return bill.get_absolute_url()

    def feed_guid(self, bill):
        return tag("/".join(["proyecto", *map(str, bill.key)]))

    def feed_extra_kwargs(self, bill):
        return {"since": bill.first_observed}

    def items(self, bill):
        changes = list(headlines.public(bill.changes)[:NEWEST])
        for change in changes:
            change.bill = bill
        return changes

    def item_title(self, change):
        return self.mark + self.said(change)

    def said(self, change):
        headline = headlines.headline(change)
        if headline.is_unconfirmed:
            return _("%(bill)s, sin confirmar: %(headline)s") % self.words(change, headline)
        return _("%(bill)s: %(headline)s") % self.words(change, headline)

    def words(self, change, headline):
        return {"bill": change.bill.label, "headline": headline.title}

    def item_description(self, change):
        headline = headlines.headline(change)
        sentences = [headline.text]
        if headline.is_late:
            sentences.append(_("El Congreso lo registró con retraso."))
        if headline.is_unconfirmed and change.step:
            sentences.append(_("Lo anotó nuestro equipo; el Congreso aún no lo muestra."))
        return " ".join(filter(None, sentences)) or headline.title

    def item_link(self, change):
        return headlines.address(change)

    def item_guid(self, change):
        return tag(f"novedad/{change.pk}")

    def item_pubdate(self, change):
        return timezone.localtime(change.seen)

    item_updateddate = item_pubdate
