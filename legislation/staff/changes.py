"""What we saw happen: the list, each change with its evidence and whom it was told, and the captures."""

import hashlib
import zlib

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from legislation import titles
from legislation.headlines import is_taken_back
from legislation.models import Change, Delivery, Snapshot
from legislation.staff.lists import (
    Cell,
    StaffIndexView,
    bills_matching,
    day,
    inspect_url,
    moment,
    saying,
    short,
)
from legislation.staff.pages import RecordPage

OBSERVATIONS_SHOWN = 50


def for_staff(changes):
    """Changes with whatever a list says of them, and how many people each was told (told) and has (reached);
    of one that repeats an earlier one, how many were told then (told_before).

    Never with the bytes of a capture: a list of fifty would load fifty whole answers."""
    deliveries = Delivery.objects.filter(change=OuterRef("pk")).order_by().values("change")
    before = Delivery.objects.filter(change=OuterRef("echo_of")).order_by().values("change")
    reached = Q(state__in=[Delivery.State.SENT, Delivery.State.KEPT])
    return (
        changes.select_related("bill__period", "step", "source", "by")
        .defer("bill__search", "bill__summary")
        .annotate(
            told=Subquery(deliveries.annotate(n=Count("recipient", distinct=True)).values("n")),
            reached=Subquery(
                deliveries.annotate(n=Count("recipient", filter=reached, distinct=True)).values("n")
            ),
            told_before=Subquery(
                before.annotate(n=Count("recipient", distinct=True)).values("n"), output_field=IntegerField()
            ),
        )
    )


class ChangeIndexView(StaffIndexView):
    page_title = gettext_lazy("Novedades")
    list_display = [
        Cell(
            "kind",
            gettext_lazy("Qué pasó"),
            lambda change: what(change),
            url=inspect_url("changes"),
            detail=lambda change: about(change),
        ),
        Cell("new", gettext_lazy("Qué dice"), lambda change: says(change)),
        Cell(
            "day",
            gettext_lazy("Fecha en el Congreso"),
            lambda change: day(change.day),
            detail=lambda change: _("registrado con retraso") if change.late else "",
        ),
        Cell("seen", gettext_lazy("Lo vimos"), lambda change: moment(change.seen)),
        Cell("told", gettext_lazy("Se avisó a"), lambda change: told_in_words(change)),
    ]
    sheet = [
        (gettext_lazy("Lo vimos"), lambda change: change.seen),
        (gettext_lazy("Qué pasó"), lambda change: change.get_kind_display()),
        (gettext_lazy("Proyecto"), lambda change: change.bill and change.bill.label),
        (gettext_lazy("Fuente"), lambda change: change.source and change.source.name),
        (gettext_lazy("Antes"), lambda change: change.old),
        (gettext_lazy("Ahora"), lambda change: change.new),
        (gettext_lazy("Fecha en el Congreso"), lambda change: change.day),
        (gettext_lazy("Con retraso"), lambda change: change.late),
        (gettext_lazy("Repite algo ya contado"), lambda change: change.echo_of_id is not None),
        (gettext_lazy("Lo anotó"), lambda change: change.by),
        (gettext_lazy("Personas avisadas"), lambda change: change.told or 0),
    ]
    default_ordering = ["-seen", "-pk"]

    def get_base_queryset(self):
        return for_staff(Change.objects.all())

    def matching(self, queryset, query):
        return queryset.filter(Q(bill__in=bills_matching(query)) | saying(query, "new", "old"))


def what(change):
    return _("No hubo el paso que anotamos") if is_taken_back(change) else capfirst(change.get_kind_display())


def about(change):
    if change.bill:
        return f"{change.bill.label} · {short(titles.plain(change.bill.title), 90)}"
    return change.source.name if change.source else ""


def says(change):
    """The source's words; of a bill found, its title is said already."""
    return "" if change.kind == Change.Kind.BILL_FOUND else short(change.new or change.old)


def told_in_words(change):
    if change.echo_of_id:
        return _("ya se había contado") if change.told_before else _("ya se había visto, sin avisar")
    if not change.told:
        return _("nadie")
    if change.reached == change.told:
        return str(change.told)
    waiting = change.told - (change.reached or 0)
    return _("%(told)s, faltan %(waiting)s") % {"told": change.told, "waiting": waiting}


