"""To whom readers write."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.letters import institutional
from crm.models import Region
from legislation.models import Chamber


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
