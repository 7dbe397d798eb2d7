"""Where we look and each time we looked, in the Wagtail admin."""

from datetime import timedelta
from typing import NamedTuple

import django_filters
from django import forms
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import EditView

from legislation.models import Chamber
from legislation.staff.changes import for_staff
from legislation.staff.filters import Choice
from legislation.staff.lists import Cell, TabbedIndexView, inspect_url, moment, saying
from legislation.staff.pages import RecordPage
from legislation.viewsets import RecordViewSet
from scrapers.models import Heartbeat, ScrapeRun, Source

STOPPED_AFTER = timedelta(minutes=15)  # the timetable beats each minute, and after each reading
RUNS_SHOWN = 30
OBSERVATIONS_SHOWN = 100
TAGS = {"good": "staff-good", "doubtful": "staff-doubtful", "bad": "staff-bad", "off": "staff-off"}
INTERVALS = [
    (timedelta(minutes=5), gettext_lazy("cada 5 minutos")),
    (timedelta(minutes=10), gettext_lazy("cada 10 minutos")),
    (timedelta(minutes=15), gettext_lazy("cada 15 minutos")),
    (timedelta(minutes=20), gettext_lazy("cada 20 minutos")),
    (timedelta(minutes=30), gettext_lazy("cada media hora")),
    (timedelta(hours=1), gettext_lazy("cada hora")),
    (timedelta(hours=3), gettext_lazy("cada 3 horas")),
    (timedelta(hours=6), gettext_lazy("cada 6 horas")),
    (timedelta(hours=12), gettext_lazy("cada 12 horas")),
    (timedelta(days=1), gettext_lazy("cada día")),
    (timedelta(days=7), gettext_lazy("cada semana")),
    (timedelta(days=365), gettext_lazy("cada año")),
]


# How a source is doing, in words that anyone on the team understands


class Health(NamedTuple):
    level: str  # "good", "doubtful", "bad", "off"
    says: str
    detail: str = ""


def with_health(sources):
    """Annotate what health() reads, so that a list needs no query for each row."""
    failed = ScrapeRun.objects.filter(source=OuterRef("pk"), status=ScrapeRun.Status.FAILED).order_by(
        "-started"
    )
    return sources.with_last_runs().annotate(last_problem=Subquery(failed.values("problem")[:1]))


def health(source, now=None):
    now = now or timezone.now()
    if source.spider == Source.Spider.SAVED:
        return Health("off", _("Se llena con archivos guardados."), last_good(source))
    if not source.enabled:
        return Health("off", _("Desactivada: no se lee."), last_good(source))
    if source.is_failing:
        words = {"since": moment(source.failing_since), "times": source.failures}
        says = _("Falla desde el %(since)s: %(times)s lecturas seguidas.") % words
        return Health("bad", says, f"{problem(source)} {last_good(source)}")
    if source.failures:
        return Health("doubtful", _("La última lectura falló; se intenta otra vez."), problem(source))
    if source.last_started is None:
        return Health("doubtful", _("Todavía no se ha leído."))
    if is_overdue(source, now):
        return Health(
            "bad", _("Debía leerse y no se leyó: revisa que el reloj esté andando."), last_good(source)
        )
    if source.is_unread(now):
        return Health("bad", _("Se intenta leer y ninguna lectura llega a su fin."), last_good(source))
    return Health("good", _("Al día."), last_good(source))


def is_overdue(source, now):
    return source.next_reading + max(source.every, STOPPED_AFTER) < now


def problem(source):
    label = dict(ScrapeRun.Problem.choices).get(source.last_problem, "")
    return f"{label}." if label else ""


def last_good(source):
    if source.last_ok is None:
        return _("Nunca se leyó bien.")
    if timezone.now() - source.last_ok < timedelta(minutes=1):
        return _("Última lectura buena: hace menos de un minuto.")
    return _("Última lectura buena: hace %(time)s.") % {"time": timesince(source.last_ok)}


def next_reading(source):
    if not source.enabled or source.spider == Source.Spider.SAVED:
        return ""
    return moment(source.next_reading) if source.next_reading else _("en seguida")


def clock(now=None):
    """Whether the timetable that reads and sends is alive."""
    now = now or timezone.now()
    beat = Heartbeat.objects.filter(pk=1).values_list("beat", flat=True).first()
    if beat is None:
        return Health("bad", _("El reloj que lee y envía no ha empezado a andar."))
    if now - beat > STOPPED_AFTER:
        return Health(
            "bad",
            _("El reloj está parado desde el %(since)s: no se lee ni se envía nada.")
            % {"since": moment(beat)},
        )
    return Health("good", _("El reloj está andando."))


def in_words(interval):
    if known := dict(INTERVALS).get(interval):
        return known
    if interval <= timedelta(minutes=1):  # the timetable looks once a minute
        return _("cada minuto")
    now = timezone.now()
    return _("cada %(time)s") % {"time": timesince(now - interval, now)}


