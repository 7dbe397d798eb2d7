from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from legislation.models import Bill
from scrapers.items import legible

GIVE_UP_AFTER = timedelta(minutes=30)  # the longest reading takes a few minutes
ALARM_AFTER = 3  # failed readings in a row before members are told
PATIENCE = 8  # a source that fails is asked this many times less often, at most


def is_ahead(moment, now):
    """Whether a clock that was since set back must have written this; those of two machines differ by less."""
    return moment > now + GIVE_UP_AFTER


class SourceQuerySet(models.QuerySet):
    def with_last_runs(self):
        """Annotate first_started and last_started (any reading) and last_ok (end of the last one that was believed)."""
        runs = ScrapeRun.objects.filter(source=OuterRef("pk")).order_by("-started")
        return self.annotate(
            first_started=Subquery(runs.order_by("started").values("started")[:1]),
            last_started=Subquery(runs.values("started")[:1]),
            last_ok=Subquery(runs.filter(status=ScrapeRun.Status.OK).values("ended")[:1]),
        )

    def due(self, now=None):
        """Enabled sources that should be read now, longest unread first."""
        now = now or timezone.now()
        sources = self.filter(enabled=True).with_last_runs().order_by("last_started")
        return [
            source
            for source in sources
            if source.next_reading is None
            or source.next_reading <= now
            or is_ahead(source.last_started, now)
            or source.is_waited_for
        ]


