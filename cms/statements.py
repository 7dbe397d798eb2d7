"""What organizations sign."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import BodyBlock
from cms.forms import SignOnForm
from cms.pages import PublicPage, SharedPage
from crm.models import Region
from legislation.strangers import TRAP


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

    def signed(self):
        return Adhesion.objects.of(self).approved()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["signed"] = self.signed().select_related("region").order_by("key")
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
