"""Dates that anybody may come to: online, or somewhere named no more closely than by its district."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.addresses import address
from cms.blocks import BodyBlock
from cms.pages import PublicPage
from crm.figures.tables import PLACE
from crm.models import Region
from legislation.calendars import entry_of, published
from legislation.models import Cause

USUAL = timedelta(hours=2)


class Mode(models.TextChoices):
    ONLINE = "online", _("Por internet")
    PLACE = "place", _("En persona")


class EventQuerySet(PageQuerySet):
    """An event is ahead until its day is over: pages are kept by the day."""

    def for_reading(self):
        return self.live().select_related("locale", "region")

    def ahead(self):
        return self.filter(last_day_from(timezone.localdate())).order_by("starts", "pk")

    def over(self):
        return self.exclude(last_day_from(timezone.localdate())).order_by("-starts", "-pk")


def last_day_from(day):
    begins = timezone.make_aware(datetime.combine(day, time()))
    return Q(ends__gte=begins) | Q(ends=None, starts__gte=begins)


class EventsPage(RoutablePageMixin, PublicPage):
    page_description = _("El lugar de los eventos: los que vienen y los que pasaron.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.EventPage"]
    max_count_per_parent = 1
    template = "cms/events.html"
    per_page = 20

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def events(self):
        return EventPage.objects.child_of(self).for_reading()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"events": self.events().ahead(), "has_archive": self.events().over().exists()}

    @path("archivo/", name="archive")
    def archive(self, request):
        context = PublicPage.get_context(self, request)
        translations = self.get_translations().live().select_related("locale")
        context["other_addresses"] |= {
            there.locale.language_code: f"{there.get_url()}archivo/" for there in translations
        }
        page = Paginator(self.events().over(), self.per_page).get_page(request.GET.get("page"))
        return render(
            request, "cms/events_archive.html", context | {"page_of_events": page, "params": QueryDict()}
        )

    @path("calendario/", name="calendar")
    def calendar(self, request):
        """Every event ahead, under titles that say nothing to who looks over her shoulder."""
        return calendar_of(self.events().ahead())


class EventPage(RoutablePageMixin, PublicPage):
    page_description = _("Un encuentro abierto, en línea o en un distrito; sale también como calendario.")
    starts = models.DateTimeField(_("empieza"), null=True)
    ends = models.DateTimeField(_("termina"), null=True, blank=True)
    mode = models.CharField(_("cómo es"), max_length=10, choices=Mode)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("región"),
        related_name="+",
        help_text=_("Déjala vacía si es para todo el país."),
    )
    district = models.CharField(
        _("distrito"),
        max_length=80,
        blank=True,
        help_text=_("Solo el distrito: «Callería». El lugar exacto se da a quien se inscribe, nunca aquí."),
    )
    how_to_join = models.TextField(
        _("cómo participar"),
        max_length=400,
        blank=True,
        help_text=_("A quién escribir o llamar. Sin direcciones ni nombres de locales."),
    )
    link = models.URLField(_("enlace para conectarse"), blank=True)
    cause = models.ForeignKey(
        Cause, models.SET_NULL, null=True, blank=True, verbose_name=_("causa"), related_name="+"
    )
    calendar_title = models.CharField(
        _("título en el calendario del teléfono"),
        max_length=60,
        blank=True,
        help_text=_(
            "Lo que se lee en la pantalla de quien lo guarda. Vacío dice «Cita», para que no la delate."
        ),
    )
    is_cancelled = models.BooleanField(_("se canceló"), default=False)
    body = StreamField(BodyBlock(), verbose_name=_("contenido"), blank=True)

    objects = PageManager.from_queryset(EventQuerySet)()

    parent_page_types = ["cms.EventsPage"]
    subpage_types = []
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("starts", "ends", "mode", "region", "district", "cause", "is_cancelled")
    ] + [SynchronizedField("link")]
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
        MultiFieldPanel(
            [
                FieldPanel("mode"),
                FieldRowPanel([FieldPanel("region"), FieldPanel("district")]),
                FieldPanel("link"),
                FieldPanel("how_to_join"),
            ],
            heading=_("Dónde y cómo"),
        ),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("cause"), FieldPanel("calendar_title")]),
        FieldPanel("is_cancelled"),
    ]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("how_to_join"),
        index.SearchField("body"),
    ]
    template = "cms/event.html"

    class Meta:
        verbose_name = _("evento")
        verbose_name_plural = _("eventos")
        indexes = [models.Index(fields=["starts"], name="cms_event_starts")]  # ahead(), over()

    def clean(self):
        super().clean()
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": _("Termina antes de empezar.")})
        for name in ("district", "how_to_join"):
            if PLACE.search(getattr(self, name)):
                raise ValidationError({name: _("Parece un lugar exacto. Aquí basta con el distrito.")})
        if self.mode == Mode.PLACE and not (self.region_id and self.district):
            raise ValidationError({"district": _("Di la región y el distrito.")})
        if self.mode == Mode.ONLINE and self.district:
            raise ValidationError(
                {"district": _("Un encuentro por internet no tiene distrito: déjalo vacío.")}
            )

    @property
    def is_over(self):
        return timezone.localtime(self.ends or self.starts).date() < timezone.localdate()

    @property
    def ends_the_same_day(self):
        return self.ends and timezone.localtime(self.ends).date() == timezone.localtime(self.starts).date()

    @path("calendario/", name="calendar")
    def neutral_entry(self, request):
        return calendar_of([self.when_it_is_known()])

    @path("calendario/completo/", name="full_calendar")
    def full_entry(self, request):
        """For who chooses it: the title, and the address of the page."""
        return calendar_of([self.when_it_is_known()], is_full=True)

    def when_it_is_known(self):
        if self.starts is None:
            raise Http404("an event without a day")
        return self


def calendar_of(events, *, is_full=False):
    calendar = published(gettext("Agenda") if is_full else gettext("Citas"))
    for event in events:
        calendar.add_component(entry(event, is_full))
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def entry(event, is_full):
    """A phone shows its title to whoever stands beside her; unless she chooses otherwise, it says nothing."""
    first, last = event.first_published_at or event.starts, event.last_published_at or event.starts
    made = entry_of(
        f"evento-{event.translation_key}",
        event.title if is_full else event.calendar_title or gettext("Cita"),
        changed=last,
        sequence=int((last - first).total_seconds()),
        status="CANCELLED" if event.is_cancelled else "CONFIRMED",
    )
    made.add("dtstart", event.starts.astimezone(UTC))
    made.add("dtend", (event.ends or event.starts + USUAL).astimezone(UTC))
    if is_full:
        made.add("url", settings.SITE_URL + address(event))
        if event.mode == Mode.PLACE and event.region_id:
            made.add("location", f"{event.district}, {event.region}")
    else:
        made.add("class", "PRIVATE")
    return made