class Source(models.Model):
    """A place where we look, and how often."""

    class Spider(models.TextChoices):
        SPLEY = "spley", _("lista de proyectos")
        SPLEY_DETAIL = "spley_detail", _("expedientes seguidos")
        DOMINO = "domino", _("archivo 1995–2021")
        SAVED = "saved", _("respuestas guardadas")

    name = models.SlugField(_("nombre"), unique=True)
    spider = models.CharField(_("tipo"), max_length=20, choices=Spider)
    period = models.PositiveSmallIntegerField(_("periodo"), null=True, blank=True)
    chamber = models.CharField(_("cámara"), max_length=1, blank=True)
    by_words = models.BooleanField(_("busca por palabras de las causas"), default=False)
    enabled = models.BooleanField(_("activa"), default=True)
    every = models.DurationField(_("cada cuánto"), default=timedelta(minutes=15))
    failures = models.PositiveSmallIntegerField(_("lecturas fallidas seguidas"), default=0)
    failing_since = models.DateTimeField(_("falla desde"), null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("fuente")
        verbose_name_plural = _("fuentes")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def next_reading(self):
        """When this source is due, or None for at once. A failing one is asked less and less often."""
        if self.last_started is None:
            return None
        patience = min(2 ** max(self.failures - 1, 0), PATIENCE)
        return self.last_started + self.every * patience

    @property
    def is_waited_for(self):
        """Whether somebody began to wait for a bill whose dossier nobody has read, since this source was last read."""
        if self.spider != Source.Spider.SPLEY_DETAIL:
            return False
        since = self.last_started
        newly = (
            Q(chains__added__gt=since)
            | Q(followers__since__gt=since)
            | Q(linked_from__first_observed__gt=since)
        )
        return Bill.objects.watched().filter(newly, dossier_read=None).exists()

    @property
    def is_failing(self):
        return self.failures >= ALARM_AFTER

    def is_unread(self, now):
        """Whether it is long since a reading ended well, whatever became of those begun since: stopped, say."""
        if self.spider == self.Spider.SAVED or self.first_started is None:
            return False
        return now - (self.last_ok or self.first_started) > max(self.every * PATIENCE, GIVE_UP_AFTER * 2)


class ScrapeRunQuerySet(models.QuerySet):
    def dead(self):
        """Readings whose process must have died."""
        now = timezone.now()
        alive = Q(started__range=(now - GIVE_UP_AFTER, now + GIVE_UP_AFTER))
        return self.filter(~alive, status=ScrapeRun.Status.RUNNING)

    def give_up(self):
        """Fail the dead ones, so that the next may start; return how many nobody else had failed yet."""
        return self.dead().update(
            status=ScrapeRun.Status.FAILED, problem=ScrapeRun.Problem.DIED, ended=timezone.now()
        )


class ScrapeRun(models.Model):
    """One time we looked, and what came of it."""

    class Status(models.TextChoices):
        RUNNING = "running", _("en curso")
        OK = "ok", _("aceptada")
        FAILED = "failed", _("rechazada")

    class Problem(models.TextChoices):
        BLOCKED = "blocked", _("El Congreso no nos dejó pasar")
        UNAVAILABLE = "unavailable", _("El servicio del Congreso no respondió")
        MOVED = "moved", _("El servicio cambió de dirección")
        HTML = "html", _("Llegó una página en lugar de datos")
        TRUNCATED = "truncated", _("La respuesta llegó cortada o incompleta")
        EMPTY = "empty", _("La lista llegó vacía")
        SHAPE = "shape", _("La respuesta tiene otra forma")
        FOREIGN = "foreign", _("Llegaron proyectos de otro periodo o cámara")
        ERROR = "error", _("El servicio respondió con un error")
        FORBIDDEN = "forbidden", _("El sitio pide que no se lea esta dirección")
        EARLY = "early", _("La lectura se cerró antes de terminar")
        SHRUNK = "shrunk", _("La lista se redujo más de un décimo")
        FILE = "file", _("Un archivo no se pudo leer")
        DIED = "died", _("El proceso murió durante la lectura")
        INTERNAL = "internal", _("Falló el programa")

    source = models.ForeignKey(Source, models.PROTECT, related_name="runs", verbose_name=_("fuente"))
    status = models.CharField(_("resultado"), max_length=10, choices=Status, default=Status.RUNNING)
    problem = models.CharField(_("motivo"), max_length=12, choices=Problem, blank=True)
    note = models.TextField(_("detalle"), blank=True)
    started = models.DateTimeField(_("comenzó"), default=timezone.now)
    ended = models.DateTimeField(_("terminó"), null=True, blank=True)
    created = models.PositiveIntegerField(_("nuevos"), default=0)
    updated = models.PositiveIntegerField(_("cambiados"), default=0)
    unchanged = models.PositiveIntegerField(_("iguales"), default=0)

    objects = ScrapeRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("lectura")
        verbose_name_plural = _("lecturas")
        ordering = ["-started"]
        constraints = [
            # The database, not the scheduler, sees to it that a source is never read twice at once.
            models.UniqueConstraint("source", condition=Q(status="running"), name="scrapers_one_running_run"),
        ]
        indexes = [
            models.Index(fields=["source", "-started"], name="scrapers_run_latest"),  # with_last_runs()
        ]

    def __str__(self):
        return f"{self.source} {timezone.localtime(self.started):%d/%m/%Y %H:%M}"

    def finish(self, *, created=0, updated=0, unchanged=0, note=""):
        self.status = self.Status.OK
        self.ended, self.note = timezone.now(), legible(note)[:2000]
        self.created, self.updated, self.unchanged = created, updated, unchanged
        self.save(update_fields=["status", "ended", "note", "created", "updated", "unchanged"])

    def fail(self, problem, note):
        self.status = self.Status.FAILED
        self.problem, self.note, self.ended = problem, legible(note)[:2000], timezone.now()
        self.save(update_fields=["status", "problem", "note", "ended"])


class Heartbeat(models.Model):
    """When the timetable last ran a job: a scheduler that died can be seen from the site."""

    beat = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="scrapers_one_heartbeat")]

    def __str__(self):
        return f"{self.beat:%Y-%m-%d %H:%M}"

    @classmethod
    def now(cls):
        cls.objects.update_or_create(pk=1, defaults={"beat": timezone.now()})
