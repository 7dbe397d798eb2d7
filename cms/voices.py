"""What people said, in their own words, and how far they agreed to its being shown (docs/decisions/21).

Words stand here and nowhere else: pages hold a reference, and ask each time whether they may show what it leads to.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, Page, ReferenceIndex

from accounts.models import Partner


class Use(models.TextChoices):
    """The values are the fields of a consent that say yes to it."""

    PAGE = "on_page", _("en una página del sitio")
    CARD = "on_card", _("en la tarjeta que se ve al compartir")
    PRINT = "in_print", _("en papel o PDF")


class VoiceQuerySet(models.QuerySet):
    def showable(self, use=Use.PAGE, on=None):
        """Those of whom what stands of what they said says yes to this use."""
        stands = Consent.objects.standing(on).filter(voice=OuterRef("pk"), **{use: True})
        return self.filter(Exists(stands))

    def for_reading(self):
        """For a page that shows them: what is needed is asked for at once, however many there are."""
        standing = Prefetch("consents", Consent.objects.standing(), to_attr="standing")
        return self.select_related("locale").prefetch_related(standing)

    def running_out(self, days):
        """Those that may be shown for something now and, unless she renews it, no longer in so many days."""
        today = timezone.localdate()
        newest = Consent.objects.filter(voice=OuterRef("pk")).order_by("-day", "-pk")
        found = self.not_withdrawn().annotate(until=Subquery(newest.values("until")[:1]))
        return found.filter(until__gte=today, until__lt=today + timedelta(days=days)).order_by("until", "pk")

    def not_withdrawn(self):
        return self.exclude(consents__kind=Consent.Kind.WITHDRAWN)


class Voice(ClusterableModel):
    words = models.TextField(_("lo que dijo"), blank=True)  # empty once she said no
    named = models.CharField(
        _("cómo quiere que se la nombre"),
        max_length=120,
        blank=True,
        help_text=_(
            "Un seudónimo, o solo «una compañera de Piura». Nunca su nombre legal, ni un teléfono, ni otro dato con el "
            "que alguien la encuentre."
        ),
    )
    locale = models.ForeignKey(
        Locale, models.PROTECT, verbose_name=_("idioma en que lo dijo"), related_name="+"
    )
    recorded = models.DateTimeField(_("anotada"), default=timezone.now, editable=False)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voz")
        verbose_name_plural = _("voces")
        ordering = ["-pk"]

    def __str__(self):
        """Without her words or name: this is written into histories, which outlive them."""
        return gettext("Voz %(number)s") % {"number": self.pk or ""}

    def newest(self):
        """What she said last."""
        return next(reversed(self.consents.all()), None)

    @property
    def fingerprint(self):
        """What tells whether somebody read what she says now."""
        return hashlib.sha256(f"{self.words}\0{self.named}".encode()).hexdigest()[:16]

    @property
    def is_withdrawn(self):
        return self.consents.filter(kind=Consent.Kind.WITHDRAWN).exists()

    def said_in(self, language):
        """Her words for a reader of this language: translated if they are, else as she said them. In hers, her own."""
        if language == self.locale.language_code:
            return self
        translations = {one.locale.language_code: one for one in self.translations.all()}
        return translations.get(language, self)

    @cached_property
    def standing(self):
        """What stands of what she said: one consent, or none. It comes with those that are for_reading()."""
        return list(self.consents.standing())

    @property
    def is_showable(self):
        return any(consent.on_page for consent in self.standing)

    @property
    def is_printable(self):
        return any(consent.in_print for consent in self.standing)

    def pages(self):
        """Those that refer to her, published or not."""
        rows = ReferenceIndex.get_references_to(self).filter(base_content_type__app_label="wagtailcore")
        return Page.objects.filter(pk__in=[int(row.object_id) for row in rows]).select_related("locale")


def bring_translations(voices):
    """Of those who spoke another language than the reader's, in one query; of the others none is shown."""
    others = [voice for voice in voices if voice.locale.language_code != translation.get_language()]
    translated = Prefetch("translations", VoiceTranslation.objects.select_related("locale"))
    prefetch_related_objects(others, translated)