# Lists that share a place in the menu


class ReadingsIndexView(TabbedIndexView):
    tabs = [
        ("sources", gettext_lazy("Fuentes"), "scrapers.view_source"),
        ("runs", gettext_lazy("Lecturas"), "scrapers.view_scraperun"),
    ]

    def get_context_data(self, *args, **kwargs):
        timetable = clock()
        notice = timetable.says if timetable.level == "bad" else ""
        return super().get_context_data(*args, **kwargs) | {"alarm": notice}


# Sources


class SourceIndexView(ReadingsIndexView):
    page_title = gettext_lazy("Fuentes y lecturas")
    list_display = [
        Cell(
            "name",
            gettext_lazy("Fuente"),
            lambda source: capfirst(what(source)),
            url=inspect_url("sources"),
            detail=lambda source: source.name,
            sort_key="name",
        ),
        Cell(
            "health",
            gettext_lazy("Cómo está"),
            lambda source: health(source).says,
            tag=lambda source: TAGS[health(source).level],
            detail=lambda source: health(source).detail,
        ),
        Cell(
            "every", gettext_lazy("Se lee"), lambda source: in_words(source.every) if source.enabled else ""
        ),
        Cell("next", gettext_lazy("Próxima lectura"), next_reading),
    ]
    sheet = [
        (gettext_lazy("Fuente"), lambda source: source.name),
        (gettext_lazy("Qué es"), lambda source: what(source)),
        (gettext_lazy("Activa"), lambda source: source.enabled),
        (gettext_lazy("Cómo está"), lambda source: health(source).says),
        (gettext_lazy("Última lectura buena"), lambda source: source.last_ok),
        (gettext_lazy("Falla desde"), lambda source: source.failing_since),
        (gettext_lazy("Se lee"), lambda source: in_words(source.every)),
    ]
    default_ordering = ["-enabled", "name"]

    def get_base_queryset(self):
        return with_health(Source.objects.all())

    def matching(self, queryset, query):
        return queryset.filter(saying(query, "name"))


def what(source):
    parts = [
        source.get_spider_display(),
        str(source.period or ""),
        str(Chamber(source.chamber).label) if source.chamber else "",
        _("por palabras") if source.by_words else "",
    ]
    return " · ".join(part for part in parts if part)


class SourcePage(RecordPage):
    template_name = "scrapers/admin/source.html"
    index_title = gettext_lazy("Fuentes y lecturas")

    def get_object(self, queryset=None):
        return get_object_or_404(with_health(Source.objects.all()), pk=self.pk)

    def get_context_data(self, **kwargs):
        source = self.object
        state = health(source)
        return super().get_context_data(**kwargs) | {
            "source": source,
            "what": what(source),
            "health": state,
            "tag": TAGS[state.level],
            "every": in_words(source.every),
            "next_reading": next_reading(source),
            "runs": [(run, counts(run)) for run in source.runs.order_by("-started")[:RUNS_SHOWN]],
            "may_edit": self.request.user.has_perm("scrapers.change_source"),
            "may_see_runs": self.request.user.has_perm("scrapers.view_scraperun"),
        }


