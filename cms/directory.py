"""Where to go for help, and the sheet to carry."""

import re
from datetime import timedelta
from operator import attrgetter

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from cms.pages import PublicPage
from crm.models import Region

STALE_AFTER = timedelta(days=180)


class Kind(models.TextChoices):
    HEALTH = "health", _("Salud")
    VIOLENCE = "violence", _("Violencia")
    HIV = "hiv", _("VIH e ITS")
    LEGAL = "legal", _("Ayuda legal")


class ServiceQuerySet(PageQuerySet):
    def for_reading(self):
        """Those of the whole country come first: they serve whoever asks."""
        return (
            self.live()
            .select_related("region", "locale")
            .order_by(F("region_id").asc(nulls_first=True), "title")
        )


class ServicesPage(RoutablePageMixin, PublicPage):
    page_description = _("El lugar de los servicios; da también la hoja de una página para imprimir.")
    parent_page_types = ["cms.HomePage"]
    max_count_per_parent = 1
    subpage_types = ["cms.Service"]
    template = "cms/services.html"

    class Meta:
        verbose_name = _("directorio de servicios")
        verbose_name_plural = _("directorios de servicios")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | self.chosen(request)

    def chosen(self, request):
        everything = list(Service.objects.child_of(self).for_reading())
        kind, region = (request.GET.get(name, "") for name in ("tipo", "region"))
        return {
            "kinds": Kind.choices,
            "regions": sorted(
                {service.region for service in everything if service.region}, key=attrgetter("pk")
            ),
            "kind": kind,
            "region": region,
            "services": [service for service in everything if service.answers(kind, region)],
        }

    @path("hoja/", name="sheet")
    def sheet(self, request):
        """To print and carry. Nothing on it says where it comes from."""
        return render(request, "cms/sheet.html", self.chosen(request) | {"page": self})


class Service(PublicPage):
    page_description = _(
        "Un servicio de salud, contra la violencia o de ayuda legal: qué hace, cuándo atiende y qué día lo comprobamos."
    )
    kind = models.CharField(_("tipo"), max_length=10, choices=Kind)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("región"),
        related_name="+",
        help_text=_("Déjala vacía si atiende en todo el país."),
    )
    phone = models.CharField(
        _("teléfono"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(r"^\+?[0-9 *#]{3,}$", _("Escribe solo números y espacios, como «0800 16800»."))
        ],
    )
    hours = models.CharField(_("horario"), max_length=120)
    place = models.CharField(
        _("dónde"), max_length=160, blank=True, help_text=_("La dirección pública de la institución.")
    )
    cost = models.CharField(_("qué cuesta y qué hay que llevar"), max_length=160, blank=True)
    verified = models.DateField(
        _("comprobado el"), help_text=_("El último día en que alguien llamó o fue y confirmó estos datos.")
    )
    sheet_name = models.CharField(
        _("nombre en la hoja"),
        max_length=80,
        blank=True,
        help_text=_(
            "Si el nombre podría delatar a quien lleva la hoja, escribe aquí otro. Ejemplo: «Consultorio»."
        ),
    )

    objects = PageManager.from_queryset(ServiceQuerySet)()

    parent_page_types = ["cms.ServicesPage"]
    subpage_types = []
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("phone", "kind", "verified")
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("hours")]),
        FieldPanel("place"),
        FieldPanel("cost"),
        FieldRowPanel([FieldPanel("verified"), FieldPanel("sheet_name")]),
    ]
    template = "cms/service.html"

    class Meta:
        verbose_name = _("servicio")
        verbose_name_plural = _("servicios")

    def clean_fields(self, exclude=None):
        self.phone = " ".join(re.sub(r"[-().]", " ", self.phone).split())
        super().clean_fields(exclude)

    @property
    def is_stale(self):
        return timezone.localdate() - self.verified > STALE_AFTER

    @property
    def dial(self):
        return self.phone.replace(" ", "")

    @property
    def name_to_carry(self):
        return self.sheet_name or self.title

    def answers(self, kind, region):
        """Whether it is of use to whoever asks; what serves the whole country serves every region."""
        return kind in ("", self.kind) and (not region or self.region_id in (None, region))