class VoiceTranslation(models.Model):
    voice = ParentalKey(Voice, on_delete=models.CASCADE, related_name="translations")
    locale = models.ForeignKey(Locale, models.PROTECT, verbose_name=_("idioma"), related_name="+")
    words = models.TextField(_("lo que dijo, traducido"))
    named = models.CharField(_("cómo se la nombra en ese idioma"), max_length=120)

    class Meta:
        verbose_name = _("traducción de una voz")
        verbose_name_plural = _("traducciones de las voces")
        constraints = [
            models.UniqueConstraint("voice", "locale", name="cms_a_voice_is_translated_once_a_language")
        ]

    def __str__(self):
        return f"{self.voice} ({self.locale})"


NO_USES = Q(on_page=False, on_card=False, in_print=False)


class ConsentQuerySet(models.QuerySet):
    def standing(self, on=None):
        """What a voice said last, up to that day, where it has not run out and she never said no."""
        on = on or timezone.localdate()
        later = Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), pk__gt=OuterRef("pk"))
        overruling = Consent.objects.filter(
            Q(kind=Consent.Kind.WITHDRAWN) | Q(later, day__lte=on), voice=OuterRef("voice")
        )
        return self.filter(~Exists(overruling), day__lte=on, until__gte=on)


class Consent(models.Model):
    """What she said yes or no to, on which day. Added to, never changed; each says all that stands from then on."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("dijo que sí")
        RENEWED = "renewed", _("lo renovó")
        NARROWED = "narrowed", _("lo limitó")
        WITHDRAWN = "withdrawn", _("dijo que no")

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="consents")
    kind = models.CharField(_("qué dijo"), max_length=10, choices=Kind)
    day = models.DateField(_("qué día"), default=timezone.localdate)
    on_page = models.BooleanField(Use.PAGE.label, default=False)
    on_card = models.BooleanField(Use.CARD.label, default=False)
    in_print = models.BooleanField(Use.PRINT.label, default=False)
    until = models.DateField(
        _("hasta qué día"), null=True, blank=True, help_text=_("El último día. Después deja de verse, sola.")
    )
    proof = models.CharField(
        _("cómo consta"),
        max_length=160,
        blank=True,
        help_text=_("«Audio guardado por REDTRANS», por ejemplo. Aquí se describe; no se sube."),
    )
    held_by = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("quién guarda esa prueba"),
        related_name="+",
    )
    recorded = models.DateTimeField(_("anotado"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        verbose_name=_("anotó"),
        related_name="+",
    )
    # When pages, and copies of the site, were told that it has run out.
    ended = models.DateTimeField(null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("permiso")
        verbose_name_plural = _("permisos")
        ordering = ["day", "pk"]
        indexes = [models.Index("until", condition=Q(ended=None), name="cms_consent_runs_out")]  # lapse()
        constraints = [
            # Once she said no, of all of them only what was said when is left.
            models.CheckConstraint(
                condition=(NO_USES & Q(until=None, proof=""))
                | (~NO_USES & ~Q(kind="withdrawn") & Q(until__isnull=False)),
                name="cms_a_consent_says_for_what_and_until_when",
            ),
            models.UniqueConstraint("voice", condition=Q(kind="given"), name="cms_consent_is_given_once"),
            models.UniqueConstraint(
                "voice", condition=Q(kind="withdrawn"), name="cms_consent_is_withdrawn_once"
            ),
        ]

    def __str__(self):
        return f"{self.voice}: {self.get_kind_display()}"

    @property
    def uses(self):
        return {use for use in Use if getattr(self, use)}

    @property
    def names_of_uses(self):
        return [use.label for use in Use if getattr(self, use)]


class VoiceCopy(models.Model):
    """Where her words went and cannot be called back from. Added to, never changed."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="copies")
    what = models.CharField(
        _("qué copia"),
        max_length=160,
        help_text=_("«Impreso: 200 folletos, Piura, marzo de 2025». Sin nombres de personas."),
    )
    recorded = models.DateTimeField(_("anotada"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("copia de una voz")
        verbose_name_plural = _("copias de las voces")
        ordering = ["pk"]

    def __str__(self):
        return self.what


def language_of_reader(parent_context):
    """Of the page that is drawn; of the thread where there is none, as in a preview."""
    page = (parent_context or {}).get("page")
    locale = getattr(page, "locale", None)
    return locale.language_code if locale else translation.get_language()
