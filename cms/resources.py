"""Publications: what was found out and written down, in plain words first."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import BodyBlock
from cms.pages import PublicPage
from cms.papers import handed_out
from crm.figures import tables
from crm.models import Study

LANGUAGES = {"es": _("en español"), "en": _("en inglés")}


class Sort(models.TextChoices):
    STUDY = "study", _("Estudio")
    REPORT = "report", _("Informe")
    GUIDE = "guide", _("Guía")
    LAW = "law", _("Norma o proyecto")


class ResourcesPage(PublicPage):
    page_description = _("El lugar de las publicaciones.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PublicationPage"]
    max_count_per_parent = 1
    template = "cms/resources.html"

    class Meta:
        verbose_name = _("publicaciones")
        verbose_name_plural = _("publicaciones")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        everything = list(PublicationPage.objects.child_of(self).for_reading())
        sort = request.GET.get("tipo", "")
        return context | {
            "sorts": [(code, name) for code, name in Sort.choices if any(p.sort == code for p in everything)],
            "sort": sort,
            "publications": [page for page in everything if sort in ("", page.sort)],
        }


class PublicationQuerySet(PageQuerySet):
    def for_reading(self):
        return self.live().select_related("locale", "paper").order_by("-year", "title")


class PublicationPage(RoutablePageMixin, PublicPage):
    page_description = _("Un documento o un estudio, con un resumen llano, su tipo y su peso.")
    sort = models.CharField(_("tipo"), max_length=10, choices=Sort)
    year = models.PositiveSmallIntegerField(
        _("año"), null=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    authors = models.CharField(
        _("quiénes la hicieron"),
        max_length=200,
        help_text=_(
            "Organizaciones, separadas por comas; personas, solo las que firman una obra ya publicada."
        ),
    )
    paper = models.ForeignKey(
        "cms.Paper",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("documento"),
        related_name="+",
        help_text=_("Al subirlo le quitamos los datos de quién, cuándo y con qué se hizo."),
    )
    paper_language = models.CharField(
        _("idioma del documento"), max_length=5, choices=LANGUAGES, default="es"
    )
    link = models.URLField(
        _("o dónde está publicado"),
        blank=True,
        help_text=_("Si no tenemos permiso para publicar el archivo."),
    )
    study = models.ForeignKey(
        Study,
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to=~models.Q(published=""),
        verbose_name=_("estudio del registro"),
        related_name="+",
        help_text=_("Sus tablas aparecen en la página, sin los números de menos de cinco personas."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("qué dice, en palabras claras"))

    objects = PageManager.from_queryset(PublicationQuerySet)()

    parent_page_types = ["cms.ResourcesPage"]
    subpage_types = []
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("sort", "year", "authors", "study")
    ] + [SynchronizedField(name) for name in ("paper", "paper_language", "link")]
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("sort"), FieldPanel("year")]),
        FieldPanel("authors"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("paper"), FieldPanel("paper_language"), FieldPanel("link"), FieldPanel("study")],
            heading=_("El documento"),
        ),
    ]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("authors"),
        index.SearchField("body"),
    ]
    template = "cms/publication.html"

    class Meta:
        verbose_name = _("publicación")
        verbose_name_plural = _("publicaciones")

    def clean(self):
        super().clean()
        if self.year and self.year > timezone.localdate().year:
            raise ValidationError({"year": _("Ese año todavía no llega.")})

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"tables": tables.for_the_public(self.study)}

    @property
    def language_of_paper(self):
        return LANGUAGES[self.paper_language] if self.paper_language != self.locale.language_code else ""

    @path("documento/", name="paper")
    def document(self, request):
        if self.paper is None:
            raise Http404("no document here")
        return handed_out(self.paper, self.slug)
