"""Spreadsheets: upload, say what each column is, look at the plan, confirm, see what came of it, take it back."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm import exports
from crm.imports import progress, work
from crm.imports.forms import ColumnsForm, UploadForm
from crm.models import Spreadsheet, SpreadsheetRow
from legislation.staff.pages import trail

RIGHT = "crm.import_records"
SHOWN = 50
State, Verdict = Spreadsheet.State, SpreadsheetRow.Verdict
AT_WORK = (State.MAPPED, State.CONFIRMED, State.UNDOING)
PLACES = {"people": "people", "institutions": "institutions", "interactions": "interactions"}


def may_import(request):
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def one(request, pk):
    """The spreadsheet of that number, if she may bring in spreadsheets and see this one."""
    may_import(request)
    return get_object_or_404(Spreadsheet.objects.visible_to(request.user), pk=pk)


def page(request, template, title, sheet=None, status=200, **context):
    places = [(reverse("imports:index"), _("Importar planillas"))]
    places += [(reverse("imports:inspect", args=[sheet.pk]), sheet.name)] if sheet else []
    head = {"header_title": title, "breadcrumbs_items": trail(*places), "sheet": sheet}
    return render(request, f"crm/admin/imports/{template}.html", head | context, status=status)


def index(request):
    may_import(request)
    sheets = Spreadsheet.objects.visible_to(request.user).select_related("logged_by").defer("staged", "seen")
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid() and (sheet := upload(request, form)):
        return redirect("imports:columns", sheet.pk)
    found = Paginator(sheets, SHOWN).get_page(request.GET.get("p"))
    status = 422 if form.is_bound else 200
    return page(request, "index", _("Importar planillas"), status=status, form=form, page=found)


def upload(request, form):
    file, user = form.cleaned_data["file"], request.user
    given = {"circle": form.cleaned_data["circle"], "owner": user.partner}
    try:
        with transaction.atomic():
            return work.stage(form.cleaned_data["kind"], file.name, file.read(), user, **given)
    except ValidationError as e:
        form.add_error("file", e)
        return None


def columns(request, pk):
    sheet = one(request, pk)
    if sheet.state not in (State.UPLOADED, State.PLANNED) or not sheet.is_kept:
        return redirect("imports:inspect", pk)
    form = ColumnsForm(request.POST or None, instance=sheet)
    if request.method == "POST" and form.is_valid():
        fields = {name: getattr(sheet, name) for name in ("columns", *form.Meta.fields)}
        if sheet.moved((State.UPLOADED, State.PLANNED), State.MAPPED, **fields, message=""):
            work.remember(sheet)
            work.launch(sheet)
        return redirect("imports:inspect", pk)
    _names, rows = sheet.table
    status = 422 if form.is_bound else 200
    return page(request, "columns", _("Qué es cada columna"), sheet, status, form=form, count=len(rows))


def inspect(request, pk):
    sheet = one(request, pk)
    if sheet.state == State.UPLOADED and sheet.is_kept:
        return redirect("imports:columns", pk)
    if sheet.state in AT_WORK:
        return page(request, "working", sheet.name, sheet, progress=progress.read(sheet))
    if sheet.state == State.PLANNED:
        return preview(request, sheet)
    kept = sheet.writes.visible_to(request.user).exclude(kept="")[:SHOWN]
    labels = sheet.rows.visible_to(request.user).filter(number__in=[write.number for write in kept])
    labels = {(number, part): label for number, part, label in labels.values_list("number", "part", "label")}
    for write in kept:
        write.label = labels.get((write.number, write.part), "")
    return page(
        request, "result", sheet.name, sheet,
        refused=sheet.rows.refused().count(), kept=kept, events=sheet.events.visible_to(request.user).select_related("by"),
        list_url=reverse(f"{PLACES[sheet.kind]}:index"),
    )  # fmt: skip


def preview(request, sheet):
    verdict = request.GET.get("v", "")
    rows = sheet.rows.visible_to(request.user)
    if verdict in Verdict.values:
        rows = rows.filter(verdict=verdict)
    elif verdict == "anew":
        rows = rows.filter(is_anew=True)
    found = Paginator(rows, SHOWN).get_page(request.GET.get("p"))
    for row in found.object_list:
        row.choices = choices(row)
    undecided = sheet.rows.visible_to(request.user).filter(verdict=Verdict.ASK, decision="").count()
    return page(
        request, "preview", sheet.name, sheet,
        page=found, verdict=verdict, query=f"v={verdict}", tabs=tabs(sheet), undecided=undecided,
        place=f"{PLACES[sheet.kind]}:inspect", anew=sheet.rows.visible_to(request.user).filter(is_anew=True).count(),
        ready=sheet.rows.to_be_written().count(), is_blocked=is_blocked(sheet),
    )  # fmt: skip


def tabs(sheet):
    return [(value, label, sheet.counts.get(value, 0)) for value, label in Verdict.choices]


def choices(row):
    """What may be decided of a doubtful row: with each, what would change."""
    if row.verdict != Verdict.ASK:
        return []
    same = [
        (
            str(pk),
            _("Es %(name)s: %(why)s") % {"name": name, "why": why},
            pk,
            row.plan[str(pk)]["differences"],
        )
        for pk, name, why in row.likely
    ]
    other = ("other", _("Es otra: se crea"), None, row.plan["other"]["differences"])
    return [*same, other, ("leave", _("Dejarla fuera"), None, [])]


def is_blocked(sheet):
    return bool(sheet.counts.get("error")) and not sheet.takes_good_rows


@require_POST
def decide(request, pk):
    sheet = one(request, pk)
    if sheet.state == State.PLANNED:
        decided = {name[4:]: value for name, value in request.POST.items() if name.startswith("row_")}
        for row in sheet.rows.visible_to(request.user).filter(
            pk__in=[key for key in decided if key.isdecimal() and len(key) < 19]
        ):
            row.save_decision(decided[str(row.pk)])
        messages.success(request, _("Guardamos lo que decidiste."))
    here = {name: request.POST.get(name, "") for name in ("v", "p")}
    return redirect(f"{reverse('imports:inspect', args=[pk])}?{urlencode(here)}")


@require_POST
def good_rows(request, pk):
    sheet = one(request, pk)
    mine = Spreadsheet.objects.visible_to(request.user)
    mine.filter(pk=sheet.pk, state=State.PLANNED).update(takes_good_rows="yes" in request.POST)
    return redirect("imports:inspect", pk)


@require_POST
def confirm(request, pk):
    sheet = one(request, pk)
    if sheet.state == State.PLANNED and is_blocked(sheet):
        messages.error(
            request, _("Hay filas con error. Corrígelas en tu archivo, o elige importar solo las buenas.")
        )
    elif sheet.moved(State.PLANNED, State.CONFIRMED, message=""):
        work.record(sheet, "confirmed", request.user)
        work.launch(sheet)
    return redirect("imports:inspect", pk)


@require_POST
def again(request, pk):
    """Whatever was at work on it died before it ended: nothing was written, and it begins anew."""
    sheet = one(request, pk)
    if sheet.state in AT_WORK and not progress.read(sheet).is_alive:
        work.launch(sheet)
    return redirect("imports:inspect", pk)


@require_POST
def stop(request, pk):
    sheet = one(request, pk)
    if sheet.state in AT_WORK:
        progress.ask_to_stop(sheet)
        work.record(sheet, "stopped", request.user)
    return redirect("imports:inspect", pk)


@require_POST
def undo(request, pk):
    sheet = one(request, pk)
    if not sheet.may_be_undone:
        messages.error(request, _("Esta planilla ya no se puede deshacer."))
    elif sheet.moved((State.DONE, State.UNDONE), State.UNDOING, undone_by=request.user):
        work.launch(sheet)
    return redirect("imports:inspect", pk)


@require_POST
def refused(request, pk):
    """The rows that did not come in, as they were, each with its reason: to correct and send again.

    Always as a workbook: of a CSV, the program in which they are corrected makes numbers of phones, and cuts them."""
    sheet = one(request, pk)
    if not sheet.is_kept:
        messages.error(request, _("La copia de este archivo ya se borró."))
        return redirect("imports:inspect", pk)
    work.record(sheet, "refused_rows", request.user)
    return exports.download("por-corregir", "xlsx", *work.refused_rows(sheet))
