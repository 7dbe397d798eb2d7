from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.models import Locale, Orderable, Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import approval
from cms.addresses import address
from cms.blocks import ActionBlock, BodyBlock
from cms.checks import BeforePublishingPanel
from cms.feeds import NewsFeed
from cms.forms import SignOnForm
from cms.letters import LetterForm, LettersBlock, institutional
from cms.pictures import PlainPictureField
from cms.sharing import SharingBlock
from cms.voices import Voice
from crm.models import Region
from legislation import chains, front
from legislation.models import Cause, Chamber
from legislation.strangers import TRAP
from scrapers.items import fold

NEWEST = 3
STALE_AFTER = timedelta(days=180)


# Pictures


class Picture(AbstractImage):
    file = PlainPictureField(
        verbose_name=_("archivo"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )

    admin_form_fields = Image.admin_form_fields

    class Meta:
        verbose_name = _("imagen")
        verbose_name_plural = _("imágenes")


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="cms_one_rendition"
            ),
        ]


# What all pages have


class PublicPageForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Wagtail draws no hidden copy to compare with: the field would always count as changed, and whoever
            # approves a page as the author of another version.
            field.show_hidden_initial = False


class PublicPage(Page):
    """A page of the site. Everything published can be read by everybody."""

    private_page_options = []
    base_form_class = PublicPageForm
    speaks_for_all = False  # in the name of the coalition, so that each of its organizations approves it
    summary = models.TextField(
        _("de qué trata, en una o dos frases"),
        max_length=300,
        help_text=_("Se lee bajo el título, en las listas y al compartir el enlace."),
    )
    menu_title = models.CharField(
        _("título en el menú"),
        max_length=24,
        blank=True,
        help_text=_("Una o dos palabras, si el título es largo."),
    )

    content_panels = [
        BeforePublishingPanel(heading=_("Antes de publicar")),
        *Page.content_panels,
        FieldPanel("summary"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("menu_title"),
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["other_addresses"] = self.addresses_in_other_languages()
        return context

    def addresses_in_other_languages(self):
        """By language: of this page, or of the nearest above it that is translated."""
        line = Page.objects.ancestor_of(self, inclusive=True).filter(depth__gt=1)
        there = Page.objects.live().exclude(locale=self.locale_id).select_related("locale")
        found = there.filter(translation_key__in=line.values("translation_key")).order_by("depth")
        nearest = {page.locale.language_code: page for page in found}
        return {language: address(page) for language, page in nearest.items()}

    @property
    def name_in_menus(self):
        return self.menu_title or self.title

    def get_url(self, request=None, current_site=None):
        return address(self)

    def is_translation(self):
        return self.locale.language_code != settings.LANGUAGE_CODE

    def needs_all(self):
        return self.speaks_for_all and not self.is_translation()

    def may_be_published_by(self, user):
        """Alone: a translation of what was approved, and in an emergency what is nobody's statement."""
        return self.is_translation() or (user.is_superuser and not self.needs_all())

    def permissions_for_user(self, user):
        return approval.Permissions(user, self)

    @property
    def has_workflow(self):
        return self.get_workflow() is not None

    def get_workflow(self):
        return approval.workflow_of_all() if self.needs_all() else super().get_workflow()

    def publish(self, revision, user=None, **how):
        """Whatever way led here, a statement that somebody publishes was approved by all."""
        needs_all = self.needs_all() or revision.as_object().needs_all()
        missing = approval.missing(revision) if user and needs_all else []
        if missing:
            raise PermissionDenied(
                _("«%(page)s» habla en nombre de la coalición y falta la aprobación de: %(missing)s.")
                % {"page": self.title, "missing": ", ".join(map(str, missing))}
            )
        # Translations of many pages are published together at the end, by when each may have pages below it.
        self.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        return super().publish(revision, user=user, **how)


class MaySpeakForAll(models.Model):
    in_our_name = models.BooleanField(
        _("habla en nombre de la coalición"),
        default=False,
        help_text=_("Entonces se publica cuando cada una de las tres organizaciones aprobó esta versión."),
    )

    class Meta:
        abstract = True

    @property
    def speaks_for_all(self):
        """Also while the version that is read now does: the mark is not taken away by one of us."""
        return self.in_our_name or type(self).objects.filter(pk=self.pk, live=True, in_our_name=True).exists()


class SharedPage(PublicPage):
    """A page made to be passed on."""

    sharing = StreamField(
        SharingBlock(),
        verbose_name=_("textos para compartir"),
        blank=True,
        help_text=_(
            "Hasta 500 letras cada uno; el enlace se añade solo. Sin ellos se ofrece el título y el resumen."
        ),
    )
    card_has_umbrella = models.BooleanField(
        _("el paraguas rojo en la tarjeta"),
        default=False,
        help_text=_(
            "La tarjeta es lo que se ve en el chat al mandar el enlace. Sin marcar no lleva ningún signo: quien comparte "
            "no queda a la vista."
        ),
    )
    card_voice = models.ForeignKey(
        Voice,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("una voz en la tarjeta"),
        related_name="+",
        help_text=_(
            "En lugar del resumen, mientras esté permitido mostrarla así. Las tarjetas ya enviadas no se pueden recoger."
        ),
    )

    sharing_panels = [
        MultiFieldPanel(
            [FieldPanel("sharing"), FieldPanel("card_has_umbrella"), FieldPanel("card_voice")],
            heading=_("Para compartir"),
        )
    ]
    override_translatable_fields = [SynchronizedField("card_voice", overridable=False)]

    class Meta:
        abstract = True


# Kinds of pages


class HomePage(PublicPage):
    speaks_for_all = True
    heading = models.CharField(_("lo primero que se lee"), max_length=120, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("contenido"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.CampaignPage",
        "cms.NewsPage",
        "cms.ServicesPage",
        "cms.RegionsPage",
        "cms.CommitmentsPage",
        "cms.EventsPage",
        "cms.ResourcesPage",
        "cms.CoursesPage",
        "cms.AboutPage",
        "cms.PlainPage",
        "cms.StatementPage",
        "cms.FormPage",
    ]
    content_panels = [*PublicPage.content_panels, FieldPanel("heading"), FieldPanel("body")]
    template = "cms/home.html"

    class Meta:
        verbose_name = _("portada")
        verbose_name_plural = _("portadas")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context |= front.in_congress(request.user)
        campaigns = {
            page.cause_id: page for page in CampaignPage.objects.live().filter(locale=self.locale_id)
        }
        for cause in context["causes"]:
            cause.campaign = campaigns.get(cause.pk)
        context["articles"] = Article.objects.for_reading(self.locale_id)[:NEWEST]
        return context


class AskBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Qué pedimos"), max_length=80)
    text = blocks.TextBlock(label=_("En palabras sencillas"), rows=2)

    class Meta:
        icon = "check"
        label = _("Pedido")


class EasyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Título"), icon="title", template="cms/blocks/heading.html")
    text = blocks.RichTextBlock(
        label=_("Texto"), features=["bold", "ul", "link"], icon="pilcrow", template="cms/blocks/text.html"
    )


class CampaignPage(RoutablePageMixin, SharedPage):
    page_description = _(
        "Lo que pedimos por una causa, por qué, dónde está hoy su proyecto de ley y qué puede hacer quien lee."
    )
    speaks_for_all = True
    cause = models.ForeignKey(
        Cause,
        models.PROTECT,
        null=True,
        verbose_name=_("causa"),
        related_name="+",
        help_text=_("De ella sale, al día, dónde está el proyecto en el Congreso."),
    )
    asks = StreamField([("ask", AskBlock())], verbose_name=_("qué pedimos"), min_num=1, max_num=6)
    body = StreamField(
        BodyBlock(),
        verbose_name=_("por qué (lenguaje claro)"),
        help_text=_("Para todo el mundo: frases cortas, palabras conocidas, una idea por párrafo."),
    )
    easy = StreamField(
        EasyBlock(),
        verbose_name=_("lectura fácil"),
        blank=True,
        help_text=_(
            "Para quien lee con dificultad: una idea en cada línea, sin siglas, sin números grandes."
        ),
    )
    actions = StreamField([("action", ActionBlock())], verbose_name=_("qué puedes hacer"), blank=True)
    letters = StreamField(
        LettersBlock(),
        verbose_name=_("cartas para congresistas"),
        blank=True,
        help_text=_(
            "Una por cada grupo que escribe. La página las ofrece en «Escríbele a quien te representa»."
        ),
    )

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("cause"),
        FieldPanel("asks"),
        FieldPanel("body"),
        FieldPanel("easy"),
        FieldPanel("actions"),
        FieldPanel("letters"),
        *SharedPage.sharing_panels,
    ]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("asks"),
        index.SearchField("body"),
        index.SearchField("easy"),
    ]
    template = "cms/campaign.html"

    class Meta:
        verbose_name = _("página de causa")
        verbose_name_plural = _("páginas de causas")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        found = chains.read(Cause.objects.public().filter(pk=self.cause_id))
        context["cause"] = found[0] if found else None
        context["news"] = front.news(found[0].chain_bills, NEWEST) if found else []
        context["is_followed"] = self.cause_id in front.followed_causes(request.user)
        context["articles"] = Article.objects.for_reading(self.locale_id).filter(cause=self.cause_id)[:NEWEST]
        return context

    @path("lectura-facil/", name="easy")
    def easy_reading(self, request):
        return render(
            request, "cms/campaign_easy.html", self.context_below(request, "easy", "lectura-facil/")
        )

    @path("escribir/", name="write")
    def write(self, request):
        if not self.letters:
            raise Http404("There is no letter to send.")
        context = self.context_below(request, "letters", "escribir/")
        return render(request, "cms/write.html", context | {"form": LetterForm(self.letters)})

    def context_below(self, request, field, word):
        """Of a page below this one, which other languages have only where they have what it shows."""
        context = PublicPage.get_context(self, request)
        translations = self.get_translations().live().select_related("locale")
        context["other_addresses"] |= {
            page.locale.language_code: address(page) + word for page in translations if getattr(page, field)
        }
        return context


class ArticleQuerySet(PageQuerySet):
    def for_reading(self, locale):
        """Newest first. The language is asked for by no index of its own: SQLite would take that one, sort every
        article there is and show three, instead of walking along the days."""
        of_language = self.live().alias(language=F("locale_id") + 0).filter(language=locale)
        return of_language.select_related("locale").order_by("-day", "-pk")


class NewsPage(RoutablePageMixin, PublicPage):
    page_description = _("El lugar de los artículos, el más nuevo primero.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.Article"]
    template = "cms/news.html"
    per_page = 12

    class Meta:
        verbose_name = _("noticias")
        verbose_name_plural = _("noticias")

    def articles(self):
        return Article.objects.for_reading(self.locale_id).child_of(self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Which there are and in which order, before what they say: sorting whole articles takes ten times as long.
        numbers = list(self.articles().values_list("pk", flat=True))
        page = Paginator(numbers, self.per_page).get_page(request.GET.get("page"))
        page.object_list = self.articles().filter(pk__in=page.object_list)
        context |= {"page_of_articles": page, "params": QueryDict()}
        return context

    @path("feed/", name="feed")
    def feed(self, request):
        return NewsFeed()(request, page=self)


class Article(MaySpeakForAll, SharedPage):
    page_description = _("Una noticia, o algo explicado con calma.")
    day = models.DateField(_("fecha"), default=timezone.localdate)
    cause = models.ForeignKey(
        Cause, models.SET_NULL, null=True, blank=True, verbose_name=_("causa"), related_name="+"
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("región"),
        related_name="+",
        help_text=_("Si trata de una sola: aparece también en la página de esa región."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("contenido"))

    objects = PageManager.from_queryset(ArticleQuerySet)()

    parent_page_types = ["cms.NewsPage"]
    subpage_types = []
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("day"), FieldPanel("cause"), FieldPanel("region")]),
        FieldPanel("body"),
        *SharedPage.sharing_panels,
        FieldPanel("in_our_name"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/article.html"

    class Meta:
        verbose_name = _("artículo")
        verbose_name_plural = _("artículos")
        indexes = [  # for_reading(): the newest of all, and those of a campaign
            models.Index(fields=["-day", "-page_ptr"], name="cms_article_newest"),
            models.Index(fields=["cause", "-day", "-page_ptr"], name="cms_article_newest_of_cause"),
        ]


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
            .order_by(F("region__name").asc(nulls_first=True), "title")
        )


class ServicesPage(RoutablePageMixin, PublicPage):
    page_description = _("El lugar de los servicios; da también la hoja de una página para imprimir.")
    parent_page_types = ["cms.HomePage"]
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
            "regions": sorted({service.region for service in everything if service.region}, key=str),
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


class OrganizationBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Nombre"), max_length=120)
    about = blocks.RichTextBlock(label=_("Quiénes son y qué hacen"), features=["bold", "link", "ul"])
    email = blocks.EmailBlock(label=_("Correo"), required=False)

    class Meta:
        icon = "group"
        label = _("Organización")


class AboutPage(PublicPage):
    page_description = _("Las tres organizaciones, como iguales.")
    speaks_for_all = True
    organizations = StreamField(
        [("organization", OrganizationBlock())],
        verbose_name=_("organizaciones"),
        help_text=_("Iguales: el mismo espacio para cada una. La página las pone por orden alfabético."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("contenido"), blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    content_panels = [*PublicPage.content_panels, FieldPanel("organizations"), FieldPanel("body")]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("organizations"),
        index.SearchField("body"),
    ]
    template = "cms/about.html"

    class Meta:
        verbose_name = _("quiénes somos")
        verbose_name_plural = _("quiénes somos")

    def in_order(self):
        return sorted((block.value for block in self.organizations), key=lambda value: fold(value["name"]))


class PlainPage(MaySpeakForAll, PublicPage):
    page_description = _("Un texto que no cabe en los otros tipos.")
    body = StreamField(BodyBlock(), verbose_name=_("contenido"))

    parent_page_types = ["cms.HomePage", "cms.PlainPage"]
    subpage_types = ["cms.PlainPage"]
    content_panels = [*PublicPage.content_panels, FieldPanel("body"), FieldPanel("in_our_name")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/plain.html"

    class Meta:
        verbose_name = _("página sencilla")
        verbose_name_plural = _("páginas sencillas")


# What organizations sign


class StatementPage(SharedPage):
    page_description = _("Un texto que las organizaciones firman.")
    speaks_for_all = True
    body = StreamField(BodyBlock(), verbose_name=_("pronunciamiento"))
    until = models.DateField(
        _("se puede firmar hasta"), null=True, blank=True, help_text=_("El último día. Vacío: sin plazo.")
    )

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    override_translatable_fields = [
        *SharedPage.override_translatable_fields,
        SynchronizedField("until", overridable=False),
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("body"),
        FieldPanel("until"),
        *SharedPage.sharing_panels,
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/statement.html"

    class Meta:
        verbose_name = _("pronunciamiento para firmar")
        verbose_name_plural = _("pronunciamientos para firmar")

    @property
    def is_open(self):
        return self.until is None or timezone.localdate() <= self.until

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["signed"] = Adhesion.objects.of(self).approved().select_related("region").order_by("key")
        context["form"] = SignOnForm()
        context["trap"] = TRAP
        return context


class AdhesionQuerySet(models.QuerySet):
    def of(self, statement):
        """In whichever language it was signed."""
        return self.filter(statement__translation_key=statement.translation_key)

    def waiting(self):
        return self.filter(state=Adhesion.State.WAITING)

    def approved(self):
        return self.filter(state=Adhesion.State.APPROVED)


class Adhesion(models.Model):
    """An organization that asked to sign. Only its name and region are shown, once staff agree."""

    class State(models.TextChoices):
        WAITING = "waiting", _("por decidir")
        APPROVED = "approved", _("en la página")

    statement = models.ForeignKey(
        StatementPage, models.CASCADE, verbose_name=_("pronunciamiento"), related_name="adhesions"
    )
    organization = models.CharField(_("organización"), max_length=120)
    key = models.CharField(max_length=240, editable=False)  # the folded name: one organization signs once
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("región"), related_name="+")
    representative = models.CharField(_("firma por ella"), max_length=120)
    function = models.CharField(_("cargo"), max_length=120)
    email = models.EmailField(_("correo para confirmar"), blank=True)  # until it is decided
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.WAITING)
    sent = models.DateTimeField(_("llegó"), default=timezone.now)
    decided = models.DateTimeField(_("decidida"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("decidió"),
        related_name="+",
    )

    objects = AdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adhesión")
        verbose_name_plural = _("adhesiones")
        ordering = ["-sent", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "statement", "key", condition=Q(state="approved"), name="cms_an_organization_signs_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided=None)
                | Q(state="approved", decided__isnull=False, email=""),
                name="cms_a_decided_adhesion_keeps_no_address",
            ),
        ]

    def __str__(self):
        return self.organization

    @property
    def is_waiting(self):
        return self.state == Adhesion.State.WAITING


# To whom readers write


class LegislatorQuerySet(models.QuerySet):
    def for_region(self, region):
        """Who represents it, those of the region first, and where each chamber takes in letters."""
        return self.filter(Q(region=region) | Q(region=None)).order_by(
            F("region").asc(nulls_last=True), "chamber", "name"
        )


class Legislator(models.Model):
    """Somebody in Congress, or the desk of a chamber, by the address of the office and nothing else."""

    name = models.CharField(
        _("a quién"), max_length=120, help_text=_("Como empieza la carta: «Congresista Ejemplo Ficticia».")
    )
    chamber = models.CharField(_("cámara"), max_length=1, choices=Chamber)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("región"),
        related_name="+",
        help_text=_("Déjala vacía si representa a todo el país."),
    )
    email = models.EmailField(_("correo institucional"), unique=True, validators=[institutional])
    is_desk = models.BooleanField(
        _("es la mesa de partes"),
        default=False,
        help_text=_(
            "La oficina que recibe las cartas de su cámara, también cuando no sabemos quién representa a una región."
        ),
    )

    objects = LegislatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("correo del Congreso")
        verbose_name_plural = _("correos del Congreso")
        ordering = ["chamber", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_desk=False) | Q(region=None), name="cms_a_desk_serves_the_whole_country"
            )
        ]

    def __str__(self):
        return self.name


