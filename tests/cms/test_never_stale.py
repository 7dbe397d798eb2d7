"""Whatever is published, moved, taken down, imported or set: a kept page says what a fresh one says."""

from datetime import date, timedelta

from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Locale, Page, Site

from cms import consent
from cms.directory import Service, ServicesPage
from cms.models import CampaignPage, HomePage, PlainPage
from cms.news import Article, NewsPage
from cms.surroundings import LanguageWords, MenuEntry, SiteSettings
from cms.voices import Voice
from legislation.importers import import_items
from legislation.models import Bill, Cause, CauseBill, Edition
from scrapers.items import DossierItem, Key, StepItem

BILL = Key(period=2026, chamber="D", number=90001)


def dossier(steps):
    rows = tuple(
        StepItem(source_id=str(n), day=date(2026, 9, 1) + timedelta(days=n), status=status)
        for n, status in enumerate(steps)
    )
    return DossierItem(
        key=BILL,
        label="90001-2026-2031-CD",
        title="LEY QUE RECONOCE EL TRABAJO SEXUAL",
        status=steps[-1],
        presented=date(2026, 9, 1),
        steps=rows,
        url="https://congreso.invalid/90001",
    )


class Campaign:
    """The site, and what may happen to it."""

    def __init__(self, draw):
        self.draw = draw
        self.home = HomePage.objects.get(locale__language_code="es")
        self.count = 0
        self.steps = ["Presentado"]
        import_items([dossier(self.steps)])
        self.cause = Cause.objects.create(
            name="Derechos", slug="derechos", terms="trabajo sexual", purpose="Pedimos."
        )
        CauseBill.objects.create(cause=self.cause, bill=Bill.objects.get(number=BILL.number))
        self.news = self.put(NewsPage, self.home)
        self.services = self.put(ServicesPage, self.home)
        self.put(CampaignPage, self.home, cause=self.cause, asks=[], body=[], easy=[])
        self.put(Article, self.news, body=[], cause=self.cause)
        self.seen = set()
        self.voice = None

    def name(self):
        self.count += 1
        return f"Página {self.count}"

    def one(self, things):
        return self.draw(st.sampled_from(list(things)))

    def page(self, kinds=(PlainPage, Article, CampaignPage, Service)):
        return self.one(
            [page for kind in kinds for page in kind.objects.filter(alias_of=None).order_by("pk")]
        )

    def put(self, kind, parent, /, **fields):
        title = self.name()
        page = parent.specific_class.objects.get(pk=parent.pk).add_child(
            instance=kind(title=title, summary=f"De {title}", live=False, **fields)
        )
        page.save_revision().publish()
        return page

    def say(self, kind, **said):
        on = {"on_page": True, "until": timezone.localdate() + timedelta(days=9), **said}
        last = self.voice.newest()
        consent.record(self.voice, kind, None, after=last and last.pk, **on)

    # What may happen

    def publish_a_page(self):
        self.put(PlainPage, self.home, body=[("heading", "Hola")])

    def publish_an_article(self):
        self.put(Article, self.news, body=[], cause=self.one([self.cause, None]))

    def publish_a_service(self):
        self.put(Service, self.services, kind="health", hours="Siempre", verified=timezone.localdate())

    def change_a_page(self):
        page = self.page()
        page.title = self.name()
        page.save_revision().publish()

    def draft_a_change(self):
        page = self.page()
        page.title = self.name()
        page.save_revision()

    def move_a_page(self):
        under = self.put(PlainPage, self.home, body=[])
        page = self.put(PlainPage, self.home, body=[])
        self.seen.add(page.get_url())
        page.move(under, pos="last-child")

    def take_down_a_page(self):
        self.page().unpublish()

    def delete_a_page(self):
        page = (
            self.page((PlainPage, Article, Service)) if PlainPage.objects.exists() else self.page((Article,))
        )
        if not page.get_children().exists():
            self.seen.add(page.get_url())
            page.delete()
        if not Article.objects.exists():
            self.publish_an_article()

    def translate_a_page(self):
        page = (
            self.page((PlainPage, CampaignPage)) if PlainPage.objects.exists() else self.page((CampaignPage,))
        )
        english = Locale.objects.get(language_code="en")
        if page.locale_id != english.pk and not page.has_translation(english):
            page.copy_for_translation(english, copy_parents=True).save_revision().publish()

    def change_the_address_of_a_page(self):
        page = self.page()
        self.seen.add(page.get_url())
        page.slug = f"otra-{self.count}"
        self.count += 1
        page.save_revision().publish()

    def congress_moves(self):
        self.steps.append(self.one(["En comisión", "Dictamen", "Orden del Día", "Aprobado"]))
        import_items([dossier(self.steps)])

    def the_cause_changes(self):
        self.cause.is_public = not self.cause.is_public
        self.cause.save()
        Edition.advance()  # as the form does

    def publish_a_voice(self):
        locale = Locale.objects.get(language_code="es")
        self.voice = Voice.objects.create(words=self.name(), named="Ella", locale=locale)
        self.say("given", in_print=self.one([True, False]), on_card=True)
        self.put(PlainPage, self.home, body=[("voice", self.voice)])
        self.put(Article, self.news, body=[], card_voice=self.voice)

    def the_voice_says_less(self):
        self.voice or self.publish_a_voice()
        self.say("narrowed", on_page=self.one([True, False]), in_print=True)

    def the_voice_says_no(self):
        self.voice or self.publish_a_voice()
        consent.withdraw(self.voice, None)

    def set_a_notice(self):
        words, _made = LanguageWords.objects.get_or_create(
            settings=self.site_settings(), locale=Locale.objects.get(language_code=self.one(["es", "en"]))
        )
        words.footer = self.name()
        words.save()

    def change_the_menu(self):
        entries = MenuEntry.objects.filter(settings=self.site_settings())
        if entries.count() > 2:
            entries.first().delete()
        MenuEntry.objects.get_or_create(
            settings=self.site_settings(), page=Page.objects.get(pk=self.page().pk)
        )

    def site_settings(self):
        found = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        found.save()
        return found

    def addresses(self):
        pages = {page.get_url() for page in Page.objects.filter(depth__gt=1).specific()}
        cards = {reverse("page-card", args=[page.pk]) for page in Article.objects.exclude(card_voice=None)}
        rest = {
            f"{self.news.get_url()}feed/",
            f"{self.services.get_url()}hoja/",
            "/proyectos/",
            "/en/proyectos/",
        }
        bill = Bill.objects.get(number=BILL.number).get_absolute_url()
        return sorted(pages | cards | rest | self.seen | {bill, f"{bill}feed/", f"{bill[:-1]}.json"})


HAPPENINGS = [
    name
    for name in vars(Campaign)
    if name.startswith(
        (
            "publish_",
            "change_",
            "draft_",
            "move_",
            "take_",
            "delete_",
            "translate_",
            "congress_",
            "the_",
            "set_",
        )
    )
]


class NeverStaleTest(TestCase):
    @settings(max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_a_kept_page_says_what_a_fresh_one_says(self, data):
        caches["pages"].clear()  # the editions of the example before came to nothing
        campaign = Campaign(data.draw)
        for happening in data.draw(st.lists(st.sampled_from(HAPPENINGS), min_size=3, max_size=6)):
            for address in campaign.addresses():
                self.client.get(address)  # kept, if it may be

            getattr(campaign, happening)()

            addresses = campaign.addresses()
            kept = {address: self.read(address) for address in addresses}
            caches["pages"].clear()
            assert kept == {address: self.read(address) for address in addresses}, happening

    def read(self, address):
        response = self.client.get(address)
        return response.status_code, response.get("Location"), response.content