class SourceForm(forms.ModelForm):
    every = forms.TypedChoiceField(
        label=gettext_lazy("Cada cuánto se lee"),
        coerce=lambda seconds: timedelta(seconds=int(seconds)),
        help_text=_(
            "Leer más seguido no trae noticias antes de que el Congreso las publique, y puede cansar a su servidor."
        ),
    )

    class Meta:
        model = Source
        fields = ["enabled", "every"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = dict(INTERVALS)
        choices.setdefault(self.instance.every, in_words(self.instance.every))
        self.fields["every"].choices = [
            (int(interval.total_seconds()), words) for interval, words in sorted(choices.items())
        ]
        self.initial["every"] = int(self.instance.every.total_seconds())


class SourceEditView(EditView):
    success_message = gettext_lazy("Guardamos los cambios de «%(object)s».")
    submit_button_label = gettext_lazy("Guardar")

    def get_success_url(self):
        return reverse("sources:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class SourceViewSet(RecordViewSet):
    name, url_prefix = "sources", "fuentes"
    model = Source
    icon, menu_label, menu_order = "globe", gettext_lazy("Fuentes y lecturas"), 60
    writes = ("edit",)
    export_filename = "fuentes"
    index_view_class = SourceIndexView
    index_template_name = "legislation/admin/tabbed_index.html"
    edit_view_class = SourceEditView
    inspect_view_class = SourcePage

    def get_form_class(self, for_update=False):
        return SourceForm


# Readings


class RunFilterSet(WagtailFilterSet):
    class Meta:
        model = ScrapeRun
        fields = []

    source = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Fuente"), queryset=Source.objects.all(), empty_label=gettext_lazy("Todas")
    )
    status = Choice(gettext_lazy("Resultado"), ScrapeRun.Status.choices)
    problem = Choice(gettext_lazy("Motivo"), ScrapeRun.Problem.choices)


class RunIndexView(ReadingsIndexView):
    page_title = gettext_lazy("Lecturas")
    list_display = [
        Cell(
            "started",
            gettext_lazy("Lectura"),
            lambda run: moment(run.started),
            url=inspect_url("runs"),
            detail=lambda run: run.source.name,
            sort_key="started",
        ),
        Cell(
            "status",
            gettext_lazy("Resultado"),
            "get_status_display",
            tag=lambda run: run_tag(run),
            detail=lambda run: run.get_problem_display(),
        ),
        Cell("counts", gettext_lazy("Proyectos"), lambda run: counts(run)),
        Cell("changes", gettext_lazy("Novedades"), lambda run: run.found or 0),
        Cell("took", gettext_lazy("Duró"), lambda run: took(run)),
    ]
    sheet = [
        (gettext_lazy("Fuente"), lambda run: run.source.name),
        (gettext_lazy("Comenzó"), lambda run: run.started),
        (gettext_lazy("Terminó"), lambda run: run.ended),
        (gettext_lazy("Resultado"), lambda run: run.get_status_display()),
        (gettext_lazy("Motivo"), lambda run: run.get_problem_display()),
        (gettext_lazy("Detalle"), lambda run: run.note),
        (gettext_lazy("Nuevos"), lambda run: run.created),
        (gettext_lazy("Cambiados"), lambda run: run.updated),
        (gettext_lazy("Iguales"), lambda run: run.unchanged),
        (gettext_lazy("Novedades"), lambda run: run.found or 0),
    ]
    default_ordering = ["-started", "-pk"]

    def get_base_queryset(self):
        changes = ScrapeRun._meta.get_field("changes").related_model.objects.filter(run=OuterRef("pk"))
        counted = changes.order_by().values("run").annotate(n=Count("pk")).values("n")
        return ScrapeRun.objects.select_related("source").annotate(
            found=Subquery(counted, output_field=IntegerField())
        )

    def matching(self, queryset, query):
        return queryset.filter(saying(query, "source__name", "note"))


def run_tag(run):
    return {ScrapeRun.Status.OK: TAGS["good"], ScrapeRun.Status.FAILED: TAGS["bad"]}.get(
        run.status, TAGS["off"]
    )


def counts(run):
    if run.status != ScrapeRun.Status.OK:
        return ""
    tallies = [
        ngettext("%(n)s nuevo", "%(n)s nuevos", run.created) % {"n": run.created},
        ngettext("%(n)s cambiado", "%(n)s cambiados", run.updated) % {"n": run.updated},
        ngettext("%(n)s igual", "%(n)s iguales", run.unchanged) % {"n": run.unchanged},
    ]
    return ", ".join(tallies)


def took(run):
    if run.ended is None:
        return ""
    seconds = int((run.ended - run.started).total_seconds())
    return _("%(minutes)s min %(seconds)s s") % {"minutes": seconds // 60, "seconds": seconds % 60}


class RunPage(RecordPage):
    template_name = "scrapers/admin/run.html"
    index_title = gettext_lazy("Lecturas")

    def get_object(self, queryset=None):
        return get_object_or_404(ScrapeRun.objects.select_related("source"), pk=self.pk)

    def get_context_data(self, **kwargs):
        run = self.object
        observations = run.observations.select_related("snapshot").defer("snapshot__packed")
        return super().get_context_data(**kwargs) | {
            "run": run,
            "tag": run_tag(run),
            "took": took(run),
            "counts": counts(run),
            "observations": observations.order_by("fetched", "pk")[:OBSERVATIONS_SHOWN],
            "changes": for_staff(run.changes.order_by("pk"))[:OBSERVATIONS_SHOWN],
            "may_see_captures": self.request.user.has_perm("legislation.view_snapshot"),
            "may_see_changes": self.request.user.has_perm("legislation.view_change"),
        }


class RunViewSet(RecordViewSet):
    name, url_prefix = "runs", "lecturas"
    model = ScrapeRun
    icon, menu_label, menu_hook = "history", gettext_lazy("Lecturas"), None
    export_filename = "lecturas"
    filterset_class = RunFilterSet
    index_view_class = RunIndexView
    index_template_name = "legislation/admin/tabbed_index.html"
    inspect_view_class = RunPage


# The first page of the admin


class SourcesPanel(Component):
    name, order = "sources", 40
    template_name = "scrapers/admin/panels/sources.html"

    def render_html(self, parent_context=None):
        if not parent_context["request"].user.has_perm("scrapers.view_source"):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context):
        sources = with_health(Source.objects.filter(enabled=True)).order_by("name")
        known = [(source, health(source)) for source in sources]
        return {
            "clock": clock(),
            "troubled": [(source, state) for source, state in known if state.level in ("bad", "doubtful")],
            "total": len(known),
            "latest": max((source.last_ok for source in sources if source.last_ok), default=None),
        }
