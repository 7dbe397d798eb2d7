"""The light pages for phones, outside the Wagtail admin."""

import hashlib
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_safe

from crm import calendars, collisions, duplicates, logging
from crm.circles import Circle, is_on_team
from crm.logging_form import LogForm, carried, find, starting_values, told_fields
from crm.models import CalendarAddress, Institution, Interaction, Participant, Person
from crm.picking import describe

FEWEST_LETTERS = 2
SUGGESTED = 6
MOST_FOUND = 300
BACK = "sigue"  # in the address to which she comes who was signed out while she wrote
SEARCHED = {"persona": Person, "institucion": Institution}


def for_the_team(view):
    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not is_on_team(request.user):
            return render(request, "account/not_staff.html", status=403)
        if not request.user.has_perm("crm.add_interaction"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def log(request):
    if request.method == "POST" and not request.user.is_authenticated:
        return set_aside(request)
    return log_by_team(request)


@for_the_team
def log_by_team(request):
    if request.method == "POST":
        if found := logging.sent_before(request.POST, request.user):
            return redirect("logged", found.pk)
        form = LogForm(request.POST, initial=starting_values(request.user), user=request.user)
        if form.is_valid():
            try:
                interaction = logging.keep(form, request.user)
            except logging.KeyTaken:
                form.add_error(None, _("No se pudo guardar. Abre el registro otra vez y envíalo de nuevo."))
            else:
                return redirect("logged", interaction.pk)
        return render(request, "crm/log.html", shown(form), status=422)
    named = [("p", request.GET.get("persona", "")), ("i", request.GET.get("institucion", ""))]
    met = filter(None, (find(f"{letter}{number}", request.user) for letter, number in named if number))
    form = LogForm(initial=starting_values(request.user, met), user=request.user)
    return render(request, "crm/log.html", shown(form) | {"is_elsewhere": BACK in request.GET})


def set_aside(request):
    """She was signed out while she wrote. Her words go back to her own page alone: no session or address holds them."""
    typed = [(field.label, request.POST[name]) for name, field in told_fields() if request.POST.get(name)]
    back = f"{reverse('log')}?{BACK}=1"
    context = {"carried": carried(request.POST), "typed": typed, "back": back}
    answer = render(request, "crm/log_set_aside.html", context, status=403)
    answer["Cache-Control"] = "no-store, private"
    return answer


def form_out_of_date(request, reason=""):
    """Signing in again changes the secret of every form: hers is shown again with its words, to be sent once more.

    One that comes from another site is refused like any other."""
    ours = "Origin" not in reason and "Referer" not in reason
    if request.method == "POST" and ours and request.path == reverse("log"):
        return show_again(request) if request.user.is_authenticated else set_aside(request)
    return csrf_failure(request, reason=reason)


@for_the_team
def show_again(request):
    form = LogForm(request.POST, initial=starting_values(request.user), user=request.user)
    form.add_error(
        None, _("Lo que escribiste sigue aquí, y todavía no se guardó. Revísalo y toca «Guardar».")
    )
    return render(request, "crm/log.html", shown(form), status=403)


def shown(form):
    """The form, and whom of those it offers another organization is about to meet."""
    return {"form": form, "told": collisions.with_records(form.user, list(form.known_records.values()))}


@require_safe
@for_the_team
def logged(request, pk):
    interaction = get_object_or_404(Interaction.objects.visible_to(request.user), pk=pk)
    met = Participant.objects.visible_to(request.user).filter(interaction=interaction).for_display()
    records = dict.fromkeys(record for one in met for record in (one.person, one.institution) if record)
    return render(
        request,
        "crm/logged.html",
        {
            "interaction": interaction,
            "met": met,
            "text": shareable(interaction),
            "told": collisions.with_records(request.user, list(records)),
        },
    )


def shareable(interaction):
    """For the coalition's chat, where others read along: no names, nothing that was said, nothing narrower."""
    if interaction.circle != Circle.COALITION:
        return ""
    day = timezone.localtime(interaction.starts).date()
    words = {"kind": interaction.get_kind_display(), "day": f"{day:%d/%m/%Y}", "region": interaction.region}
    said = _("%(kind)s del %(day)s en %(region)s") if interaction.region else _("%(kind)s del %(day)s")
    return _("Registrado en Incidencia: %(what)s.") % {"what": said % words}


@require_safe
@for_the_team
def suggest(request):
    """Names for search-as-you-type, of those that she may see."""
    model, query = SEARCHED.get(request.GET.get("tipo")), request.GET.get("q", "").strip()
    if model is None or len(query) < FEWEST_LETTERS:
        return JsonResponse({"found": []})
    # Found first and ordered then: in order, the whole table would be read by leaps.
    seen = model.objects.visible_to(request.user)
    keys = list(seen.matching(query).order_by().values_list("pk", flat=True)[:MOST_FOUND])
    rows = seen.filter(pk__in=keys).order_by("name", "pk")[:SUGGESTED]
    found = [{"key": row.pk, "name": str(row), "detail": describe(row, request.user)} for row in rows]
    return JsonResponse({"found": found or written_otherwise(model, request.user, query)})


def written_otherwise(model, user, name):
    return [
        {"key": one.record.pk, "name": str(one.record), "detail": ", ".join(one.reasons)}
        for one in duplicates.alike(model, user, name)
    ]


@require_safe
def private_calendar(request, secret):
    """Whoever has the address reads; one that was closed and one that never was answer alike."""
    address = CalendarAddress.opened_by(secret)
    if address:
        body = calendars.of_member(address.user, address.has_links)
        whole = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        whole["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        answer = get_conditional_response(request, etag=whole["ETag"], response=whole)
    else:
        answer = HttpResponseNotFound()
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
