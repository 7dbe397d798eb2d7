"""Pairs that may be one, both side by side, their merge, and the way back."""

import subprocess
import sys
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from crm import duplicates, merging
from crm.likeness import LIKELY, in_words
from crm.merge_form import ONE, OTHER, MergeForm
from crm.models import ContactWay, Institution, Merge, Pair, Person
from crm.staff.pages import may, merged_into, page_of, visible
from crm.staff.people import attach_last_contact, attach_posts
from legislation.staff.pages import back_to, trail

SHOWN = 50
FEWEST_LETTERS = 4
KINDS = {"personas": Person, "instituciones": Institution}
STATES = ("por-ver", "distintas", "uniones")


def index(request):
    may(request, "view", Person)
    may(request, "view", Institution)
    kind = request.GET.get("de") if request.GET.get("de") in KINDS else "personas"
    state = request.GET.get("ver") if request.GET.get("ver") in STATES else STATES[0]
    user, model = request.user, KINDS[kind]
    page = Paginator(rows(model, user, state), SHOWN).get_page(request.GET.get("p"))
    return render(
        request,
        "crm/admin/duplicates.html",
        {
            "header_title": _("Posibles duplicados"),
            "breadcrumbs_items": trail(("", _("Posibles duplicados"))),
            "kind": kind,
            "state": state,
            "page": page,
            "rows": page.object_list if state == STATES[-1] else dressed(page.object_list, model, user),
            "query": urlencode({"de": kind, "ver": state}),
            "here": request.get_full_path(),
            "may_edit": user.has_perm(f"crm.change_{model._meta.model_name}"),
            "days": Merge.UNDOABLE_FOR.days,
        },
    )


def rows(model, user, state):
    name = model._meta.model_name
    if state == "uniones":
        merges = Merge.objects.visible_to(user).filter(**{f"{name}__isnull": False})
        return merges.select_related(name, "by", "undone_by").defer("journal")
    pairs = Pair.objects.visible_to(user).of(model).select_related(*both_of(model), "decided_by")
    return pairs.open() if state == STATES[0] else pairs.exclude(decided=None).order_by("-decided", "-pk")


def both_of(model):
    names = [model._meta.model_name, f"other_{model._meta.model_name}"]
    where = ["region", "province"] if model is Institution else []
    return [*names, *(f"{name}__{place}" for name in names for place in (*where, "owner"))]


def dressed(pairs, model, user):
    """Each pair with its reasons, and of both what tells them apart: as many questions for one as for fifty."""
    pairs = list(pairs)
    records = [record for pair in pairs for record in pair.both]
    describe(records, model, user)
    for pair in pairs:
        pair.words, pair.is_likely = in_words(pair.reasons.split(",")), pair.score >= LIKELY
    return pairs


def describe(records, model, user):
    attach_last_contact(records, model._meta.model_name, user)
    if model is Person:
        attach_posts(records, user)


# What was decided


@require_POST
def search(request):
    """In a process of its own: of many thousands it takes longer than anybody waits for a page."""
    may(request, "change", Person)
    start_search()
    messages.success(
        request, _("Buscando. En un momento vuelve a abrir esta página: la lista estará al día.")
    )
    return redirect("duplicates:index")


def start_search():
    subprocess.Popen([sys.executable, "manage.py", "find_duplicates"], cwd=settings.BASE_DIR)  # noqa: S603


def pair_of(request, pk):
    pair = get_object_or_404(Pair.objects.visible_to(request.user), pk=pk)
    may(request, "change", type(pair.both[0]))
    return pair


@require_POST
def dismiss(request, pk):
    pair = pair_of(request, pk)
    Pair.objects.visible_to(request.user).filter(pk=pair.pk).open().update(
        decided=timezone.now(), decided_by=request.user
    )
    messages.success(request, _("Anotado: no son la misma. No volverán a aparecer juntas."))
    return redirect(back_to(request, reverse("duplicates:index")))


