"""The pages that a campaign begins with; each other subject has a module of its own."""

from django.db import models
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index

from cms import (  # noqa: F401 - Django finds models here
    directory,
    finding,
    form_pages,
    happenings,
    legislators,
    lessons,
    papers,
    pictures,
    regions,
    resources,
    statements,
    surroundings,
)
from cms.addresses import address
from cms.blocks import ActionBlock, BodyBlock
from cms.letters import LetterForm, LettersBlock
from cms.news import NEWEST, Article
from cms.pages import MaySpeakForAll, PublicPage, SharedPage
from legislation import chains, front
from legislation.models import Cause
from scrapers.items import fold


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
        there = CampaignPage.objects.live().filter(locale=self.locale_id).select_related("locale")
        there = there.order_by("-first_published_at", "-pk")  # of each cause, the first that was there stays
        campaigns = {
            page.cause_id: page for page in there.only("title", "url_path", "summary", "cause", "locale")
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
        help_text=_(
            "De ella sale, al día, dónde está el proyecto en el Congreso. La portada lleva a la primera página de cada causa."
        ),
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
        FieldPanel(
            "letters",
            help_text=_(
                "Una por cada grupo que escribe. La página las ofrece en «Escríbele a quien te representa» hasta que el proyecto es ley o termina."
            ),
        ),
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
        context["cause"] = cause = self.read_cause()
        context["may_write"] = self.may_write(cause)
        context["news"] = front.news(cause.chain_bills, NEWEST) if cause else []
        context["is_followed"] = self.cause_id in front.followed_causes(request.user)
        context["articles"] = Article.objects.for_reading(self.locale_id).filter(cause=self.cause_id)[:NEWEST]
        return context

    def read_cause(self):
        """With its bills and where the youngest stands; None while it is not public."""
        found = chains.read(Cause.objects.public().filter(pk=self.cause_id))
        return found[0] if found else None

    def may_write(self, cause):
        """Whether a letter is still of use: nobody asks for a vote on what was decided."""
        return bool(self.letters) and not (cause and cause.current and cause.path.is_over)

    @path("lectura-facil/", name="easy")
    def easy_reading(self, request):
        context = self.context_below(request, "easy", "lectura-facil/")
        return render(request, "cms/campaign_easy.html", context | {"cause": self.read_cause()})

    @path("escribir/", name="write")
    def write(self, request):
        if not self.letters:
            raise Http404("There is no letter to send.")
        if not self.may_write(self.read_cause()):
            return redirect(address(self))
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
    max_count_per_parent = 1
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
