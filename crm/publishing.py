"""What the public may read of a commitment: written for it, never copied from our records."""

from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.circles import Circle
from crm.models import CircledQuerySet, Commitment, Institution, user_key

Kind = Institution.Kind
# Only those who answer to everybody. An organization of the community, a party or a medium is never shown.
AUTHORITIES = [
    Kind.CONGRESS,
    Kind.MINISTRY,
    Kind.REGIONAL_GOVERNMENT,
    Kind.MUNICIPALITY,
    Kind.HEALTH_DIRECTORATE,
    Kind.HEALTH_SERVICE,
    Kind.POLICE,
    Kind.PROSECUTION,
    Kind.JUDICIARY,
    Kind.OMBUDSMAN,
    Kind.EDUCATION,
]


def may_be_published(prefix=""):
    """The condition for a commitment: a public authority made it, and the whole coalition sees every part of it.

    Whoever speaks for the institution is never named; where she is hidden, her promise is."""
    open_to_all = {f"{prefix}circle": Circle.COALITION, f"{prefix}institution__circle": Circle.COALITION}
    return (
        Q(**open_to_all)
        & Q(**{f"{prefix}institution__kind__in": AUTHORITIES})
        & (Q(**{f"{prefix}person": None}) | Q(**{f"{prefix}person__circle": Circle.COALITION}))
    )


class PublicCommitmentQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = ("commitment", "commitment__person", "commitment__institution")

    def for_the_public(self):
        """The only way in for whatever answers a stranger."""
        return self.filter(may_be_published("commitment__"), withdrawn=None).exclude(source="")


class PublicCommitment(models.Model):
    commitment = models.OneToOneField(
        Commitment, models.PROTECT, verbose_name=_("compromiso"), related_name="published_as"
    )
    what_es = models.CharField(
        _("a qué se comprometió"),
        max_length=300,
        help_text=_("Escríbelo para el público: sin nombres de personas y sin lo que se dijo en privado."),
    )
    what_en = models.CharField(_("en inglés"), max_length=300, blank=True)
    source_name = models.CharField(
        _("dónde consta"), max_length=200, help_text=_("«Nota de prensa del Gobierno Regional, 3 de marzo».")
    )
    source = models.URLField(
        _("enlace a donde consta"),
        max_length=300,
        help_text=_("Una página que cualquiera puede abrir. Sin ella no se publica."),
    )
    proof = models.URLField(
        _("enlace a la prueba de lo que pasó"),
        max_length=300,
        blank=True,
        help_text=_("Si se cumplió o no, dónde lo puede comprobar cualquiera."),
    )
    reply_es = models.TextField(
        _("lo que responde la institución"),
        max_length=800,
        blank=True,
        help_text=_("Con sus palabras, sin cambiarlas. Se publica entero, al lado de lo que decimos."),
    )
    reply_en = models.TextField(_("su respuesta en inglés"), max_length=800, blank=True)
    reply_day = models.DateField(_("respondió el"), null=True, blank=True)
    published = models.DateTimeField(_("publicado"), default=timezone.now, editable=False)
    withdrawn = models.DateTimeField(_("retirado"), null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects = PublicCommitmentQuerySet.as_manager()

    class Meta:
        app_label = "crm"
        verbose_name = _("compromiso publicado")
        verbose_name_plural = _("compromisos publicados")
        ordering = ["-published"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="crm_public_commitment_has_a_source"),
            models.CheckConstraint(
                condition=Q(reply_es="", reply_day=None) | (~Q(reply_es="") & Q(reply_day__isnull=False)),
                name="crm_public_commitment_reply_has_a_day",
            ),
        ]

    def __str__(self):
        return self.what_es


class ProposalQuerySet(CircledQuerySet):
    HAS_CIRCLE = False
    LEANS_ON = PublicCommitmentQuerySet.LEANS_ON

    def waiting_for(self, user):
        """What others wrote and she may publish."""
        if not user.has_perm("crm.add_publiccommitment"):
            return self.none()
        return self.visible_to(user).filter(may_be_published("commitment__")).exclude(by=user)


class Proposal(models.Model):
    """What somebody would have the public read of a commitment. It is published by somebody else, who read it."""

    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="proposed_as")
    words = models.JSONField(encoder=DjangoJSONEncoder)  # of PublicCommitment, as its form takes them
    by = user_key(_("quién lo escribió"))
    written = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        app_label = "crm"
        verbose_name = _("compromiso por publicar")
        verbose_name_plural = _("compromisos por publicar")
        ordering = ["written"]
        default_permissions = ()

    def __str__(self):
        return self.words["what_es"]

    @property
    def reply_day(self):
        said = self.words.get("reply_day")
        return date.fromisoformat(said) if said else None

    @property
    def version(self):
        """What tells whether it was written anew since it was read."""
        return self.written.isoformat()
