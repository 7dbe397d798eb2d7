"""What happens in each region, and what its institutions promised in public."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import BodyBlock
from cms.directory import Service, ServicesPage
from cms.happenings import EventPage
from cms.news import NEWEST, Article
from cms.pages import PublicPage
from crm import public_record
from crm.models import Region


class RegionQuerySet(PageQuerySet):
    def for_reading(self):
        return self.live().select_related("locale", "region").order_by("region_id")


class RegionsPage(PublicPage):
    page_description = _("El lugar de las páginas de región.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.RegionPage"]
    max_count_per_parent = 1
    template = "cms/regions.html"

    class Meta:
        verbose_name = _("regiones")
        verbose_name_plural = _("regiones")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        regions = list(RegionPage.objects.child_of(self).for_reading())
        found = public_record.promises()
        for page in regions:
            page.counts = public_record.counts([one for one in found if one.region == page.region_id])
        return context | {"regions": regions}


class RegionPage(PublicPage):
    page_description = _("Lo que pasa en una región: compromisos, eventos, servicios y artículos.")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("región"), related_name="+")
    body = StreamField(BodyBlock(), verbose_name=_("contenido"), blank=True)

    objects = PageManager.from_queryset(RegionQuerySet)()

    parent_page_types = ["cms.RegionsPage"]
    subpage_types = []
    override_translatable_fields = [SynchronizedField("region", overridable=False)]
    content_panels = [*PublicPage.content_panels, FieldPanel("region"), FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/region.html"

    class Meta:
        verbose_name = _("página de región")
        verbose_name_plural = _("páginas de regiones")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        here = {"region": self.region_id, "locale": self.locale_id}
        return context | {
            "promises": public_record.promises(self.region_id),
            "articles": Article.objects.for_reading(self.locale_id).filter(region=self.region_id)[:NEWEST],
            "events": EventPage.objects.for_reading().ahead().filter(**here),
            "services": Service.objects.for_reading().filter(**here),
            "directory": ServicesPage.objects.live()
            .filter(locale=self.locale_id)
            .select_related("locale")
            .first(),
        }


class CommitmentsPage(PublicPage):
    page_description = _("Lo que prometieron autoridades en público, con su prueba.")
    reply_to = models.EmailField(
        _("adónde escribe una institución que quiere responder"),
        help_text=_("Lo que respondan se publica entero, al lado de lo que decimos."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("cómo se lee esta página"), blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    override_translatable_fields = [SynchronizedField("reply_to")]
    content_panels = [*PublicPage.content_panels, FieldPanel("reply_to"), FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/commitments.html"

    class Meta:
        verbose_name = _("compromisos públicos")
        verbose_name_plural = _("compromisos públicos")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        found = public_record.promises()
        return context | {"counts": public_record.counts(found), "places": by_place(found)}


def by_place(found):
    """Regions by name; what is of the whole country comes last."""
    places = {}
    for one in found:
        places.setdefault((one.region_name == "", one.region_name), []).append(one)
    return [(name, promises) for (_is_country, name), promises in sorted(places.items())]