@require_POST
def reopen(request, pk):
    pair = pair_of(request, pk)
    Pair.objects.visible_to(request.user).filter(pk=pair.pk).update(decided=None, decided_by=None)
    messages.success(request, _("Volvió a la lista de posibles duplicados."))
    return redirect(back_to(request, reverse("duplicates:index")))


# Two side by side


def compare(request, kind, one, other):
    model = KINDS.get(kind)
    if model is None or one == other:
        raise Http404
    if there := next(filter(None, (merged_into(model, pk, request.user) for pk in (one, other))), None):
        return redirect(there)
    both = [visible(request, model, pk, "change") for pk in (one, other)]
    form = MergeForm(
        request.POST or None, one=both[0], other=both[1], user=request.user, stays=fuller(both, request.user)
    )
    if request.method == "POST" and form.is_valid() and (merged := try_to(request, form.merge)):
        messages.success(
            request,
            _("Ahora son una sola. Se puede deshacer durante %(n)d días.") % {"n": merged.UNDOABLE_FOR.days},
        )
        return redirect(page_of(merged.record))
    describe(both, model, request.user)
    pair = pair_with(both, request.user)
    title = _("¿Son la misma?")
    return render(
        request,
        "crm/admin/merge.html",
        {
            "header_title": title,
            "breadcrumbs_items": trail((reverse("duplicates:index"), _("Posibles duplicados")), ("", title)),
            "form": form,
            "sides": [side(record, request.user) for record in both],
            "pair": pair,
            "reasons": in_words(pair.reasons.split(",")) if pair else [],
            "may_merge": merging.same_circle(*both),
            "is_person": model is Person,
        },
        status=422 if form.is_bound else 200,
    )


def fuller(both, user):
    """By default that one stays of which more is known; of two alike, the older."""
    sums = [sum(number for _label, number in merging.moving(record, user)) for record in both]
    if sums[0] == sums[1]:
        return ONE if both[0].pk < both[1].pk else OTHER
    return ONE if sums[0] > sums[1] else OTHER


def side(record, user):
    key = type(record)._meta.model_name
    ways = ContactWay.objects.visible_to(user).filter(**{key: record})
    return {"record": record, "page": page_of(record), "ways": ways, "moving": merging.moving(record, user)}


def pair_with(both, user):
    name = type(both[0])._meta.model_name
    low, high = sorted(record.pk for record in both)
    return Pair.objects.visible_to(user).filter(**{name: low, f"other_{name}": high}).first()


def try_to(request, act):
    try:
        return act()
    except merging.Refused as refused:
        messages.error(request, str(refused))
    except IntegrityError:
        messages.error(
            request, _("No se pudo: alguien cambió una de las dos en este momento. Inténtalo otra vez.")
        )
    return None


@require_POST
def undo(request, pk):
    merge = get_object_or_404(Merge.objects.visible_to(request.user), pk=pk)
    may(request, "change", type(merge.record))
    undone = try_to(request, lambda: merging.undo(merge, by=request.user))
    if undone is None:
        return redirect(back_to(request, page_of(merge.record)))
    messages.success(request, undone_in_words(undone))
    return redirect(page_of(undone.record))


def undone_in_words(undone):
    said = _("Vuelven a ser dos.")
    if undone.left:
        said += " " + _(
            "Lo que alguien corrigió o quitó después de unirlas quedó como está: revisa las dos páginas."
        )
    return said


# As she types


@require_safe
def alike(request):
    model = {"persona": Person, "institucion": Institution}.get(request.GET.get("tipo"))
    if model is None:
        raise Http404
    may(request, "view", model)
    name = request.GET.get("nombre", "").strip()[:200]
    found = duplicates.alike(model, request.user, name) if len(name) >= FEWEST_LETTERS else []
    return JsonResponse(
        {
            "title": _("¿No es una de estas?"),
            "found": [
                {"name": str(one.record), "url": page_of(one.record), "reasons": ", ".join(one.reasons)}
                for one in found
            ],
        }
    )
