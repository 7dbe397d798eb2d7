from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils import timezone

from legislation.feeds import Atom

NEWEST = 20


class NewsFeed(Feed):
    """The newest articles of one language."""

    feed_type = Atom
    author_name = "Incidencia"

    def get_object(self, request, page):
        return page

    def title(self, page):
        return page.title

    def subtitle(self, page):
        return page.summary

    def link(self, page):
        return page.url

    def feed_extra_kwargs(self, page):
        return {"since": page.first_published_at}

    def items(self, page):
        return page.articles()[:NEWEST]

    def item_title(self, article):
        return article.title

    def item_description(self, article):
        return article.summary

    def item_link(self, article):
        return article.url

    def item_pubdate(self, article):
        return timezone.make_aware(datetime.combine(article.day, time(12)))

    def item_updateddate(self, article):
        return article.last_published_at or self.item_pubdate(article)
