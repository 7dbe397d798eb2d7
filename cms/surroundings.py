"""What surrounds every page: menu, urgent notice, foot, the way out."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Locale, Orderable, Page


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
