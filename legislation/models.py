import gzip
import re
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from legislation import numbers, stages
from legislation.languages import in_language
from legislation.stages import Stage
from scrapers.items import fold

LATE_AFTER = timedelta(days=3)  # a step entered sooner than this after its date is not "late"


class Chamber(models.TextChoices):
    CONGRESS = "C", _("Congreso")
    DEPUTIES = "D", _("Cámara de Diputados")
    SENATE = "S", _("Senado")


# What Congress does


class PeriodQuerySet(models.QuerySet):
    def with_bills(self):
        return self.filter(Exists(Bill.objects.filter(period=OuterRef("pk"))))


class Period(models.Model):
    """A parliamentary period. Bills still open when it ends lapse, and the source never says so."""

    year = models.PositiveSmallIntegerField(_("comienza en"), primary_key=True)
    label = models.CharField(_("nombre"), max_length=20)
    starts = models.DateField(_("desde"))
    ends = models.DateField(_("hasta"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodo parlamentario")
        verbose_name_plural = _("periodos parlamentarios")
        ordering = ["-year"]

    def __str__(self):
        return self.label


class Listing(models.Model):
    """One list of bills as we last read it whole. Without a row, the next reading is a first one."""

    period = models.ForeignKey(Period, models.PROTECT)
    chamber = models.CharField(max_length=1, choices=Chamber)
    total = models.PositiveIntegerField()
    first_read = models.DateTimeField()
    last_read = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("period", "chamber", name="legislation_one_listing")]

    def __str__(self):
        return f"{self.period} {self.get_chamber_display()}"


KEY = re.compile(r"([0-9]{4})/([CDS])/([0-9]{1,9})")
# A phrase between quotes of any kind, or a word.
WORDS = re.compile(r"""["“”«]([^"“”«»]+)["“”»]|([^\s"“”«»]+)""")


def named(text):
    """The bill that a written number means, as conditions on its fields; None where there is no number."""
    written = numbers.parse(text)
    return written and {name: value for name, value in written._asdict().items() if value}


class BillQuerySet(models.QuerySet):
    def written_as(self, text):
        """Bills that a number means, in any form people write it: "PL 12475", "12475/2025-CR"."""
        asked = named(text)
        return self.none() if asked is None else self.filter(**asked)

    def keyed(self, text):
        """The one that a form names: "2021/C/12475"."""
        match = KEY.fullmatch(text)
        return self.filter(period=match[1], chamber=match[2], number=match[3]) if match else self.none()

    def matching(self, *, query="", stage="", period="", chamber="", cause="", lapsed=""):
        """The one filter behind the page, its count and the alerts."""
        bills = self
        if query:
            words = Q()
            for phrase, word in WORDS.findall(fold(query)):
                wanted = (phrase or word).strip()
                # Where a word begins: whoever looks for "gay" is not shown Hualgayoc. The first is quick, and leaves few.
                words &= Q(search__contains=wanted, search__regex=rf"(^|[^a-z0-9]){re.escape(wanted)}")
            bills = bills.filter(words | Q(pk__in=self.written_as(query).values("pk")))
        if stage:
            bills = bills.filter(stage=stage)
        if period:
            bills = bills.filter(period=period)
        if chamber:
            bills = bills.filter(chamber=chamber)
        if cause:
            bills = bills.filter(pk__in=Cause.objects.filter(slug=cause).values("bills"))
        if lapsed:
            bills = bills.lapsed() if lapsed == "1" else bills.exclude(pk__in=bills.lapsed().values("pk"))
        return bills

    def lapsed(self, today=None):
        today = today or timezone.localdate()
        return self.filter(stage__in=stages.OPEN, period__ends__lt=today)

    def watched(self, before=None):
        """Bills somebody waits for: in a cause, followed on their own, or perhaps what such a bill goes on as.

        With a moment, only those for which she already did before it."""
        ours = Q(chains__isnull=False) | Q(followers__isnull=False)
        if before:
            ours = Q(chains__added__lt=before) | Q(followers__since__lt=before)
        onward = BillLink.objects.onward().filter(bill__in=Bill.objects.filter(ours))
        return self.filter(ours | Q(pk__in=onward.values("other"))).distinct()

    def newest_first(self, query=""):
        """Undated ones come last in their period, whichever the database. The bill that was asked for comes first."""
        asked = named(query)
        first = [Case(When(**asked, then=0), default=1)] if asked else []
        return self.order_by(
            *first, F("period_id").desc(), F("presented").desc(nulls_last=True), F("number").desc()
        )

    def for_listing(self):
        return self.select_related("period").defer("search", "summary").newest_first()

    def with_last_checked(self):
        """Annotate last_checked: when a source that could have shown news of this bill was last read well."""
        listing = Listing.objects.filter(period=OuterRef("period"), chamber=OuterRef("chamber"))
        read = Coalesce(Subquery(listing.values("last_read")[:1]), F("first_observed"))
        return self.annotate(last_checked=Greatest(read, Coalesce(F("dossier_read"), F("first_observed"))))


class Bill(models.Model):
    """One dossier in Congress. Its identity is period, chamber and number."""

    period = models.ForeignKey(Period, models.PROTECT, verbose_name=_("periodo"), related_name="bills")
    chamber = models.CharField(_("cámara"), max_length=1, choices=Chamber)
    number = models.PositiveIntegerField(_("número"))
    label = models.CharField(_("número oficial"), max_length=40)
    title = models.TextField(_("título"))
    summary = models.TextField(_("sumilla"), blank=True)
    status = models.CharField(_("estado según el Congreso"), max_length=200)
    stage = models.CharField(_("etapa"), max_length=20, choices=Stage, default=Stage.UNKNOWN)
    stage_version = models.PositiveSmallIntegerField(default=stages.VERSION, editable=False)
    law_number = models.CharField(_("número de ley"), max_length=10, blank=True)
    presented = models.DateField(_("presentado"), null=True, blank=True)
    proponent = models.CharField(_("proponente"), max_length=200, blank=True)
    parliamentary_group = models.CharField(_("bancada"), max_length=200, blank=True)
    legislature = models.CharField(_("legislatura"), max_length=120, blank=True)
    approved_title = models.TextField(_("título del texto aprobado"), blank=True)
    committees = models.JSONField(_("comisiones"), default=list, blank=True)
    authors = models.JSONField(_("autores"), default=list, blank=True)
    source_url = models.URLField(_("página oficial"), max_length=500)
    search = models.TextField(editable=False)  # folded words to search in
    row_digest = models.CharField(max_length=32, blank=True, editable=False)  # of its row when last listed
    first_observed = models.DateTimeField(_("visto por primera vez"), default=timezone.now)
    last_changed = models.DateTimeField(_("cambió por última vez"), default=timezone.now)
    dossier_read = models.DateTimeField(_("expediente leído"), null=True, blank=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = _("proyecto de ley")
        verbose_name_plural = _("proyectos de ley")
        ordering = ["-period_id", "chamber", "-number"]
        constraints = [
            models.UniqueConstraint("period", "chamber", "number", name="legislation_one_bill_per_number"),
        ]
        indexes = [
            models.Index(fields=["number"], name="legislation_bill_number"),  # written_as()
            models.Index(fields=["-period", "-presented", "-number"], name="legislation_bill_listing"),
            models.Index(fields=["stage", "period"], name="legislation_bill_stage"),  # matching(), lapsed()
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("bill", args=self.key)

    @property
    def key(self):
        return self.period_id, self.chamber, self.number

    @property
    def lapsed(self):
        return self.stage in stages.OPEN and self.period.ends < timezone.localdate()

    def searchable(self):
        """The folded words people may look for this bill by."""
        return fold(" ".join([self.label, self.title, self.summary, *self.authors]))


class PartQuerySet(models.QuerySet):
    def standing(self):
        """What the dossier shows, or staff entered and the dossier has yet to show."""
        return self.filter(withdrawn=None)


class Part(models.Model):
    """What a dossier shows and may show no longer; that it is gone has to be proved before we say so."""

    absences = models.PositiveSmallIntegerField(default=0, editable=False)
    missed = models.DateTimeField(null=True, blank=True, editable=False)  # when an absence was last counted
    withdrawn = models.DateTimeField(_("retirado del expediente"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True


class StepQuerySet(PartQuerySet):
    def unconfirmed(self):
        """Steps that staff entered, and neither took back nor saw confirmed."""
        return self.standing().filter(entered_by__isnull=False, confirmed=None)

    def seen_in_congress(self):
        """Steps that stand and that are not only hearsay of ours yet."""
        return self.standing().exclude(entered_by__isnull=False, confirmed=None)

    def shown(self):
        """All that a page tells, withdrawn ones of the dossier too; but not what staff took back."""
        return self.exclude(source_key__startswith="hand:", withdrawn__isnull=False)

    def in_order(self):
        """Oldest first; of one day, what we wrote down comes after what the dossier had."""
        by_hand = Case(When(source_key__startswith="hand:", then=1), default=0)
        return self.order_by(
            F("day").asc(nulls_first=True), by_hand, F("moment").asc(nulls_first=True), "position", "pk"
        )


class Step(Part):
    """One dated entry of a bill's dossier. Its id is permanent: changes, notes and mails point to it."""

    bill = models.ForeignKey(Bill, models.CASCADE, verbose_name=_("proyecto de ley"), related_name="steps")
    source_key = models.CharField(max_length=80, editable=False)  # the source's id, or what stands for one
    source_id = models.CharField(_("identificador del Congreso"), max_length=40, blank=True)
    day = models.DateField(_("fecha"), null=True, blank=True)
    moment = models.DateTimeField(_("hora"), null=True, blank=True)
    status = models.CharField(_("estado según el Congreso"), max_length=200)
    stage = models.CharField(_("etapa"), max_length=20, choices=Stage, default=Stage.UNKNOWN)
    committees = models.JSONField(_("comisiones"), default=list, blank=True)
    detail = models.TextField(_("detalle"), blank=True)
    position = models.PositiveIntegerField(default=0, editable=False)
    first_observed = models.DateTimeField(_("visto por primera vez"), default=timezone.now)
    late = models.BooleanField(_("registrado con retraso"), default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("anotado por"),
        related_name="+",
    )
    entered_note = models.TextField(_("cómo lo supimos"), blank=True)
    confirmed = models.DateTimeField(_("confirmado por el Congreso"), null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("paso")
        verbose_name_plural = _("pasos")
        constraints = [
            models.UniqueConstraint("bill", "source_key", name="legislation_one_step_per_source_key"),
        ]

    def __str__(self):
        return f"{self.bill} {self.status}"

    @property
    def is_hand_made(self):
        """Whether staff entered it and the dossier has yet to show it as a step of its own."""
        return self.source_key.startswith("hand:")

    @property
    def is_unconfirmed(self):
        return self.entered_by_id is not None and self.confirmed is None

    @property
    def may_be_corrected(self):
        """What nobody but us has said yet may be put right, or taken back."""
        return self.is_unconfirmed and self.withdrawn is None

    @property
    def was_taken_back(self):
        return self.is_hand_made and self.withdrawn is not None


class Signatory(Part):
    """A legislator who signed a bill."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("autoría")
        COAUTHOR = "coauthor", _("coautoría")
        ADHERENT = "adherent", _("adhesión")

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="signatories")
    source_key = models.CharField(max_length=200)
    name = models.CharField(_("nombre"), max_length=200)
    role = models.CharField(_("firma como"), max_length=10, choices=Role)
    first_observed = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("firmante")
        verbose_name_plural = _("firmantes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("bill", "source_key", name="legislation_one_signature")]

    def __str__(self):
        return self.name


class Document(Part):
    """A file that a dossier names. We link the dossier's page; we do not fetch the file."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="documents")
    step = models.ForeignKey(Step, models.SET_NULL, null=True, blank=True, related_name="documents")
    source_key = models.CharField(max_length=300)
    title = models.CharField(_("título"), max_length=500)
    day = models.DateField(_("fecha"), null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    first_observed = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint("bill", "source_key", name="legislation_one_document")]

    def __str__(self):
        return self.title


class BillLinkQuerySet(models.QuerySet):
    def proposed(self):
        return self.filter(state=BillLink.State.PROPOSED)

    def standing(self):
        return self.filter(state=BillLink.State.CONFIRMED)

    def onward(self):
        """Those by which a text goes on under another number, as a person said or as it may be."""
        may_be = self.exclude(state=BillLink.State.REFUSED)
        return may_be.filter(kind__in=BillLink.ONWARD, other__isnull=False)

    def shown(self):
        """What the public reads of: what a person confirmed and, as a doubt, where a text may go on."""
        doubts = Q(state=BillLink.State.PROPOSED, kind__in=BillLink.ONWARD, other__isnull=False)
        return self.filter(Q(state=BillLink.State.CONFIRMED) | doubts)


class BillLink(models.Model):
    """How one dossier continues or joins another. The other may not have been read yet."""

    class Kind(models.TextChoices):
        ACCUMULATED = "accumulated", _("acumula a")
        REFILED_AS = "refiled_as", _("fue presentado de nuevo como")
        PASSED_ON = "passed_on", _("pasó a la otra cámara como")
        COMPANION = "companion", _("tiene un proyecto hermano")

    ONWARD = (Kind.REFILED_AS, Kind.PASSED_ON)

    class State(models.TextChoices):
        PROPOSED = "proposed", _("por confirmar")
        CONFIRMED = "confirmed", _("confirmado")
        REFUSED = "refused", _("descartado")

    kind = models.CharField(_("relación"), max_length=12, choices=Kind)
    bill = models.ForeignKey(Bill, models.CASCADE, verbose_name=_("proyecto"), related_name="links")
    other = models.ForeignKey(
        Bill,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("otro proyecto"),
        related_name="linked_from",
    )
    other_period = models.PositiveSmallIntegerField()
    other_chamber = models.CharField(max_length=1)
    other_number = models.PositiveIntegerField()
    other_label = models.CharField(_("número del otro"), max_length=40)
    other_title = models.TextField(_("título del otro"), blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.PROPOSED)
    reason = models.TextField(_("por qué se propone"), blank=True)
    first_observed = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("decidió"),
        related_name="+",
    )
    decided = models.DateTimeField(_("decidido"), null=True, blank=True)

    objects = BillLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("relación entre proyectos")
        verbose_name_plural = _("relaciones entre proyectos")
        ordering = ["-first_observed"]
        constraints = [
            models.UniqueConstraint(
                "kind", "bill", "other_period", "other_chamber", "other_number", name="legislation_one_link"
            ),
        ]

    def __str__(self):
        return f"{self.bill} {self.get_kind_display()} {self.other_label}"

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED


class LabelReadingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(stage="")

    def stages(self):
        """Folded label → stage, for the labels that staff have read for us."""
        return dict(self.exclude(stage="").values_list("key", "stage"))


class LabelReading(models.Model):
    """A label of the source that our mapping does not know, and what staff say it means."""

    key = models.CharField(max_length=200, unique=True, editable=False)
    label = models.CharField(_("etiqueta del Congreso"), max_length=200)
    stage = models.CharField(_("etapa que le corresponde"), max_length=20, choices=Stage, blank=True)
    first_observed = models.DateTimeField(_("vista por primera vez"), default=timezone.now)
    history = HistoricalRecords()

    objects = LabelReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("etiqueta desconocida")
        verbose_name_plural = _("etiquetas desconocidas")
        ordering = ["stage", "-first_observed"]

    def __str__(self):
        return self.label


# What we campaign for


class CauseQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def with_bills(self):
        """Those that are in Congress already; a new one is not pushed before them."""
        return self.filter(Exists(CauseBill.objects.filter(cause=OuterRef("pk"))))


class Cause(models.Model):
    """What we campaign for. It outlives any bill number: it holds a chain of them."""

    name = models.CharField(_("nombre"), max_length=120, unique=True)
    short_name = models.CharField(
        _("nombre corto, para el asunto de los correos"),
        max_length=24,
        blank=True,
        help_text=_(
            "El asunto se lee en la pantalla bloqueada del teléfono: elige palabras que no expongan a nadie, como «Ley de "
            "derechos». Si lo dejas vacío, el asunto solo lleva el número."
        ),
    )
    slug = models.SlugField(_("dirección"), max_length=120, unique=True)
    purpose = models.TextField(_("qué pedimos, en palabras sencillas"), blank=True)
    name_en = models.CharField(
        _("nombre en inglés"),
        max_length=120,
        blank=True,
        help_text=_("Para las páginas y los correos en inglés; sin él, allí se lee en español."),
    )
    short_name_en = models.CharField(_("nombre corto en inglés"), max_length=24, blank=True)
    purpose_en = models.TextField(_("qué pedimos, en inglés"), blank=True)
    terms = models.TextField(
        _("palabras que buscamos"),
        blank=True,
        help_text=_("Una por línea. Se buscan como palabras enteras, sin distinguir tildes ni mayúsculas."),
    )
    is_public = models.BooleanField(_("visible en el sitio público"), default=True)
    bills = models.ManyToManyField(Bill, through="CauseBill", related_name="causes")
    history = HistoricalRecords()

    objects = CauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("causa")
        verbose_name_plural = _("causas")
        ordering = ["name"]

    def __str__(self):
        return self.title

    def said(self, field):
        """(text, its language), in the language that is active where somebody has put it into that."""
        return in_language(getattr(self, field), getattr(self, f"{field}_en"))

    @property
    def title(self):
        return self.said("name")[0]

    @property
    def short_title(self):
        return self.said("short_name")[0]

    @property
    def ask(self):
        return self.said("purpose")[0]

    @property
    def language(self):
        """That of its title, as it is said now."""
        return self.said("name")[1]

    @property
    def words(self):
        return [line.strip() for line in self.terms.splitlines() if line.strip()]

    def current_bill(self):
        """The youngest bill of the chain: the one that carries the cause now."""
        return self.bills.with_last_checked().select_related("period").newest_first().first()


class CauseBill(models.Model):
    """A bill in the chain of a cause."""

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="chain")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="chains", verbose_name=_("proyecto de ley"))
    added = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("proyecto de la causa")
        verbose_name_plural = _("proyectos de la causa")
        constraints = [models.UniqueConstraint("cause", "bill", name="legislation_bill_once_in_cause")]

    def __str__(self):
        return f"{self.cause}: {self.bill}"


class CauseMatchQuerySet(models.QuerySet):
    def proposed(self):
        return self.filter(state=CauseMatch.State.PROPOSED)


class CauseMatch(models.Model):
    """A bill that speaks of a cause, as far as the machine can tell. A person decides."""

    class Where(models.TextChoices):
        TITLE = "title", _("en el título")
        SUMMARY = "summary", _("en la sumilla")
        UNSEEN = "unseen", _("según el buscador del Congreso; no está en el título")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("por decidir")
        ACCEPTED = "accepted", _("es de la causa")
        REFUSED = "refused", _("no es de la causa")

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="matches", verbose_name=_("causa"))
    bill = models.ForeignKey(Bill, models.CASCADE, related_name="matches", verbose_name=_("proyecto de ley"))
    term = models.CharField(_("palabra"), max_length=120)
    where = models.CharField(_("dónde"), max_length=10, choices=Where)
    state = models.CharField(_("decisión"), max_length=10, choices=State, default=State.PROPOSED)
    first_observed = models.DateTimeField(_("visto por primera vez"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided = models.DateTimeField(_("decidido"), null=True, blank=True)

    objects = CauseMatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("proyecto por revisar")
        verbose_name_plural = _("proyectos por revisar")
        ordering = ["-first_observed"]
        constraints = [models.UniqueConstraint("cause", "bill", name="legislation_one_match")]

    def __str__(self):
        return f"{self.bill}: {self.term}"


# What we saw


class Snapshot(models.Model):
    """The bytes a source sent, without personal identity numbers, stored once."""

    sha256 = models.CharField(_("huella SHA-256"), max_length=64, unique=True)
    packed = models.BinaryField()  # gzip
    size = models.PositiveIntegerField(_("tamaño"))  # bytes, unpacked
    stored = models.DateTimeField(_("guardada"), default=timezone.now)

    class Meta:
        verbose_name = _("captura")
        verbose_name_plural = _("capturas")
        ordering = ["-stored"]

    def __str__(self):
        return self.sha256[:12]

    @property
    def body(self):
        return gzip.decompress(self.packed)


class Observation(models.Model):
    """One time that a source sent a snapshot's bytes."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="observations")
    run = models.ForeignKey("scrapers.ScrapeRun", models.PROTECT, null=True, related_name="observations")
    url = models.CharField(_("dirección"), max_length=500)
    request = models.TextField(_("pedido"), blank=True)
    status = models.PositiveSmallIntegerField(_("código"))
    headers = models.JSONField(_("cabeceras"), default=dict)
    fetched = models.DateTimeField(_("leída"))
    parser = models.CharField(_("versión del lector"), max_length=40)

    class Meta:
        verbose_name = _("observación")
        verbose_name_plural = _("observaciones")
        ordering = ["-fetched"]

    def __str__(self):
        return f"{self.snapshot} {self.fetched:%Y-%m-%d %H:%M}"


class ChangeQuerySet(models.QuerySet):
    def for_display(self):
        related = self.select_related("bill__period", "step", "run__source", "snapshot", "echo_of")
        return related.defer("snapshot__packed", "bill__search")

    def news(self):
        """Without those that tell again what an earlier change already told."""
        return self.filter(echo_of=None)


class Change(models.Model):
    """Something we saw happen. Rows are appended, and the database refuses to alter them."""

    class Kind(models.TextChoices):
        BILL_FOUND = "bill_found", _("proyecto encontrado")
        STATUS_CHANGED = "status_changed", _("cambio de estado")
        STEP_ADDED = "step_added", _("paso nuevo")
        STEP_EDITED = "step_edited", _("paso corregido")
        STEP_VANISHED = "step_vanished", _("paso retirado del expediente")
        STEP_CORRECTED = "step_corrected", _("corrección de lo que anotamos")
        SIGNATORY_ADDED = "signatory_added", _("nueva firma")
        FILE_ADDED = "file_added", _("documento nuevo")
        LINK_PROPOSED = "link_proposed", _("posible relación con otro proyecto")
        LAPSED = "lapsed", _("caducó con su periodo")
        LABEL_UNKNOWN = "label_unknown", _("vocabulario desconocido")
        SOURCE_FAILING = "source_failing", _("fuente sin respuesta")
        SOURCE_BACK = "source_back", _("fuente de vuelta")

    kind = models.CharField(_("qué pasó"), max_length=16, choices=Kind)
    bill = models.ForeignKey(
        Bill, models.PROTECT, null=True, blank=True, verbose_name=_("proyecto"), related_name="changes"
    )
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="changes")
    link = models.ForeignKey(BillLink, models.PROTECT, null=True, blank=True, related_name="changes")
    source = models.ForeignKey(
        "scrapers.Source", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    old = models.TextField(_("antes"), blank=True)
    new = models.TextField(_("ahora"), blank=True)
    day = models.DateField(_("fecha en el Congreso"), null=True, blank=True)
    late = models.BooleanField(_("registrado con retraso"), default=False)
    seen = models.DateTimeField(_("visto"), default=timezone.now)
    echo_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("ya se había contado en"),
        related_name="echoes",
    )
    run = models.ForeignKey(
        "scrapers.ScrapeRun", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("por"),
        related_name="+",
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("novedad")
        verbose_name_plural = _("novedades")
        ordering = ["-seen", "-pk"]
        indexes = [
            models.Index(fields=["bill", "-seen"], name="legislation_change_bill"),  # bill page, feed, echoes
            models.Index(fields=["-seen"], name="legislation_change_seen"),  # staff list
        ]
        constraints = [
            models.UniqueConstraint("bill", condition=Q(kind="lapsed"), name="legislation_lapses_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.bill or self.source or self.new}"


# Whom we tell


class Follow(models.Model):
    """A member waits for news of a cause, whatever its bill's number, or of one bill."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    cause = models.ForeignKey(Cause, models.CASCADE, null=True, blank=True, related_name="followers")
    bill = models.ForeignKey(Bill, models.CASCADE, null=True, blank=True, related_name="followers")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("seguimiento")
        verbose_name_plural = _("seguimientos")
        constraints = [
            models.CheckConstraint(
                condition=Q(cause=None, bill__isnull=False) | Q(cause__isnull=False, bill=None),
                name="legislation_follow_one_thing",
            ),
            models.UniqueConstraint("user", "cause", name="legislation_follow_cause_once"),
            models.UniqueConstraint("user", "bill", name="legislation_follow_bill_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.cause or self.bill}"

    @property
    def key(self):
        """What is followed, by whomever; Delivery.why and the links of mails carry it."""
        return f"cause-{self.cause_id}" if self.cause_id else f"bill-{self.bill_id}"


class Message(models.Model):
    """A mail as it was written, and what became of it."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    message_id = models.CharField(max_length=120, unique=True)
    subject = models.CharField(_("asunto"), max_length=250)
    text = models.TextField(_("texto"))
    html = models.TextField()
    written = models.DateTimeField(_("escrito"), default=timezone.now)
    sent = models.DateTimeField(_("enviado"), null=True, blank=True)

    class Meta:
        verbose_name = _("mensaje")
        verbose_name_plural = _("mensajes")
        ordering = ["-written", "-pk"]

    def __str__(self):
        return self.subject


class DeliveryQuerySet(models.QuerySet):
    def due(self, now=None):
        """Deliveries to send now: waiting ones, and those whose sender died with them in hand."""
        now = now or timezone.now()
        waiting = Q(state=Delivery.State.DUE, not_before__lte=now)
        abandoned = Q(state=Delivery.State.SENDING, claimed__lt=now - Delivery.LEASE)
        return self.filter(waiting | abandoned)


class Delivery(models.Model):
    """One change to one recipient by one channel, at most once."""

    LEASE = timedelta(minutes=10)  # far longer than any one mail may take (EMAIL_TIMEOUT)

    class State(models.TextChoices):
        DUE = "due", _("por enviar")
        SENDING = "sending", _("enviándose")
        SENT = "sent", _("enviado")
        KEPT = "kept", _("guardado: no hay servidor de correo")
        FAILED = "failed", _("no se pudo enviar")
        PERHAPS = "perhaps", _("quizá enviado: el servidor no contestó")
        LEFT = "left", _("no se envió: ya no lo sigue")

    GIVEN_UP = (State.FAILED, State.PERHAPS)  # what a person may have tried again

    change = models.ForeignKey(Change, models.PROTECT, related_name="deliveries", verbose_name=_("novedad"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("canal"), max_length=10, default="email")
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.DUE)
    reason = models.CharField(_("por qué lo recibe"), max_length=400, blank=True)
    # Each of her follows that led here: Follow.key and, where a tie between bills led on, from which and how surely.
    why = models.JSONField(default=list)
    created = models.DateTimeField(_("creado"), default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True, blank=True)
    claimed = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    # Of these, those that were refused, and those in which the server had the whole text and never answered.
    refusals = models.PositiveSmallIntegerField(default=0, editable=False)
    unanswered = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.TextField(_("error"), blank=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="deliveries")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("envío")
        verbose_name_plural = _("envíos")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint("change", "recipient", "channel", name="legislation_told_at_most_once"),
        ]
        indexes = [
            # Delivery.objects.due(), in `announce`
            models.Index(
                fields=["not_before"],
                condition=Q(state__in=["due", "sending"]),
                name="legislation_delivery_due",
            ),
        ]

    def __str__(self):
        return f"{self.change} → {self.recipient}"

    @property
    def is_given_up(self):
        return self.state in self.GIVEN_UP


# What readers may keep


class Edition(models.Model):
    """A number that grows with everything a public page may show. Cached pages carry it."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="legislation_one_edition")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def advance(cls):
        """Drop every cached page, when the transaction around this commits.

        Called first in a transaction, it also makes that wait for whoever else is writing: two sources that
        show one event in the same second tell it once, on PostgreSQL too."""
        first = cls.objects.filter(pk=1)
        while not first.update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)

    @classmethod
    def take_turn(cls):
        """Wait, in a transaction, for whoever else is writing, and let them wait; pages stay as they are."""
        cls.objects.get_or_create(pk=1)
        cls.objects.select_for_update().get(pk=1)

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=1).aggregate(now=Max("number"))["now"] or 1


class Demonstration(models.Model):
    """Present when this database holds the demonstration: every page then says so."""

    loaded = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="legislation_one_demonstration")]

    def __str__(self):
        return str(self.loaded)
