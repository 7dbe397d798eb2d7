"""Lists as somebody filtered them, kept by a name."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm.circles import is_on_team
from crm.models import SavedView


@require_POST
def save(request):
    if not is_on_team(request.user):
        raise PermissionDenied
    place, name = request.POST.get("place", ""), request.POST.get("name", "").strip()[:60]
    query = request.POST.get("query", "")[:1000]
    if place not in SavedView.Place.values:
        raise PermissionDenied
    here = f"{reverse(f'{place}:index')}?{query}"
    if not name:
        messages.error(request, _("Ponle un nombre a la vista."))
        return redirect(here)
    mine = SavedView.objects.visible_to(request.user).filter(
        owner=request.user, place=place, name__iexact=name
    )
    mine.delete()
    SavedView.objects.create(
        owner=request.user, place=place, name=name, query=query, is_shared="is_shared" in request.POST
    )
    messages.success(request, _("La vista «%(name)s» quedó guardada.") % {"name": name})
    return redirect(here)


@require_POST
def remove(request, pk):
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk, owner=request.user)
    view.delete()
    messages.success(request, _("La vista «%(name)s» ya no está.") % {"name": view.name})
    return redirect(f"{view.place}:index")
