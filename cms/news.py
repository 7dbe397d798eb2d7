"""Articles, newest first, and where they are listed."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.feeds import NewsFeed
from cms.pages import MaySpeakForAll, PublicPage, SharedPage
from crm.models import Region
from legislation.models import Cause

NEWEST = 3  # articles shown elsewhere


class ArticleQuerySet(PageQuerySet):
    def for_listing(self):
        """Newest first, with what lists tell of them."""
        told = self.only("title", "url_path", "summary", "day", "locale", "last_published_at")
        return told.select_related("locale").order_by("-day", "-pk")

    def for_reading(self, locale):
        """Those of a language. The language is asked for by no index of its own: SQLite would take that one, sort every
        article there is and show three, instead of walking along the days."""
        return self.live().alias(language=F("locale_id") + 0).filter(language=locale).for_listing()


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
        # Which there are and in which order, before what is told of them: sorting whole articles takes ten times as long.
        numbers = list(self.articles().values_list("pk", flat=True))
        page = Paginator(numbers, self.per_page).get_page(request.GET.get("page"))
        page.object_list = Article.objects.for_listing().filter(pk__in=page.object_list)
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
        FieldPanel("cause"),
        FieldRowPanel([FieldPanel("day"), FieldPanel("region")]),
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
