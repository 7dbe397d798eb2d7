"""The Spanish pages, each published under the one before it."""

import uuid
from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Site

from accounts.models import Partner, User
from cms import consent, sign_on
from cms.approval import Approval
from cms.demonstration import happenings, lessons, publications, regions
from cms.directory import Service, ServicesPage
from cms.form_pages import FormPage
from cms.legislators import Legislator
from cms.models import AboutPage, CampaignPage, HomePage
from cms.news import Article, NewsPage
from cms.statements import StatementPage
from cms.surroundings import LanguageWords, MenuEntry, SiteSettings
from cms.voices import Consent, Use, Voice, VoiceTranslation
from crm.models import Region


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
        self.statement = self.add(self.home, StatementPage, content.STATEMENT)
        self.form = self.add(self.home, FormPage, content.FORM)
        leads_to = {
            "article": articles[0],
            "services": self.services,
            "about": self.about,
            "statement": self.statement,
            "form": self.form,
        }
        actions = [action(*words, leads_to[key]) for *words, key in content.ACTIONS]
        doing = {"actions": actions, "letters": content.LETTERS, "sharing": content.SHARING["campaign"]}
        voices = {name: self.make_voice(said) for name, said in content.VOICES.items()}
        campaign = content.CAMPAIGN | {"cause": self.cause} | doing
        campaign["body"] = [
            (name, voices[part] if name == "voice" else part) for name, part in campaign["body"]
        ]
        self.campaign = self.add(self.home, CampaignPage, campaign)
        for name, chamber, region, email, is_desk in content.LEGISLATORS:
            Legislator.objects.create(
                name=name, chamber=chamber, region_id=region, email=email, is_desk=is_desk
            )
        for place in content.ADHESIONS:
            self.add_adhesion(*place)
        self.resources = publications.add(self)
        self.events = happenings.add(self)
        self.regions = regions.add(self)
        self.courses = lessons.add(self)

    def add_adhesion(self, organization, region, is_approved):
        fields = {"organization": organization, "representative": "Ejemplo Ficticia"}
        fields |= {"function": "Presidenta", "email": "ejemplo@organizacion.invalid"}
        fields["region"] = Region.objects.get(pk=region)
        sign_on.take_in(self.statement, fields)
        if is_approved:
            sign_on.approve(self.statement.adhesions.get(organization=organization), None)

    def make_voice(self, said):
        """In each language she is quoted in, with a year's permission for every use."""
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        (language, (words, named)), *others = said.items()
        voice = Voice.objects.create(words=words, named=named, locale=locales[language])
        for language, (words, named) in others:
            VoiceTranslation.objects.create(voice=voice, locale=locales[language], words=words, named=named)
        uses = dict.fromkeys([use.value for use in Use], True)
        times = {"day": self.today, "until": self.today + timedelta(days=365)}
        proof = {"proof": "Voz inventada para la demostración", "held_by": Partner.objects.first()}
        consent.record(voice, Consent.Kind.GIVEN, None, **uses, **times, **proof)
        return voice.pk

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
        revision = page.save_revision()
        if page.needs_all():
            self.approve(revision)
        revision.publish()
        page.refresh_from_db()
        self.written.append(page)
        return page

    def approve(self, revision):
        """By somebody of each organization, as a statement of the coalition is."""
        for user in User.objects.exclude(partner=None).order_by("pk").select_related("partner"):
            Approval.objects.get_or_create(revision=revision, partner=user.partner, defaults={"user": user})

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
