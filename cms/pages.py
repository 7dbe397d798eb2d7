"""What every page of the site has."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import approval
from cms.addresses import address, address_of
from cms.checks import BeforePublishingPanel
from cms.sharing import SharingBlock
from cms.voices import Voice


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
        there = Page.objects.live().exclude(locale=self.locale_id)
        found = there.filter(translation_key__in=line.values("translation_key")).order_by("depth")
        nearest = dict(found.values_list("locale__language_code", "url_path"))
        return {language: address_of(language, path) for language, path in nearest.items()}

    @property
    def name_in_menus(self):
        return self.menu_title or self.title

    def get_url(self, request=None, current_site=None):
        return address(self)

    def is_translation(self):
        return self.locale.language_code != settings.LANGUAGE_CODE

    def said_first(self):
        """The page in our language of which this one is the translation; None where it says its own."""
        if not self.is_translation():
            return None
        ours = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
        return ours.filter(translation_key=self.translation_key).first()

    def approved_first(self):
        """What it was said first in, while that is read, or has its hour."""
        ours = self.said_first()
        return ours if ours and (ours.live or approval.hour_of(ours)) else None

    def says_what_was_approved(self):
        """In another language than ours, and only while the page that was approved is read, or has its hour."""
        return self.approved_first() is not None

    def says_what_all_approved(self):
        """A translation speaks for all where the page that was approved does: by one of us it is not made to."""
        ours = self.approved_first()
        if ours is None:
            return False
        approved = ours.specific if ours.live else ours.scheduled_revision.as_object()
        return approved.speaks_for_all

    def needs_all(self):
        return self.speaks_for_all and not self.says_what_all_approved()

    def may_be_published_by(self, user):
        """Alone: a translation of what was approved, and in an emergency what is nobody's statement."""
        return not self.needs_all() and (user.is_superuser or self.says_what_was_approved())

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
        ours = self.said_first()
        if ours and not ours.live and not approval.keeps_pace(revision, ours):
            return None
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