# What surrounds every page


@register_setting(icon="cog", order=10)
class SiteSettings(ClusterableModel, BaseSiteSetting):
    exit_address = models.URLField(
        _("adónde lleva «Salir rápido»"),
        default="https://www.senamhi.gob.pe/",
        help_text=_("Una página corriente, que cualquiera podría estar mirando: el clima, un diccionario."),
    )
    notice_until = models.DateField(
        _("aviso urgente hasta"),
        null=True,
        blank=True,
        help_text=_("El último día en que se muestra el aviso. Sin fecha no se muestra."),
    )

    panels = [
        InlinePanel("menu", heading=_("Menú"), label=_("Página")),
        MultiFieldPanel(
            [FieldPanel("notice_until"), InlinePanel("words", label=_("Idioma"))],
            heading=_("Aviso urgente y pie de página"),
        ),
        FieldPanel("exit_address"),
    ]

    class Meta:
        verbose_name = _("menú, avisos y salida")

    @property
    def has_notice(self):
        return self.notice_until is not None and timezone.localdate() <= self.notice_until


class MenuEntry(Orderable):
    settings = ParentalKey(SiteSettings, related_name="menu")
    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("página"), related_name="+")

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint("settings", "page", name="cms_one_menu_entry_per_page")]


class LanguageWords(models.Model):
    """What surrounds the pages of one language."""

    settings = ParentalKey(SiteSettings, related_name="words")
    locale = models.ForeignKey(Locale, models.CASCADE, verbose_name=_("idioma"), related_name="+")
    notice = models.CharField(_("aviso urgente"), max_length=160, blank=True)
    notice_page = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("página del aviso"),
        related_name="+",
    )
    footer = models.TextField(_("pie de página"), blank=True, max_length=500)

    panels = [
        FieldPanel("locale"),
        FieldPanel("notice"),
        PageChooserPanel("notice_page"),
        FieldPanel("footer"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint("settings", "locale", name="cms_one_row_of_words_per_language")
        ]


# The rest, each subject by itself; Django finds models here

from cms import finding, form_pages, happenings, lessons, papers, regions, resources  # noqa: E402, F401
