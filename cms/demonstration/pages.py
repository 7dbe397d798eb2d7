"""The Spanish pages, each published under the one before it."""

import uuid
from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Site

from cms.demonstration import happenings, lessons, publications, regions
from cms.models import (
    AboutPage,
    Article,
    CampaignPage,
    HomePage,
    LanguageWords,
    MenuEntry,
    NewsPage,
    Service,
    ServicesPage,
    SiteSettings,
)


class Pages:
    def __init__(self, cause, today=None):
        self.cause = cause
        self.today = today or timezone.localdate()
        self.home = HomePage.objects.get(locale__language_code="es")
        self.written = []

    def write(self, content):
        self.publish(self.home, content.HOME)
        self.news = self.add(self.home, NewsPage, content.NEWS)
        articles = [self.add_article(fields) for fields in content.ARTICLES]
        self.services = self.add(self.home, ServicesPage, content.SERVICES)
        for place in content.PLACES:
            self.add_service(*place)
        self.about = self.add(self.home, AboutPage, content.ABOUT)
        leads_to = {"article": articles[0], "services": self.services, "about": self.about}
        actions = [action(*words, leads_to[key]) for *words, key in content.ACTIONS]
        self.campaign = self.add(
            self.home, CampaignPage, content.CAMPAIGN | {"cause": self.cause, "actions": actions}
        )

        self.resources = publications.add(self)
        self.events = happenings.add(self)
        self.regions = regions.add(self)
        self.courses = lessons.add(self)

    def with_actions(self, fields):
        """Calls to action that name a page of ours lead to it."""
        body = [(name, self.leading(part) if name == "action" else part) for name, part in fields["body"]]
        return fields | {"body": body}

    def leading(self, action):
        return action | {"page": getattr(self, action["page"]).pk, "address": ""}

    def add(self, parent, kind, fields):
        page = kind(**{name: with_ids(value) for name, value in fields.items()})
        parent.add_child(instance=page)
        return self.publish(page, {})

    def publish(self, page, fields):
        for name, value in fields.items():
            setattr(page, name, with_ids(value))
        page.save_revision().publish()
        page.refresh_from_db()
        self.written.append(page)
        return page

    def add_article(self, fields):
        fields = dict(fields)
        day = self.today - timedelta(days=fields.pop("days_ago"))
        return self.add(self.news, Article, fields | {"day": day, "cause": self.cause})

    def add_service(self, kind, region, title, summary, phone, hours, place, cost, days, sheet_name):
        fields = {
            "title": title,
            "slug": slugify(title),
            "summary": summary,
            "kind": kind,
            "region_id": region,
        }
        said = {"phone": phone, "hours": hours, "place": place, "cost": cost, "sheet_name": sheet_name}
        self.add(self.services, Service, fields | said | {"verified": self.today - timedelta(days=days)})

    def surround(self, content):
        """The menu, and the words at the foot of each language's pages."""
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        settings.save()
        for place, page in enumerate(
            [self.campaign, self.services, self.regions, self.events, self.news, self.about]
        ):
            MenuEntry.objects.create(settings=settings, page=page, sort_order=place)
        for language, words in content.FOOTER.items():
            locale = Locale.objects.get(language_code=language)
            LanguageWords.objects.create(settings=settings, locale=locale, footer=words)


def action(title, text, label, page):
    return ("action", {"title": title, "text": text, "label": label, "page": page.pk, "address": ""})


def with_ids(value):
    """Parts of a page by the name that translations find them by."""
    if not isinstance(value, list):
        return value
    return [identified(name, part) for name, part in value]


def identified(name, part):
    if isinstance(part, dict):
        part = {key: listed(value) for key, value in part.items()}
    return {"type": name, "value": part, "id": str(uuid.uuid4())}


def listed(value):
    return [identified("item", item) for item in value] if isinstance(value, list) else value