class ChangePage(RecordPage):
    template_name = "legislation/admin/change.html"
    index_title = gettext_lazy("Novedades")

    def get_object(self, queryset=None):
        changes = for_staff(Change.objects.all()).select_related(
            "bill__period",
            "step__entered_by",
            "source",
            "by",
            "echo_of__bill",
            "run__source",
            "link__bill",
            "link__other",
            "link__decided_by",
            "snapshot",
        )
        return get_object_or_404(changes.defer("snapshot__packed"), pk=self.pk)

    def get_page_title(self):
        change = self.object
        if change.link and change.link.is_confirmed:
            return _("Relación con otro proyecto")
        return what(change)

    def get_context_data(self, **kwargs):
        change, user = self.object, self.request.user
        tally = change.deliveries.order_by().values("state").annotate(n=Count("pk"))
        counts = {row["state"]: row["n"] for row in tally}
        return super().get_context_data(**kwargs) | {
            "change": change,
            "about": about(change),
            "told": [(state.label, counts[state]) for state in Delivery.State if state in counts],
            "echoes": change.echoes.select_related("run__source").order_by("pk"),
            "observation": change.snapshot and change.snapshot.observations.order_by("fetched").first(),
            "may_decide": user.has_perm("legislation.change_billlink"),
            "may_see_captures": user.has_perm("legislation.view_snapshot"),
            "may_see_bills": user.has_perm("legislation.view_bill"),
            "may_see_runs": user.has_perm("scrapers.view_scraperun"),
        }


# Evidence


class SnapshotIndexView(StaffIndexView):
    page_title = gettext_lazy("Capturas")
    list_display = [
        Cell("sha256", gettext_lazy("Huella"), str, url=inspect_url("captures")),
        Cell("size", gettext_lazy("Tamaño"), lambda capture: capture.size, sort_key="size"),
        Cell("stored", gettext_lazy("Guardada"), lambda capture: moment(capture.stored), sort_key="stored"),
        Cell("seen", gettext_lazy("Veces que llegó"), lambda capture: capture.times or 0),
        Cell("proves", gettext_lazy("Novedades que muestra"), lambda capture: capture.proves or 0),
    ]
    sheet = [
        (gettext_lazy("Huella SHA-256"), lambda capture: capture.sha256),
        (gettext_lazy("Tamaño en bytes"), lambda capture: capture.size),
        (gettext_lazy("Guardada"), lambda capture: capture.stored),
        (gettext_lazy("Veces que llegó"), lambda capture: capture.times or 0),
        (gettext_lazy("Novedades que muestra"), lambda capture: capture.proves or 0),
    ]
    default_ordering = ["-stored", "-pk"]

    def get_base_queryset(self):
        return Snapshot.objects.defer("packed").annotate(
            times=of_capture("observations"), proves=of_capture("changes")
        )

    def matching(self, queryset, query):
        return queryset.filter(sha256__startswith=query.strip().lower())


def of_capture(relation):
    rows = Snapshot._meta.get_field(relation).related_model.objects.filter(snapshot=OuterRef("pk")).order_by()
    return Subquery(rows.values("snapshot").annotate(n=Count("pk")).values("n"))


class SnapshotPage(RecordPage):
    template_name = "legislation/admin/capture.html"
    index_title = gettext_lazy("Capturas")

    def get_page_title(self):
        return _("Captura %(hash)s") % {"hash": self.object}

    def get_context_data(self, **kwargs):
        capture = self.object
        return super().get_context_data(**kwargs) | {
            "capture": capture,
            "is_whole": is_whole(capture),
            "observations": capture.observations.select_related("run__source")[:OBSERVATIONS_SHOWN],
            "changes": for_staff(capture.changes.order_by("-seen", "-pk"))[:OBSERVATIONS_SHOWN],
        }


def is_whole(capture):
    """Whether the stored bytes still have the hash under which they were kept."""
    try:
        return hashlib.sha256(capture.body).hexdigest() == capture.sha256
    except (OSError, EOFError, zlib.error):
        return False


@require_safe
@permission_required("legislation.view_snapshot", raise_exception=True)
def download(request, pk):
    """The bytes as they came. They are a stranger's: a browser must neither open nor guess them."""
    capture = get_object_or_404(Snapshot, pk=pk)
    body = capture.body
    kind = "json" if body.lstrip()[:1] in (b"{", b"[") else "html"
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{capture.sha256}.{kind}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
